//! The task that tells how far a run is, and has the ledger keep what it measures.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::file::StateFile;
use super::sampler::Sampler;
use super::state::{LiveReason, LiveState};
use crate::glassix::Client;
use crate::ledger::{Ledger, Note};
use crate::pacer::Pacer;
use crate::run::Tally;
use crate::sheet::Size;

/// How often the counts are looked at: a fifth of the shortest interval of the series, so that what is
/// told of an interval happened in it.
const LOOK: Duration = Duration::from_millis(100);

/// Looks between two states: one a second is as often as a person reads.
const STATE_EVERY: u32 = 10;

/// Looks between two notes in the ledger: a run that is killed lacks no more than its last ten seconds.
const NOTE_EVERY: u32 = 100;

/// What is published, and where its figures come from.
pub struct Published {
    /// What is known at the beginning.
    pub state: LiveState,
    /// Where the state goes.
    pub file: StateFile,
    /// What keeps the measures.
    pub ledger: Ledger,
    /// How many rows there are.
    pub size: Size,
    /// The counts.
    pub tally: Arc<Tally>,
    /// The gate.
    pub pacer: Arc<Pacer>,
    /// Who sends.
    pub client: Arc<Client>,
    /// What needs attention so far.
    pub reasons: Box<dyn Fn() -> Vec<LiveReason> + Send + Sync>,
}

/// Publishes until the run is finished.
#[derive(Debug)]
pub struct Publisher {
    task: Option<tokio::task::JoinHandle<()>>,
    done: CancellationToken,
}

impl Publisher {
    /// Starts to publish; with nothing to publish it does nothing.
    #[must_use]
    pub fn start(published: Option<Published>) -> Self {
        let done = CancellationToken::new();
        let stop = done.clone();
        let task = published.map(|published| tokio::spawn(publish(published, stop)));
        Self { task, done }
    }

    /// Has the ledger keep the last measures, and takes the state away.
    pub async fn finish(self) {
        self.done.cancel();
        if let Some(task) = self.task {
            // Whatever became of it, the run is as good without.
            let _ = task.await;
        }
    }
}

async fn publish(mut published: Published, stop: CancellationToken) {
    let mut sampler = Sampler::new(Instant::now());
    let mut every = tokio::time::interval(LOOK);
    every.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut looks: u32 = 0;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            _ = every.tick() => {}
        }
        published.look(&mut sampler);
        if looks.is_multiple_of(STATE_EVERY) {
            published.write(&mut sampler).await;
        }
        looks = looks.wrapping_add(1);
        // The first note comes with the second state, so that a short life leaves one too.
        if looks % NOTE_EVERY == STATE_EVERY {
            published.note(&sampler).await;
        }
    }
    published.look(&mut sampler);
    published.note(&sampler).await;
    published.file.remove();
}

impl Published {
    fn look(&self, sampler: &mut Sampler) {
        sampler.look(&self.tally, &self.client, &self.pacer);
    }

    /// Has the ledger keep what was measured. A ledger that has failed ends the run by itself.
    async fn note(&self, sampler: &Sampler) {
        if let Ok(text) = serde_json::to_string(&sampler.measures(&self.client)) {
            let _ = self.ledger.note(Note::Measures(text)).await;
        }
    }

    /// Publishes the state of this moment. Where that fails, the run goes on without.
    async fn write(&mut self, sampler: &mut Sampler) {
        self.bring_up_to_date(sampler);
        let (file, state) = (self.file.clone(), self.state.clone());
        let written = tokio::task::spawn_blocking(move || file.write(&state)).await;
        if let Ok(Err(error)) = written {
            tracing::debug!(%error, "the state of the run cannot be published");
        }
    }

    fn bring_up_to_date(&mut self, sampler: &mut Sampler) {
        let (tally, state) = (&self.tally, &mut self.state);
        let mut counts = tally.counts();
        // Rows that are under way count as in doubt, and those that wait as not attempted, once the
        // run has ended; it has not.
        state.under_way = tally.claimed.get().saturating_sub(tally.settled.get());
        counts.in_doubt = counts.in_doubt.saturating_sub(state.under_way);
        counts.not_attempted = tally.not_attempted.get();
        state.counts = counts;
        state.rows_ended = tally.ended();
        state.rows_expected = self.size.rows();
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds need no more digits than a double has"
        )]
        let elapsed = sampler.elapsed_ms() as f64 / 1000.0;
        state.elapsed_seconds = elapsed;
        state.rows_per_second = sampler.rows_per_second(state.rows_ended);
        state.seconds_left = left(state);
        state.limit = self.pacer.rates().to_string();
        state.waiting_seconds = self.pacer.held_for().map(|wait| wait.as_secs() + 1);
        state.requests = self.client.requests();
        state.throttled = self.client.throttled();
        state.reasons = (self.reasons)();
        state.updated = jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string();
    }
}

/// How long the rest takes at this speed.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate in whole seconds, of numbers above nought"
)]
fn left(state: &LiveState) -> Option<u64> {
    let rows = state.rows_expected?.saturating_sub(state.rows_ended);
    (state.rows_per_second > 0.0).then(|| (rows as f64 / state.rows_per_second).ceil() as u64)
}
