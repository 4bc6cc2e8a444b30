//! Rows of other shards are passed over as they are read: they are counted, and nobody else hears of them.

use std::sync::Arc;

use super::tally::Tally;
use crate::mapping::Mapping;
use crate::prepare::{Prepared, prepare};
use crate::shard::Shard;
use crate::sheet::Record;
use crate::ticket::Terms;

/// Tells the rows of this run from those of other shards, and counts the latter.
#[derive(Clone, Debug, Default)]
pub(super) struct Mine {
    pub(super) shard: Option<Shard>,
    pub(super) tally: Arc<Tally>,
}

impl Mine {
    /// Whether a row is this run's.
    pub(super) fn takes(&self, row: &mut Prepared) -> bool {
        let is_mine = self.shard.is_none_or(|shard| shard.takes(row));
        if !is_mine {
            self.tally.other_shards.up();
        }
        is_mine
    }

    /// The same of a record that is only counted: where all rows are meant, it is not judged for that.
    pub(super) fn takes_record(&self, record: Record, mapping: &Mapping, terms: Terms) -> bool {
        self.shard.is_none() || self.takes(&mut prepare(record, mapping, terms))
    }
}
