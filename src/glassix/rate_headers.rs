//! What an answer's headers say is left of a limit. Nothing fixes that the service sends any; whatever of
//! the usual forms comes is read, and what makes no sense is no word at all. Pure.
//!
//! - `RateLimit: "default";r=50;t=30`, and the older `RateLimit: limit=100, remaining=50, reset=30` (drafts of
//!   the IETF)
//! - `RateLimit-Limit`, `RateLimit-Remaining`, `RateLimit-Reset`, and the same with `X-RateLimit-` or
//!   `X-Rate-Limit-`; a reset is in seconds from now, a Unix time in seconds or milliseconds, or a date

use std::time::Duration;

use jiff::Timestamp;

use super::answer::http_date;
use crate::pacer::Allowance;

/// Most limits that are read of one answer.
const MAX_LIMITS: usize = 8;

/// Longest header that is read: the usual ones have some dozens of bytes.
const MAX_LENGTH: usize = 512;

/// The beginnings of the names of headers that hold one number each.
const PREFIXES: [&str; 3] = ["ratelimit-", "x-ratelimit-", "x-rate-limit-"];

/// From here on a number is a Unix time: no limit is reset in thirty years.
const UNIX_SECONDS: f64 = 1e9;

/// From here on it is one in milliseconds.
const UNIX_MILLIS: f64 = 1e12;

/// Reads the headers that `header` gives by their names in small letters. `now` is the answer's own `Date`,
/// or our clock where it has none.
pub(super) fn allowances<'a>(
    header: impl Fn(&str) -> Option<&'a str>,
    now: Timestamp,
) -> Vec<Allowance> {
    let short = |name: &str| header(name).filter(|value| value.len() <= MAX_LENGTH);
    let mut found = Vec::new();
    if let Some(value) = short("ratelimit") {
        found.extend(listed(value, now));
    }
    for prefix in PREFIXES {
        let part = |name: &str| short(&format!("{prefix}{name}")).map(first);
        found.extend(allowance(
            part("limit"),
            part("remaining"),
            part("reset"),
            now,
        ));
    }
    found.truncate(MAX_LIMITS);
    found
}

/// A `RateLimit` header: a list of limits, or one whose parts are a list.
fn listed(value: &str, now: Timestamp) -> Vec<Allowance> {
    let limits = value.split(',').take(MAX_LIMITS);
    let found: Vec<Allowance> = limits
        .filter_map(|limit| allowance(None, parameter(limit, "r"), parameter(limit, "t"), now))
        .collect();
    if !found.is_empty() {
        return found;
    }
    let part = |name| parameter(value, name);
    let one = allowance(part("limit"), part("remaining"), part("reset"), now);
    one.into_iter().collect()
}

fn parameter<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split([',', ';']).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The first of several values: `100, 100;w=60` tells the limit before its policies.
fn first(value: &str) -> &str {
    // A date has a comma as well.
    if http_date(value).is_some() {
        return value.trim();
    }
    value.split([',', ';']).next().unwrap_or_default().trim()
}

fn allowance(
    limit: Option<&str>,
    remaining: Option<&str>,
    reset: Option<&str>,
    now: Timestamp,
) -> Option<Allowance> {
    let remaining = number(remaining?)?;
    let is_more_than_all = limit
        .and_then(number)
        .is_some_and(|limit| remaining > limit);
    let reset = until(reset?, now)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is not negative, and a number beyond the largest is as good as that"
    )]
    let remaining = remaining as u64;
    (!is_more_than_all).then_some(Allowance { remaining, reset })
}

fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// The time to a reset; one that has passed is none.
fn until(text: &str, now: Timestamp) -> Option<Duration> {
    let Some(number) = number(text) else {
        return Duration::try_from(http_date(text)?.duration_since(now)).ok();
    };
    let seconds = if number >= UNIX_MILLIS {
        number / 1000.0 - seconds_of(now)
    } else if number >= UNIX_SECONDS {
        number - seconds_of(now)
    } else {
        number
    };
    Duration::try_from_secs_f64(seconds).ok()
}

fn seconds_of(now: Timestamp) -> f64 {
    now.as_duration().as_secs_f64()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    /// 1,700,000,000 seconds after 1970.
    const NOW: &str = "2023-11-14T22:13:20Z";

    /// What is left and for how many seconds, for each limit.
    fn read(headers: &[(&str, &str)]) -> Vec<(u64, u64)> {
        let header = |name: &str| {
            headers
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, v)| *v)
        };
        allowances(header, NOW.parse().unwrap())
            .into_iter()
            .map(|allowance| (allowance.remaining, allowance.reset.as_secs()))
            .collect()
    }

    #[test]
    fn every_usual_form_is_read() {
        for headers in [
            &[("ratelimit", "\"default\";r=50;t=30")][..],
            &[("ratelimit", "limit=100, remaining=50, reset=30")],
            &[("ratelimit", "limit=100; remaining=50; reset=30")],
            &[
                ("ratelimit-limit", "100, 100;w=60"),
                ("ratelimit-remaining", "50"),
                ("ratelimit-reset", "30"),
            ],
            &[
                ("x-ratelimit-remaining", "50"),
                ("x-ratelimit-reset", "30.4"),
            ],
            &[
                ("x-ratelimit-remaining", "50"),
                ("x-ratelimit-reset", "1700000030"),
            ],
            &[
                ("x-rate-limit-remaining", "50"),
                ("x-rate-limit-reset", "1700000030000"),
            ],
            &[
                ("x-ratelimit-remaining", "50"),
                ("x-ratelimit-reset", "Tue, 14 Nov 2023 22:13:50 GMT"),
            ],
        ] {
            assert_eq!(read(headers), [(50, 30)], "{headers:?}");
        }
        let several = [("ratelimit", "\"second\";r=3;t=1, \"day\";r=900;t=3600")];
        assert_eq!(read(&several), [(3, 1), (900, 3600)]);
    }

    #[test]
    fn what_makes_no_sense_is_no_word_at_all() {
        let with = |remaining, reset| {
            read(&[
                ("x-ratelimit-remaining", remaining),
                ("x-ratelimit-reset", reset),
            ])
        };
        for (remaining, reset) in [
            ("", "30"),
            ("-1", "30"),
            ("NaN", "30"),
            ("inf", "30"),
            ("lots", "30"),
            ("5", ""),
            ("5", "-30"),
            ("5", "soon"),
            ("5", "1600000000"),
            ("5", "1e300"),
            ("5", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ] {
            assert_eq!(with(remaining, reset), [], "{remaining:?} {reset:?}");
        }
        assert_eq!(read(&[("x-ratelimit-remaining", "5")]), []);
        assert_eq!(
            read(&[("ratelimit", "limit=10, remaining=50, reset=30")]),
            []
        );
        let long = "r=5;t=30".repeat(100);
        assert_eq!(read(&[("ratelimit", &long)]), []);
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in ".{0,80}", digits in "[0-9.e+-]{0,40}") {
            read(&[("ratelimit", &text), ("x-ratelimit-remaining", &digits), ("x-ratelimit-reset", &digits)]);
            let many = format!("r={digits};t={digits},").repeat(20);
            prop_assert!(read(&[("ratelimit", &many)]).len() <= MAX_LIMITS);
        }
    }
}
