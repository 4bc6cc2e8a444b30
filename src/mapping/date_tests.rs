//! Dates as sheets write them.
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
        // There is no 14th month.
        ("14/03/2026", "2026-03-14T00:00:00Z"),
    ] {
        assert_eq!(read(&[], text).as_deref(), Some(instant), "{text}");
    }
    for text in [
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

#[test]
fn excels_numbers_of_days_are_read_where_they_are_named() {
    for (text, instant) in [
        ("45000", Some("2023-03-15T00:00:00Z")),
        ("45000.5", Some("2023-03-15T12:00:00Z")),
        ("46095.395833333", Some("2026-03-14T09:30:00Z")),
        ("61", Some("1900-03-01T00:00:00Z")),
        ("60", None),
        ("99999", None),
        ("4.5e4", None),
        ("-1", None),
        ("2026-03-14", None),
    ] {
        assert_eq!(read(&["serial"], text).as_deref(), instant, "{text}");
    }
    assert_eq!(
        read(&["serial", "%Y-%m-%d", "Asia/Jerusalem"], "45000").as_deref(),
        Some("2023-03-14T22:00:00Z")
    );
    let unnamed = DateReader::new([]).unwrap().read("45000").unwrap_err();
    assert!(unnamed.contains("date: \"serial\""), "{unnamed}");
}
