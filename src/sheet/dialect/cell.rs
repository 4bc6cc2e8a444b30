//! What a cell looks like: the cells of the right reading are numbers, dates, addresses and words, those
//! of a wrong one are pieces of them.

/// The look of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing but blanks.
    Blank,
    /// A number, an amount, a share, with decimal comma or point.
    Number,
    /// A date, a time, or both.
    Date,
    /// A phone number that is not a plain number.
    Phone,
    /// An e-mail address.
    Mail,
    /// An address of the web.
    Url,
    /// Words, a name, an identifier.
    Words,
    /// Words with punctuation as in a sentence.
    Prose,
    /// Something with a delimiter between two characters, as two cells in one are.
    Torn,
}

/// Bytes that separate cells and hardly ever stand between two other characters of a text.
const DELIMITERS: &[u8] = b",;\t|^~";

/// Most bytes of a cell that are looked at; its start tells enough.
const MOST: usize = 200;

impl Look {
    /// Of a cell without quotes around it.
    pub(super) fn of(cell: &[u8]) -> Self {
        let cell = cell.get(..MOST).unwrap_or(cell).trim_ascii();
        if cell.is_empty() {
            return Self::Blank;
        }
        if is_number(cell) {
            return Self::Number;
        }
        if is_date(cell) {
            return Self::Date;
        }
        if is_phone(cell) {
            return Self::Phone;
        }
        if is_mail(cell) {
            return Self::Mail;
        }
        if cell.starts_with(b"http://")
            || cell.starts_with(b"https://")
            || cell.starts_with(b"www.")
        {
            let torn = cell
                .iter()
                .any(|byte| matches!(byte, b';' | b'\t' | b'|' | b'^' | b' '));
            return if torn { Self::Torn } else { Self::Url };
        }
        words(cell)
    }

    /// How much such a cell speaks for the reading, of 100.
    pub(super) fn weight(self) -> u32 {
        match self {
            Self::Number | Self::Date | Self::Phone | Self::Mail | Self::Url => 100,
            Self::Words | Self::Blank => 90,
            Self::Prose => 70,
            Self::Torn => 10,
        }
    }

    /// Whether it is one thing that nobody writes as several cells.
    pub(super) fn is_whole(self) -> bool {
        matches!(
            self,
            Self::Number | Self::Date | Self::Phone | Self::Mail | Self::Url
        )
    }
}

fn words(cell: &[u8]) -> Look {
    let mut prose = false;
    for (at, byte) in cell.iter().enumerate() {
        if !DELIMITERS.contains(byte) {
            prose |= matches!(byte, b'"' | b'!' | b'?');
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| cell.get(before));
        let after = cell.get(at + 1);
        let sentence = matches!(byte, b',' | b';') && matches!(after, Some(b' ') | None);
        let grouped = *byte == b','
            && before.is_some_and(u8::is_ascii_digit)
            && after.is_some_and(u8::is_ascii_digit);
        if !sentence && !grouped || before.is_none() {
            return Look::Torn;
        }
        prose = true;
    }
    if prose { Look::Prose } else { Look::Words }
}

/// Digits with a sign, a currency, groups, a decimal comma or point, a percent sign or an exponent.
fn is_number(cell: &[u8]) -> bool {
    let text = std::str::from_utf8(cell).unwrap_or_default();
    let text = text.trim_matches(|c: char| {
        matches!(
            c,
            '€' | '$' | '£' | '₪' | '%' | '+' | '-' | ' ' | '\u{a0}' | '(' | ')'
        )
    });
    let text = text
        .trim_end_matches("EUR")
        .trim_end_matches("ILS")
        .trim_end_matches("USD")
        .trim();
    let bytes = text.as_bytes();
    let (mut digits, mut marks, mut before) = (0, 0, b' ');
    for &byte in bytes {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' | b',' | b'\'' if before.is_ascii_digit() || digits == 0 => marks += 1,
            b' ' if before.is_ascii_digit() => marks += 1,
            b'e' | b'E' if before.is_ascii_digit() && digits > 0 => {}
            b'+' | b'-' if matches!(before, b'e' | b'E') => {}
            _ => return false,
        }
        before = byte;
    }
    let groups = bytes.split(|byte| matches!(byte, b'.' | b',' | b' ' | b'\''));
    let inner = groups.clone().count().saturating_sub(2);
    let grouped = groups.skip(1).take(inner).all(|group| group.len() == 3);
    let blank_groups = bytes
        .split(|byte| *byte == b' ')
        .skip(1)
        .all(|group| group.len() >= 3);
    digits > 0 && marks <= digits && grouped && blank_groups
}

