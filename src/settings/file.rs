//! The mapping file, as it is written. What it means is decided elsewhere.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use super::input::InputSection;
use crate::cli::{OnConflict, OnDoubt, UnknownTags};
use crate::mapping::{TicketSection, nearest};
use crate::pacer::RateTexts;

/// The file that is read when no other is named.
pub const DEFAULT_FILE: &str = "glassix-import.toml";

/// A mapping file. Unknown keys are errors: a misspelt switch would greet every customer.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingFile {
    /// `[target]`
    #[serde(default)]
    pub target: TargetSection,
    /// `[limits]`
    #[serde(default)]
    pub limits: LimitsSection,
    /// `[input]`
    #[serde(default)]
    pub input: InputSection,
    /// `[ticket]`; without it columns are matched by name.
    pub ticket: Option<TicketSection>,
}

/// `[target]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetSection {
    /// The workspace's name.
    pub workspace: Option<String>,
    /// Instead of it, the whole base.
    pub base_url: Option<String>,
    /// As `--expect-workspace`.
    pub expect_workspace: Option<String>,
}

/// `[limits]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsSection {
    /// As `--rate`.
    pub rate: Option<RateTexts>,
    /// As `--concurrency`.
    pub concurrency: Option<u16>,
    /// As `--timeout`.
    pub timeout: Option<String>,
    /// As `--settle`.
    pub settle: Option<String>,
    /// As `--on-doubt`.
    pub on_doubt: Option<OnDoubt>,
    /// As `--on-conflict`.
    pub on_conflict: Option<OnConflict>,
    /// As `--max-attempts`.
    pub max_attempts: Option<u32>,
    /// As `--max-failures`.
    pub max_failures: Option<String>,
    /// As `--canary`.
    pub canary: Option<u32>,
    /// As `--yes`.
    pub greet_many: Option<bool>,
    /// As `--require-ledger`.
    pub require_ledger: Option<bool>,
    /// As `--max-equal-errors`.
    pub max_equal_errors: Option<NumberOrWord>,
    /// As `--patience`.
    pub patience: Option<String>,
    /// As `--unknown-tags`.
    pub unknown_tags: Option<UnknownTags>,
    /// As `--deadline`.
    pub deadline: Option<String>,
    /// As `--max-duration`.
    pub max_duration: Option<String>,
}

/// A number, or a word in its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum NumberOrWord {
    /// `20`
    Number(u32),
    /// `"off"`
    Word(String),
}

impl fmt::Display for NumberOrWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => word.fmt(f),
        }
    }
}

/// Why a mapping file cannot be used.
#[derive(Debug, Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("cannot read the mapping file {}: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("the mapping file {} cannot be used: {message}", .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, where, and what was meant perhaps.
        message: String,
    },
}

/// Reads the named file, or the default one if it is there.
///
/// # Errors
/// [`FileError`].
pub fn read(named: Option<&Path>) -> Result<(MappingFile, Option<PathBuf>), FileError> {
    let path = match named {
        Some(path) => path.to_owned(),
        None if Path::new(DEFAULT_FILE).exists() => DEFAULT_FILE.into(),
        None => return Ok((MappingFile::default(), None)),
    };
    let text = std::fs::read_to_string(&path).map_err(|source| FileError::Unreadable {
        path: path.clone(),
        source,
    })?;
    let file = parse(&text).map_err(|message| FileError::Invalid {
        path: path.clone(),
        message,
    })?;
    Ok((file, Some(path)))
}

/// Reads a mapping file's text.
///
/// # Errors
/// What is wrong, with line, column and the nearest known key.
pub fn parse(text: &str) -> Result<MappingFile, String> {
    toml::from_str(text).map_err(|error| {
        let place = error
            .span()
            .map_or_else(String::new, |span| place(text, span.start));
        let message = error.message();
        match suggestion(message) {
            Some(meant) => format!("{place}{message}; did you mean `{meant}`?"),
            None => format!("{place}{message}"),
        }
    })
}

fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}: ")
}

/// The known key nearest to an unknown one. serde's message lists them all in back quotes, the unknown
/// one first.
fn suggestion(message: &str) -> Option<String> {
    if !message.starts_with("unknown field") && !message.starts_with("unknown variant") {
        return None;
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    nearest(unknown, quoted).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::unwrap_in_result)]
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_the_nearest_known_one() {
        let error =
            parse("[target]\nworkspace = \"acme\"\n\n[limits]\nconcurency = 8\n").unwrap_err();
        assert!(error.starts_with("line 5, column 1: "), "{error}");
        assert!(error.ends_with("did you mean `concurrency`?"), "{error}");
        let error = parse("[ticket]\nadd_introduction_mesage = true\n").unwrap_err();
        assert!(
            error.ends_with("did you mean `add_introduction_message`?"),
            "{error}"
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named_with_its_place() {
        let error = parse("[limits]\nconcurrency = \"many\"\n").unwrap_err();
        assert!(error.starts_with("line 2, column 15: "), "{error}");
    }
}
