//! Merged ranges: one cell that is shown across several.

/// Ranges that start below this row are not reported: headers and titles stand above it.
pub(super) const WATCHED_ROWS: u64 = 64;

/// Most merged ranges that are reported; a header has some tens.
pub(super) const MAX_MERGES: usize = 4_096;

/// A merged range. Its text is in its first cell; its other cells are blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    /// First row, from 1.
    pub(crate) first_row: u64,
    /// Last row, from 1, inclusive.
    pub(crate) last_row: u64,
    /// First column, from 0.
    pub(crate) first_column: usize,
    /// Last column, from 0, inclusive.
    pub(crate) last_column: usize,
}
