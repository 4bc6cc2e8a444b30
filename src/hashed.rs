//! Tables whose keys are hashes already, made of what is in a sheet by a hash with a seed of its own.

use std::hash::Hasher;

/// The hash of a hash: there is nothing to mix any more.
#[derive(Debug, Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        // The keys of such a table are written as numbers; this is for whatever else there may be.
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}
