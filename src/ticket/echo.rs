//! What the service gave back of a ticket, held against what was sent. Pure.
//!
//! A member that the answer does not have proves nothing. What it has is compared as it stands; a number or an
//! address that is written in another form, a tag in another Unicode form, and tags that the department adds
//! by itself are no difference.

use std::fmt;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::request::FIELD_NAMES;

/// A part of a ticket that did not come back as it was sent. It holds nothing of the customer: a tag is the
/// department's own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part, e.g. `field1`, `tag "VIP"` or `participant 1 name`.
    pub part: String,
    /// The same for all parts of its kind, e.g. `tags`: what differences are counted by.
    pub kind: String,
    /// What became of it.
    pub fate: PartFate,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFate {
    /// It is not there.
    Dropped,
    /// Its end is missing: so many characters of so many are there.
    Cut(usize, usize),
    /// It says something else.
    Changed,
    /// It says the same, with other blanks or in another Unicode form.
    Rewritten,
}

impl PartFate {
    /// The word that differences are counted by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Cut(..) => "cut",
            Self::Changed => "changed",
            Self::Rewritten => "rewritten",
        }
    }
}

impl fmt::Display for PartFate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut(kept, of) => write!(f, "was cut after {kept} of {of} characters"),
            Self::Rewritten => f.write_str("came back with other blanks or another Unicode form"),
            other => write!(f, "was {}", other.as_str()),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.part, self.fate)
    }
}

impl Difference {
    fn new(part: impl Into<String>, fate: PartFate) -> Self {
        let part = part.into();
        Self {
            kind: part.clone(),
            part,
            fate,
        }
    }

    /// Whether it would do harm in every further ticket. The name is left out: for a contact that it knows,
    /// the service may well show the name that it knows.
    #[must_use]
    pub fn does_harm(&self) -> bool {
        self.fate != PartFate::Rewritten && !self.part.ends_with(" name")
    }

    /// What differences are counted by, e.g. `field1 cut`.
    #[must_use]
    pub fn group(&self) -> String {
        format!("{} {}", self.kind, self.fate.as_str())
    }
}

/// All differences in one sentence.
#[must_use]
pub fn told(differences: &[Difference]) -> String {
    let texts: Vec<String> = differences.iter().map(ToString::to_string).collect();
    texts.join("; ")
}

/// Where a ticket is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// In the answer to its create: what is empty there was lost.
    Answer,
    /// In a lookup, which need not show all of a ticket: what is null or an empty list there proves nothing.
    Lookup,
}

/// What of `body`, the JSON of a request, did not come back in `answer`, the ticket as the service shows it.
#[must_use]
pub fn differences(body: &str, answer: &Value, witness: Witness) -> Vec<Difference> {
    let mut found = Vec::new();
    let Ok(sent) = serde_json::from_str::<Value>(body) else {
        return found;
    };
    let shown;
    let answer = match (witness, answer) {
        (Witness::Lookup, Value::Object(members)) => {
            shown = what_is_shown(members);
            &shown
        }
        _ => answer,
    };
    for name in FIELD_NAMES {
        found.extend(text(name, text_of(&sent, name), member(answer, name)));
    }
    if let (Some(sent), Some(given)) = (text_of(&sent, "culture"), text_of(answer, "culture"))
        && !sent.eq_ignore_ascii_case(given)
    {
        found.push(Difference::new("culture", PartFate::Changed));
    }
    tags(&sent, answer, &mut found);
    participants(&sent, answer, &mut found);
    found.extend(message(&sent, answer));
    found
}

/// The members that say something.
fn what_is_shown(members: &serde_json::Map<String, Value>) -> Value {
    let says_nothing =
        |value: &Value| value.is_null() || value.as_array().is_some_and(|list| list.is_empty());
    let says = members.iter().filter(|(_, value)| !says_nothing(value));
    let members = says.map(|(name, value)| (name.clone(), value.clone()));
    Value::Object(members.collect())
}

/// The member of that name, whatever its letter case.
pub(crate) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.get(name).or_else(|| {
        let mut members = object.iter();
        members
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

fn text_of<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    member(value, name)?.as_str()
}

fn list_of<'a>(value: &'a Value, name: &str) -> Option<&'a [Value]> {
    member(value, name)?.as_array().map(Vec::as_slice)
}

/// A text without what a service may well rewrite: runs of blanks as one, composed letters.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

