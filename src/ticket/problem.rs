//! What can be wrong with a row, as data.

use std::fmt;

/// The rule that a row breaks. The text form is stable: scripts, the ledger and the summary group by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The record cannot be read as a row of this sheet (cell count, text encoding).
    Unreadable,
    /// No participant of the row has an identifier.
    NoContact,
    /// A phone number that no service can call.
    Phone,
    /// An e-mail address that no server would accept.
    Email,
    /// An identifier that its channel does not take.
    Identifier,
    /// A channel that the API does not know.
    Protocol,
    /// A text that is longer than the service stores.
    TooLong,
    /// The mapping names a key column and this row has none.
    KeyMissing,
    /// A key that cannot be sent and found again.
    KeyUnusable,
    /// A culture that the API does not take.
    Culture,
    /// A ticket state that the API does not take, or one without the date that it needs.
    State,
    /// A date or time that cannot be read.
    Date,
    /// A text with characters that have lost their meaning (U+FFFD, letters that were read in
    /// another encoding) or must not travel (controls).
    Characters,
    /// A cell in which a spreadsheet program shows the error of a formula, or nothing but `####`.
    CellError,
    /// A cell that is as long as a cell can be, so that its end is probably missing.
    CutOff,
    /// A tag that the department does not have.
    UnknownTag,
    /// A template's filter could not do its work on this row.
    Template,
}

impl Rule {
    /// The stable name, e.g. `too_long`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NoContact => "no_contact",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Identifier => "identifier",
            Self::Protocol => "protocol",
            Self::TooLong => "too_long",
            Self::KeyMissing => "key_missing",
            Self::KeyUnusable => "key_unusable",
            Self::Culture => "culture",
            Self::State => "state",
            Self::Date => "date",
            Self::Characters => "characters",
            Self::CellError => "cell_error",
            Self::CutOff => "cut_off",
            Self::UnknownTag => "unknown_tag",
            Self::Template => "template",
        }
    }
}

/// One thing that is wrong with a row: never the customer's value itself, so that it may be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that is broken.
    pub rule: Rule,
    /// The part of the ticket that it concerns, e.g. `field1` or `participant 1 identifier`.
    pub place: String,
    /// What is wrong and what would be right, lower-case.
    pub message: String,
}

impl Problem {
    /// A problem at a part of the ticket.
    pub fn new(rule: Rule, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            rule,
            place: place.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Joins all problems of a row into the one line that is shown and stored.
#[must_use]
pub fn sentence(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
