//! What was done to a value between the sheet and the ticket, so that nobody is surprised.

use std::borrow::Cow;

/// One value that does not travel as it stands in the sheet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The part of the ticket, e.g. `participant 1 identifier`.
    pub place: Cow<'static, str>,
    /// What was done, e.g. `number written in full`; one of a few texts, so that changes can be grouped.
    pub what: &'static str,
    /// The value as it stood in the sheet.
    pub from: String,
    /// The value as it is sent.
    pub to: String,
}
