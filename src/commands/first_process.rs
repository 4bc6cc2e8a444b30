//! The first process of a container: the system sends it no signal that it does not ask for, so that one which would end any
//! other process is lost.
//!
//! A run asks as soon as it has something to end in order; until then, and in commands that have nothing, a signal ends this
//! process as it would any other.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Signals;

/// The number of the first process.
const FIRST: u32 = 1;

/// Whether a command hears signals itself.
static HEARD: AtomicBool = AtomicBool::new(false);

/// A command hears signals itself from here on.
pub(super) fn signals_are_heard() {
    HEARD.store(true, Ordering::SeqCst);
}

/// Has signals end this process, if it is the first one and until a command hears them.
pub(super) fn end_by_signals() {
    if cfg!(unix) && std::process::id() == FIRST {
        // Without it, whoever stops the container waits a little longer and kills it.
        let _ = std::thread::Builder::new()
            .name("signals".into())
            .spawn(listen);
    }
}

fn listen() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        let Ok(mut signals) = Signals::unheard() else {
            return;
        };
        while !HEARD.load(Ordering::SeqCst) {
            let signal = signals.next().await;
            if !HEARD.load(Ordering::SeqCst) {
                end(signal);
            }
        }
    });
}

#[expect(
    clippy::exit,
    reason = "nothing is under way yet that would have to be finished"
)]
fn end(signal: i32) {
    std::process::exit(i32::from(crate::exit::SIGNAL).saturating_add(signal));
}
