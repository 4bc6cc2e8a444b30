//! How sheets are read.

use clap::Args;

use crate::sheet::HiddenRows;

/// How sheets are read. Whatever is left out is found out by looking at the file.
#[derive(Clone, Debug, Default, Args)]
pub struct InputArgs {
    /// The character between cells, e.g. ; or tab [default: found out]
    #[arg(long, value_name = "CHAR", help_heading = "Reading")]
    pub delimiter: Option<String>,

    /// The character around cells, or none [default: found out]
    #[arg(long, value_name = "CHAR|none", help_heading = "Reading")]
    pub quote: Option<String>,

    /// The text encoding, e.g. windows-1255 [default: found out]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    pub encoding: Option<String>,

    /// The worksheet of a workbook, by name or number [default: the first visible one that holds anything]
    #[arg(long, value_name = "NAME|N", help_heading = "Reading")]
    pub sheet: Option<String>,

    /// The line on which the names of the columns stand, or none if there are none [default: found out]
    #[arg(long, value_name = "LINE|none", help_heading = "Reading")]
    pub header: Option<String>,

    /// Rows that are hidden in a workbook: report them and send none, read them as any other, or skip them [default: report]
    #[arg(
        long,
        value_enum,
        value_name = "report|read|skip",
        help_heading = "Reading"
    )]
    pub hidden_rows: Option<HiddenRows>,

    /// The country of phone numbers written without one, by its two letters, e.g. IL
    #[arg(long, value_name = "COUNTRY", help_heading = "Reading")]
    pub default_region: Option<String>,
}
