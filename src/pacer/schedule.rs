//! All that decides when the next request may go out, put together. Pure: times are counted from the gate's
//! start.

use std::time::Duration;

use super::Call;
use super::allowance::{Advice, Allowance};
use super::brake::Brake;
use super::hold::{Hold, Wave};
use super::meter::Meter;
use super::rate::Rate;
use super::slots::Slots;

/// How late a slot may be used. Timers are a millisecond late as a rule and more on a busy machine; what is
/// sent later comes too close to the slots behind it. At 98 % of a limit in a window of one second this
/// leaves a quarter of the slack to the network.
const MAX_LATE: Duration = Duration::from_millis(15);

/// A pace that differs less than this from the one in force is the same.
const SAME: f64 = 0.02;

/// A place in the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) at: Duration,
    /// The schedule that it was given by.
    round: u64,
}

/// The schedule, and what slows it.
#[derive(Debug)]
pub(super) struct Schedule {
    set: Vec<Rate>,
    slots: Slots,
    /// How often all slots were given anew.
    round: u64,
    hold: Hold,
    brake: Brake,
    meter: Meter,
    /// The pace that what is left of a limit allows, and until when.
    spread: Option<(Rate, Duration)>,
    /// The last slot that was used.
    departed: Option<Duration>,
}

impl Schedule {
    pub(super) fn new(set: Vec<Rate>) -> Self {
        let slowest = set.iter().map(|rate| rate.as_per_second());
        Self {
            slots: Slots::new(set.iter().copied()),
            round: 0,
            hold: Hold::default(),
            brake: Brake::new(slowest.min_by(f64::total_cmp)),
            meter: Meter::default(),
            spread: None,
            departed: None,
            set,
        }
    }

    /// Nobody sends before this.
    pub(super) fn nobody_before(&self) -> Duration {
        self.hold.until()
    }

    /// The pace in force, where it is slower than what was set.
    pub(super) fn slowed(&self) -> Option<Rate> {
        let braked = self.brake.pace().and_then(Rate::per_second);
        let spread = self.spread.map(|(rate, _)| rate);
        braked.into_iter().chain(spread).min_by(slower)
    }

    /// The pace that was not refused, once one was.
    pub(super) fn held(&self) -> Option<Rate> {
        self.brake.held().and_then(Rate::per_second)
    }

    fn rates(&self) -> impl Iterator<Item = Rate> {
        self.set.iter().copied().chain(self.slowed())
    }

    /// Gives the next slot.
    pub(super) fn reserve(&mut self, now: Duration) -> Slot {
        if self.spread.is_some_and(|(_, until)| until <= now) {
            self.spread = None;
            self.go_on();
        }
        let at = self.slots.reserve(now.max(self.hold.until()));
        let round = self.round;
        Slot { at, round }
    }

    /// Whether a pause that came meanwhile has taken the slot back.
    pub(super) fn is_void(&self, slot: Slot) -> bool {
        slot.round != self.round
    }

    /// Whether so late a use of it would come too close to several of the next ones: it is cheaper to let
    /// it go.
    pub(super) fn is_missed(&self, slot: Slot, now: Duration) -> bool {
        self.is_late(slot, now) && now - slot.at >= self.period()
    }

    fn is_late(&self, slot: Slot, now: Duration) -> bool {
        now > slot.at + MAX_LATE && !self.period().is_zero()
    }

    /// The time from one slot to the next.
    fn period(&self) -> Duration {
        self.rates()
            .min_by(slower)
            .map_or(Duration::ZERO, Rate::period)
    }

    /// The slot is used. Where that is late, all that follow are moved by as much, so that none comes too
    /// close and nothing but the lateness is lost.
    pub(super) fn depart(&mut self, slot: Slot, now: Duration) {
        let is_late = self.is_late(slot, now);
        let at = if is_late { now } else { slot.at };
        self.departed = self.departed.max(Some(at));
        self.meter.count(now);
        if is_late {
            self.give_anew();
        }
    }

    /// A request was refused for speed; `chance` (0 to 1) spreads the end of the pause.
    pub(super) fn refuse(
        &mut self,
        sent: Duration,
        now: Duration,
        retry_after: Option<Duration>,
        call: Call,
        chance: f64,
    ) {
        let wave = self.hold.refuse(sent, now, retry_after, chance);
        let until = self.hold.until();
        if (wave, call) == (Wave::First, Call::Other) {
            let is_limited = !self.set.is_empty() || self.brake.pace().is_some();
            let reached = self.meter.reached(now, !is_limited);
            self.brake.halve(until, reached);
        }
        self.begin_anew();
    }

    /// A request that went out at `sent` was not refused.
    pub(super) fn went_through(&mut self, sent: Duration) {
        self.hold.went_through(sent);
        if self.brake.went_through(sent) {
            self.go_on();
        }
    }

    /// The service says what is left of its limits; the strictest of them counts.
    pub(super) fn is_told(&mut self, allowances: &[Allowance], now: Duration) {
        let mut pause = Duration::ZERO;
        let mut spread: Option<(Rate, Duration)> = None;
        for allowance in allowances {
            match allowance.advice() {
                Advice::Nothing => {}
                Advice::Pause(wait) => pause = pause.max(wait),
                Advice::Spread(rate, reset) => {
                    let other = Some((rate, now + reset));
                    let is_slower = |known: (Rate, Duration)| slower(&rate, &known.0).is_lt();
                    if spread.is_none_or(is_slower) {
                        spread = other;
                    }
                }
            }
        }
        if now + pause > self.hold.until() {
            self.hold.wait(now + pause);
            self.begin_anew();
        }
        let set = self.set.iter().copied().min_by(slower);
        let spread = spread.filter(|(rate, _)| set.is_none_or(|set| slower(rate, &set).is_lt()));
        let is_same = match (self.spread, spread) {
            (None, None) => true,
            (Some((known, _)), Some((told, _))) => {
                (told.as_per_second() / known.as_per_second() - 1.0).abs() < SAME
            }
            _ => false,
        };
        if !is_same {
            self.spread = spread;
            self.go_on();
        }
    }

    /// Another pace from the next slot on; those that were given stay.
    fn go_on(&mut self) {
        self.slots = Slots::after(self.slots.last(), self.rates());
    }

    /// New slots behind a pause for everybody, also those who have one and wait for it.
    fn begin_anew(&mut self) {
        let until = self.hold.until();
        self.meter.restart(until);
        self.brake.pause(until);
        self.give_anew();
    }

    fn give_anew(&mut self) {
        self.round += 1;
        self.slots = Slots::after(self.departed, self.rates());
    }
}

fn slower(a: &Rate, b: &Rate) -> std::cmp::Ordering {
    a.as_per_second().total_cmp(&b.as_per_second())
}
