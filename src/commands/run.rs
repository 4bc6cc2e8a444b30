//! `run`: sheets become tickets, once each.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::arrivals::{self, Delivery};
use super::claims::claim_sheets;
use super::connection::{Connection, ledger_failure, run_note, target};
use super::greeting::agreed;
use super::listener::Listener;
use super::network::warn_of_a_network;
use super::notices::Herald;
use super::publish::publish;
use super::recognition::{Recognition, remember};
use super::record_stream::RecordStream;
use super::report::Wish;
use super::tags::known_tags;
use super::{Failure, Signals, clearing, runtime, sources, survive_file_size_limit};
use crate::cli::{Format, OnConflict, OnDoubt, ProgressWhen, RunArgs};
use crate::exit;
use crate::glassix::Client;
use crate::inbox::Apart;
use crate::ledger::{Ledger, LedgerError, LedgerThread, Mode, Part, RunNote, Target};
use crate::pacer::Pacer;
use crate::run::{Crew, Source, Stop, StopReason, Tally, Terms};
use crate::settings::{Notices, Origin, ProcessEnvironment, SANDBOX_SETTLE, Settings};
use crate::settle::Policy;
use crate::sheet::Size;
use crate::summary::{Facts, RunEnd, Summary};
use crate::terminal::{
    Plan, Progress, command_line, complain, init_for_run, log_run, write_people, write_stderr,
    write_stdout,
};

/// Imports the sheets that are named.
pub(super) fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    init_for_run(&args.sending);
    // They come first, so that somebody hears of whatever goes wrong after.
    let notices = Notices::new(args, &ProcessEnvironment).map_err(Failure::usage)?;
    let runtime = runtime()?;
    let mut herald = Herald::new(notices, args.sending.dry_run);
    herald.start(&runtime);
    let told = OnceLock::new();
    let status = attempt(args, &runtime, &told);
    runtime.block_on(herald.end(told.get(), status.as_ref().err()));
    last_words(told.get().filter(|_| status.is_ok()));
    // A sheet on standard input may still be waited for; nothing depends on it any more.
    runtime.shutdown_background();
    status
}

/// The run itself; its summary is put into `told` once there is one.
fn attempt(
    args: &RunArgs,
    runtime: &Runtime,
    told: &OnceLock<Summary>,
) -> anyhow::Result<ExitCode> {
    let mut settings = Settings::new(args, &ProcessEnvironment).map_err(Failure::usage)?;
    let apart = apart(args, &settings);
    let recognition = Recognition::open(&settings)?;
    let delivery = arrivals::open(
        &mut settings.intake,
        &settings.inbox,
        (&apart, &recognition),
    )?;
    // The run opens the ledger as its only user.
    drop(recognition);
    runtime.block_on(Box::pin(import(args, settings, delivery, told)))
}

/// What no pattern of the run means.
fn apart(args: &RunArgs, settings: &Settings) -> Apart {
    let files = [&settings.intake.file, &args.sending.results, &args.report];
    let files = files.into_iter().chain([&args.metrics_file]).flatten();
    Apart::new(
        &settings.ledger,
        files.map(PathBuf::as_path),
        settings.inbox.archive.as_deref(),
    )
}

