//! Reading the dates of spreadsheets into the one form that is sent.

use jiff::civil::DateTime;
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::date_order::{DateOrder, Numeric, Witnesses};

/// The argument that stands for Excel's numbers of days.
const SERIAL: &str = "serial";

/// The forms in which dates are written, and the zone of those that name none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateReader {
    /// Tried in order; where there is none, the unambiguous forms are.
    forms: Box<[Form]>,
    zone: TimeZone,
    zone_name: Box<str>,
    complaint: Box<str>,
    /// What the first rows showed of the order of day and month.
    learnt: Option<Witnesses>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Of strptime.
    Pattern(Box<str>),
    /// Days since the end of 1899.
    Serial,
}

impl DateReader {
    /// A reader from the filter's arguments: forms hold a `%` or are the word `serial`, any other is a time zone.
    ///
    /// # Errors
    /// What is wrong with an argument.
    pub(crate) fn new<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let (mut forms, mut names) = (Vec::new(), Vec::new());
        let mut zone = None;
        for argument in arguments {
            if argument.contains('%') {
                check(argument)?;
                forms.push(Form::Pattern(argument.into()));
                names.push(argument);
            } else if argument == SERIAL {
                forms.push(Form::Serial);
                names.push("of Excel's numbers of days");
            } else if zone.is_some() {
                return Err("takes one time zone, and two are named".into());
            } else {
                let known = TimeZone::get(argument).map_err(|_| {
                    format!(
                        "knows no time zone {argument:?} and no form like it; write a form such as \"%d/%m/%Y\" or a zone such as \"Asia/Jerusalem\""
                    )
                })?;
                zone = Some((known, argument));
            }
        }
        let complaint = if forms.is_empty() {
            "is not a date such as 2026-03-14, 2026/03/14 or 2026-03-14T09:30:00Z; name its form in the date filter, e.g. date: \"%d/%m/%Y\"".into()
        } else {
            format!("is not a date of the form {}", names.join(" or "))
        };
        let (zone, name) = zone.unwrap_or((TimeZone::UTC, "UTC"));
        Ok(Self {
            forms: forms.into(),
            zone,
            zone_name: name.into(),
            complaint: complaint.into(),
            learnt: None,
        })
    }

    /// Whether the order of day and month has to be learnt: no form says it, and nothing was learnt yet.
    pub(super) fn learns(&self) -> bool {
        self.forms.is_empty() && self.learnt.is_none()
    }

    /// Fixes the order of day and month.
    pub(super) fn learn(&mut self, witnesses: Witnesses) {
        self.learnt = Some(witnesses);
    }

    /// What was learnt, if the column has dates of which the order matters.
    pub(super) fn learnt(&self) -> Option<Witnesses> {
        self.learnt.filter(|witnesses| !witnesses.is_empty())
    }

    /// The zone of times that name none.
    pub(super) fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// The instant, in ISO-8601 and UTC. A time that the clocks skip or repeat is taken as RFC 5545 takes it.
    ///
    /// # Errors
    /// What was expected; never the text itself.
    pub(crate) fn read(&self, text: &str) -> Result<String, String> {
        let found = if self.forms.is_empty() {
            match guess(text, &self.zone) {
                Some(found) => Some(found),
                None => self.by_order(text)?,
            }
        } else {
            self.forms.iter().find_map(|form| match form {
                Form::Pattern(form) => in_form(form, text, &self.zone),
                Form::Serial => in_zone(serial(text)?, &self.zone),
            })
        };
        match found {
            Some(timestamp) => Ok(timestamp.to_string()),
            None => Err(self.complaint.to_string()),
        }
    }

    /// A date of two short numbers and a year, by what was learnt of its column.
    fn by_order(&self, text: &str) -> Result<Option<Timestamp>, String> {
        let Some(date) = Numeric::of(text) else {
            return match serial(text) {
                Some(_) => Err(format!(
                    "is a number; if it is Excel's number of a day, say so: date: \"{SERIAL}\""
                )),
                None => Ok(None),
            };
        };
        let (day, month) = (date.day_first(), date.month_first());
        let sign = date.sign;
        let name_it =
            format!("name the form in the date filter, e.g. date: \"%d{sign}%m{sign}%Y\"");
        let order = self.learnt.map_or(DateOrder::Undecided, Witnesses::order);
        let day_first = match (order, day, month) {
            (_, false, false) => return Ok(None),
            (DateOrder::Contradicting, ..) => {
                return Err(format!(
                    "stands in a column in which some dates are day first and others month first; {name_it}"
                ));
            }
            // The same day and month, or a number that is no month: there is one way only.
            (DateOrder::Undecided, true, true) if date.iso(true) == date.iso(false) => true,
            (DateOrder::Undecided, true, true) => {
                return Err(format!(
                    "could be read day first or month first, and no row tells which; {name_it}"
                ));
            }
            (DateOrder::Undecided, day, _) => day,
            (DateOrder::DayFirst, true, _) => true,
            (DateOrder::MonthFirst, _, true) => false,
            (order, ..) => {
                return Err(format!(
                    "is not {}, as the other dates of its column are; mend it, or {name_it}",
                    order.decided().unwrap_or_default()
                ));
            }
        };
        Ok(date
            .iso(day_first)
            .and_then(|iso| iso_time(&iso, &self.zone)))
    }
}

