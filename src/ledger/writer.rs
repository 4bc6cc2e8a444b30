//! The one thread that writes the ledger.
//!
//! It takes whatever commands are waiting, does them in one transaction, commits, and only then
//! acknowledges. So a commit is shared by all rows that wait for one (group commit), an intent is
//! durable before its row is handed to a worker, and an outcome is durable before anybody is told of it.
//! The first error ends it: commands that wait and commands to come are answered with
//! [`LedgerError::Stopped`], so nothing is sent after a ledger that cannot be written.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use foldhash::{HashSet, HashSetExt as _};
use rusqlite::Connection;

use super::command::{Command, Inbox, Reply, after};
use super::error::LedgerError;
use super::identity::Identity;
use super::item::Place;
use super::open_file::Open;
use super::outcome::Outcome;
use super::state::State;
use super::statements::Statements;
use super::{Mode, Overview, Sighted, doubts, imported, opening, passages, runs, store};
use crate::ticket::told;

/// Most commands that share a commit. Each is small; this bounds how long the first one waits.
const MAX_BATCH: usize = 256;

/// Commands in a commit from which on more are likely to come at once: at the pace of a service nearly every commit
/// carries one.
const BUSY: usize = 2;

/// How long the next commands are waited for then, so that a commit carries more of them: half as many commits at full
/// speed. It is less than a commit takes on most disks, and nothing beside the time that an answer takes.
const LINGER: Duration = Duration::from_micros(400);

/// The writer's own state.
pub(super) struct Writer<'c> {
    pub(super) connection: &'c Connection,
    pub(super) statements: Statements<'c>,
    /// The ledger's file; none for a dry run that has no ledger.
    identity: Option<Identity>,
    pub(super) target: i64,
    pub(super) run: i64,
    pub(super) mode: Mode,
    pub(super) reading: Option<Open>,
    /// Tickets that the service has, by key, where the ledger is new and may be missing them.
    pub(super) preflight: HashMap<String, Sighted>,
    /// Rows that are under way and that the ledger did not know before: nothing else is kept of them yet. No more than
    /// may be claimed at once.
    pub(super) fresh: HashSet<Place>,
}

/// What a writer writes of, and how.
pub(super) struct Assignment {
    /// The ledger's file; none for a dry run that has no ledger.
    pub(super) identity: Option<Identity>,
    pub(super) target: i64,
    pub(super) run: i64,
    pub(super) mode: Mode,
}

/// Serves commands until every sender is gone or the ledger fails.
pub(super) fn serve(
    connection: Connection,
    assignment: Assignment,
    commands: Inbox,
) -> Result<(), LedgerError> {
    Writer::new(&connection, assignment)?.serve(commands)?;
    connection
        .close()
        .map_err(|(_, error)| LedgerError::from(error))
}

impl<'c> Writer<'c> {
    fn new(connection: &'c Connection, assignment: Assignment) -> Result<Self, LedgerError> {
        let Assignment {
            identity,
            target,
            run,
            mode,
        } = assignment;
        Ok(Self {
            connection,
            statements: Statements::of(connection)?,
            identity,
            target,
            run,
            mode,
            reading: None,
            preflight: HashMap::new(),
            fresh: HashSet::new(),
        })
    }

    fn serve(mut self, mut commands: Inbox) -> Result<(), LedgerError> {
        let mut replies = Vec::with_capacity(MAX_BATCH);
        let mut is_busy = false;
        while let Some(first) = commands.wait() {
            if is_busy {
                std::thread::sleep(LINGER);
            }
            self.begin()?;
            let mut next = Some(first);
            while let Some(command) = next {
                replies.push(self.perform(command)?);
                next = (replies.len() < MAX_BATCH)
                    .then(|| commands.next())
                    .flatten();
            }
            self.commit()?;
            is_busy = replies.len() >= BUSY;
            // Whoever asked may be gone, at a second signal for instance; what was done stays done.
            replies.drain(..).for_each(|reply| reply());
        }
        if self.mode.dry {
            self.rollback()
        } else {
            opening::checkpoint(self.connection)
        }
    }

