//! The access token: got once, shared by all, renewed before it dies.
//!
//! Whoever needs a token while one is being got waits for that one (single flight). A token carries the
//! number of its generation; a worker whose request drew a 401 says which generation it had used, so a
//! hundred workers that are refused together cause one renewal. token/get has a throttle of its own.

use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use thiserror::Error;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::answer::{Answer, Exchange};
use super::wire;

/// Life of a token that does not say how long it lives: 3 hours are documented.
const DEFAULT_LIFE: Duration = Duration::from_secs(10_800);

/// Shortest life that is believed: a token that is dead at once would be got anew for every request, and a
/// token that is refused is renewed in any case.
const LEAST_LIFE: Duration = Duration::from_secs(60);

/// How long before its end a token is renewed, as the official C# SDK does.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// A token that lives shorter than this is used for most of its life in spite of [`RENEW_BEFORE`].
const SHORT_LIFE: Duration = Duration::from_secs(10 * 60);

/// A token and which one it is.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) bearer: Bearer,
    pub(super) generation: u64,
}

/// A token as the header that carries it, made once; nothing where it holds characters that no header takes.
#[derive(Clone, Debug)]
pub(super) struct Bearer(pub(super) Option<HeaderValue>);

impl Bearer {
    fn of(secret: &SecretString) -> Self {
        let value = HeaderValue::from_str(&format!("Bearer {}", secret.expose_secret())).ok();
        // Nobody is shown a header that is sensitive.
        Self(value.map(|mut value| {
            value.set_sensitive(true);
            value
        }))
    }
}

impl Bearer {
    /// The token alone.
    pub(super) fn token(&self) -> &[u8] {
        let value = self.0.as_ref().map(HeaderValue::as_bytes);
        let value = value.unwrap_or_default();
        value.strip_prefix(b"Bearer ").unwrap_or(value)
    }
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// The credentials are not taken.
    #[error("{0}")]
    Refused(String),
    /// The workspace is closed to us.
    #[error("{0}")]
    Forbidden(String),
    /// There is no token service at this address.
    #[error("{0}")]
    Misplaced(String),
    /// The service gives none at the moment.
    #[error("{0}")]
    Unavailable(String),
    /// The certificate of whoever answers is not trusted.
    #[error("the certificate is not trusted here: {0}")]
    Untrusted(String),
    /// The run is stopping.
    #[error("the run is stopping")]
    Stopping,
}

/// The body of a token answer. `expires_in` is a float on the wire.
#[derive(Deserialize)]
struct Body {
    access_token: String,
    expires_in: Option<f64>,
}

/// What an answer to token/get means: the token and its life.
pub(super) fn read(exchange: &Exchange) -> Result<(SecretString, Duration), TokenError> {
    let answer = match exchange {
        Exchange::Answered(answer) => answer,
        Exchange::NotSent(why) | Exchange::Lost(why) => {
            return Err(TokenError::Unavailable(why.clone()));
        }
        Exchange::Untrusted(why) => return Err(TokenError::Untrusted(why.clone())),
        Exchange::Stopped => return Err(TokenError::Stopping),
    };
    match answer.status {
        200..=299 => {}
        300..=399 | 404 | 405 => {
            return Err(TokenError::Misplaced(format!(
                "token/get answered {}, so this is not where the API is",
                answer.status
            )));
        }
        403 => return Err(TokenError::Forbidden(wire::words(answer))),
        429 | 408 | 425 | 500..=599 => return Err(unavailable(answer)),
        _ => return Err(TokenError::Refused(wire::words(answer))),
    }
    let body: Body = serde_json::from_slice(&answer.body)
        .map_err(|_| TokenError::Unavailable("the answer of token/get holds no token".into()))?;
    let life = body
        .expires_in
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .map_or(DEFAULT_LIFE, |life| life.clamp(LEAST_LIFE, DEFAULT_LIFE));
    Ok((body.access_token.into(), life))
}

fn unavailable(answer: &Answer) -> TokenError {
    TokenError::Unavailable(format!(
        "token/get answered {} ({})",
        answer.status,
        wire::words(answer)
    ))
}

/// When a token that was got at `now` is to be renewed.
fn renewal(now: Instant, life: Duration) -> Instant {
    let early = if life < SHORT_LIFE {
        life / 2
    } else {
        RENEW_BEFORE
    };
    now + life.saturating_sub(early)
}

/// The one place that holds the token.
#[derive(Debug, Default)]
pub(super) struct TokenKeeper {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    token: Option<(Token, Option<Instant>)>,
    generation: u64,
    /// Credentials that were refused stay refused: nobody asks again.
    refused: Option<TokenError>,
}

impl TokenKeeper {
    /// A keeper of a token that cannot be renewed.
    pub(super) fn fixed(secret: SecretString) -> Self {
        let token = Token {
            bearer: Bearer::of(&secret),
            generation: 1,
        };
        Self {
            held: Mutex::new(Held {
                token: Some((token, None)),
                generation: 1,
                refused: None,
            }),
        }
    }

