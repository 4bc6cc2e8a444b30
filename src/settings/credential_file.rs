//! Files that hold one value each: those that `NAME_FILE` names, and the credentials of a systemd unit.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Environment;

/// Largest credential file, in bytes: a secret is some hundred long, and a wrong path may be anything.
const MAX_FILE: u64 = 64 * 1024;

/// Where systemd puts the credentials of a unit, by their names (systemd.exec(5), `LoadCredential=`).
const DIRECTORY: &str = "CREDENTIALS_DIRECTORY";

/// Where container platforms put secrets; the modes there are theirs to choose.
const PLATFORM: &str = "/run/secrets";

/// What stands in such files: the variable, the file's name in a unit's credentials, and whether nobody else may
/// read it. The names are those that `schedule` writes down.
const FILES: [(&str, &str, bool); 6] = [
    ("GLASSIX_API_KEY", "api-key", false),
    ("GLASSIX_API_SECRET", "api-secret", true),
    ("GLASSIX_USER_NAME", "user-name", false),
    ("GLASSIX_ACCESS_TOKEN", "access-token", true),
    ("GLASSIX_IMPORT_NOTIFY_URL", "notify-url", true),
    ("GLASSIX_IMPORT_PING_URL", "ping-url", true),
];

/// The file of a variable among the credentials of the unit that this process belongs to, if it is there.
pub(super) fn of_unit(environment: &impl Environment, variable: &str) -> Option<PathBuf> {
    let (_, name, _) = FILES.iter().find(|(known, ..)| *known == variable)?;
    let path = Path::new(&environment.get(DIRECTORY)?).join(name);
    path.exists().then_some(path)
}

/// What stands in a file, without blanks at its ends. Others who can read a secret are warned about: each file is
/// read once in a process.
pub(super) fn read(
    environment: &impl Environment,
    variable: &str,
    path: &Path,
) -> io::Result<String> {
    let mut file = File::open(path)?;
    let is_secret = FILES
        .iter()
        .any(|(known, _, secret)| *known == variable && *secret);
    let directory = environment.get(DIRECTORY);
    let platforms = directory.as_deref().into_iter().chain([PLATFORM]);
    if is_secret && is_open_to_others(&file) && !is_below(path, platforms) {
        let path = crate::terminal::visible(&path.display().to_string());
        tracing::warn!(
            "others than its owner may read or change {path}, which holds {variable}; type: chmod 600 '{path}'"
        );
    }
    let mut text = String::new();
    // One byte more than fits tells a file that is too large.
    let length = (&mut file).take(MAX_FILE + 1).read_to_string(&mut text)?;
    if u64::try_from(length).is_ok_and(|length| length > MAX_FILE) {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} KiB", MAX_FILE / 1024),
        ));
    }
    Ok(text.trim().to_owned())
}

/// Whether the file system lets the group or everybody in. A pipe is nobody else's.
#[cfg(unix)]
fn is_open_to_others(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    /// Read and write, for the group and for everybody.
    const OTHERS: u32 = 0o066;
    file.metadata()
        .is_ok_and(|about| about.is_file() && about.permissions().mode() & OTHERS != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> bool {
    false
}

/// Whether a file lies in one of these folders, links followed.
fn is_below<'a>(path: &Path, folders: impl Iterator<Item = &'a str>) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let path = real(path);
    folders
        .into_iter()
        .any(|folder| path.starts_with(real(Path::new(folder))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::environment::tests::Table;
    use super::*;

    #[test]
    fn a_credential_of_the_unit_is_found_by_the_name_that_a_schedule_gives_it() {
        use crate::schedule::{CREDENTIALS, NOTIFY_URL, PING_URL};
        for secret in CREDENTIALS.iter().chain([&NOTIFY_URL, &PING_URL]) {
            let known = FILES.iter().find(|(name, ..)| *name == secret.variable);
            assert_eq!(known.map(|(_, file, _)| *file), Some(secret.file));
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("api-secret"), "s\n").unwrap();
        let table = Table::of(&[(DIRECTORY, folder.path().to_str().unwrap())]);
        assert!(of_unit(&table, "GLASSIX_API_SECRET").is_some());
        assert!(of_unit(&table, "GLASSIX_API_KEY").is_none());
        assert!(of_unit(&table, "GLASSIX_WORKSPACE").is_none());
        assert!(of_unit(&Table::of(&[]), "GLASSIX_API_SECRET").is_none());
    }

    #[test]
    fn a_file_that_is_no_credential_is_refused_rather_than_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        let full = usize::try_from(MAX_FILE).unwrap();
        let read = |length: usize| {
            std::fs::write(&path, "s".repeat(length)).unwrap();
            read(&Table::of(&[]), "GLASSIX_API_SECRET", &path)
        };
        assert_eq!(read(full).unwrap().len(), full);
        assert!(read(full + 1).is_err());
    }

    #[test]
    fn a_platforms_folder_is_known_through_links() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, outside) = (folder.path().join("in"), folder.path().join("out"));
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(inside.join("a"), "").unwrap();
        std::fs::write(&outside, "").unwrap();
        let within = |path: &Path| is_below(path, [inside.to_str().unwrap()].into_iter());
        assert!(within(&inside.join("a")));
        assert!(!within(&outside) && !within(&inside.join("../out")));
    }
}
