//! What a service says of its limits, whatever it is.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::Call;
use super::allowance::Allowance;
use super::hold::MAX_HOLD;
use super::rate::Rate;
use super::schedule::Schedule;

/// Nobody waits longer than a quarter of an hour, and requests go out again after that.
pub(crate) fn heard(wait: Option<Duration>, told: &[Allowance]) {
    let mut schedule = Schedule::new(vec![Rate::per_second(3.0).unwrap()]);
    let now = Duration::from_secs(7);
    let slot = schedule.reserve(now);
    schedule.depart(slot, slot.at);
    schedule.is_told(told, now);
    assert!(schedule.nobody_before() <= now + MAX_HOLD);
    schedule.refuse(slot.at, now, wait, Call::Other, 1.0);
    assert!(schedule.nobody_before() <= now + MAX_HOLD);
    let later = now + MAX_HOLD;
    let slot = schedule.reserve(later);
    assert!(slot.at <= later + MAX_HOLD);
}
