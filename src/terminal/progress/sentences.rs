//! What the narrator says, written line by line: for screen readers, which read what is written once and in its order.

use std::io::{self, Write as _};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Sources;
use super::narrator::{Counted, Narrator, State, View};

/// How often the narrator looks: a change is told while it still matters.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Says how far the run is until `stop`, and once more then.
pub(super) async fn say(sources: &Sources, stop: CancellationToken) {
    let started = Instant::now();
    let mut narrator = Narrator::new(sources.size);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        if let Some(sentence) = narrator.look(started.elapsed(), &view(sources)) {
            write(&sentence);
        }
    }
    write(&narrator.end(&view(sources)));
}

fn write(sentence: &str) {
    // There is nowhere to report that standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}

/// How things stand at this moment.
fn view(sources: &Sources) -> View {
    let Sources { tally, pacer, .. } = sources;
    let state = match (tally.outage(), pacer.held_for()) {
        (Some(why), _) => State::Down(why),
        (None, Some(wait)) => State::Waiting(wait),
        (None, None) => State::Sending,
    };
    View {
        ended: tally.ended(),
        counts: Counted {
            created: tally.created.get(),
            already_created: tally.already_created.get(),
            duplicates: tally.duplicates.get(),
            rejected: tally.rejected.get(),
            failed: tally.failed.get(),
            conflicts: tally.conflicts.get(),
            in_doubt: tally.in_doubt.get(),
        },
        state,
        pace: pacer.pace(),
        is_slowed: pacer.slowed().is_some(),
    }
}