    /// The token, got by `get` if there is none that still lives. `refused` is the generation that the
    /// service has just refused, if one was.
    pub(super) async fn token<F>(
        &self,
        refused: Option<u64>,
        get: impl FnOnce() -> F,
    ) -> Result<Token, TokenError>
    where
        F: Future<Output = Result<(SecretString, Duration), TokenError>>,
    {
        let mut held = self.held.lock().await;
        if let Some(error) = &held.refused {
            return Err(error.clone());
        }
        if let Some((token, renew_at)) = &held.token {
            let lives = renew_at.is_none_or(|at| Instant::now() < at);
            let is_refused = refused == Some(token.generation);
            if lives && !is_refused {
                return Ok(token.clone());
            }
            if is_refused && renew_at.is_none() {
                return Err(TokenError::Refused("the given token is not taken".into()));
            }
        }
        match get().await {
            Ok((secret, life)) => {
                held.generation += 1;
                let token = Token {
                    bearer: Bearer::of(&secret),
                    generation: held.generation,
                };
                held.token = Some((token.clone(), Some(renewal(Instant::now(), life))));
                Ok(token)
            }
            Err(error) => {
                if matches!(error, TokenError::Refused(_) | TokenError::Forbidden(_)) {
                    held.refused = Some(error.clone());
                }
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    async fn ask(
        keeper: &TokenKeeper,
        refused: Option<u64>,
        life: u64,
        calls: &AtomicU32,
    ) -> Result<Token, TokenError> {
        keeper
            .token(refused, || async {
                calls.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                Ok(("t".into(), Duration::from_secs(life)))
            })
            .await
    }

    #[tokio::test(start_paused = true)]
    async fn many_workers_cause_one_call() {
        let (keeper, calls) = (TokenKeeper::default(), AtomicU32::new(0));
        let (a, b) = tokio::join!(
            ask(&keeper, None, 10_800, &calls),
            ask(&keeper, None, 10_800, &calls)
        );
        assert_eq!((a.unwrap().generation, b.unwrap().generation), (1, 1));
        let (a, b) = tokio::join!(
            ask(&keeper, Some(1), 10_800, &calls),
            ask(&keeper, Some(1), 10_800, &calls)
        );
        assert_eq!((a.unwrap().generation, b.unwrap().generation), (2, 2));
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_renewed_five_minutes_before_its_end() {
        let (keeper, calls) = (TokenKeeper::default(), AtomicU32::new(0));
        ask(&keeper, None, 10_800, &calls).await.unwrap();
        tokio::time::advance(Duration::from_secs(10_800 - 301)).await;
        ask(&keeper, None, 10_800, &calls).await.unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        tokio::time::advance(Duration::from_secs(2)).await;
        ask(&keeper, None, 10_800, &calls).await.unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn refused_credentials_are_asked_about_once_and_a_given_token_is_never_renewed() {
        let keeper = TokenKeeper::default();
        let refuse = || async { Err(TokenError::Refused("no".into())) };
        assert!(keeper.token(None, refuse).await.is_err());
        let calls = AtomicU32::new(0);
        assert!(ask(&keeper, None, 1, &calls).await.is_err());
        let keeper = TokenKeeper::fixed("given".into());
        assert!(ask(&keeper, None, 1, &calls).await.is_ok());
        assert!(ask(&keeper, Some(1), 1, &calls).await.is_err());
        assert_eq!(calls.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn answers_of_token_get_are_sorted_by_who_has_to_act() {
        let of = |status, body: &str| {
            read(&Exchange::Answered(Answer {
                status,
                body: body.to_owned().into(),
                ..Answer::default()
            }))
            .map(|(_, life)| life.as_secs())
        };
        assert_eq!(
            of(200, r#"{"access_token":"t","expires_in":10799.87}"#),
            Ok(10_799)
        );
        assert_eq!(of(200, r#"{"access_token":"t"}"#), Ok(10_800));
        assert!(matches!(of(200, "<html>"), Err(TokenError::Unavailable(_))));
        for status in [302, 404] {
            assert!(
                matches!(of(status, ""), Err(TokenError::Misplaced(_))),
                "{status}"
            );
        }
        assert_eq!(
            of(200, r#"{"access_token":"t","expires_in":1e19}"#),
            Ok(10_800)
        );
        assert_eq!(of(200, r#"{"access_token":"t","expires_in":0}"#), Ok(60));
        for status in [400, 401] {
            assert!(
                matches!(of(status, ""), Err(TokenError::Refused(_))),
                "{status}"
            );
        }
        for status in [429, 500, 503] {
            assert!(
                matches!(of(status, ""), Err(TokenError::Unavailable(_))),
                "{status}"
            );
        }
    }
}
