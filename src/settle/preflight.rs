//! A look at what the service already has, before the first row of a ledger that knows nothing.
//!
//! A ledger can be lost: deleted, or on a disk that lied and lost power. The rows it knew would be sent a
//! second time. So tickets of the last days are read once, and rows that have one are taken over.

use std::collections::HashMap;

use super::sweep::{Void, read_page};
use super::window::{SLACK, Window, slices};
use crate::glassix::{PageRef, TicketApi};
use crate::ledger::Sighted;

/// How far back the look goes, and how far it may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// Seconds before now.
    pub back: i64,
    /// Most pages that are read, of a hundred tickets each.
    pub max_pages: usize,
}

/// Reads the tickets of the last while, by key. Of two tickets with one key the first that is listed
/// counts; that there are two is for a full verification to find.
///
/// # Errors
/// [`Void`] when the list cannot be read, or holds more than is read.
pub async fn preflight<A: TicketApi>(
    api: &A,
    now: i64,
    preflight: Preflight,
) -> Result<HashMap<String, Sighted>, Void> {
    let window = Window {
        since: now - preflight.back - SLACK,
        until: now + SLACK,
    };
    let mut tickets = HashMap::new();
    let mut pages = 0;
    for slice in slices(vec![window]) {
        let mut page = PageRef::Window {
            since: slice.since,
            until: slice.until,
        };
        loop {
            if pages == preflight.max_pages {
                return Err(Void::TooLarge(pages));
            }
            let list = read_page(api, &page).await?;
            pages += 1;
            for ticket in list.tickets {
                if let Some(key) = ticket.unique_argument
                    && !key.is_empty()
                {
                    tickets.entry(key).or_insert(Sighted {
                        id: ticket.id,
                        opened: ticket.opened,
                    });
                }
            }
            match list.next {
                Some(next) => page = PageRef::Next(next),
                None => break,
            }
        }
    }
    Ok(tickets)
}
