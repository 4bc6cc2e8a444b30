//! Every default and bound of a setting with its reason, and how its text is read.

use std::fmt;
use std::time::Duration;

use crate::run::{Look, MaxFailures};
use crate::settle::{MAX_PAGES, Preflight};

/// The ledger, where no other is named.
pub const DEFAULT_LEDGER: &str = "glassix-import.sqlite";

/// A modest pace for a service whose limits are not documented: 10,000 rows take an hour.
pub const DEFAULT_RATE: &str = "3/s";

/// The pace against the sandbox: fast enough to try things, slow enough to watch.
pub const SANDBOX_RATE: &str = "100/s";

/// Requests under way: at 1.4 s an answer, which was observed, eight of them fill the default pace.
pub const DEFAULT_CONCURRENCY: u16 = 8;

/// Most requests under way: above it a workspace would take it for an attack.
pub const MAX_CONCURRENCY: u16 = 1024;

/// Patience with one request: twenty times the observed answer time.
pub const DEFAULT_TIMEOUT: &str = "30s";

/// Longest patience with one request.
pub(super) const MAX_TIMEOUT: Duration = Duration::from_secs(600);

/// The settle time: above the request's own time-out, the 30 s in which a kernel still sends for a dead
/// process, and the longest time for which gateways commonly hold a request (60 to 230 s).
pub const DEFAULT_SETTLE: &str = "5m";

/// The settle time against a look-alike, where nobody says otherwise: it is on this machine, and nothing
/// lies between it and us in which a request could wait.
pub const SANDBOX_SETTLE: Duration = Duration::from_secs(2);

/// Longest settle time.
pub(super) const MAX_SETTLE: Duration = Duration::from_secs(24 * 3600);

/// Seconds of a day.
pub(super) const DAY: u64 = 86_400;

/// Farthest look back.
pub(super) const MAX_PREFLIGHT: Duration = Duration::from_secs(366 * DAY);

/// The look that a new ledger gets without being asked: a day back, since a lost ledger is missed at the
/// next nightly run, and at most 50 pages, which take a quarter of a minute at the default pace.
pub(super) const PREFLIGHT: Preflight = Preflight {
    back: 86_400,
    max_pages: 50,
};

/// Tries of one row.
pub const DEFAULT_ATTEMPTS: u32 = 5;

/// Most tries of one row; with the backoff at its cap that is about an hour.
pub(super) const MAX_ATTEMPTS: u32 = 100;

pub(super) fn within<T: PartialOrd + fmt::Display>(
    value: T,
    least: T,
    most: T,
) -> Result<T, String> {
    if value >= least && value <= most {
        Ok(value)
    } else {
        Err(format!("{value} is not between {least} and {most}"))
    }
}

pub(super) fn duration(text: &str, most: Duration) -> Result<Duration, String> {
    let fault = || format!("{text:?} is not a duration; write for example 30s, 2m or 500ms");
    let signed: jiff::SignedDuration = text.trim().parse().map_err(|_| fault())?;
    let duration = Duration::try_from(signed).map_err(|_| fault())?;
    if duration.is_zero() || duration > most {
        return Err(format!(
            "{text:?} is not between 1ms and {}m",
            most.as_secs() / 60
        ));
    }
    Ok(duration)
}

pub(super) fn look(text: &str) -> Result<Look, String> {
    if text.trim().eq_ignore_ascii_case("off") {
        return Ok(Look::Never);
    }
    let back = match text.trim().strip_suffix('d').map(str::parse::<u64>) {
        Some(Ok(days)) if days <= MAX_PREFLIGHT.as_secs() / DAY => days * DAY,
        _ => duration(text, MAX_PREFLIGHT)?.as_secs(),
    };
    Ok(Look::Always(Preflight {
        back: i64::try_from(back).unwrap_or(i64::MAX),
        max_pages: MAX_PAGES,
    }))
}

pub(super) fn max_failures(text: &str) -> Result<MaxFailures, String> {
    let text = text.trim();
    let fault =
        || format!("{text:?} is neither a number of rows nor a share; write for example 20 or 5%");
    if let Some(percent) = text.strip_suffix('%') {
        let percent: f64 = percent.trim().parse().map_err(|_| fault())?;
        return (percent > 0.0 && percent <= 100.0)
            .then_some(MaxFailures::Share(percent / 100.0))
            .ok_or_else(fault);
    }
    match text.parse() {
        Ok(count) if count > 0 => Ok(MaxFailures::Count(count)),
        _ => Err(fault()),
    }
}
