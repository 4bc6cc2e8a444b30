//! What the service gave back of a ticket, held against what was sent. Pure.
//!
//! A member that the answer does not have proves nothing. What it has is compared as it stands; a number or an
//! address that is written in another form, a tag in another Unicode form, and tags that the department adds
//! by itself are no difference.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use super::draft::FIELDS;
use crate::json::{elements, member, members, string};

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

/// How many members are compared.
const COUNT: usize = FIELDS + 4;

/// The members that are compared, in the order in which a body has them; the fields come first.
pub const PARTS: [&str; COUNT] = [
    "field1",
    "field2",
    "field3",
    "field4",
    "field5",
    "field6",
    "field7",
    "field8",
    "field9",
    "field10",
    "culture",
    "participants",
    "tags",
    "transactions",
];

/// What a ticket has of the [`PARTS`], in their order, each as JSON.
pub type Parts<'a> = [Option<&'a str>; COUNT];

/// What of `body`, the JSON of a request, did not come back in `answer`, the JSON of the ticket as the service shows
/// it. What is no object differs in nothing: others judge that.
#[must_use]
pub fn differences(body: &str, answer: &str, witness: Witness) -> Vec<Difference> {
    let shown = members(answer, &PARTS);
    shown.map_or_else(Vec::new, |shown| differing(body, &shown, witness))
}

/// The same, where the parts of the answer are at hand.
#[must_use]
pub fn differing(body: &str, shown: &Parts<'_>, witness: Witness) -> Vec<Difference> {
    let mut found = Vec::new();
    let Some(sent) = members(body, &PARTS) else {
        return found;
    };
    for ((part, sent), shown) in PARTS.iter().zip(sent).zip(shown) {
        let (Some(sent), Some(shown)) = (sent, *shown) else {
            continue;
        };
        // Nearly all that comes back does so byte for byte.
        if sent == shown || (witness == Witness::Lookup && says_nothing(shown)) {
            continue;
        }
        match *part {
            "culture" => found.extend(culture(sent, shown)),
            "tags" => tags(sent, shown, &mut found),
            "participants" => participants(sent, shown, &mut found),
            "transactions" => found.extend(message(sent, shown)),
            field => found.extend(text(field, sent, shown)),
        }
    }
    found
}

fn says_nothing(json: &str) -> bool {
    json == "null" || elements(json).is_some_and(|list| list.is_empty())
}

/// A text without what a service may well rewrite: runs of blanks as one, composed letters.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// What became of a text; what is no text in the answer is an empty one.
fn text(part: &str, sent: &str, shown: &str) -> Option<Difference> {
    let sent = string(sent)?;
    let shown = string(shown).unwrap_or_default();
    let fate = fate(&sent, &shown)?;
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

fn culture(sent: &str, shown: &str) -> Option<Difference> {
    let is_same = string(sent)?.eq_ignore_ascii_case(&string(shown)?);
    (!is_same).then(|| Difference::new("culture", PartFate::Changed))
}

fn tags(sent: &str, shown: &str, found: &mut Vec<Difference>) {
    let (Some(sent), Some(shown)) = (elements(sent), elements(shown)) else {
        return;
    };
    let shown: Vec<_> = shown.into_iter().filter_map(string).collect();
    for tag in sent.into_iter().filter_map(string) {
        let is_there = |other: &Cow<'_, str>| *other == tag || plain(other) == plain(&tag);
        if !shown.iter().any(is_there) {
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
    if a == b {
        return !a.is_empty();
    }
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

/// The identifier and the name of a participant, each as JSON.
fn person(json: &str) -> [Option<&str>; 2] {
    members(json, &["identifier", "name"]).unwrap_or_default()
}

fn participants(sent: &str, shown: &str, found: &mut Vec<Difference>) {
    let (Some(sent), Some(shown)) = (elements(sent), elements(shown)) else {
        return;
    };
    let identifier = |one: &[Option<&'_ str>; 2]| one[0].and_then(string).map(Cow::into_owned);
    let shown: Vec<_> = shown.into_iter().map(person).collect();
    let named: Vec<_> = shown.iter().map(identifier).collect();
    // Without identifiers nobody can say which is which.
    if named.iter().any(Option::is_none) {
        return;
    }
    for (index, sent) in sent.into_iter().map(person).enumerate() {
        let Some(wanted) = identifier(&sent) else {
            continue;
        };
        let part = |name: &str| format!("participant {} {name}", index + 1);
        let reached = named.iter().position(|given| {
            given
                .as_deref()
                .is_some_and(|given| is_same_contact(&wanted, given))
        });
        match reached.and_then(|at| shown.get(at)) {
            Some([_, name]) => {
                if let (Some(sent), Some(name)) = (sent[1], *name)
                    && sent != name
                {
                    found.extend(text(&part("name"), sent, name));
                }
            }
            // Another one in its place has been changed; an empty place has been dropped.
            None => {
                let fate = match shown.get(index) {
                    Some(_) => PartFate::Changed,
                    None => PartFate::Dropped,
                };
                found.push(Difference::new(part("identifier"), fate));
            }
        }
    }
}

fn message(sent: &str, shown: &str) -> Option<Difference> {
    let sent = string(member(elements(sent)?.first()?, "text")?)?;
    let mut fates = Vec::new();
    for transaction in elements(shown)? {
        // One that does not show its text may be ours.
        let given = member(transaction, "text").and_then(string)?;
        fates.push(fate(&sent, &given));
    }
    let best = fates.into_iter().min_by_key(|fate| match fate {
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
