//! Filters: what may be done to a cell on its way into a ticket.
//!
//! | filter | takes | gives |
//! | --- | --- | --- |
//! | `trim` | | without white space and invisible marks at the ends; cells already are |
//! | `squeeze` | | every run of white space as one blank |
//! | `lower`, `upper` | | letter case, by Unicode |
//! | `digits` | | the ASCII digits alone |
//! | `default: "x"` | a text | `x` where there is nothing |
//! | `replace: "a", "b"` | two texts | every `a` as `b` |
//! | `truncate: 120` | a number | at most so many UTF-16 units, as the service counts; no character is split |
//! | `map: "h=he-IL", "*=en-US"` | `from=to` texts | `to` for `from`, whatever the letter case; `*` for all others, which otherwise are a problem of the row |
//! | `date`, `date: "%d/%m/%Y", "Asia/Jerusalem"` | forms (strptime, or `serial` for Excel's numbers of days) and a zone, all optional | the instant, `2026-03-14T00:00:00Z` |
//! | `split: ",", ";"` | separators | a list: the parts between any of them, trimmed, blank ones left out |
//! | `join: ", "` | a text | one text of a list |
//! | `first`, `last` | | one text of a list |
//!
//! On a list, a filter that takes a text is applied to each of its texts, and texts that become blank leave
//! it; `default` gives an empty list its one text. A blank text stays blank through every filter but `default`.

use std::borrow::Cow;

use super::date::DateReader;
use super::fold::{is_blank, trimmed};
use crate::ticket::Rule;

/// The names of all filters.
pub const NAMES: [&str; 14] = [
    "trim", "squeeze", "lower", "upper", "digits", "default", "replace", "truncate", "map", "date",
    "split", "join", "first", "last",
];

/// A filter with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    Trim,
    Squeeze,
    Lower,
    Upper,
    Digits,
    Default(Box<str>),
    Replace(Box<str>, Box<str>),
    Truncate(usize),
    Map(Box<[(Box<str>, Box<str>)]>, Option<Box<str>>, Box<str>),
    Date(DateReader),
    Split(Box<[Box<str>]>),
    Join(Box<str>),
    First,
    Last,
}

/// What passes from filter to filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
}

/// Why a filter could not do its work on a row; the message never holds the value.
pub(crate) type RowFault = (Rule, String);

