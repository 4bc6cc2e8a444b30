//! Numbers as the digits that were typed.
//!
//! A workbook holds binary fractions; the program shows fifteen digits of them, so 0.1 + 0.2 is 0.3. A
//! phone number or an id that was typed as a number comes out as its digits, never as 9.72501E+11.

use std::fmt::Write as _;

/// Digits that a spreadsheet keeps of a number.
const KEPT: usize = 15;

/// What is said of an id that a spreadsheet has rounded.
pub(super) const ROUNDED: &str =
    "holds a number of more than 15 digits, of which spreadsheets keep only 15";

/// Appends the number that is written as `raw`. `None` if it is none; a fault if digits of it are lost.
pub(super) fn write(raw: &str, out: &mut String) -> Option<Option<&'static str>> {
    if let Some(digits) = typed(raw) {
        out.push_str(digits);
        return Some(None);
    }
    let value = parse(raw)?;
    Some(write_value(value, out))
}

/// The number that is written as `raw`, which is none where it is a word like "inf".
pub(super) fn parse(raw: &str) -> Option<f64> {
    let plausible = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    if !raw.bytes().all(plausible) {
        return None;
    }
    raw.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Appends `value` in plain notation. A fault if it has more digits before the point than are kept.
pub(super) fn write_value(value: f64, out: &mut String) -> Option<&'static str> {
    if value == 0.0 {
        out.push('0');
        return None;
    }
    // One digit, a point, fourteen digits and an exponent: the fifteen digits are rounded exactly.
    let mut scientific = String::with_capacity(24);
    let _ = write!(scientific, "{:.*e}", KEPT - 1, value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits = || mantissa.chars().filter(|char| *char != '.');
    let significant = mantissa.trim_end_matches('0').replace('.', "").len().max(1);
    if value < 0.0 {
        out.push('-');
    }
    // The number of digits before the point; what lies beyond the digits that are kept is zeros.
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    if whole == 0 {
        out.push_str("0.");
        let zeros = usize::try_from(-(exponent + 1)).unwrap_or(0);
        out.extend(std::iter::repeat_n('0', zeros));
        out.extend(digits().take(significant));
        return None;
    }
    out.extend(digits().chain(std::iter::repeat('0')).take(whole));
    if significant > whole {
        out.push('.');
        out.extend(digits().take(significant).skip(whole));
    }
    (whole > KEPT).then_some(ROUNDED)
}

/// `raw` itself, where it is plain digits already: few enough of them, and no zeros behind a point.
fn typed(raw: &str) -> Option<&str> {
    let unsigned = raw.strip_prefix('-').unwrap_or(raw);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() + fraction.len() > KEPT {
        return None;
    }
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    if unsigned.len() != raw.len() && unsigned.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return None;
    }
    // A decimal with leading zeros is rewritten; a whole number may be an id of a program that writes so.
    let odd = !fraction.is_empty() && whole.len() > 1 && whole.starts_with('0');
    let bare = unsigned.len() > whole.len() && fraction.is_empty();
    (!odd && !bare && !fraction.ends_with('0')).then_some(raw)
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

    fn shown(raw: &str) -> String {
        let mut out = String::new();
        write(raw, &mut out).unwrap();
        out
    }

    #[test]
    fn numbers_are_the_digits_that_were_typed() {
        for (raw, typed) in [
            ("5", "5"),
            ("5.0", "5"),
            ("5.", "5"),
            ("0.30000000000000004", "0.3"),
            ("972501234567", "972501234567"),
            ("9.72501234567E11", "972501234567"),
            ("9.72501234567E+11", "972501234567"),
            ("1E+20", "100000000000000000000"),
            ("1.5e3", "1500"),
            ("1.0000000000000001E-7", "0.0000001"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("-12.50", "-12.5"),
            ("-.5", "-0.5"),
            ("+7", "7"),
            ("0.1", "0.1"),
            ("1234.5600000000001", "1234.56"),
            ("79.989999999999995", "79.99"),
            ("2.4249999999999998", "2.425"),
            ("999999999999999.9", "1000000000000000"),
            ("000012", "000012"),
            ("100", "100"),
            ("1e2", "100"),
        ] {
            assert_eq!(shown(raw), typed, "{raw}");
        }
    }

    #[test]
    fn a_number_of_sixteen_digits_has_lost_some() {
        let mut out = String::new();
        assert_eq!(write("1234567890123456", &mut out), Some(Some(ROUNDED)));
        assert_eq!(out, "1234567890123460");
        assert_eq!(write("999999999999999", &mut out), Some(None));
    }

    #[test]
    fn words_are_no_numbers() {
        for raw in [
            "", "inf", "NaN", "1e999", "-", "1,5", "0x10", " 5", "1e", ".",
        ] {
            assert_eq!(write(raw, &mut String::new()), None, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn what_has_fifteen_digits_comes_back_from_its_binary_form(digits in 1u64..1_000_000_000_000_000, point in 0u32..15) {
            let whole = digits / 10u64.pow(point);
            let fraction = digits % 10u64.pow(point);
            let typed = format!("{whole}.{fraction:0>width$}", width = point as usize);
            let typed = typed.trim_end_matches('0').trim_end_matches('.');
            let mut out = String::new();
            write_value(typed.parse().unwrap(), &mut out);
            prop_assert_eq!(out, typed);
        }

        #[test]
        fn any_float_is_written_in_plain_digits_close_to_it(value in proptest::num::f64::NORMAL) {
            let mut out = String::new();
            write_value(value, &mut out);
            prop_assert!(out.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.')));
            let back: f64 = out.parse().unwrap();
            prop_assert!((back - value).abs() <= value.abs() * 1e-14);
        }
    }
}
