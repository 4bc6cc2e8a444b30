//! Rows that an export of this ledger, or the ledger itself, gives back: each is held to the entry that it has.

use super::error::LedgerError;
use super::item::Item;
use super::state::State;
use super::statements::Statements;
use crate::prepare::Prepared;

/// A row that was sent under another key than it has today is held to that: under the other one it would be
/// sent a second time, now or when its sheet comes by again.
pub(super) fn hold_to_key(
    statements: &mut Statements<'_>,
    target: i64,
    row: &mut Prepared,
) -> Result<(), LedgerError> {
    let Some(earlier) = row.earlier_key() else {
        return Ok(());
    };
    if let Some(before) = statements.by_key(target, &earlier)?
        && before.attempts > 0
        && before.state != State::Created
    {
        row.hold_to(&before.key);
    }
    Ok(())
}

/// The entry of a row: that of its key, or the one that an export of this ledger says it has. One that has a
/// ticket is not sent again, whatever it says today; one that was never sent takes the key that its row was
/// given in the mending.
pub(super) fn entry_of(
    statements: &mut Statements<'_>,
    target: i64,
    row: &Prepared,
    found: Option<Item>,
) -> Result<Option<Item>, LedgerError> {
    let Some(earlier) = row.earlier_key() else {
        return Ok(found);
    };
    match statements.by_key(target, &earlier)? {
        Some(before) if before.state == State::Created => Ok(Some(before)),
        // Where both are known, each stays what it is.
        Some(before) if found.is_none() => Ok(Some(before)),
        _ => Ok(found),
    }
}
