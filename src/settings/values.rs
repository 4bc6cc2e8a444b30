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

/// Most requests under way: twice what 5,000 a second need at 400 ms an answer, and more than any workspace will
/// see without taking it for an attack.
pub const MAX_CONCURRENCY: u16 = 4096;

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

/// Longest age that is asked for: a century, so that a slip of the finger is told.
const MAX_AGE: Duration = Duration::from_secs(36_525 * DAY);

/// The look that a new ledger gets without being asked: a day back, since a lost ledger is missed at the
/// next nightly run, and at most 50 pages, which take a quarter of a minute at the default pace.
pub(super) const PREFLIGHT: Preflight = Preflight {
    back: 86_400,
    max_pages: 50,
};

/// Rows that are sent alone before the others: one shows a mapping that the service does not take.
pub const DEFAULT_CANARY: u32 = 1;

/// Most rows that are sent alone: at 1.4 s an answer these take a quarter of an hour.
pub(super) const MAX_CANARY: u32 = 500;

/// Tries of one row.
pub const DEFAULT_ATTEMPTS: u32 = 5;

/// Most tries of one row; with the backoff at its cap that is about an hour.
pub(super) const MAX_ATTEMPTS: u32 = 100;

/// How long a service may be down: deployments and restarts are over by then, and whoever is called for
/// more can start the same command again.
pub const DEFAULT_PATIENCE: &str = "15m";

/// Longest patience: a run that waits longer for a service is not waited for.
pub(super) const MAX_PATIENCE: Duration = Duration::from_secs(7 * DAY);

/// Equal refusals in a row that end a run: bad rows of a sound sheet rarely stand so close together, and
/// twenty customers are few enough to mend by hand.
pub const DEFAULT_EQUAL_ERRORS: u32 = 20;

/// Farthest deadline.
pub(super) const MAX_DEADLINE: Duration = Duration::from_secs(366 * DAY);

/// A deadline: a duration, or a time of day, which is the next one by the clock of `now`'s time zone.
pub(super) fn deadline(text: &str, now: &jiff::Zoned) -> Result<Duration, String> {
    let Some(time) = time_of_day(text.trim()) else {
        if text.contains(':') {
            return Err(format!(
                "{text:?} is not a time of day; write for example 06:00"
            ));
        }
        return duration(text, MAX_DEADLINE)
            .map_err(|fault| format!("{fault}; or a time of day, for example 06:00"));
    };
    let at = |day: jiff::civil::Date| day.to_datetime(time).to_zoned(now.time_zone().clone());
    let fault = |error: jiff::Error| format!("{text:?} is no time here: {error}");
    let today = at(now.date()).map_err(fault)?;
    let next = if &today > now {
        today
    } else {
        at(now.date().tomorrow().map_err(fault)?).map_err(fault)?
    };
    Duration::try_from(next.duration_since(now)).map_err(fault)
}

/// Reads `HH:MM`.
fn time_of_day(text: &str) -> Option<jiff::civil::Time> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| {
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_short.then(|| text.parse::<i8>().ok()).flatten()
    };
    jiff::civil::Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

pub(super) fn max_equal_errors(text: &str) -> Result<Option<u32>, String> {
    if text.trim().eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    match text.trim().parse() {
        Ok(rows) if rows > 0 => Ok(Some(rows)),
        _ => Err(format!(
            "{text:?} is no number of rows; write for example 20, or off"
        )),
    }
}

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

/// How long ago something may be: a duration, or a number of days as in `90d`.
///
/// # Errors
/// What is wrong with it.
pub fn age(text: &str) -> Result<Duration, String> {
    match text.trim().strip_suffix('d').map(str::parse::<u64>) {
        Some(Ok(days)) if (1..=MAX_AGE.as_secs() / DAY).contains(&days) => {
            Ok(Duration::from_secs(days * DAY))
        }
        Some(Ok(_)) => Err(format!(
            "{text:?} is not between 1 and {} days",
            MAX_AGE.as_secs() / DAY
        )),
        _ => duration(text, MAX_AGE)
            .map_err(|fault| format!("{fault}; or a number of days, for example 90d")),
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_deadline_is_a_duration_or_the_next_such_time_of_day() {
        let minutes = |text: &str| {
            let now = "2026-03-14T05:30:00+02:00[Asia/Jerusalem]".parse().unwrap();
            deadline(text, &now).map(|left| left.as_secs() / 60)
        };
        assert_eq!(minutes("2h"), Ok(120));
        assert_eq!(minutes("06:00"), Ok(30));
        assert_eq!(
            minutes("5:30"),
            Ok(24 * 60),
            "this very minute is tomorrow's"
        );
        for wrong in ["24:00", "6:5:4", "06:61", "-1:00", "soon", "0s"] {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn on_the_night_that_clocks_are_moved_a_deadline_is_by_the_clock() {
        let now = "2026-03-27T01:00:00+02:00[Asia/Jerusalem]".parse().unwrap();
        assert_eq!(deadline("06:00", &now), Ok(Duration::from_secs(4 * 3600)));
    }
}
