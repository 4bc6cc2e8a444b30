//! From the sheet to the workers: rows pass the ledger, and those that may be sent leave it claimed.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::glassix::TicketApi;
use crate::ledger::{Admission, Doubt, Ledger, LedgerError, Turn};
use crate::monitor::{Fate, Monitor, RowEnd};
use crate::prepare::{Judged, Prepared, Rejection};
use crate::settle::Search;
use crate::sheet::Row;

use super::canary::Canary;
use super::claims::Claims;
use super::contacts::{Contacts, Hold, Number};
use super::recall::Known;
use super::shelf::{Content, Full, Held, Shelf};
use super::source::Batch;
use super::stop::{Stop, StopReason};
use super::tally::Tally;
use super::worker::Job;

/// Share of the window that is waited for before rows are claimed: so a commit carries several claims
/// also when workers finish one at a time, while the other three quarters keep every worker busy.
const CLAIM_SHARE: usize = 4;

/// How long the sheet's thread may take to come to its end after a stop: it counts rows for two seconds,
/// and is left alone if it waits for a pipe.
pub(super) const END_OF_SHEET: Duration = Duration::from_secs(3);

/// What admission needs.
pub(super) struct Gatekeeper<A, M: ?Sized> {
    pub(super) api: Arc<A>,
    pub(super) ledger: Ledger,
    pub(super) tally: Arc<Tally>,
    pub(super) monitor: Arc<M>,
    pub(super) stop: Stop,
    pub(super) jobs: mpsc::Sender<Box<Job>>,
    pub(super) claims: Arc<Claims>,
    /// The first rows go alone.
    pub(super) canary: Arc<Canary>,
    /// Rows that may still be sent.
    pub(super) left: Option<u64>,
    /// Rows are judged and looked up, and never sent.
    pub(super) dry: bool,
    /// Conflicts call for nobody's attention.
    pub(super) skip_conflicts: bool,
    pub(super) shelf: Arc<Shelf>,
    /// When the run began.
    pub(super) started: Instant,
    /// How long an unanswered request may still take effect.
    pub(super) settle: Duration,
    /// Who may be sent to.
    pub(super) contacts: Arc<Contacts>,
    /// Rows that wait for their contacts, not claimed yet.
    pub(super) parked: HashMap<Number, Prepared>,
    /// Which sheet of the run is read.
    pub(super) sheet: usize,
}

impl<A: TicketApi, M: Monitor + ?Sized> Gatekeeper<A, M> {
    /// Takes batches until there are none; after a stop it only counts them.
    pub(super) async fn admit_all(
        &mut self,
        file: &Arc<str>,
        mut batches: mpsc::Receiver<Batch>,
    ) -> Result<(), LedgerError> {
        while let Some(batch) = self.next_batch(file, &mut batches).await? {
            let mut rows = match batch {
                Batch::Rows(rows) => rows,
                Batch::Known(known) => {
                    self.pass(file, known).await?;
                    continue;
                }
            };
            self.tally.rows_read.add(rows.len() as u64);
            self.tally.undecided.add(rows.len() as u64);
            while !rows.is_empty() {
                // Rows that are left here stay undecided, and are counted as such.
                if self.stop.takes_no_more() {
                    break;
                }
                rows = self.admit(file, rows).await?;
                self.admit_called(file).await?;
                self.stop_at_the_limit(&rows);
            }
        }
        self.admit_the_rest(file).await
    }

    /// The next batch; after a stop only those that come soon: a pipe that stays open must not hold up the
    /// end of a run.
    async fn next_batch(
        &mut self,
        file: &Arc<str>,
        batches: &mut mpsc::Receiver<Batch>,
    ) -> Result<Option<Batch>, LedgerError> {
        while !self.stop.takes_no_more() {
            tokio::select! {
                biased;
                () = self.stop.no_more_intake() => {}
                // Rows that wait are not kept waiting by a pipe that is slow.
                () = self.contacts.changed.notified() => self.admit_called(file).await?,
                batch = batches.recv(), if self.has_room() => return Ok(batch),
            }
        }
        Ok(tokio::time::timeout(END_OF_SHEET, batches.recv())
            .await
            .ok()
            .flatten())
    }

