//! A row of the sheet becomes a ticket that may be sent, or everything that is wrong with it. Pure.
//!
//! Whether its key stands earlier in the file is not decided here: the ledger knows every key, so it
//! tells duplicates from rows of earlier runs without a second list of keys in memory.

use crate::mapping::Mapping;
use crate::sheet::{Passage, Record, Row};
use crate::tags::KnownTags;
use crate::ticket::{Digest, Key, Outline, Problem, Ready, Rule, Sound, Terms, weigh};

/// A row with its verdict, and with what is made of it if it may be sent.
#[derive(Clone, Debug)]
pub struct Prepared<T = Box<Ready>> {
    /// The row as it was read.
    pub row: Row,
    /// What was made of it.
    pub judged: Judged<T>,
    /// The passage of its file that ends with it.
    pub passage: Option<Box<Passage>>,
}

/// The verdict on a row.
#[derive(Clone, Debug)]
pub enum Judged<T = Box<Ready>> {
    /// It may be sent.
    Ready(T),
    /// It is wrong and is never sent.
    Rejected(Rejection),
}

/// Why a row is rejected.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// Its key, or a name made from its content where it has none.
    pub key: Key,
    /// A hash of its cells.
    pub digest: Digest,
    /// Everything that is wrong with it; never empty.
    pub problems: Vec<Problem>,
}

/// What is made of a row that may be sent has its key.
pub trait Keyed {
    /// The row's key.
    fn key(&self) -> &Key;
}

impl Keyed for Box<Ready> {
    fn key(&self) -> &Key {
        &self.key
    }
}

impl Keyed for Outline {
    fn key(&self) -> &Key {
        &self.key.text
    }
}

impl<T> Prepared<T> {
    fn of(row: Row, judged: Judged<T>) -> Self {
        Self {
            row,
            judged,
            passage: None,
        }
    }

    /// Whether the row may be sent.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        matches!(self.judged, Judged::Ready(_))
    }
}

impl<T: Keyed> Prepared<T> {
    /// The row's key.
    #[must_use]
    pub fn key(&self) -> &Key {
        match &self.judged {
            Judged::Ready(made) => made.key(),
            Judged::Rejected(rejection) => &rejection.key,
        }
    }
}

impl Prepared {
    /// The key under which the ledger knew the row, where that is another one than today's.
    #[must_use]
    pub fn earlier_key(&self) -> Option<Key> {
        let earlier = self.row.earlier.as_deref()?;
        let is_other = !earlier.key.is_empty() && earlier.key != self.key().as_str();
        is_other.then(|| Key::from_ledger(&earlier.key))
    }

    /// Holds a row to the key that it was sent with. One that is wrong besides is told of that first.
    pub(crate) fn hold_to(&mut self, key: &Key) {
        if let Judged::Rejected(rejection) = &mut self.judged {
            rejection.key = key.clone();
        } else {
            let digest = self.digest();
            let message = format!(
                "was {key} when the row was sent; put it back, or empty its _key if it is another row now"
            );
            self.judged = Judged::Rejected(Rejection {
                key: key.clone(),
                digest,
                problems: vec![Problem::new(Rule::KeyUnusable, "uniqueArgument", message)],
            });
        }
    }

    /// A hash of what the row says.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match &self.judged {
            Judged::Ready(ready) => ready.digest,
            Judged::Rejected(rejection) => rejection.digest,
        }
    }
}

/// Judges a record by the mapping and the terms of the run, and makes the ticket of it.
#[must_use]
pub fn prepare(record: Record, mapping: &Mapping, terms: Terms) -> Prepared {
    prepare_with(record, mapping, terms, |sound| sound.seal().map(Box::new))
}

