//! What the ledger is told of a file.

/// How a file is written, as far as its rows are written like it later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// `csv`, `csv.gz`, `csv.zst`, `xlsx`, `ods` or `xls`; blank where an older ledger has not kept it.
    pub kind: String,
    /// The text encoding, by its WHATWG name; `None` for a workbook.
    pub encoding: Option<String>,
    /// The character between cells; `None` for a workbook.
    pub delimiter: Option<char>,
    /// The worksheet of a workbook.
    pub worksheet: Option<String>,
}

/// A file that is about to be read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its path as given, or `-`.
    pub name: String,
    /// Its columns.
    pub header: Vec<String>,
    /// How it is written.
    pub manner: Manner,
    /// The earlier reading whose rows these are, where they come from the ledger itself.
    pub kept: Option<i64>,
    /// The fingerprint of the mapping.
    pub mapping: [u8; 8],
    /// Whether keys are derived from the content.
    pub key_derived: bool,
}
