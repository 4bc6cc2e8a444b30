//! How many requests have to be under way at once for a pace to be filled. Pure.

use std::time::Duration;

use super::Rate;

/// What is added to the number by Little's law: answer times vary, and whoever waits for a slot is under way too.
const MARGIN: f64 = 1.25;

/// And for the smallest paces.
const SPARE: f64 = 2.0;

/// The requests that have to be under way at once: those of the time that an answer takes (Little's law), and some
/// to spare. Without a pace there is no number that would do.
#[must_use]
pub fn demand(pace: Rate, answer: Duration) -> usize {
    let needed = pace.as_per_second() * answer.as_secs_f64() * MARGIN + SPARE;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither is negative, and what is too large becomes the largest"
    )]
    let needed = needed.ceil() as usize;
    needed
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_pace_needs_as_many_requests_as_go_out_while_one_is_answered_and_some_more() {
        let needed = |pace, millis| {
            demand(
                Rate::per_second(pace).unwrap(),
                Duration::from_millis(millis),
            )
        };
        assert_eq!(needed(200.0, 400), 102);
        assert_eq!(needed(3.0, 1400), 8);
        assert_eq!(needed(0.1, 5), 3);
        assert_eq!(needed(100_000.0, 600_000), 75_000_002);
    }
}
