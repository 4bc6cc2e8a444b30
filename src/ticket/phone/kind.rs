//! Kinds of numbers, and numbers that need no parsing: country code, first digit and length tell them.
//!
//! A number that is written with its country code loses digits in parsing only where its plan has a prefix for
//! calls within the country (`national_prefix_for_parsing` of libphonenumber's metadata). With a first digit that
//! begins no such prefix it is its own result, and whether its country has numbers like it is remembered.

use std::sync::atomic::{AtomicU8, Ordering};

/// The longest country code, in digits.
const LONGEST_CODE: usize = 3;

/// Country codes, of which no other begins with them.
const CODES: usize = 1000;

/// First digits.
const FIRST: usize = 10;

/// Lengths of national numbers, from 0 to 17.
const LENGTHS: usize = 18;

/// Country codes of one digit and of two; all others have three.
const SHORT_CODES: &[&[u8]] = &[
    &[1, 7],
    &[
        20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55,
        56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
    ],
];

/// Digits beside 0 with which a prefix for calls within the country may begin.
const PREFIXES: [(u16, &[u8]); 18] = [
    (1, b"1"),
    (7, b"8"),
    (44, b"1"),
    (54, b"123"),
    (55, b"9"),
    (61, b"1"),
    (86, b"1"),
    (261, b"2456789"),
    (298, b"1"),
    (352, b"1"),
    (370, b"8"),
    (375, b"8"),
    (378, b"89"),
    (423, b"1"),
    (506, b"1"),
    (672, b"1258"),
    (692, b"1"),
    (993, b"8"),
];

/// What is not known of a kind, what is known to be, and what is known not to be.
const UNKNOWN: u8 = 0;
const THERE: u8 = 1;
const ABSENT: u8 = 2;

/// What is known of kinds. Most of it is never touched, and takes no memory then.
static KNOWN: [AtomicU8; CODES * FIRST * LENGTHS] =
    [const { AtomicU8::new(UNKNOWN) }; CODES * FIRST * LENGTHS];

/// Country code, first digit and length of a national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind(usize);

impl Kind {
    /// The kind of a national number of ASCII digits.
    pub(super) fn of(code: i32, national: &str) -> Option<Self> {
        let code = usize::try_from(code).ok().filter(|code| *code < CODES)?;
        let first = *national.as_bytes().first()?;
        let first = usize::from(first.checked_sub(b'0')?);
        let fits = first < FIRST && national.len() < LENGTHS;
        fits.then_some(Self((code * FIRST + first) * LENGTHS + national.len()))
    }

    /// The kind and the national part of international digits that parsing would leave as they are, if nothing
    /// but their beginning is needed to know that.
    pub(super) fn of_plain(digits: &str) -> Option<(Self, &str)> {
        // No country code begins so, and 043 is not 43.
        if digits.starts_with('0') {
            return None;
        }
        let code = (1..LONGEST_CODE).find_map(|length| {
            let code = digits.get(..length)?.parse::<u8>().ok()?;
            let codes = SHORT_CODES.get(length - 1)?;
            codes.contains(&code).then_some((u16::from(code), length))
        });
        let (code, length) = match code {
            Some(found) => found,
            None => (digits.get(..LONGEST_CODE)?.parse().ok()?, LONGEST_CODE),
        };
        let national = digits.get(length..)?;
        let first = *national.as_bytes().first()?;
        let prefixes = PREFIXES.iter().find(|(known, _)| *known == code);
        let begins_prefix =
            first == b'0' || prefixes.is_some_and(|(_, digits)| digits.contains(&first));
        if begins_prefix {
            return None;
        }
        Some((Self::of(i32::from(code), national)?, national))
    }

    /// Whether its country has numbers of this kind, if that is known.
    pub(super) fn is_there(self) -> Option<bool> {
        match KNOWN.get(self.0)?.load(Ordering::Relaxed) {
            UNKNOWN => None,
            known => Some(known == THERE),
        }
    }

    /// Remembers whether its country has numbers of this kind.
    pub(super) fn remember(self, is_there: bool) {
        if let Some(known) = KNOWN.get(self.0) {
            known.store(if is_there { THERE } else { ABSENT }, Ordering::Relaxed);
        }
    }
}
