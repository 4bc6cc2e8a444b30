//! What the numbering plans of the countries say of digits.
//!
//! Plans grow faster than any table of them, so a number is also taken where the table knows numbers of the
//! same country, first digit and length: that refuses a mobile number that lost a digit, and lets a range
//! pass that was opened last month.

use std::borrow::Cow;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType};

use super::Region;
use super::fault::{DIGITS, PhoneFault};
use super::kind::Kind;

/// The digits of a number whose country code is written. Most are of a kind that was seen before, and stay as
/// they are.
pub(super) fn abroad(digits: &str) -> Result<Cow<'_, str>, PhoneFault> {
    length(digits)?;
    if let Some((kind, national)) = Kind::of_plain(digits)
        && kind.is_there() == Some(true)
        && !is_placeholder(national)
    {
        return Ok(Cow::Borrowed(digits));
    }
    parsed(digits).map(Cow::Owned)
}

/// The same for digits of the right number, found out by parsing them.
pub(super) fn parsed(digits: &str) -> Result<String, PhoneFault> {
    let number = parse(&format!("+{digits}"), None).ok_or_else(|| unknown(digits))?;
    if is_known(&number) {
        written(&number)
    } else {
        Err(unknown(digits))
    }
}

/// A number without a plus where a country is set.
pub(super) fn in_region(digits: &str, region: Region) -> Result<String, PhoneFault> {
    let refused = || match is_placeholder(digits) {
        true => PhoneFault::Placeholder,
        false => PhoneFault::NotInRegion(region),
    };
    let national = parse(digits, Some(region));
    if digits.starts_with('0') {
        let national = national.filter(is_known).ok_or_else(refused)?;
        return written(&national);
    }
    let abroad = parse(&format!("+{digits}"), None);
    let valid = |number: &Option<PhoneNumber>| {
        let number = number.as_ref()?;
        number.is_valid().then(|| number.clone())
    };
    let (home, away) = match (valid(&national), valid(&abroad)) {
        (None, None) => (national.filter(is_known), abroad.filter(is_known)),
        // Plans of fixed lines take nearly everything in some countries, so a mobile number alone outweighs
        // one of another country that is not in the table.
        (Some(home), None) if !is_mobile(&home) => (Some(home), abroad.filter(is_known)),
        found => found,
    };
    match (home, away) {
        (None, None) => Err(refused()),
        (Some(only), None) | (None, Some(only)) => written(&only),
        (Some(home), Some(away)) => {
            let own_code = home.country_code == away.country_code;
            if own_code || e164(&home) == e164(&away) {
                written(&away)
            } else if drops_zero(digits, region) {
                // Here a number without its 0 is a mistake, and so is one without its plus.
                Err(PhoneFault::Ambiguous(region))
            } else {
                written(&home)
            }
        }
    }
}

fn parse(text: &str, region: Option<Region>) -> Option<PhoneNumber> {
    PHONE_NUMBER_UTIL
        .parse(text, region.map(|region| region.0))
        .ok()
}

fn e164(number: &PhoneNumber) -> String {
    let text = number.format_as(PhoneNumberFormat::E164);
    text.trim_start_matches('+').to_owned()
}

fn written(number: &PhoneNumber) -> Result<String, PhoneFault> {
    let digits = e164(number);
    length(&digits)?;
    Ok(digits)
}

fn length(digits: &str) -> Result<(), PhoneFault> {
    match digits.len() {
        n if n < *DIGITS.start() => Err(PhoneFault::TooShort(n)),
        n if n > *DIGITS.end() => Err(PhoneFault::TooLong(n)),
        _ => Ok(()),
    }
}

fn unknown(digits: &str) -> PhoneFault {
    if is_placeholder(digits) {
        PhoneFault::Placeholder
    } else {
        PhoneFault::NotInPlan
    }
}

fn is_mobile(number: &PhoneNumber) -> bool {
    matches!(
        number.get_type(),
        PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile
    )
}

/// Whether national numbers of this region are dialled with a 0 that is no part of the number.
fn drops_zero(digits: &str, region: Region) -> bool {
    let number = |text: &str| Some(e164(&parse(text, Some(region))?));
    number(&format!("0{digits}")) == number(digits)
}

/// Whether the plan of its country has the number, or one like it. What is known of its kind is asked first, as
/// that is remembered.
fn is_known(number: &PhoneNumber) -> bool {
    let national = number.get_national_significant_number();
    !is_placeholder(&national) && has_kin(number, &national) || number.is_valid()
}

