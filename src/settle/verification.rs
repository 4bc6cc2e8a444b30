//! Holding the whole ledger against the service: does every row have its ticket, and only one?
//!
//! It reads the list page by page and keeps a bit for each row that was seen, so a ledger of any size is
//! verified in constant memory. A row that the list did not show is asked for by its id before it
//! counts as missing: a list window that was drawn too narrowly is no missing ticket.

use serde::Serialize;

use super::sweep::{Void, read_page};
use super::window::{SLACK, Window, slices};
use crate::glassix::{PageRef, TicketApi};
use crate::ledger::{Expected, Inspection, LedgerError, Seen, State};

/// Findings that are listed one by one; beyond it they are counted.
const MAX_LISTED: usize = 100;

/// Rows that the list did not show and that are asked for by id, at one request each.
const MAX_ASKED: usize = 100;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Rows that should have a ticket.
    pub expected: u64,
    /// Of these, rows that have it, and no other.
    pub once: u64,
    /// Keys with more than one ticket.
    pub more_than_once: u64,
    /// Rows whose ticket was not found.
    pub missing: u64,
    /// Rows of which it is not known whether they have a ticket.
    pub in_doubt: u64,
    /// Of these, rows of which one was found; the next run writes it down.
    pub in_doubt_and_found: u64,
    /// Pages that were read.
    pub pages: u64,
    /// The first keys with more than one ticket.
    pub doubles: Vec<Double>,
    /// The first keys whose ticket was not found.
    pub absent: Vec<Lost>,
}

/// A key with more than one ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Double {
    /// The key.
    pub key: String,
    /// The tickets.
    pub tickets: Vec<i64>,
}

/// A row whose ticket was not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// The key.
    pub key: String,
    /// The ticket that the ledger has for it.
    pub ticket: Option<i64>,
}

impl Verification {
    /// Whether ledger and service agree.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.more_than_once == 0 && self.missing == 0 && self.in_doubt == 0
    }
}

/// Why a verification could not be done.
#[derive(Debug, thiserror::Error)]
pub enum VerificationError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The list.
    #[error("the service's tickets cannot be listed: {0}")]
    List(#[from] Void),
}

/// Holds the rows of `target` against the service.
///
/// # Errors
/// [`VerificationError`] when ledger or list cannot be read to the end.
pub async fn verify<A: TicketApi>(
    api: &A,
    ledger: &Inspection,
    target: i64,
) -> Result<Verification, VerificationError> {
    let mut found = Verification {
        in_doubt: ledger.in_doubt(target)?,
        ..Verification::default()
    };
    let mut seen = Seen::default();
    if let Some((first, last)) = ledger.span(target)? {
        let window = Window {
            since: first - SLACK,
            until: last + SLACK,
        };
        for slice in slices(vec![window]) {
            let mut page = PageRef::Window {
                since: slice.since,
                until: slice.until,
            };
            loop {
                let list = read_page(api, &page).await.map_err(Void::from)?;
                found.pages += 1;
                for ticket in list.tickets {
                    let Some(key) = ticket.unique_argument.as_deref() else {
                        continue;
                    };
                    if let Some(row) = ledger.expected(target, key)? {
                        found.compare(&row, ticket.id, &mut seen);
                    }
                }
                match list.next {
                    Some(next) if page == PageRef::Next(next.clone()) => {
                        return Err(Void::Circle.into());
                    }
                    Some(next) => page = PageRef::Next(next),
                    None => break,
                }
            }
        }
    }
    let mut unseen = Vec::new();
    let mut uncounted = 0;
    found.expected = ledger.each_created(target, |row| {
        if seen.mark(row.place) {
            if unseen.len() < MAX_ASKED {
                unseen.push(row);
            } else {
                uncounted += 1;
            }
        }
    })?;
    found.missing = uncounted;
    for row in unseen {
        found.ask(api, row).await;
    }
    found.once = found
        .expected
        .saturating_sub(found.missing)
        .saturating_sub(found.more_than_once);
    Ok(found)
}

impl Verification {
    fn compare(&mut self, row: &Expected, id: i64, seen: &mut Seen) {
        match row.state {
            State::Created if row.ticket == Some(id) => {
                seen.mark(row.place);
            }
            State::Created => self.double(row, id),
            State::Sending | State::InDoubt if seen.mark(row.place) => {
                self.in_doubt_and_found += 1;
            }
            _ => {}
        }
    }

    fn double(&mut self, row: &Expected, id: i64) {
        let known = self
            .doubles
            .iter_mut()
            .find(|double| double.key == row.key.as_str());
        match known {
            Some(double) if double.tickets.contains(&id) => {}
            Some(double) => double.tickets.push(id),
            None => {
                self.more_than_once += 1;
                if self.doubles.len() < MAX_LISTED {
                    self.doubles.push(Double {
                        key: row.key.as_str().to_owned(),
                        tickets: row.ticket.into_iter().chain([id]).collect(),
                    });
                }
            }
        }
    }

    /// Asks for a ticket by its id.
    async fn ask<A: TicketApi>(&mut self, api: &A, row: Expected) {
        if let Some(id) = row.ticket
            && let Some(ticket) = api.get_ticket(id).await
            && ticket.unique_argument.as_deref() == Some(row.key.as_str())
        {
            return;
        }
        self.missing += 1;
        if self.absent.len() < MAX_LISTED {
            self.absent.push(Lost {
                key: row.key.as_str().to_owned(),
                ticket: row.ticket,
            });
        }
    }
}