/// Brings the rows of sheets to their tickets, and ends as its summary says.
pub(super) async fn import(
    args: &RunArgs,
    settings: Settings,
    delivery: Delivery,
    told: &OnceLock<Summary>,
) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let Delivery { sources, size, .. } = delivery;
    let wish = Wish::of(args, &settings)?;
    if let Some(path) = &args.sending.results {
        RecordStream::check(path)?;
    }
    let stop = Stop::default();
    let abort = CancellationToken::new();
    let signals = Signals::listen()?;
    tokio::spawn(obey_signals(signals, stop.clone(), abort.clone()));
    if let Some(left) = settings.deadline {
        tokio::spawn(keep_deadline(left, stop.clone()));
    }
    survive_file_size_limit();

    let pacer = Arc::new(Pacer::new(settings.rates.value.clone()));
    let note = run_note(&settings);
    log_run(&note.id);
    let target = target(&settings.destination);
    // The lock comes before anything that two runs would share.
    let (ledger, thread) = open_ledger(&settings, &target, &note, &stop)?;
    let _claims = claim_sheets(&settings, &target, &note)?;
    let connection = Connection::prepare(&settings, &pacer, &stop).await?;
    let client = Arc::clone(&connection.client);
    let tally = Arc::new(Tally::default());
    tally.files_failed.add(delivery.failed);
    let (rows, duplicates) = delivery.skipped;
    tally.rows_read.add(rows);
    tally.already_created.add(rows.saturating_sub(duplicates));
    tally.duplicates.add(duplicates);
    // Behind the locks: a run that is refused leaves the file of the one that goes on as it is.
    let records = args.sending.results.as_deref();
    let records = records.map(|path| RecordStream::open(path, &note.id));
    let listener = Arc::new(Listener::new(delivery.files, records.transpose()?));
    let plan = Plan {
        who: connection.who.clone(),
        settings: &settings,
        sources: &sources,
        size,
    };
    if !args.sending.log.quiet {
        write_stderr(&format!("{}\n", plan.to_text()));
    }
    let heard = Arc::clone(&listener);
    let publisher = publish(
        &plan,
        (&note, &target),
        (&ledger, &connection),
        (&tally, &pacer),
        move || heard.reasons(),
    )
    .await;
    let is_idle = is_idle(&ledger, &sources).await;
    let is_idle = is_idle.map_err(|error| ledger_failure(&error))?;
    let goes = !is_idle && agreed(&plan, &ledger, &stop).await?;
    let signed_in = goes && (settings.dry || connection.sign_in(&stop, settings.look).await);
    let terms = Terms {
        passes_broken_sheets: delivery.passes_broken_sheets,
        ..terms(&settings, &sources, &client)
    };
    let tags = if signed_in {
        known_tags(
            &settings,
            &sources,
            &client,
            (&ledger, &stop),
            (terms.judging, args.sending.log.quiet),
        )
        .await
    } else {
        Ok(None)
    };
    let (tags, mut ledger_error) = match tags {
        Ok(tags) => (tags, None),
        Err(error) => (None, Some(error)),
    };
    let is_held_back = matches!(stop.reason(), Some(StopReason::UnknownTags(_)));
    let begins = signed_in && ledger_error.is_none() && !is_held_back;
    if let (false, Size::Exactly(rows)) = (begins, size) {
        tally.rows_read.add(rows);
        tally.undecided.add(rows);
    }
    if begins {
        let progress = if args.sending.progress == ProgressWhen::Auto && settings.dry {
            ProgressWhen::Never
        } else {
            args.sending.progress
        };
        let progress = Progress::start(
            progress,
            args.sending.log.quiet,
            size,
            Arc::clone(&tally),
            Arc::clone(&pacer),
        );
        let crew = Crew {
            api: Arc::clone(&client),
            ledger: ledger.clone(),
            monitor: Arc::clone(&listener),
            tally: Arc::clone(&tally),
            stop: stop.clone(),
            tags,
            abort: abort.clone(),
        };
        let result = crate::run::run(sources, crew, terms).await;
        progress.finish().await;
        ledger_error = result.err();
    }
    publisher.finish().await;
    let counts = tally.counts();
    let streamed = Arc::clone(&listener);
    let results_fault =
        tokio::task::spawn_blocking(move || streamed.records().and_then(RecordStream::finish))
            .await?;
    let mut files = listener.files(&RunEnd {
        counts,
        is_stopped: stop.reason().is_some(),
        is_dry: settings.dry,
    });
    if !settings.dry {
        let meaning = settings.intake.meaning();
        remember(&ledger, meaning, &files, &delivery.arrived).await;
    }
    let ended = ledger
        .end(
            exit::status(&counts, stop.reason().as_ref()),
            serde_json::to_string(&counts)?,
        )
        .await;
    drop(ledger);
    let joined = tokio::task::spawn_blocking(move || thread.join()).await?;
    connection.close().await;
    // The ledger's own word says more than that it has stopped.
    let failed = joined.err().or(ledger_error).or(ended.err());
    let failure = failed.as_ref().map(ledger_failure);
    if let Some(failure) = &failure {
        stop.because(StopReason::Fatal(failure.message.clone()));
    }
    let status = failure.as_ref().map_or_else(
        || exit::status(&counts, stop.reason().as_ref()),
        |failure| failure.status,
    );
    let status = wish.fulfil(&settings.ledger, &note.id, status);
    if let (Some(folder), false, None) = (&settings.inbox.archive, settings.dry, &failure) {
        tokio::task::block_in_place(|| clearing::archive(&mut files, &delivery.arrived, folder));
    }
    let facts = Facts {
        run_id: note.id.clone(),
        target: target.to_string(),
        requests: client.requests(),
        throttled: client.throttled(),
        pace_held: pacer.held(),
        elapsed_seconds: started.elapsed().as_secs_f64(),
        exit_status: status,
        dry_run: settings.dry,
        mended: tally.mended.rows(),
        differing: tally.differing.rows(),
        aborted: abort.is_cancelled(),
        results_fault,
        files,
        from_ledger: args.files.is_empty(),
        command: command_line(std::env::args_os()),
    };
    let summary = listener.summary(facts, counts, stop.reason().as_ref());
    let summary = told.get_or_init(|| summary);
    report(
        summary,
        args.sending.format,
        args.sending.log.quiet && status == exit::OK && counts.created_differing == 0,
    )?;
    match failure {
        Some(failure) => Err(failure.into()),
        None if counts.add_up() => Ok(ExitCode::from(status)),
        None => {
            anyhow::bail!("this is a fault of glassix-import: the counts do not add up: {counts:?}")
        }
    }
}

