//! A rate as it is written: `5/s`, `200/min`, `2.5/s`, `1000/h`.

use std::fmt;
use std::num::ParseFloatError;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;

/// Fastest rate that is taken: beyond it the word is `none`.
const MAX_PER_SECOND: f64 = 100_000.0;

/// Slowest rate that is taken: one request a day.
const MIN_PER_SECOND: f64 = 1.0 / 86_400.0;

/// What a count may lack to a round one by the way in which it was reckoned.
const ROUNDING: f64 = 1e-6;

/// So many requests in so long a time, spread evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    count: f64,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
}

impl Unit {
    fn seconds(self) -> f64 {
        match self {
            Self::Second => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3600.0,
        }
    }
}

impl Rate {
    /// A rate of so many a second; `None` outside of what is taken.
    #[must_use]
    pub fn per_second(count: f64) -> Option<Self> {
        (MIN_PER_SECOND..=MAX_PER_SECOND)
            .contains(&count)
            .then_some(Self {
                count,
                unit: Unit::Second,
            })
    }

    /// The time from one request to the next.
    #[must_use]
    pub fn period(self) -> Duration {
        Duration::from_secs_f64(self.unit.seconds() / self.count)
    }

    /// Requests a second.
    #[must_use]
    pub fn as_per_second(self) -> f64 {
        self.count / self.unit.seconds()
    }
}

impl Rate {
    /// The count and its window, where the count is a whole one.
    #[must_use]
    pub fn whole(self) -> Option<(u32, Duration)> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the check right behind it notices"
        )]
        let count = self.count as u32;
        let window = Duration::from_secs_f64(self.unit.seconds());
        ((f64::from(count) - self.count).abs() < f64::EPSILON && count > 0)
            .then_some((count, window))
    }
}

impl Rate {
    /// As it can be typed to be kept: rounded down to a tenth, in the shortest unit that has at least one
    /// request.
    #[must_use]
    pub fn to_pin(self) -> String {
        self.pinned().to_string()
    }

    /// The same for whoever hears it: `2.5 requests a second`.
    #[must_use]
    pub fn in_words(self) -> String {
        let Self { count, unit } = self.pinned();
        let unit = match unit {
            Unit::Second => "a second",
            Unit::Minute => "a minute",
            Unit::Hour => "an hour",
        };
        let requests = if count > 1.0 { "requests" } else { "request" };
        format!("{count} {requests} {unit}")
    }

    fn pinned(self) -> Self {
        let units = [Unit::Second, Unit::Minute, Unit::Hour];
        let of = |unit: Unit| {
            let count = self.as_per_second() * unit.seconds();
            let count = ((count + ROUNDING) * 10.0).floor() / 10.0;
            Self { count, unit }
        };
        let rates = units.map(of);
        let first = rates.iter().find(|rate| rate.count >= 1.0);
        *first.unwrap_or(&self)
    }
}

impl Rate {
    /// A share of it: one of so many that together never go faster than it. Rounded down to a tenth, in the
    /// shortest unit, from its own on, that has at least one request. `None` where that is too slow to be kept.
    #[must_use]
    pub fn share(self, of: u32) -> Option<Self> {
        let exact = self.as_per_second() / f64::from(of);
        let units = [Unit::Second, Unit::Minute, Unit::Hour].into_iter();
        let mut units = units.filter(|unit| unit.seconds() >= self.unit.seconds());
        let rounded = units.find_map(|unit| {
            let count = (exact * unit.seconds() * 10.0 + ROUNDING).floor() / 10.0;
            (count >= 1.0).then_some(Self { count, unit })
        });
        let share = rounded.unwrap_or(Self {
            count: exact * Unit::Hour.seconds(),
            unit: Unit::Hour,
        });
        (share.as_per_second() >= MIN_PER_SECOND).then_some(share)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Second => "s",
            Unit::Minute => "min",
            Unit::Hour => "h",
        };
        write!(f, "{}/{unit}", self.count)
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault =
            || format!("{text:?} is not a rate; write for example 5/s, 200/min, 1000/h, or none");
        let (count, unit) = text.split_once('/').ok_or_else(fault)?;
        let count: f64 = count.trim().parse().map_err(|_: ParseFloatError| fault())?;
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "s" | "sec" | "second" => Unit::Second,
            "m" | "min" | "minute" => Unit::Minute,
            "h" | "hour" => Unit::Hour,
            _ => return Err(fault()),
        };
        let rate = Self { count, unit };
        if (MIN_PER_SECOND..=MAX_PER_SECOND).contains(&rate.as_per_second()) {
            Ok(rate)
        } else {
            Err(format!(
                "{text:?} is not a rate that can be kept; up to {MAX_PER_SECOND}/s, or none for no limit"
            ))
        }
    }
}

