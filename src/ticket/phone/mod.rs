//! Phone numbers in the form that the API documents: full international digits, no plus.
//!
//! ```text
//! cell ─▶ writing (what stands around the digits) ─▶ several (two numbers, an extension) ─▶ plan (is it one?)
//! ```
//!
//! Writing is stripped (blanks, dashes, brackets, a plus, direction marks), digits are never invented:
//! a number without its country code is completed only when the user has named the country, and the only
//! digits that ever go are a 0 between country code and number, as the country's own plan has it.

mod fault;
mod kind;
mod plan;
mod several;
mod writing;

use std::borrow::Cow;
use std::str::FromStr;

pub use fault::PhoneFault;

use super::mending;

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

/// A number that can be reached, and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its international digits.
    pub(super) digits: String,
    /// What was done, where anything was; of several things the one that matters most.
    pub(super) what: Option<&'static str>,
}

/// The international digits of `text`.
///
/// # Errors
/// A [`PhoneFault`] when they cannot be told for sure.
pub fn international(text: &str, region: Option<Region>) -> Result<String, PhoneFault> {
    number(text, region).map(|number| number.digits)
}

/// The same, with what was done.
pub(super) fn number(text: &str, region: Option<Region>) -> Result<Number, PhoneFault> {
    let written = writing::read(text)?;
    let typed = written.digits.as_str();
    let found = match region {
        _ if written.plus => plan::abroad(typed)?,
        Some(region) => Cow::Owned(plan::in_region(typed, region)?),
        None if typed.starts_with('0') => return Err(PhoneFault::NoCountry),
        None => plan::abroad(typed)?,
    };
    let other = match found {
        Cow::Owned(digits) if digits != typed => Some(digits),
        _ => None,
    };
    // Digits went or came: what is left has to be a number by itself.
    if let Some(digits) = &other
        && plan::abroad(digits).as_deref() != Ok(digits)
    {
        return Err(PhoneFault::NotInPlan);
    }
    let what = match &other {
        _ if written.unwrapped => Some(mending::UNWRAPPED),
        None => (typed != text).then_some(mending::DIGITS),
        Some(digits) if written.plus || lacks_zeros(digits, typed) => Some(mending::ZERO),
        Some(_) => Some(mending::IN_FULL),
    };
    Ok(Number {
        digits: other.unwrap_or(written.digits),
        what,
    })
}

/// Whether `typed` is `digits` with a 0 more behind the country code.
fn lacks_zeros(digits: &str, typed: &str) -> bool {
    let same = digits
        .bytes()
        .zip(typed.bytes())
        .take_while(|(one, other)| one == other)
        .count();
    let rest = digits.get(same..).unwrap_or_default();
    same > 0 && typed.get(same..).and_then(|more| more.strip_prefix('0')) == Some(rest)
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
