//! What whole runs need: a folder to work in, a look-alike in a process of its own, the real binary, and its summary.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses a part of what is shared, and compiles all of it"
)]

mod desk;
mod impostor;
mod listener;
mod process;
mod service;
mod summary;
mod table;
#[cfg(unix)]
mod terminal;

use std::time::{Duration, Instant};

pub(crate) use desk::{Desk, Import, SAMPLE, binary};
pub(crate) use impostor::{Asked, Impostor, Reply};
pub(crate) use listener::{Call, Listener};
pub(crate) use process::{End, Process};
pub(crate) use service::Service;
pub(crate) use summary::{FIXED_KEYS, Summary};
pub(crate) use table::Table;
#[cfg(unix)]
pub(crate) use terminal::Shown;

/// A generous bound for what must happen by itself; reached only by a test that fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);

/// Time between two looks at a condition. A test never depends on it.
const LOOK_AGAIN: Duration = Duration::from_millis(3);

/// Waits for something that another process does; `look` gives it once it is there.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(LOOK_AGAIN);
    }
}
