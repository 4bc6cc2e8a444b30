//! What the text of one cell is, from its type, its format and what stands in the file.

use super::super::format::Format;
use super::super::moment::{self, Epoch};
use super::super::number;
use super::strings::{Strings, unescape};
use super::styles::Styles;

/// What is said of a formula without a value, as libraries write them.
pub(in super::super) const NEVER_CALCULATED: &str =
    "holds a formula that was never calculated; open the workbook, let it calculate, and save it";

/// What is said of a formula of the value 0 in a workbook that asks to be calculated before it is shown.
const PROBABLY_NEVER_CALCULATED: &str = "holds a formula that was probably never calculated; open the workbook, let it calculate, and save it";

/// What is said of a number that is none.
const NO_NUMBER: &str = "is marked as a number and holds none";

/// What is said of a date that is none.
pub(in super::super) const NO_DATE: &str = "is marked as a date and holds none";

/// The errors of formulas, and what is said of a cell that holds one. The last one is for the others.
const ERRORS: [(&str, &str); 15] = [
    ("#REF!", "holds the error #REF!"),
    ("#N/A", "holds the error #N/A"),
    ("#VALUE!", "holds the error #VALUE!"),
    ("#NAME?", "holds the error #NAME?"),
    ("#DIV/0!", "holds the error #DIV/0!"),
    ("#NUM!", "holds the error #NUM!"),
    ("#NULL!", "holds the error #NULL!"),
    ("#SPILL!", "holds the error #SPILL!"),
    ("#CALC!", "holds the error #CALC!"),
    ("#GETTING_DATA", "holds the error #GETTING_DATA"),
    ("#FIELD!", "holds the error #FIELD!"),
    ("#BLOCKED!", "holds the error #BLOCKED!"),
    ("#CONNECT!", "holds the error #CONNECT!"),
    ("#UNKNOWN!", "holds the error #UNKNOWN!"),
    ("#BUSY!", "holds the error #BUSY!"),
];

/// What is said of the error that is called `name`.
pub(in super::super) fn error_fault(name: &str) -> &'static str {
    known_error(name).unwrap_or("holds the error of a formula")
}

/// What is said of `text`, if it is the name of an error.
pub(in super::super) fn known_error(text: &str) -> Option<&'static str> {
    let known = ERRORS.iter().find(|(name, _)| *name == text);
    known.map(|(_, what)| *what)
}

/// What a cell says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Date,
}

impl Kind {
    /// The kind of the attribute `t`.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "n" => Self::Number,
            "s" => Self::Shared,
            "inlineStr" => Self::Inline,
            "str" => Self::Text,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => return None,
        })
    }
}

/// A cell as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) kind: Kind,
    /// The number of its style.
    pub(super) style: usize,
    /// Whether it is calculated.
    pub(super) formula: bool,
    /// Its value as it is written.
    pub(super) value: String,
    /// Its text, where it stands in the cell itself.
    pub(super) inline: String,
}

/// What cells refer to.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) strings: Strings,
    pub(super) styles: Styles,
    pub(super) epoch: Epoch,
    /// Whether the workbook asks to be calculated before it is shown, as libraries do that calculate nothing.
    pub(super) uncalculated: bool,
}

impl Context {
    /// Appends the text of `cell`. A fault of the cell, or an error of the whole file.
    pub(super) fn write(
        &self,
        cell: &Cell,
        out: &mut String,
    ) -> Result<Option<&'static str>, String> {
        let raw = cell.value.as_str();
        let value = raw.trim_ascii();
        if !cell.inline.is_empty() {
            out.push_str(&cell.inline);
            return Ok(None);
        }
        if value.is_empty() && cell.kind != Kind::Text {
            return Ok(cell.formula.then_some(NEVER_CALCULATED));
        }
        match cell.kind {
            Kind::Shared => {
                let text = value
                    .parse()
                    .ok()
                    .and_then(|number| self.strings.get(number));
                let Some(text) = text else {
                    return Err(format!(
                        "a cell refers to text {value:?}, which is not there"
                    ));
                };
                out.push_str(text);
                Ok(None)
            }
            Kind::Inline | Kind::Text => {
                let start = out.len();
                out.push_str(raw);
                unescape(out, start);
                Ok(None)
            }
            Kind::Bool => {
                let truth = match value {
                    "1" | "true" => "TRUE",
                    "0" | "false" => "FALSE",
                    other => other,
                };
                out.push_str(truth);
                Ok(None)
            }
            Kind::Error => {
                out.push_str(value);
                Ok(Some(error_fault(value)))
            }
            Kind::Date if moment::write_iso(value, out) => Ok(None),
            Kind::Date => {
                out.push_str(value);
                Ok(Some(NO_DATE))
            }
            Kind::Number => Ok(self.write_number(cell, value, out)),
        }
    }

    fn write_number(&self, cell: &Cell, raw: &str, out: &mut String) -> Option<&'static str> {
        let format = self.styles.format(cell.style);
        let fault = match format {
            Format::Moment(shown) => match number::parse(raw) {
                Some(serial) => moment::write(serial, *shown, self.epoch, out),
                None => return refuse(raw, out),
            },
            Format::Plain | Format::Digits(_) => {
                let start = out.len();
                let Some(fault) = number::write(raw, out) else {
                    return refuse(raw, out);
                };
                format.apply(start, out);
                fault
            }
        };
        if cell.formula && self.uncalculated && raw == "0" {
            return Some(PROBABLY_NEVER_CALCULATED);
        }
        fault
    }
}

fn refuse(raw: &str, out: &mut String) -> Option<&'static str> {
    out.push_str(raw);
    Some(NO_NUMBER)
}
