//! Judging a draft: it becomes a ticket that may be sent, or everything that is wrong with it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::change::Change;
use super::draft::{Draft, Terms};
use super::key::Key;
use super::mending;
use super::participant::participants;
use super::place::Place;
use super::problem::{Problem, Rule};
use super::request::{FIELD_NAMES, Ready, TicketRequest};
use super::sound::Sound;
use super::tags::tags;
use super::text::{self, MAX_FIELD_UNITS, MAX_MESSAGE_UNITS};

/// The cultures that the create page lists.
pub const CULTURES: [&str; 4] = ["en-US", "he-IL", "pt-PT", "es-ES"];

/// The culture of a row that names none: the API's own default, sent all the same.
pub const DEFAULT_CULTURE: &str = "en-US";

/// The ticket states that the create page lists.
pub const STATES: [&str; 4] = ["Open", "Closed", "Pending", "Snoozed"];

/// The types a participant may have at creation.
pub const PARTICIPANT_TYPES: [&str; 2] = ["Client", "User"];

/// The mail roles, and the word for none.
pub const SUB_PROTOCOLS: [&str; 4] = ["MailTo", "MailCc", "MailBcc", "Undefined"];

/// The years of `open` and `close`: what lies outside is a date that was read wrongly, and a list of tickets
/// could not be asked for it.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Judges a draft and makes the ticket of it.
///
/// # Errors
/// As [`weigh`].
pub fn judge(draft: Draft<'_>, terms: Terms) -> Result<Ready, (Option<Key>, Vec<Problem>)> {
    let sound = weigh(draft, terms)?;
    sound.seal().map_err(|problem| (None, vec![problem]))
}

/// Judges a draft, of which a ticket may then be made.
///
/// # Errors
/// All problems of the row at once, in the order of the ticket's parts, with the key if it has a usable one.
pub fn weigh(draft: Draft<'_>, terms: Terms) -> Result<Sound<'_>, (Option<Key>, Vec<Problem>)> {
    let mut problems = Vec::new();
    let mut changes = draft.changes;
    let given = match draft.unique_argument.as_deref().map(Key::given) {
        Some(Err(problem)) => {
            problems.push(problem);
            None
        }
        Some(Ok(key)) => Some(key),
        None => None,
    };
    for (name, value) in FIELD_NAMES.iter().zip(&draft.fields) {
        text::judge(value, *name, MAX_FIELD_UNITS, &mut problems);
    }
    let culture = one_of(
        &draft.culture,
        &CULTURES,
        Rule::Culture,
        "culture",
        &mut problems,
    )
    .unwrap_or(DEFAULT_CULTURE);
    let state = one_of(&draft.state, &STATES, Rule::State, "state", &mut problems);
    let open = instant(&draft.open, "open", &mut changes, &mut problems);
    let close = instant(&draft.close, "close", &mut changes, &mut problems);
    if state == Some("Closed") && draft.close.is_empty() {
        problems.push(Problem::new(
            Rule::State,
            "close",
            "is missing; a ticket in state Closed needs it",
        ));
    }
    let tags = tags(draft.tags, &mut changes, &mut problems);
    let participants = participants(draft.participants, terms, &mut changes, &mut problems);
    text::judge(&draft.message, "message", MAX_MESSAGE_UNITS, &mut problems);
    let details = details(draft.details, &mut problems);
    if !problems.is_empty() {
        return Err((given, problems));
    }

    let second = |time: &String| Some(time.parse::<jiff::Timestamp>().ok()?.as_second());
    let mapped_times = [&open, &close]
        .into_iter()
        .filter_map(|time| time.as_ref().and_then(second))
        .collect();
    let request = TicketRequest {
        fields: draft.fields,
        culture,
        participants,
        tags,
        state,
        open,
        close,
        switches: terms.switches,
        details,
        message: draft.message,
    };
    Ok(Sound {
        request,
        given,
        earlier: draft.earlier_key,
        mapped_times,
        changes,
    })
}

/// The listed value that `text` spells, whatever its letter case; blank is none.
pub(super) fn one_of(
    text: &str,
    allowed: &'static [&'static str],
    rule: Rule,
    place: impl Into<String>,
    problems: &mut Vec<Problem>,
) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let found = allowed
        .iter()
        .copied()
        .find(|known| known.eq_ignore_ascii_case(text));
    if found.is_none() {
        problems.push(Problem::new(
            rule,
            place,
            format!("must be one of {}", allowed.join(", ")),
        ));
    }
    found
}

/// An instant in the one form that is sent: ISO-8601, UTC.
fn instant(
    text: &str,
    place: &'static str,
    changes: &mut Vec<Change>,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let utc = jiff::tz::TimeZone::UTC;
    let read = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        Some(civil.to_zoned(utc.clone()).ok()?.timestamp())
    });
    if read.is_none() {
        problems.push(Problem::new(
            Rule::Date,
            place,
            "is not an ISO-8601 time such as 2026-03-14 or 2026-03-14T09:30:00Z; the date filter reads other forms",
        ));
    }
    let read = read?;
    let year = read.to_zoned(utc).year();
    if !YEARS.contains(&year) {
        problems.push(Problem::new(
            Rule::Date,
            place,
            format!(
                "is in the year {year}; from {} to {} are taken",
                YEARS.start(),
                YEARS.end()
            ),
        ));
    }
    let sent = read.to_string();
    if sent != text {
        Change::note(changes, Cow::Borrowed(place), mending::DATE, text, &sent);
    }
    Some(sent)
}

/// Builds the nested object from its paths; blank texts are left out.
fn details(
    parts: Vec<(&[String], Cow<'_, str>)>,
    problems: &mut Vec<Problem>,
) -> Map<String, Value> {
    let mut root = Map::new();
    for (path, value) in parts {
        if value.trim().is_empty() {
            continue;
        }
        let place = Place::Detail(path);
        text::judge(&value, place, MAX_MESSAGE_UNITS, problems);
        let value = if path.last().is_some_and(|name| name == "isMobile") {
            match value.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Value::Bool(true),
                "false" | "0" | "no" => Value::Bool(false),
                _ => {
                    problems.push(Problem::new(Rule::Template, place, "must be true or false"));
                    continue;
                }
            }
        } else {
            Value::String(value.into_owned())
        };
        insert(&mut root, path, value);
    }
    root
}

fn insert(object: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            object.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = object
                .entry(name.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
#[path = "judgement_tests.rs"]
mod tests;
