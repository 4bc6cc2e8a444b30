//! A ledger on another machine's disk is told of, once, before it is opened.

use std::path::Path;

use crate::ledger::network_file_system;
use crate::terminal::visible;

/// Warns of a ledger that is on the file system of another machine.
pub(super) fn warn_of_a_network(ledger: &Path) {
    if let Some(kind) = network_file_system(ledger) {
        tracing::warn!("{}", sentence(ledger, kind));
    }
}

/// Why a ledger should not be there, and what to do.
fn sentence(ledger: &Path, kind: &str) -> String {
    let ledger = visible(&ledger.display().to_string());
    format!(
        "the ledger {ledger} is on {kind}: what is locked and synced there cannot be relied upon, so two machines may send the same rows, and a power cut may take what was written down. keep it on a disk of this machine (--ledger), and copy it to the share after each run: glassix-import ledger backup"
    )
}
