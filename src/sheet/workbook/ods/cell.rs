//! What the text of one cell of OpenDocument is.

use super::super::error::WorkbookError;
use super::super::moment;
use super::super::number;
use super::super::xlsx::{NEVER_CALCULATED, NO_DATE, known_error};
use super::super::xml::{Node, Tag, Xml};
use super::paragraph;

/// What is said of an error that the program counts instead of naming it.
const NUMBERED_ERROR: &str = "holds the error of a formula (Err:…)";

/// What is said of an error whose name is not known.
const ANY_ERROR: &str = "holds the error of a formula";

/// What is said of a number that is none.
const NO_NUMBER: &str = "is marked as a number and holds none";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// Nothing is said: the cell is blank, or holds what its paragraphs show.
    #[default]
    Unsaid,
    Number,
    Date,
    Time,
    Bool,
    Text,
}

/// A cell as it stands in the file. Its memory is used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Cell {
    kind: Kind,
    formula: bool,
    error: bool,
    value: String,
    stated: Option<String>,
    text: String,
    paragraphs: usize,
    /// How many columns the cell stands for.
    pub(super) repeated: usize,
    /// How many columns it is shown across.
    pub(super) columns: usize,
    /// How many rows it is shown across.
    pub(super) rows: u64,
}

impl Cell {
    /// Begins the cell of this tag.
    pub(super) fn begin(&mut self, tag: &Tag<'_>) -> Result<(), String> {
        (self.kind, self.formula, self.error) = (Kind::Unsaid, false, false);
        (self.repeated, self.columns, self.rows) = (1, 1, 1);
        (self.stated, self.paragraphs) = (None, 0);
        self.value.clear();
        self.text.clear();
        let (mut odd, mut has_text, mut truth) = (None, false, None);
        tag.each(|name, value| match name {
            "value-type" => match value {
                // An extension of LibreOffice that stands beside the type.
                "error" => self.error = true,
                "float" | "percentage" | "currency" => self.kind = Kind::Number,
                "date" => self.kind = Kind::Date,
                "time" => self.kind = Kind::Time,
                "boolean" => self.kind = Kind::Bool,
                "string" => self.kind = Kind::Text,
                "void" => {}
                other => odd = Some(format!("a cell is of the unknown type {other:?}")),
            },
            "value" | "date-value" | "time-value" | "boolean-value" => {
                self.value.clear();
                self.value.push_str(value);
            }
            "string-value" => has_text = true,
            "formula" => {
                self.formula = true;
                truth = truth.or_else(|| truth_of(value));
            }
            "number-columns-repeated" => match value.parse::<usize>() {
                Ok(count) => self.repeated = count.max(1),
                Err(_) => odd = Some(format!("a cell is repeated {value:?} times")),
            },
            "number-columns-spanned" => self.columns = value.parse().unwrap_or(1),
            "number-rows-spanned" => self.rows = value.parse().unwrap_or(1),
            _ => {}
        })?;
        if has_text {
            self.stated = tag.attribute("string-value")?;
        }
        if let Some(truth) = truth {
            (self.kind, self.formula) = (Kind::Bool, false);
            self.value.clear();
            self.value.push_str(truth);
        }
        odd.map_or(Ok(()), Err)
    }

    /// Reads what is in the cell: its paragraphs, and neither notes nor drawings.
    pub(super) fn read(&mut self, xml: &mut Xml) -> Result<(), WorkbookError> {
        let outside = xml.depth().saturating_sub(1);
        while xml.depth() > outside {
            if let Node::Open(tag) = xml.next()? {
                if tag.name() != "p" {
                    xml.skip()?;
                    continue;
                }
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                paragraph::read(xml, &mut self.text)?;
            }
        }
        Ok(())
    }

    /// Whether nothing is to be said of the cell, with this fault of it.
    pub(super) fn is_blank(&self, fault: Option<&'static str>) -> bool {
        let nothing = self.text.is_empty() && self.value.is_empty();
        fault.is_none() && nothing && self.stated.as_ref().is_none_or(String::is_empty)
    }

    /// Appends the cell's text.
    pub(super) fn write(&self, out: &mut String) -> Option<&'static str> {
        let shown = self.text.as_str();
        if self.error || (self.formula && is_error(shown)) {
            out.push_str(shown);
            let numbered = shown.starts_with("Err:").then_some(NUMBERED_ERROR);
            return Some(known_error(shown).or(numbered).unwrap_or(ANY_ERROR));
        }
        match self.kind {
            Kind::Unsaid | Kind::Text => {
                let stated = self.stated.as_deref().filter(|_| self.paragraphs == 0);
                out.push_str(stated.unwrap_or(shown));
                let unsaid = self.kind == Kind::Unsaid && self.paragraphs == 0;
                (unsaid && self.formula).then_some(NEVER_CALCULATED)
            }
            Kind::Number => {
                let start = out.len();
                let Some(fault) = number::write(&self.value, out) else {
                    return self.refuse(NO_NUMBER, out);
                };
                if is_padded(shown, out.get(start..).unwrap_or_default()) {
                    out.truncate(start);
                    out.push_str(shown);
                }
                fault
            }
            Kind::Date if moment::write_iso(&self.value, out) => None,
            Kind::Time if moment::write_duration(&self.value, out) => None,
            Kind::Date | Kind::Time => self.refuse(NO_DATE, out),
            Kind::Bool => {
                let truth = match self.value.as_str() {
                    "true" => "TRUE",
                    "false" => "FALSE",
                    _ => shown,
                };
                out.push_str(truth);
                None
            }
        }
    }

    /// Appends what there is of a value that is not what it is said to be.
    fn refuse(&self, what: &'static str, out: &mut String) -> Option<&'static str> {
        let there = if self.value.is_empty() {
            &self.text
        } else {
            &self.value
        };
        out.push_str(there);
        let missing = self.formula && there.is_empty();
        Some(if missing { NEVER_CALCULATED } else { what })
    }
}

/// The truth value that a formula is. LibreOffice writes those of Excel's workbooks so, as the numbers 1 and 0.
fn truth_of(formula: &str) -> Option<&'static str> {
    match formula {
        "of:=TRUE()" => Some("true"),
        "of:=FALSE()" => Some("false"),
        _ => None,
    }
}

fn is_error(shown: &str) -> bool {
    shown.starts_with("Err:") || known_error(shown).is_some()
}

/// Whether a cell shows its number's `digits` with zeros or a plus sign before them, as postal codes and phone
/// numbers are, so that what it shows is what is meant.
fn is_padded(shown: &str, digits: &str) -> bool {
    let is_sign = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'(' | b')' | b' ' | b'/');
    if !shown.bytes().all(is_sign) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut shown_digits = shown.bytes().filter(u8::is_ascii_digit).peekable();
    let is_long = shown.starts_with('+') || shown_digits.peek() == Some(&b'0');
    let significant = shown_digits.skip_while(|digit| *digit == b'0');
    is_long && significant.eq(digits.bytes().skip_while(|digit| *digit == b'0'))
}

#[cfg(test)]
mod tests {
    use super::is_padded;

    #[test]
    fn numbers_with_leading_zeros_or_a_plus_are_what_they_show() {
        for (shown, digits, padded) in [
            ("00501", "501", true),
            ("050-1234567", "501234567", true),
            ("+972501234567", "972501234567", true),
            ("5 000", "5000", false),
            ("5,000", "5000", false),
            ("0.50", "0.5", false),
            ("00502", "501", false),
            ("12/03/2026", "46093", false),
            ("", "", false),
        ] {
            assert_eq!(is_padded(shown, digits), padded, "{shown}");
        }
    }
}
