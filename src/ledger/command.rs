//! What the ledger's writer is asked, and how it answers: after the commit, and not before.

use std::collections::HashMap;

use tokio::sync::{mpsc, oneshot};

use super::error::LedgerError;
use super::imported::ImportedFile;
use super::item::{Canary, Doubt, Place, Watched};
use super::outcome::Outcome;
use super::passages::{Recall, Recalled};
use super::{Admitted, Note, Overview, Reading, Sighted, Turn};
use crate::prepare::Prepared;
use crate::ticket::{Digest, Key};

/// What the writer is asked.
pub(super) enum Command {
    /// A file is opened.
    Read(Reading, oneshot::Sender<Result<(), LedgerError>>),
    /// Rows of the file want to be sent.
    Admit {
        rows: Vec<Prepared>,
        most_claims: usize,
        s_lo: Option<i64>,
        turn: Turn,
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
        times: Vec<i64>,
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
    /// Does the ledger know a ticket of the target?
    HasCreated(oneshot::Sender<bool>),
    /// Which of these keys have no ticket in the target, as far as the ledger knows?
    WithoutTicket(Vec<Key>, oneshot::Sender<Vec<bool>>),
    /// Which rows may have a ticket?
    Doubts(oneshot::Sender<Vec<Doubt>>),
    /// Which rows are watched?
    Watched(oneshot::Sender<Vec<Watched>>),
    /// Which rows are surely listed in the window?
    Canaries {
        window: (i64, i64),
        most: usize,
        reply: oneshot::Sender<Vec<Canary>>,
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
        then: Box<dyn FnOnce(Outcome) + Send>,
    },
    /// Whether any passage of a file was written down.
    HasPassages(oneshot::Sender<bool>),
    /// Give passages that are known.
    Recall {
        from: Recall,
        reply: oneshot::Sender<Recalled>,
    },
    /// The file at hand has rows at these places, each with how many follow it.
    Pass {
        spans: Vec<(Place, u32)>,
        reply: oneshot::Sender<u64>,
    },
    /// Every row of this file has its ticket.
    Imported(ImportedFile, oneshot::Sender<()>),
    /// The run was told, or has measured, this.
    Note(Note, oneshot::Sender<()>),
    /// How do things stand?
    Overview(oneshot::Sender<Overview>),
    /// The run has ended.
    End {
        exit: u8,
        counts: String,
        reply: oneshot::Sender<Result<(), LedgerError>>,
    },
}

/// The writer's end of the queue.
///
/// When it is dropped, in whatever way the writer ends, every command is dropped that was sent or is just being sent,
/// and with it whatever its sender waits for: a queue that merely lost its receiver may keep a command that came at that
/// very moment for as long as anybody holds the other end.
pub(super) struct Inbox(mpsc::Receiver<Command>);

impl Inbox {
    pub(super) fn new(commands: mpsc::Receiver<Command>) -> Self {
        Self(commands)
    }

    /// Waits for a command; `None` when every sender is gone.
    pub(super) fn wait(&mut self) -> Option<Command> {
        self.0.blocking_recv()
    }

    /// A command that is there already.
    pub(super) fn next(&mut self) -> Option<Command> {
        self.0.try_recv().ok()
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.0.close();
        // Who has a place in the queue still puts a command there, at once.
        while self.0.blocking_recv().is_some() {}
    }
}

/// What is to be said once the transaction is durable.
pub(super) type Reply = Box<dyn FnOnce() + Send>;

/// Keeps an answer until the transaction is durable.
pub(super) fn after<T: Send + 'static>(reply: oneshot::Sender<T>, answer: T) -> Reply {
    Box::new(move || {
        // Nobody may be waiting any more, and what is done is done.
        let _ = reply.send(answer);
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nobody_waits_for_a_writer_that_ended_as_the_command_came() {
        let (commands, queue) = mpsc::channel(2);
        let place = commands.try_reserve().unwrap();
        let (reply, answer) = oneshot::channel();
        commands.try_send(Command::IsNew(reply)).unwrap();
        let ending = std::thread::spawn(move || drop(Inbox::new(queue)));
        assert!(answer.blocking_recv().is_err());
        let (reply, answer) = oneshot::channel();
        place.send(Command::IsNew(reply));
        assert!(answer.blocking_recv().is_err());
        ending.join().unwrap();
        let (reply, _answer) = oneshot::channel();
        assert!(commands.try_send(Command::IsNew(reply)).is_err());
    }
}
