//! Getting a token: once, patiently, and never again where it was refused.

use std::time::Duration;

use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use tokio::time::Instant;

use super::answer::Exchange;
use super::client::Client;
use super::credentials::Credentials;
use super::patience::Patience;
use super::token::{self, TokenError};
use super::transport::{MAX_ANSWER, MAX_PAGE};
use super::wire;
use crate::pacer::Call;

impl Client {
    /// Makes sure that there is a token, so that wrong credentials are known before a row is touched. One that was
    /// given costs a request, and is not tried unless that `may_look`.
    ///
    /// # Errors
    /// [`TokenError`].
    pub async fn sign_in(&self, may_look: bool) -> Result<(), TokenError> {
        if let Credentials::Department { .. } = self.credentials {
            return self.token(None).await.map(drop);
        }
        if !may_look {
            return Ok(());
        }
        let (started, mut patience) = (Instant::now(), Patience::of(self.patience));
        loop {
            match self.try_given_token().await {
                Err(TokenError::Unavailable(why)) => {
                    self.wait_for_token(&mut patience, started, why).await?;
                }
                other => return other,
            }
        }
    }

    /// A given token is tried on a call that changes nothing; its answer also tells the service's time.
    async fn try_given_token(&self) -> Result<(), TokenError> {
        let url = self.endpoint.call("tenants/gettags");
        match self.call(Method::GET, &url, None, MAX_PAGE).await? {
            Exchange::Answered(answer) if answer.status == 401 => {
                Err(TokenError::Refused(wire::words(&answer)))
            }
            Exchange::Answered(answer) if answer.status == 403 => {
                Err(TokenError::Forbidden(wire::words(&answer)))
            }
            Exchange::Answered(answer) if answer.status >= 500 => Err(TokenError::Unavailable(
                format!("tenants/gettags answered {}", answer.status),
            )),
            Exchange::Answered(_) => Ok(()),
            Exchange::NotSent(why) | Exchange::Lost(why) => Err(TokenError::Unavailable(why)),
            Exchange::Untrusted(why) => Err(TokenError::Untrusted(why)),
            Exchange::Stopped => Err(TokenError::Stopping),
        }
    }

    /// Waits until a token may be asked for again.
    ///
    /// # Errors
    /// What came last once patience is at its end, or that the run is stopping.
    async fn wait_for_token(
        &self,
        patience: &mut Patience,
        started: Instant,
        why: String,
    ) -> Result<(), TokenError> {
        let Some(wait) = patience.wait(started.elapsed(), fastrand::f64()) else {
            return Err(TokenError::Unavailable(why));
        };
        tracing::warn!(
            wait_seconds = wait.as_secs_f64(),
            "no access token yet ({why}); trying again until patience (--patience) is at its end; if it has never worked, check the workspace"
        );
        tokio::select! {
            () = self.stop.cancelled() => Err(TokenError::Stopping),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }

    /// Gets a token, slowly again where the service cannot give one at the moment.
    pub(super) async fn get_token(&self) -> Result<(SecretString, Duration), TokenError> {
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
        let (started, mut patience) = (Instant::now(), Patience::of(self.patience));
        loop {
            let url = self.endpoint.call("token/get");
            let exchange = self
                .send(
                    Call::Token,
                    Method::POST,
                    url,
                    None,
                    Some(body.clone().into_bytes()),
                    MAX_ANSWER,
                )
                .await;
            match token::read(&exchange) {
                Err(TokenError::Unavailable(why)) => {
                    self.wait_for_token(&mut patience, started, why).await?;
                }
                other => return other,
            }
        }
    }
}
