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

/// A ledger that is held against the service, as far as that is.
struct Held<'a> {
    ledger: &'a Inspection,
    target: i64,
    found: Verification,
    seen: Seen,
}

/// Holds the rows of a target in each of several ledgers against the service, which is asked once for all, and
/// gives what was found of each.
///
/// # Errors
/// [`VerificationError`] when a ledger or the list cannot be read to the end.
pub async fn verify<A: TicketApi>(
    api: &A,
    ledgers: &[(&Inspection, i64)],
) -> Result<Vec<Verification>, VerificationError> {
    let mut held = Vec::with_capacity(ledgers.len());
    let mut windows = Vec::new();
    for (ledger, target) in ledgers.iter().copied() {
        if let Some((first, last)) = ledger.span(target)? {
            windows.push(Window {
                since: first - SLACK,
                until: last + SLACK,
            });
        }
        held.push(Held {
            ledger,
            target,
            found: Verification {
                in_doubt: ledger.in_doubt(target)?,
                ..Verification::default()
            },
            seen: Seen::default(),
        });
    }
    let mut pages = 0;
    for slice in slices(windows) {
        let mut page = PageRef::Window {
            since: slice.since,
            until: slice.until,
        };
        loop {
            let list = read_page(api, &page).await.map_err(Void::from)?;
            pages += 1;
            for ticket in list.tickets {
                let Some(key) = ticket.unique_argument.as_deref() else {
                    continue;
                };
                for one in &mut held {
                    if let Some(row) = one.ledger.expected(one.target, key)? {
                        one.found.compare(&row, ticket.id, &mut one.seen);
                    }
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
    let mut all = Vec::with_capacity(held.len());
    for mut one in held {
        one.found.pages = pages;
        all.push(one.finish(api).await?);
    }
    Ok(all)
}

impl Held<'_> {
    /// Asks for what the list did not show, and counts.
    async fn finish<A: TicketApi>(mut self, api: &A) -> Result<Verification, VerificationError> {
        let mut unseen = Vec::new();
        let mut uncounted = 0;
        let (found, seen) = (&mut self.found, &mut self.seen);
        found.expected = self.ledger.each_created(self.target, |row| {
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
        Ok(self.found)
    }
}

impl Verification {
    /// What was found of several ledgers, all together. A key that two of them have with a ticket each is found in
    /// both, and is one.
    #[must_use]
    pub fn together(parts: &[Self]) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.expected += part.expected;
            all.once += part.once;
            all.more_than_once += part.more_than_once;
            all.missing += part.missing;
            all.in_doubt += part.in_doubt;
            all.in_doubt_and_found += part.in_doubt_and_found;
            all.pages = all.pages.max(part.pages);
            for double in &part.doubles {
                let has_room = all.doubles.len() < MAX_LISTED;
                match all.doubles.iter_mut().find(|known| known.key == double.key) {
                    Some(known) => {
                        all.more_than_once -= 1;
                        let more = double.tickets.iter().copied();
                        let more: Vec<i64> =
                            more.filter(|id| !known.tickets.contains(id)).collect();
                        known.tickets.extend(more);
                    }
                    None if has_room => all.doubles.push(double.clone()),
                    None => {}
                }
            }
            let room = MAX_LISTED.saturating_sub(all.absent.len());
            all.absent.extend(part.absent.iter().take(room).cloned());
        }
        all
    }

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