fn text(part: &str, sent: Option<&str>, given: Option<&Value>) -> Option<Difference> {
    let (sent, given) = (sent?, given?);
    let fate = fate(sent, given.as_str().unwrap_or_default())?;
    Some(Difference::new(part, fate))
}

/// What became of a text; `None` when nothing did.
fn fate(sent: &str, given: &str) -> Option<PartFate> {
    if sent == given {
        return None;
    }
    let (whole, rest) = (plain(sent), plain(given));
    Some(if whole == rest {
        PartFate::Rewritten
    } else if rest.is_empty() {
        PartFate::Dropped
    } else if sent.starts_with(given) || whole.starts_with(&rest) {
        PartFate::Cut(given.chars().count(), sent.chars().count())
    } else {
        PartFate::Changed
    })
}

fn tags(sent: &Value, answer: &Value, found: &mut Vec<Difference>) {
    let Some(given) = list_of(answer, "tags") else {
        return;
    };
    let given: Vec<String> = given.iter().filter_map(Value::as_str).map(plain).collect();
    for tag in list_of(sent, "tags").into_iter().flatten() {
        let Some(tag) = tag.as_str() else { continue };
        if !given.contains(&plain(tag)) {
            found.push(Difference {
                part: format!("tag {tag:?}"),
                kind: "tags".into(),
                fate: PartFate::Dropped,
            });
        }
    }
}

/// Whether two identifiers reach the same contact: a number with or without its signs, an address in any
/// letter case.
#[must_use]
pub fn is_same_contact(a: &str, b: &str) -> bool {
    let digits = |text: &str| -> Option<String> {
        let is_number = |c: char| c.is_ascii_digit() || " +-().".contains(c);
        text.chars()
            .all(is_number)
            .then(|| text.chars().filter(char::is_ascii_digit).collect())
    };
    match (digits(a), digits(b)) {
        (Some(a), Some(b)) => {
            !a.is_empty() && a.trim_start_matches("00") == b.trim_start_matches("00")
        }
        _ => a.trim().to_lowercase() == b.trim().to_lowercase(),
    }
}

fn participants(sent: &Value, answer: &Value, found: &mut Vec<Difference>) {
    let Some(given) = list_of(answer, "participants") else {
        return;
    };
    // Without identifiers nobody can say which is which.
    let named = given
        .iter()
        .filter(|one| text_of(one, "identifier").is_some());
    if named.count() < given.len() {
        return;
    }
    for (index, sent) in list_of(sent, "participants")
        .into_iter()
        .flatten()
        .enumerate()
    {
        let Some(identifier) = text_of(sent, "identifier") else {
            continue;
        };
        let part = |name: &str| format!("participant {} {name}", index + 1);
        let mut reached = given.iter().filter(|one| {
            text_of(one, "identifier").is_some_and(|given| is_same_contact(identifier, given))
        });
        match reached.next() {
            Some(one) => {
                let name = text_of(sent, "name");
                found.extend(text(&part("name"), name, member(one, "name")));
            }
            // Another one in its place has been changed; an empty place has been dropped.
            None => {
                let fate = match given.get(index) {
                    Some(_) => PartFate::Changed,
                    None => PartFate::Dropped,
                };
                found.push(Difference::new(part("identifier"), fate));
            }
        }
    }
}

fn message(sent: &Value, answer: &Value) -> Option<Difference> {
    let sent = list_of(sent, "transactions")?.first()?;
    let sent = text_of(sent, "text")?;
    let mut given = Vec::new();
    for transaction in list_of(answer, "transactions")? {
        // One that does not show its text may be ours.
        given.push(text_of(transaction, "text")?);
    }
    let fates = given.iter().map(|given| fate(sent, given));
    let best = fates.min_by_key(|fate| match fate {
        None => 0,
        Some(PartFate::Rewritten) => 1,
        Some(PartFate::Cut(..)) => 2,
        // Greetings and events are transactions too, and none of them is ours.
        Some(PartFate::Changed | PartFate::Dropped) => 3,
    });
    match best {
        Some(None) => None,
        Some(Some(fate @ (PartFate::Rewritten | PartFate::Cut(..)))) => {
            Some(Difference::new("message", fate))
        }
        _ => Some(Difference::new("message", PartFate::Dropped)),
    }
}

#[cfg(test)]
#[path = "echo_tests.rs"]
mod tests;
