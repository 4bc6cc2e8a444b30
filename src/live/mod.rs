//! What a run tells of itself while it goes on, to whoever asks from another process.
//!
//! Nobody may open a ledger that a run has open: a second `SQLite` connection would take part in its
//! checkpoints, and closing any descriptor of the file would drop locks. Nor is there a safe copy to read: the
//! ledger and its write-ahead log change between two reads. So the run itself publishes a small file beside
//! the ledger, `<ledger>.state`, about once a second: written whole under another name and renamed, so that a
//! reader sees one state or the next, and readable by its owner alone. It is never synced, so the ledger's
//! disk does not notice it.
//!
//! The file says nothing by itself. Whether a run is going on is told by the ledger's lock, which dies
//! with its process; [`look`] asks for that first, and a file that a killed run left is never believed.
//!
//! [`Publisher`] is the run's side of it; it also has the ledger keep what the run measures.

mod file;
mod publisher;
mod sampler;
mod state;

pub use file::{Running, StateFile, look};
pub use publisher::{Published, Publisher};
pub use state::{LiveReason, LiveState};
