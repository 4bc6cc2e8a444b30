//! A ticket, from the texts that a mapping gives to the bytes that are sent. The constructors are the
//! validation: a [`Ready`] exists only for a row in which nothing is wrong.
//!
//! [`Draft`] → [`weigh`] → [`Sound`] → [`Ready`], or every [`Problem`] of the row at once.

mod body;
mod change;
mod draft;
mod echo;
mod email;
mod ends;
mod judgement;
mod key;
pub(crate) mod mending;
mod participant;
mod phone;
mod place;
mod problem;
mod protocol;
mod request;
mod sound;
mod tags;
mod text;

pub use crate::sheet::is_invisible;
pub use change::Change;
pub use draft::{Draft, DraftParticipant, FIELDS, Reach, Switches, Terms};
pub use echo::{
    Difference, PARTS, PartFate, Parts, Witness, differences, differing, is_same_contact, told,
};
pub(crate) use ends::bare;
pub use judgement::{
    CULTURES, DEFAULT_CULTURE, PARTICIPANT_TYPES, STATES, SUB_PROTOCOLS, judge, weigh,
};
pub use key::{Digest, Key, MAX_KEY_UNITS};
pub use phone::{PhoneFault, Region, international};
pub use problem::{Problem, Rule, sentence};
pub use protocol::Protocol;
pub use request::Ready;
pub use sound::{Hashed, Outline, Sound};
pub use tags::MAX_TAGS;
pub use text::{MAX_FIELD_UNITS, MAX_MESSAGE_UNITS, units};
