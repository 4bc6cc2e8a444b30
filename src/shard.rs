//! One import on several machines: which rows are this machine's. Pure.
//!
//! A row belongs to a shard by a hash of its key, whatever file it stands in and wherever in it. So two shards
//! never have a key in common, repeats of a key meet in one ledger, and a machine needs to know nothing of the
//! others but how many there are.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::prepare::Prepared;
use crate::ticket::Key;

/// Most shards: each has a ledger and a share of the pace, and a usual pace of a few requests a second leaves
/// nothing to more of them.
pub const MAX_SHARDS: u32 = 1000;

/// A part of an import: number I of N, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// Number I of N; `None` where there is no such part.
    #[must_use]
    pub fn new(number: u32, of: u32) -> Option<Self> {
        let is_one = (1..=MAX_SHARDS).contains(&of) && (1..=of).contains(&number);
        is_one.then_some(Self { number, of })
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many there are.
    #[must_use]
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether rows with this key are its own: the first eight bytes of the key's SHA-256, as a big-endian
    /// number, modulo N are I - 1.
    #[must_use]
    pub fn owns(self, key: &str) -> bool {
        let mut first = [0; 8];
        let hash = Sha256::digest(key.as_bytes());
        first.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
        u64::from_be_bytes(first) % u64::from(self.of) == u64::from(self.number - 1)
    }

    /// Whether a row is its own. A row without a usable key goes by the name that the ledger gives it.
    ///
    /// A row that was sent under another key than it has today goes by that one, since only the ledger that knows
    /// it can tell what became of it. Where today's key is another shard's, the row is held to the key that it was
    /// sent with: otherwise two shards would have a key in common.
    #[must_use]
    pub fn takes(self, row: &mut Prepared) -> bool {
        let earlier = row.earlier_key();
        match earlier.filter(|key| !Key::is_stand_in(key.as_str())) {
            None => self.owns(row.key().as_str()),
            Some(earlier) => {
                let is_mine = self.owns(earlier.as_str());
                if is_mine && !self.owns(row.key().as_str()) {
                    row.hold_to(&earlier);
                }
                is_mine
            }
        }
    }

    /// The name of its ledger, where nobody names one: the usual name with the shard in it.
    #[must_use]
    pub fn ledger(self, usual: &str) -> PathBuf {
        let path = Path::new(usual);
        let part = format!("{}-of-{}", self.number, self.of);
        match path.extension().and_then(|extension| extension.to_str()) {
            Some(extension) => path.with_extension(format!("{part}.{extension}")),
            None => path.with_extension(part),
        }
    }
}

/// As it is typed and kept: `2/4`.
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.trim().parse().ok()?, of.trim().parse().ok()?)));
        numbers
            .and_then(|(number, of)| Self::new(number, of))
            .ok_or_else(|| {
                format!(
                    "{text:?} is no shard; write for example 1/4 for the first of four, up to {MAX_SHARDS}, or auto/4 in a Kubernetes Indexed Job"
                )
            })
    }
}

#[cfg(test)]
#[path = "shard_tests.rs"]
mod tests;
