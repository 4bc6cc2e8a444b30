//! Several ledgers that are looked at together, as those of the shards of an import.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use crate::settings::DEFAULT_LEDGER;

/// The ledgers that were named, each once, by whatever names, and in their order; where none is, the usual one.
pub(super) fn ledgers(named: &[PathBuf]) -> Vec<PathBuf> {
    if named.is_empty() {
        return vec![DEFAULT_LEDGER.into()];
    }
    let mut known = HashSet::with_capacity(named.len());
    let mut ledgers = named.to_vec();
    // One that is not there has no other name.
    ledgers.retain(|path| known.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    ledgers
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_ledger_counts_once() {
        let named = ["b", "a", "b"].map(PathBuf::from);
        assert_eq!(ledgers(&named), ["b", "a"].map(PathBuf::from));
        assert_eq!(ledgers(&[]), [PathBuf::from(DEFAULT_LEDGER)]);
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a"), folder.path().join("./a"));
        fs::write(&path, "").unwrap();
        assert_eq!(ledgers(&[path.clone(), other]), [path]);
    }
}
