//! The bytes of a file from the start of a record on, kept until the record is handed on.

use std::io::{self, Read};

/// Bytes held at least; larger records make it grow. Reading costs a call for each, and the bytes should
/// stay in the processor's cache between being read and being parsed.
const CAPACITY: usize = 128 * 1024;

/// A window that begins at the cursor and is filled as far as it is asked to.
pub(super) struct Window<R> {
    source: R,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
}

impl<R: Read> Window<R> {
    /// An empty window on `source`.
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            bytes: Vec::new(),
            start: 0,
            end: 0,
            at_end: false,
        }
    }

    /// What is held from the cursor on.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether nothing comes behind what is held.
    pub(super) fn is_last(&self) -> bool {
        self.at_end
    }

    /// Moves the cursor behind the next `count` bytes.
    pub(super) fn pass(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Reads until at least `want` bytes are held or the source is at its end.
    ///
    /// # Errors
    /// What the source says, except that it was interrupted.
    pub(super) fn fill(&mut self, want: usize) -> io::Result<()> {
        if self.at_end || self.end - self.start >= want {
            return Ok(());
        }
        self.bytes.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let capacity = want.next_multiple_of(CAPACITY);
        if self.bytes.len() < capacity {
            self.bytes.resize(capacity, 0);
        }
        while self.end < want && !self.at_end {
            match self
                .source
                .read(self.bytes.get_mut(self.end..).unwrap_or_default())
            {
                Ok(0) => self.at_end = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
