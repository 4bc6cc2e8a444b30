//! The one thread that writes the ledger.
//!
//! It takes whatever commands are waiting, does them in one transaction, commits, and only then
//! acknowledges. So a commit is shared by all rows that wait for one (group commit), an intent is
//! durable before its row is handed to a worker, and an outcome is durable before anybody is told of it.
//! The first error ends it: commands that wait and commands to come are answered with
//! [`LedgerError::Stopped`], so nothing is sent after a ledger that cannot be written.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::prepare::{Judged, Prepared};
use crate::ticket::{Digest, Key, sentence};

use super::error::LedgerError;
use super::identity::Identity;
use super::item::{Admission, Course, Doubt, Item, Place, course};
use super::merge::Merge;
use super::opening;
use super::outcome::{How, Outcome};
use super::state::{State, Step};
use super::store::{self, Entry};
use super::visited::Visited;
use super::{Admitted, Mode, Reading, Sighted};

/// Most commands that share a commit. Each is small; this bounds how long the first one waits.
const MAX_BATCH: usize = 256;

/// What the writer is asked.
pub(super) enum Command {
    /// A file is opened.
    Read(Reading, oneshot::Sender<Result<(), LedgerError>>),
    /// Rows of the file want to be sent.
    Admit {
        rows: Vec<Prepared>,
        most_claims: usize,
        s_lo: Option<i64>,
        reply: oneshot::Sender<Admitted>,
    },
    /// A row is to be sent once more in this run.
    Again {
        place: Place,
        s_lo: Option<i64>,
        reply: oneshot::Sender<u32>,
    },
    /// A row that lookups have shown to be absent is to be sent again.
    Resend {
        place: Place,
        digest: Digest,
        s_lo: Option<i64>,
        reply: oneshot::Sender<u32>,
    },
    /// The service has these tickets.
    Preflight {
        tickets: HashMap<String, Sighted>,
        reply: oneshot::Sender<()>,
    },
    /// Does the ledger know no row of the target?
    IsNew(oneshot::Sender<bool>),
    /// Which rows may have a ticket, and which are watched?
    Doubts(oneshot::Sender<(Vec<Doubt>, Vec<Doubt>)>),
    /// Which rows are surely listed in the window?
    Canaries {
        window: (i64, i64),
        most: usize,
        reply: oneshot::Sender<Vec<(Key, i64)>>,
    },
    /// A watched row was found once.
    Unwatch {
        place: Place,
        reply: oneshot::Sender<()>,
    },
    /// An attempt has ended.
    Record {
        place: Place,
        outcome: Outcome,
        cells: Option<Box<str>>,
        reply: oneshot::Sender<()>,
    },
    /// The run has ended.
    End {
        exit: u8,
        counts: String,
        reply: oneshot::Sender<Result<(), LedgerError>>,
    },
}

/// What is to be said once the transaction is durable.
type Reply = Box<dyn FnOnce() + Send>;

fn after<T: Send + 'static>(reply: oneshot::Sender<T>, answer: T) -> Reply {
    Box::new(move || {
        // Nobody may be waiting any more, and what is done is done.
        let _ = reply.send(answer);
    })
}

/// The writer's own state.
pub(super) struct Writer {
    connection: Connection,
    /// The ledger's file; none for a dry run that has no ledger.
    identity: Option<Identity>,
    target: i64,
    run: i64,
    mode: Mode,
    reading: Option<Open>,
    /// Tickets that the service has, by key, where the ledger is new and may be missing them.
    preflight: HashMap<String, Sighted>,
}

