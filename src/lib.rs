//! Bring a spreadsheet of customers into Glassix: exactly one ticket per row, whatever happens on the way.
//!
//! # The path of a row
//!
//! 0. [`inbox`] finds its file among those that have arrived.
//! 1. [`sheet`] reads it: a [`Row`](sheet::Row) that knows its record and its line, or a record that
//!    is no row of this sheet, with the reason.
//! 2. [`mapping`] puts its cells where they belong in a ticket: a [`Draft`](ticket::Draft) of texts.
//! 3. [`ticket`] judges the draft: [`Ready`](ticket::Ready), with its key and its bytes, or every
//!    [`Problem`](ticket::Problem) at once; [`tags`] holds its tags against the department's. [`prepare`]
//!    does all of it. Where several machines share an import, [`shard`] tells whose row it is.
//! 4. [`ledger`] knows every key: it tells whether the row is done, in doubt, a duplicate, or to be sent,
//!    and writes the intent to send down before a byte leaves.
//! 5. [`pacer`] is the one gate that every request passes.
//! 6. [`glassix`] makes one attempt and says what its answer means: a [`Verdict`](glassix::Verdict).
//! 7. [`settle`] looks for the tickets of rows in doubt, and says what follows.
//! 8. [`run`] decides what follows (a pure function), carries it out, and has the ledger write down
//!    what became of the row. Only then does a [`monitor`] hear of it.
//! 9. [`summary`] says how all of it went, and [`exit`] in one number. [`notice`] tells it to whoever does not watch.
//!
//! [`init`] stands before it: it proposes the mapping.
//! [`check`] walks this path up to the ledger, and tells what it saw. [`results`] gives rows back out of the
//! ledger, as a file that [`sheet`] reads again. [`schedule`] has machines start it, and [`inbox`] tells which files
//! a night has brought.
//!
//! A module may use those before it on this path, never those behind it. Around the path stand [`cli`],
//! [`settings`], [`commands`] and [`terminal`], which alone know of flags, files, screens and exit statuses,
//! and [`sandbox`], a look-alike of the service that knows nothing of the rest.
//!
//! # Failures
//!
//! A row that fails is data. An `Err` ends the run. Of every failure two questions are asked: will it
//! pass, and can it have taken effect? What may have taken effect is *in doubt*, and a row in doubt is
//! never sent again before a lookup.

pub mod check;
pub mod cli;
pub mod commands;
pub mod exit;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod glassix;
mod hashed;
pub mod inbox;
pub mod init;
mod json;
pub mod ledger;
pub mod live;
pub mod mapping;
pub mod measure;
pub mod monitor;
pub mod notice;
pub mod pacer;
mod page;
pub mod prepare;
pub mod report;
pub mod results;
pub mod run;
pub mod sandbox;
pub mod schedule;
pub mod settings;
pub mod settle;
pub mod shard;
pub mod sheet;
pub mod status;
pub mod summary;
pub mod tags;
pub mod terminal;
pub mod ticket;
