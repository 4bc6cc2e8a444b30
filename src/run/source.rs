//! The thread that reads a sheet and judges its rows, so that neither disk nor parsing holds up a request.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::mapping::Mapping;
use crate::prepare::{Prepared, prepare};
use crate::sheet::{Sheet, SheetError};
use crate::tags::KnownTags;
use crate::ticket::Terms;

use super::mine::Mine;
use super::recall::{Known, Memory};
use super::returns::Returns;
use super::stop::Stop;

/// Rows handed on together: enough that a handover costs nothing beside reading, few enough that the
/// rows on their way (a batch in each hand and [`BATCHES`] between) stay within a few hundred.
const BATCH: usize = 64;

/// Batches between the reading thread and the ledger.
const BATCHES: usize = 1;

/// How long the rest of a sheet is counted after the run has stopped, so that the summary can say how
/// many rows are left. A platform that has sent SIGTERM gives ten seconds or more in all.
const COUNT_FOR: Duration = Duration::from_secs(2);

/// A sheet and what is made of its columns.
pub struct Source {
    /// The sheet, read up to its header.
    pub sheet: Sheet,
    /// What is made of its columns.
    pub mapping: Mapping,
    /// All that decides what its rows say, apart from the sheet and the mapping as it is bound to it.
    pub meaning: [u8; 8],
}

impl Source {
    /// All that decides what its rows say, apart from the sheet: the meaning of its passages.
    #[must_use]
    pub fn meaning(&self, terms: Terms) -> Vec<u8> {
        let terms = format!("{terms:?}");
        [
            &self.meaning[..],
            &self.mapping.fingerprint(),
            terms.as_bytes(),
        ]
        .concat()
    }
}

/// What is handed on of a sheet.
pub(super) enum Batch {
    /// Rows that are to be decided on.
    Rows(Vec<Prepared>),
    /// Rows that are as they were when their tickets were made.
    Known(Known),
}

/// What is left of a sheet when its reading ends.
pub(super) type Rest = Result<u64, SheetError>;

/// Starts reading. Batches come from the first channel; when it is closed, the second tells how many
/// rows were passed without being judged, because the run was stopping.
pub(super) fn read(
    source: Source,
    terms: Terms,
    tags: Option<Arc<KnownTags>>,
    (mine, memory, returns): (Mine, Option<Memory>, Arc<Returns>),
    stop: Stop,
) -> std::io::Result<(mpsc::Receiver<Batch>, oneshot::Receiver<Rest>)> {
    let (batches, rows) = mpsc::channel(BATCHES);
    let (rest, end) = oneshot::channel();
    std::thread::Builder::new()
        .name("sheet".into())
        .spawn(move || {
            let result = hand_on(
                source,
                terms,
                tags.as_deref(),
                (&mine, memory, &returns, &stop),
                &batches,
            );
            drop(batches);
            // Nobody waits for it after a second signal.
            let _ = rest.send(result);
        })?;
    Ok((rows, end))
}

fn hand_on(
    mut source: Source,
    terms: Terms,
    tags: Option<&KnownTags>,
    (mine, mut memory, returns, stop): (&Mine, Option<Memory>, &Returns, &Stop),
    batches: &mpsc::Sender<Batch>,
) -> Rest {
    if mine.shard.is_none() {
        let meaning = source.meaning(terms);
        source.sheet.tell_passages(&meaning)?;
    }
    // What comes slowly through a pipe is handed on as it comes.
    let size = if source.sheet.is_file() { BATCH } else { 1 };
    let (mut batch, mut done) = (Vec::with_capacity(size), Vec::new());
    while !stop.takes_no_more() {
        let known = match memory.as_mut().map(|memory| memory.pass(&mut source.sheet)) {
            None => None,
            Some(Ok(known)) => known,
            Some(Err(error)) => {
                let _ = batches.blocking_send(Batch::Rows(batch));
                return Err(error);
            }
        };
        if let Some(known) = known {
            let before = std::mem::take(&mut batch);
            if batches.blocking_send(Batch::Rows(before)).is_err()
                || batches.blocking_send(Batch::Known(known)).is_err()
            {
                break;
            }
            continue;
        }
        let record = match source.sheet.next_record() {
            Ok(Some(record)) => record,
            other => {
                // What was read before a failure is handed on: it is as good as the rest.
                let _ = batches.blocking_send(Batch::Rows(batch));
                return other.map(|_| 0);
            }
        };
        let mut prepared = prepare(record, &source.mapping, terms);
        prepared.passage = source.sheet.ended_passage().map(Box::new);
        if !mine.takes(&mut prepared) {
            continue;
        }
        batch.push(match tags {
            Some(known) => prepared.held_against(known),
            None => prepared,
        });
        if batch.len() >= size {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(size));
            if batches.blocking_send(Batch::Rows(full)).is_err() {
                break;
            }
            returns.take(&mut done);
            // The text of a row serves for one to come; the rest is freed where it was made.
            for (row, _) in done.drain(..) {
                source.sheet.take_back(row);
            }
        }
    }
    let unsent = batch.len() as u64;
    Ok(unsent + count(&mut source, terms, mine)?)
}

/// Counts what is left, for a moment.
fn count(source: &mut Source, terms: Terms, mine: &Mine) -> Rest {
    let Source { sheet, mapping, .. } = source;
    let (mut left, mut read) = (0, 0_u64);
    if !sheet.is_file() {
        return Ok(left);
    }
    let until = Instant::now() + COUNT_FOR;
    while let Some(record) = sheet.next_record()? {
        left += u64::from(mine.takes_record(record, mapping, terms));
        read += 1;
        if read.is_multiple_of(1024) && Instant::now() > until {
            break;
        }
    }
    Ok(left)
}
