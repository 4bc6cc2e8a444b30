//! Headers that say what is left of a limit, in the forms that services use.

use hyper::header::HeaderName;
use serde::Deserialize;

use super::moment::Moment;

/// Which headers every answer carries while there are limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateHeaders {
    /// None.
    #[default]
    None,
    /// `RateLimit: "default";r=3;t=7`
    Ratelimit,
    /// `X-RateLimit-Limit`, `-Remaining` and `-Reset`, the last in seconds from now.
    XRatelimit,
    /// The same, with the reset as a Unix time.
    XRatelimitUnix,
}

/// What is left of the limit that binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Milliseconds until it is whole again.
    pub(crate) reset_ms: i64,
}

impl RateHeaders {
    /// The headers; `said` is the sandbox's clock.
    pub(crate) fn headers(self, left: Left, said: Moment) -> Vec<(HeaderName, String)> {
        const RATELIMIT: HeaderName = HeaderName::from_static("ratelimit");
        const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
        const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
        const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
        let Left {
            limit,
            remaining,
            reset_ms,
        } = left;
        let seconds = reset_ms.max(1).saturating_add(999) / 1000;
        let reset = match self {
            Self::None => return Vec::new(),
            Self::Ratelimit => {
                return vec![(RATELIMIT, format!("\"default\";r={remaining};t={seconds}"))];
            }
            Self::XRatelimit => seconds,
            Self::XRatelimitUnix => said.micros() / 1_000_000 + seconds,
        };
        vec![
            (LIMIT, limit.to_string()),
            (REMAINING, remaining.to_string()),
            (RESET, reset.to_string()),
        ]
    }
}
