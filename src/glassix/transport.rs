//! One HTTP exchange: one request, one answer, one time-out, nothing behind our back.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, HOST, HeaderMap, HeaderValue, RETRY_AFTER,
};
use reqwest::{Client, Method, Request, Response};
use url::Url;

use super::answer::{Answer, Exchange, http_date, retry_after};
use super::endpoint::Endpoint;
use super::rate_headers::allowances;
use super::token::Bearer;
use crate::pacer::Allowance;

/// Largest answer to a create, token or lookup of one ticket, in bytes. A ticket is about 2 KiB.
pub(super) const MAX_ANSWER: usize = 1024 * 1024;

/// Largest page of tickets/list, in bytes: a hundred tickets, each with room for long fields.
pub(super) const MAX_PAGE: usize = 16 * 1024 * 1024;

/// How long a connection may take to be made. It is before the first byte, so it costs no doubt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept: shorter than servers keep theirs, so that few requests go into
/// a connection that is just being closed, which would leave them in doubt.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// How long the kernel goes on sending bytes that nobody acknowledges, also after this process is dead.
/// It bounds when a request can still arrive, and so the settle time.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);

/// Who we say we are.
const USER_AGENT: &str = concat!(
    "glassix-import/",
    env!("CARGO_PKG_VERSION"),
    " (bulk import)"
);

/// What a look-alike says of itself with every answer.
const SANDBOX_HEADER: &str = "x-glassix-sandbox";

/// An exchange, and what the answer's headers said beside it.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) exchange: Exchange,
    /// The answer's `Date`, in seconds.
    pub(super) date: Option<i64>,
    /// Whether a look-alike answered.
    pub(super) is_sandbox: bool,
    /// What is left of the service's limits, where it says so.
    pub(super) allowances: Vec<Allowance>,
}

impl From<Exchange> for Received {
    /// An exchange without an answer.
    fn from(exchange: Exchange) -> Self {
        Self {
            exchange,
            date: None,
            is_sandbox: false,
            allowances: Vec::new(),
        }
    }
}

/// The connections to one endpoint.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    client: Client,
    timeout: Duration,
    /// The host, as each request names it; it would be put together anew for each.
    host: Option<HeaderValue>,
}

/// The client cannot be made: the system's certificates cannot be read, for instance.
#[derive(Debug, thiserror::Error)]
#[error("the network client cannot be made: {0}")]
pub struct ClientError(#[from] reqwest::Error);

impl Transport {
    /// A pool as large as the number of requests under way. Redirects and hidden retries are off: an
    /// attempt that nobody counts is a ticket that nobody knows of.
    pub(super) fn new(
        endpoint: &Endpoint,
        concurrency: usize,
        timeout: Duration,
    ) -> Result<Self, ClientError> {
        let mut builder = Client::builder()
            .user_agent(USER_AGENT)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .http1_only()
            .tls_version_min(reqwest::tls::Version::TLS_1_2)
            .https_only(!endpoint.is_loopback() && !endpoint.is_in_the_clear())
            .tcp_nodelay(true)
            .connect_timeout(CONNECT_TIMEOUT.min(timeout))
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(concurrency);
        #[cfg(target_os = "linux")]
        {
            builder = builder.tcp_user_timeout(TCP_USER_TIMEOUT.min(timeout));
        }
        if endpoint.is_loopback() {
            // A proxy cannot reach this machine's own loopback.
            builder = builder.no_proxy();
        }
        Ok(Self {
            client: builder.build()?,
            timeout,
            host: HeaderValue::try_from(endpoint.authority()).ok(),
        })
    }

    /// Sends one request and reads its answer.
    pub(super) async fn exchange(
        &self,
        method: Method,
        url: Url,
        bearer: Option<&Bearer>,
        body: Option<Vec<u8>>,
        most: usize,
    ) -> Received {
        let mut request = Request::new(method, url);
        *request.timeout_mut() = Some(self.timeout);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(host) = &self.host {
            headers.insert(HOST, host.clone());
        }
        if let Some(Bearer(value)) = bearer {
            let Some(value) = value else {
                let why = "the token holds characters that no header takes";
                return Exchange::NotSent(why.into()).into();
            };
            headers.insert(AUTHORIZATION, value.clone());
        }
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.into());
        }
        match self.client.execute(request).await {
            Ok(response) => {
                let date = date(response.headers());
                let is_sandbox = response.headers().contains_key(SANDBOX_HEADER);
                let allowances = told_allowances(response.headers(), date);
                Received {
                    exchange: answer(response, date, most).await,
                    date: date.map(Timestamp::as_second),
                    is_sandbox,
                    allowances,
                }
            }
            Err(error) if error.is_connect() || error.is_builder() => match distrust(&error) {
                Some(why) => Exchange::Untrusted(why).into(),
                None => Exchange::NotSent(reason(&error)).into(),
            },
            Err(error) => Exchange::Lost(reason(&error)).into(),
        }
    }
}

/// What the headers say of limits; most services say nothing, and most answers are looked through in vain.
fn told_allowances(headers: &HeaderMap, date: Option<Timestamp>) -> Vec<Allowance> {
    let is_of_limits = |name: &str| name.contains("ratelimit") || name.contains("rate-limit");
    if !headers.keys().any(|name| is_of_limits(name.as_str())) {
        return Vec::new();
    }
    let header = |name: &str| headers.get(name)?.to_str().ok();
    allowances(header, date.unwrap_or_else(Timestamp::now))
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

async fn answer(mut response: Response, date: Option<Timestamp>, most: usize) -> Exchange {
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| retry_after(value.to_str().ok()?, date, Timestamp::now()));
    match body(&mut response, most).await {
        Ok(body) => Exchange::Answered(Answer {
            status,
            retry_after,
            body,
        }),
        Err(why) => Exchange::Lost(format!("answered {status}{why}")),
    }
}

/// The whole body, of so many bytes at most, or what is wrong with it. Nearly every one comes in one piece, and is left
/// where it came.
async fn body(response: &mut Response, most: usize) -> Result<Bytes, String> {
    let told = response.content_length().unwrap_or(0);
    let (mut first, mut all) = (Bytes::new(), Vec::new());
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return Err(format!(", and its body broke off: {}", reason(&error))),
        };
        if first.len() + all.len() + chunk.len() > most {
            return Err(format!(" with more than {most} bytes"));
        }
        if first.is_empty() && all.is_empty() {
            first = chunk;
            continue;
        }
        if all.is_empty() {
            all.reserve(usize::try_from(told).unwrap_or(most).min(most));
        }
        all.extend_from_slice(&std::mem::take(&mut first));
        all.extend_from_slice(&chunk);
    }
    Ok(if all.is_empty() { first } else { all.into() })
}

/// How the TLS library begins what is wrong with a certificate; the error itself is hidden behind others.
const DISTRUST: &str = "invalid peer certificate: ";

/// What is wrong with the certificate, if that is what was wrong.
fn distrust(error: &reqwest::Error) -> Option<String> {
    let why = innermost(error);
    why.strip_prefix(DISTRUST).map(str::to_owned)
}

fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// What went wrong in words, from the outermost cause to the innermost, without the URL: a paging URL
/// carries a token.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return if error.is_connect() {
            "no connection in time".into()
        } else {
            "timed out".into()
        };
    }
    let innermost = innermost(error);
    let what = if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    if innermost.contains("://") {
        what.into()
    } else {
        format!("{what}: {innermost}")
    }
}
