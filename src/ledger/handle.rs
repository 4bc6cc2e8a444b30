//! The handle of an open ledger, for async code.

use std::collections::HashMap;
use std::path::Path;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::command::{Command, Inbox};
use super::error::LedgerError;
use super::identity::Identity;
use super::item::{Canary, Doubt, Place, Watched};
use super::lock::{Holder, Lock};
use super::outcome::Outcome;
use super::overview::Overview;
use super::writer::{self, Assignment};
use super::{
    Admitted, Mode, Note, Reading, RunNote, Sighted, Target, Turn, opening, runs, shard_mark, store,
};
use crate::prepare::Prepared;
use crate::ticket::{Digest, Key};

/// Commands that may wait for the writer. Most senders wait for their answers, and there are no more ends of rows than
/// claims, so there are seldom more than twice the workers; where there are, whoever brings the next one waits.
const QUEUE: usize = 1024;

/// The handle of an open ledger. Cheap to clone; the writer ends when the last one is dropped.
#[derive(Clone, Debug)]
pub struct Ledger {
    commands: mpsc::Sender<Command>,
}

/// The writer thread, to be joined after the last [`Ledger`] is dropped.
#[derive(Debug)]
pub struct LedgerThread {
    thread: JoinHandle<Result<(), LedgerError>>,
}

impl LedgerThread {
    /// Waits for the writer's end and says why it ended.
    ///
    /// # Errors
    /// The error that stopped it, if one did.
    pub fn join(self) -> Result<(), LedgerError> {
        self.thread.join().unwrap_or(Err(LedgerError::Stopped))
    }
}

impl Ledger {
    /// Locks and opens the ledger, makes sure that it is durable, and begins a run in it. Blocks.
    /// `failed` is cancelled when the ledger can no longer be written, so that nobody who waits to send
    /// goes on waiting.
    ///
    /// # Errors
    /// [`LedgerError`]; nothing may be sent then.
    pub fn open(
        path: &Path,
        target: &Target,
        run: &RunNote,
        mode: Mode,
        failed: CancellationToken,
    ) -> Result<(Self, LedgerThread), LedgerError> {
        let required = |found: String| LedgerError::Required { found };
        if mode.required && !path.exists() {
            let path = path.display();
            return Err(required(format!("there is no ledger {path}")));
        }
        // A dry run on a ledger that is not there leaves none behind.
        let (lock, connection) = if mode.dry && !path.exists() {
            (None, opening::in_memory()?)
        } else {
            (
                Some(Lock::take(path, &Holder::from(run))?),
                opening::open(path)?,
            )
        };
        if mode.dry {
            connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        shard_mark::hold_to(&connection, mode.part)?;
        let known = runs::departments(&connection, &target.host)?;
        let unclear = known
            .iter()
            .any(|department| *department != target.department)
            && (target.department.is_empty() || known.iter().any(String::is_empty));
        if unclear {
            return Err(LedgerError::UnclearDepartment {
                host: target.host.clone(),
            });
        }
        let named = target;
        let target = runs::target(&connection, &target.host, &target.department)?;
        if mode.required && store::is_new(&connection, target)? {
            let path = path.display();
            return Err(required(format!(
                "the ledger {path} knows no row of {named}"
            )));
        }
        let number = runs::begin_run(&connection, run, target, writer::now())?;
        let (commands, queue) = mpsc::channel(QUEUE);
        let identity = match &lock {
            None => None,
            Some(_) => Some(
                Identity::of(path).map_err(|source| LedgerError::Unwritable {
                    path: path.to_owned(),
                    source,
                })?,
            ),
        };
        let assignment = Assignment {
            identity,
            target,
            run: number,
            mode,
        };
        let thread = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || {
                let result = writer::serve(connection, assignment, Inbox::new(queue));
                if result.is_err() {
                    failed.cancel();
                }
                drop(lock);
                result
            })
            .map_err(|source| LedgerError::Unwritable {
                path: path.to_owned(),
                source,
            })?;
        Ok((Self { commands }, LedgerThread { thread }))
    }

