//! What a number format makes of a number: a moment, a number of a fixed number of digits, or neither.

use super::moment::Shown;

/// Longest format that is understood, in bytes; Excel has 255 characters.
const MAX_CODE: usize = 1_024;

/// A number format, as far as the text of a cell depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Format {
    /// The number is written plainly.
    #[default]
    Plain,
    /// The number counts days.
    Moment(Shown),
    /// The number is shown with leading zeros and signs, as postal codes and phone numbers are.
    Digits(Box<[Mark]>),
}

/// A place of a [`Format::Digits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A digit, zero if the number has none left.
    Digit,
    /// A sign that is always there.
    Sign(char),
}

impl Format {
    /// The format that programs know by this number, without a code of its own in the file.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Self::Moment(Shown::Date),
            18..=21 | 32..=35 | 45 | 47 => Self::Moment(Shown::Time),
            // In Chinese these two are times, in Japanese dates: what the number holds decides.
            22 => Self::Moment(Shown::Both),
            55 | 56 => Self::Moment(Shown::Date),
            46 => Self::Moment(Shown::Elapsed),
            _ => Self::Plain,
        }
    }

    /// The format of this code, as in `[$-409]d/m/yyyy h:mm;@`. Positive numbers are shown by its first section.
    pub(super) fn of(code: &str) -> Self {
        if code.len() > MAX_CODE || code.eq_ignore_ascii_case("general") {
            return Self::Plain;
        }
        let section = Section::of(code);
        section
            .moment()
            .or_else(|| section.digits())
            .unwrap_or_default()
    }

    /// Replaces the number behind `start` by what the format shows, if that adds zeros and signs to it.
    pub(super) fn apply(&self, start: usize, out: &mut String) {
        if let Self::Digits(marks) = self {
            let digits = out.split_off(start);
            if digits.bytes().all(|byte| byte.is_ascii_digit()) {
                Self::pad(marks, &digits, out);
            } else {
                out.push_str(&digits);
            }
        }
    }

    fn pad(marks: &[Mark], digits: &str, out: &mut String) {
        let places = marks.iter().filter(|mark| **mark == Mark::Digit).count();
        // Digits beyond the places stand before the first of them.
        let surplus = digits.len().saturating_sub(places);
        let missing = places.saturating_sub(digits.len());
        let (before, rest) = digits.split_at_checked(surplus).unwrap_or(("", digits));
        let mut rest = std::iter::repeat_n('0', missing).chain(rest.chars());
        let mut before = Some(before);
        for mark in marks {
            match mark {
                Mark::Sign(sign) => out.push(*sign),
                Mark::Digit => {
                    out.push_str(before.take().unwrap_or_default());
                    out.extend(rest.next());
                }
            }
        }
    }
}

/// The first section of a code, taken apart.
#[derive(Default)]
struct Section {
    date: bool,
    time: bool,
    month_or_minute: bool,
    elapsed: bool,
    /// Whether it has something that only numbers have: `#`, `?`, a percent sign, an exponent, thousands.
    number: bool,
    /// Zeros and signs, unless something else is shown.
    marks: Option<Vec<Mark>>,
}

impl Section {
    fn of(code: &str) -> Self {
        let mut section = Self {
            marks: Some(Vec::new()),
            ..Self::default()
        };
        let mut chars = code.chars().peekable();
        while let Some(char) = chars.next() {
            match char {
                ';' => break,
                '"' => {
                    for literal in chars.by_ref().take_while(|char| *char != '"') {
                        section.literal(literal);
                    }
                }
                '\\' => {
                    if let Some(literal) = chars.next() {
                        section.literal(literal);
                    }
                }
                // The width of a character, and a character that fills the cell.
                '_' | '*' => {
                    chars.next();
                    section.marks = None;
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|char| *char != ']').collect();
                    section.bracket(&inside);
                }
                'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => section.number = true,
                other => section.sign(other),
            }
        }
        section
    }

    fn bracket(&mut self, inside: &str) {
        let lower = inside.to_ascii_lowercase();
        let is_unit = |unit: char| !lower.is_empty() && lower.chars().all(|char| char == unit);
        if ['h', 'm', 's'].into_iter().any(is_unit) {
            self.elapsed = true;
        } else if lower.starts_with('$') && !lower.starts_with("$-") {
            self.marks = None;
        }
    }

    fn sign(&mut self, sign: char) {
        match sign.to_ascii_lowercase() {
            'y' | 'd' | 'e' | 'g' | 'b' => self.date = true,
            'h' | 's' => self.time = true,
            'm' => self.month_or_minute = true,
            '#' | '?' | '%' | ',' => self.number = true,
            '0' => {
                if let Some(marks) = &mut self.marks {
                    marks.push(Mark::Digit);
                }
                return;
            }
            '-' | '+' | '(' | ')' | ' ' | '/' => {
                self.literal(sign);
                return;
            }
            _ => {}
        }
        if sign == '#' && self.has_digit() {
            // Behind a zero, every place is shown.
            self.number = false;
            if let Some(marks) = &mut self.marks {
                marks.push(Mark::Digit);
            }
        } else {
            self.marks = None;
        }
    }

    fn literal(&mut self, literal: char) {
        match &mut self.marks {
            Some(marks) if matches!(literal, '-' | '+' | '(' | ')' | ' ' | '/' | '0'..='9') => {
                marks.push(Mark::Sign(literal));
            }
            marks => *marks = None,
        }
    }

    fn has_digit(&self) -> bool {
        let marks = self.marks.as_deref().unwrap_or_default();
        marks.contains(&Mark::Digit)
    }

    fn moment(&self) -> Option<Format> {
        if self.number {
            return None;
        }
        if self.elapsed {
            return Some(Format::Moment(Shown::Elapsed));
        }
        // An m is a minute beside hours or seconds, unless there are days or years, where there are both.
        match (self.date, self.time, self.month_or_minute) {
            (true, true, _) => Some(Format::Moment(Shown::Both)),
            (true, false, _) | (false, false, true) => Some(Format::Moment(Shown::Date)),
            (false, true, _) => Some(Format::Moment(Shown::Time)),
            (false, false, false) => None,
        }
    }

    fn digits(self) -> Option<Format> {
        let marks = self.marks.filter(|_| !self.number)?;
        let places = marks.iter().filter(|mark| **mark == Mark::Digit).count();
        // One zero alone is how whole numbers are shown.
        (places > 1 || (places == 1 && marks.len() > 1)).then(|| Format::Digits(marks.into()))
    }
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
