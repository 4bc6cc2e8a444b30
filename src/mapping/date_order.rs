//! Whether `03/04/2026` is the 3rd of April or the 4th of March: not by the date, but by its column.

use std::fmt;

/// In which order day and month stand in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `14/03/2026`
    DayFirst,
    /// `03/14/2026`
    MonthFirst,
    /// No row that was looked at has a number above 12 in either place.
    Undecided,
    /// Some rows are one way and some the other.
    Contradicting,
}

impl DateOrder {
    /// Its name, where one was decided on.
    pub(super) fn decided(self) -> Option<&'static str> {
        match self {
            Self::DayFirst => Some("day first"),
            Self::MonthFirst => Some("month first"),
            Self::Undecided | Self::Contradicting => None,
        }
    }
}

/// An order holds if so many times more rows show it than the other: those few are then rejected one by one.
/// Below that, the column is a mixture of two sources, and no row of it is certain.
const CLEARLY: usize = 50;

/// What the rows of a sample show of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Witnesses {
    day_first: usize,
    month_first: usize,
    /// Dates of either form, those that show nothing included.
    dates: usize,
}

impl Witnesses {
    /// Looks at a value of the column.
    pub(super) fn hear(&mut self, text: &str) {
        let Some(date) = Numeric::of(text.trim()) else {
            return;
        };
        self.dates += 1;
        match (date.day_first(), date.month_first()) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            _ => {}
        }
    }

    /// Whether there is anything to decide.
    pub(super) fn is_empty(self) -> bool {
        self.dates == 0
    }

    /// What follows.
    pub(super) fn order(self) -> DateOrder {
        let clearly = |one: usize, other: usize| one > 0 && one >= other.saturating_mul(CLEARLY);
        match (self.day_first, self.month_first) {
            (0, 0) => DateOrder::Undecided,
            (day, month) if clearly(day, month) => DateOrder::DayFirst,
            (day, month) if clearly(month, day) => DateOrder::MonthFirst,
            _ => DateOrder::Contradicting,
        }
    }
}

impl fmt::Display for Witnesses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, month, dates) = (self.day_first, self.month_first, self.dates);
        match self.order() {
            DateOrder::DayFirst => write!(f, "day first, by {day} of {dates} rows"),
            DateOrder::MonthFirst => write!(f, "month first, by {month} of {dates} rows"),
            DateOrder::Undecided => write!(
                f,
                "none of {dates} rows tells day from month, so such dates are rejected; name their form, e.g. date: \"%d/%m/%Y\""
            ),
            DateOrder::Contradicting => write!(
                f,
                "{day} of {dates} rows are day first and {month} month first, so such dates are rejected; name their form, e.g. date: \"%d/%m/%Y\""
            ),
        }
    }
}

/// A date of two short numbers and a year of four digits, and what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeric<'a> {
    first: u8,
    second: u8,
    year: i16,
    /// Between the numbers.
    pub(super) sign: char,
    /// A time, or nothing.
    time: &'a str,
}

impl<'a> Numeric<'a> {
    /// Reads `14/03/2026`, `14.3.2026 09:30`; none for any other form.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let end = text
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | 'T' | 't'))
            .unwrap_or(text.len());
        let (date, time) = (text.get(..end)?, text.get(end..)?);
        let sign = date.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(sign, '/' | '.' | '-') {
            return None;
        }
        let mut parts = date.split(sign);
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let short = |text: &str| (1..=2).contains(&text.len()) && digits(text);
        if parts.next().is_some() || !short(first) || !short(second) {
            return None;
        }
        if year.len() != 4 || !digits(year) {
            return None;
        }
        Some(Self {
            first: first.parse().ok()?,
            second: second.parse().ok()?,
            year: year.parse().ok()?,
            sign,
            time: time
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | 'T' | 't')),
        })
    }

    /// Whether it is a date with the day in the first place.
    pub(super) fn day_first(&self) -> bool {
        jiff::civil::Date::new(self.year, int(self.second), int(self.first)).is_ok()
    }

    /// Whether it is a date with the month in the first place.
    pub(super) fn month_first(&self) -> bool {
        jiff::civil::Date::new(self.year, int(self.first), int(self.second)).is_ok()
    }

    /// The same in the writing of ISO-8601, read in this order.
    pub(super) fn iso(&self, day_first: bool) -> Option<String> {
        let (day, month) = match day_first {
            true => (self.first, self.second),
            false => (self.second, self.first),
        };
        let date = format!("{:04}-{month:02}-{day:02}", self.year);
        if self.time.is_empty() {
            return Some(date);
        }
        Some(format!("{date}T{}", hours(self.time)?))
    }
}

