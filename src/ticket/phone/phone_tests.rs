//! Numbers as sheets hold them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use super::*;
use proptest::prelude::*;

use PhoneFault as F;

fn region(name: &str) -> Option<Region> {
    (!name.is_empty()).then(|| name.parse().unwrap())
}

/// (cell, default region, digits, what was done)
type Good = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const DIGITS: Option<&str> = Some(mending::DIGITS);
const IN_FULL: Option<&str> = Some(mending::IN_FULL);
const ZERO: Option<&str> = Some(mending::ZERO);
const UNWRAPPED: Option<&str> = Some(mending::UNWRAPPED);

const GOOD: [Good; 66] = [
    // Writing is stripped and digits stay.
    ("972501234567", "", "972501234567", None),
    ("972501234567", "IL", "972501234567", None),
    ("+972-50-123-4567", "", "972501234567", DIGITS),
    ("+972501234567", "IL", "972501234567", DIGITS),
    ("00972 50 1234567", "", "972501234567", DIGITS),
    ("00972501234567", "IL", "972501234567", DIGITS),
    ("+972 (50) 123.4567", "", "972501234567", DIGITS),
    ("(+972) 50-1234567", "", "972501234567", DIGITS),
    (
        "\u{200F}+972 50 1234567\u{200E}",
        "",
        "972501234567",
        DIGITS,
    ),
    (
        "\u{202A}+972 50-123-4567\u{202C}",
        "",
        "972501234567",
        DIGITS,
    ),
    ("+972\u{A0}50\u{202F}1234567", "", "972501234567", DIGITS),
    ("+972\u{2011}50\u{2013}1234567", "", "972501234567", DIGITS),
    ("+972\u{5BE}50\u{5BE}1234567", "", "972501234567", DIGITS),
    ("972-50-1234567+", "", "972501234567", DIGITS),
    ("+1.613.555.0195", "", "16135550195", DIGITS),
    ("+1 (404) 555-0193", "IL", "14045550193", DIGITS),
    ("+61-491-571-491", "", "61491571491", DIGITS),
    ("+44-20-7946-0885", "", "442079460885", DIGITS),
    ("17818469236", "", "17818469236", None),
    // Digits of other scripts.
    ("+٩٧٢٥٠١٢٣٤٥٦٧", "", "972501234567", DIGITS),
    ("۰۹۱۲۳۴۵۶۷۸۹", "IR", "989123456789", IN_FULL),
    ("٠٥٠١٢٣٤٥٦٧", "AE", "971501234567", IN_FULL),
    ("＋９７２５０１２３４５６７", "", "972501234567", DIGITS),
    ("０５０－１２３４５６７", "IL", "972501234567", IN_FULL),
    // A named country completes its own numbers.
    ("050-1234567", "IL", "972501234567", IN_FULL),
    ("0501234567", "IL", "972501234567", IN_FULL),
    ("03-6123456", "IL", "97236123456", IN_FULL),
    ("501234567", "IL", "972501234567", IN_FULL),
    ("544567890", "IL", "972544567890", IN_FULL),
    ("36123456", "IL", "97236123456", IN_FULL),
    ("1-700-123-456", "IL", "9721700123456", IN_FULL),
    ("013 972 50 1234567", "IL", "972501234567", IN_FULL),
    ("030/1234567", "DE", "49301234567", IN_FULL),
    ("0171/1234567", "DE", "491711234567", IN_FULL),
    ("0151 12345678", "DE", "4915112345678", IN_FULL),
    ("15112345678", "DE", "4915112345678", IN_FULL),
    ("4915112345678", "DE", "4915112345678", None),
    ("06 12 34 56 78", "FR", "33612345678", IN_FULL),
    ("(202) 555-0143", "US", "12025550143", IN_FULL),
    ("2025550143", "US", "12025550143", IN_FULL),
    ("1 202 555 0143", "US", "12025550143", DIGITS),
    ("011 44 20 7946 0958", "US", "442079460958", IN_FULL),
    ("07700 900123", "GB", "447700900123", IN_FULL),
    ("912345678", "PT", "351912345678", IN_FULL),
    // The 0 that nobody dials behind a country code goes, except where it is dialled.
    ("+44 (0)20 7946 0958", "", "442079460958", ZERO),
    ("+49 (0) 30 123456", "", "4930123456", ZERO),
    ("0049 (0)30 123456", "IL", "4930123456", ZERO),
    ("+972 (0)50 1234567", "", "972501234567", ZERO),
    ("+972-050-1234567", "", "972501234567", ZERO),
    ("9720501234567", "", "972501234567", ZERO),
    ("9720501234567", "IL", "972501234567", ZERO),
    ("+39 06 1234 5678", "", "390612345678", DIGITS),
    ("+39 (0)6 1234 5678", "", "390612345678", DIGITS),
    // What stands around a number.
    ("tel:+972501234567", "", "972501234567", UNWRAPPED),
    ("Tel: 050-1234567", "IL", "972501234567", UNWRAPPED),
    ("whatsapp:+972501234567", "", "972501234567", UNWRAPPED),
    (
        "https://wa.me/972501234567",
        "IL",
        "972501234567",
        UNWRAPPED,
    ),
    ("wa.me/972501234567?text=hi", "", "972501234567", UNWRAPPED),
    (
        "https://api.whatsapp.com/send?phone=%2B972501234567&text=x",
        "",
        "972501234567",
        UNWRAPPED,
    ),
    ("'0501234567", "IL", "972501234567", UNWRAPPED),
    ("=\"0501234567\"", "IL", "972501234567", UNWRAPPED),
    ("\"+972501234567\"", "", "972501234567", UNWRAPPED),
    ("'+972501234567'", "", "972501234567", UNWRAPPED),
    ("972501234567.0", "", "972501234567", UNWRAPPED),
    ("972501234567.00", "IL", "972501234567", UNWRAPPED),
    ("501234567.0", "IL", "972501234567", UNWRAPPED),
];

