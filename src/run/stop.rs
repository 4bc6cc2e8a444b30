//! Why and how a run ends before its end.
//!
//! A reason cancels one token, at which the source stops, nobody takes a new row, and
//! whoever waits for the gate gives up; attempts under way are finished and recorded. Where the number
//! of rows is what ends the run, those that are claimed are still sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::glassix::StopCause;

/// Why a run ended before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// A signal, by its number.
    Signal(i32),
    /// So many rows have failed.
    MaxFailures,
    /// So many rows have been sent.
    Limit,
    /// The rows that went alone before the others were refused, one after the other.
    FirstRowsRefused {
        /// How many.
        rows: u32,
        /// What the service said to the last one.
        last: String,
    },
    /// A row that went alone before the others came back as another than was sent: what differs, in words.
    FirstRowDiffers(String),
    /// So many customers may be greeted, and nobody has said that this is meant.
    Unconfirmed(String),
    /// Rows use tags that the department does not have, and nothing was sent: which, in words.
    UnknownTags(String),
    /// The service will take nothing from us, or cannot be reached.
    Service(StopCause),
    /// The service does not work, past all patience.
    Outage {
        /// What came instead of answers.
        why: String,
        /// For how long.
        lasted: Duration,
    },
    /// So many rows in a row were refused with the same words.
    EqualErrors {
        /// How many.
        rows: u32,
        /// The words.
        reason: String,
    },
    /// The time that the run was given is over.
    Deadline,
    /// More rows are in doubt than can be held.
    TooMuchDoubt,
    /// The ledger, the sheet or this program failed.
    Fatal(String),
}

/// The word for the reason in the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoppedBy {
    /// SIGINT or SIGTERM.
    Signal,
    /// `--max-failures`.
    MaxFailures,
    /// A wave of equal refusals.
    EqualErrors,
    /// `--limit`.
    Limit,
    /// A row that went alone before the others came back as another than was sent.
    Canary,
    /// `--deadline`.
    Deadline,
    /// A question that nobody answered with yes; nothing was sent.
    Unconfirmed,
    /// Rows use tags that the department does not have; nothing was sent.
    UnknownTags,
    /// Nothing more can be done until somebody acts.
    Fatal,
}

impl StopReason {
    /// The word for it.
    #[must_use]
    pub fn stopped_by(&self) -> StoppedBy {
        match self {
            Self::Signal(_) => StoppedBy::Signal,
            Self::MaxFailures => StoppedBy::MaxFailures,
            Self::Limit => StoppedBy::Limit,
            Self::EqualErrors { .. } | Self::FirstRowsRefused { .. } => StoppedBy::EqualErrors,
            Self::FirstRowDiffers(_) => StoppedBy::Canary,
            Self::Unconfirmed(_) => StoppedBy::Unconfirmed,
            Self::UnknownTags(_) => StoppedBy::UnknownTags,
            Self::Deadline => StoppedBy::Deadline,
            Self::Service(_) | Self::Outage { .. } | Self::TooMuchDoubt | Self::Fatal(_) => {
                StoppedBy::Fatal
            }
        }
    }

    /// What happened and what to do, for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Signal(_) => "stopped by a signal; what was under way was finished and recorded".into(),
            Self::MaxFailures => "stopped because too many rows failed (--max-failures)".into(),
            Self::Limit => "stopped after the number of rows that --limit allows".into(),
            Self::FirstRowsRefused { rows, last } => format!(
                "stopped because the service refused each of the first {rows} rows that went alone before the others, the last one so: {last}; mend the mapping or the sheet, or let all rows go at once with --canary 0"
            ),
            Self::FirstRowDiffers(what) => format!(
                "stopped because the ticket of the first row that went alone before the others is not what was sent ({what}); mend the mapping, or let all rows go at once with --canary 0"
            ),
            Self::Service(StopCause::Credentials(why)) => format!(
                "the service does not take our credentials ({why}); check GLASSIX_API_KEY, GLASSIX_API_SECRET and GLASSIX_USER_NAME"
            ),
            Self::Service(StopCause::Forbidden(why)) => format!(
                "the workspace is closed to us ({why}); check the user's role and the workspace's IP rules"
            ),
            Self::Service(StopCause::Redirected(status)) => format!(
                "the service sends us elsewhere ({status}), which is never followed; check the workspace or --base-url"
            ),
            Self::Service(StopCause::KeyNotEchoed) => {
                "the service did not give a row's uniqueArgument back as it was sent, so nothing could be looked up later; one row is in doubt".into()
            }
            Self::Service(StopCause::Untrusted(why)) => format!(
                "the certificate of the service is not trusted here ({why}), so nothing was said to it; if a proxy or a firewall of yours reads along, give the certificate of its authority to the system, or name the file of it in SSL_CERT_FILE; if the certificate is said to be expired or not valid yet, look at the clock of this machine"
            ),
            Self::Service(StopCause::TokenUnavailable(why)) => format!(
                "no access token is to be had ({why}); check the workspace or --base-url, or try again later"
            ),
            Self::Outage { why, lasted } => format!(
                "the service has not worked for {} ({why}), which is longer than --patience; rows that did not get through are untouched",
                spoken(*lasted)
            ),
            Self::EqualErrors { rows, reason } => format!(
                "stopped because {rows} rows in a row were refused with the same words ({reason}); what is wrong with them is wrong with others too, so mend it first, or go on past them with --max-equal-errors off"
            ),
            Self::Deadline => "stopped at the time that --deadline names; what was under way was finished and recorded".into(),
            Self::TooMuchDoubt => {
                "more rows are in doubt than can be held; the service does not answer, or not in time (--timeout)".into()
            }
            Self::Unconfirmed(why) | Self::UnknownTags(why) | Self::Fatal(why) => why.clone(),
        }
    }

    /// Whether the same command will not do better by itself: credentials, roles.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Service(StopCause::Credentials(_) | StopCause::Forbidden(_))
        )
    }
}

/// A duration in words, in its largest unit.
fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7200 => (seconds / 60, "minute"),
        _ => (seconds / 3600, "hour"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// The switch that ends a run. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    token: CancellationToken,
    intake: CancellationToken,
    reason: Arc<Mutex<Option<StopReason>>>,
}

impl Stop {
    /// Ends the run, if nothing else has.
    pub fn because(&self, reason: StopReason) {
        self.give(reason);
        self.intake.cancel();
        self.token.cancel();
    }

    /// Takes no more rows, and sends those that are claimed.
    pub fn after_what_is_claimed(&self, reason: StopReason) {
        self.give(reason);
        self.intake.cancel();
    }

    /// Whether no more rows are taken from the sheets.
    #[must_use]
    pub fn takes_no_more(&self) -> bool {
        self.intake.is_cancelled()
    }

    /// Whether the run is ending.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.token.is_cancelled()
    }

    /// The first reason stays, unless a worse one follows: after a limit the service may turn out to be
    /// closed to us, and after a signal the ledger may fail.
    fn give(&self, reason: StopReason) {
        let mut held = self.reason.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fatal = |reason: &StopReason| reason.stopped_by() == StoppedBy::Fatal;
        if held
            .as_ref()
            .is_none_or(|first| is_fatal(&reason) && !is_fatal(first))
        {
            *held = Some(reason);
        }
    }

    /// The reason that counts.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        self.reason
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until no more rows are taken.
    pub async fn no_more_intake(&self) {
        self.intake.cancelled().await;
    }

    /// The token that is cancelled.
    #[must_use]
    pub fn token(&self) -> &CancellationToken {
        &self.token
    }
}
