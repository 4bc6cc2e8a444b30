//! How sheets are read: what was typed and what the mapping file says become [`Hints`].

use std::path::PathBuf;

use serde::Deserialize;

use super::{SettingsError, at};
use crate::cli::InputArgs;
use crate::sheet::{HeaderHint, HiddenRows, Hints};
use crate::ticket::Region;

/// `[input]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputSection {
    /// One character between cells.
    pub delimiter: Option<String>,
    /// One character around cells, or `none`.
    pub quote: Option<String>,
    /// The text encoding.
    pub encoding: Option<String>,
    /// The worksheet of a workbook, by name or number.
    pub sheet: Option<String>,
    /// The line of the header, or `none`.
    pub header: Option<LineOrWord>,
    /// What becomes of hidden rows of a workbook.
    pub hidden_rows: Option<HiddenRows>,
    /// The country of phone numbers written without one.
    pub default_region: Option<String>,
    /// As `--strict`.
    pub strict: Option<bool>,
    /// As `--still-for`.
    pub still_for: Option<String>,
    /// As `--archive`.
    pub archive: Option<PathBuf>,
}

/// A line number or a word, as TOML writes them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum LineOrWord {
    /// A line, counted from 1.
    Line(u64),
    /// `none`, `auto`, or a number in quotes.
    Word(String),
}

/// What is known of the sheets before they are opened.
///
/// # Errors
/// [`SettingsError::Value`] for the first part that cannot be meant.
pub(super) fn hints(args: &InputArgs, section: &InputSection) -> Result<Hints, SettingsError> {
    let typed = |flag: &Option<String>, key: &Option<String>, flag_name, key_name| match (flag, key)
    {
        (Some(text), _) => Some((text.clone(), flag_name)),
        (None, Some(text)) => Some((text.clone(), key_name)),
        (None, None) => None,
    };
    let delimiter = typed(
        &args.delimiter,
        &section.delimiter,
        "--delimiter",
        "input.delimiter",
    )
    .map(|(text, place)| delimiter(&text).map_err(at(place)))
    .transpose()?;
    let quote = typed(&args.quote, &section.quote, "--quote", "input.quote")
        .map(|(text, place)| quote(&text).map_err(at(place)))
        .transpose()?;
    let written = section.header.as_ref().map(|header| match header {
        LineOrWord::Line(line) => line.to_string(),
        LineOrWord::Word(word) => word.clone(),
    });
    let header = typed(&args.header, &written, "--header", "input.header")
        .map(|(text, place)| header(&text).map_err(at(place)))
        .transpose()?;
    Ok(Hints {
        delimiter,
        quote,
        encoding: args.encoding.clone().or_else(|| section.encoding.clone()),
        worksheet: args.sheet.clone().or_else(|| section.sheet.clone()),
        header: header.unwrap_or_default(),
        hidden: args.hidden_rows.or(section.hidden_rows).unwrap_or_default(),
    })
}

/// How a sheet is read by what was typed alone, without a mapping file. The country is checked as well.
///
/// # Errors
/// [`SettingsError::Value`] for the first part that cannot be meant.
pub fn typed(args: &InputArgs) -> Result<Hints, SettingsError> {
    let nothing = InputSection::default();
    region(args, &nothing)?;
    hints(args, &nothing)
}

/// The country of phone numbers written without one.
pub(super) fn region(
    args: &InputArgs,
    section: &InputSection,
) -> Result<Option<Region>, SettingsError> {
    let (text, place) = match (&args.default_region, &section.default_region) {
        (Some(text), _) => (text, "--default-region"),
        (None, Some(text)) => (text, "input.default_region"),
        (None, None) => return Ok(None),
    };
    text.parse().map(Some).map_err(at(place))
}

fn delimiter(text: &str) -> Result<u8, String> {
    match (text, text.as_bytes()) {
        ("\\t" | "tab", _) => Ok(b'\t'),
        ("space", _) => Ok(b' '),
        (_, [byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0) => Ok(*byte),
        _ => Err(format!(
            "{text:?} is not one character such as , or ; or \\t"
        )),
    }
}

fn quote(text: &str) -> Result<Option<u8>, String> {
    match (text, text.as_bytes()) {
        ("none", _) => Ok(None),
        (_, [byte]) if byte.is_ascii_punctuation() => Ok(Some(*byte)),
        _ => Err(format!(
            "{text:?} is neither one character such as ' nor none"
        )),
    }
}

fn header(text: &str) -> Result<HeaderHint, String> {
    match (text.trim(), text.trim().parse()) {
        ("auto", _) => Ok(HeaderHint::Found),
        ("none", _) => Ok(HeaderHint::Absent),
        (_, Ok(line)) if line > 0 => Ok(HeaderHint::Line(line)),
        _ => Err(format!(
            "{text:?} is neither a line number from 1 on nor none"
        )),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_typed_beats_what_is_written() {
        let section: InputSection = toml::from_str(
            "delimiter = \";\"\nquote = \"none\"\nheader = 3\nsheet = \"Leads\"\nhidden_rows = \"skip\"",
        )
        .unwrap();
        let args = InputArgs {
            delimiter: Some("\\t".into()),
            header: Some("none".into()),
            ..InputArgs::default()
        };
        let hints = hints(&args, &section).unwrap();
        assert_eq!(hints.delimiter, Some(b'\t'));
        assert_eq!(hints.quote, Some(None));
        assert_eq!(hints.header, HeaderHint::Absent);
        assert_eq!(hints.worksheet.as_deref(), Some("Leads"));
        assert_eq!(hints.hidden, HiddenRows::Skip);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert!(delimiter(";;").is_err() && delimiter("\n").is_err());
        assert!(quote("a").is_err() && quote("").is_err());
        assert!(header("0").is_err() && header("first").is_err());
        assert_eq!(header("12"), Ok(HeaderHint::Line(12)));
    }
}
