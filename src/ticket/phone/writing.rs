//! How a number is written in a cell: which signs are writing, and which digits they stand between.

use std::borrow::Cow;

use super::fault::PhoneFault;
use super::several;
use crate::sheet::is_invisible;

/// The digits of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// ASCII digits, without the prefix that stands for a plus.
    pub(super) digits: String,
    /// Whether the country code is written: by a plus, by 00, or by a link that has no other form.
    pub(super) plus: bool,
    /// Whether something else than a number stood around it.
    pub(super) unwrapped: bool,
}

/// Links that take nothing but full international digits.
const LINKS: [&str; 3] = [
    "wa.me/",
    "api.whatsapp.com/send?phone=",
    "api.whatsapp.com/send/?phone=",
];

/// Schemes before a number.
const SCHEMES: [&str; 5] = ["tel:", "sms:", "callto:", "whatsapp:", "phone:"];

/// Most layers of writing around a number, such as a quoted `tel:`; what has more is no number.
const LAYERS: usize = 4;

/// Digits before a decimal point: a shorter number with `.0` behind it may be written with dots.
const FLOAT_DIGITS: usize = 8;

/// Reads the digits.
///
/// # Errors
/// The fault of a text that is not the writing of one number.
pub(super) fn read(text: &str) -> Result<Written, PhoneFault> {
    if text.bytes().all(is_plain) {
        return from_digits(text, false, false);
    }
    let text = ascii_digits(text);
    let (inner, unwrapped, linked) = unwrap(&text);
    if is_scientific(inner) {
        return Err(PhoneFault::Scientific);
    }
    if inner.contains(['@', '\u{FF20}']) {
        return Err(PhoneFault::Address);
    }
    if let Some(fault) = several::fault(inner) {
        return Err(fault);
    }
    let (inner, float) = without_fraction(inner)?;
    from_digits(inner, unwrapped || float, linked)
}

/// Whether a byte needs no look at what stands around it.
pub(super) fn is_plain(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b' ' | b'(' | b')')
}

fn from_digits(text: &str, unwrapped: bool, linked: bool) -> Result<Written, PhoneFault> {
    let (digits, plus) = digits(text)?;
    let mut written = Written {
        digits,
        plus: plus || linked,
        unwrapped: unwrapped || linked,
    };
    // 00 is the international prefix nearly everywhere, and no country code starts with 0.
    if !written.plus && written.digits.starts_with("00") {
        written.digits.drain(..2);
        written.plus = true;
    }
    if written.digits.is_empty() {
        return Err(PhoneFault::Empty);
    }
    Ok(written)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// The text with the decimal digits of other scripts as ASCII ones.
fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| !c.is_ascii() && decimal(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| decimal(c).unwrap_or(c)).collect())
}

/// What stands inside of quotes, schemes and links; whether there was one, and whether it was a link.
fn unwrap(text: &str) -> (&str, bool, bool) {
    let mut inner = trimmed(text);
    let (mut unwrapped, mut linked) = (false, false);
    for _ in 0..LAYERS {
        let next = if let Some(number) = link(inner) {
            linked = true;
            number
        } else if let Some(rest) = SCHEMES.iter().find_map(|scheme| after(inner, scheme)) {
            rest.strip_prefix("//").unwrap_or(rest)
        } else if let Some(rest) = quoted(inner) {
            rest
        } else {
            break;
        };
        inner = trimmed(next);
        unwrapped = true;
    }
    (inner, unwrapped, linked)
}

/// `="…"`, `"…"`, `'…'`, and the lone `'` by which Excel marks a text.
fn quoted(text: &str) -> Option<&str> {
    let text = text.strip_prefix('=').unwrap_or(text);
    let between = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    between('"')
        .or_else(|| between('\''))
        .or_else(|| text.strip_prefix('\''))
}

/// The number of a link, where nothing but a number is in it. What a link says behind it (`?text=…`) is a
/// message, not a part of the number.
fn link(text: &str) -> Option<&str> {
    let text = after(text, "https://")
        .or_else(|| after(text, "http://"))
        .unwrap_or(text);
    let text = after(text, "www.").unwrap_or(text);
    let number = LINKS.iter().find_map(|link| after(text, link))?;
    let end = number.find(['?', '&', '/', '#']).unwrap_or(number.len());
    let number = number.get(..end)?;
    let number = number
        .strip_prefix('+')
        .or_else(|| after(number, "%2B"))
        .unwrap_or(number);
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// The text behind a prefix, whatever its letter case.
fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))
        .flatten()
}

/// `972501234567.0` without `.0`, which a program wrote that took the number for one to reckon with.
fn without_fraction(text: &str) -> Result<(&str, bool), PhoneFault> {
    let Some((whole, fraction)) = text.split_once('.') else {
        return Ok((text, false));
    };
    let reckoned = whole.len() >= FLOAT_DIGITS
        && whole.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=2).contains(&fraction.len());
    if !reckoned {
        return Ok((text, false));
    }
    if fraction.bytes().all(|byte| byte == b'0') {
        Ok((whole, true))
    } else {
        Err(PhoneFault::NotANumber)
    }
}

/// The digits among the signs that numbers are written with, and whether a plus stands before (or, where
/// right-to-left typing has moved it, behind) them.
fn digits(text: &str) -> Result<(String, bool), PhoneFault> {
    // A number that a formula has subtracted from nothing.
    let mut first = text.chars();
    if matches!(first.next(), Some('-' | '\u{2212}'))
        && first.next().is_some_and(|c| c.is_ascii_digit())
    {
        return Err(PhoneFault::NotANumber);
    }
    let mut digits = String::with_capacity(text.len());
    let mut plus = false;
    let mut ended = false;
    for c in text.chars() {
        match c {
            '+' | '\u{FF0B}' if !plus => {
                plus = true;
                ended = !digits.is_empty();
            }
            c if c.is_ascii_digit() && !ended => digits.push(c),
            '-' | '.' | '(' | ')' | '/' => {}
            // Hebrew maqaf, hyphens and dashes of word processors, the minus sign, full-width forms.
            '\u{5BE}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            '\u{FF08}' | '\u{FF09}' | '\u{FF0D}' | '\u{FF0E}' => {}
            '\u{AD}' => {}
            c if is_invisible(c) || (c.is_whitespace() && !matches!(c, '\n' | '\r')) => {}
            _ => return Err(PhoneFault::NotANumber),
        }
    }
    Ok((digits, plus))
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
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{66B}' | ' '))
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
}
