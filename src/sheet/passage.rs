//! Passages: pieces of a text of some sixty rows each, by which a file that comes by again is known without
//! reading its rows.
//!
//! Where a passage ends is decided by the record that ends it (content-defined chunking), so that a row that is
//! put in, taken out or edited changes the passage around it and no other. A passage is named by a hash of its
//! bytes and of all that decides what they say.

use sha2::{Digest as _, Sha256};

/// Bytes of a passage by which it is looked for: the beginning of its first row, which mostly names a customer.
pub(super) const START: usize = 64;

/// A record ends its passage when this many low bits of its own hash are zero: once in 64 records, so that what is
/// kept of a passage (some 50 bytes) costs less than a byte a row, and an edit has few rows read anew.
const CUT: u32 = 6;

/// Records after which a passage ends in any case, for files of equal rows.
const MAX_ROWS: u32 = 256;

/// Bytes after which it ends in any case: it has to be held as a whole to be compared.
const MAX_BYTES: u32 = 256 * 1024;

/// Rows that stand one behind the other in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// How many rows, with nothing between them that is none.
    pub rows: u32,
    /// How many bytes of the decoded text.
    pub bytes: u32,
    /// How many lines.
    pub lines: u32,
    /// A hash of its first bytes, by which it is looked for.
    pub start: i64,
    /// The first half of SHA-256 over all that decides what its bytes say, and its bytes.
    pub hash: [u8; 16],
}

/// Cuts a text into passages while it is read.
pub(super) struct Cutter {
    /// A hash that has taken what decides what the bytes say.
    seed: Sha256,
    hash: Sha256,
    first: Vec<u8>,
    rows: u32,
    bytes: u32,
    /// The line on which the passage begins.
    line: u64,
}

impl Cutter {
    /// Begins on a line. `meaning` is all that decides what the bytes say.
    pub(super) fn new(meaning: &[u8], line: u64) -> Self {
        let mut seed = Sha256::new();
        let length = u64::try_from(meaning.len()).unwrap_or(u64::MAX);
        seed.update(length.to_le_bytes());
        seed.update(meaning);
        Self {
            hash: seed.clone(),
            seed,
            first: Vec::with_capacity(START),
            rows: 0,
            bytes: 0,
            line,
        }
    }

    /// Begins anew on a line.
    pub(super) fn begin(&mut self, line: u64) {
        self.hash.clone_from(&self.seed);
        self.first.clear();
        (self.rows, self.bytes, self.line) = (0, 0, line);
    }

    /// Whether a passage begins here.
    pub(super) fn is_at_start(&self) -> bool {
        self.bytes == 0
    }

    /// Takes the next bytes of the text.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        let missing = START - self.first.len().min(START);
        let first = bytes.get(..missing).unwrap_or(bytes);
        self.first.extend_from_slice(first);
        self.hash.update(bytes);
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.bytes = self.bytes.saturating_add(length);
    }

    /// Takes the end of a record, whose own hash is given: the passage, if it ends here. The next one begins on `line`.
    pub(super) fn end_record(&mut self, own: u64, line: u64) -> Option<Passage> {
        self.rows += 1;
        let ends = own.trailing_zeros() >= CUT || self.rows >= MAX_ROWS || self.bytes >= MAX_BYTES;
        if !ends {
            return None;
        }
        let passage = self.passage(line);
        self.begin(line);
        passage
    }

    fn passage(&self, line: u64) -> Option<Passage> {
        let lines = u32::try_from(line.saturating_sub(self.line)).ok()?;
        (self.first.len() == START && self.bytes <= MAX_BYTES).then(|| Passage {
            rows: self.rows,
            bytes: self.bytes,
            lines,
            start: start_of(&self.first),
            hash: first_half(self.hash.clone()),
        })
    }

    /// Whether these bytes are the passage.
    pub(super) fn is(&self, bytes: &[u8], passage: &Passage) -> bool {
        let mut hash = self.seed.clone();
        hash.update(bytes);
        first_half(hash) == passage.hash
    }
}

fn first_half(hash: Sha256) -> [u8; 16] {
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    half
}

/// By what a passage is looked for that begins with these bytes; `None` where they are too few for one.
pub(super) fn start(bytes: &[u8]) -> Option<i64> {
    bytes.get(..START).map(start_of)
}

fn start_of(first: &[u8]) -> i64 {
    quick_hash(first).cast_signed()
}

/// A hash of a few bytes that says nothing by itself: what it finds is held against SHA-256. Multiplying and
/// rotating words is many times faster, and it is done for each record.
pub(super) fn quick_hash(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(PRIME).rotate_left(29);
    let mut words = bytes.chunks_exact(8);
    let mut hash = bytes.len() as u64;
    for word in words.by_ref() {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        hash = step(hash, word);
    }
    let tail = words.remainder().iter().rev();
    let last = tail.fold(0, |word, byte| word << 8 | u64::from(*byte));
    step(step(hash, last), PRIME)
}
