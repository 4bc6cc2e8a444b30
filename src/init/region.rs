//! Which country phone numbers without a country code belong to.
//!
//! A wrong country reaches strangers, so it is set by itself only where something in the sheet points at it besides
//! the numbers: numbers with that country's code, addresses that end like it, Hebrew, or enough numbers that are
//! mobile numbers there and in no other country that is asked. `050-1234567` alone is one in Israel, in Saudi Arabia
//! and in the Emirates.

use rlibphonenumber::enums::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberType};

use super::survey::Survey;

/// Countries that are asked besides those that the sheet points at: where Glassix and the seven languages are used.
const COUNTRIES: [&str; 31] = [
    "IL", "US", "GB", "DE", "AT", "CH", "FR", "BE", "ES", "PT", "BR", "MX", "AR", "CO", "CL", "PE",
    "SA", "AE", "EG", "JO", "MA", "TN", "IT", "NL", "TR", "IN", "ZA", "AU", "CA", "RU", "UA",
];

/// Of a hundred numbers so many must be valid in the country: sheets are never clean.
const VALID: usize = 95;

/// Of a hundred numbers so many must be mobile ones: customers are reached on those, and plans of landlines are so
/// wide that every number fits some of them.
const MOBILE: usize = 50;

/// So many numbers tell a country by themselves, if they are valid in no other.
const ENOUGH: usize = 10;

/// Cells in Hebrew that make a sheet an Israeli one: fewer may be a customer's name.
const HEBREW: u64 = 3;

/// What points at a country must be more than so many times what points at another one.
const RIVAL: u64 = 4;

/// Countries that are offered to choose from.
const MAX_OFFERED: usize = 6;

/// What the numbers say of their country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Countries {
    /// Numbers without a country code that were looked at.
    pub numbers: usize,
    /// The countries of which nearly all of them could be numbers, the likeliest first.
    pub fitting: Vec<String>,
    /// Why the first of them surely is it; `None` where it is not sure.
    pub sure: Option<String>,
}

/// The countries that fit these numbers, given what else the sheet holds.
pub(super) fn countries<'a>(
    numbers: impl Iterator<Item = &'a str> + Clone,
    survey: &Survey,
) -> Countries {
    let total = numbers.clone().count();
    if total == 0 {
        return Countries::default();
    }
    let pointed = |code: &str| {
        let hebrew = u64::from(code == "IL" && survey.hebrew >= HEBREW) * survey.hebrew;
        survey.countries.get(code).copied().unwrap_or(0) + hebrew
    };
    let pointed_at = survey.countries.keys().map(String::as_str);
    let asked = COUNTRIES
        .into_iter()
        .chain(pointed_at.filter(|code| !COUNTRIES.contains(code)));
    let shares: Vec<(&str, Share)> = asked
        .map(|code| (code, Share::of(code, numbers.clone())))
        .filter(|(code, share)| share.may_be(total, pointed(code) > 0))
        .collect();
    let fits = |wanted: &str| {
        let mut fitting = shares.iter().filter(|(code, _)| *code == wanted);
        fitting.any(|(code, share)| share.fits(total, pointed(code) > 0))
    };
    let mut fitting: Vec<&str> = shares.iter().map(|(code, _)| *code).collect();
    // The sort is stable: countries that nothing points at stay in their order.
    fitting.sort_by_key(|code| std::cmp::Reverse(pointed(code)));
    let known = shares.iter().filter(|(_, share)| share.is_known(total));
    let known: Vec<&str> = known.map(|(code, _)| *code).collect();
    let sure = match (fitting.as_slice(), known.as_slice()) {
        ([first, rest @ ..], _) if pointed(first) > 0 && fits(first) => {
            let rival = rest.first().map_or(0, |second| pointed(second));
            (pointed(first) > rival * RIVAL).then(|| {
                format!(
                    "the numbers are valid there, and {}",
                    evidence(first, survey)
                )
            })
        }
        ([first, ..], [only]) if first == only && total >= ENOUGH => Some(format!(
            "{total} numbers are valid there, and in no other country that was asked"
        )),
        _ => None,
    };
    Countries {
        numbers: total,
        fitting: fitting
            .into_iter()
            .take(MAX_OFFERED)
            .map(str::to_owned)
            .collect(),
        sure,
    }
}

fn evidence(code: &str, survey: &Survey) -> String {
    if survey.countries.contains_key(code) {
        "other numbers or e-mail addresses of the sheet are of that country".into()
    } else {
        "the sheet is in Hebrew".into()
    }
}

