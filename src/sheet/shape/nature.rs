//! What a cell looks like, as far as it tells a column's values from a column's name.

use crate::sheet::raw::trimmed;

/// The nature of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nature {
    /// Nothing, or a word that stands for nothing.
    Blank,
    /// A number, an amount, a date, a time, a phone number: digits with what is written between them.
    Digits,
    /// A word with digits in it: `L-1001`, `field1`, an identifier in hexadecimal.
    Code,
    /// An e-mail address.
    Email,
    /// The address of a page.
    Url,
    /// One of the two words of a yes-or-no column.
    Flag,
    /// Words.
    Text,
}

/// Words that stand for nothing in a column of something else.
const NOTHING: [&str; 12] = [
    "-", "--", "n/a", "na", "null", "none", "nan", "?", ".", "#n/a", "nil", "tbd",
];

/// The two words of columns that say yes or no.
const FLAGS: [&str; 12] = [
    "true", "false", "yes", "no", "y", "n", "ja", "nein", "oui", "non", "כן", "לא",
];

/// Most letters that may stand around the digits of a date or an amount: `14 March 2026`, `12:30 PM`,
/// `EUR 5`.
const LETTERS: usize = 9;

impl Nature {
    /// The nature of a cell.
    pub(super) fn of(cell: &str) -> Self {
        let cell = trimmed(cell);
        if cell.is_empty() {
            return Self::Blank;
        }
        let short = cell.len() <= 8;
        if short && NOTHING.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
            return Self::Blank;
        }
        if short && FLAGS.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
            return Self::Flag;
        }
        let (mut digits, mut letters, mut blanks, mut marks) = (0_usize, 0_usize, 0_usize, 0_usize);
        for c in cell.chars() {
            match c {
                '0'..='9' => digits += 1,
                c if c.is_alphabetic() => letters += 1,
                c if c.is_whitespace() => blanks += 1,
                c if c.is_numeric() => digits += 1,
                _ => marks += 1,
            }
        }
        if letters == 0 {
            return if digits > 0 { Self::Digits } else { Self::Text };
        }
        if is_email(cell) {
            return Self::Email;
        }
        if cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.") {
            return Self::Url;
        }
        match (digits, blanks) {
            (0, _) => Self::Text,
            // A date or an amount has more digits than letters, and begins or ends with a digit.
            _ if digits + marks > letters
                && letters <= LETTERS
                && digits >= 2
                && cell.chars().any(|c| c.is_ascii_digit())
                && !starts_like_code(cell) =>
            {
                Self::Digits
            }
            (_, 0) => Self::Code,
            _ => Self::Text,
        }
    }
}

/// Letters, then digits without a blank between: an identifier and no date.
fn starts_like_code(cell: &str) -> bool {
    cell.starts_with(char::is_alphabetic) && !cell.contains(char::is_whitespace)
}

fn is_email(cell: &str) -> bool {
    match cell.split_once('@') {
        Some((local, domain)) => {
            !local.is_empty() && domain.contains('.') && !cell.contains(char::is_whitespace)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_the_nature_of_what_people_write() {
        use Nature::{Blank, Code, Digits, Email, Flag, Text, Url};
        for (cell, nature) in [
            ("", Blank),
            (" \u{200F}", Blank),
            ("N/A", Blank),
            ("-", Blank),
            ("12", Digits),
            ("-1,234.50", Digits),
            ("₪ 12", Digits),
            ("12 %", Digits),
            ("+972-50-123 4567", Digits),
            ("(202) 555-0101", Digits),
            ("2026-03-14", Digits),
            ("2026-03-14T09:30:00Z", Digits),
            ("14 March 2026", Digits),
            ("12:30 PM", Digits),
            ("٠٥٠", Digits),
            ("L-1001", Code),
            ("field1", Code),
            ("a3f0-77bc", Code),
            ("dana@example.com", Email),
            ("https://example.com/1", Url),
            ("yes", Flag),
            ("לא", Flag),
            ("Name", Text),
            ("Lead ID", Text),
            ("phone 1", Text),
            ("מספר טלפון", Text),
            ("12 Main Street, Springfield", Text),
            ("@", Text),
            ("…", Text),
        ] {
            assert_eq!(Nature::of(cell), nature, "{cell:?}");
        }
    }
}
