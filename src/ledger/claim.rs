//! A sheet that is being imported, held against a second import of it under another ledger.
//!
//! The ledger's own lock excludes two runs on one ledger. Two runs with two ledgers that send the same
//! sheet to the same target would make every ticket twice, and neither ledger could tell. So each run
//! also locks a file in the user's state folder, named by what would be done twice. It excludes them on
//! one machine and for one user; two machines are beyond any local lock, which `verify` then shows.
//!
//! The shards of one import may run beside each other. Each locks a file of its own, and looks then whether a
//! run of all rows, or of shards that are cut another way, has one.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use sha2::{Digest as _, Sha256};

use super::error::LedgerError;
use super::lock::{Holder, Lock, holder};
use super::{RunNote, Target};
use crate::shard::Shard;

/// Bytes of a sheet that its name is made of, beside its length: a first megabyte tells sheets apart.
const LOOK: u64 = 1024 * 1024;

/// The claim on a sheet; dropping it, or the death of the process, lets go.
#[derive(Debug)]
pub struct SheetClaim {
    _lock: Lock,
}

impl SheetClaim {
    /// Claims a sheet for a target, or the rows of a shard in it. `None` where that cannot be done: standard input, no state folder.
    ///
    /// # Errors
    /// [`LedgerError::SheetHeld`] when another run imports the same rows of the same content into the same target.
    pub fn take(
        folder: &Path,
        sheet: &Path,
        (target, shard): (&Target, Option<Shard>),
        note: &RunNote,
    ) -> Result<Option<Self>, LedgerError> {
        let Some(name) = name_of(sheet, target) else {
            return Ok(None);
        };
        if std::fs::create_dir_all(folder).is_err() {
            return Ok(None);
        }
        let held = |holder| LedgerError::SheetHeld {
            sheet: sheet.to_owned(),
            holder,
        };
        let own = part_name(&name, shard);
        match Lock::take(&folder.join(&own), &Holder::from(note)) {
            Ok(lock) => match other_part(folder, &name, shard) {
                None => Ok(Some(Self { _lock: lock })),
                Some(holder) => Err(held(Box::new(holder))),
            },
            Err(LedgerError::Held(holder)) => Err(held(holder)),
            Err(error) => {
                tracing::debug!(%error, "the sheet cannot be claimed");
                Ok(None)
            }
        }
    }
}

/// The name of the lock of a shard, or of all rows.
fn part_name(name: &str, shard: Option<Shard>) -> String {
    shard.map_or_else(
        || name.to_owned(),
        |shard| format!("{name}.{}-of-{}", shard.number(), shard.of()),
    )
}

/// Who has the same sheet, as a whole or cut in another number of shards.
fn other_part(folder: &Path, name: &str, shard: Option<Shard>) -> Option<Holder> {
    let ours = shard.map(|shard| format!("-of-{}.lock", shard.of()));
    let others = std::fs::read_dir(folder).ok()?.filter_map(|entry| {
        let entry = entry.ok()?.file_name().into_string().ok()?;
        let part = entry.strip_prefix(name)?;
        let is_other = match &ours {
            Some(ours) => !part.ends_with(ours.as_str()),
            None => part != ".lock",
        };
        is_other.then(|| entry.strip_suffix(".lock").map(str::to_owned))?
    });
    let mut holders = others.filter_map(|other| holder(&folder.join(other)).ok().flatten());
    holders.next()
}

/// The folder for what programs keep between runs (XDG Base Directory Specification).
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    set("XDG_STATE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local").join("state")))
        .or_else(|| set("LOCALAPPDATA"))
        .map(|folder| folder.join("glassix-import"))
}

fn name_of(sheet: &Path, target: &Target) -> Option<String> {
    let meta = std::fs::metadata(sheet)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    let mut hash = Sha256::new();
    hash.update(target.host.as_bytes());
    hash.update([0]);
    hash.update(target.department.as_bytes());
    hash.update([0]);
    hash.update(meta.len().to_le_bytes());
    let mut start = Vec::new();
    std::fs::File::open(sheet)
        .ok()?
        .take(LOOK)
        .read_to_end(&mut start)
        .ok()?;
    hash.update(&start);
    let name = BASE32_NOPAD.encode(hash.finalize().get(..16)?);
    Some(format!("sheet-{}", name.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_content_is_claimed_once_for_each_target_whatever_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        std::fs::write(&a, "id\n1\n").unwrap();
        std::fs::write(&b, "id\n1\n").unwrap();
        let target = |host: &str| Target {
            host: host.into(),
            department: "d".into(),
        };
        let note = RunNote {
            id: "r".into(),
            host: "h".into(),
            pid: 7,
            since: "now".into(),
            files: vec![],
        };
        let state = folder.path().join("state");
        let take = |sheet: &Path, host: &str| {
            SheetClaim::take(&state, sheet, (&target(host), None), &note)
        };
        let held = take(&a, "one").unwrap();
        assert!(held.is_some());
        assert!(matches!(
            take(&b, "one"),
            Err(LedgerError::SheetHeld { .. })
        ));
        assert!(take(&b, "two").unwrap().is_some());
        drop(held);
        assert!(take(&b, "one").unwrap().is_some());
        assert!(take(Path::new("-"), "one").unwrap().is_none());
    }

    #[test]
    fn shards_run_beside_each_other_and_beside_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let sheet = folder.path().join("a.csv");
        std::fs::write(&sheet, "id\n1\n").unwrap();
        let target = Target {
            host: "one".into(),
            department: "d".into(),
        };
        let note = RunNote::of_reader("r");
        let state = folder.path().join("state");
        let take = |shard: &str| {
            let part = (&target, shard.parse().ok());
            SheetClaim::take(&state, &sheet, part, &note)
        };
        let first = take("1/2").unwrap();
        let second = take("2/2").unwrap();
        assert!(first.is_some() && second.is_some());
        for refused in ["1/2", "1/3", "2/12", "all of it"] {
            let taken = take(refused);
            assert!(
                matches!(taken, Err(LedgerError::SheetHeld { .. })),
                "{refused}: {taken:?}"
            );
        }
        drop((first, second));
        let whole = take("all of it").unwrap();
        assert!(whole.is_some());
        assert!(matches!(take("1/2"), Err(LedgerError::SheetHeld { .. })));
    }
}
