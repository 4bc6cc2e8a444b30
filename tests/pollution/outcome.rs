//! What `check --records` says about a file.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::truth::essence_of;

/// What was handed on, what was reported, and how it ended.
#[derive(Default, Debug)]
pub(crate) struct Outcome {
    /// The first array.
    pub(crate) header: Option<Vec<String>>,
    /// The arrays after it.
    pub(crate) records: Vec<Vec<String>>,
    pub(crate) errors: Vec<Report>,
    /// None after a signal.
    pub(crate) code: Option<i32>,
    /// The first line that is none of the promised forms.
    pub(crate) malformed: Option<String>,
}

/// A row that was seen and not handed on, or the reason for a refusal.
#[derive(Debug)]
pub(crate) struct Report {
    /// From 1.
    pub(crate) line: Option<usize>,
    /// The letters and digits of its cells.
    pub(crate) essence: String,
}

impl Outcome {
    /// Asks the program.
    pub(crate) fn of(file: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_glassix-import"));
        command.env_clear();
        let output = command.args(["check", "--records"]).arg(file).output();
        Self::parse(&output.expect("the program starts"))
    }

    /// Parses JSON Lines.
    fn parse(output: &Output) -> Self {
        let mut outcome = Self {
            code: output.status.code(),
            ..Self::default()
        };
        let text = String::from_utf8_lossy(&output.stdout);
        for line in text.lines() {
            let understood = serde_json::from_str(line)
                .ok()
                .and_then(|value| outcome.take(&value));
            if understood.is_none() {
                outcome.malformed.get_or_insert(line.to_owned());
            }
        }
        outcome
    }

    /// Takes one line, if it has one of the two forms.
    fn take(&mut self, value: &Value) -> Option<()> {
        if value.is_array() {
            let cells = strings(value)?;
            match self.header {
                None => self.header = Some(cells),
                Some(_) => self.records.push(cells),
            }
        } else {
            value.get("error")?.as_str()?;
            let cells = value.get("cells").and_then(strings).unwrap_or_default();
            let line = value.get("line").and_then(Value::as_u64);
            self.errors.push(Report {
                line: line.and_then(|line| usize::try_from(line).ok()),
                essence: essence_of(&cells),
            });
        }
        Some(())
    }

    /// Nothing handed on, said so, and failed.
    pub(crate) fn is_refusal(&self) -> bool {
        self.header.is_none() && !self.errors.is_empty() && self.code.is_some_and(|code| code != 0)
    }

    /// What breaks the promised form, so that nothing can be relied on.
    pub(crate) fn breach(&self) -> Option<String> {
        if let Some(line) = &self.malformed {
            return Some(format!("a line of another form: {line}"));
        }
        match self.code {
            None => Some("ended by a signal".to_owned()),
            Some(101) => Some("panicked".to_owned()),
            Some(code) if self.header.is_none() && !self.is_refusal() => Some(format!(
                "no array, {} errors and exit {code}: neither read nor refused",
                self.errors.len()
            )),
            Some(_) => None,
        }
    }
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let cells = value.as_array()?.iter();
    cells.map(|cell| cell.as_str().map(str::to_owned)).collect()
}
