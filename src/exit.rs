//! The one table of exit statuses.

/// Every row is created or already created.
pub const OK: u8 = 0;
/// Nothing more can be done until somebody acts.
pub const FATAL: u8 = 1;
/// Usage or configuration error; nothing was sent.
pub const USAGE: u8 = 2;
/// The run finished, and some rows or files need attention.
pub const ROWS: u8 = 3;
/// Stopped before the end; the same command goes on from there.
pub const STOPPED: u8 = 4;
/// The run finished, and some rows are in doubt.
pub const IN_DOUBT: u8 = 5;
/// Another run holds the ledger.
pub const HELD: u8 = 6;
/// Credentials refused, or the whole workspace is closed to us.
pub const REFUSED: u8 = 7;
/// What a shell adds to the number of the signal that ended a program.
pub const SIGNAL: u8 = 128;

/// Statuses after which the same command, started again soon, does no better: somebody has to act, or a limit that
/// was asked for would be passed. After all others it goes on where it stopped.
pub const NOT_AGAIN: [u8; 4] = [USAGE, ROWS, STOPPED, REFUSED];

use crate::run::{Counts, StopReason};

/// The status of a run that ended with these counts, for this reason if it ended early.
#[must_use]
pub fn status(counts: &Counts, reason: Option<&StopReason>) -> u8 {
    match reason {
        Some(StopReason::Signal(number)) => SIGNAL + u8::try_from(*number).unwrap_or(0),
        Some(StopReason::Unconfirmed(_) | StopReason::UnknownTags(_)) => USAGE,
        Some(reason) if reason.is_refusal() => REFUSED,
        Some(
            StopReason::Service(_)
            | StopReason::Outage { .. }
            | StopReason::TooMuchDoubt
            | StopReason::Fatal(_),
        ) => FATAL,
        Some(
            StopReason::MaxFailures
            | StopReason::EqualErrors { .. }
            | StopReason::FirstRowsRefused { .. }
            | StopReason::FirstRowDiffers(_)
            | StopReason::Limit
            | StopReason::Deadline,
        ) => STOPPED,
        None if counts.in_doubt + counts.in_doubt_elsewhere > 0 => IN_DOUBT,
        None if counts.need_attention() + counts.files_failed > 0 => ROWS,
        None => OK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glassix::StopCause;

    #[test]
    fn doubt_outranks_failure_and_a_stop_outranks_both() {
        let mut counts = Counts::default();
        assert_eq!(status(&counts, None), OK);
        counts.duplicates = 1;
        assert_eq!(status(&counts, None), OK, "a true repeat is no fault");
        counts.duplicates_differing = 1;
        assert_eq!(status(&counts, None), ROWS);
        let file = Counts {
            files_failed: 1,
            ..Counts::default()
        };
        assert_eq!(status(&file, None), ROWS);
        counts.in_doubt = 1;
        assert_eq!(status(&counts, None), IN_DOUBT);
        assert_eq!(status(&counts, Some(&StopReason::Limit)), STOPPED);
        assert_eq!(status(&counts, Some(&StopReason::Signal(2))), 130);
        assert_eq!(status(&counts, Some(&StopReason::Signal(15))), 143);
        let refused = StopReason::Service(StopCause::Credentials("no".into()));
        assert_eq!(status(&counts, Some(&refused)), REFUSED);
        let elsewhere = StopReason::Service(StopCause::Redirected(302));
        assert_eq!(status(&counts, Some(&elsewhere)), FATAL);
    }
}
