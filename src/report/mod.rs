//! The report: what became of a run, or of everything in a ledger, as one page.
//!
//! [`About`] is what a run was told; the ledger keeps it with the run.

mod about;

pub use about::About;
