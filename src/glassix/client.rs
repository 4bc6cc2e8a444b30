//! The client of the real service: every call through the one gate, with the one token.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::answer::Exchange;
use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::server_clock::ServerClock;
use super::token::{Bearer, Token, TokenError, TokenKeeper};
use super::transport::{ClientError, MAX_ANSWER, MAX_PAGE, Received, Transport};
use super::wire::{ListPage, Ticket};
use super::{LookupFault, PageRef, TicketApi, Verdict, classify, wire};
use crate::measure::Meter;
use crate::pacer::{Call, Pacer, demand};
use crate::ticket::Ready;

/// How long a token is asked for where nobody says otherwise: four tries.
const USUAL_PATIENCE: Duration = Duration::from_secs(14);

/// Requests that are under way without a pace: more wait for the service, and it makes them no faster.
const UNPACED: usize = 32;

/// A line break within a token, for instance: waiting mends nothing.
const UNSENDABLE: &str = "the token holds characters that no header takes";

/// A client of one endpoint, as one user.
#[derive(Debug)]
pub struct Client {
    pub(super) endpoint: Endpoint,
    pub(super) credentials: Credentials,
    /// Where nearly all requests go.
    create_url: Url,
    transport: Transport,
    pacer: Arc<Pacer>,
    pub(super) stop: CancellationToken,
    pub(super) patience: Duration,
    tokens: TokenKeeper,
    server_clock: Mutex<ServerClock>,
    requests: AtomicU64,
    throttled: AtomicU64,
    meter: Meter,
    is_sandbox: AtomicBool,
}

impl Client {
    /// A client that keeps up to `concurrency` connections and gives each request `timeout`. When `stop`
    /// is cancelled, requests that wait for the gate are not sent; those under way are finished.
    ///
    /// # Errors
    /// [`ClientError`] when TLS cannot be set up on this machine.
    pub fn new(
        endpoint: Endpoint,
        credentials: Credentials,
        pacer: Arc<Pacer>,
        concurrency: usize,
        timeout: Duration,
        stop: CancellationToken,
    ) -> Result<Self, ClientError> {
        let transport = Transport::new(&endpoint, concurrency, timeout)?;
        let tokens = match &credentials {
            Credentials::Token { token, .. } => TokenKeeper::fixed(token.clone()),
            Credentials::Department { .. } => TokenKeeper::default(),
        };
        Ok(Self {
            create_url: endpoint.call("tickets/create"),
            endpoint,
            credentials,
            transport,
            pacer,
            stop,
            patience: USUAL_PATIENCE,
            tokens,
            server_clock: Mutex::default(),
            requests: AtomicU64::new(0),
            throttled: AtomicU64::new(0),
            meter: Meter::default(),
            is_sandbox: AtomicBool::new(false),
        })
    }

