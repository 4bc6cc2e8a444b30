#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use super::*;
use proptest::prelude::*;

fn shown(serial: f64, shown: Shown, epoch: Epoch) -> (String, bool) {
    let mut out = String::new();
    let fault = write(serial, shown, epoch, &mut out);
    (out, fault.is_some())
}

#[test]
fn serial_numbers_are_days_and_times() {
    use Epoch::{Year1900, Year1904};
    use Shown::{Both, Date, Elapsed, Time};
    for (serial, what, epoch, text) in [
        (46_095.0, Date, Year1900, "2026-03-14"),
        (46_095.395_833_333_33, Both, Year1900, "2026-03-14T09:30:00"),
        (46_095.395_833_333_33, Date, Year1900, "2026-03-14T09:30:00"),
        (46_095.395_833_333_33, Time, Year1900, "2026-03-14T09:30:00"),
        (46_095.0, Both, Year1900, "2026-03-14T00:00:00"),
        (46_095.999_999_9, Date, Year1900, "2026-03-15"),
        (0.395_833_333_33, Time, Year1900, "09:30:00"),
        (0.395_833_333_33, Both, Year1900, "09:30:00"),
        (0.0, Time, Year1900, "00:00:00"),
        (1.5, Elapsed, Year1900, "36:00:00"),
        (1.0, Date, Year1900, "1900-01-01"),
        (59.0, Date, Year1900, "1900-02-28"),
        (61.0, Date, Year1900, "1900-03-01"),
        (2_958_465.0, Date, Year1900, "9999-12-31"),
        (0.0, Date, Year1904, "1904-01-01"),
        (44_633.0, Date, Year1904, "2026-03-14"),
        (25_569.0, Date, Year1900, "1970-01-01"),
    ] {
        assert_eq!(
            shown(serial, what, epoch),
            (text.to_owned(), false),
            "{serial}"
        );
    }
}

#[test]
fn numbers_outside_of_the_calendar_stay_numbers() {
    for (serial, text) in [
        (60.0, "60"),
        (0.0, "0"),
        (-1.5, "-1.5"),
        (2_958_466.0, "2958466"),
        (1e20, "100000000000000000000"),
    ] {
        assert_eq!(
            shown(serial, Shown::Date, Epoch::Year1900),
            (text.to_owned(), true)
        );
    }
}

#[test]
fn iso_moments_are_rounded_to_the_second() {
    for (text, moment) in [
        ("2026-03-14", Some("2026-03-14")),
        ("2026-03-14T09:30:00", Some("2026-03-14T09:30:00")),
        ("2026-03-14T09:30", Some("2026-03-14T09:30:00")),
        ("2026-03-14T23:59:59.7Z", Some("2026-03-15T00:00:00")),
        ("2024-02-29", Some("2024-02-29")),
        ("2026-02-29", None),
        ("2026-13-01", None),
        ("14/03/2026", None),
        ("9999-12-31T23:59:59.9", None),
        ("", None),
    ] {
        let mut out = String::new();
        let read = write_iso(text, &mut out);
        assert_eq!(read.then_some(out.as_str()), moment, "{text}");
    }
}

#[test]
fn durations_are_times() {
    for (text, time) in [
        ("PT09H30M00S", Some("09:30:00")),
        ("PT36H00M00.500000S", Some("36:00:01")),
        ("PT5M", Some("00:05:00")),
        ("-PT1H", None),
        ("P1D", None),
    ] {
        let mut out = String::new();
        let read = write_duration(text, &mut out);
        assert_eq!(read.then_some(out.as_str()), time, "{text}");
    }
}

proptest! {
    #[test]
    fn every_day_has_one_date_and_back(day in -700_000i64..END) {
        let (year, month, date) = civil(day);
        prop_assert_eq!(day_of(year, month, date), Some(day));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,30}") {
        write_iso(&text, &mut String::new());
        write_duration(&text, &mut String::new());
    }

    #[test]
    fn no_serial_makes_it_panic(serial in proptest::num::f64::ANY) {
        if serial.is_finite() {
            for epoch in [Epoch::Year1900, Epoch::Year1904] {
                write(serial, Shown::Both, epoch, &mut String::new());
            }
        }
    }
}