    pub(super) async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<T>) -> Command,
    ) -> Result<T, LedgerError> {
        let (reply, answer) = oneshot::channel();
        self.commands
            .send(command(reply))
            .await
            .map_err(|_| LedgerError::Stopped)?;
        answer.await.map_err(|_| LedgerError::Stopped)
    }

    /// Begins the reading of a file. Rows of the file before it must have been recorded.
    ///
    /// # Errors
    /// [`LedgerError::OtherMapping`] when this file's rows could not be recognised any more.
    pub async fn read(&self, reading: Reading) -> Result<(), LedgerError> {
        self.ask(|reply| Command::Read(reading, reply)).await?
    }

    /// Decides on rows in the order of the file; what comes back as `rest` is to be given again first. At most `most_claims` of them are claimed; when this
    /// returns, those intents are durable. `s_lo` is the service's newest known second. Rows of which `turn` says
    /// that it has not come are handed back as `waiting`, and may be given again at any later time.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing may be sent.
    pub async fn admit(
        &self,
        rows: Vec<Prepared>,
        most_claims: usize,
        s_lo: Option<i64>,
        turn: Turn,
    ) -> Result<Admitted, LedgerError> {
        self.ask(|reply| Command::Admit {
            rows,
            most_claims,
            s_lo,
            turn,
            reply,
        })
        .await
    }

    /// Writes a further intent of a claimed row whose last attempt surely had no effect, and gives the
    /// number of the attempt. Durable when it returns.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing may be sent.
    pub async fn claim_again(&self, place: Place, s_lo: Option<i64>) -> Result<u32, LedgerError> {
        self.ask(|reply| Command::Again { place, s_lo, reply })
            .await
    }

    /// Writes the intent to send a row again of which two valid lookups have shown that it has no ticket,
    /// and gives the number of the attempt. Durable when it returns.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing may be sent.
    pub async fn resend(
        &self,
        place: Place,
        digest: Digest,
        times: Vec<i64>,
        s_lo: Option<i64>,
    ) -> Result<u32, LedgerError> {
        self.ask(|reply| Command::Resend {
            place,
            digest,
            times,
            s_lo,
            reply,
        })
        .await
    }

    /// Whether the ledger knows no row of the target.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn is_new(&self) -> Result<bool, LedgerError> {
        self.ask(Command::IsNew).await
    }

    /// Whether the ledger knows a ticket that was made in the target.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn has_created(&self) -> Result<bool, LedgerError> {
        self.ask(Command::HasCreated).await
    }

    /// Which of these keys have no ticket in the target, as far as the ledger knows, in their order.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn without_ticket(&self, keys: Vec<Key>) -> Result<Vec<bool>, LedgerError> {
        self.ask(|reply| Command::WithoutTicket(keys, reply)).await
    }

    /// Tells which tickets the service has, by key: a row with one of these keys that the ledger does not
    /// know is taken over and not sent.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn preflight(&self, tickets: HashMap<String, Sighted>) -> Result<(), LedgerError> {
        self.ask(|reply| Command::Preflight { tickets, reply })
            .await
    }

    /// Every row of the target that may have a ticket.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn doubts(&self) -> Result<Vec<Doubt>, LedgerError> {
        self.ask(Command::Doubts).await
    }

    /// Every row of the target that was sent again after a doubt and has not been found alone since.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn watched(&self) -> Result<Vec<Watched>, LedgerError> {
        self.ask(Command::Watched).await
    }

    /// Up to `most` rows that the service itself said are created, with an `open` in the window (seconds
    /// of its clock, both ends included): a list of that window that lacks one of them lacks others too.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn canaries(
        &self,
        window: (i64, i64),
        most: usize,
    ) -> Result<Vec<Canary>, LedgerError> {
        self.ask(|reply| Command::Canaries {
            window,
            most,
            reply,
        })
        .await
    }

    /// Ends the watch over a row that was found once, late enough.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn unwatch(&self, place: Place) -> Result<(), LedgerError> {
        self.ask(|reply| Command::Unwatch { place, reply }).await
    }

    /// Writes down what became of an attempt; `cells` (JSON) are kept for a row that has to be mended.
    /// Durable when it returns.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing more may be sent.
    pub async fn record(
        &self,
        place: Place,
        outcome: Outcome,
        cells: Option<Box<str>>,
    ) -> Result<(), LedgerError> {
        self.ask(|reply| Command::Record {
            place,
            outcome,
            cells,
            then: Box::new(|_| {
                let _ = reply.send(());
            }),
        })
        .await
    }

    /// Has it written down what became of an attempt, and goes on: once that is durable, `then` is given the outcome
    /// back on the ledger's thread. It must not wait for anybody. If the ledger fails first, `then` is dropped.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger has ended; then nothing more may be sent.
    pub async fn record_then(
        &self,
        place: Place,
        outcome: Outcome,
        then: impl FnOnce(Outcome) + Send + 'static,
    ) -> Result<(), LedgerError> {
        self.commands
            .send(Command::Record {
                place,
                outcome,
                cells: None,
                then: Box::new(then),
            })
            .await
            .map_err(|_| LedgerError::Stopped)
    }

    /// Keeps what the run was told, or what it has measured so far.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn note(&self, note: Note) -> Result<(), LedgerError> {
        self.ask(|reply| Command::Note(note, reply)).await
    }

    /// How things stand, this run included. The totals are missing in a ledger that is too large for
    /// them to be had at once.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn overview(&self) -> Result<Overview, LedgerError> {
        self.ask(Command::Overview).await
    }

    /// Writes down how the run ended.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn end(&self, exit: u8, counts: String) -> Result<(), LedgerError> {
        self.ask(|reply| Command::End {
            exit,
            counts,
            reply,
        })
        .await?
    }
}
