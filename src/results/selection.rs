//! Which rows of a ledger are asked for, by what came of them.

use std::fmt;
use std::str::FromStr;

use crate::ledger::{Choice, Entry, Standing, State};

/// A class of rows, as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Those that have their ticket.
    Created,
    /// Those that the service refused, or whose tries ran out.
    Failed,
    /// Those that are wrong in themselves.
    Rejected,
    /// Those whose contact has an open ticket.
    Conflict,
    /// Those that may or may not have a ticket.
    InDoubt,
    /// Those whose key stands earlier in their file, with other content.
    Duplicate,
    /// Those that were begun and surely not sent.
    NotAttempted,
    /// Those that failed with this HTTP status.
    Status(u16),
    /// All of them.
    All,
}

/// The words, as they are typed.
const WORDS: [(&str, Class); 8] = [
    ("created", Class::Created),
    ("failed", Class::Failed),
    ("rejected", Class::Rejected),
    ("conflict", Class::Conflict),
    ("in-doubt", Class::InDoubt),
    ("duplicate", Class::Duplicate),
    ("not-attempted", Class::NotAttempted),
    ("all", Class::All),
];

impl FromStr for Class {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        if let Some((_, class)) = WORDS.iter().find(|(known, _)| *known == word) {
            return Ok(*class);
        }
        match word.parse() {
            Ok(status @ 100..=599) => Ok(Self::Status(status)),
            _ => {
                let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
                Err(format!(
                    "must be one of {}, or an HTTP status such as 400",
                    words.join(", ")
                ))
            }
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => status.fmt(f),
            class => {
                let word = WORDS.iter().find(|(_, known)| known == class);
                f.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

/// Rows of several classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(Vec<Class>);

impl Selection {
    /// These classes; where none is named, all rows that somebody has to mend or send again.
    #[must_use]
    pub fn of(classes: &[Class]) -> Self {
        const OPEN: [Class; 6] = [
            Class::Failed,
            Class::Rejected,
            Class::Conflict,
            Class::InDoubt,
            Class::Duplicate,
            Class::NotAttempted,
        ];
        Self(if classes.is_empty() {
            OPEN.to_vec()
        } else {
            classes.to_vec()
        })
    }

    fn has(&self, class: Class) -> bool {
        self.0
            .iter()
            .any(|chosen| *chosen == Class::All || *chosen == class)
    }

    fn has_status(&self) -> bool {
        self.0.iter().any(|class| matches!(class, Class::Status(_)))
    }

    /// What the ledger is asked for: no less than is chosen.
    #[must_use]
    pub fn choice(&self, target: i64, run: Option<i64>) -> Choice {
        let states = State::ALL.into_iter();
        Choice {
            target,
            run,
            states: states
                .filter(|state| {
                    self.has(class_of(Standing::Is(*state)))
                        || (*state == State::Failed && self.has_status())
                })
                .collect(),
            duplicates: self.has(Class::Duplicate),
        }
    }

    /// Whether a row is chosen.
    #[must_use]
    pub fn takes(&self, entry: &Entry) -> bool {
        let status = entry
            .code
            .filter(|_| entry.standing == Standing::Is(State::Failed))
            .and_then(|code| u16::try_from(code.unsigned_abs()).ok());
        self.has(class_of(entry.standing))
            || status.is_some_and(|status| self.0.contains(&Class::Status(status)))
    }
}

fn class_of(standing: Standing) -> Class {
    match standing {
        Standing::Duplicate => Class::Duplicate,
        Standing::Is(State::Created) => Class::Created,
        Standing::Is(State::Sending | State::InDoubt) => Class::InDoubt,
        Standing::Is(State::Released) => Class::NotAttempted,
        Standing::Is(State::Failed) => Class::Failed,
        Standing::Is(State::Conflict) => Class::Conflict,
        Standing::Is(State::Rejected) => Class::Rejected,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn classes_are_typed_as_people_write_them() {
        for (text, class) in [
            ("in-doubt", Class::InDoubt),
            ("In Doubt", Class::InDoubt),
            ("not_attempted", Class::NotAttempted),
            ("503", Class::Status(503)),
        ] {
            assert_eq!(text.parse(), Ok(class));
        }
        for (word, class) in WORDS {
            assert_eq!(class.to_string(), word);
        }
        assert!("99".parse::<Class>().is_err());
        assert!("broken".parse::<Class>().unwrap_err().contains("in-doubt"));
    }

    #[test]
    fn without_a_word_all_rows_are_chosen_that_have_no_ticket() {
        let choice = Selection::of(&[]).choice(1, None);
        let all_but_created: Vec<State> = State::ALL.into_iter().skip(1).collect();
        assert_eq!(choice.states, all_but_created);
        assert!(choice.duplicates);
        let some = Selection::of(&[Class::Created, Class::Status(400)]).choice(1, Some(2));
        assert_eq!(some.states, [State::Created, State::Failed]);
        assert!(!some.duplicates);
    }
}
