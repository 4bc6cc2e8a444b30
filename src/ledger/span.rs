//! Rows as they come by one after the other, until a passage of their file ends: if their places follow one another
//! as they do, the ledger can know the passage again. Pure.

use sha2::{Digest as _, Sha256};

use super::item::Place;
use crate::sheet::Passage;
use crate::ticket::Digest;

/// Digests of rows, taken together: the first 8 bytes of SHA-256 over them.
#[derive(Clone, Debug, Default)]
pub(super) struct Digests(Sha256);

impl Digests {
    /// Takes the next row's.
    pub(super) fn take(&mut self, digest: [u8; 8]) {
        self.0.update(digest);
    }

    /// All of them.
    pub(super) fn all(self) -> [u8; 8] {
        let mut short = [0; 8];
        for (to, from) in short.iter_mut().zip(self.0.finalize()) {
            *to = from;
        }
        short
    }
}

/// Rows that follow one another both in their file and in the ledger.
#[derive(Debug)]
struct Rows {
    record: u64,
    first: Place,
    count: u32,
    digests: Digests,
}

/// The rows since the last passage ended.
#[derive(Debug, Default)]
pub(super) struct Span(Option<Rows>);

impl Span {
    /// Takes a row that the ledger has at a place, with what it says there.
    pub(super) fn follow(&mut self, record: u64, place: Place, digest: Digest) {
        let follows = self.0.as_ref().is_some_and(|rows| {
            let count = i64::from(rows.count);
            record == rows.record + u64::from(rows.count) && place.0 == rows.first.0 + count
        });
        if !follows {
            self.0 = None;
        }
        let rows = self.0.get_or_insert_with(|| Rows {
            record,
            first: place,
            count: 0,
            digests: Digests::default(),
        });
        rows.count = rows.count.saturating_add(1);
        rows.digests.take(digest.0);
    }

    /// Ends with a passage whose last row is this record: the place of its first row and what its rows say, if
    /// these were its rows and no others.
    pub(super) fn end(&mut self, record: u64, passage: &Passage) -> Option<(Place, [u8; 8])> {
        let rows = self.0.take()?;
        let last = rows.record + u64::from(rows.count) - 1;
        (rows.count == passage.rows && last == record).then(|| (rows.first, rows.digests.all()))
    }

    /// Ends without one.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(rows: u32) -> Passage {
        Passage {
            rows,
            bytes: 100,
            lines: rows,
            start: 1,
            hash: [0; 16],
        }
    }

    fn followed(steps: &[(u64, i64)]) -> Span {
        let mut span = Span::default();
        for (record, place) in steps {
            span.follow(*record, Place(*place), Digest([7; 8]));
        }
        span
    }

    #[test]
    fn rows_that_follow_one_another_are_a_passage_and_others_are_not() {
        let first = |steps: &[(u64, i64)], last, rows| {
            let ended = followed(steps).end(last, &passage(rows));
            ended.map(|(place, _)| place.0)
        };
        assert_eq!(first(&[(5, 90), (6, 91), (7, 92)], 7, 3), Some(90));
        assert_eq!(first(&[(5, 90), (6, 91)], 7, 3), None, "one is missing");
        assert_eq!(first(&[(5, 90), (6, 95), (7, 92)], 7, 3), None, "a place");
        assert_eq!(first(&[(5, 90), (9, 91), (7, 92)], 7, 3), None, "a record");
        // A row of an earlier passage that comes late takes no other row's part.
        assert_eq!(first(&[(5, 90), (2, 91), (7, 92)], 7, 3), None);
        assert_eq!(first(&[(4, 89), (5, 90)], 6, 2), None, "another passage");
    }

    #[test]
    fn what_rows_say_is_a_part_of_it() {
        let digests = |digest| {
            let mut span = Span::default();
            span.follow(1, Place(1), Digest([digest; 8]));
            span.end(1, &passage(1))
        };
        assert_eq!(digests(1), digests(1));
        assert_ne!(digests(1), digests(2));
    }
}
