//! A run's telling of itself, put together: what it was told, how far it is, what it measures.

use std::sync::Arc;

use super::connection::Connection;
use crate::ledger::{Ledger, Note, RunNote, Target};
use crate::live::{LiveReason, LiveState, Published, Publisher, StateFile};
use crate::pacer::Pacer;
use crate::report::About;
use crate::run::Tally;
use crate::terminal::{Plan, command_line};

/// Has the ledger keep what the run was told, and starts to publish. A dry run leaves nothing behind.
pub(super) async fn publish(
    plan: &Plan<'_>,
    (note, target): (&RunNote, &Target),
    (ledger, connection): (&Ledger, &Connection),
    (tally, pacer): (&Arc<Tally>, &Arc<Pacer>),
    reasons: impl Fn() -> Vec<LiveReason> + Send + Sync + 'static,
) -> Publisher {
    if plan.settings.dry {
        return Publisher::start(None);
    }
    let about = About::of(plan, command_line(std::env::args_os()));
    // A ledger that fails here fails at the first intent too, before anything is sent.
    if let Ok(text) = serde_json::to_string(&about) {
        let _ = ledger.note(Note::About(text)).await;
    }
    let state = LiveState {
        target: target.to_string(),
        before: ledger.overview().await.unwrap_or_default(),
        ..LiveState::of(note)
    };
    Publisher::start(Some(Published {
        state,
        file: StateFile::beside(&plan.settings.ledger),
        ledger: ledger.clone(),
        size: plan.size,
        tally: Arc::clone(tally),
        pacer: Arc::clone(pacer),
        client: Arc::clone(&connection.client),
        reasons: Box::new(reasons),
    }))
}
