//! Reading with the plain csv crate, which everything else is held against.

use std::path::Path;
use std::time::{Duration, Instant};

/// Reads every record.
pub(crate) fn read(file: &Path) -> Duration {
    let started = Instant::now();
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        cells += record.len();
    }
    assert!(cells > 0);
    started.elapsed()
}
