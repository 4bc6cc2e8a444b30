//! Rate limits, and what their refusal looks like.

use std::collections::VecDeque;

use serde::Deserialize;

use super::{
    fault::Body,
    moment::Moment,
    rate_headers::Left,
    retry_after::RetryAfter,
    route::{Route, RouteSet},
};

/// So many requests in so many seconds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// Requests that are let through; refused ones do not count.
    pub count: u32,
    /// Length of the window in seconds.
    pub per_seconds: f64,
    /// How the window moves. Default fixed.
    #[serde(default)]
    pub window: Window,
    /// The calls that share this limit. Default: all that the list it stands in is for.
    #[serde(default)]
    pub routes: Option<RouteSet>,
}

impl RateLimit {
    fn length_ms(&self) -> i64 {
        ((self.per_seconds * 1000.0) as i64).max(1)
    }
}

/// How the window of a limit moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The count starts anew each period, counted from the sandbox's start.
    #[default]
    Fixed,
    /// The last so many seconds before each request.
    Sliding,
}

/// What an answer 429 looks like.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Throttle {
    /// The `Retry-After` header. Default none.
    pub retry_after: RetryAfter,
    /// The body. Default the usual error shape.
    pub body: ThrottleBody,
    /// Creates the ticket although it answers 429. Default false.
    pub creates_anyway: bool,
}

/// Body of an answer 429 from a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThrottleBody {
    /// In the usual error shape.
    #[default]
    Json,
    /// Plain text.
    Plain,
}

impl From<ThrottleBody> for Body {
    fn from(body: ThrottleBody) -> Self {
        match body {
            ThrottleBody::Json => Self::Usual,
            ThrottleBody::Plain => Self::Plain,
        }
    }
}

/// All limits with what they have let through.
#[derive(Debug)]
pub(crate) struct Limiter {
    started: Moment,
    limits: Vec<(RouteSet, RateLimit, Passed)>,
}

#[derive(Debug)]
enum Passed {
    Fixed { period: i64, count: u32 },
    Sliding(VecDeque<Moment>),
}

impl Limiter {
    pub(crate) fn new(general: &[RateLimit], token: &[RateLimit], started: Moment) -> Self {
        let all_others = Route::ALL
            .into_iter()
            .filter(|r| !matches!(r, Route::Token | Route::Online));
        let others = all_others.fold(RouteSet::only(Route::Create), RouteSet::with);
        let token_only = RouteSet::only(Route::Token);
        let limits = general
            .iter()
            .map(|limit| (others, limit))
            .chain(token.iter().map(|limit| (token_only, limit)));
        let limits = limits.map(|(usual, limit)| {
            let passed = match limit.window {
                Window::Fixed => Passed::Fixed {
                    period: 0,
                    count: 0,
                },
                Window::Sliding => Passed::Sliding(VecDeque::new()),
            };
            (limit.routes.unwrap_or(usual), limit.clone(), passed)
        });
        Self {
            started,
            limits: limits.collect(),
        }
    }

    /// Lets the request through, or says for how many milliseconds none will be.
    ///
    /// All limits must agree before any of them counts the request.
    pub(crate) fn admit(&mut self, route: Route, now: Moment) -> Result<(), i64> {
        let started = self.started;
        let mut wait_ms = 0;
        for (routes, limit, passed) in &mut self.limits {
            if routes.contains(route) {
                wait_ms = wait_ms.max(passed.wait(limit, started, now));
            }
        }
        if wait_ms > 0 {
            return Err(wait_ms);
        }
        for (routes, _, passed) in &mut self.limits {
            match passed {
                _ if !routes.contains(route) => {}
                Passed::Fixed { count, .. } => *count = count.saturating_add(1),
                Passed::Sliding(times) => times.push_back(now),
            }
        }
        Ok(())
    }
}

impl Limiter {
    /// What is left of the limit that binds this call, if there is one.
    pub(crate) fn left(&mut self, route: Route, now: Moment) -> Option<Left> {
        let started = self.started;
        let limits = self.limits.iter_mut();
        let of_route = limits.filter(|(routes, ..)| routes.contains(route));
        of_route
            .map(|(_, limit, passed)| passed.left(limit, started, now))
            .min_by_key(|left| left.remaining)
    }
}

