//! The Glassix REST API, v1.2, as far as an import needs it. All HTTP with the service is here.
//!
//! [`TicketApi`] is what a run knows of the service: one attempt at one ticket, with a [`Verdict`] that
//! says what it means. [`Client`] is the real one: `transport` makes one exchange, `token` keeps the access
//! token, `sign_in` gets it, `classify` judges an answer (pure), `wire` reads the few members that matter.

mod answer;
mod classify;
mod client;
mod credentials;
mod endpoint;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod patience;
mod proxy;
mod rate_headers;
mod server_clock;
mod sign_in;
mod tags;
mod token;
mod transport;
mod wire;

pub use answer::{Answer, Exchange};
pub use classify::{Obstacle, StopCause, Verdict, classify};
pub use client::Client;
pub use credentials::Credentials;
pub use endpoint::Endpoint;
pub use proxy::proxy;
pub use token::TokenError;
pub use transport::ClientError;
pub use wire::{ListPage, Ticket};

use crate::ticket::Ready;

/// A page of tickets/list to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageRef {
    /// The first page of a window, in seconds of the service's clock, both ends included.
    Window {
        /// Its beginning.
        since: i64,
        /// Its end.
        until: i64,
    },
    /// The page behind a URL that the service gave.
    Next(String),
}

/// Why a page could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupFault {
    /// The link leads to another place, where our token must not go.
    #[error("the list goes on at another address, which is never followed")]
    ForeignLink,
    /// It may work later.
    #[error("the list cannot be read: {0}")]
    Unavailable(String),
    /// The run is stopping.
    #[error("the run is stopping")]
    Stopping,
}

/// The service, as a run sees it.
pub trait TicketApi: Send + Sync + 'static {
    /// One attempt to create a ticket, at the pace that is allowed. It is never cancelled once it is
    /// under way: that would make doubt.
    fn create_ticket(&self, ready: &Ready) -> impl Future<Output = Verdict> + Send;

    /// The ticket of that id; `None` when it cannot be had.
    fn get_ticket(&self, id: i64) -> impl Future<Output = Option<Ticket>> + Send;

    /// A page of tickets/list.
    fn list(&self, page: &PageRef) -> impl Future<Output = Result<ListPage, LookupFault>> + Send;

    /// What the service's own clock says now at the least: the slowest of its clocks that any answer named,
    /// and the time since.
    fn server_second(&self) -> Option<i64>;

    /// What the service's own clock says now at the most: the fastest of its clocks.
    fn server_now(&self) -> Option<i64>;

    /// How many requests have to be under way at once for the pace to be filled, as long as answers take now.
    fn wanted_at_once(&self) -> usize {
        0
    }
}
