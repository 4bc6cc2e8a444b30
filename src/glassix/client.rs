//! The client of the real service: every call through the one gate, with the one token.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::answer::Exchange;
use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::token::{self, Token, TokenError, TokenKeeper};
use super::transport::{ClientError, MAX_ANSWER, Transport};
use super::wire::Ticket;
use super::{TicketApi, Verdict, classify, wire};
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
    server_second: AtomicI64,
    requests: AtomicU64,
    throttled: AtomicU64,
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
            server_second: AtomicI64::new(i64::MIN),
            requests: AtomicU64::new(0),
            throttled: AtomicU64::new(0),
        })
    }

    /// Makes sure that there is a token, so that wrong credentials are known before a row is touched.
    ///
    /// # Errors
    /// [`TokenError`].
    pub async fn sign_in(&self) -> Result<(), TokenError> {
        self.token(None).await.map(drop)
    }

    /// Requests that were sent, of every kind.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Requests that the service refused with 429.
    #[must_use]
    pub fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// Sends one request when its turn has come. A refusal for speed holds everybody, whatever the call.
    async fn send(
        &self,
        method: Method,
        url: Url,
        token: Option<&SecretString>,
        body: Option<Vec<u8>>,
    ) -> Exchange {
        if self.pacer.ready(&self.stop).await.is_err() {
            return Exchange::Stopped;
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let (exchange, date) = self
            .transport
            .exchange(method, url, token, body, MAX_ANSWER)
            .await;
        if let Some(second) = date {
            self.server_second.fetch_max(second, Ordering::Relaxed);
        }
        match &exchange {
            Exchange::Answered(answer) if answer.status == 429 => {
                self.throttled.fetch_add(1, Ordering::Relaxed);
                let wait = self.pacer.hold(answer.retry_after);
                tracing::info!(wait_seconds = wait.as_secs(), "the service asks us to wait");
            }
            Exchange::Answered(_) => self.pacer.went_through(),
            _ => {}
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
                .send(Method::POST, url, None, Some(body.clone().into_bytes()))
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
        path: &str,
        body: Option<&str>,
    ) -> Result<Exchange, TokenError> {
        let mut refused = None;
        loop {
            let token = self.token(refused).await?;
            let body = body.map(|body| body.as_bytes().to_vec());
            let url = self.endpoint.call(path);
            let exchange = self
                .send(method.clone(), url, Some(&token.secret), body)
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
            .call(Method::POST, "tickets/create", Some(&ready.body))
            .await
        {
            Ok(exchange) => classify::classify(&exchange, ready.key.as_str(), &ready.contacts),
            Err(error) => classify::without_token(error),
        }
    }

    async fn get_ticket(&self, id: i64) -> Option<Ticket> {
        let path = format!("tickets/get/{id}");
        match self.call(Method::GET, &path, None).await {
            Ok(Exchange::Answered(answer)) if (200..=299).contains(&answer.status) => {
                Ticket::in_value(&wire::json(&answer)?).filter(|ticket| ticket.id == id)
            }
            _ => None,
        }
    }

    fn server_second(&self) -> Option<i64> {
        let second = self.server_second.load(Ordering::Relaxed);
        (second != i64::MIN).then_some(second)
    }
}
