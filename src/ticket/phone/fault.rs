//! Why a cell is not a number that can be reached.

use std::fmt;
use std::ops::RangeInclusive;

use super::Region;

/// Fewest and most digits of an international number. ITU-T E.164 caps it at 15; the API's careful
/// client takes nothing under 8.
pub(super) const DIGITS: RangeInclusive<usize> = 8..=15;

/// Why a text is not a number that can be reached. The texts name no digit of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// Nothing but blanks and punctuation.
    Empty,
    /// `9.72501E+11`: the program that wrote the sheet has thrown digits away.
    Scientific,
    /// Letters or signs that no number has.
    NotANumber,
    /// An e-mail address.
    Address,
    /// Two numbers with this between them, written as a template writes it.
    Several(&'static str),
    /// A number with the extension of somebody in a house.
    Extension,
    /// `0000000000`, `123456789`: typed to get past a form.
    Placeholder,
    /// Fewer than 8 digits.
    TooShort(usize),
    /// More than 15 digits.
    TooLong(usize),
    /// It starts with 0 and nobody said which country it is in.
    NoCountry,
    /// No country has numbers that begin so and are so long.
    NotInPlan,
    /// It is not a number of the country that was named.
    NotInRegion(Region),
    /// It may be a number of the country that was named, or one of another country.
    Ambiguous(Region),
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
            Self::Address => write!(
                f,
                "is an e-mail address, and this channel takes phone numbers"
            ),
            Self::Several(separator) => write!(
                f,
                "holds two numbers, and one cell takes one; give the second a column of its own, or choose by the split filter: split: \"{separator}\" | first, or | last"
            ),
            Self::Extension => write!(
                f,
                "has an extension, which the channel cannot dial; write the number without it"
            ),
            Self::Placeholder => write!(
                f,
                "is a placeholder and no number: its digits are all the same or simply counted"
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
            Self::NotInPlan => write!(
                f,
                "is not an international phone number: no country has numbers of this beginning and length; write it in full with its country code, or set default_region"
            ),
            Self::NotInRegion(region) => write!(
                f,
                "is not a valid number of {:?}, the default_region, and has no country code",
                region.0
            ),
            Self::Ambiguous(region) => write!(
                f,
                "could be a number of {:?} that lost its 0, or one of another country; write it with + and its country code",
                region.0
            ),
        }
    }
}
