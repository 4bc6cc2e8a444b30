//! The sheets of a run, held against a second run of them under another ledger.

use super::connection::ledger_failure;
use crate::ledger::{LedgerError, RunNote, SheetClaim, Target, state_folder};
use crate::settings::{Destination, Settings};

/// Claims every sheet, so that no other run sends it to the same target under another ledger. The
/// look-alike in this process is nobody else's.
pub(super) fn claim_sheets(
    settings: &Settings,
    target: &Target,
    note: &RunNote,
) -> anyhow::Result<Vec<SheetClaim>> {
    let mut claims = Vec::new();
    let Some(folder) = state_folder() else {
        return Ok(claims);
    };
    let apart = settings.dry || matches!(settings.destination, Destination::Sandbox);
    for sheet in settings.intake.files.iter().filter(|_| !apart) {
        match SheetClaim::take(&folder, sheet, (target, settings.intake.shard), note) {
            Ok(claim) => claims.extend(claim),
            // The same sheet given twice is ours both times: its rows are found by their keys.
            Err(LedgerError::SheetHeld { holder, .. }) if holder.run_id == note.id => {}
            Err(error) => return Err(ledger_failure(&error).into()),
        }
    }
    Ok(claims)
}