    /// The same client, which asks so long for a token while the service does not give one.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Requests that were sent, of every kind.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Whether an answer came from a look-alike: nothing lies between it and us in which a request could
    /// wait.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.is_sandbox.load(Ordering::Relaxed)
    }

    /// Requests that the service refused with 429.
    #[must_use]
    pub fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// What requests cost in time.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    fn server_clock(&self) -> std::sync::MutexGuard<'_, ServerClock> {
        // A panic elsewhere cannot leave two numbers half changed.
        self.server_clock
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends one request when its turn has come. A refusal for speed holds everybody, whatever the call.
    pub(super) async fn send(
        &self,
        of: Call,
        method: Method,
        url: Url,
        bearer: Option<&Bearer>,
        body: Option<Vec<u8>>,
        most: usize,
    ) -> Exchange {
        let asked = Instant::now();
        let Ok(turn) = self.pacer.ready(&self.stop).await else {
            return Exchange::Stopped;
        };
        let sent = Instant::now();
        self.meter.waited(sent - asked);
        self.requests.fetch_add(1, Ordering::Relaxed);
        let Received {
            mut exchange,
            date,
            is_sandbox,
            allowances,
        } = self
            .transport
            .exchange(method, url, bearer, body, most)
            .await;
        // A ticket is kept as it came; what complains is shown to people.
        if let Exchange::Answered(answer) = &mut exchange
            && !(200..=299).contains(&answer.status)
        {
            answer.redact(self.credentials.secret().as_bytes());
            answer.redact(bearer.map(Bearer::token).unwrap_or_default());
        }
        if let Some(second) = date {
            self.server_clock().see(second, Instant::now());
        }
        if is_sandbox {
            self.is_sandbox.store(true, Ordering::Relaxed);
        }
        self.pacer.is_told(&allowances);
        match &exchange {
            Exchange::Answered(answer) if answer.status == 429 => {
                self.throttled.fetch_add(1, Ordering::Relaxed);
                let wait = self.pacer.refused(turn, answer.retry_after, of);
                self.meter.held(Instant::now(), wait);
                tracing::info!(wait_seconds = wait.as_secs(), "the service asks us to wait");
            }
            Exchange::Answered(_) => {
                self.meter.answered(sent.elapsed());
                self.pacer.went_through(turn);
            }
            _ => self.meter.lost(),
        }
        exchange
    }

    pub(super) async fn token(&self, refused: Option<u64>) -> Result<Token, TokenError> {
        self.tokens
            .token(refused, || async { self.get_token().await })
            .await
    }

    /// One call with the token; a 401 renews the token once for everybody and repeats the call once,
    /// since a 401 has had no effect.
    pub(super) async fn call(
        &self,
        method: Method,
        url: &Url,
        body: Option<&str>,
        most: usize,
    ) -> Result<Exchange, TokenError> {
        let mut refused = None;
        loop {
            let token = self.token(refused).await?;
            if token.bearer.0.is_none() {
                return Err(TokenError::Refused(UNSENDABLE.into()));
            }
            let body = body.map(|body| body.as_bytes().to_vec());
            let bearer = Some(&token.bearer);
            let exchange = self
                .send(Call::Other, method.clone(), url.clone(), bearer, body, most)
                .await;
            match &exchange {
                Exchange::Answered(answer) if answer.status == 401 && refused.is_none() => {
                    refused = Some(token.generation);
                }
                _ => return Ok(exchange),
            }
        }
    }
}

impl TicketApi for Client {
    async fn create_ticket(&self, ready: &Ready) -> Verdict {
        match self
            .call(
                Method::POST,
                &self.create_url,
                Some(&ready.body),
                MAX_ANSWER,
            )
            .await
        {
            Ok(exchange) => classify::classify(&exchange, ready),
            Err(error) => classify::without_token(error),
        }
    }

    async fn get_ticket(&self, id: i64) -> Option<Ticket> {
        let url = self.endpoint.call(&format!("tickets/get/{id}"));
        match self.call(Method::GET, &url, None, MAX_ANSWER).await {
            Ok(Exchange::Answered(answer)) if (200..=299).contains(&answer.status) => {
                wire::text(&answer)
                    .and_then(Ticket::in_json)
                    .filter(|ticket| ticket.id == id)
            }
            _ => None,
        }
    }

    async fn list(&self, page: &PageRef) -> Result<ListPage, LookupFault> {
        let url = match page {
            PageRef::Window { since, until } => {
                let mut url = self.endpoint.call("tickets/list");
                url.query_pairs_mut()
                    .append_pair("since", &wire::list_date(*since))
                    .append_pair("until", &wire::list_date(*until));
                url
            }
            PageRef::Next(link) => self.endpoint.own(link).ok_or(LookupFault::ForeignLink)?,
        };
        let unavailable = |why: String| Err(LookupFault::Unavailable(why));
        match self.call(Method::GET, &url, None, MAX_PAGE).await {
            Ok(Exchange::Answered(answer)) if (200..=299).contains(&answer.status) => {
                match wire::text(&answer).and_then(ListPage::in_json) {
                    Some(page) => Ok(page),
                    None => unavailable("its answer is no list".into()),
                }
            }
            Ok(Exchange::Answered(answer)) => unavailable(format!(
                "it answered {} ({})",
                answer.status,
                wire::words(&answer)
            )),
            Ok(Exchange::NotSent(why) | Exchange::Untrusted(why) | Exchange::Lost(why)) => {
                unavailable(why)
            }
            Ok(Exchange::Stopped) | Err(TokenError::Stopping) => Err(LookupFault::Stopping),
            Err(error) => unavailable(error.to_string()),
        }
    }

    fn server_second(&self) -> Option<i64> {
        self.server_clock().earliest(Instant::now())
    }

    fn server_now(&self) -> Option<i64> {
        self.server_clock().latest(Instant::now())
    }

    fn wanted_at_once(&self) -> usize {
        match (self.pacer.pace(), self.meter.usual_answer()) {
            (Some(pace), Some(answer)) => demand(pace, answer),
            // Whoever wants no limit wants no fewer than can be of use.
            (None, Some(_)) => UNPACED,
            (_, None) => 0,
        }
    }
}
