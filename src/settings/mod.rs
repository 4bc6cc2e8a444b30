//! What was typed, set and written becomes one [`Settings`]: flags beat the environment, the environment
//! beats the mapping file, the mapping file beats defaults. Each value remembers where it came from.

mod credential_file;
mod environment;
mod file;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod inbox;
mod input;
mod intake;
mod notices;
mod origin;
mod place;
mod rehearsal;
mod shard;
mod shown;
mod values;

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use environment::switch;
pub use environment::{Environment, EnvironmentError, ProcessEnvironment, credentials, value};
pub use file::{
    DEFAULT_FILE, FileError, LimitsSection, MappingFile, NumberOrWord, TargetSection, parse, read,
};
pub use inbox::Inbox;
pub use input::{InputSection, LineOrWord, typed};
pub use intake::Intake;
pub use notices::Notices;
pub use origin::{Origin, Sourced};
pub use place::Place;
use place::place;
pub use rehearsal::Rehearsal;
use shard::{shard, share, usual_ledger};
pub use values::{
    DEFAULT_ATTEMPTS, DEFAULT_CANARY, DEFAULT_EQUAL_ERRORS, DEFAULT_LEDGER, DEFAULT_PATIENCE,
    DEFAULT_RATE, DEFAULT_SETTLE, DEFAULT_TIMEOUT, MAX_CONCURRENCY, SANDBOX_RATE, SANDBOX_SETTLE,
    age,
};
use values::{
    MAX_ATTEMPTS, MAX_CANARY, MAX_DEADLINE, MAX_PATIENCE, MAX_SETTLE, MAX_TIMEOUT, PREFLIGHT,
    deadline, duration, look, max_equal_errors, max_failures, within,
};

use crate::cli::{InitArgs, OnConflict, OnDoubt, RunArgs, UnknownTags};
use crate::glassix::{Credentials, Endpoint};
use crate::pacer::{RateTexts, Rates};
use crate::run::{Concurrency, Look, MaxFailures};
use crate::shard::Shard;

/// Where tickets go.
#[derive(Clone, Debug)]
pub enum Destination {
    /// A look-alike in this process.
    Sandbox,
    /// A service, and who we are there.
    Service(Endpoint, Credentials),
}

/// Everything that a run was told, checked.
#[derive(Debug)]
pub struct Settings {
    /// What is read, and what becomes of its rows.
    pub intake: Intake,
    /// Which files are read, and what becomes of them.
    pub inbox: Inbox,
    /// The ledger.
    pub ledger: PathBuf,
    /// Where tickets go.
    pub destination: Destination,
    /// The pace: of a shard, its share of the whole.
    pub rates: Sourced<Rates>,
    /// The pace of all shards together.
    pub whole_pace: Sourced<Rates>,
    /// Of how many equal shares of that the pace is one.
    pub shares: u32,
    /// Requests under way at once.
    pub concurrency: Sourced<Concurrency>,
    /// Patience with one request.
    pub timeout: Sourced<Duration>,
    /// Tries of one row.
    pub max_attempts: Sourced<u32>,
    /// How long an unanswered request may still take effect.
    pub settle: Sourced<Duration>,
    /// What becomes of a row in doubt.
    pub on_doubt: OnDoubt,
    /// What a conflict does to the exit status.
    pub on_conflict: OnConflict,
    /// Whether the service is looked at before the first row.
    pub preflight: Look,
    /// Whether anything at all is asked of the service before the first row.
    pub look: bool,
    /// What becomes of the run when rows use tags that the department does not have.
    pub unknown_tags: UnknownTags,
    /// Rows that are sent alone before the others.
    pub canary: Sourced<u32>,
    /// Customers are greeted without a question, however many they are.
    pub greet_many: bool,
    /// How many failed rows end the run.
    pub max_failures: Option<MaxFailures>,
    /// How many rows in a row that are refused with the same words end the run.
    pub max_equal_errors: Option<u32>,
    /// How long the service may be down.
    pub patience: Duration,
    /// The time that the run has, from its start.
    pub deadline: Option<Duration>,
    /// Rows that may be sent.
    pub limit: Option<u64>,
    /// Rows are sent too that the service refused earlier.
    pub again: bool,
    /// A ledger that knows no row of the destination is refused.
    pub require_ledger: bool,
    /// All but the sending.
    pub dry: bool,
}

