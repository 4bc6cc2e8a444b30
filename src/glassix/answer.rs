//! What came back of a request, before anybody judges it.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// How an exchange ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// A whole answer was read.
    Answered(Answer),
    /// Not one byte of the request left: it surely had no effect.
    NotSent(String),
    /// The same, because the certificate of whoever answered is not trusted.
    Untrusted(String),
    /// Bytes left and no whole answer came: it may have had an effect.
    Lost(String),
    /// The run is stopping; nothing left.
    Stopped,
}

/// A whole answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// How long the service asks us to wait.
    pub retry_after: Option<Duration>,
    /// The body, at most as long as was allowed.
    pub body: Bytes,
}

/// Shortest secret that is taken out of answers, in bytes: a shorter one stands in many a text by chance.
const SHORTEST_SECRET: usize = 6;

/// Stands where a secret stood.
const REDACTED: &[u8] = b"[redacted]";

impl Answer {
    /// Takes a secret out of the body: a gateway that repeats our request in its complaint would have it logged.
    pub(super) fn redact(&mut self, secret: &[u8]) {
        if secret.len() < SHORTEST_SECRET {
            return;
        }
        let mut clean = Vec::new();
        let mut rest = &*self.body;
        while let Some(at) = memchr::memmem::find(rest, secret) {
            let (before, found) = rest.split_at(at);
            clean.extend_from_slice(before);
            clean.extend_from_slice(REDACTED);
            rest = found.get(secret.len()..).unwrap_or_default();
        }
        if rest.len() < self.body.len() {
            clean.extend_from_slice(rest);
            self.body = clean.into();
        }
    }
}

/// Reads a `Retry-After`: seconds, or a date held against the answer's own `Date` (or `now`, where it
/// has none). Nonsense and dates in the past are no wait at all; the pacer caps the rest.
#[must_use]
pub(super) fn retry_after(
    value: &str,
    date: Option<Timestamp>,
    now: Timestamp,
) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return (seconds >= 0.0)
            .then(|| Duration::try_from_secs_f64(seconds).ok())
            .flatten();
    }
    let until = http_date(value)?;
    let wait = until.duration_since(date.unwrap_or(now));
    Duration::try_from(wait).ok()
}

/// Reads an HTTP date, e.g. `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
#[must_use]
pub(super) fn http_date(value: &str) -> Option<Timestamp> {
    DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(value.trim())
        .ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn wait(value: &str) -> Option<u64> {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        retry_after(value, None, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_secret_that_an_answer_repeats_is_taken_out_wherever_it_stands() {
        let redacted = |body: &str, secret: &str| {
            let mut answer = Answer {
                body: body.to_owned().into(),
                ..Answer::default()
            };
            answer.redact(secret.as_bytes());
            String::from_utf8(answer.body.into()).unwrap()
        };
        assert_eq!(
            redacted("s3cret: a s3cret!", "s3cret"),
            "[redacted]: a [redacted]!"
        );
        assert_eq!(redacted("nothing", "s3cret"), "nothing");
        assert_eq!(redacted("a sandbox", "a"), "a sandbox");
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait(" 0 "), Some(0));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
    }

    #[test]
    fn a_date_is_held_against_the_clock_of_the_server() {
        let ours: Timestamp = "2000-01-01T00:00:00Z".parse().unwrap();
        let theirs = http_date("Sun, 06 Nov 1994 08:49:30 GMT");
        let wait = retry_after("Sun, 06 Nov 1994 08:49:37 GMT", theirs, ours);
        assert_eq!(wait, Some(Duration::from_secs(7)));
    }

    #[test]
    fn nonsense_is_no_wait() {
        for value in [
            "",
            "-5",
            "NaN",
            "soon",
            "Sun, 06 Nov 1990 08:49:37 GMT",
            "1e400",
        ] {
            assert_eq!(wait(value), None, "{value}");
        }
    }
}
