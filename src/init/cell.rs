//! What one cell looks like.

use rlibphonenumber::PHONE_NUMBER_UTIL;

use crate::sheet::is_invisible;

/// Digits of a phone number: fewer are an extension or a short code, more than ITU-T E.164 allows are something else.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Longest cell, in bytes, that may be an address or a number: what is longer is text.
const MAX_SHORT: usize = 254;

/// Longest cell, in bytes, that may be an id: a key has at most 50 characters.
const MAX_CODE: usize = 50;

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// An e-mail address.
    Email,
    /// A phone number with its country code.
    Phone,
    /// A phone number without one, as people of its country write it.
    NationalPhone,
    /// A day, perhaps with a time.
    Date,
    /// Digits and no more.
    Digits,
    /// An amount or another number that is not all digits.
    Number,
    /// Letters and digits without a blank between them, as ids are.
    Code,
    /// So many words of letters alone.
    Words(usize),
    /// Anything else.
    Text,
}

/// The look of a cell that is not blank, without blanks at its ends.
pub(super) fn look(text: &str) -> Look {
    if text.len() > MAX_SHORT {
        return Look::Text;
    }
    if is_email(text) {
        return Look::Email;
    }
    let digits = digits(text);
    if !digits.is_empty() && text.chars().all(is_number_writing) {
        return numeric(text, &digits);
    }
    let words = text.split_whitespace().count();
    let is_word = |c: char| c.is_alphabetic() || is_mark(c) || c.is_whitespace() || is_invisible(c);
    if text.chars().all(|c| is_word(c) || "'’-.״׳\"".contains(c)) {
        Look::Words(words)
    } else if words == 1 && !digits.is_empty() && text.len() <= MAX_CODE {
        Look::Code
    } else {
        Look::Text
    }
}

/// The digits of a text as ASCII, those of other scripts of the field included.
pub(super) fn digits(text: &str) -> String {
    const ZEROS: [u32; 4] = [0x30, 0x660, 0x6F0, 0xFF10];
    let digit = |c: char| {
        ZEROS.iter().find_map(|zero| {
            let value = u32::from(c)
                .checked_sub(*zero)
                .filter(|value| *value < 10)?;
            char::from_digit(value, 10)
        })
    };
    text.chars().filter_map(digit).collect()
}

fn numeric(text: &str, digits: &str) -> Look {
    if is_date(text) {
        return Look::Date;
    }
    let bare = text.chars().all(|c| !"+-.()/: ,\u{A0}".contains(c));
    let punctuated = text.contains([' ', '-', '(', '\u{A0}']) && !text.starts_with('-');
    let signed = text.trim_start_matches(is_invisible).starts_with('+');
    let phone = PHONE_DIGITS.contains(&digits.len()) && !text.contains([',', ':']);
    match () {
        () if phone && (signed || digits.starts_with("00")) => Look::Phone,
        () if phone && digits.starts_with('0') && digits.len() > 8 => Look::NationalPhone,
        () if phone && digits.len() > 9 && is_international(digits) => Look::Phone,
        () if phone && punctuated && digits.len() > 8 => Look::NationalPhone,
        () if bare => Look::Digits,
        () => Look::Number,
    }
}

/// Whether these digits are a number with its country code, of which the plus is missing. Ten digits are not: they
/// are as likely a number of North America.
fn is_international(digits: &str) -> bool {
    digits.len() > 10
        && PHONE_NUMBER_UTIL
            .parse(format!("+{digits}"), None)
            .is_ok_and(|number| number.is_valid())
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.contains('@')
            && !text.contains(char::is_whitespace)
    })
}

fn is_number_writing(c: char) -> bool {
    "+-.,()/: \u{A0}\u{2011}".contains(c)
        || is_invisible(c)
        || !digits(c.encode_utf8(&mut [0; 4])).is_empty()
}

/// Three numbers with one separator between them, a year among them or not, a time behind them or not.
fn is_date(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    ['-', '/', '.'].iter().any(|separator| {
        let parts: Vec<&str> = day.split(*separator).collect();
        let short = |part: &&str| {
            (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n))
        };
        let year =
            |part: &str| matches!(part.len(), 2 | 4) && part.chars().all(|c| c.is_ascii_digit());
        match parts.as_slice() {
            [one, other, last] => {
                (short(one) && short(other) && year(last))
                    || (one.len() == 4 && year(one) && short(other) && short(last))
            }
            _ => false,
        }
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_by_their_look() {
        for (text, expected) in [
            ("dana@example.com", Look::Email),
            ("dana at example.com", Look::Words(3)),
            ("+972-50-123-4567", Look::Phone),
            ("00972 50 1234567", Look::Phone),
            ("972502345678", Look::Phone),
            ("\u{200E}+972501234567", Look::Phone),
            ("050-1234567", Look::NationalPhone),
            ("0501234567", Look::NationalPhone),
            ("٠٥٠١٢٣٤٥٦٧", Look::NationalPhone),
            ("(212) 555-0143", Look::NationalPhone),
            ("501234567", Look::Digits),
            ("10023", Look::Digits),
            ("12.50", Look::Number),
            ("-3", Look::Number),
            ("1,250.00", Look::Number),
            ("192.168.10.12", Look::Number),
            ("2026-03-14", Look::Date),
            ("14/3/2026", Look::Date),
            ("14.03.26 09:30", Look::Date),
            ("2026-03-14 09:30:00", Look::Date),
            ("L-104233", Look::Code),
            ("JX867641", Look::Code),
            ("נועה כהן", Look::Words(2)),
            ("Jean-Luc d’Or", Look::Words(2)),
            ("68 Colorado Way", Look::Text),
            ("a, b", Look::Text),
        ] {
            assert_eq!(look(text), expected, "{text}");
        }
        assert_eq!(look(&"a".repeat(300)), Look::Text);
    }
}
