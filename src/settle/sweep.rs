//! One reading of tickets/list over the windows in which tickets of rows in doubt would lie.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use thiserror::Error;

use super::window::Window;
use crate::glassix::{LookupFault, PageRef, Ticket, TicketApi};
use crate::ticket::Key;

/// Most pages of one sweep: 200,000 tickets. A window with more than that is not one to settle doubt in.
pub const MAX_PAGES: usize = 2000;

/// Tries of one page.
const PAGE_TRIES: u32 = 3;

/// The wait before a page is asked for again; it doubles.
const PAGE_WAIT: Duration = Duration::from_millis(500);

/// Most rows that stand as positive control for one sweep.
pub const MAX_CANARIES: usize = 200;

/// Why a sweep proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Void {
    /// A page could not be read.
    #[error(transparent)]
    Lookup(#[from] LookupFault),
    /// The service has not told its time.
    #[error("the service has not told its time")]
    NoClock,
    /// A page leads to itself.
    #[error("a page of the list leads to itself")]
    Circle,
    /// There are more tickets than are read.
    #[error("there are more than {0} pages of tickets")]
    TooLarge(usize),
    /// A ticket that surely exists is not in the list.
    #[error("the list lacks a ticket that surely exists, so it may lack others")]
    Incomplete,
}

/// Tickets that have a key that was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sightings {
    by_key: HashMap<String, Vec<Ticket>>,
    /// Pages that were read.
    pub pages: usize,
    /// Whether a ticket that surely exists was among them.
    pub controlled: bool,
}

impl Sightings {
    /// The tickets of a key, each id once.
    #[must_use]
    pub fn of(&self, key: &Key) -> &[Ticket] {
        self.by_key.get(key.as_str()).map_or(&[], Vec::as_slice)
    }

    fn take(&mut self, ticket: Ticket, wanted: &HashSet<&str>) {
        let Some(key) = ticket.unique_argument.as_deref() else {
            return;
        };
        if !wanted.contains(key) {
            return;
        }
        let seen = self.by_key.entry(key.to_owned()).or_default();
        // The same ticket on two pages is usual where tickets are opened while pages are read.
        if seen.iter().all(|known| known.id != ticket.id) {
            seen.push(ticket);
        }
    }
}

/// Reads every page of the windows and keeps the tickets of `keys`. `canaries` are tickets that surely
/// exist and lie in the windows: if one is missing, the sweep is void.
///
/// # Errors
/// [`Void`] when nothing may be concluded from it.
pub async fn sweep<A: TicketApi>(
    api: &A,
    slices: &[Window],
    keys: &HashSet<&str>,
    canaries: &[(Key, i64)],
) -> Result<Sightings, Void> {
    let mut sightings = Sightings::default();
    let mut missing: HashSet<i64> = canaries.iter().map(|(_, ticket)| *ticket).collect();
    sightings.controlled = !missing.is_empty();
    for slice in slices {
        let mut page = PageRef::Window {
            since: slice.since,
            until: slice.until,
        };
        loop {
            if sightings.pages == MAX_PAGES {
                return Err(Void::TooLarge(MAX_PAGES));
            }
            let list = read_page(api, &page).await?;
            sightings.pages += 1;
            for ticket in list.tickets {
                missing.remove(&ticket.id);
                sightings.take(ticket, keys);
            }
            match list.next {
                Some(next) if page == PageRef::Next(next.clone()) => return Err(Void::Circle),
                Some(next) => page = PageRef::Next(next),
                None => break,
            }
        }
    }
    if missing.is_empty() {
        Ok(sightings)
    } else {
        Err(Void::Incomplete)
    }
}