/// How many of some numbers could be numbers of a country.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    /// In a range that the numbering plan knows.
    valid: usize,
    /// Of these, the mobile ones.
    mobile: usize,
    /// Of a length that it knows.
    possible: usize,
    /// In no range that it knows, and yet like its mobile numbers: plans grow faster than any table of them.
    alike: usize,
}

impl Share {
    fn of<'a>(code: &str, numbers: impl Iterator<Item = &'a str>) -> Self {
        let mut share = Self::default();
        let Ok(region) = code.parse::<Region>() else {
            return share;
        };
        let example = PHONE_NUMBER_UTIL
            .get_example_number_for_type_and_region(region, PhoneNumberType::Mobile)
            .map(|number| number.get_national_significant_number())
            .unwrap_or_default();
        for number in numbers {
            let Ok(number) = PHONE_NUMBER_UTIL.parse(number, Some(region)) else {
                continue;
            };
            share.possible += usize::from(number.is_possible_with_reason().is_ok());
            let digits = number.get_national_significant_number();
            if number.is_valid_for_region(region) {
                share.valid += 1;
                share.mobile += usize::from(matches!(
                    number.get_type(),
                    PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile
                ));
            } else if example.len() == digits.len() && example.get(..1) == digits.get(..1) {
                share.alike += 1;
            }
        }
        share
    }

    /// Whether the numbers fit the country. Where the sheet points at it, landlines will do as well.
    fn fits(self, total: usize, pointed_at: bool) -> bool {
        let valid = (self.valid + self.alike) * 100 >= total * VALID;
        valid && (pointed_at || (self.mobile + self.alike) * 100 >= total * MOBILE)
    }

    /// Whether the country is offered: one that the sheet points at is if the numbers are as long as there.
    fn may_be(self, total: usize, pointed_at: bool) -> bool {
        self.fits(total, pointed_at) || (pointed_at && self.possible * 100 >= total * VALID)
    }

    /// Whether the numbering plan itself says so.
    fn is_known(self, total: usize) -> bool {
        let mobile = self.mobile * 100 >= total * MOBILE;
        self.valid * 100 >= total * VALID && mobile
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn of(numbers: &[&str], survey: &Survey) -> Countries {
        countries(numbers.iter().copied(), survey)
    }

    #[test]
    fn a_handful_of_numbers_alone_is_not_sure() {
        let found = of(&["0501234567", "0541234567"], &Survey::default());
        assert_eq!(found.fitting[0], "IL");
        assert!(found.fitting.contains(&"SA".to_owned()), "{found:?}");
        assert_eq!(found.sure, None);
    }

    #[test]
    fn what_else_the_sheet_holds_decides() {
        let numbers = ["0501234567", "0541234567"];
        let hebrew = Survey {
            hebrew: 10,
            ..Survey::default()
        };
        assert!(of(&numbers, &hebrew).sure.unwrap().contains("Hebrew"));
        let saudi = Survey {
            countries: [("SA".to_owned(), 5)].into(),
            ..Survey::default()
        };
        let found = of(&numbers, &saudi);
        assert_eq!(found.fitting[0], "SA");
        assert!(found.sure.is_some());
        let mixed = Survey {
            hebrew: 5,
            countries: [("SA".to_owned(), 4)].into(),
            ..Survey::default()
        };
        assert_eq!(of(&numbers, &mixed).sure, None);
    }

    #[test]
    fn a_country_that_the_sheet_points_at_is_offered_first_though_its_plan_does_not_know_the_numbers()
     {
        let french = Survey {
            countries: [("FR".to_owned(), 3)].into(),
            ..Survey::default()
        };
        let found = of(&["0612345678", "0712345679"], &french);
        assert_eq!((found.fitting[0].as_str(), found.sure), ("FR", None));
    }

    #[test]
    fn many_numbers_that_fit_one_country_only_are_sure() {
        // 053 is a mobile prefix in Israel and not in the Emirates, 052 not in Saudi Arabia.
        let numbers: Vec<String> = (0..20)
            .map(|n| format!("05{}{}", n % 5, 2_345_671 + n * 1111))
            .collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let found = of(&numbers, &Survey::default());
        assert_eq!(found.fitting[0], "IL");
        assert!(found.sure.is_some());
    }

    #[test]
    fn numbers_that_fit_nowhere_say_nothing() {
        assert_eq!(
            of(&["123", "9999999"], &Survey::default()).fitting,
            Vec::<String>::new()
        );
        assert_eq!(of(&[], &Survey::default()), Countries::default());
    }
}
