//! Calls an address, a few times if it must be, and never for long.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Client, StatusCode};
use thiserror::Error;

use super::Address;

/// For one call: an address that takes longer than this is not worth a run's end.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Before the second call; twice as long before the third.
const PAUSE: Duration = Duration::from_secs(1);

/// Calls where somebody has the patience for them. [`LONGEST`](super::LONGEST) is made of these three.
const TRIES: u32 = 3;

/// How much time there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Once: the run goes on, or somebody waits for its end.
    Once,
    /// A few times.
    Some,
}

impl Patience {
    fn tries(self) -> u32 {
        match self {
            Self::Once => 1,
            Self::Some => TRIES,
        }
    }
}

/// Why nobody was told.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DeliveryError {
    /// There is no client: the system's certificates cannot be read, for instance.
    #[error("no network client: {0}")]
    Client(String),
    /// It says no.
    #[error("it answered {0}")]
    Refused(u16),
    /// It cannot be reached, or does not answer.
    #[error("{0}")]
    Unreachable(String),
}

impl DeliveryError {
    /// Whether another try may do better.
    fn may_pass(&self) -> bool {
        match self {
            Self::Client(_) => false,
            Self::Refused(status) => *status >= 500 || matches!(status, 408 | 429),
            Self::Unreachable(_) => true,
        }
    }
}

/// Who calls addresses.
#[derive(Debug)]
pub struct Messenger {
    address: Address,
    client: Client,
}

impl Messenger {
    /// Prepares to call this address and those below it. Redirects are not followed: they would hand the token and
    /// the summary to somebody else.
    ///
    /// # Errors
    /// [`DeliveryError::Client`].
    pub fn new(address: Address) -> Result<Self, DeliveryError> {
        let mut builder = Client::builder()
            .user_agent(concat!("glassix-import/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .tls_version_min(reqwest::tls::Version::TLS_1_2)
            .https_only(!address.is_loopback())
            .timeout(TIMEOUT);
        if address.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| DeliveryError::Client(reason(error)))?;
        Ok(Self { address, client })
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Hands a JSON object to the address.
    ///
    /// # Errors
    /// [`DeliveryError`] of the last try.
    pub async fn post(&self, body: Vec<u8>, patience: Patience) -> Result<(), DeliveryError> {
        let json = HeaderValue::from_static("application/json");
        let request = self.client.post(self.address.url());
        let request = request.header(CONTENT_TYPE, json).body(body);
        deliver(&request, patience).await
    }

    /// Calls the address, or the one below it that has this word behind its path.
    ///
    /// # Errors
    /// [`DeliveryError`] of the last try.
    pub async fn ping(&self, word: Option<&str>, patience: Patience) -> Result<(), DeliveryError> {
        let address = word.map_or_else(|| self.address.clone(), |word| self.address.below(word));
        deliver(&self.client.get(address.url()), patience).await
    }
}

async fn deliver(
    request: &reqwest::RequestBuilder,
    patience: Patience,
) -> Result<(), DeliveryError> {
    let mut pause = PAUSE;
    let mut tried = 1;
    loop {
        match attempt(request).await {
            Err(error) if error.may_pass() && tried < patience.tries() => {
                tracing::debug!(%error, tried, "nobody was told yet");
            }
            result => return result,
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
        tried += 1;
    }
}

async fn attempt(request: &reqwest::RequestBuilder) -> Result<(), DeliveryError> {
    let copy = request.try_clone();
    let copy = copy.ok_or_else(|| DeliveryError::Client("a body cannot be sent twice".into()))?;
    let response = copy
        .send()
        .await
        .map_err(|error| DeliveryError::Unreachable(reason(error)))?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(DeliveryError::Refused(StatusCode::as_u16(&status))),
    }
}

/// What went wrong in words, without the address.
fn reason(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".into();
    }
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let lost = DeliveryError::Unreachable("no connection".into());
        assert!(lost.may_pass());
        for status in [500, 503, 408, 429] {
            assert!(DeliveryError::Refused(status).may_pass(), "{status}");
        }
        for status in [302, 400, 401, 404, 410] {
            assert!(!DeliveryError::Refused(status).may_pass(), "{status}");
        }
    }

    #[test]
    fn all_tries_and_pauses_together_last_as_long_as_is_promised() {
        let pauses = PAUSE * (2_u32.pow(TRIES - 1) - 1);
        let start = TIMEOUT;
        assert_eq!(start + TIMEOUT * TRIES + pauses, super::super::LONGEST);
    }
}
