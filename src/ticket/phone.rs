//! Phone numbers in the form that the API documents: full international digits, no plus.
//!
//! Writing is stripped (blanks, dashes, brackets, a plus, direction marks), digits are never invented:
//! a number without its country code is completed only when the user has named the country.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};

use crate::sheet::is_invisible;

/// Fewest and most digits of an international number. ITU-T E.164 caps it at 15; the API's careful
/// client takes nothing under 8.
const DIGITS: RangeInclusive<usize> = 8..=15;

/// The country of numbers that are written without a country code: `default_region` in the mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region(rlibphonenumber::enums::Region);

impl FromStr for Region {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.trim()
            .to_ascii_uppercase()
            .parse()
            .map(Self)
            .map_err(|_| {
                format!("{text:?} is not a country; write its two letters, such as IL or DE")
            })
    }
}

/// Why a text is not a number that can be reached. The texts name no digit of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// Nothing but blanks and punctuation.
    Empty,
    /// `9.72501E+11`: the program that wrote the sheet has thrown digits away.
    Scientific,
    /// Letters or signs that no number has.
    NotANumber,
    /// Fewer than 8 digits.
    TooShort(usize),
    /// More than 15 digits.
    TooLong(usize),
    /// It starts with 0 and nobody said which country it is in.
    NoCountry,
    /// It is not a number of the country that was named.
    NotInRegion(Region),
}

impl fmt::Display for PhoneFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is not a phone number: it has no digits"),
            Self::Scientific => write!(
                f,
                "is in scientific notation, so its last digits are lost; format the column as text and enter it again"
            ),
            Self::NotANumber => write!(
                f,
                "is not a phone number: it has letters or signs in it; one cell takes one number"
            ),
            Self::TooShort(n) => write!(
                f,
                "is not an international phone number: it has {n} digits and the shortest have {}",
                DIGITS.start()
            ),
            Self::TooLong(n) => write!(
                f,
                "is not an international phone number: it has {n} digits and the longest have {}",
                DIGITS.end()
            ),
            Self::NoCountry => write!(
                f,
                "starts with 0, so its country code is missing; write it in full or set default_region"
            ),
            Self::NotInRegion(region) => write!(
                f,
                "is not a valid number of {:?}, the default_region, and has no country code",
                region.0
            ),
        }
    }
}

/// The international digits of `text`.
///
/// # Errors
/// A [`PhoneFault`] when they cannot be told for sure.
pub fn international(text: &str, region: Option<Region>) -> Result<String, PhoneFault> {
    if is_scientific(text) {
        return Err(PhoneFault::Scientific);
    }
    let mut digits = String::with_capacity(text.len());
    let mut plus = false;
    for c in text.chars() {
        match c {
            '+' | '\u{FF0B}' if digits.is_empty() && !plus => plus = true,
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{A0}' | '\u{202F}' | '\u{2009}' => {}
            // Non-breaking hyphen, en dash, minus sign: what word processors make of a dash.
            '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if is_invisible(c) => {}
            c => match decimal(c) {
                Some(digit) => digits.push(digit),
                None => return Err(PhoneFault::NotANumber),
            },
        }
    }
    if digits.is_empty() {
        return Err(PhoneFault::Empty);
    }
    // 00 is the international prefix nearly everywhere, and no country code starts with 0.
    if !plus && let Some(rest) = digits.strip_prefix("00") {
        digits = rest.to_owned();
        plus = true;
    }
    if !plus && let Some(region) = region {
        return in_region(&digits, region);
    }
    if digits.starts_with('0') {
        return Err(PhoneFault::NoCountry);
    }
    length(digits)
}

fn length(digits: String) -> Result<String, PhoneFault> {
    match digits.len() {
        n if n < *DIGITS.start() => Err(PhoneFault::TooShort(n)),
        n if n > *DIGITS.end() => Err(PhoneFault::TooLong(n)),
        _ => Ok(digits),
    }
}

/// A number without a plus where a country is set. What the numbering plan knows as valid decides
/// between national and international; a number that it merely finds possible is taken as national,
/// since plans grow faster than any table of them.
fn in_region(digits: &str, region: Region) -> Result<String, PhoneFault> {
    let parse = |text: &str| PHONE_NUMBER_UTIL.parse(text, Some(region.0)).ok();
    let national = parse(digits);
    let international = parse(&format!("+{digits}"));
    let number = match (national, international) {
        (Some(national), _) if national.is_valid() => national,
        (_, Some(international)) if international.is_valid() => international,
        (Some(national), _) if national.is_possible_with_reason().is_ok() => national,
        _ => return Err(PhoneFault::NotInRegion(region)),
    };
    let e164 = number.format_as(PhoneNumberFormat::E164);
    length(e164.trim_start_matches('+').to_owned())
}

/// A decimal digit of the scripts that spreadsheets of this field hold: ASCII, Arabic-Indic, its
/// extended (Persian) form, full-width.
fn decimal(c: char) -> Option<char> {
    const ZEROS: [char; 4] = ['0', '\u{660}', '\u{6F0}', '\u{FF10}'];
    ZEROS.iter().find_map(|&zero| {
        let value = u32::from(c).checked_sub(u32::from(zero))?;
        (value < 10).then(|| char::from_digit(value, 10)).flatten()
    })
}

fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn writing_is_stripped_and_digits_stay() {
        for text in [
            "+972-50-123-4567",
            "972501234567",
            "00972 50 1234567",
            "\u{200F}+972 (50) 123.4567\u{200E}",
            "+٩٧٢٥٠١٢٣٤٥٦٧",
            "+972\u{2011}50\u{2011}1234567",
        ] {
            assert_eq!(
                international(text, None).as_deref(),
                Ok("972501234567"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_number_that_is_not_whole_is_refused_with_the_reason() {
        assert_eq!(
            international("9.72501E+11", None),
            Err(PhoneFault::Scientific)
        );
        assert_eq!(
            international("050-1234567", None),
            Err(PhoneFault::NoCountry)
        );
        assert_eq!(international("12345", None), Err(PhoneFault::TooShort(5)));
        assert_eq!(
            international("1234567890123456", None),
            Err(PhoneFault::TooLong(16))
        );
        assert_eq!(international("call me", None), Err(PhoneFault::NotANumber));
        assert_eq!(
            international("0501234567 / 0521234567 x", None),
            Err(PhoneFault::NotANumber)
        );
        assert_eq!(international("--", None), Err(PhoneFault::Empty));
    }

    #[test]
    fn a_named_country_completes_its_own_numbers_only() {
        let israel = Some("IL".parse().unwrap());
        assert_eq!(
            international("050-1234567", israel).as_deref(),
            Ok("972501234567")
        );
        assert_eq!(
            international("501234567", israel).as_deref(),
            Ok("972501234567"),
            "the zero that a spreadsheet dropped"
        );
        assert_eq!(
            international("+1 202 555 0143", israel).as_deref(),
            Ok("12025550143")
        );
        assert_eq!(
            international("972501234567", israel).as_deref(),
            Ok("972501234567")
        );
        assert!(matches!(
            international("0123", israel),
            Err(PhoneFault::NotInRegion(_))
        ));
        assert!("Israel".parse::<Region>().is_err());
    }
}
