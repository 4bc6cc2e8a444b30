//! JSON Lines over all tickets, written piece by piece so that a million of them need no room.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use serde_json::json;

use super::{shared::Shared, ticket::Ticket, view::View};

/// Tickets in one piece: the lock is held for so many at a time.
const TICKETS_PER_PIECE: usize = 256;

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// `{"key": …, "tickets": [ids]}`, at the key's first ticket.
    Key,
    /// The whole ticket.
    Ticket,
}

/// The lines that are still to be written.
pub(crate) struct Rows {
    shared: Arc<Shared>,
    line: Line,
    /// Id of the last ticket that was looked at.
    after: i64,
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("line", &self.line)
            .field("after", &self.after)
            .finish_non_exhaustive()
    }
}

impl Rows {
    pub(crate) fn new(shared: Arc<Shared>, line: Line) -> Self {
        Self {
            shared,
            line,
            after: i64::MIN,
        }
    }

    /// The next lines; `None` when all are written.
    pub(crate) fn next_piece(&mut self) -> Option<Bytes> {
        loop {
            let tickets = self.next_tickets();
            self.after = tickets.last()?.0.id;
            let mut piece = Vec::new();
            for (ticket, ids) in &tickets {
                // Writing to a Vec cannot fail.
                let _ = match self.line {
                    Line::Ticket => serde_json::to_writer(
                        &mut piece,
                        &View {
                            ticket,
                            transactions: true,
                        },
                    ),
                    Line::Key if ids.is_empty() => continue,
                    Line::Key => serde_json::to_writer(
                        &mut piece,
                        &json!({ "key": &*ticket.unique_argument, "tickets": ids }),
                    ),
                };
                piece.push(b'\n');
            }
            if !piece.is_empty() {
                return Some(piece.into());
            }
        }
    }

    /// The next tickets; for keys with the ids of all tickets of the key, where the ticket is its first.
    fn next_tickets(&self) -> Vec<(Arc<Ticket>, Vec<i64>)> {
        let core = self.shared.core();
        let shelf = core.model.shelf();
        let tickets = shelf.after(self.after).take(TICKETS_PER_PIECE);
        let ids = |ticket: &Ticket| {
            let ids = shelf.with_key(&ticket.unique_argument);
            if self.line == Line::Key && ids.first() == Some(&ticket.id) {
                ids.to_vec()
            } else {
                Vec::new()
            }
        };
        tickets
            .map(|ticket| (Arc::clone(ticket), ids(ticket)))
            .collect()
    }
}