#[test]
fn numbers_are_read_as_they_are_written_and_every_change_is_said() {
    for (cell, country, digits, what) in GOOD {
        let read = number(cell, region(country));
        let expected = Number {
            digits: digits.into(),
            what,
        };
        assert_eq!(read, Ok(expected), "{cell:?} {country}");
    }
}

#[test]
fn what_is_no_number_for_certain_is_refused_with_the_reason() {
    let israel: Region = "IL".parse().unwrap();
    let germany: Region = "DE".parse().unwrap();
    for (cell, country, fault) in [
        // Digits that are lost, missing or too many.
        ("9.72501E+11", "", F::Scientific),
        ("9.72501E+11", "IL", F::Scientific),
        ("9,72501E+11", "IL", F::Scientific),
        ("9.72501234567e11", "", F::Scientific),
        ("+9.7E11", "", F::Scientific),
        ("٩.٧٢E+11", "", F::Scientific),
        ("050-1234567", "", F::NoCountry),
        ("0501234567", "", F::NoCountry),
        ("12345", "", F::TooShort(5)),
        ("555-0103", "", F::TooShort(7)),
        ("1234567890123456", "", F::TooLong(16)),
        ("050-1234567 054-7654321", "", F::NoCountry),
        ("+972501234567 +972547654321", "", F::NotANumber),
        ("+972 50 123456", "", F::NotInPlan),
        ("+972 50 12345678", "", F::NotInPlan),
        ("7818469236", "", F::NotInPlan),
        ("99912345678", "", F::NotInPlan),
        ("14/03/2026", "", F::NotInPlan),
        ("050-123456", "IL", F::NotInRegion(israel)),
        ("050-12345678", "IL", F::NotInRegion(israel)),
        ("0125", "IL", F::NotInRegion(israel)),
        ("+60(0)000000010", "", F::NotInPlan),
        ("3001234", "IL", F::NotInRegion(israel)),
        // They may be German numbers without their 0, or one of the Caribbean and one of Israel.
        ("17215201234", "DE", F::Ambiguous(germany)),
        ("972521234567", "DE", F::Ambiguous(germany)),
        // Placeholders.
        ("0000000000", "IL", F::Placeholder),
        ("1111111111", "IL", F::Placeholder),
        ("123456789", "IL", F::Placeholder),
        ("0123456789", "IL", F::Placeholder),
        ("11111111111", "", F::Placeholder),
        ("1234567890", "", F::Placeholder),
        ("+00000000", "", F::Placeholder),
        ("9999999999", "", F::Placeholder),
        // Two numbers.
        ("050-1234567 / 054-7654321", "IL", F::Several("/")),
        ("050-1234567;054-7654321", "IL", F::Several(";")),
        ("050-1234567, 054-7654321", "IL", F::Several(",")),
        ("050-1234567\n054-7654321", "IL", F::Several("\\n")),
        ("050-1234567 | 054-7654321", "", F::Several("|")),
        ("050-1234567 & 054-7654321", "", F::Several("&")),
        ("050-1234567 or 054-7654321", "IL", F::Several(" or ")),
        ("050-1234567 OR 054-7654321", "IL", F::Several(" or ")),
        ("050-1234567 או 054-7654321", "IL", F::Several(" או ")),
        ("0171 1234567 oder 0172 7654321", "DE", F::Several(" oder ")),
        ("050-1234567/8", "IL", F::Several("/")),
        // Extensions.
        ("03-6123456 x12", "IL", F::Extension),
        ("+972 3 6123456x12", "", F::Extension),
        ("03-6123456 ext. 12", "IL", F::Extension),
        ("03-6123456 Ext 12", "IL", F::Extension),
        ("03-6123456 extension: 12", "IL", F::Extension),
        ("03-6123456 שלוחה 3", "IL", F::Extension),
        ("03-6123456,12", "IL", F::Extension),
        ("+97236123456;ext=12", "", F::Extension),
        ("03-6123456 #12", "IL", F::Extension),
        // No numbers at all.
        ("call me", "", F::NotANumber),
        ("Dana Levi", "IL", F::NotANumber),
        ("דנה לוי", "IL", F::NotANumber),
        ("N/A", "", F::NotANumber),
        ("050-XXX-4567", "IL", F::NotANumber),
        ("050****567", "IL", F::NotANumber),
        ("1-800-FLOWERS", "US", F::NotANumber),
        ("972,501,234,567", "", F::NotANumber),
        ("972501234567.5", "", F::NotANumber),
        ("-501234567", "IL", F::NotANumber),
        ("+972+501234567", "", F::NotANumber),
        ("050-1234567 Dana", "IL", F::NotANumber),
        ("https://example.com/972501234567", "", F::NotANumber),
        ("wa.me/message/ABC", "", F::NotANumber),
        ("dana@example.com", "IL", F::Address),
        ("--", "", F::Empty),
        ("()", "IL", F::Empty),
    ] {
        assert_eq!(
            number(cell, region(country)),
            Err(fault),
            "{cell:?} {country}"
        );
    }
}

