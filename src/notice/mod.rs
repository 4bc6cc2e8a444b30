//! Telling that a run has started and how it ended, to whoever does not watch: a summary by POST, a ping to a
//! dead man's switch, a file for Prometheus.
//!
//! Nothing here can fail a run, or hold it up for longer than [`LONGEST`]. What is told holds counts and reasons of the
//! run as a whole, and nothing of a row: a row is a person.

mod address;
mod body;
mod delivery;
mod metrics;

use std::time::Duration;

pub use address::{Address, AddressError};
pub use body::body;
pub use delivery::{DeliveryError, Messenger, Patience};
pub use metrics::{FIRST_LINE, last_success, metrics};

use crate::exit;
use crate::summary::Summary;

/// The longest that telling holds up the end of a run: what is left of telling its start, then all tries and pauses
/// together. It is a part of what a scheduler has to wait for after a signal.
pub const LONGEST: Duration = Duration::from_secs(23);

/// How a run ended, whether it came to a summary or not.
#[derive(Clone, Debug)]
pub struct Ending<'a> {
    /// The exit status.
    pub status: u8,
    /// Why there is no summary: what was wrong before the run could start, or what broke after it.
    pub error: Option<String>,
    /// The summary, if there is one.
    pub summary: Option<&'a Summary>,
    /// From start to end.
    pub elapsed: Duration,
    /// When it ended, in seconds of Unix time.
    pub ended: i64,
}

impl Ending<'_> {
    /// Whether every row has its ticket. All else is told as a failure: nobody watches, and somebody has to look.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == exit::OK
    }

    /// Whether a signal ended it: whoever sent it waits for the end.
    #[must_use]
    pub fn is_hurried(&self) -> bool {
        self.status > exit::SIGNAL
    }
}
