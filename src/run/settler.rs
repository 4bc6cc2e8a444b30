//! Settles rows in doubt while the others go on: waits out the settle time, sweeps the list, and sends
//! again only what provably has no ticket.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::breaker::Pass;
use super::claims::Claims;
use super::outage::Outage;
use super::shelf::{Content, Held, Shelf};
use super::stop::{Stop, StopReason};
use super::tally::Tally;
use super::worker::Job;
use crate::glassix::{LookupFault, Ticket, TicketApi};
use crate::ledger::{Doubt, How, Ledger, LedgerError, Outcome, Place};
use crate::monitor::{Fate, Monitor, RowEnd};
use crate::settle::{
    Conclusion, Finding, MAX_CANARIES, Policy, Sightings, Void, Window, conclude, slices, sweep,
};
use crate::ticket::{Key, Ready, Witness, differences};

/// The one who settles.
pub(super) struct Settler<A, M: ?Sized> {
    pub(super) api: Arc<A>,
    pub(super) ledger: Ledger,
    pub(super) tally: Arc<Tally>,
    pub(super) monitor: Arc<M>,
    pub(super) stop: Stop,
    pub(super) shelf: Arc<Shelf>,
    pub(super) jobs: mpsc::Sender<Box<Job>>,
    pub(super) claims: Arc<Claims>,
    pub(super) policy: Policy,
    /// When the run began.
    pub(super) started: Instant,
    /// Whether tickets are opened at other times than the service's clock says.
    pub(super) times_unreliable: Arc<AtomicBool>,
    /// Rows that this run sent again.
    pub(super) resent: HashSet<Place>,
    /// Rows that were told of as having two tickets.
    pub(super) doubled: HashSet<Place>,
    pub(super) outage: Arc<Outage>,
}

/// What a sweep shows of a key, and the tickets.
pub(super) fn finding<'a>(
    sightings: &'a Result<Sightings, Void>,
    key: &Key,
) -> (Finding, &'a [Ticket]) {
    let Ok(sightings) = sightings else {
        return (Finding::Void, &[]);
    };
    match sightings.of(key) {
        [] => {
            let controlled = sightings.controlled;
            (Finding::None { controlled }, &[])
        }
        tickets => (Finding::Tickets(tickets.len()), tickets),
    }
}

/// A row that was found by its key; `sent` is its request, where it is at hand.
pub(super) fn reconciled(tickets: &[Ticket], sent: Option<&Ready>) -> Option<Outcome> {
    tickets.first().map(|ticket| Outcome::Created {
        ticket: ticket.id,
        opened: ticket.opened,
        how: How::Reconciled,
        differences: sent.map_or_else(Vec::new, |ready| {
            differences(&ready.body, &ticket.shown, Witness::Lookup)
        }),
    })
}