/// Three groups of digits with `-`, `/` or `.` between them, a time, or one behind the other.
fn is_date(cell: &[u8]) -> bool {
    let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
    if !(3..=20).contains(&digits) {
        return false;
    }
    let mut parts = cell.splitn(2, |byte| matches!(byte, b' ' | b'T'));
    let (Some(first), second) = (parts.next(), parts.next()) else {
        return false;
    };
    match second {
        None => is_day(first) || is_time(first),
        Some(second) => is_day(first) && is_time(second),
    }
}

fn is_day(text: &[u8]) -> bool {
    [b'-', b'/', b'.'].into_iter().any(|mark| {
        let mut groups = 0;
        let sound = text.split(|byte| *byte == mark).all(|group| {
            groups += 1;
            (1..=4).contains(&group.len()) && group.iter().all(u8::is_ascii_digit)
        });
        sound && groups == 3
    })
}

fn is_time(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let upper = text.to_ascii_uppercase();
    let text = upper.strip_suffix(b"Z").unwrap_or(&upper);
    let text = text
        .strip_suffix(b"AM")
        .or(text.strip_suffix(b"PM"))
        .unwrap_or(text)
        .trim_ascii();
    let text = text
        .split(|byte| matches!(byte, b'+' | b'.' | b'-'))
        .next()
        .unwrap_or(text);
    let mut groups = 0;
    let sound = text.split(|byte| *byte == b':').all(|group| {
        groups += 1;
        (1..=2).contains(&group.len()) && group.iter().all(u8::is_ascii_digit)
    });
    sound && (2..=3).contains(&groups)
}

fn is_phone(cell: &[u8]) -> bool {
    let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
    (7..=15).contains(&digits)
        && matches!(cell.first(), Some(b'+' | b'0'..=b'9' | b'('))
        && cell.iter().all(|byte| {
            byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b' ' | b'(' | b')' | b'.' | b'/')
        })
}

fn is_mail(cell: &[u8]) -> bool {
    let mut parts = cell.split(|byte| *byte == b'@');
    let (Some(name), Some(host), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let sound = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+') || *byte >= 0x80
    };
    !name.is_empty() && host.contains(&b'.') && name.iter().all(sound) && host.iter().all(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_are() {
        for (cell, look) in [
            ("", Look::Blank),
            ("  ", Look::Blank),
            ("12", Look::Number),
            ("-1.234,56", Look::Number),
            ("1,5", Look::Number),
            ("₪ 1,200.50", Look::Number),
            ("12 %", Look::Number),
            ("9.72501E+11", Look::Number),
            ("2024-05-01", Look::Date),
            ("1.5.2024 12:30", Look::Date),
            ("2024-05-01T12:30:00Z", Look::Date),
            ("12:30", Look::Date),
            ("050-1234567", Look::Phone),
            ("+972 50 123 4567", Look::Phone),
            ("dana@example.com", Look::Mail),
            ("https://example.com/a,b?c=d", Look::Url),
            ("Dana Levi", Look::Words),
            ("O'Brien", Look::Words),
            ("Levi, Dana", Look::Prose),
            ("בע\"מ", Look::Prose),
            ("5;2", Look::Torn),
            ("a,b", Look::Torn),
            ("x\ty", Look::Torn),
            ("a@b.c;d@e.f", Look::Torn),
        ] {
            assert_eq!(Look::of(cell.as_bytes()), look, "{cell:?}");
        }
    }
}
