//! The ledger: a write-ahead record of what is about to be sent and of what came of it.
//!
//! What is true after a crash at any instant:
//! - before a byte of a row leaves, its intent is on disk (`Sending`), so no row is sent unrecorded;
//! - what was shown to anybody as done is on disk;
//! - a row that is `Sending` when the ledger is opened may have a ticket, and is never sent again
//!   unless a lookup has shown that it has none.
//!
//! [`state`] is the pure heart: the steps a row may take. `item` decides what becomes of a row that comes
//! by again, `merge` and `passages` see to it that this is cheap where a file comes by as it was. `store`, `runs` and `doubts` hold the SQL of a run, `inspection`, `entries` and `readings` that of reading a
//! ledger between runs, `writer` the thread that owns the connection, `opening` the order in
//! which a file comes to be trusted. `portable`, `backup` and `vacuum` handle a ledger as a whole, between runs.
//! [`Ledger`] is the handle that async code holds.

mod admission;
mod backup;
mod claim;
mod command;
mod doubts;
mod earlier;
mod entries;
mod error;
mod file_system;
mod handle;
mod identity;
mod imported;
mod inspection;
mod item;
mod lock;
mod merge;
mod open_file;
mod opening;
mod outcome;
mod overview;
mod passages;
mod portable;
mod reading;
mod readings;
mod run_note;
mod runs;
mod schema;
mod shard_mark;
mod span;
pub mod state;
mod statements;
mod store;
mod trouble;
mod vacuum;
mod visited;
mod writer;

pub use backup::{BackedUp, files_of};
pub use claim::{SheetClaim, state_folder};
pub use entries::{Choice, Entry, Standing};
pub use error::LedgerError;
pub use file_system::network_file_system;
pub use handle::{Ledger, LedgerThread};
pub use imported::ImportedFile;
pub use inspection::{DoubtNote, Expected, Inspection, Seen, Story};
pub use item::{Admission, Canary, Doubt, Item, Place, Watched};
pub use lock::{Holder, holder};
pub use outcome::{How, Outcome};
pub use overview::{Overview, RunEntry, Totals};
pub use passages::{KnownPassage, Recall, Recalled};
#[cfg(any(test, fuzzing))]
pub(crate) use portable::fuzz;
pub use portable::{Exported, Imported, PortableError, import};
pub use reading::{Manner, Reading};
pub use readings::{Origin, RunName};
pub use run_note::{Mode, Note, RunNote};
pub use shard_mark::Part;
pub use state::{State, Step};
pub use trouble::Trouble;
pub use vacuum::Dropped;

use crate::prepare::Prepared;

/// Whom ledger entries belong to. A key created against one target says nothing about another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host (with port and path where they are not the usual ones), or `sandbox`.
    pub host: String,
    /// The department's id, which is the API key; empty where only a token is known.
    pub department: String,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.department.is_empty() {
            write!(f, "{}", self.host)
        } else {
            write!(f, "{} department {}", self.host, self.department)
        }
    }
}

/// A ticket that the service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighted {
    /// Its id.
    pub id: i64,
    /// Its `open`, in seconds of the service's clock.
    pub opened: Option<i64>,
}

/// What became of rows that wanted to be sent.
#[derive(Debug, Default)]
pub struct Admitted {
    /// The rows that were decided on, in order. Intents among them are durable.
    pub decided: Vec<(Prepared, Admission)>,
    /// Rows that are to be sent and whose turn has not come, untouched.
    pub waiting: Vec<Prepared>,
    /// The rows behind the last claim that was allowed, untouched.
    pub rest: Vec<Prepared>,
}

/// Asked of each row that is to be claimed, on the ledger's thread and in the order of the file: whether its
/// turn has come. It must be quick.
pub type Turn = Box<dyn FnMut(&Prepared) -> bool + Send>;