    /// Counts rows that were not read again.
    async fn pass(&self, file: &str, known: Known) -> Result<(), LedgerError> {
        let rows = known.rows();
        let repeats = self.ledger.pass(known.spans).await?;
        self.tally.rows_read.add(rows);
        self.tally.duplicates.add(repeats);
        self.tally.already_created.add(rows.saturating_sub(repeats));
        self.monitor.known(file, rows, repeats);
        Ok(())
    }

    /// Waits until every claimed row is settled.
    pub(super) async fn drain(&self) {
        self.claims.take_all().await;
    }

    async fn admit(
        &mut self,
        file: &Arc<str>,
        rows: Vec<Prepared>,
    ) -> Result<Vec<Prepared>, LedgerError> {
        let turn = self.turn();
        self.admit_in_turn(file, rows, turn, None).await
    }

    /// Brings rows to the ledger, sends those that it claims and parks those whose turn has not come. Gives
    /// back those behind the last that could be claimed. `called` is what a single row holds that waited: it
    /// goes with the row, or lets the next one pass if the row is not sent.
    pub(super) async fn admit_in_turn(
        &mut self,
        file: &Arc<str>,
        rows: Vec<Prepared>,
        turn: Turn,
        mut called: Option<Hold>,
    ) -> Result<Vec<Prepared>, LedgerError> {
        let one_by_one = !self.dry && !self.canary.is_over();
        let permits = if one_by_one {
            self.claims.take_all().await
        } else {
            let share = (self.claims.size() / CLAIM_SHARE).max(1);
            self.claims
                .take_some(rows.len().min(share), rows.len())
                .await
        };
        let Some(mut permits) = permits else {
            return Err(LedgerError::Stopped);
        };
        let left = self.left.map_or(usize::MAX, |left| {
            usize::try_from(left).unwrap_or(usize::MAX)
        });
        // The row before may have ended it, or the run, meanwhile.
        let alone = one_by_one && !self.canary.is_over();
        let most = if self.dry {
            usize::MAX
        } else if alone {
            left.min(1)
        } else {
            permits.num_permits().min(left)
        };
        let s_lo = self.api.server_second();
        let admitted = self.ledger.admit(rows, most, s_lo, turn).await?;
        self.park(admitted.waiting);
        for (prepared, admission) in admitted.decided {
            let Prepared { row, judged, .. } = prepared;
            self.tally.undecided.down();
            let number = self.number(&row);
            if let (Admission::Claimed { .. }, Judged::Ready(ready)) = (&admission, &judged) {
                self.tally.mended.take(&ready.changes);
            }
            match (admission, judged) {
                (Admission::Claimed { .. }, Judged::Ready(_)) if self.dry => {
                    self.tally.not_attempted.up();
                }
                (Admission::Claimed { place, attempt }, Judged::Ready(ready)) => {
                    // A row that goes alone has all of them.
                    let share = if alone { permits.num_permits() } else { 1 };
                    let Some(permit) = permits.split(share) else {
                        return Err(LedgerError::Stopped);
                    };
                    self.tally.claimed.up();
                    if let Some(left) = self.left.as_mut() {
                        *left = left.saturating_sub(1);
                    }
                    let hold = called
                        .take()
                        .unwrap_or_else(|| self.contacts.hold(number, &ready));
                    let job = Box::new(Job {
                        file: Arc::clone(file),
                        row,
                        ready,
                        place,
                        attempts: attempt,
                        resends: 0,
                        s_lo,
                        permit,
                        hold,
                    });
                    // The workers are gone only when the run has failed, which they report themselves.
                    let _ = self.jobs.send(job).await;
                }
                (Admission::InDoubt(doubt), judged) => {
                    self.tally.in_doubt.up();
                    let held = self.held(file, row, judged, doubt);
                    if self.dry {
                        self.monitor.row(held.told());
                    } else {
                        self.shelve(held);
                    }
                }
                (admission, judged) => {
                    let key = match &judged {
                        Judged::Ready(ready) => &ready.key,
                        Judged::Rejected(rejection) => &rejection.key,
                    };
                    let key = key.as_str().to_owned();
                    if let Some(fate) = self.count(&admission, judged) {
                        self.monitor.row(RowEnd {
                            file: file.to_string(),
                            record: row.record,
                            line: row.line,
                            key,
                            changes: Vec::new(),
                            fate,
                        });
                    }
                }
            }
        }
        Ok(admitted.rest)
    }