impl Filter {
    /// Whether a list comes out where a list (or a text) goes in; the message says what is needed.
    pub(crate) fn shape(&self, list: bool) -> Result<bool, &'static str> {
        match (self, list) {
            (Self::Split(_), true) => Err("takes a text and stands behind a list"),
            (Self::Split(_), false) => Ok(true),
            (Self::Join(_) | Self::First | Self::Last, false) => {
                Err("takes a list; put split before it, e.g. split: \",\"")
            }
            (Self::Join(_) | Self::First | Self::Last, true) => Ok(false),
            (_, list) => Ok(list),
        }
    }

    /// Whether the mapping has this very text in mind: it stands for something then, whatever it looks like.
    pub(crate) fn names(&self, text: &str) -> bool {
        match self {
            Self::Replace(from, _) => **from == *text,
            Self::Map(known, ..) => known.iter().any(|(from, _)| same_letters(from, text)),
            _ => false,
        }
    }

    /// Applies the filter.
    pub(crate) fn apply<'a>(&self, value: Value<'a>) -> Result<Value<'a>, RowFault> {
        Ok(match (self, value) {
            (Self::Split(separators), Value::Text(text)) => Value::List(split(separators, text)),
            (Self::Join(between), Value::List(texts)) => {
                Value::Text(Cow::Owned(texts.join(&**between)))
            }
            (Self::First, Value::List(texts)) => {
                Value::Text(texts.into_iter().next().unwrap_or_default())
            }
            (Self::Last, Value::List(texts)) => {
                Value::Text(texts.into_iter().next_back().unwrap_or_default())
            }
            (Self::Default(text), Value::List(texts)) if texts.is_empty() => {
                Value::List(vec![Cow::Owned(text.to_string())])
            }
            (filter, Value::List(texts)) => {
                let mut kept = Vec::with_capacity(texts.len());
                for text in texts {
                    let text = filter.text(text)?;
                    if !is_blank(&text) {
                        kept.push(text);
                    }
                }
                Value::List(kept)
            }
            (filter, Value::Text(text)) => Value::Text(filter.text(text)?),
        })
    }

    fn text<'a>(&self, text: Cow<'a, str>) -> Result<Cow<'a, str>, RowFault> {
        if is_blank(&text) {
            return Ok(match self {
                Self::Default(instead) => Cow::Owned(instead.to_string()),
                _ => Cow::Borrowed(""),
            });
        }
        Ok(match self {
            Self::Trim => part(text, trimmed),
            Self::Squeeze => Cow::Owned(squeezed(&text)),
            Self::Lower => Cow::Owned(text.to_lowercase()),
            Self::Upper => Cow::Owned(text.to_uppercase()),
            Self::Digits => Cow::Owned(text.chars().filter(char::is_ascii_digit).collect()),
            Self::Replace(from, to) => Cow::Owned(text.replace(&**from, to)),
            Self::Truncate(most) => part(text, |text| truncated(text, *most)),
            Self::Map(known, others, complaint) => {
                let found = known
                    .iter()
                    .find(|(from, _)| same_letters(from, trimmed(&text)))
                    .map(|(_, to)| to)
                    .or(others.as_ref());
                let Some(to) = found else {
                    return Err((Rule::Template, complaint.to_string()));
                };
                Cow::Owned(to.to_string())
            }
            Self::Date(reader) => Cow::Owned(
                reader
                    .read(trimmed(&text))
                    .map_err(|message| (Rule::Date, message))?,
            ),
            // The others have no work on a text that is there, or take lists, which `shape` has seen to.
            Self::Default(_) | Self::Split(_) | Self::Join(_) | Self::First | Self::Last => text,
        })
    }
}

/// A part of a text, borrowed as long as the text is.
fn part<'a>(text: Cow<'a, str>, of: impl for<'b> Fn(&'b str) -> &'b str) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(of(text)),
        Cow::Owned(text) => Cow::Owned(of(&text).to_owned()),
    }
}

/// The parts of a text between any of the separators; of two that fit at one place, the longer.
fn split<'a>(separators: &[Box<str>], text: Cow<'a, str>) -> Vec<Cow<'a, str>> {
    match text {
        Cow::Borrowed(text) => parts(separators, text, Cow::Borrowed),
        Cow::Owned(text) => parts(separators, &text, |part| Cow::Owned(part.to_owned())),
    }
}

fn parts<'a, 'b>(
    separators: &[Box<str>],
    text: &'b str,
    kept: impl Fn(&'b str) -> Cow<'a, str>,
) -> Vec<Cow<'a, str>> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let next = separators
            .iter()
            .filter_map(|separator| Some((rest.find(&**separator)?, separator.len())))
            .min_by_key(|&(at, length)| (at, std::cmp::Reverse(length)));
        let (part, after) = match next {
            Some((at, length)) => (rest.get(..at), rest.get(at + length..)),
            None => (Some(rest), None),
        };
        let part = trimmed(part.unwrap_or_default());
        if !part.is_empty() {
            parts.push(kept(part));
        }
        match after {
            Some(after) => rest = after,
            None => return parts,
        }
    }
}

fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut in_run = false;
    for c in text.chars() {
        let blank = c.is_whitespace();
        if !blank {
            squeezed.push(c);
        } else if !in_run {
            squeezed.push(' ');
        }
        in_run = blank;
    }
    squeezed
}

/// The longest beginning of at most `most` UTF-16 units that ends at a character.
fn truncated(text: &str, most: usize) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

fn same_letters(one: &str, other: &str) -> bool {
    one.chars()
        .flat_map(char::to_lowercase)
        .eq(other.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