/// Why settings cannot be used. Nothing was sent.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The mapping file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The environment.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// One value.
    #[error("{place}: {fault}")]
    Value {
        /// The flag or key.
        place: &'static str,
        /// What is wrong with it.
        fault: String,
    },
    /// Somebody said where tickets must go, and they would go elsewhere.
    #[error(
        "the tickets would go to the workspace {named:?}, and {expected:?} is expected (--expect-workspace, target.expect_workspace); nothing was sent"
    )]
    OtherWorkspace {
        /// The name that is expected.
        expected: String,
        /// The name of the place that was typed, set or written.
        named: String,
    },
    /// Nobody said where tickets go.
    #[error(
        "where do the tickets go? give --workspace NAME (the word before .glassix.com), or --sandbox to try it out"
    )]
    NoDestination,
}

fn at(place: &'static str) -> impl FnOnce(String) -> SettingsError {
    move |fault| SettingsError::Value { place, fault }
}

impl Settings {
    /// Puts together what was typed, the environment and the mapping file.
    ///
    /// # Errors
    /// [`SettingsError`] for the first thing that cannot be used.
    pub fn new(args: &RunArgs, environment: &impl Environment) -> Result<Self, SettingsError> {
        let (written, path) = read(args.place.config.as_deref())?;
        let MappingFile {
            target,
            limits,
            input,
            ticket,
        } = written;
        let place = place(&args.place, environment, &target)?;
        let shard = shard(args.shard.as_deref(), environment)?;
        let whole_pace = rates(&args.sending.rate, limits.rate.as_ref(), place.as_ref())?;
        let rates = share(&whole_pace, shard)?;
        let destination = match place.ok_or(SettingsError::NoDestination)? {
            Place::Sandbox => Destination::Sandbox,
            Place::Service(endpoint) => Destination::Service(endpoint, credentials(environment)?),
        };
        let concurrency = args.sending.concurrency.map(Some);
        let concurrency = Sourced::first(concurrency, limits.concurrency.map(Some), None)
            .try_map(|count| match count {
                Some(count) => within(count, 1, MAX_CONCURRENCY)
                    .map(|count| Concurrency::Exactly(count.into())),
                None => Ok(Concurrency::AsNeeded),
            })
            .map_err(at("concurrency"))?;
        let timeout = Sourced::first(
            args.sending.timeout.clone(),
            limits.timeout,
            DEFAULT_TIMEOUT.to_owned(),
        )
        .try_map(|text| duration(&text, MAX_TIMEOUT))
        .map_err(at("timeout"))?;
        let settle = Sourced::first(
            args.sending.settle.clone(),
            limits.settle,
            DEFAULT_SETTLE.to_owned(),
        )
        .try_map(|text| duration(&text, MAX_SETTLE))
        .map_err(at("settle"))?;
        let max_attempts = Sourced::first(
            args.sending.max_attempts,
            limits.max_attempts,
            DEFAULT_ATTEMPTS,
        )
        .try_map(|n| within(n, 1, MAX_ATTEMPTS))
        .map_err(at("max-attempts"))?;
        let max_failures = args
            .sending
            .max_failures
            .as_deref()
            .or(limits.max_failures.as_deref())
            .map(max_failures)
            .transpose()
            .map_err(at("max-failures"))?;
        let written = limits.max_equal_errors.as_ref().map(ToString::to_string);
        let max_equal_errors = args
            .sending
            .max_equal_errors
            .as_deref()
            .or(written.as_deref())
            .map_or(Ok(Some(DEFAULT_EQUAL_ERRORS)), max_equal_errors)
            .map_err(at("max-equal-errors"))?;
        let patience = args
            .sending
            .patience
            .as_deref()
            .or(limits.patience.as_deref());
        let patience =
            duration(patience.unwrap_or(DEFAULT_PATIENCE), MAX_PATIENCE).map_err(at("patience"))?;
        let now = jiff::Zoned::now();
        let by_clock = args.sending.deadline.as_deref();
        let by_clock = by_clock.or(limits.deadline.as_deref());
        let by_clock = by_clock.map(|text| deadline(text, &now)).transpose();
        let by_length = args.sending.max_duration.as_deref();
        let by_length = by_length.or(limits.max_duration.as_deref());
        let by_length = by_length.map(|text| duration(text, MAX_DEADLINE));
        let ends = [
            by_clock.map_err(at("deadline"))?,
            by_length.transpose().map_err(at("max-duration"))?,
        ];
        let deadline = ends.into_iter().flatten().min();
        let inbox = Inbox::new(&args.inbox, &input)?;
        if inbox.archive.is_some() && shard.is_some() {
            return Err(at("archive")(
                "the files of shards are read by several runs, so none of them may move one; leave --archive out".into(),
            ));
        }
        Ok(Self {
            inbox,
            intake: Intake::new((&args.files, shard), &args.input, &input, ticket, path)?,
            ledger: args
                .place
                .ledger
                .last()
                .cloned()
                .unwrap_or_else(|| usual_ledger(shard)),
            destination,
            rates,
            whole_pace,
            shares: shard.map_or(1, Shard::of),
            concurrency,
            timeout,
            max_attempts,
            settle,
            on_doubt: args
                .sending
                .on_doubt
                .or(limits.on_doubt)
                .unwrap_or_default(),
            on_conflict: args
                .sending
                .on_conflict
                .or(limits.on_conflict)
                .unwrap_or_default(),
            unknown_tags: args
                .sending
                .unknown_tags
                .or(limits.unknown_tags)
                .unwrap_or_default(),
            preflight: match args.preflight.as_deref() {
                _ if args.no_preflight => Look::Never,
                None => Look::IfNew(PREFLIGHT),
                Some(text) => look(text).map_err(at("preflight"))?,
            },
            look: !args.no_preflight,
            canary: Sourced::first(args.canary, limits.canary, DEFAULT_CANARY)
                .try_map(|n| within(n, 0, MAX_CANARY))
                .map_err(at("canary"))?,
            greet_many: args.yes || limits.greet_many.unwrap_or(false),
            max_failures,
            max_equal_errors,
            patience,
            deadline,
            limit: args.sending.limit,
            again: args.again,
            require_ledger: args.sending.require_ledger
                || switch(environment, "GLASSIX_IMPORT_REQUIRE_LEDGER")?
                    .or(limits.require_ledger)
                    .unwrap_or(false),
            dry: args.sending.dry_run,
        })
    }
}