fn int(number: u8) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

/// `9:30`, `9:30:05 PM` with two digits of an hour from 0 to 23; anything behind them (a zone) stays.
fn hours(time: &str) -> Option<String> {
    let (clock, half) = match time.get(time.len().saturating_sub(2)..) {
        Some(half) if half.eq_ignore_ascii_case("am") => (time.get(..time.len() - 2)?, Some(0)),
        Some(half) if half.eq_ignore_ascii_case("pm") => (time.get(..time.len() - 2)?, Some(12)),
        _ => (time, None),
    };
    let clock = clock.trim_end();
    let (hour, rest) = clock.split_once(':')?;
    if !(1..=2).contains(&hour.len()) {
        return None;
    }
    let hour: u8 = hour.parse().ok()?;
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    Some(format!("{hour:02}:{rest}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn order(dates: &[&str]) -> DateOrder {
        let mut witnesses = Witnesses::default();
        dates.iter().for_each(|date| witnesses.hear(date));
        witnesses.order()
    }

    #[test]
    fn one_row_that_can_be_read_in_one_way_only_decides_for_its_column() {
        assert_eq!(order(&["03/04/2026", "14/03/2026"]), DateOrder::DayFirst);
        assert_eq!(
            order(&["03/04/2026", "3/14/2026 9:30"]),
            DateOrder::MonthFirst
        );
        assert_eq!(order(&["14.3.2026"]), DateOrder::DayFirst);
    }

    #[test]
    fn nothing_is_decided_where_no_row_tells() {
        assert_eq!(
            order(&["03/04/2026", "12/12/2026", "05/05/2026"]),
            DateOrder::Undecided
        );
        assert_eq!(
            order(&["2026-03-14", "soon", "", "14/03/26", "99/99/2026"]),
            DateOrder::Undecided
        );
    }

    #[test]
    fn rows_of_both_orders_contradict_each_other_unless_one_stands_against_very_many() {
        assert_eq!(
            order(&["14/03/2026", "03/14/2026"]),
            DateOrder::Contradicting
        );
        let mut dates = vec!["14/03/2026"; CLEARLY];
        dates.push("03/14/2026");
        assert_eq!(order(&dates), DateOrder::DayFirst);
    }

    #[test]
    fn the_decision_is_said_with_its_witnesses() {
        let mut witnesses = Witnesses::default();
        for date in ["03/04/2026", "14/03/2026", "15/03/2026"] {
            witnesses.hear(date);
        }
        assert_eq!(witnesses.to_string(), "day first, by 2 of 3 rows");
    }

    #[test]
    fn times_behind_a_date_are_read_by_twelve_and_by_twenty_four_hours() {
        for (text, iso) in [
            ("14/03/2026", "2026-03-14"),
            ("4.3.2026 9:30", "2026-03-04T09:30"),
            ("14-03-2026, 21:30:05", "2026-03-14T21:30:05"),
            ("14/03/2026 9:30 PM", "2026-03-14T21:30"),
            ("14/03/2026 12:05am", "2026-03-14T00:05"),
            ("14/03/2026 9:30+02:00", "2026-03-14T09:30+02:00"),
        ] {
            assert_eq!(Numeric::of(text).unwrap().iso(true).unwrap(), iso, "{text}");
        }
        for text in ["14/03/2026 13:00 PM", "14/03/2026 soon"] {
            assert_eq!(Numeric::of(text).unwrap().iso(true), None, "{text}");
        }
    }
}
