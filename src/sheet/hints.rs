//! What the user said of a sheet. Whatever is not said is found out by looking at the file.

/// What is known of a sheet before it is opened; each part that is left out is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The byte between cells.
    pub delimiter: Option<u8>,
    /// The byte around cells; `Some(None)` says that quotes are text.
    pub quote: Option<Option<u8>>,
    /// The text encoding, by one of its names.
    pub encoding: Option<String>,
    /// The worksheet of a workbook, by name or by number from 1.
    pub worksheet: Option<String>,
    /// Where the names of the columns stand.
    pub header: HeaderHint,
    /// What becomes of rows that are hidden in a workbook.
    pub hidden: HiddenRows,
}

/// Where the names of the columns stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeaderHint {
    /// It is found out.
    #[default]
    Found,
    /// There are none: columns are known by their place, and the first row is a customer.
    Absent,
    /// On this line of the file, or in this row of the worksheet, counted from 1.
    Line(u64),
}

/// What becomes of rows that somebody has hidden in a workbook, by hand or with a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenRows {
    /// They are reported and not handed on: whether they are meant cannot be told, and a ticket that was
    /// not made can still be made.
    #[default]
    Report,
    /// They are rows as any other.
    Read,
    /// They are passed, and counted.
    Skip,
}