/// The workspace and the base URL of a mapping file that is to be written: as typed, or from the environment. Both are
/// checked; at most one is there.
///
/// # Errors
/// [`SettingsError`] for what cannot be one.
pub fn workspace_or_base(
    args: &InitArgs,
    environment: &impl Environment,
) -> Result<(Option<String>, Option<String>), SettingsError> {
    if let Some(url) = &args.base_url {
        let _: Endpoint = url.parse().map_err(at("--base-url"))?;
        return Ok((None, Some(url.clone())));
    }
    let (name, place) = match &args.workspace {
        Some(name) => (Some(name.clone()), "--workspace"),
        None => (
            value(environment, "GLASSIX_WORKSPACE")?,
            "GLASSIX_WORKSPACE",
        ),
    };
    if let Some(name) = &name {
        Endpoint::workspace(name).map_err(at(place))?;
    }
    Ok((name, None))
}

/// The pace: as it was typed or written, else the one that suits the place; a service where none is named.
fn rates(
    typed: &[String],
    written: Option<&RateTexts>,
    place: Option<&Place>,
) -> Result<Sourced<Rates>, SettingsError> {
    let usual = match place {
        Some(Place::Sandbox) => SANDBOX_RATE,
        Some(Place::Service(_)) | None => DEFAULT_RATE,
    };
    let typed = (!typed.is_empty()).then(|| typed.to_vec());
    Sourced::first(typed, written.map(RateTexts::texts), vec![usual.to_owned()])
        .try_map(|texts| Rates::parse(&texts))
        .map_err(at("rate"))
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
