//! One row, its client and its service: the states, the steps, and what must always hold.

use stateright::{Model, Property};

/// Requests of the row at most: a third send adds nothing that a second does not show.
const MOST_SENDS: u8 = 3;
/// Power cuts at most.
const MOST_CRASHES: u8 = 2;
/// Sweeps that must not find the key before it counts as absent.
const SWEEPS: u8 = 2;
pub(crate) const NEVER_TWO: &str = "never two tickets";
pub(crate) const ONE_WHEN_CLEAN: &str = "exactly one ticket when the run ends clean";
const ENDS: &str = "the run ends clean after a resend";
pub(crate) const FOUND: &str = "a row in doubt is found";

/// What is written down before a request leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Intent {
    Durable,
    NotDurable,
    None,
}

/// The rules, and how bad the world is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Protocol {
    pub(crate) intent: Intent,
    /// Ticks from giving a request up to the first sweep.
    pub(crate) settle: u8,
    /// Ticks from then on in which the request may still take effect; none for "for ever".
    pub(crate) delay: Option<u8>,
    /// Whether a sweep may miss a ticket that exists.
    pub(crate) list_lags: bool,
    /// Whether a sweep that misses a ticket that is known to exist counts for nothing.
    pub(crate) canary: bool,
    /// Whether an answer 5xx is followed by another send at once.
    pub(crate) blind_retry: bool,
    /// Whether a row in doubt is never sent again.
    pub(crate) hold: bool,
}

/// The protocol as it is built, in a world with late commits and a lagging list.
pub(crate) const BUILT: Protocol = Protocol {
    intent: Intent::Durable,
    settle: 2,
    delay: Some(1),
    list_lags: true,
    canary: true,
    blind_retry: false,
    hold: false,
};

/// The row in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Row {
    Absent,
    Sending,
    InDoubt,
    Released,
    Created,
}

/// What the client is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Phase {
    Idle,
    /// The intent is written as far as the rules ask.
    Claimed,
    /// The request with this number is under way.
    Waiting(usize),
    Dead,
    EndedClean,
}

/// A request that has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Request {
    /// It may take effect; once it is given up, for so many ticks more.
    Open(u8),
    Done,
    /// It never will.
    Lost,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// The ledger as the client sees it, and as it is on disk.
    pub(crate) seen: Row,
    pub(crate) disk: Row,
    pub(crate) phase: Phase,
    pub(crate) requests: Vec<Request>,
    pub(crate) tickets: u8,
    /// Ticks since the row is in doubt.
    pub(crate) age: u8,
    /// Valid sweeps that did not find it.
    pub(crate) absent: u8,
    pub(crate) crashes: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Claim,
    Flush,
    Send,
    /// The service takes the request.
    Commit(usize),
    /// The request never takes effect.
    Lose(usize),
    Answer,
    /// A time-out, a cut connection or a 5xx.
    GiveUp,
    Crash,
    Restart,
    Tick,
    Sweep {
        lagging: bool,
    },
    End,
}

impl State {
    fn write(&mut self, row: Row) {
        self.seen = row;
        self.disk = row;
    }

    fn is_given_up(&self, number: usize) -> bool {
        self.phase != Phase::Waiting(number)
    }

    fn open(&self) -> impl Iterator<Item = (usize, u8)> {
        let requests = self.requests.iter().enumerate();
        requests.filter_map(|(number, request)| match request {
            Request::Open(left) => Some((number, *left)),
            _ => None,
        })
    }
}

impl Protocol {
    /// Time passes only where no request stays beyond what the world allows it.
    fn may_tick(&self, state: &State) -> bool {
        let overdue = |(number, left)| state.is_given_up(number) && left == 0;
        let changes = state.age < self.settle || state.open().next().is_some();
        changes && (self.delay.is_none() || !state.open().any(overdue))
    }

    fn may_sweep(&self, state: &State) -> bool {
        state.phase == Phase::Idle && state.seen == Row::InDoubt && state.age >= self.settle
    }

