//! The `Retry-After` header, sensible or absurd.

use std::{fmt, str::FromStr};

use serde::Deserialize;

use super::moment::Moment;

/// A `Retry-After` header.
///
/// Text: `none`, `seconds` or `date` (until the limit lets requests through again), `5` (five seconds),
/// `date:5` (the date in five seconds), `text:…` (just that, however absurd).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// No header.
    #[default]
    None,
    /// Whole seconds until the limit lets requests through again, at least 1.
    DueSeconds,
    /// The date at which it does.
    DueDate,
    /// So many seconds.
    Seconds(u32),
    /// The date in so many seconds.
    Date(u32),
    /// This text.
    Text(String),
}

impl RetryAfter {
    /// The header's value. `said` is the sandbox's clock, `wait_ms` how long the limit holds.
    pub(crate) fn header(&self, said: Moment, wait_ms: i64) -> Option<String> {
        let due = wait_ms.max(1).saturating_add(999) / 1000;
        match self {
            Self::None => None,
            Self::DueSeconds => Some(due.to_string()),
            Self::DueDate => Some(said.plus_seconds(due).http_date()),
            Self::Seconds(seconds) => Some(seconds.to_string()),
            Self::Date(seconds) => Some(said.plus_seconds(i64::from(*seconds)).http_date()),
            Self::Text(text) => Some(text.clone()),
        }
    }
}

impl FromStr for RetryAfter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            || "none, seconds, date, a number of seconds, date:SECONDS or text:ANYTHING".to_owned();
        Ok(match text {
            "none" => Self::None,
            "seconds" => Self::DueSeconds,
            "date" => Self::DueDate,
            _ => match text.split_once(':') {
                Some(("text", text)) if text.bytes().all(|b| (b' '..0x7f).contains(&b)) => {
                    Self::Text(text.to_owned())
                }
                Some(("date", seconds)) => Self::Date(seconds.parse().map_err(|_| wrong())?),
                _ => Self::Seconds(text.parse().map_err(|_| wrong())?),
            },
        })
    }
}

impl fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::DueSeconds => f.write_str("seconds"),
            Self::DueDate => f.write_str("date"),
            Self::Seconds(seconds) => write!(f, "{seconds}"),
            Self::Date(seconds) => write!(f, "date:{seconds}"),
            Self::Text(text) => write!(f, "text:{text}"),
        }
    }
}

impl<'de> Deserialize<'de> for RetryAfter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    const START: Moment = Moment::from_ticks(0);

    #[test]
    fn retry_after_comes_in_every_form() {
        for (text, header) in [
            ("none", None),
            ("seconds", Some("2")),
            ("date", Some("Thu, 01 Jan 1970 00:00:02 GMT")),
            ("7", Some("7")),
            ("date:9", Some("Thu, 01 Jan 1970 00:00:09 GMT")),
            ("text:-5", Some("-5")),
        ] {
            let retry_after: RetryAfter = text.parse().unwrap();
            assert_eq!(retry_after.header(START, 1001).as_deref(), header, "{text}");
            assert_eq!(retry_after.to_string(), text);
        }
        assert!("soon".parse::<RetryAfter>().is_err());
    }
}
