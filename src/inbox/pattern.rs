//! A pattern, and the files that it means.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

use super::passed_over::Apart;
use super::{MAX_MATCHED, TooMany};

/// Signs that make an argument a pattern, unless a file has that very name.
const SIGNS: [char; 3] = ['*', '?', '['];

/// Names that are looked at for one pattern, most of which are not meant: a folder is not read for ever.
const MAX_LOOKED: usize = 50 * MAX_MATCHED;

/// A name is matched as a shell matches it: by its letters' case, and a dot at its beginning only by a dot.
const AS_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// What a pattern came to.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The files, by the bytes of their paths.
    pub(super) files: Vec<PathBuf>,
    /// Folders that cannot be looked into, and why.
    pub(super) faults: Vec<(PathBuf, String)>,
}

/// Whether an argument may mean other files than one of its name.
#[must_use]
pub fn is_pattern(argument: &str) -> bool {
    argument.contains(SIGNS)
}

/// The files that a pattern means, at most so many.
pub(super) fn expand(pattern: &str, apart: &Apart, most: usize) -> Result<Matches, TooMany> {
    let mut matches = Matches::default();
    // A folder that is not there has no files, and is not what somebody means who gives a pattern.
    let root = root(pattern);
    if let Err(error) = std::fs::read_dir(&root) {
        let why = format!("cannot look into {}: {error}", root.display());
        matches.faults.push((pattern.into(), why));
        return Ok(matches);
    }
    let paths = match glob_with(pattern, AS_A_SHELL) {
        Ok(paths) => paths,
        Err(error) => {
            let why = format!("there is no such file, and it is no pattern either: {error}");
            matches.faults.push((pattern.into(), why));
            return Ok(matches);
        }
    };
    for (looked, path) in paths.enumerate() {
        match path {
            Ok(path) if path.is_file() && !apart.holds(&path) => matches.files.push(path),
            Ok(_) => {}
            Err(error) => {
                let why = format!(
                    "cannot look into {}: {}",
                    error.path().display(),
                    error.error()
                );
                matches.faults.push((error.path().to_owned(), why));
            }
        }
        if matches.files.len() + matches.faults.len() > most || looked >= MAX_LOOKED {
            return Err(TooMany);
        }
    }
    matches.files.sort_by(|a, b| {
        a.as_os_str()
            .as_encoded_bytes()
            .cmp(b.as_os_str().as_encoded_bytes())
    });
    Ok(matches)
}

/// The folder below which a pattern looks.
fn root(pattern: &str) -> PathBuf {
    let mut folder = Path::new(pattern);
    while folder.to_str().is_none_or(is_pattern) {
        folder = folder.parent().unwrap_or(Path::new(""));
    }
    if folder == Path::new("") {
        return ".".into();
    }
    folder.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_looks_below_the_last_folder_that_is_named_outright() {
        for (pattern, folder) in [
            ("*.csv", "."),
            ("inbox/*.csv", "inbox"),
            ("/srv/in*/x/*.csv", "/srv"),
            ("/*.csv", "/"),
            ("a/b/[0-9].csv", "a/b"),
        ] {
            assert_eq!(root(pattern), PathBuf::from(folder), "{pattern}");
        }
    }
}