#[test]
fn messages_name_what_to_do_and_no_digit_of_the_number() {
    let several = international("050-1234567; 054-7654321", None).unwrap_err();
    assert_eq!(
        several.to_string(),
        "holds two numbers, and one cell takes one; give the second a column of its own, or choose by the split filter: split: \";\" | first, or | last"
    );
    let extension = international("03-6123456 x98", None)
        .unwrap_err()
        .to_string();
    assert!(extension.contains("without it") && !extension.contains("98"));
    assert!("Israel".parse::<Region>().is_err());
}

proptest! {
    #[test]
    fn reading_a_number_never_panics(text in any::<String>(), near in "[-+0-9٠-٩xe., /()'\"=\n:;#]{0,24}") {
        for country in ["", "IL", "DE", "US"] {
            let _ = number(&text, region(country));
            let _ = number(&near, region(country));
        }
    }

    #[test]
    fn a_number_that_was_read_is_read_again_as_itself(
        near in "(\\+|00|0|)[1-9][0-9]{0,2}[- ]?(\\(0\\))?[0-9]{2}[- ]?[0-9]{4,8}",
        country in prop::sample::select(vec!["", "IL", "DE", "US", "FR", "IT"]),
    ) {
        if let Ok(digits) = international(&near, region(country)) {
            prop_assert_eq!(international(&format!("+{digits}"), region(country)), Ok(digits.clone()));
            prop_assert_eq!(international(&digits, None), Ok(digits.clone()));
            let again = number(&digits, None).unwrap();
            prop_assert_eq!(again.what, None);
        }
    }
}
