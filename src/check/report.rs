//! What a check has found, as data. The names of its members are what programs read: they stay.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::sheet::{AsideKind, Reading};
use crate::terminal::Mapped;

/// What a check has found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The sheets, in the order in which they were given.
    pub files: Vec<FileReport>,
    /// The mappings of these sheets, each once; none where no sheet could be used.
    pub mapping: Vec<Mapped>,
    /// What is done to people, in words; `None` where no sheet could be used.
    pub people: Option<String>,
    /// How many of everything.
    pub counts: Counts,
    /// The first tickets as they would be sent.
    pub tickets: Vec<Ticket>,
    /// What is wrong with rows, by rule, the most frequent first.
    pub problems: Vec<Problem>,
    /// The first keys that stand more than once.
    pub repeated_keys: Vec<Repeated>,
    /// The first contacts that more than one ticket would be for.
    pub repeated_contacts: Vec<Repeated>,
    /// The tags that would be used, the most frequent first.
    pub tags: Vec<Tag>,
    /// Values that do not travel as they stand in the sheet, by what is done to them.
    pub changes: Vec<Change>,
    /// Where a run would send, if somebody said so.
    pub to: Option<String>,
    /// The pace that the duration is estimated for.
    pub pace: String,
    /// How long sending takes at this pace, in seconds; `None` without a limit.
    pub estimated_seconds: Option<f64>,
    /// The exit status of the check.
    pub exit_status: u8,
    /// What to type next.
    pub next: String,
}

/// How many of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of all sheets.
    pub rows_read: u64,
    /// Rows that would be sent, as far as the sheets tell: the ledger is not asked.
    pub to_send: u64,
    /// Rows that are wrong in themselves and would not be sent.
    pub rejected: u64,
    /// Rows whose key stands earlier; they would not be sent.
    pub duplicates: u64,
    /// Of these, rows that say something else than the earlier one.
    pub duplicates_differing: u64,
    /// Keys that stand more than once.
    pub repeated_keys: u64,
    /// Contacts that more than one ticket would be for.
    pub repeated_contacts: u64,
    /// Tickets that would be for such a contact.
    pub rows_of_repeated_contacts: u64,
    /// Different tags that would be used, as far as they were told apart.
    pub tags: u64,
    /// Values that do not travel as they stand in the sheet.
    pub changes: u64,
    /// Rows of other shards, which are in no other count.
    pub other_shards: u64,
    /// Up to which row of all repeats are known, where there were too many rows to know all.
    pub repeats_known_up_to: Option<u64>,
}

/// One sheet.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// The path as given.
    pub name: String,
    /// Why it cannot be used, or not beyond a place.
    pub error: Option<String>,
    /// How it is read; `None` where it is not.
    pub reading: Option<Reading>,
    /// The names of its columns.
    pub header: Vec<String>,
    /// What stands in it and is no row.
    pub asides: Vec<AsideReport>,
    /// Its rows.
    pub rows: u64,
    /// The index of its mapping in the report's; `None` where it cannot be used.
    pub mapping: Option<usize>,
}

/// Lines of a sheet that are no rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AsideReport {
    /// What they are.
    pub kind: AsideKind,
    /// How many there are.
    pub count: u64,
    /// The lines of the first ones.
    pub lines: Vec<u64>,
}

/// A ticket as it would be sent.
#[derive(Clone, Debug, Serialize)]
pub struct Ticket {
    /// Its sheet.
    pub file: String,
    /// Its record, counted from 1 after the header.
    pub record: u64,
    /// The line on which that starts.
    pub line: u64,
    /// The body of the request, byte for byte.
    pub body: Box<RawValue>,
}

/// A rule that rows break.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// The rule's stable name, e.g. `too_long`.
    pub rule: &'static str,
    /// The same for people.
    pub title: String,
    /// Rows that break it.
    pub rows: u64,
    /// In which ways, the most frequent first.
    pub messages: Vec<Message>,
}

/// One way in which rows break a rule.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// The part of the ticket; blank for ways that are not told apart.
    pub place: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// How often it was found.
    pub rows: u64,
    /// The first rows.
    pub examples: Vec<Example>,
}

/// A row with a problem.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// Its sheet.
    pub file: String,
    /// Its record, counted from 1 after the header.
    pub record: u64,
    /// The line on which that starts.
    pub line: u64,
    /// The cells that the part of the ticket is made of; those of the whole row where it is no row.
    pub cells: Vec<Cell>,
}

/// A cell, cut where it is long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The letters of its column in a spreadsheet.
    pub column: String,
    /// The name of its column; `None` in a row whose cells may stand in other columns.
    pub name: Option<String>,
    /// Its value.
    pub value: String,
}

/// Something that stands more than once.
#[derive(Clone, Debug, Serialize)]
pub struct Repeated {
    /// The key or the contact's identifier.
    pub value: String,
    /// How many rows have it.
    pub rows: u64,
    /// The sheet and line where it stands first.
    pub file: String,
    /// The line where it stands first.
    pub line: u64,
    /// Where it stands again, the first ones.
    pub again: Vec<Again>,
}

/// Where something stands again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Again {
    /// The sheet.
    pub file: String,
    /// The line.
    pub line: u64,
    /// Whether the row says the same as the first one; `None` where that is not asked.
    pub same: Option<bool>,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The tag.
    pub tag: String,
    /// Tickets that would have it.
    pub rows: u64,
}

/// What is done to values on their way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What is done.
    pub what: &'static str,
    /// How often.
    pub count: u64,
    /// The first ones.
    pub examples: Vec<ChangeExample>,
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeExample {
    /// The sheet.
    pub file: String,
    /// The record, counted from 1 after the header.
    pub record: u64,
    /// The line on which that starts.
    pub line: u64,
    /// The part of the ticket.
    pub place: String,
    /// As it stands in the sheet, cut where it is long.
    pub from: String,
    /// As it is sent, cut where it is long.
    pub to: String,
}

impl Report {
    /// The report as one JSON object.
    ///
    /// # Errors
    /// serde's error, which no report causes.
    pub fn to_json(&self) -> serde_json::Result<String> {
        crate::json::on_several_lines(self)
    }

    /// Whether more than one sheet was given, so that a line alone does not say where something stands.
    pub(super) fn several(&self) -> bool {
        self.files.len() > 1
    }
}