/// The days that Excel's numbers are taken for: from March 1900, before which Excel counts a day that never was,
/// to the end of 2100. Sheets of the 1904 system count otherwise, and nothing in a cell shows it.
const SERIALS: std::ops::RangeInclusive<f64> = 61.0..=73_415.0;

/// The time that Excel writes as a number of days, to the second.
fn serial(text: &str) -> Option<DateTime> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let days: f64 = plain.then(|| text.parse().ok()).flatten()?;
    if !SERIALS.contains(&days) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range bounds it far below what an i64 holds"
    )]
    let seconds = (days * 86_400.0).round() as i64;
    let start = jiff::civil::datetime(1899, 12, 30, 0, 0, 0, 0);
    start
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .ok()
}

fn in_form(form: &str, text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let parts = BrokenDownTime::parse(form, text).ok()?;
    if parts.timestamp().is_some() || parts.offset().is_some() {
        return parts.to_timestamp().ok();
    }
    if parts.iana_time_zone().is_some() {
        return Some(parts.to_zoned().ok()?.timestamp());
    }
    in_zone(parts.to_datetime().ok()?, zone)
}

fn in_zone(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    Some(civil.to_zoned(zone.clone()).ok()?.timestamp())
}

/// Forms that can be read in one way only: ISO-8601, and year first with other signs between.
fn guess(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if text.contains('[') {
        return Some(text.parse::<Zoned>().ok()?.timestamp());
    }
    iso_time(text, zone).or_else(|| iso_time(&year_first(text)?, zone))
}

fn iso_time(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| in_zone(text.parse().ok()?, zone))
}

/// `2026/3/4 9:30` as `2026-03-04T09:30`; none unless the year, in four digits, comes first.
fn year_first(text: &str) -> Option<String> {
    let split = text.find([' ', 'T', 't']).unwrap_or(text.len());
    let date = text.get(..split)?;
    let time = text.get(split..)?.trim_start_matches([' ', 'T', 't']);
    let sign = date.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = date.split(sign);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let sizes = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    if parts.next().is_some() || !sizes || !matches!(sign, '/' | '.' | '-') {
        return None;
    }
    let mut iso = format!("{year}-{month:0>2}-{day:0>2}");
    if !time.is_empty() {
        let hour_is_short = time.as_bytes().get(1) == Some(&b':');
        iso.push_str(if hour_is_short { "T0" } else { "T" });
        iso.push_str(time);
    }
    Some(iso)
}

/// Whether a form can be read and gives a whole date, tried on a date of its own.
fn check(form: &str) -> Result<(), String> {
    let sample = jiff::civil::datetime(2026, 3, 14, 9, 30, 5, 0);
    let unusable = || {
        format!(
            "cannot read dates of the form {form:?}; use %d for the day, %m for the month, %Y for the year, %H:%M:%S for the time"
        )
    };
    let zoned = sample.to_zoned(TimeZone::UTC).map_err(|_| unusable())?;
    let text = strtime::format(form, &zoned).map_err(|_| unusable())?;
    BrokenDownTime::parse(form, &text).map_err(|_| unusable())?;
    if in_form(form, &text, &TimeZone::UTC).is_none() {
        return Err(format!(
            "has no whole date in its form {form:?}; it needs a day, a month and a year"
        ));
    }
    Ok(())
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
