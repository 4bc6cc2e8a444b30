//! Dates and times: from the serial numbers of workbooks, and from ISO 8601, to ISO 8601.

use std::fmt::Write as _;

use super::number;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The first day behind the last one of a spreadsheet, 9999-12-31, in days from 1970.
const END: i64 = 2_932_897;

/// What is said of a serial number that no calendar has.
const NO_DATE: &str = "holds a date outside of the years that a spreadsheet knows";

/// What is said of serial number 60.
const LEAP_DAY: &str = "holds the date 1900-02-29, which never was";

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// Day 1 is 1900-01-01, and 1900 has a leap day that it had not.
    #[default]
    Year1900,
    /// Day 0 is 1904-01-01.
    Year1904,
}

/// What a number format shows of a date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The day.
    Date,
    /// The time of day.
    Time,
    /// Both.
    Both,
    /// Hours, minutes and seconds that have passed; hours go on beyond 24.
    Elapsed,
}

/// Appends the moment of this serial number, rounded to the second. What the number holds beyond what is
/// shown (the time of a day, the day of a time) is written as well, so that nothing is lost. A number that
/// is no moment is appended as it is, with a fault.
pub(super) fn write(
    serial: f64,
    shown: Shown,
    epoch: Epoch,
    out: &mut String,
) -> Option<&'static str> {
    let total = (serial * 86_400.0).round();
    // Far beyond every date, and far within what the integer holds.
    if !(0.0..1e12).contains(&total) {
        number::write_value(serial, out);
        return Some(NO_DATE);
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was checked, and the number is whole"
    )]
    let total = total as i64;
    let (days, seconds) = (total.div_euclid(DAY), total.rem_euclid(DAY));
    if shown == Shown::Elapsed {
        write_time(total, out);
        return None;
    }
    if days == 0 && (shown == Shown::Time || (seconds > 0 && epoch == Epoch::Year1900)) {
        write_time(seconds, out);
        return None;
    }
    let day = match (epoch, days) {
        (Epoch::Year1904, _) => days - 24_107,
        (Epoch::Year1900, 1..=59) => days - 25_568,
        (Epoch::Year1900, 61..) => days - 25_569,
        (Epoch::Year1900, 60) => {
            number::write_value(serial, out);
            return Some(LEAP_DAY);
        }
        (Epoch::Year1900, _) => END,
    };
    if day >= END {
        number::write_value(serial, out);
        return Some(NO_DATE);
    }
    write_day(day, out);
    if seconds > 0 || shown == Shown::Both {
        out.push('T');
        write_time(seconds, out);
    }
    None
}

/// Appends the moment that is written in ISO 8601 as `text`, rounded to the second: a day, or a day and a
/// time. False, and nothing is appended, if it is neither.
pub(super) fn write_iso(text: &str, out: &mut String) -> bool {
    let Some(moment) = parse_iso(text.trim()) else {
        return false;
    };
    write_day(moment.day, out);
    if let Some(seconds) = moment.seconds {
        out.push('T');
        write_time(seconds, out);
    }
    true
}

/// Appends the time that is written as a duration like `PT09H30M00S`, rounded to the second. False, and
/// nothing is appended, if it is none.
pub(super) fn write_duration(text: &str, out: &mut String) -> bool {
    let seconds = parse_duration(text.trim());
    if let Some(seconds) = seconds {
        write_time(seconds, out);
    }
    seconds.is_some()
}

struct Moment {
    day: i64,
    seconds: Option<i64>,
}

fn parse_iso(text: &str) -> Option<Moment> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut fields = date.splitn(3, '-');
    let (year, month, date) = (fields.next()?, fields.next()?, fields.next()?);
    if year.len() != 4 || month.len() != 2 || date.len() != 2 {
        return None;
    }
    let mut day = day_of(whole(year)?, whole(month)?, whole(date)?)?;
    let Some(time) = time else {
        return Some(Moment { day, seconds: None });
    };
    let mut seconds = parse_time(time)?;
    if seconds == DAY {
        (day, seconds) = (day + 1, 0);
    }
    (day < END).then_some(Moment {
        day,
        seconds: Some(seconds),
    })
}

fn parse_time(text: &str) -> Option<i64> {
    let mut fields = text.splitn(3, ':');
    let (hours, minutes) = (whole(fields.next()?)?, whole(fields.next()?)?);
    let seconds = rounded(fields.next().unwrap_or("0"))?;
    (hours < 24 && minutes < 60 && seconds <= 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}

fn parse_duration(text: &str) -> Option<i64> {
    let (mut rest, mut total) = (text.strip_prefix("PT")?, 0);
    for (unit, seconds) in [('H', 3_600), ('M', 60)] {
        if let Some((count, behind)) = rest.split_once(unit) {
            total += whole(count)?.checked_mul(seconds)?;
            rest = behind;
        }
    }
    if let Some(seconds) = rest.strip_suffix('S') {
        total += rounded(seconds)?;
        rest = "";
    }
    rest.is_empty().then_some(total)
}

/// A whole number of at most eight digits.
fn whole(text: &str) -> Option<i64> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits && (1..=8).contains(&text.len()))
        .then(|| text.parse().ok())
        .flatten()
}

/// A number of seconds, rounded.
fn rounded(text: &str) -> Option<i64> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let up = matches!(fraction.as_bytes().first(), Some(b'5'..=b'9'));
    let is_digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_digits
        .then(|| whole(seconds))
        .flatten()
        .map(|seconds| seconds + i64::from(up))
}

/// Days from 1970-01-01 to this one, in the proleptic Gregorian calendar; none if the month has no such day.
fn day_of(year: i64, month: i64, date: i64) -> Option<i64> {
    if year < 1 || !(1..=12).contains(&month) || !(1..=31).contains(&date) {
        return None;
    }
    // Years that begin in March have their leap day last.
    let from_march = (month + 9) % 12;
    let year = year - i64::from(month <= 2);
    let day = year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (from_march * 153 + 2) / 5
        + date
        - 1
        - 719_468;
    (civil(day).2 == date).then_some(day)
}

/// Year, month and day of the month of this day from 1970-01-01.
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let date = of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    (year + era * 400 + i64::from(month <= 2), month, date)
}

fn write_day(day: i64, out: &mut String) {
    let (year, month, date) = civil(day);
    let _ = write!(out, "{year:04}-{month:02}-{date:02}");
}

fn write_time(seconds: i64, out: &mut String) {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let _ = write!(out, "{hours:02}:{minutes:02}:{:02}", seconds % 60);
}

#[cfg(test)]
#[path = "moment_tests.rs"]
mod tests;
