//! Rows that are done with, on their way back to the thread that made them.
//!
//! A row is a dozen allocations of the sheet's thread. An allocator is slow at taking back from one thread what another
//! got from it, and has the two wait for each other; the thread that made them finds them at hand for its next rows.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::sheet::Row;
use crate::ticket::Ready;

/// Most rows that wait to be taken back: more than a commit ends at once, and a small part of the memory of a run. The
/// thread may wait for a slow pipe, or have ended.
const MOST: usize = 128;

/// A row that is done with.
pub(super) type Done = (Row, Box<Ready>);

/// The way back.
#[derive(Default)]
pub(super) struct Returns(Mutex<Vec<Done>>);

impl Returns {
    fn rows(&self) -> MutexGuard<'_, Vec<Done>> {
        // A panic elsewhere cannot leave a list half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives rows back, and empties the list. Those for which there is no room are freed here.
    pub(super) fn give(&self, done: &mut Vec<Done>) {
        let mut rows = self.rows();
        let room = MOST.saturating_sub(rows.len()).min(done.len());
        rows.extend(done.drain(..room));
        drop(rows);
        done.clear();
    }

    /// Takes what was given back, in place of an empty list.
    pub(super) fn take(&self, list: &mut Vec<Done>) {
        list.clear();
        std::mem::swap(&mut *self.rows(), list);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::mapping::Mapping;
    use crate::prepare::{Judged, prepare};
    use crate::sheet::{Hints, Sheet};
    use crate::ticket::Terms;

    fn row() -> Done {
        let text = "id,phone\n1,12025550101\n";
        let bytes = std::io::Cursor::new(text);
        let mut sheet = Sheet::read("a.csv", Box::new(bytes), &Hints::default()).unwrap();
        let mapping = Mapping::by_name(sheet.header()).unwrap();
        let record = sheet.next_record().unwrap().unwrap();
        let prepared = prepare(record, &mapping, Terms::default());
        match prepared.judged {
            Judged::Ready(ready) => (prepared.row, ready),
            Judged::Rejected(rejection) => panic!("{:?}", rejection.problems),
        }
    }

    #[test]
    fn no_more_rows_wait_than_may() {
        let returns = Returns::default();
        let mut done: Vec<Done> = std::iter::repeat_with(row).take(MOST - 1).collect();
        returns.give(&mut done);
        assert!(done.is_empty());
        done.extend(std::iter::repeat_with(row).take(5));
        returns.give(&mut done);
        assert!(done.is_empty());
        assert_eq!(returns.rows().len(), MOST);
        returns.take(&mut done);
        assert_eq!(done.len(), MOST);
        assert!(returns.rows().is_empty());
    }
}
