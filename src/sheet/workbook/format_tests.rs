#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
use super::*;
use proptest::prelude::*;

#[test]
fn codes_of_moments_are_told_from_codes_of_numbers() {
    use Shown::{Both, Date, Elapsed, Time};
    for (code, shown) in [
        ("dd/mm/yyyy", Date),
        ("[$-409]d\\-mmm\\-yy;@", Date),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Date),
        ("yyyy\"年\"m\"月\"d\"日\"", Date),
        ("mmmm", Date),
        ("[Red]d.m.yyyy", Date),
        ("dd/mm/yyyy hh:mm", Both),
        ("yyyy-mm-dd hh:mm:ss.000", Both),
        ("m/d/yy h:mm AM/PM", Both),
        ("h:mm", Time),
        ("mm:ss.0", Time),
        ("[h]:mm:ss", Elapsed),
        ("[mm]:ss", Elapsed),
        ("[$-1010000]d/m/yyyy", Date),
    ] {
        assert_eq!(Format::of(code), Format::Moment(shown), "{code}");
    }
    for code in [
        "General",
        "GENERAL",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "0%",
        "0.00%",
        "0.00E+00",
        "##0.0E+0",
        "# ?/?",
        "@",
        "0\" days\"",
        "\"sdh\"0.0",
        "[Red]#,##0",
        "[$€-407]#,##0.00",
        "[$USD] 0",
        "_-* #,##0_-",
        "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####",
        "\\d0.0",
        "",
        ";;;",
    ] {
        assert_eq!(Format::of(code), Format::Plain, "{code}");
    }
}

fn padded(code: &str, digits: &str) -> String {
    let Format::Digits(marks) = Format::of(code) else {
        panic!("{code} is not padded");
    };
    let mut out = String::new();
    Format::pad(&marks, digits, &mut out);
    out
}

#[test]
fn codes_of_zeros_show_what_the_cell_shows() {
    for (code, digits, shown) in [
        ("00000", "501", "00501"),
        ("000-0000000", "501234567", "050-1234567"),
        ("000\\-0000000", "501234567", "050-1234567"),
        ("0000000000", "501234567", "0501234567"),
        ("0#########", "501234567", "0501234567"),
        ("\"+\"0", "972501234567", "+972501234567"),
        ("\\+000-00-0000000", "972501234567", "+972-50-1234567"),
        ("\"0\"00-0000000", "501234567", "050-1234567"),
        ("00", "12345", "12345"),
        ("(000) 000-0000", "2025550101", "(202) 555-0101"),
        ("00000;[Red]-00000", "7", "00007"),
    ] {
        assert_eq!(padded(code, digits), shown, "{code}");
    }
}

proptest! {
    #[test]
    fn no_code_makes_it_panic(code in "[0#?\"\\\\\\[\\];_*hmsydeEg+-.,%a \\PC]{0,40}", digits in "[0-9]{1,15}") {
        if let Format::Digits(marks) = Format::of(&code) {
            Format::pad(&marks, &digits, &mut String::new());
        }
    }
}
