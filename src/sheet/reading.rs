//! What was found out about a sheet, to be shown before anything is done with it.

use serde::Serialize;

/// How a sheet is read. Its texts are those of the file and may hold anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What it is: `csv`, `csv.gz`, `csv.zst`, `xlsx`, `ods` or `xls`.
    pub kind: &'static str,
    /// The text encoding, by its WHATWG name; `None` for a workbook.
    pub encoding: Option<&'static str>,
    /// How that is known: `told`, `mark` (byte order mark), `valid` (all of it is valid UTF-8), `ascii` or
    /// `detected`.
    pub encoding_evidence: Option<&'static str>,
    /// Words with letters beyond ASCII, as decoded: people see at once whether they are right.
    pub samples: Vec<String>,
    /// The character between cells; `None` for a workbook.
    pub delimiter: Option<char>,
    /// Whether blanks behind a delimiter are no part of the cell.
    pub spaced: bool,
    /// The character around cells, if the file uses one.
    pub quote: Option<char>,
    /// What stands before a quote inside a quoted cell; `None` where it is doubled.
    pub escape: Option<char>,
    /// The worksheet that is read, of a workbook.
    pub worksheet: Option<String>,
    /// The other worksheets of it.
    pub other_worksheets: Vec<String>,
    /// First and last line (of a workbook: row) of the header, counted from 1; `None` where there is none.
    pub header_lines: Option<(u64, u64)>,
    /// What a person should know, a sentence each: what is unusual, uncertain or mended.
    pub notices: Vec<String>,
}