/// All limits that hold together; none of them is `none`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates(pub Vec<Rate>);

impl Rates {
    /// Reads what was typed, several times perhaps. `none` stands alone.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse<S: AsRef<str>>(texts: &[S]) -> Result<Self, String> {
        let is_none = |text: &S| text.as_ref().trim().eq_ignore_ascii_case("none");
        if texts.iter().any(is_none) {
            return if texts.len() == 1 {
                Ok(Self::default())
            } else {
                Err("the rate none switches limiting off and cannot stand beside another".into())
            };
        }
        let rates: Result<_, String> = texts.iter().map(|text| text.as_ref().parse()).collect();
        rates.map(Self)
    }

    /// A share of each of them, see [`Rate::share`]. Where nothing limits the whole, nothing limits a part.
    ///
    /// # Errors
    /// A sentence that names the one of which so small a share cannot be kept.
    pub fn share(&self, of: u32) -> Result<Self, String> {
        let shares = self.0.iter().map(|rate| {
            rate.share(of)
                .ok_or_else(|| format!("{rate} is too slow to be shared by {of}"))
        });
        shares.collect::<Result<_, _>>().map(Self)
    }

    /// The slowest of them, which is the one that binds.
    #[must_use]
    pub fn slowest(&self) -> Option<Rate> {
        self.0
            .iter()
            .copied()
            .min_by(|a, b| a.as_per_second().total_cmp(&b.as_per_second()))
    }
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return write!(f, "no limit");
        }
        let texts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&texts.join(" and "))
    }
}

/// One rate or a list of them, as a mapping file writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum RateTexts {
    /// `rate = "5/s"`
    One(String),
    /// `rate = ["5/s", "200/min"]`
    Several(Vec<String>),
}

impl RateTexts {
    /// The texts.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text.clone()],
            Self::Several(texts) => texts.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_rate_is_read_in_the_units_people_use() {
        let period = |text: &str| text.parse::<Rate>().unwrap().period();
        assert_eq!(period("5/s"), Duration::from_millis(200));
        assert_eq!(period("200/min"), Duration::from_millis(300));
        assert_eq!(period(" 1000 / h "), Duration::from_millis(3600));
        assert_eq!(period("0.5/s"), Duration::from_secs(2));
    }

    #[test]
    fn what_is_no_rate_is_refused_with_examples() {
        for text in [
            "5", "5/day", "x/s", "/s", "0/s", "-1/s", "NaN/s", "inf/s", "1e9/s",
        ] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_pace_to_pin_is_never_faster_than_the_one_that_held() {
        let pin = |count| Rate::per_second(count).unwrap().to_pin();
        let pinned = [490.37, 5.0, 4.99, 0.35, 0.001].map(pin);
        assert_eq!(pinned, ["490.3/s", "5/s", "4.9/s", "21/min", "3.6/h"]);
        let said =
            [4.99, 1.0, 0.35, 0.001].map(|count| Rate::per_second(count).unwrap().in_words());
        let words = [
            "4.9 requests a second",
            "1 request a second",
            "21 requests a minute",
            "3.6 requests an hour",
        ];
        assert_eq!(said, words);
    }

    #[test]
    fn shares_of_a_rate_are_together_never_faster_than_it() {
        let share = |rate: &str, of| rate.parse::<Rate>().unwrap().share(of);
        let said = |rate: &str, of| share(rate, of).unwrap().to_string();
        assert_eq!(said("100/s", 3), "33.3/s");
        assert_eq!(said("3/s", 4), "45/min");
        assert_eq!(said("200/min", 4), "50/min");
        assert_eq!(said("5/s", 1), "5/s");
        assert_eq!(said("0.3/s", 3), "6/min");
        assert!(share("1/h", 30).is_none());
        for (rate, of) in [("7/s", 3), ("0.7/s", 9), ("199/min", 7), ("10/h", 12)] {
            let whole = rate.parse::<Rate>().unwrap().as_per_second();
            let shares = share(rate, of).unwrap().as_per_second() * f64::from(of);
            assert!(shares <= whole * (1.0 + 1e-6), "{rate} by {of}: {shares}");
        }
        assert_eq!(Rates::default().share(4), Ok(Rates::default()));
    }

    #[test]
    fn several_rates_hold_together_and_none_stands_alone() {
        let rates = Rates::parse(&["5/s", "200/min"]).unwrap();
        assert_eq!(rates.slowest().unwrap().to_string(), "200/min");
        assert_eq!(rates.to_string(), "5/s and 200/min");
        assert_eq!(Rates::parse(&["none"]).unwrap(), Rates::default());
        assert!(Rates::parse(&["none", "5/s"]).is_err());
    }
}