/// Judges a record by the mapping and the terms of the run, and makes something of it if it may be sent.
#[must_use]
pub fn prepare_with<T>(
    record: Record,
    mapping: &Mapping,
    terms: Terms,
    make: impl FnOnce(Sound<'_>) -> Result<T, Problem>,
) -> Prepared<T> {
    match record {
        Record::Row(row) => {
            if let Some(message) = unread_before(&row) {
                let problem = Problem::new(Rule::Unreadable, "row", message);
                let judged = unreadable(problem, &row);
                return Prepared::of(row, judged);
            }
            let (mut draft, mut problems) = mapping.draft(&row);
            if let (None, Some(earlier)) = (&draft.unique_argument, &row.earlier) {
                let key = Key::given(&earlier.key).ok();
                draft.earlier_key = key.filter(|key| !Key::is_stand_in(key.as_str()));
            }
            let judged = match weigh(draft, terms) {
                Ok(sound) if problems.is_empty() => match make(sound) {
                    Ok(made) => Judged::Ready(made),
                    Err(problem) => reject(None, vec![problem], &row),
                },
                Ok(sound) => reject(sound.into_given(), problems, &row),
                Err((key, more)) => {
                    problems.extend(more);
                    reject(key, problems, &row)
                }
            };
            Prepared::of(row, judged)
        }
        Record::Unreadable { row, message } => {
            let problem = Problem::new(Rule::Unreadable, "row", message);
            let judged = unreadable(problem, &row);
            Prepared::of(row, judged)
        }
    }
}

/// Why the row of an export is no row, where it stands there as it could not be read: an export fills it up
/// to the width of its columns, and that alone must not make a row of it.
fn unread_before(row: &Row) -> Option<String> {
    let earlier = row.earlier.as_deref()?;
    let cells: Vec<&str> = row.cells().collect();
    let filled = cells.iter().rposition(|cell| !cell.is_empty());
    let is_same = (filled.map_or(0, |last| last + 1)..=cells.len()).any(|width| {
        let content = serde_json::to_vec(cells.get(..width).unwrap_or_default());
        content.is_ok_and(|content| Key::of_unreadable_row(&content).as_str() == earlier.key)
    });
    let said = earlier
        .error
        .strip_prefix("row: ")
        .unwrap_or(&earlier.error);
    is_same.then(|| match said {
        "" => format!("is as it was when it could not be read; {MEND_OR_EMPTY}"),
        // An export of this export says it already.
        said if said.ends_with(MEND_OR_EMPTY) => said.to_owned(),
        said => format!("{said}; here {MEND_OR_EMPTY}"),
    })
}

/// What to do with a row of an export that could not be read where it came from.
const MEND_OR_EMPTY: &str = "mend it, or empty its _key if it is right";

fn unreadable<T>(problem: Problem, row: &Row) -> Judged<T> {
    let content = row.to_json();
    Judged::Rejected(Rejection {
        key: Key::of_unreadable_row(content.as_bytes()),
        digest: Digest::of(content.as_bytes()),
        problems: vec![problem],
    })
}

impl Prepared {
    /// The row as it is where its department has these tags: one with a tag that is not among them is rejected.
    /// It keeps its key and what it says, so that it is the same row once the tag is there.
    #[must_use]
    pub fn held_against(self, known: &KnownTags) -> Self {
        let Judged::Ready(ready) = &self.judged else {
            return self;
        };
        let problems = known.problems(&ready.tags);
        if problems.is_empty() {
            return self;
        }
        let judged = Judged::Rejected(Rejection {
            key: ready.key.clone(),
            digest: ready.digest,
            problems,
        });
        Self { judged, ..self }
    }
}

fn reject<T>(key: Option<Key>, problems: Vec<Problem>, row: &Row) -> Judged<T> {
    let content = row.to_json();
    Judged::Rejected(Rejection {
        key: key.unwrap_or_else(|| Key::of_unusable_row(content.as_bytes())),
        digest: Digest::of(content.as_bytes()),
        problems,
    })
}

#[cfg(test)]
#[path = "prepare_tests.rs"]
mod tests;