/// Whether nothing is to be done: no file, and no row of an earlier one that is to be looked up. The service is not
/// troubled then, and may be down.
async fn is_idle(ledger: &Ledger, sources: &[Source]) -> Result<bool, LedgerError> {
    Ok(sources.is_empty()
        && ledger.doubts().await?.is_empty()
        && ledger.watched().await?.is_empty())
}

fn terms(settings: &Settings, sources: &[Source], client: &Client) -> Terms {
    let first = sources.first().map(|source| &source.mapping);
    Terms {
        concurrency: settings.concurrency.value,
        max_attempts: settings.max_attempts.value,
        max_failures: settings.max_failures,
        max_equal_errors: settings.max_equal_errors,
        patience: settings.patience,
        limit: settings.limit,
        canary: settings.canary.value,
        dry: settings.dry,
        settling: Policy {
            settle: settle_time(settings, client),
            hold: settings.on_doubt == OnDoubt::Hold,
            max_attempts: settings.max_attempts.value,
        },
        skip_conflicts: settings.on_conflict == OnConflict::Skip,
        preflight: settings.preflight,
        shard: settings.intake.shard,
        passes_broken_sheets: false,
        judging: sources::judging(first, &settings.intake),
    }
}

/// The settle time: as it was set, and short against a look-alike if nobody set it.
fn settle_time(settings: &Settings, client: &Client) -> Duration {
    if settings.settle.origin == Origin::Default && client.is_sandbox() {
        SANDBOX_SETTLE
    } else {
        settings.settle.value
    }
}

/// Ends the run in order when its time is over.
async fn keep_deadline(left: Duration, stop: Stop) {
    tokio::time::sleep(left).await;
    stop.because(StopReason::Deadline);
}

/// The first signal ends the run in order, the second at once.
async fn obey_signals(mut signals: Signals, stop: Stop, abort: CancellationToken) {
    stop.because(StopReason::Signal(signals.next().await));
    tracing::warn!(
        "stopping: what is under way is finished and recorded; a second signal stops at once"
    );
    signals.next().await;
    abort.cancel();
}

fn open_ledger(
    settings: &Settings,
    target: &Target,
    note: &RunNote,
    stop: &Stop,
) -> anyhow::Result<(Ledger, LedgerThread)> {
    warn_of_a_network(&settings.ledger);
    let mode = Mode {
        again: settings.again,
        dry: settings.dry,
        required: settings.require_ledger,
        part: match settings.intake.shard {
            Some(shard) => Part::Shard(shard),
            None if settings.intake.files.is_empty() => Part::Kept,
            None => Part::Whole,
        },
    };
    tokio::task::block_in_place(|| {
        Ledger::open(&settings.ledger, target, note, mode, stop.token().clone())
    })
    .map_err(|error| ledger_failure(&error).into())
}

fn report(summary: &Summary, format: Format, silent: bool) -> anyhow::Result<()> {
    match format {
        Format::Json => write_stdout(&summary.to_json()?).context("cannot write the summary"),
        Format::Human if silent => Ok(()),
        Format::Human => write_people(&summary.to_text()).context("cannot write the summary"),
    }
}

/// Ends a log with why the run did not end well. People at a terminal have just read it.
pub(super) fn last_words(summary: Option<&Summary>) {
    if let Some(line) = summary.and_then(Summary::last_line)
        && !std::io::stderr().is_terminal()
    {
        complain(&line);
    }
}
