//! Time as the service writes it: ISO with seven fraction digits, the list's own day-first form, HTTP dates.

use jiff::{Timestamp, ToSpan, civil, fmt::rfc2822, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Ticks of 100 ns in one second.
const TICKS_PER_SECOND: i64 = 10_000_000;
/// Ticks of 100 ns in one millisecond.
const TICKS_PER_MILLI: i64 = 10_000;
/// Ticks in one hundredth of a second, the resolution of the list's dates.
const TICKS_PER_HUNDREDTH: i64 = 100_000;
/// How the service writes a time that is not set.
pub(crate) const UNSET: &str = "0001-01-01T00:00:00";

/// A point in time, counted in units of 100 ns since 1970-01-01 UTC.
///
/// That is the resolution of the seven fraction digits in the service's answers, so what is parsed from an answer
/// and formatted again is the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// From ticks of 100 ns since 1970-01-01 UTC.
    #[must_use]
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(ticks)
    }

    /// Ticks of 100 ns since 1970-01-01 UTC.
    #[must_use]
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// From a timestamp; what is finer than 100 ns is cut off towards the past.
    #[must_use]
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        let ticks = timestamp.as_nanosecond().div_euclid(100);
        Self(i64::try_from(ticks).unwrap_or(i64::MAX))
    }

    /// As a timestamp; out of its range (years -9999 to 9999) the nearest one.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        let nearest = if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        Timestamp::from_nanosecond(i128::from(self.0) * 100).unwrap_or(nearest)
    }

    /// Microseconds since 1970-01-01 UTC, cut towards the past.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0.div_euclid(10)
    }

    /// So many milliseconds later (earlier if negative), saturating.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(
            self.0
                .saturating_add(millis.saturating_mul(TICKS_PER_MILLI)),
        )
    }

    /// So many seconds later (earlier if negative), saturating.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(
            self.0
                .saturating_add(seconds.saturating_mul(TICKS_PER_SECOND)),
        )
    }

    /// Milliseconds from `earlier` to `self`, rounded up; negative if `earlier` is the later one.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        let ticks = self.0.saturating_sub(earlier.0);
        let whole = ticks.div_euclid(TICKS_PER_MILLI);
        if ticks.rem_euclid(TICKS_PER_MILLI) == 0 {
            whole
        } else {
            whole.saturating_add(1)
        }
    }

    /// As answers show it: `2026-05-03T08:15:30.1234567Z`.
    pub(crate) fn iso(self) -> String {
        format!("{:.7}", self.timestamp())
    }

    /// As the `Date` header shows it: `Sun, 03 May 2026 08:15:30 GMT`.
    pub(crate) fn http_date(self) -> String {
        rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.timestamp())
            .unwrap_or_default()
    }

    /// As tickets/list wants it: `03/05/2026 08:15:30:12`; what is finer than a hundredth is cut off.
    #[must_use]
    pub fn list_date(self) -> String {
        let t = TimeZone::UTC.to_datetime(self.timestamp());
        let hundredths = self.0.rem_euclid(TICKS_PER_SECOND) / TICKS_PER_HUNDREDTH;
        format!(
            "{:02}/{:02}/{:04} {:02}:{:02}:{:02}:{hundredths:02}",
            t.day(),
            t.month(),
            t.year(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }

    /// Reads `dd/MM/yyyy HH:mm:ss:ff`, with or without `:ff`, as UTC. `None` if it is anything else.
    pub(crate) fn parse_list_date(text: &str) -> Option<Self> {
        let (date, time) = text.trim().split_once(' ')?;
        let mut date = date.split('/');
        let (day, month, year) = (
            digits(date.next()?, 2)?,
            digits(date.next()?, 2)?,
            digits(date.next()?, 4)?,
        );
        let mut time = time.split(':');
        let (hour, minute) = (digits(time.next()?, 2)?, digits(time.next()?, 2)?);
        let second = digits(time.next()?, 2)?;
        let hundredths = time.next().map_or(Some(0), |text| digits(text, 2))?;
        if date.next().is_some() || time.next().is_some() {
            return None;
        }
        let small = |n: i16| i8::try_from(n).ok();
        let civil = civil::DateTime::new(
            year,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            i32::from(hundredths) * 10_000_000,
        )
        .ok()?;
        Some(Self::from_timestamp(
            TimeZone::UTC.to_timestamp(civil).ok()?,
        ))
    }

    /// Reads an ISO time, with or without an offset (then UTC). `Ok(None)` for the service's "not set".
    pub(crate) fn parse_iso(text: &str) -> Option<Option<Self>> {
        let text = text.trim();
        if text.is_empty() || text.starts_with(UNSET) {
            return Some(None);
        }
        let timestamp = text.parse::<Timestamp>().ok().or_else(|| {
            let civil: civil::DateTime = text.parse().ok()?;
            TimeZone::UTC.to_timestamp(civil).ok()
        })?;
        Some(Some(Self::from_timestamp(timestamp)))
    }

    /// The same day and time one calendar month later (the last day of that month if it is shorter).
    pub(crate) fn next_month(self) -> Self {
        let civil = TimeZone::UTC
            .to_datetime(self.timestamp())
            .saturating_add(1.month());
        TimeZone::UTC
            .to_timestamp(civil)
            .map_or(self, Self::from_timestamp)
    }
}

/// Exactly `count` ASCII digits as a number.
fn digits(text: &str, count: usize) -> Option<i16> {
    let fits = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
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
    use proptest::prelude::*;

    fn at(iso: &str) -> Moment {
        Moment::parse_iso(iso).unwrap().unwrap()
    }

    #[test]
    fn answers_carry_seven_fraction_digits_and_a_z() {
        assert_eq!(
            at("2026-05-03T08:15:30.1234567Z").iso(),
            "2026-05-03T08:15:30.1234567Z"
        );
        assert_eq!(
            at("2026-05-03T08:15:30").iso(),
            "2026-05-03T08:15:30.0000000Z"
        );
        assert_eq!(
            at("2026-05-03T10:15:30.5+02:00").iso(),
            "2026-05-03T08:15:30.5000000Z"
        );
    }

    #[test]
    fn the_first_day_of_the_first_year_means_not_set() {
        assert_eq!(Moment::parse_iso("0001-01-01T00:00:00"), Some(None));
        assert_eq!(Moment::parse_iso("0001-01-01T00:00:00Z"), Some(None));
        assert_eq!(Moment::parse_iso("yesterday"), None);
    }

    #[test]
    fn list_dates_are_day_first_with_hundredths_after_a_colon() {
        let seventh = at("2026-07-01T13:04:05.67Z");
        assert_eq!(seventh.list_date(), "01/07/2026 13:04:05:67");
        assert_eq!(
            Moment::parse_list_date("01/07/2026 13:04:05:67"),
            Some(seventh)
        );
        assert_eq!(
            Moment::parse_list_date("01/07/2026 13:04:05"),
            Some(at("2026-07-01T13:04:05Z"))
        );
        for wrong in [
            "2026-07-01 13:04:05",
            "1/7/2026 13:04:05:00",
            "01/13/2026 00:00:00:00",
            "30/02/2026 00:00:00:00",
            "01/07/2026",
            "01/07/2026 24:00:00:00",
            "01/07/2026 13:04:05:6",
            "01/07/2026 13:04:05:67:8",
            "",
            "01/07/2026 13:04",
            "+1/07/2026 13:04:05:67",
        ] {
            assert_eq!(Moment::parse_list_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_http_date_is_in_gmt() {
        assert_eq!(
            at("2026-05-03T08:15:30.99Z").http_date(),
            "Sun, 03 May 2026 08:15:30 GMT"
        );
    }

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        assert_eq!(
            at("2026-01-31T10:00:00Z").next_month(),
            at("2026-02-28T10:00:00Z")
        );
        assert_eq!(
            at("2026-12-15T10:00:00Z").next_month(),
            at("2027-01-15T10:00:00Z")
        );
    }

    proptest! {
        #[test]
        fn a_list_date_that_is_written_is_read_back(hundredths in -6_000_000_000_i64..25_000_000_000_000) {
            let moment = Moment::from_ticks(hundredths * TICKS_PER_HUNDREDTH);
            prop_assert_eq!(Moment::parse_list_date(&moment.list_date()), Some(moment));
        }

        #[test]
        fn an_iso_date_that_is_written_is_read_back(ticks in -600_000_000_000_000_000_i64..2_500_000_000_000_000_000) {
            let moment = Moment::from_ticks(ticks);
            prop_assert_eq!(Moment::parse_iso(&moment.iso()), Some(Some(moment)));
        }
    }
}
