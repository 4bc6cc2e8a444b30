//! How much may be read a second time.

/// Bytes that may be read again before any were read.
const START: usize = 4 * 1024 * 1024;

/// Bytes that may be read again for each that was read.
const SHARE: usize = 8;

/// Most that is saved up.
const MOST: usize = 64 * 1024 * 1024;

/// What is left of the bytes that may be read again to find where rows go on. A file may have a stray
/// quote in every row, and the time that it takes must stay in proportion to its size.
#[derive(Debug)]
pub(super) struct Effort(usize);

impl Effort {
    /// Of a file of which nothing was read.
    pub(super) fn new() -> Self {
        Self(START)
    }

    /// Earns by reading `bytes` for the first time.
    pub(super) fn earn(&mut self, bytes: usize) {
        self.0 = (self.0 + bytes * SHARE).min(MOST);
    }

    /// Spends on reading `bytes` again; `false` if that would be too much.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}
