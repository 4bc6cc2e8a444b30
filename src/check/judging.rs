//! Judging the rows of a sheet on all processors, in the order of the sheet: judging takes most of a check's
//! time, and each row is judged by itself.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use crate::mapping::Mapping;
use crate::prepare::{Prepared, prepare};
use crate::run::Source;
use crate::sheet::{Record, Sheet, SheetError};
use crate::ticket::Terms;

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
    /// Rows that are done with: what was made of them is freed where such rows are judged, since an allocator is
    /// slow at taking back what another thread got from it.
    done: Vec<Prepared>,
    reply: mpsc::SyncSender<Vec<Prepared>>,
}

/// Hands every row of a sheet, judged, to `take`, in the order of the sheet. Blocks.
///
/// # Errors
/// [`SheetError`] when the sheet can be read no further, after all rows before that place.
pub fn judge_rows(
    source: &mut Source,
    terms: Terms,
    mut take: impl FnMut(&Prepared),
) -> Result<(), SheetError> {
    let Source { sheet, mapping, .. } = source;
    let judges = thread::available_parallelism().map_or(1, NonZero::get);
    let judges = judges.min(MAX_JUDGES);
    let (jobs, queue) = mpsc::sync_channel::<Job>(BATCHES * judges);
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..judges {
            scope.spawn(|| work(&queue, mapping, terms));
        }
        let mut waiting = VecDeque::with_capacity(BATCHES * judges);
        let mut seen = Vec::new();
        let end = loop {
            let (rows, end) = batch(sheet);
            let (reply, judged) = mpsc::sync_channel(1);
            let done = std::mem::take(&mut seen);
            // The judges stay as long as there are jobs.
            let _ = jobs.send(Job { rows, done, reply });
            waiting.push_back(judged);
            if let Some(end) = end {
                break end;
            }
            if waiting.len() >= BATCHES * judges {
                seen = next(&mut waiting, &mut take);
                for prepared in &mut seen {
                    sheet.take_back(std::mem::take(&mut prepared.row));
                }
            }
        };
        drop(jobs);
        while !waiting.is_empty() {
            drop(next(&mut waiting, &mut take));
        }
        end
    })
}

/// Takes the rows that were handed over first, and gives them back when they are done with.
fn next(
    waiting: &mut VecDeque<mpsc::Receiver<Vec<Prepared>>>,
    take: &mut impl FnMut(&Prepared),
) -> Vec<Prepared> {
    let judged = waiting.pop_front().and_then(|judged| judged.recv().ok());
    judged.iter().flatten().for_each(take);
    judged.unwrap_or_default()
}

/// Judges what is in the queue until nothing comes any more.
fn work(queue: &Mutex<mpsc::Receiver<Job>>, mapping: &Mapping, terms: Terms) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { rows, done, reply }) = job else {
            return;
        };
        drop(done);
        let judge = |record| prepare(record, mapping, terms);
        // Whoever asked has not gone while judges are at work.
        let _ = reply.send(rows.into_iter().map(judge).collect());
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
        let end = judge_rows(&mut source, Terms::default(), |row| {
            records.push(row.row.record)
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
