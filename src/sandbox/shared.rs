//! What all connections share: the rules, the state behind its lock, the clock.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::{
    core::Core,
    model::Model,
    moment::Moment,
    options::SandboxOptions,
    rules::Rules,
    state_file::{StateFile, StateFileError},
};

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) rules: Arc<Rules>,
    core: Mutex<Core>,
    clock: Clock,
    /// Cancelled when the sandbox ends.
    pub(crate) stop: CancellationToken,
}

impl Shared {
    /// Builds the state, with the tickets of the state file if one is set. Reads files: not for an async thread.
    pub(crate) fn open(options: Arc<SandboxOptions>) -> Result<Self, StateFileError> {
        let rules = Arc::new(Rules::new(options));
        let clock = Clock::start();
        let mut model = Model::new(Arc::clone(&rules), fastrand::u64(..), clock.now());
        let path = rules.options.state_file.clone();
        let file = path
            .map(|path| StateFile::open(&path, |ticket| drop(model.keep(ticket))))
            .transpose()?;
        Ok(Self {
            rules,
            core: Mutex::new(Core::new(model, file)),
            clock,
            stop: CancellationToken::new(),
        })
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The clock that the sandbox shows.
    pub(crate) fn said(&self) -> Moment {
        self.now()
            .plus_seconds(self.rules.options.clock_skew_seconds)
    }

    /// The state; never hold it across an await. Late commits that are due by now have appeared.
    pub(crate) fn core(&self) -> MutexGuard<'_, Core> {
        // A panic in another connection must not take the sandbox down; the state is whole after every statement
        // that can panic, because tickets become visible in one step.
        let mut core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.catch_up(self.now());
        core
    }
}

/// The wall clock at the start plus what a steady clock counted since, so that it never goes back.
#[derive(Debug)]
struct Clock {
    began: Moment,
    started: Instant,
}

impl Clock {
    fn start() -> Self {
        Self {
            began: Moment::from_timestamp(Timestamp::now()),
            started: Instant::now(),
        }
    }

    fn now(&self) -> Moment {
        let ticks = i64::try_from(self.started.elapsed().as_nanos() / 100).unwrap_or(i64::MAX);
        Moment::from_ticks(self.began.ticks().saturating_add(ticks))
    }
}
