//! What a run measures of itself, in bounded form: whatever its length, it fits into a few kilobytes.
//!
//! [`Meter`] hears of each request as it is made, at the cost of an atomic addition. [`Series`] keeps what
//! happened when, in a fixed number of intervals that grow with the run. [`AnswerTimes`] keeps how long the
//! service took, in classes of growing width. [`Measures`] is all of it as the ledger keeps it. [`Joined`] is what
//! several runs measured that went on at the same time.

mod answer_times;
mod joined;
mod meter;
mod series;

pub use answer_times::{AnswerTimes, Class};
pub use joined::{Joined, Measured};
pub use meter::Meter;
pub use series::{Interval, Series, Tick};

use serde::{Deserialize, Serialize};

/// What a run has measured, as the ledger keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measures {
    /// From the beginning of the run, in milliseconds.
    pub elapsed_ms: u64,
    /// Requests that were sent, of every kind.
    pub requests: u64,
    /// Of these, requests that were refused for speed (429).
    pub throttled: u64,
    /// Of these, requests that got no answer.
    pub unanswered: u64,
    /// Milliseconds that all requests together waited for their turn.
    pub waited_ms: u64,
    /// Milliseconds in which nobody was to send, because the service had asked for it.
    pub held_ms: u64,
    /// What happened when.
    pub series: Series,
    /// How long the service took to answer.
    pub answers: AnswerTimes,
}