impl Passed {
    fn left(&mut self, limit: &RateLimit, started: Moment, now: Moment) -> Left {
        let wait_ms = self.wait(limit, started, now);
        let length_ms = limit.length_ms();
        let (used, reset_ms) = match self {
            Self::Fixed { count, .. } => {
                let elapsed = now.millis_since(started).max(0);
                (*count, length_ms - elapsed % length_ms)
            }
            Self::Sliding(times) => {
                let used = u32::try_from(times.len()).unwrap_or(u32::MAX);
                (used, if wait_ms > 0 { wait_ms } else { length_ms })
            }
        };
        Left {
            limit: limit.count,
            remaining: limit.count.saturating_sub(used),
            reset_ms,
        }
    }

    /// Milliseconds until the limit lets a request through; 0 for at once.
    fn wait(&mut self, limit: &RateLimit, started: Moment, now: Moment) -> i64 {
        let length_ms = limit.length_ms();
        match self {
            Self::Fixed { period, count } => {
                let elapsed = now.millis_since(started).max(0);
                let current = elapsed / length_ms;
                if current != *period {
                    (*period, *count) = (current, 0);
                }
                if *count < limit.count {
                    0
                } else {
                    (length_ms - elapsed % length_ms).max(1)
                }
            }
            Self::Sliding(times) => {
                while times
                    .front()
                    .is_some_and(|first| first.plus_millis(length_ms) <= now)
                {
                    times.pop_front();
                }
                match times.front() {
                    Some(first) if times.len() >= limit.count as usize => {
                        first.plus_millis(length_ms).millis_since(now).max(1)
                    }
                    _ => 0,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    const START: Moment = Moment::from_ticks(0);

    fn limiter(count: u32, per_seconds: f64, window: Window) -> Limiter {
        Limiter::new(
            &[RateLimit {
                count,
                per_seconds,
                window,
                routes: None,
            }],
            &[],
            START,
        )
    }

    fn passed(limiter: &mut Limiter, at_ms: &[i64]) -> Vec<i64> {
        at_ms
            .iter()
            .copied()
            .filter(|ms| limiter.admit(Route::Create, START.plus_millis(*ms)).is_ok())
            .collect()
    }

    #[test]
    fn a_fixed_window_lets_a_burst_through_at_its_border() {
        let mut limiter = limiter(2, 1.0, Window::Fixed);
        assert_eq!(
            passed(&mut limiter, &[0, 900, 950, 1000, 1001, 1002]),
            [0, 900, 1000, 1001]
        );
    }

    #[test]
    fn a_sliding_window_does_not() {
        let mut limiter = limiter(2, 1.0, Window::Sliding);
        assert_eq!(
            passed(&mut limiter, &[0, 900, 950, 1000, 1001, 1899, 1900]),
            [0, 900, 1000, 1900]
        );
    }

    #[test]
    fn the_wait_is_the_time_until_the_next_request_passes() {
        for window in [Window::Fixed, Window::Sliding] {
            let mut limiter = limiter(1, 2.0, window);
            assert_eq!(limiter.admit(Route::List, START), Ok(()));
            assert_eq!(
                limiter.admit(Route::List, START.plus_millis(500)),
                Err(1500)
            );
            assert_eq!(limiter.admit(Route::List, START.plus_millis(2000)), Ok(()));
        }
    }

    #[test]
    fn tokens_are_limited_apart() {
        let limit = RateLimit {
            count: 1,
            per_seconds: 60.0,
            window: Window::Fixed,
            routes: None,
        };
        let mut limiter = Limiter::new(
            std::slice::from_ref(&limit),
            std::slice::from_ref(&limit),
            START,
        );
        assert!(limiter.admit(Route::Create, START).is_ok());
        assert!(limiter.admit(Route::Token, START).is_ok());
        assert!(limiter.admit(Route::Token, START).is_err());
        assert!(limiter.admit(Route::List, START).is_err());
        assert!(limiter.admit(Route::Online, START).is_ok());
    }

    #[test]
    fn a_request_that_one_limit_refuses_counts_for_none() {
        let limit = |count, per_seconds| RateLimit {
            count,
            per_seconds,
            window: Window::Sliding,
            routes: None,
        };
        let mut limiter = Limiter::new(&[limit(1, 1.0), limit(2, 100.0)], &[], START);
        assert_eq!(passed(&mut limiter, &[0, 1, 2, 3, 1000, 2000]), [0, 1000]);
    }
}
