//! A cell on its way into a template: what is taken off it, and what makes its row wrong.
//!
//! | | texts | names | tags | identifiers | keys |
//! | --- | --- | --- | --- | --- | --- |
//! | white space and marks at the ends | go | go | go | go | go |
//! | marks inside that say nothing | stay | go | go (with the tag) | go (with the address) | the row is wrong |
//! | `N/A`, `NULL`, `-` | stay | go, unless people are called so | go | go | the row is wrong |
//! | `#REF!`, mojibake, a cell of Excel's limit | the row is wrong | ← | ← | ← | ← |
//!
//! `#N/A` is what a lookup finds that finds nothing: a word for nothing where those go, an error elsewhere.
//! A cell in which nothing is done is borrowed, and costs a look at its ends and at what it begins with.

use std::borrow::Cow;

use super::error_value;
use super::filter::{Filter, RowFault};
use super::mojibake;
use super::nothing::{self, is_nothing};
use crate::ticket::{Rule, bare, is_invisible, mending, units};

/// Most UTF-16 units of a cell in Excel.
const EXCEL_LIMIT: usize = 32_767;

/// What a part of the ticket is, as far as it matters to cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// What people wrote: it stays to the letter.
    #[default]
    Text,
    /// How somebody is called.
    Name,
    /// What the service compares with the department's tags.
    Tag,
    /// A number or an address.
    Identifier,
    /// What must come back as it was sent.
    Key,
}

/// A cell as a template takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken<'a> {
    pub(crate) text: Cow<'a, str>,
    /// What was done, where anything was that people should hear of.
    pub(crate) what: Option<&'static str>,
}

/// Takes a cell that `filters` will work on.
///
/// # Errors
/// What makes the row wrong; the message never holds the cell.
pub(crate) fn take<'a>(
    cell: &'a str,
    role: Role,
    filters: &[Filter],
) -> Result<Taken<'a>, RowFault> {
    if is_plain(cell, role) {
        return Ok(Taken {
            text: Cow::Borrowed(cell),
            what: None,
        });
    }
    if cell.len() >= EXCEL_LIMIT
        && units(cell) == EXCEL_LIMIT
        && !filters
            .iter()
            .any(|filter| matches!(filter, Filter::Truncate(_)))
    {
        return Err((
            Rule::CutOff,
            format!(
                "comes from a cell of exactly {EXCEL_LIMIT} characters, the most that Excel keeps, so its end is probably lost; take the text from its source again, or cut it on purpose with truncate"
            ),
        ));
    }
    let text = bare(cell);
    // A mapping that names the very word knows what to do with it.
    let is_named = || filters.iter().any(|filter| filter.names(text));
    if role != Role::Text && is_nothing(text, role) && !is_named() {
        if role == Role::Key {
            return Err((
                Rule::KeyMissing,
                "holds a word that stands for nothing, such as N/A; every row needs its own".into(),
            ));
        }
        return Ok(Taken {
            text: Cow::Borrowed(""),
            what: Some(mending::NOTHING),
        });
    }
    if let Some(message) = error_value::message(text)
        && !is_named()
    {
        return Err((Rule::CellError, message));
    }
    if let Some(encoding) = mojibake::read_as(text) {
        return Err((
            Rule::Characters,
            format!(
                "holds text in UTF-8 that was once read as {encoding}, so that signs stand for its letters; take it from its source again"
            ),
        ));
    }
    let what = (text.len() < cell.len() && !text.is_empty()).then(|| {
        if cell.chars().filter(|c| is_invisible(*c)).count()
            > text.chars().filter(|c| is_invisible(*c)).count()
        {
            mending::MARKS
        } else {
            mending::BLANKS
        }
    });
    if role == Role::Name && !text.is_ascii() && text.contains(says_nothing_in_a_name) {
        let text: String = text
            .chars()
            .filter(|&c| !says_nothing_in_a_name(c))
            .collect();
        return Ok(Taken {
            text: Cow::Owned(text),
            what: Some(mending::MARKS),
        });
    }
    Ok(Taken {
        text: Cow::Borrowed(text),
        what,
    })
}

/// Whether a cell is seen to be sound and to stay as it is by its ends and by being ASCII, as most are.
fn is_plain(cell: &str, role: Role) -> bool {
    let (Some(first), Some(last)) = (cell.as_bytes().first(), cell.as_bytes().last()) else {
        return false;
    };
    first.is_ascii_graphic()
        && last.is_ascii_graphic()
        && !error_value::may_begin(*first)
        && (role == Role::Text || !nothing::may_begin(*first))
        && cell.len() < EXCEL_LIMIT
        && cell.is_ascii()
}

/// Marks that neither turn nor join nor part anything within a name. Direction marks stay, since they put the
/// words of a name of two scripts in order.
fn says_nothing_in_a_name(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
#[path = "cell_tests.rs"]
mod tests;
