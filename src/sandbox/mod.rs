//! A look-alike of the Glassix API on loopback, for trying things out and for tests.
//!
//! It behaves as the service is documented to, quirks included, and can be told to behave as badly as services do:
//! limits, lost answers, late commits, lying lists, a clock that is wrong. It knows nothing of this crate's client.
//!
//! ```text
//! connection ─▶ call ─▶ exchange ──▶ faults      does one strike this request?
//!                          │ body ─▶ parse, draft   is it good? no lock needed
//!                          │ ──────▶ core ─▶ limits ─▶ tokens ─▶ model ─▶ state file ─▶ shelf (visible)
//!                          ◀─ spoil: the answer, written outside of the lock, and spoilt if a fault says so
//! ```
//!
//! `model` and all it is made of (`shelf`, `tokens`, `limits`, `faults`, `paging`) are pure and take the time as an
//! argument; only `shared`, `exchange`, `state_file` and `server` know a clock, a file or a socket.
//!
//! Besides the API it serves a page at `/`, and to anybody without a token: `/sandbox/journal` (sums),
//! `/sandbox/keys`, `/sandbox/tickets`, `/sandbox/requests` (JSON Lines). Every answer carries
//! `x-glassix-sandbox: true`.

mod admin;
mod answer;
mod call;
mod changes;
mod choices;
mod core;
mod credentials;
mod draft;
mod exchange;
mod fault;
mod fault_text;
mod faults;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod http;
mod journal;
mod limits;
mod millis;
mod model;
mod moment;
mod options;
mod page;
mod paging;
mod parse;
mod plan;
mod query;
mod rate_headers;
mod record;
mod refusal;
mod request;
mod retry_after;
mod route;
mod rows;
mod rules;
mod server;
mod shared;
mod shelf;
mod spoil;
mod state_file;
mod ticket;
mod tokens;
mod view;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, task::JoinHandle};

use self::shared::Shared;
pub use self::{
    choices::{
        ConflictRule, Duplicates, ErrorBody, LongFields, PagingEnd, Transactions, UnknownTags,
    },
    credentials::Credentials,
    fault::{Body, Fault, FaultError, FaultRule, When},
    journal::{Journal, Totals},
    limits::{RateLimit, Throttle, ThrottleBody, Window},
    millis::Millis,
    moment::Moment,
    options::{ListOptions, SandboxOptions},
    plan::FaultPlan,
    rate_headers::RateHeaders,
    record::RequestRecord,
    refusal::Code,
    retry_after::RetryAfter,
    route::{Route, RouteSet},
    state_file::StateFileError,
    ticket::{
        Culture, Participant, ParticipantKind, Protocol, SubProtocol, Switches, Ticket,
        TicketState, Transaction,
    },
};

/// How long a shutdown may take: the server's own grace and a little.
const SHUTDOWN: Duration = Duration::from_secs(4);

/// Why a sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// An option has a value that cannot be.
    #[error("sandbox: {0}")]
    Options(String),
    /// The address cannot be listened on.
    #[error("sandbox: cannot listen on {address}: {source}; is another one running there?")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The state file cannot be used.
    #[error("sandbox: {0}")]
    State(#[from] StateFileError),
    /// The thread that reads the state file ended.
    #[error("sandbox: reading the state file broke off: {0}")]
    Load(#[from] tokio::task::JoinError),
}

/// A running sandbox. Dropping it stops it at once; [`shutdown`](Self::shutdown) lets answers under way finish.
#[derive(Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Reads the state file, listens, and serves on the current tokio runtime.
    ///
    /// # Errors
    /// [`SandboxError`]: an option that cannot be, an address that is taken, a state file that cannot be used.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        options.check().map_err(SandboxError::Options)?;
        let address = options.listen;
        let options = Arc::new(options);
        let shared = Arc::new(tokio::task::spawn_blocking(move || Shared::open(options)).await??);
        let listen = |source| SandboxError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let server = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        Ok(Self {
            shared,
            address,
            server: Some(server),
        })
    }

    /// Where it listens, with the port that it got.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The API's base, such as `http://127.0.0.1:8787/api/v1.2`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, route::API_PREFIX)
    }

    /// A view of what happens; see [`Journal`].
    #[must_use]
    pub fn journal(&self) -> Journal {
        Journal::new(Arc::clone(&self.shared))
    }

    /// Stops listening, lets answers under way finish for two seconds, closes what hangs. Late commits that have not
    /// appeared by then never do.
    pub async fn shutdown(mut self) {
        self.shared.stop.cancel();
        if let Some(mut server) = self.server.take()
            && tokio::time::timeout(SHUTDOWN, &mut server).await.is_err()
        {
            server.abort();
        }
        self.shared.core().close();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shared.stop.cancel();
        if let Some(server) = self.server.take() {
            // Its connections go with it: the set that holds them aborts them when it is dropped.
            server.abort();
        }
        self.shared.core().close();
    }
}