/// Reads one page, with a few tries: a list that fails once is no reason to begin a sweep anew.
pub(super) async fn read_page<A: TicketApi>(
    api: &A,
    page: &PageRef,
) -> Result<crate::glassix::ListPage, LookupFault> {
    let mut wait = PAGE_WAIT;
    for _ in 1..PAGE_TRIES {
        match api.list(page).await {
            Err(LookupFault::Unavailable(why)) => {
                tracing::debug!(why, "a page of the list cannot be read; trying again");
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            other => return other,
        }
    }
    api.list(page).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::glassix::{ListPage, Verdict};
    use crate::ticket::Ready;
    use std::sync::Mutex;

    /// A list that answers with prepared pages, one after the other.
    struct Script(Mutex<Vec<Result<ListPage, LookupFault>>>);

    impl TicketApi for Script {
        async fn create_ticket(&self, _: &Ready) -> Verdict {
            Verdict::InDoubt {
                what: String::new(),
            }
        }
        async fn get_ticket(&self, _: i64) -> Option<Ticket> {
            None
        }
        async fn list(&self, _: &PageRef) -> Result<ListPage, LookupFault> {
            let mut pages = self.0.lock().unwrap();
            if pages.is_empty() {
                return Err(LookupFault::Unavailable("no more".into()));
            }
            pages.remove(0)
        }
        fn server_second(&self) -> Option<i64> {
            None
        }
        fn server_now(&self) -> Option<i64> {
            None
        }
    }

    fn page(tickets: &[(i64, &str)], next: bool) -> Result<ListPage, LookupFault> {
        let tickets = tickets.iter().map(|(id, key)| Ticket {
            id: *id,
            unique_argument: Some((*key).into()),
            ..Ticket::default()
        });
        Ok(ListPage {
            tickets: tickets.collect(),
            next: next.then(|| "next".into()),
        })
    }

    async fn run(
        pages: Vec<Result<ListPage, LookupFault>>,
        canary: Option<i64>,
    ) -> Result<Sightings, Void> {
        let slices = [Window { since: 0, until: 9 }];
        let canaries: Vec<(Key, i64)> = canary
            .map(|id| (Key::given("canary").unwrap(), id))
            .into_iter()
            .collect();
        sweep(
            &Script(Mutex::new(pages)),
            &slices,
            &HashSet::from(["k"]),
            &canaries,
        )
        .await
    }

    fn ids(sightings: &Sightings) -> Vec<i64> {
        let tickets = sightings.of(&Key::given("k").unwrap());
        tickets.iter().map(|ticket| ticket.id).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn a_ticket_on_two_pages_is_one_and_two_tickets_of_a_key_are_two() {
        let repeated = run(
            vec![page(&[(1, "k"), (9, "x")], true), page(&[(1, "k")], false)],
            None,
        );
        assert_eq!(ids(&repeated.await.unwrap()), [1]);
        let doubled = run(
            vec![page(&[(1, "k")], true), page(&[(2, "k")], false)],
            None,
        );
        assert_eq!(ids(&doubled.await.unwrap()), [1, 2]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_that_lacks_a_ticket_that_surely_exists_proves_nothing() {
        assert_eq!(
            run(vec![page(&[], false)], Some(7)).await,
            Err(Void::Incomplete)
        );
        let with = run(vec![page(&[(7, "canary")], false)], Some(7))
            .await
            .unwrap();
        assert!(with.controlled);
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_fails_is_asked_for_again_and_a_list_that_keeps_failing_proves_nothing() {
        let fail = || Err(LookupFault::Unavailable("502".into()));
        let once = run(vec![fail(), page(&[(1, "k")], false)], None)
            .await
            .unwrap();
        assert_eq!(ids(&once), [1]);
        assert!(matches!(
            run(vec![fail(), fail(), fail()], None).await,
            Err(Void::Lookup(_))
        ));
        let elsewhere = run(vec![Err(LookupFault::ForeignLink)], None).await;
        assert_eq!(elsewhere, Err(Void::Lookup(LookupFault::ForeignLink)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_without_an_end_is_given_up() {
        let circle = vec![page(&[], true), page(&[], true)];
        assert_eq!(run(circle, None).await, Err(Void::Circle));
        let pages = (0..=MAX_PAGES).map(|number| {
            page(&[], true).map(|page| ListPage {
                next: Some(number.to_string()),
                ..page
            })
        });
        assert_eq!(
            run(pages.collect(), None).await,
            Err(Void::TooLarge(MAX_PAGES))
        );
    }
}
