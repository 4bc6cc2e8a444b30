//! A filter from the way it is written: which it is, and whether its arguments are what it takes.

use super::date::DateReader;
use super::filter::{Filter, NAMES};
use super::fold::trimmed;
use super::syntax::{Argument, Call};

/// Why a filter cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FilterFault {
    Unknown,
    Use(&'static str, String),
}

const MAP_TAKES: &str = "texts with a = in them, e.g. map: \"h=he-IL\", \"*=en-US\"";

impl Filter {
    /// The filter that is called, and its name as a constant.
    pub(crate) fn new(call: &Call) -> Result<(Self, &'static str), FilterFault> {
        let name = NAMES
            .into_iter()
            .find(|name| *name == call.name)
            .ok_or(FilterFault::Unknown)?;
        let takes = |what: &str| FilterFault::Use(name, format!("takes {what}"));
        let texts: Vec<&str> = call
            .arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Text(text) => Some(text.as_str()),
                Argument::Number(_) => None,
            })
            .collect();
        let no_number = texts.len() == call.arguments.len();
        let filter = match (name, call.arguments.as_slice(), texts.as_slice()) {
            ("trim", [], _) => Self::Trim,
            ("squeeze", [], _) => Self::Squeeze,
            ("lower", [], _) => Self::Lower,
            ("upper", [], _) => Self::Upper,
            ("digits", [], _) => Self::Digits,
            ("first", [], _) => Self::First,
            ("last", [], _) => Self::Last,
            ("default", [_], [text]) => Self::Default((*text).into()),
            ("default", ..) => return Err(takes("one text, e.g. default: \"unknown\"")),
            ("replace", [_, _], [from, to]) if !from.is_empty() => {
                Self::Replace((*from).into(), (*to).into())
            }
            ("replace", ..) => {
                return Err(takes(
                    "two texts, the first not empty, e.g. replace: \"a\", \"b\"",
                ));
            }
            ("truncate", [Argument::Number(most @ 1..)], _) => {
                Self::Truncate(usize::try_from(*most).unwrap_or(usize::MAX))
            }
            ("truncate", ..) => return Err(takes("one number from 1, e.g. truncate: 120")),
            ("map", [_, ..], entries) if no_number => {
                Self::map(entries).ok_or_else(|| takes(MAP_TAKES))?
            }
            ("map", ..) => return Err(takes(MAP_TAKES)),
            ("date", _, arguments) if no_number => {
                let reader = DateReader::new(arguments.iter().copied());
                Self::Date(reader.map_err(|message| FilterFault::Use(name, message))?)
            }
            ("date", ..) => {
                return Err(takes(
                    "forms and a time zone as texts, e.g. date: \"%d/%m/%Y\", \"Asia/Jerusalem\"",
                ));
            }
            ("split", [_, ..], separators)
                if no_number && separators.iter().all(|text| !text.is_empty()) =>
            {
                Self::Split(separators.iter().map(|text| (*text).into()).collect())
            }
            ("split", ..) => return Err(takes("one or more separators, e.g. split: \",\", \";\"")),
            ("join", [_], [text]) => Self::Join((*text).into()),
            ("join", ..) => return Err(takes("one text, e.g. join: \", \"")),
            _ => return Err(takes("no argument")),
        };
        Ok((filter, name))
    }

    fn map(entries: &[&str]) -> Option<Self> {
        let mut known: Vec<(Box<str>, Box<str>)> = Vec::with_capacity(entries.len());
        let mut others = None;
        for entry in entries {
            let (from, to) = entry.split_once('=')?;
            match trimmed(from) {
                "" => return None,
                "*" => others = Some(trimmed(to).into()),
                from => known.push((from.into(), trimmed(to).into())),
            }
        }
        let names: Vec<&str> = known.iter().map(|(from, _)| &**from).collect();
        let complaint = format!(
            "is none of the values that the map filter knows ({}); add it there, or \"*=…\" for all others",
            names.join(", ")
        );
        Some(Self::Map(known.into(), others, complaint.into()))
    }
}
