//! The client of the real service: every call through the one gate, with the one token.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::answer::Exchange;
use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::server_clock::ServerClock;
use super::token::{self, Token, TokenError, TokenKeeper};
use super::transport::{ClientError, MAX_ANSWER, MAX_PAGE, Received, Transport};
use super::wire::{ListPage, Ticket};
use super::{LookupFault, PageRef, TicketApi, Verdict, classify, wire};
use crate::measure::Meter;
use crate::pacer::Pacer;
use crate::ticket::Ready;

/// Tries at token/get when the service does not answer it; they are far apart.
const TOKEN_TRIES: u32 = 4;

/// The wait before the second try at token/get; it doubles.
const TOKEN_WAIT: Duration = Duration::from_secs(2);

/// A client of one endpoint, as one user.
#[derive(Debug)]
pub struct Client {
    endpoint: Endpoint,
    credentials: Credentials,
    transport: Transport,
    pacer: Arc<Pacer>,
    stop: CancellationToken,
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
            endpoint,
            credentials,
            transport,
            pacer,
            stop,
            tokens,
            server_clock: Mutex::default(),
            requests: AtomicU64::new(0),
            throttled: AtomicU64::new(0),
            meter: Meter::default(),
            is_sandbox: AtomicBool::new(false),
        })
    }

    /// Makes sure that there is a token, so that wrong credentials are known before a row is touched.
    ///
    /// # Errors
    /// [`TokenError`].
    pub async fn sign_in(&self) -> Result<(), TokenError> {
        if let Credentials::Department { .. } = self.credentials {
            return self.token(None).await.map(drop);
        }
        // A given token is tried on a call that changes nothing; its answer also tells the service's time.
        let url = self.endpoint.call("tenants/gettags");
        match self.call(Method::GET, url, None, MAX_PAGE).await? {
            Exchange::Answered(answer) if answer.status == 401 => {
                Err(TokenError::Refused(wire::words(&answer)))
            }
            Exchange::Answered(answer) if answer.status == 403 => {
                Err(TokenError::Forbidden(wire::words(&answer)))
            }
            Exchange::Answered(_) => Ok(()),
            Exchange::NotSent(why) | Exchange::Lost(why) => Err(TokenError::Unavailable(why)),
            Exchange::Stopped => Err(TokenError::Stopping),
        }
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
    async fn send(
        &self,
        method: Method,
        url: Url,
        token: Option<&SecretString>,
        body: Option<Vec<u8>>,
        most: usize,
    ) -> Exchange {
        let asked = Instant::now();
        if self.pacer.ready(&self.stop).await.is_err() {
            return Exchange::Stopped;
        }
        let sent = Instant::now();
        self.meter.waited(sent - asked);
        self.requests.fetch_add(1, Ordering::Relaxed);
        let Received {
            exchange,
            date,
            is_sandbox,
        } = self
            .transport
            .exchange(method, url, token, body, most)
            .await;
        if let Some(second) = date {
            self.server_clock().see(second, Instant::now());
        }
        if is_sandbox {
            self.is_sandbox.store(true, Ordering::Relaxed);
        }
        match &exchange {
            Exchange::Answered(answer) if answer.status == 429 => {
                self.throttled.fetch_add(1, Ordering::Relaxed);
                let wait = self.pacer.hold(answer.retry_after);
                self.meter.held(Instant::now(), wait);
                tracing::info!(wait_seconds = wait.as_secs(), "the service asks us to wait");
            }
            Exchange::Answered(_) => {
                self.meter.answered(sent.elapsed());
                self.pacer.went_through();
            }
            _ => self.meter.lost(),
        }
        exchange
    }

    async fn token(&self, refused: Option<u64>) -> Result<Token, TokenError> {
        self.tokens
            .token(refused, || async { self.get_token().await })
            .await
    }

    /// Gets a token, slowly again where the service cannot give one at the moment.
    async fn get_token(&self) -> Result<(SecretString, Duration), TokenError> {
        let Credentials::Department {
            api_key,
            api_secret,
            user_name,
        } = &self.credentials
        else {
            return Err(TokenError::Refused("the given token is not taken".into()));
        };
        let body = json!({
            "apiKey": api_key, "apiSecret": api_secret.expose_secret(), "userName": user_name,
        })
        .to_string();
        let mut wait = TOKEN_WAIT;
        let mut tries = 1;
        loop {
            let url = self.endpoint.call("token/get");
            let exchange = self
                .send(
                    Method::POST,
                    url,
                    None,
                    Some(body.clone().into_bytes()),
                    MAX_ANSWER,
                )
                .await;
            match token::read(&exchange) {
                Err(TokenError::Unavailable(why)) if tries < TOKEN_TRIES => {
                    tracing::warn!(why, "no access token; trying again");
                    tokio::select! {
                        () = self.stop.cancelled() => return Err(TokenError::Stopping),
                        () = tokio::time::sleep(wait) => {}
                    }
                    wait *= 2;
                    tries += 1;
                }
                other => return other,
            }
        }
    }

    /// One call with the token; a 401 renews the token once for everybody and repeats the call once,
    /// since a 401 has had no effect.
    async fn call(
        &self,
        method: Method,
        url: Url,
        body: Option<&str>,
        most: usize,
    ) -> Result<Exchange, TokenError> {
        let mut refused = None;
        loop {
            let token = self.token(refused).await?;
            let body = body.map(|body| body.as_bytes().to_vec());
            let exchange = self
                .send(method.clone(), url.clone(), Some(&token.secret), body, most)
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
        let url = self.endpoint.call("tickets/create");
        match self
            .call(Method::POST, url, Some(&ready.body), MAX_ANSWER)
            .await
        {
            Ok(exchange) => classify::classify(&exchange, ready.key.as_str(), &ready.contacts),
            Err(error) => classify::without_token(error),
        }
    }

    async fn get_ticket(&self, id: i64) -> Option<Ticket> {
        let url = self.endpoint.call(&format!("tickets/get/{id}"));
        match self.call(Method::GET, url, None, MAX_ANSWER).await {
            Ok(Exchange::Answered(answer)) if (200..=299).contains(&answer.status) => {
                Ticket::in_value(&wire::json(&answer)?).filter(|ticket| ticket.id == id)
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
        match self.call(Method::GET, url, None, MAX_PAGE).await {
            Ok(Exchange::Answered(answer)) if (200..=299).contains(&answer.status) => {
                match wire::json(&answer).as_ref().and_then(ListPage::in_value) {
                    Some(page) => Ok(page),
                    None => unavailable("its answer is no list".into()),
                }
            }
            Ok(Exchange::Answered(answer)) => unavailable(format!(
                "it answered {} ({})",
                answer.status,
                wire::words(&answer)
            )),
            Ok(Exchange::NotSent(why) | Exchange::Lost(why)) => unavailable(why),
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
}
