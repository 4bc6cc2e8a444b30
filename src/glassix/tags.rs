//! The tags of the department, read once before the first row.

use std::time::Duration;

use reqwest::Method;

use super::answer::Exchange;
use super::token::TokenError;
use super::transport::MAX_PAGE;
use super::{Client, LookupFault, wire};

/// Tries at tenants/gettags: the rows can go without it, so it holds them up for a few seconds at most.
const TAGS_TRIES: u32 = 3;

/// The wait before the second try at tenants/gettags; each one is longer by as much.
const TAGS_WAIT: Duration = Duration::from_secs(1);

impl Client {
    /// The names of the department's tags.
    ///
    /// # Errors
    /// [`LookupFault`] when they cannot be had: at once where the service says no, after some tries where it does
    /// not answer.
    pub async fn tags(&self) -> Result<Vec<String>, LookupFault> {
        let mut tries = 1;
        loop {
            let url = self.endpoint.call("tenants/gettags");
            let (why, may_pass) = match self.call(Method::GET, &url, None, MAX_PAGE).await {
                Ok(Exchange::Answered(answer)) if (200..=299).contains(&answer.status) => {
                    match wire::text(&answer).and_then(wire::tags) {
                        Some(tags) => return Ok(tags),
                        None => ("its answer is no list".to_owned(), false),
                    }
                }
                Ok(Exchange::Answered(answer)) => (
                    format!("it answered {} ({})", answer.status, wire::words(&answer)),
                    answer.status == 429 || answer.status >= 500,
                ),
                Ok(Exchange::NotSent(why) | Exchange::Untrusted(why) | Exchange::Lost(why)) => {
                    (why, true)
                }
                Ok(Exchange::Stopped) | Err(TokenError::Stopping) => {
                    return Err(LookupFault::Stopping);
                }
                Err(error) => (error.to_string(), false),
            };
            if !may_pass || tries == TAGS_TRIES {
                return Err(LookupFault::Unavailable(why));
            }
            tokio::select! {
                () = self.stop.cancelled() => return Err(LookupFault::Stopping),
                () = tokio::time::sleep(TAGS_WAIT * tries) => {}
            }
            tries += 1;
        }
    }
}
