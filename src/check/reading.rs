//! How a sheet is read, in words that people can hold against what they see in their spreadsheet program.

use super::report::{AsideReport, FileReport};
use crate::sheet::Reading;
use crate::summary::{counted, grouped};

/// One fact of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// What it is about.
    pub(super) label: &'static str,
    /// What is said; the program's own words.
    pub(super) text: String,
    /// Texts of the file that belong to it.
    pub(super) values: Vec<String>,
}

impl Fact {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            label,
            text: text.into(),
            values: Vec::new(),
        }
    }

    fn with(self, values: &[String]) -> Self {
        Self {
            values: values.to_vec(),
            ..self
        }
    }
}

/// All that is known of how a file is read.
pub(super) fn facts(file: &FileReport) -> Vec<Fact> {
    let Some(reading) = &file.reading else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    let how = how(reading);
    if !how.is_empty() {
        facts.push(Fact::new("read as", how));
    }
    if !reading.samples.is_empty() {
        facts.push(Fact::new("letters", "").with(&reading.samples));
    }
    if let Some(worksheet) = &reading.worksheet {
        facts.push(Fact::new("worksheet", "").with(std::slice::from_ref(worksheet)));
    }
    if !reading.other_worksheets.is_empty() {
        facts.push(Fact::new("not read", "other worksheets:").with(&reading.other_worksheets));
    }
    facts.push(Fact::new("header", header(reading, file.header.len())));
    for aside in &file.asides {
        facts.push(Fact::new("passed", passed(aside)));
    }
    for notice in &reading.notices {
        facts.push(Fact::new("notice", "").with(std::slice::from_ref(notice)));
    }
    facts
}

/// Kind, encoding and dialect.
fn how(reading: &Reading) -> String {
    let mut parts: Vec<String> = Vec::new();
    let kind = match reading.kind {
        "csv" => "CSV",
        "csv.gz" => "CSV compressed with gzip",
        "csv.zst" => "CSV compressed with zstd",
        "xlsx" => "an Excel workbook (xlsx)",
        "xls" => "an old Excel workbook (xls)",
        "ods" => "an OpenDocument sheet (ods)",
        other => other,
    };
    if !kind.is_empty() {
        parts.push(kind.to_owned());
    }
    if let Some(encoding) = reading.encoding {
        parts.push(match reading.encoding_evidence {
            None | Some("ascii") => encoding.to_owned(),
            Some("told") => format!("{encoding} (as told)"),
            Some("mark") => format!("{encoding} (by its byte order mark)"),
            Some("valid") => format!("{encoding} (all of it is valid)"),
            Some("detected") => format!("{encoding} (detected: do its letters look right?)"),
            Some(other) => format!("{encoding} ({other})"),
        });
    }
    if let Some(delimiter) = reading.delimiter {
        let blank = if reading.spaced {
            " with a blank behind"
        } else {
            ""
        };
        parts.push(format!("cells between {}{blank}", sign(delimiter)));
    }
    if let Some(quote) = reading.quote {
        parts.push(format!("quoted with {quote}"));
    }
    if let Some(escape) = reading.escape {
        parts.push(format!("where {escape} escapes a quote"));
    }
    parts.join(", ")
}

/// A delimiter by its name.
fn sign(delimiter: char) -> String {
    match delimiter {
        ',' => "commas".into(),
        ';' => "semicolons".into(),
        '\t' => "tabs".into(),
        ' ' => "blanks".into(),
        '|' => "bars (|)".into(),
        ':' => "colons".into(),
        other => format!("{other:?}"),
    }
}

fn header(reading: &Reading, columns: usize) -> String {
    let columns = counted(columns as u64, "column");
    match reading.header_lines {
        Some((first, last)) if first == last => format!("line {first}, {columns}"),
        Some((first, last)) => format!("lines {first} to {last}, {columns}"),
        None if reading.kind.is_empty() => columns,
        None => format!("none: {columns}, known by their places"),
    }
}

/// What was passed, and on which lines.
pub(super) fn passed(aside: &AsideReport) -> String {
    let lines: Vec<String> = aside.lines.iter().map(ToString::to_string).collect();
    let more = if aside.count > lines.len() as u64 {
        ", …"
    } else {
        ""
    };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    format!(
        "{} × {} ({word} {}{more})",
        grouped(aside.count),
        aside.kind.as_str(),
        lines.join(", ")
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::sheet::AsideKind;

    #[test]
    fn how_a_sheet_is_read_is_told_in_words() {
        let reading = Reading {
            kind: "csv",
            encoding: Some("windows-1255"),
            encoding_evidence: Some("detected"),
            samples: vec!["שלום".into()],
            delimiter: Some(';'),
            quote: Some('"'),
            header_lines: Some((3, 4)),
            notices: vec!["a notice".into()],
            ..Reading::default()
        };
        let aside = AsideReport {
            kind: AsideKind::Title,
            count: 7,
            lines: vec![1, 2],
        };
        let file = FileReport {
            name: "a.csv".into(),
            error: None,
            reading: Some(reading),
            header: vec![String::new(); 3],
            asides: vec![aside],
            rows: 0,
            mapping: None,
        };
        let told: Vec<String> = facts(&file)
            .iter()
            .map(|fact| format!("{}: {} {:?}", fact.label, fact.text, fact.values))
            .collect();
        assert_eq!(
            told,
            [
                "read as: CSV, windows-1255 (detected: do its letters look right?), cells between semicolons, quoted with \" []",
                "letters:  [\"שלום\"]",
                "header: lines 3 to 4, 3 columns []",
                "passed: 7 × a title above the header (lines 1, 2, …) []",
                "notice:  [\"a notice\"]",
            ]
        );
    }

    #[test]
    fn a_sheet_without_a_header_says_so() {
        let reading = Reading {
            kind: "xlsx",
            ..Reading::default()
        };
        assert_eq!(header(&reading, 1), "none: 1 column, known by their places");
    }
}
