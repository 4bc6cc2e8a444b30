//! The service's own clock, from the `Date` of its answers. No decision rests on this machine's clock,
//! which may be wrong, be set, or stand in another year.

use tokio::time::Instant;

/// What is known of the service's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ServerClock {
    newest: Option<(i64, Instant)>,
}

impl ServerClock {
    /// Takes the `Date` of an answer. An older one (another server behind the same name) changes nothing.
    pub(super) fn see(&mut self, second: i64) {
        self.see_at(second, Instant::now());
    }

    fn see_at(&mut self, second: i64, now: Instant) {
        if self.newest.is_none_or(|(newest, _)| second > newest) {
            self.newest = Some((second, now));
        }
    }

    /// The newest second that was named.
    pub(super) fn newest(&self) -> Option<i64> {
        self.newest.map(|(second, _)| second)
    }

    /// What it says at `now`.
    pub(super) fn now(&self, now: Instant) -> Option<i64> {
        let (second, seen) = self.newest?;
        let since = now.saturating_duration_since(seen).as_secs();
        Some(second.saturating_add(i64::try_from(since).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn it_goes_on_between_answers_and_never_back() {
        let start = Instant::now();
        let mut clock = ServerClock::default();
        assert_eq!(clock.now(start), None);
        clock.see_at(1000, start);
        clock.see_at(900, start + Duration::from_secs(5));
        assert_eq!(clock.newest(), Some(1000));
        assert_eq!(clock.now(start + Duration::from_secs(7)), Some(1007));
    }
}