    /// Ends the run when no more rows may be sent and there are more.
    pub(super) fn stop_at_the_limit(&self, rest: &[Prepared]) {
        if self.left == Some(0) && !(rest.is_empty() && self.parked.is_empty()) {
            self.stop.after_what_is_claimed(StopReason::Limit);
        }
    }

    /// A row of a run that died, as it is put aside. Nobody knows when that run ended, so the settle time is
    /// counted from the start of this one.
    fn held(&self, file: &Arc<str>, row: Row, judged: Judged, doubt: Doubt) -> Held {
        let mut hold = Hold::default();
        let content = match judged {
            Judged::Ready(ready) => {
                hold = self.contacts.hold_doubt(self.number(&row), &ready);
                Content::Fit(Arc::clone(file), row, ready)
            }
            Judged::Rejected(rejection) => {
                let end = RowEnd {
                    file: file.to_string(),
                    record: row.record,
                    line: row.line,
                    key: rejection.key.as_str().to_owned(),
                    changes: Vec::new(),
                    fate: rejected(&rejection),
                };
                Content::Unfit(end)
            }
        };
        Held {
            since: self.started,
            look_at: self.started + self.settle,
            resends: 0,
            search: Search {
                attempts: 1,
                ..Search::default()
            },
            what: "the run that sent it ended before the answer was written down".into(),
            doubt,
            content,
            hold,
        }
    }

    /// Puts a row aside, until the settler has looked it up.
    fn shelve(&self, held: Held) {
        if let Err(Full(held)) = self.shelf.put(held) {
            self.stop.because(StopReason::TooMuchDoubt);
            self.monitor.row(held.told());
        }
    }

    /// Counts a row that is not sent, and says what to tell of it.
    fn count(&self, admission: &Admission, judged: Judged) -> Option<Fate> {
        let tally = &self.tally;
        match admission {
            Admission::AlreadyCreated {
                ticket,
                changed,
                remapped,
            } => {
                tally.already_created.up();
                // A mapping that changed has changed for all rows: one count says it, not a line each.
                if *remapped {
                    tally.remapped.up();
                } else if *changed {
                    tally.changed.up();
                    return Some(Fate::Changed(*ticket));
                }
                Some(Fate::AlreadyCreated(*ticket))
            }
            Admission::TakenOver { ticket } => {
                tally.already_created.up();
                tally.reconciled.up();
                Some(Fate::AlreadyCreated(Some(*ticket)))
            }
            Admission::Duplicate { differs, .. } => {
                tally.duplicates.up();
                if *differs {
                    tally.duplicates_differing.up();
                }
                Some(Fate::Duplicate(*differs))
            }
            Admission::StillFailed { .. } => {
                tally.failed.up();
                Some(Fate::StillFailed)
            }
            Admission::StillInConflict { .. } => {
                tally.conflict(self.skip_conflicts);
                Some(Fate::StillInConflict)
            }
            Admission::Rejected | Admission::Claimed { .. } | Admission::InDoubt(_) => {
                tally.rejected.up();
                match judged {
                    Judged::Ready(_) => None,
                    Judged::Rejected(rejection) => Some(rejected(&rejection)),
                }
            }
        }
    }
}

fn rejected(rejection: &Rejection) -> Fate {
    let problems = rejection.problems.iter();
    Fate::Rejected(
        problems
            .map(|problem| (problem.rule.as_str(), problem.to_string()))
            .collect(),
    )
}
