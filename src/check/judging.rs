//! Judging the rows of a sheet on all processors, in the order of the sheet: judging takes most of a check's
//! time, and each row is judged by itself.

use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::num::NonZero;
use std::sync::mpsc;
use std::thread;

use crate::prepare::{Prepared, prepare_with};
use crate::run::Source;
use crate::sheet::{Record, Sheet, SheetError};
use crate::ticket::{Outline, Terms};

/// Rows that are judged together: enough that a handover, which may have to wake a thread, costs nothing
/// beside judging.
const BATCH: usize = 1024;

/// Bytes of cells after which a batch is handed over with fewer rows, since a row may be some megabytes long.
const BATCH_BYTES: usize = 1024 * 1024;

/// Most threads that judge: one that reads keeps no more of them busy.
const MAX_JUDGES: usize = 4;

/// Batches on their way, for each judge: one in hand, and one that waits so that none has to.
const BATCHES: usize = 2;

/// A batch on its way to a judge.
struct Job {
    rows: Vec<Record>,
    /// Rows of this judge's that are done with: what was made of them is freed where it was made, since an
    /// allocator is slow at taking back what another thread got from it.
    done: Judgement,
}

/// A batch on its way back.
type Judgement = Vec<Prepared<Outline>>;

/// A thread that judges, as the one that reads sees it. Batches come back in the order in which they went.
struct Judge {
    jobs: mpsc::SyncSender<Job>,
    judged: mpsc::Receiver<Judgement>,
    done: Judgement,
}

impl Judge {
    fn give(&mut self, rows: Vec<Record>) {
        let done = std::mem::take(&mut self.done);
        // It stays as long as there are jobs.
        let _ = self.jobs.send(Job { rows, done });
    }

    fn take(&mut self) -> &mut Judgement {
        self.done = self.judged.recv().unwrap_or_default();
        &mut self.done
    }
}

/// Hands every row of a sheet, judged, to `take`, in batches, in the order of the sheet. What rows say is hashed by
/// `hasher`. Blocks.
///
/// # Errors
/// [`SheetError`] when the sheet can be read no further, after all rows before that place.
pub fn judge_rows(
    source: &mut Source,
    terms: Terms,
    hasher: &(impl BuildHasher + Sync),
    mut take: impl FnMut(&[Prepared<Outline>]),
) -> Result<(), SheetError> {
    let Source { sheet, mapping, .. } = source;
    let look = |record| prepare_with(record, mapping, terms, |sound| sound.outline(hasher));
    let count = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let judge = |_| {
            let (jobs, queue) = mpsc::sync_channel(BATCHES);
            let (reply, judged) = mpsc::sync_channel(BATCHES);
            scope.spawn(|| work(queue, reply, look));
            Judge {
                jobs,
                judged,
                done: Vec::new(),
            }
        };
        let mut judges: VecDeque<Judge> = (0..count.min(MAX_JUDGES)).map(judge).collect();
        let mut under_way = 0;
        // They take turns, so the first one has the batch that is taken next, and is the one that is given the next.
        let end = loop {
            let (rows, end) = batch(sheet);
            if let Some(judge) = judges.front_mut() {
                judge.give(rows);
            }
            judges.rotate_left(1);
            under_way += 1;
            if let Some(end) = end {
                break end;
            }
            if under_way == BATCHES * judges.len()
                && let Some(judge) = judges.front_mut()
            {
                let judged = judge.take();
                take(judged);
                for prepared in judged {
                    sheet.take_back(std::mem::take(&mut prepared.row));
                }
                under_way -= 1;
            }
        };
        // While fewer were given than there is room for, the first batch is the first judge's, who is
        // `under_way` turns back.
        judges.rotate_right(under_way % judges.len().max(1));
        for _ in 0..under_way {
            if let Some(judge) = judges.front_mut() {
                take(judge.take());
            }
            judges.rotate_left(1);
        }
        end
    })
}

/// Looks at the rows of jobs until none comes any more.
fn work(
    jobs: mpsc::Receiver<Job>,
    reply: mpsc::SyncSender<Judgement>,
    look: impl Fn(Record) -> Prepared<Outline>,
) {
    for Job { rows, done } in jobs {
        drop(done);
        // Whoever asked has not gone while judges are at work.
        let _ = reply.send(rows.into_iter().map(&look).collect());
    }
}

/// The next rows, and how the sheet ended if it did.
fn batch(sheet: &mut Sheet) -> (Vec<Record>, Option<Result<(), SheetError>>) {
    let mut rows = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    while rows.len() < BATCH && bytes < BATCH_BYTES {
        match sheet.next_record() {
            Ok(Some(record)) => {
                let (Record::Row(row) | Record::Unreadable { row, .. }) = &record;
                bytes += row.text().len();
                rows.push(record);
            }
            Ok(None) => return (rows, Some(Ok(()))),
            Err(error) => return (rows, Some(Err(error))),
        }
    }
    (rows, None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::mapping::Mapping;
    use crate::sheet::Hints;

    fn judged(bytes: impl std::io::Read + Send + 'static) -> (Vec<u64>, Result<(), SheetError>) {
        let sheet = Sheet::read("a.csv", Box::new(bytes), &Hints::default()).unwrap();
        let mapping = Mapping::by_name(sheet.header()).unwrap();
        let mut source = Source {
            sheet,
            mapping,
            meaning: [0; 8],
        };
        let mut records = Vec::new();
        let hasher = foldhash::quality::RandomState::default();
        let end = judge_rows(&mut source, Terms::default(), &hasher, |rows| {
            records.extend(rows.iter().map(|row| row.row.record));
        });
        (records, end)
    }

    fn rows(count: usize) -> String {
        let rows: String = (0..count)
            .map(|row| format!("{row},12025550101\n"))
            .collect();
        format!("id,phone\n{rows}")
    }

    #[test]
    fn every_row_comes_once_and_in_its_order() {
        for count in [0, 1, BATCH, 20 * BATCH + 1] {
            let (records, end) = judged(std::io::Cursor::new(rows(count)));
            assert!(end.is_ok());
            assert!(records.iter().copied().eq(1..=count as u64), "{count}");
        }
    }

    #[test]
    fn the_rows_before_an_error_come_before_it() {
        struct Broken;
        impl std::io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        let rows = rows(30 * BATCH);
        let bytes = std::io::Read::chain(std::io::Cursor::new(rows.into_bytes()), Broken);
        let (records, end) = judged(bytes);
        assert!(matches!(end, Err(SheetError::Io { .. })), "{end:?}");
        assert!(records.len() > 29 * BATCH, "{}", records.len());
        assert!(records.iter().copied().eq(1..=records.len() as u64));
    }

    #[test]
    fn long_rows_are_handed_over_sooner() {
        let long = "x".repeat(BATCH_BYTES);
        let text = format!("id,phone\n1,{long}\n2,{long}\n");
        let bytes = std::io::Cursor::new(text.into_bytes());
        let mut sheet = Sheet::read("a.csv", Box::new(bytes), &Hints::default()).unwrap();
        assert_eq!(batch(&mut sheet).0.len(), 1);
    }
}
