//! A ledger as text: every entry of every table, a line of JSON each, between a line that says what it is and one
//! that tells whether all of it is there.
//!
//! ```text
//! {"glassix_import_ledger":1,"format":2,…}          what it is
//! {"table":"item","row":{"n":68719476737,…}}        a row, with the columns of its table; blobs in hex
//! {"end":{"lines":…,"rows":{"item":…},"sha256":…}}  what stands before it
//! ```
//!
//! Tables and columns are those that the database names, so that none can be forgotten.

mod error;
mod export;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod import;
mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use error::PortableError;
pub use export::Exported;
pub use import::{Imported, import};

/// The version of this form of text.
const VERSION: u32 = 1;

/// How the last line begins, and no other.
const END: &[u8] = b"{\"end\":";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    glassix_import_ledger: u32,
    /// The format of the ledger, as its `user_version`.
    format: i64,
    /// The program that wrote it.
    version: String,
    /// When, ISO-8601, UTC.
    exported: String,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
struct Foot {
    end: End,
}

/// What stands before the last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    /// Lines.
    lines: u64,
    /// Rows, by table.
    rows: BTreeMap<String, u64>,
    /// SHA-256 of all bytes, in hex.
    sha256: String,
}

#[cfg(test)]
#[path = "portable_tests.rs"]
mod tests;