/// The digits behind the first three of numbers that are tried: plans leave no room for one kind of tail.
const TAILS: [&str; 3] = ["22222222222222", "55555555555555", "01234567890123"];

/// Whether the number is as long as its country has them, and some number of the same kind is valid.
fn has_kin(number: &PhoneNumber, national: &str) -> bool {
    let Some(kind) = Kind::of(number.country_code, national) else {
        return false;
    };
    kind.is_there().unwrap_or_else(|| {
        let is_there = number.is_possible_with_reason().is_ok() && is_found(number, national);
        kind.remember(is_there);
        is_there
    })
}

/// Whether some number of the same country, first digit and length is valid, by trying the two digits
/// behind the first, where plans tell mobile from fixed and one area from the other.
fn is_found(number: &PhoneNumber, national: &str) -> bool {
    let (code, first) = (number.country_code, national.get(..1).unwrap_or_default());
    TAILS.iter().any(|tail| {
        let tail = tail.get(..national.len().saturating_sub(3));
        tail.is_some_and(|tail| {
            (0..100).any(|between| {
                parse(&format!("+{code}{first}{between:02}{tail}"), None)
                    .is_some_and(|kin| kin.is_valid())
            })
        })
    })
}

/// Digits that are typed to get past a form: all the same, or counted up or down.
fn is_placeholder(digits: &str) -> bool {
    let digits = digits.strip_prefix('0').unwrap_or(digits);
    let step = |by: u8| {
        let pairs = digits.bytes().zip(digits.bytes().skip(1));
        let mut pairs = pairs.map(|(one, next)| (10 + next - one) % 10);
        pairs.all(|step| step == by)
    };
    digits.len() > 1 && [0, 1, 9].into_iter().any(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table of prefixes is a copy of what the parsing library knows, so it is held against that for each country.
    #[test]
    fn no_country_loses_digits_whose_first_two_begin_no_prefix() {
        let thorough = std::env::var_os("PHONES").is_some();
        for code in 1..1000 {
            for begin in 0..if thorough { 1000 } else { 100 } {
                let width = if thorough { 3 } else { 2 };
                let tail: String = (0..fastrand::usize(4..=9))
                    .map(|_| fastrand::char('0'..='9'))
                    .collect();
                let digits = format!("{code}{begin:0width$}{tail}");
                let fits = length(&digits).is_ok() && Kind::of_plain(&digits).is_some();
                if let Some(number) = fits.then(|| parse(&format!("+{digits}"), None)).flatten() {
                    assert_eq!(e164(&number), digits);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn digits_that_are_taken_unparsed_are_what_parsing_makes_of_them(
            digits in "0{0,2}(1|7|44|54|55|61|81|86|261|298|352|37[058]|423|506|672|692|993|[1-9][0-9]{0,2})[0-9]{5,12}",
        ) {
            if length(&digits).is_ok() && let Some((kind, national)) = Kind::of_plain(&digits) {
                let read = parse(&format!("+{digits}"), None);
                let code = digits.strip_suffix(national).unwrap_or_default();
                match read {
                    Some(number) => {
                        prop_assert_eq!(e164(&number), digits.as_str());
                        prop_assert_eq!(number.get_national_significant_number(), national);
                        prop_assert_eq!(Kind::of(number.country_code, national), Some(kind));
                    }
                    // Nothing of a country that is none is ever remembered.
                    None => prop_assert_eq!(parse(&format!("+{code}2345678"), None), None),
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_remembered_changes_no_verdict(
            digits in "0{0,1}(1|43|44|49|54|55|7|972|353|423)[0-9]{5,11}",
        ) {
            if length(&digits).is_ok() {
                let whole = parsed(&digits);
                for _ in 0..2 {
                    prop_assert_eq!(abroad(&digits).map(Cow::into_owned), whole.clone());
                }
            }
        }
    }

    #[test]
    fn a_number_is_judged_alike_whether_its_kind_is_known_or_not() {
        for digits in [
            "972501234567",
            "9720501234567",
            "97250123456",
            "12025550143",
            "11234567890",
            "78121234567",
            "78881234567",
            "5491123456789",
            "541123456789",
            "390612345678",
            "4915112345678",
            "21012345678",
            "11111111111",
            "9725555555555",
            "972521234567",
            "80012345678",
            "88212345678",
        ] {
            let whole = parsed(digits);
            for _ in 0..2 {
                assert_eq!(abroad(digits).map(Cow::into_owned), whole, "{digits}");
            }
        }
    }
}