/// The file that is being read.
struct Open {
    reading: Reading,
    /// The number of the reading, once a row of it had to be written.
    source: Option<i64>,
    merge: Merge,
    visited: Visited,
    /// What was found for the first row that may not be claimed yet: it comes by again next.
    held: Option<Option<Item>>,
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        identity: Option<Identity>,
        target: i64,
        run: i64,
        mode: Mode,
    ) -> Self {
        Self {
            connection,
            identity,
            target,
            run,
            mode,
            reading: None,
            preflight: HashMap::new(),
        }
    }

    /// Serves commands until every sender is gone or the ledger fails.
    pub(super) fn serve(
        mut self,
        mut commands: mpsc::Receiver<Command>,
    ) -> Result<(), LedgerError> {
        while let Some(first) = commands.blocking_recv() {
            let mut replies = Vec::new();
            self.begin()?;
            let mut next = Some(first);
            while let Some(command) = next {
                if let Some(reply) = self.perform(command)? {
                    replies.push(reply);
                }
                next = (replies.len() < MAX_BATCH)
                    .then(|| commands.try_recv().ok())
                    .flatten();
            }
            self.commit()?;
            // Whoever asked may be gone, at a second signal for instance; what was done stays done.
            replies.into_iter().for_each(|reply| reply());
        }
        if self.mode.dry {
            self.rollback()?;
        } else {
            opening::checkpoint(&self.connection)?;
        }
        self.connection
            .close()
            .map_err(|(_, error)| LedgerError::from(error))
    }

    /// A dry run is one transaction from end to end, which is rolled back: it sees its own rows, so that
    /// duplicates are found, and nobody else ever does.
    fn begin(&self) -> Result<(), LedgerError> {
        if self.connection.is_autocommit() {
            self.connection
                .prepare_cached("BEGIN IMMEDIATE")?
                .execute([])?;
        }
        Ok(())
    }

    fn commit(&self) -> Result<(), LedgerError> {
        if !self.mode.dry {
            self.connection.prepare_cached("COMMIT")?.execute([])?;
        }
        self.identity.as_ref().map_or(Ok(()), Identity::check)
    }

    fn rollback(&self) -> Result<(), LedgerError> {
        if !self.connection.is_autocommit() {
            self.connection.prepare_cached("ROLLBACK")?.execute([])?;
        }
        Ok(())
    }

    fn perform(&mut self, command: Command) -> Result<Option<Reply>, LedgerError> {
        Ok(Some(match command {
            Command::Read(reading, reply) => {
                let answer = self.read(reading)?;
                after(reply, answer)
            }
            Command::Admit {
                rows,
                most_claims,
                s_lo,
                reply,
            } => {
                let admitted = self.admit(rows, most_claims, s_lo)?;
                after(reply, admitted)
            }
            Command::Again { place, s_lo, reply } => {
                let attempt = store::claim_again(&self.connection, place, now(), s_lo)?;
                after(reply, attempt)
            }
            Command::Resend {
                place,
                digest,
                s_lo,
                reply,
            } => {
                let attempt =
                    store::resend(&self.connection, place, digest, self.run, now(), s_lo)?;
                after(reply, attempt)
            }
            Command::Preflight { tickets, reply } => {
                self.preflight = tickets;
                after(reply, ())
            }
            Command::IsNew(reply) => {
                let is_new = store::is_new(&self.connection, self.target)?;
                after(reply, is_new)
            }
            Command::Doubts(reply) => {
                let doubts = store::doubts(&self.connection, self.target)?;
                let watched = store::watched(&self.connection, self.target)?;
                after(reply, (doubts, watched))
            }
            Command::Canaries {
                window,
                most,
                reply,
            } => {
                let canaries = store::canaries(&self.connection, self.target, window, most)?;
                after(reply, canaries)
            }
            Command::Unwatch { place, reply } => {
                store::unwatch(&self.connection, place)?;
                after(reply, ())
            }
            Command::Record {
                place,
                outcome,
                cells,
                reply,
            } => {
                self.record(place, &outcome, cells.as_deref())?;
                after(reply, ())
            }
            Command::End {
                exit,
                counts,
                reply,
            } => {
                store::end_run(&self.connection, self.run, now(), exit, &counts)?;
                after(reply, Ok(()))
            }
        }))
    }

    fn read(&mut self, reading: Reading) -> Result<Result<(), LedgerError>, LedgerError> {
        if store::has_foreign_keys(&self.connection, self.target, &reading)? {
            return Ok(Err(LedgerError::OtherMapping { name: reading.name }));
        }
        self.reading = Some(Open {
            reading,
            source: None,
            merge: Merge::new(),
            visited: Visited::default(),
            held: None,
        });
        Ok(Ok(()))
    }

    /// Decides on rows in the order of the file, up to the first that would claim more than it may.
    fn admit(
        &mut self,
        rows: Vec<Prepared>,
        most_claims: usize,
        s_lo: Option<i64>,
    ) -> Result<Admitted, LedgerError> {
        let mut admitted = Admitted::default();
        let mut claims = 0;
        let mut rows = rows.into_iter();
        for row in rows.by_ref() {
            let Some(admission) = self.admit_one(&row, s_lo, claims < most_claims)? else {
                admitted.rest.push(row);
                break;
            };
            claims += usize::from(matches!(admission, Admission::Claimed { .. }));
            admitted.decided.push((row, admission));
        }
        admitted.rest.extend(rows);
        Ok(admitted)
    }

    /// Decides on one row; `None` when it is to be sent and may not be claimed yet.
    fn admit_one(
        &mut self,
        row: &Prepared,
        s_lo: Option<i64>,
        may_claim: bool,
    ) -> Result<Option<Admission>, LedgerError> {
        let Some(open) = self.reading.as_mut() else {
            return Err(LedgerError::Stopped);
        };
        let (key, digest) = (row.key(), row.digest());
        let known = match open.held.take() {
            Some(known) => known,
            None => {
                let known = open.merge.find(&self.connection, self.target, key)?;
                if let Some(item) = &known
                    && !open.visited.insert(item.place)
                {
                    return Ok(Some(Admission::Duplicate {
                        differs: item.digest != digest,
                        first: item.place,
                    }));
                }
                known
            }
        };
        if known.is_none()
            && let Some(ticket) = self.preflight.remove(key.as_str())
        {
            return self.take_over(row, ticket, s_lo).map(Some);
        }
        let course = course(known.as_ref(), digest, row.is_ready(), self.mode.again);
        if course == Course::Claim && !may_claim {
            open.held = Some(known);
            return Ok(None);
        }
        let admission = match (course, known) {
            (Course::Leave { changed }, Some(item)) => Admission::AlreadyCreated {
                ticket: item.ticket,
                changed,
            },
            (Course::Doubt, Some(item)) => self.doubt(&item, row)?,
            (Course::StillFailed, Some(item)) => Admission::StillFailed { place: item.place },
            (Course::StillInConflict, Some(item)) => {
                Admission::StillInConflict { place: item.place }
            }
            (Course::Reject, known) => self.enter(row, known.as_ref(), Step::Reject, s_lo)?,
            (_, known) => self.enter(row, known.as_ref(), Step::Claim, s_lo)?,
        };
        Ok(Some(admission))
    }

    /// Writes a claim or a rejection.
    fn enter(
        &mut self,
        row: &Prepared,
        known: Option<&Item>,
        step: Step,
        s_lo: Option<i64>,
    ) -> Result<Admission, LedgerError> {
        let place = match known {
            Some(item) => item.place,
            None => Place::new(self.source()?, row.row.record),
        };
        let entry = Entry {
            place,
            target: self.target,
            run: self.run,
            key: row.key(),
            digest: row.digest(),
            lines: row.row.line.saturating_sub(row.row.record),
            now: now(),
            s_lo,
        };
        match known {
            Some(item) => store::renew(&self.connection, item, &entry, step)?,
            None => store::insert(&self.connection, &entry, step)?,
        }
        if let Some(open) = self.reading.as_mut() {
            open.visited.insert(place);
        }
        if let Judged::Rejected(rejection) = &row.judged {
            let message = sentence(&rejection.problems);
            store::keep_problem(&self.connection, place, &message, &row.row.to_json())?;
            return Ok(Admission::Rejected);
        }
        let attempt = known.map_or(0, |item| item.attempts) + 1;
        Ok(Admission::Claimed { place, attempt })
    }

    /// A row that is new to the ledger and whose ticket the service has: the ledger takes it over.
    fn take_over(
        &mut self,
        row: &Prepared,
        ticket: Sighted,
        s_lo: Option<i64>,
    ) -> Result<Admission, LedgerError> {
        let place = Place::new(self.source()?, row.row.record);
        let entry = Entry {
            place,
            target: self.target,
            run: self.run,
            key: row.key(),
            digest: row.digest(),
            lines: row.row.line.saturating_sub(row.row.record),
            now: now(),
            s_lo,
        };
        store::insert(&self.connection, &entry, Step::Claim)?;
        let found = Outcome::Created {
            ticket: ticket.id,
            opened: ticket.opened,
            how: How::Reconciled,
        };
        self.record(place, &found, None)?;
        if let Some(open) = self.reading.as_mut() {
            open.visited.insert(place);
        }
        Ok(Admission::TakenOver { ticket: ticket.id })
    }

    /// The number of this reading, which is written down with its first row: a file that brings nothing
    /// leaves no trace.
    fn source(&mut self) -> Result<i64, LedgerError> {
        let Some(open) = self.reading.as_mut() else {
            return Err(LedgerError::Stopped);
        };
        match open.source {
            Some(source) => Ok(source),
            None => {
                let source =
                    store::begin_reading(&self.connection, self.run, self.target, &open.reading)?;
                open.source = Some(source);
                Ok(source)
            }
        }
    }

    /// A row whose ticket may exist: its cells are kept, since they are at hand and a mended file may
    /// not bring them again.
    fn doubt(&self, item: &Item, row: &Prepared) -> Result<Admission, LedgerError> {
        if item.state == State::Sending {
            let what = "the run that sent it ended before the answer was written down";
            self.record(
                item.place,
                &Outcome::InDoubt { what: what.into() },
                Some(&row.row.to_json()),
            )?;
        }
        Ok(Admission::InDoubt(store::doubt_at(
            &self.connection,
            item.place,
        )?))
    }

    fn record(
        &self,
        place: Place,
        outcome: &Outcome,
        cells: Option<&str>,
    ) -> Result<(), LedgerError> {
        let now = now();
        store::settle(&self.connection, place, self.run, outcome, now)?;
        if let Some(message) = outcome.message() {
            store::keep_problem(&self.connection, place, message, cells.unwrap_or("[]"))?;
        }
        if let Outcome::InDoubt { what } = outcome {
            store::keep_attempt(&self.connection, place, self.run, what, now)?;
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