impl<A: TicketApi, M: Monitor + ?Sized> Settler<A, M> {
    /// Settles until every sheet is read (`fed`), every job is settled and the shelf is empty, or until
    /// the run stops. What is left on the shelf then stays in doubt.
    pub(super) async fn settle_all(&mut self, fed: &CancellationToken) -> Result<(), LedgerError> {
        self.look_after_earlier_runs().await?;
        while !self.stop.is_stopping() {
            let Some(look_at) = self.shelf.next_look() else {
                if fed.is_cancelled() {
                    self.drain().await;
                    if self.shelf.next_look().is_none() {
                        break;
                    }
                    continue;
                }
                tokio::select! {
                    () = self.stop.token().cancelled() => break,
                    () = fed.cancelled() => {}
                    () = self.shelf.changed.notified() => {}
                }
                continue;
            };
            // A moment more, so that one sweep serves all rows whose time comes about now.
            if !self.sleep_until(look_at + self.policy.gap()).await {
                break;
            }
            let Some(pass) = self.outage.pass().await else {
                break;
            };
            let due = self.shelf.take_due(Instant::now());
            self.round(due, pass).await?;
        }
        if !self.stop.is_stopping() {
            self.settle_rows_of_other_sheets().await?;
        }
        if !self.stop.is_stopping() && !self.resent.is_empty() {
            let resent = std::mem::take(&mut self.resent);
            let watched = self.ledger.watched().await?.into_iter();
            let watched = watched.filter(|row| resent.contains(&row.doubt.place));
            self.watch(&watched.collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    /// False when the run is stopping.
    pub(super) async fn sleep_until(&self, instant: Instant) -> bool {
        tokio::select! {
            biased;
            () = self.stop.token().cancelled() => false,
            () = tokio::time::sleep_until(instant) => true,
        }
    }

    /// The policy, never sending again where the service's times have shown to be unreliable.
    pub(super) fn policy(&self) -> Policy {
        Policy {
            hold: self.policy.hold || self.times_unreliable.load(Ordering::Relaxed),
            ..self.policy
        }
    }

    /// Waits until no job is under way.
    async fn drain(&self) {
        self.claims.take_all().await;
    }

    pub(super) fn tell_doubled(&mut self, row: &Doubt, tickets: &[Ticket]) {
        if !self.doubled.insert(row.place) {
            return;
        }
        self.tally.doubled.up();
        self.monitor.row(RowEnd {
            file: String::new(),
            record: row.place.record(),
            line: 0,
            key: row.key.as_str().to_owned(),
            changes: Vec::new(),
            fate: Fate::Doubled(tickets.iter().map(|ticket| ticket.id).collect()),
        });
    }

    pub(super) fn windows<'a>(
        &self,
        rows: impl Iterator<Item = (&'a Doubt, &'a [i64])>,
    ) -> Vec<Window> {
        let now = self.api.server_now();
        let mut windows = Vec::new();
        for (doubt, mapped) in rows {
            let now = now.unwrap_or(doubt.at);
            windows.push(Window::of_intent(doubt.s_lo, doubt.at, now));
            // What was sent counts, and what would be sent today costs little to look at as well.
            let times = doubt.times.iter().chain(mapped);
            windows.extend(times.map(|second| Window::of_mapped(*second)));
        }
        slices(windows)
    }

    /// One sweep, with its positive control.
    pub(super) async fn look(
        &self,
        windows: &[Window],
        keys: &HashSet<&str>,
    ) -> Result<Result<Sightings, Void>, LedgerError> {
        let mut canaries: Vec<(Key, i64)> = Vec::new();
        let settle = i64::try_from(self.policy.settle.as_secs()).unwrap_or(i64::MAX);
        let span = windows.first().zip(windows.last());
        if let (Some(now), Some((first, last))) = (self.api.server_now(), span) {
            // Younger tickets may not be listed yet, and that would say nothing.
            let until = last.until.min(now.saturating_sub(settle));
            let found = self
                .ledger
                .canaries((first.since, until), MAX_CANARIES)
                .await?;
            let listed = |second: i64| windows.iter().any(|window| window.holds(second));
            canaries.extend(
                found
                    .into_iter()
                    .filter(|canary| listed(canary.opened))
                    .map(|canary| (canary.key, canary.ticket)),
            );
        }
        let result = sweep(&*self.api, windows, keys, &canaries).await;
        match &result {
            Ok(sightings) => tracing::debug!(
                rows = keys.len(),
                pages = sightings.pages,
                canaries = canaries.len(),
                "looked rows in doubt up"
            ),
            Err(void) => tracing::warn!(
                rows = keys.len(),
                "rows in doubt cannot be looked up: {void}"
            ),
        }
        Ok(result)
    }

    /// One sweep for all rows whose time has come.
    async fn round(&mut self, due: Vec<Held>, pass: Pass) -> Result<(), LedgerError> {
        let mapped = |held: &Held| match &held.content {
            Content::Fit(_, _, ready) => ready.mapped_times.clone(),
            Content::Unfit(_) => Vec::new(),
        };
        let times: Vec<Vec<i64>> = due.iter().map(mapped).collect();
        let rows = due.iter().map(|held| &held.doubt);
        let windows = self.windows(rows.zip(times.iter().map(Vec::as_slice)));
        let sightings = {
            let keys = due.iter().map(|held| held.doubt.key.as_str()).collect();
            self.look(&windows, &keys).await?
        };
        let fault = match &sightings {
            Err(Void::Lookup(LookupFault::Unavailable(why))) => Some(why.as_str()),
            _ => None,
        };
        self.outage.hear_lookup(pass, fault);
        if fault.is_some() && pass == Pass::Probe {
            // The service is down, which says nothing of its list.
            for held in due {
                self.shelf.put_back(held);
            }
            return Ok(());
        }
        for mut held in due {
            let (finding, tickets) = finding(&sightings, &held.doubt.key);
            held.search.age = held.since.elapsed();
            match conclude(&mut held.search, finding, self.policy()) {
                Conclusion::Created => self.found(held, tickets).await?,
                Conclusion::Doubled => {
                    self.tell_doubled(&held.doubt, tickets);
                    self.found(held, tickets).await?;
                }
                Conclusion::Look(after) => {
                    held.look_at = Instant::now() + after;
                    self.shelf.put_back(held);
                }
                Conclusion::Leave(why) => {
                    held.what = format!("{}; {why}", held.what);
                    if !std::mem::take(&mut held.hold).keep() {
                        self.stop.because(StopReason::TooMuchDoubt);
                    }
                    self.monitor.row(held.told());
                }
                Conclusion::RanOut => self.absent(held, true).await?,
                Conclusion::Resend => self.absent(held, false).await?,
            }
        }
        Ok(())
    }

    /// The row has its ticket.
    async fn found(&self, held: Held, tickets: &[Ticket]) -> Result<(), LedgerError> {
        let sent = match &held.content {
            // A row that was edited since says something else than what was sent.
            Content::Fit(_, _, ready) if ready.digest == held.doubt.digest => Some(&**ready),
            _ => None,
        };
        let Some(outcome) = reconciled(tickets, sent) else {
            return Ok(());
        };
        if let Outcome::Created { differences, .. } = &outcome {
            self.tally.differing.take(differences);
        }
        self.ledger
            .record(held.doubt.place, outcome.clone(), None)
            .await?;
        self.shelf.release(held.doubt.place);
        self.tally.in_doubt.down();
        self.tally.reconciled.up();
        self.tally.created.up();
        let fate = Fate::Outcome(outcome);
        self.monitor.row(match held.content {
            Content::Fit(file, row, mut ready) => RowEnd::of_ready(&file, &row, &mut ready, fate),
            Content::Unfit(end) => RowEnd { fate, ..end },
        });
        Ok(())
    }

    /// The row has no ticket: it is sent, unless its tries have run out or it is not fit to be sent.
    async fn absent(&mut self, held: Held, ran_out: bool) -> Result<(), LedgerError> {
        let place = held.doubt.place;
        match held.content {
            Content::Fit(file, row, ready) if !ran_out => {
                let Some(permit) = self.claims.take(1).await else {
                    return Err(LedgerError::Stopped);
                };
                let s_lo = self.api.server_second();
                let times = ready.mapped_times.clone();
                let attempts = self.ledger.resend(place, ready.digest, times, s_lo).await?;
                self.shelf.release(place);
                self.tally.in_doubt.down();
                self.tally.claimed.up();
                self.tally.retries.up();
                self.resent.insert(place);
                let job = Box::new(Job {
                    file,
                    row,
                    ready,
                    place,
                    attempts,
                    resends: held.resends + 1,
                    s_lo,
                    permit,
                    hold: held.hold,
                });
                // The workers are gone only when the run has failed, which they report themselves.
                let _ = self.jobs.send(job).await;
            }
            Content::Fit(file, row, mut ready) => {
                let message = format!(
                    "sent {} times without an answer, and no ticket of it is to be found",
                    held.search.attempts
                );
                let outcome = Outcome::Failed {
                    status: None,
                    ran_out: true,
                    message,
                };
                self.ledger.record(place, Outcome::Absent, None).await?;
                self.tally.in_doubt.down();
                self.tally.failed.up();
                self.tally.failed_now.up();
                self.monitor.row(RowEnd::of_ready(
                    &file,
                    &row,
                    &mut ready,
                    Fate::Outcome(outcome),
                ));
            }
            Content::Unfit(end) => {
                self.ledger.record(place, Outcome::Absent, None).await?;
                self.tally.in_doubt.down();
                self.tally.rejected.up();
                self.monitor.row(end);
            }
        }
        Ok(())
    }
}
