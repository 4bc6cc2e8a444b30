//! Reading the dates of spreadsheets into the one form that is sent.

use jiff::civil::DateTime;
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The forms in which dates are written, and the zone of those that name none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateReader {
    /// Tried in order; where there is none, the unambiguous forms are.
    forms: Box<[Box<str>]>,
    zone: TimeZone,
    complaint: Box<str>,
}

impl DateReader {
    /// A reader from the filter's arguments: forms hold a `%`, the one that does not is a time zone.
    ///
    /// # Errors
    /// What is wrong with an argument.
    pub(crate) fn new<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut forms: Vec<Box<str>> = Vec::new();
        let mut zone = None;
        for argument in arguments {
            if argument.contains('%') {
                check(argument)?;
                forms.push(argument.into());
            } else if zone.is_some() {
                return Err("takes one time zone, and two are named".into());
            } else {
                zone = Some(TimeZone::get(argument).map_err(|_| {
                    format!(
                        "knows no time zone {argument:?} and no form like it; write a form such as \"%d/%m/%Y\" or a zone such as \"Asia/Jerusalem\""
                    )
                })?);
            }
        }
        let complaint = if forms.is_empty() {
            "is not a date such as 2026-03-14, 2026/03/14 or 2026-03-14T09:30:00Z; name its form in the date filter, e.g. date: \"%d/%m/%Y\"".into()
        } else {
            format!("is not a date of the form {}", forms.join(" or "))
        };
        Ok(Self {
            forms: forms.into(),
            zone: zone.unwrap_or(TimeZone::UTC),
            complaint: complaint.into(),
        })
    }

    /// The instant, in ISO-8601 and UTC. A time that the clocks skip or repeat is taken as RFC 5545 takes it.
    ///
    /// # Errors
    /// What was expected; never the text itself.
    pub(crate) fn read(&self, text: &str) -> Result<String, String> {
        let found = if self.forms.is_empty() {
            guess(text, &self.zone)
        } else {
            self.forms
                .iter()
                .find_map(|form| in_form(form, text, &self.zone))
        };
        match found {
            Some(timestamp) => Ok(timestamp.to_string()),
            None => Err(self.complaint.to_string()),
        }
    }
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
    let iso = |text: &str| {
        text.parse::<Timestamp>()
            .ok()
            .or_else(|| in_zone(text.parse().ok()?, zone))
    };
    iso(text).or_else(|| iso(&year_first(text)?))
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
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn read(arguments: &[&str], text: &str) -> Option<String> {
        DateReader::new(arguments.iter().copied())
            .unwrap()
            .read(text)
            .ok()
    }

    #[test]
    fn unambiguous_dates_are_read_without_a_form() {
        for (text, instant) in [
            ("2026-03-14", "2026-03-14T00:00:00Z"),
            ("2026/03/14", "2026-03-14T00:00:00Z"),
            ("2026/3/4", "2026-03-04T00:00:00Z"),
            ("2026.03.14", "2026-03-14T00:00:00Z"),
            ("2026-3-4", "2026-03-04T00:00:00Z"),
            ("20260314", "2026-03-14T00:00:00Z"),
            ("2026/03/14 09:30", "2026-03-14T09:30:00Z"),
            ("2026/03/14 9:30:05", "2026-03-14T09:30:05Z"),
            ("2026-03-14 09:30", "2026-03-14T09:30:00Z"),
            ("2026-03-14T09:30:00Z", "2026-03-14T09:30:00Z"),
            ("2026-03-14T09:30:00+02:00", "2026-03-14T07:30:00Z"),
            ("2026/03/14T09:30+02:00", "2026-03-14T07:30:00Z"),
            (
                "2026-03-14T09:30:00.1234567Z",
                "2026-03-14T09:30:00.1234567Z",
            ),
            ("2026-03-14T09:30[Asia/Jerusalem]", "2026-03-14T07:30:00Z"),
        ] {
            assert_eq!(read(&[], text).as_deref(), Some(instant), "{text}");
        }
        for text in [
            "14/03/2026",
            "03-04-2026",
            "2026",
            "2026-03",
            "2026/13/01",
            "2026-02-30",
            "26/03/14",
            "soon",
            "9:30",
            "2026/03/14/15",
        ] {
            assert_eq!(read(&[], text), None, "{text}");
        }
    }

    #[test]
    fn forms_are_tried_in_order_and_the_zone_is_the_one_that_is_named() {
        let local = ["%d/%m/%Y", "%d/%m/%Y %H:%M", "Asia/Jerusalem"];
        for (arguments, text, instant) in [
            (
                &["%d/%m/%Y"][..],
                "14/03/2026",
                Some("2026-03-14T00:00:00Z"),
            ),
            (&["%d/%m/%Y"], "4/3/2026", Some("2026-03-04T00:00:00Z")),
            (&["%d/%m/%Y"], "2026-03-14", None),
            (&["%d/%m/%Y"], "14/03/2026 09:30", None),
            (&["%d/%m/%Y"], "31/02/2026", None),
            (&["%d.%m.%y"], "14.03.26", Some("2026-03-14T00:00:00Z")),
            (
                &["%B %d, %Y"],
                "March 14, 2026",
                Some("2026-03-14T00:00:00Z"),
            ),
            (
                &["%m/%d/%Y %I:%M %p"],
                "3/14/2026 9:30 PM",
                Some("2026-03-14T21:30:00Z"),
            ),
            (
                &["%d/%m/%Y %z"],
                "14/03/2026 +0200",
                Some("2026-03-13T22:00:00Z"),
            ),
            (&["%s"], "1773480600", Some("2026-03-14T09:30:00Z")),
            (&local, "14/03/2026", Some("2026-03-13T22:00:00Z")),
            (&local, "14/07/2026 09:30", Some("2026-07-14T06:30:00Z")),
            // The hour that the clocks skip in spring.
            (&local, "27/03/2026 02:30", Some("2026-03-27T00:30:00Z")),
            (
                &["Asia/Jerusalem"],
                "2026-03-14",
                Some("2026-03-13T22:00:00Z"),
            ),
            (
                &["Asia/Jerusalem"],
                "2026-03-14T09:30:00Z",
                Some("2026-03-14T09:30:00Z"),
            ),
        ] {
            assert_eq!(
                read(arguments, text).as_deref(),
                instant,
                "{arguments:?} {text}"
            );
        }
    }

    #[test]
    fn arguments_that_could_never_read_a_date_are_refused() {
        for (arguments, message) in [
            (
                &["dd/mm/yyyy"][..],
                "knows no time zone \"dd/mm/yyyy\" and no form like it; write a form such as \"%d/%m/%Y\" or a zone such as \"Asia/Jerusalem\"",
            ),
            (
                &["%d/%m/%K"],
                "cannot read dates of the form \"%d/%m/%K\"; use %d for the day, %m for the month, %Y for the year, %H:%M:%S for the time",
            ),
            (
                &["%d/%m"],
                "has no whole date in its form \"%d/%m\"; it needs a day, a month and a year",
            ),
            (
                &["UTC", "Europe/Berlin"],
                "takes one time zone, and two are named",
            ),
        ] {
            let fault = DateReader::new(arguments.iter().copied()).unwrap_err();
            assert_eq!(fault, message);
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_form_alone() {
        let reader = DateReader::new(["%d/%m/%Y", "%Y"].into_iter().take(1)).unwrap();
        assert_eq!(
            reader.read("secret").unwrap_err(),
            "is not a date of the form %d/%m/%Y"
        );
        assert_eq!(
            DateReader::new([]).unwrap().read("secret").unwrap_err(),
            "is not a date such as 2026-03-14, 2026/03/14 or 2026-03-14T09:30:00Z; name its form in the date filter, e.g. date: \"%d/%m/%Y\""
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in any::<String>(), dated in "[0-9/.: T+Z\\[-]{0,24}") {
            for arguments in [&[][..], &["%d/%m/%Y %H:%M"]] {
                let _ = read(arguments, &text);
                let _ = read(arguments, &dated);
            }
        }

        #[test]
        fn any_argument_is_read_or_refused(argument in r"[%a-zA-Z/:. 0-9]{0,12}") {
            let _ = DateReader::new([argument.as_str()]);
        }
    }
}
