//! Reading delimited text as a stream: one record at a time, fast, strictly, with exact line numbers.
//!
//! A quote that is never closed takes the following rows into its cell, up to the next quote or to the
//! end of the file, and one customer's ticket would carry the rows of others. So whatever is unsound about
//! quotes is held against the width and the look of the table's rows: where it is certain which row has a
//! quote too many, that row alone is reported; rows that may be pieces of it are reported too; where no
//! row can be told from a piece of one, reading ends with an error.

mod blank;
pub(crate) mod breaks;
mod columns;
mod effort;
mod fault;
#[cfg(any(test, fuzzing))]
pub(super) mod fuzz;
pub(crate) mod grammar;
mod neighbours;
pub(crate) mod parse;
mod raw;
mod records;
mod resync;
mod verdict;
mod window;

pub(crate) use fault::ReadError;
pub(crate) use raw::Raw;
pub(crate) use records::Records;
