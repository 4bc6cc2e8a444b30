//! A mapping file for a sheet that nobody has described yet: proposed, with reasons, to be read by a person.
//!
//! ```text
//! rows ─▶ Survey ─┐            ┌─▶ Question ─▶ a person ─▶ Answers ─┐
//!                 ├─▶ Guess ───┤                                    │
//! header ─────────┘     ▲      └─▶ document (TOML)                  │
//!                       └───────────────────────────────────────────┘
//! ```
//!
//! Everything here is a pure function of values: a [`Survey`] says what the cells of each column look like, a
//! [`Guess`] is made of the header, the survey and the [`Answers`] so far, and carries the questions that are open.
//! Who asks them, and whether anybody does, is the [command](crate::commands)'s affair. What nobody answers is taken
//! as the guess has it.
//!
//! What is written sends a name, a contact, a key, and what the header itself names as a part of a ticket. All other
//! columns stand in comments: nobody's data travel because a program found them useful.

mod cell;
mod culture;
mod document;
mod guess;
mod key;
mod people;
mod questions;
mod region;
mod suggestions;
mod survey;

pub use document::{Frame, document};
pub use guess::{Guess, Why};
pub use questions::{Answers, Choice, Question, Topic};
pub use survey::{Facts, Survey};
