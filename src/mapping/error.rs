//! What can be wrong with a mapping. Each error names the place in the mapping file, says what is wrong,
//! and what to write instead. Values of rows never stand in them.

use super::nearest::hint;

/// Most columns that a message lists: the terminal of a sheet with hundreds should stay readable.
const MAX_LISTED: usize = 60;

/// A template that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {at}: {message}")]
pub struct TemplateError {
    /// The place in the template, in characters, counted from 1.
    pub at: usize,
    /// What was expected there.
    pub message: String,
}

/// One thing that is wrong with a mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A template that cannot be read.
    #[error("{key}: {error}")]
    Template {
        /// The key in the mapping file, e.g. `ticket.field1`.
        key: String,
        /// What is wrong, and where in the template.
        error: TemplateError,
    },
    /// A column that the sheet does not have.
    #[error("{key}: there is no column {column:?}{}{}", hint(.nearest.as_deref()), listed(.nearest.is_some(), .columns))]
    UnknownColumn {
        /// The key in the mapping file.
        key: String,
        /// The name as typed.
        column: String,
        /// The column that is most like it.
        nearest: Option<String>,
        /// All columns of the sheet.
        columns: Vec<String>,
    },
    /// A name that fits two columns.
    #[error(
        "{key}: {column:?} fits two columns, {first} and {second}; rename one of them in the sheet, or name the column by its place in a mapping file, as in {{{{ column 1 }}}}"
    )]
    TwoColumns {
        /// The key in the mapping file, or the part of the ticket when columns are matched by name.
        key: String,
        /// The name as typed.
        column: String,
        /// Where the one stands: `2 (B)`.
        first: String,
        /// Where the other stands.
        second: String,
    },
    /// A filter that there is not.
    #[error("{key}: at character {at}: there is no filter {filter:?}{}{}", hint(.nearest.as_deref()), known_filters(.nearest.is_some()))]
    UnknownFilter {
        /// The key in the mapping file.
        key: String,
        /// The place in the template, in characters, counted from 1.
        at: usize,
        /// The name as typed.
        filter: String,
        /// The filter that is most like it.
        nearest: Option<&'static str>,
    },
    /// A filter that is used in a way it does not work: its arguments, or a list where it takes a text.
    #[error("{key}: at character {at}: {filter} {message}")]
    FilterUse {
        /// The key in the mapping file.
        key: String,
        /// The place in the template, in characters, counted from 1.
        at: usize,
        /// The filter's name.
        filter: &'static str,
        /// What it takes.
        message: String,
    },
    /// A list where one text is needed.
    #[error(
        "{key}: at character {at}: this is a list of texts and one text is needed; end it with join: \", \", first or last"
    )]
    List {
        /// The key in the mapping file.
        key: String,
        /// The place in the template, in characters, counted from 1.
        at: usize,
    },
    /// A fixed text that the service would not take in any row.
    #[error("{key}: {value:?} is not one of {allowed}{}", hint(.nearest.as_deref()))]
    NotListed {
        /// The key in the mapping file.
        key: String,
        /// The text as typed.
        value: String,
        /// What is taken.
        allowed: String,
        /// The one that is most like it.
        nearest: Option<String>,
    },
    /// A part that is missing or cannot be as it is.
    #[error("{key}: {message}")]
    Part {
        /// The key in the mapping file.
        key: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// No column tells how a customer is reached.
    #[error(
        "no column tells how to reach the customers; name one of the columns {understood} or the like; or list [[ticket.participants]] in a mapping file"
    )]
    NoContact {
        /// The names that are understood.
        understood: String,
    },
}

fn listed(sentence_ended: bool, columns: &[String]) -> String {
    let start = if sentence_ended { " " } else { "; " };
    if columns.is_empty() {
        return format!("{start}the sheet has no columns at all");
    }
    let names: Vec<&str> = columns
        .iter()
        .take(MAX_LISTED)
        .map(String::as_str)
        .collect();
    let more = match columns.len().saturating_sub(MAX_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{start}the columns are: {}{more}", names.join(", "))
}

fn known_filters(sentence_ended: bool) -> String {
    let start = if sentence_ended { " " } else { "; " };
    format!(
        "{start}the filters are: {}",
        super::filter::NAMES.join(", ")
    )
}
