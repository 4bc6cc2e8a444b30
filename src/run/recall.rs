//! Recalls what the ledger knows of a sheet while the sheet is read, so that rows which are as they were when their
//! tickets were made are passed at the speed at which they can be hashed.

use std::collections::VecDeque;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::ledger::{KnownPassage, Ledger, LedgerError, Place, Recall, Recalled};
use crate::sheet::{Sheet, SheetError};

/// Rows that are passed before they are told of: often enough for a progress bar, a few times a second.
const TOLD_AT_ONCE: u64 = 65_536;

/// Known passages among which one that begins here is looked for before the ledger is asked: as many may be gone from
/// the file, or edited, between two that are there.
const NEAR: usize = 16;

/// Known passages below which the next ones are asked for, while these are compared.
const FEW: usize = 128;

/// Most places at which a passage may begin that are passed by without a look after several looks in vain: a file of
/// rows that are all new has some sixty rows between two looks at first, and some four thousand then.
const MOST_PASSED_BY: u32 = 64;

/// Rows of a sheet that are known, by the places of the first ones and how many follow.
#[derive(Debug, Default)]
pub struct Known {
    pub(super) spans: Vec<(Place, u32)>,
}

impl Known {
    /// How many there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.spans.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    fn take(&mut self, known: &KnownPassage) {
        let count = known.passage.rows;
        match self.spans.last_mut() {
            Some((first, before))
                if first.0 + i64::from(*before) == known.first.0
                    && before.checked_add(count).is_some() =>
            {
                *before += count;
            }
            _ => self.spans.push((known.first, count)),
        }
    }
}

/// What the ledger knows of a sheet, as far as it was asked.
#[derive(Debug)]
pub struct Memory {
    ledger: Ledger,
    runtime: Handle,
    ahead: VecDeque<KnownPassage>,
    /// Where those behind them are to be looked for.
    next: Option<Place>,
    /// The answer that is waited for.
    asked: Option<JoinHandle<Result<Recalled, LedgerError>>>,
    /// Looks in vain, one after the other, and places to be passed by before the next one.
    misses: u32,
    pass_by: u32,
}

impl Memory {
    /// A memory of which nothing was asked. It is used on a thread that may wait for `runtime`.
    #[must_use]
    pub fn new(ledger: Ledger, runtime: Handle) -> Self {
        Self {
            ledger,
            runtime,
            ahead: VecDeque::new(),
            next: None,
            asked: None,
            misses: 0,
            pass_by: 0,
        }
    }

    /// Passes the known rows with which the sheet goes on, if it goes on with such rows. A ledger that fails knows
    /// none: the run hears of it elsewhere. Blocks.
    ///
    /// # Errors
    /// [`SheetError`] when the file can be read no further.
    pub fn pass(&mut self, sheet: &mut Sheet) -> Result<Option<Known>, SheetError> {
        let mut known = Known::default();
        while known.rows() < TOLD_AT_ONCE
            && let Some(start) = sheet.passage_start()?
            && self.goes_to(start)
            && let Some(candidate) = self.ahead.front()
            && sheet.pass_passage(&candidate.passage)?
        {
            known.take(candidate);
            self.ahead.pop_front();
        }
        Ok((!known.spans.is_empty()).then_some(known))
    }

    /// Goes to the next passage that begins so; false if there is none.
    fn goes_to(&mut self, start: i64) -> bool {
        if self.ahead.len() < NEAR {
            self.take_asked();
        }
        let mut near = self.ahead.iter().take(NEAR);
        let found = match near.position(|known| known.passage.start == start) {
            Some(at) => {
                self.ahead.drain(..at);
                true
            }
            None => self.looks_for(start),
        };
        if found && self.ahead.len() < FEW {
            self.ask();
        }
        found
    }

    fn ask(&mut self) {
        if self.asked.is_none()
            && let Some(next) = self.next.take()
        {
            let ledger = self.ledger.clone();
            let asking = async move { ledger.recall(Recall::From(next)).await };
            self.asked = Some(self.runtime.spawn(asking));
        }
    }

    /// Waits for what was asked for, unless nothing was.
    fn take_asked(&mut self) {
        self.ask();
        while self.ahead.len() < NEAR
            && let Some(asked) = self.asked.take()
        {
            if let Ok(Ok(recalled)) = self.runtime.block_on(asked) {
                self.next = recalled.next;
                self.ahead.extend(recalled.known);
            }
            self.ask();
        }
    }

    /// Asks for a passage that is none of the next ones.
    fn looks_for(&mut self, start: i64) -> bool {
        if self.pass_by > 0 {
            self.pass_by -= 1;
            return false;
        }
        let recalled = self
            .runtime
            .block_on(self.ledger.recall(Recall::Start(start)));
        let recalled = recalled.unwrap_or_default();
        let is_there = recalled
            .known
            .first()
            .is_some_and(|known| known.passage.start == start);
        if is_there {
            (self.misses, self.asked) = (0, None);
            self.next = recalled.next;
            self.ahead = recalled.known.into();
        } else {
            self.misses = self.misses.saturating_add(1);
            self.pass_by = 2_u32.saturating_pow(self.misses).min(MOST_PASSED_BY) - 1;
        }
        is_there
    }
}