    /// A dry run is one transaction from end to end, which is rolled back: it sees its own rows, so that
    /// duplicates are found, and nobody else ever does.
    fn begin(&mut self) -> Result<(), LedgerError> {
        if self.connection.is_autocommit() {
            self.statements.begin()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        if !self.mode.dry {
            self.statements.commit()?;
        }
        self.identity.as_ref().map_or(Ok(()), Identity::check)
    }

    fn rollback(&self) -> Result<(), LedgerError> {
        if !self.connection.is_autocommit() {
            self.connection.prepare_cached("ROLLBACK")?.execute([])?;
        }
        Ok(())
    }

    fn perform(&mut self, command: Command) -> Result<Reply, LedgerError> {
        Ok(match command {
            Command::Read(reading, reply) => {
                let answer = self.read(reading)?;
                after(reply, answer)
            }
            Command::Admit {
                rows,
                most_claims,
                s_lo,
                turn,
                reply,
            } => {
                let admitted = self.admit(rows, most_claims, s_lo, turn)?;
                after(reply, admitted)
            }
            Command::Again { place, s_lo, reply } => {
                let attempt = store::claim_again(self.connection, place, now(), s_lo)?;
                after(reply, attempt)
            }
            Command::Resend {
                place,
                digest,
                times,
                s_lo,
                reply,
            } => {
                let sent = (digest, times.as_slice());
                let attempt = doubts::resend(self.connection, place, sent, self.run, now(), s_lo)?;
                after(reply, attempt)
            }
            Command::Preflight { tickets, reply } => {
                self.preflight = tickets;
                after(reply, ())
            }
            Command::IsNew(reply) => {
                let is_new = store::is_new(self.connection, self.target)?;
                after(reply, is_new)
            }
            Command::HasCreated(reply) => {
                let has_created = store::has_created(self.connection, self.target)?;
                after(reply, has_created)
            }
            Command::WithoutTicket(keys, reply) => {
                let without = store::without_ticket(self.connection, self.target, &keys)?;
                after(reply, without)
            }
            Command::Doubts(reply) => {
                let doubts = doubts::doubts(self.connection, self.target)?;
                after(reply, doubts)
            }
            Command::Watched(reply) => {
                let watched = doubts::watched(self.connection, self.target)?;
                after(reply, watched)
            }
            Command::Canaries {
                window,
                most,
                reply,
            } => {
                let canaries = doubts::canaries(self.connection, self.target, window, most)?;
                after(reply, canaries)
            }
            Command::Unwatch { place, reply } => {
                doubts::unwatch(self.connection, place)?;
                after(reply, ())
            }
            Command::Record {
                place,
                outcome,
                cells,
                then,
            } => {
                self.record(place, &outcome, cells.as_deref())?;
                Box::new(|| then(outcome))
            }
            Command::HasPassages(reply) => {
                let has_any = passages::has_any(self.connection, self.target)?;
                after(reply, has_any)
            }
            Command::Recall { from, reply } => {
                let recalled = self.recall(from)?;
                after(reply, recalled)
            }
            Command::Pass { spans, reply } => {
                let repeats = self.pass(&spans);
                after(reply, repeats)
            }
            Command::Imported(file, reply) => {
                imported::keep(self.connection, self.target, self.run, &file)?;
                after(reply, ())
            }
            Command::Note(note, reply) => {
                runs::keep_note(self.connection, self.run, &note)?;
                after(reply, ())
            }
            Command::Overview(reply) => {
                let overview = Overview::of_small(self.connection)?;
                after(reply, overview)
            }
            Command::End {
                exit,
                counts,
                reply,
            } => {
                runs::end_run(self.connection, self.run, now(), exit, &counts)?;
                after(reply, Ok(()))
            }
        })
    }

    /// Writes down what became of an attempt, and what is kept of the row.
    pub(super) fn record(
        &mut self,
        place: Place,
        outcome: &Outcome,
        cells: Option<&str>,
    ) -> Result<(), LedgerError> {
        let now = now();
        let is_fresh = self.fresh.remove(&place);
        let before = if is_fresh {
            State::Sending
        } else {
            store::state_of(self.connection, place)?
        };
        let state = self
            .statements
            .settle(before, place, self.run, outcome, now)?;
        if state == State::Created && !is_fresh {
            store::forget_problem(self.connection, place)?;
        }
        if let Some(message) = outcome.message() {
            store::keep_problem(self.connection, place, message, cells)?;
        }
        if let Outcome::Created { differences, .. } = outcome
            && !differences.is_empty()
        {
            store::keep_difference(self.connection, place, &told(differences))?;
        }
        if let Outcome::InDoubt { what } = outcome {
            doubts::keep_attempt(self.connection, place, self.run, what, now)?;
        }
        Ok(())
    }
}

/// Seconds since 1970 by this machine's clock: for people to read, never to decide by.
pub(super) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
}