    fn swept(&self, state: &mut State, lagging: bool) {
        if state.tickets > 0 && !lagging {
            state.write(Row::Created);
        } else if !(lagging && self.canary) {
            state.absent = (state.absent + 1).min(SWEEPS);
            if state.absent == SWEEPS && !self.hold {
                state.write(Row::Released);
            }
        }
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            seen: Row::Absent,
            disk: Row::Absent,
            phase: Phase::Idle,
            requests: Vec::new(),
            tickets: 0,
            age: 0,
            absent: 0,
            crashes: 0,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let sends = u8::try_from(state.requests.len()).unwrap();
        match state.phase {
            Phase::Idle => match state.seen {
                Row::Absent | Row::Released if sends < MOST_SENDS => actions.push(Action::Claim),
                Row::Created => actions.push(Action::End),
                _ => {}
            },
            Phase::Claimed if sends < MOST_SENDS => actions.push(Action::Send),
            Phase::Waiting(number) => {
                if state.requests[number] == Request::Done {
                    actions.push(Action::Answer);
                }
                actions.push(Action::GiveUp);
            }
            Phase::Dead => actions.push(Action::Restart),
            Phase::Claimed | Phase::EndedClean => {}
        }
        if self.may_sweep(state) {
            actions.push(Action::Sweep { lagging: false });
            if self.list_lags {
                actions.push(Action::Sweep { lagging: true });
            }
        }
        for (number, _) in state.open() {
            actions.push(Action::Commit(number));
            actions.push(Action::Lose(number));
        }
        if state.seen != state.disk && self.intent == Intent::NotDurable {
            actions.push(Action::Flush);
        }
        if state.crashes < MOST_CRASHES && !matches!(state.phase, Phase::Dead | Phase::EndedClean) {
            actions.push(Action::Crash);
        }
        if self.may_tick(state) {
            actions.push(Action::Tick);
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        match action {
            Action::Claim => {
                match self.intent {
                    Intent::Durable => state.write(Row::Sending),
                    Intent::NotDurable => state.seen = Row::Sending,
                    Intent::None => {}
                }
                state.phase = Phase::Claimed;
            }
            Action::Flush => state.disk = state.seen,
            Action::Send => {
                state.phase = Phase::Waiting(state.requests.len());
                state.requests.push(Request::Open(self.delay.unwrap_or(0)));
            }
            Action::Commit(number) => {
                state.requests[number] = Request::Done;
                state.tickets += 1;
            }
            Action::Lose(number) => state.requests[number] = Request::Lost,
            Action::Answer => {
                state.write(Row::Created);
                state.phase = Phase::Idle;
            }
            Action::GiveUp if self.blind_retry => state.phase = Phase::Claimed,
            Action::GiveUp => {
                state.write(Row::InDoubt);
                (state.age, state.absent) = (0, 0);
                state.phase = Phase::Idle;
            }
            Action::Crash => {
                state.seen = state.disk;
                state.phase = Phase::Dead;
                state.crashes += 1;
            }
            Action::Restart => {
                if matches!(state.seen, Row::Sending | Row::InDoubt) {
                    state.write(Row::InDoubt);
                    // Nobody knows when the other run died.
                    (state.age, state.absent) = (0, 0);
                }
                state.phase = Phase::Idle;
            }
            Action::Tick => {
                state.age = (state.age + 1).min(self.settle);
                for number in 0..state.requests.len() {
                    if let Request::Open(left) = state.requests[number]
                        && state.is_given_up(number)
                    {
                        state.requests[number] = Request::Open(left.saturating_sub(1));
                    }
                }
            }
            Action::Sweep { lagging } => self.swept(&mut state, lagging),
            Action::End => state.phase = Phase::EndedClean,
        }
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(NEVER_TWO, |_, state: &State| state.tickets <= 1),
            Property::always(ONE_WHEN_CLEAN, |_, state: &State| {
                state.phase != Phase::EndedClean || state.tickets == 1
            }),
            Property::sometimes(ENDS, |_, state: &State| {
                state.phase == Phase::EndedClean && state.requests.len() > 1
            }),
            Property::sometimes(FOUND, |_, state: &State| {
                state.seen == Row::Created && state.crashes > 0 && state.requests.len() == 1
            }),
        ]
    }
}
