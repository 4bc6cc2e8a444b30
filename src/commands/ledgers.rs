//! Several ledgers that are looked at together, as those of the shards of an import.

use std::path::PathBuf;

use crate::settings::DEFAULT_LEDGER;

/// The ledgers that were named, each once and in their order; where none is, the usual one.
pub(super) fn ledgers(named: &[PathBuf]) -> Vec<PathBuf> {
    if named.is_empty() {
        return vec![DEFAULT_LEDGER.into()];
    }
    let mut ledgers: Vec<PathBuf> = Vec::with_capacity(named.len());
    for path in named {
        if !ledgers.contains(path) {
            ledgers.push(path.clone());
        }
    }
    ledgers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ledger_counts_once() {
        let named = ["b", "a", "b"].map(PathBuf::from);
        assert_eq!(ledgers(&named), ["b", "a"].map(PathBuf::from));
        assert_eq!(ledgers(&[]), [PathBuf::from(DEFAULT_LEDGER)]);
    }
}
