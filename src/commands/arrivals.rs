//! From what was typed to sheets that are open and mapped, with what stands in the way of others.

use std::path::{Path, PathBuf};

use super::recognition::{Arrived, Recognition};
use super::{Failure, sources};
use crate::inbox::{Apart, Arrival, Arrivals, Found, Look, MAX_FILES, Patience};
use crate::ledger::ImportedFile;
use crate::run::Source;
use crate::settings::{Inbox, Intake};
use crate::sheet::Size;
use crate::summary::{FileAccounts, FileStatus, counted};
use crate::terminal::visible;

/// Files that are told to be skipped one by one; a folder that nobody clears has thousands of them.
const MAX_TOLD: usize = 20;

/// Sheets that stay open until their turn comes. Each takes up to three of the files that a process may have open, and
/// of these some systems allow 256; those behind them are closed, and looked at a second time in their turn.
const MAX_OPEN: usize = 16;

/// What a run reads.
pub(super) struct Delivery {
    /// The sheets, in their order.
    pub(super) sources: Vec<Source>,
    /// The rows of all of them.
    pub(super) size: Size,
    /// Every file that arrived, also those that are not read.
    pub(super) files: FileAccounts,
    /// Files that cannot be used.
    pub(super) failed: u64,
    /// A sheet that can be read no further does not end the run.
    pub(super) passes_broken_sheets: bool,
    /// Rows of files that were imported before, and are not read, and of these, true repeats.
    pub(super) skipped: (u64, u64),
    /// The regular files among them, as they were before they were opened.
    pub(super) arrived: Vec<Arrived>,
    /// Files that were told to be skipped.
    told: usize,
}

impl Delivery {
    /// Rows that do not come from files of this run: they are told of in no list of files.
    pub(super) fn kept(sources: Vec<Source>, rows: u64) -> Self {
        Self {
            sources,
            size: Size::Exactly(rows),
            files: FileAccounts::default(),
            failed: 0,
            passes_broken_sheets: false,
            skipped: (0, 0),
            arrived: Vec::new(),
            told: 0,
        }
    }
}

/// Finds the files that are only looked at, and says what cannot be. Somebody waits for what comes of them, so
/// that a pattern without files is an error.
///
/// # Errors
/// [`Failure`] where a pattern matches nothing.
pub(super) fn look(intake: &mut Intake, apart: &Apart) -> Result<Vec<(PathBuf, String)>, Failure> {
    let arrivals = Arrivals::find(&intake.files, apart).map_err(Failure::usage)?;
    if let Some(pattern) = arrivals.unmatched.first() {
        return Err(Failure::usage(format!(
            "no file matches {}",
            visible(&pattern.display().to_string())
        )));
    }
    let mut faults = Vec::new();
    intake.files.clear();
    for found in arrivals.found {
        match found {
            Found::File(arrival) => intake.files.push(arrival.path),
            Found::Fault(path, why) => faults.push((path, why)),
        }
    }
    Ok(faults)
}

/// Finds the files, opens them and binds the mapping to their columns. `intake` is left with those that are
/// used. A file that cannot be used does not stand in the way of others, unless the settings are strict.
///
/// # Errors
/// [`Failure`] where no file can be used, or one cannot and all have to be; nothing was sent then.
pub(super) fn open(
    intake: &mut Intake,
    inbox: &Inbox,
    (apart, recognition): (&Apart, &Recognition),
) -> Result<Delivery, Failure> {
    let arrivals = Arrivals::find(&intake.files, apart).map_err(Failure::usage)?;
    for pattern in &arrivals.unmatched {
        tracing::info!(
            "no file matches {}",
            visible(&pattern.display().to_string())
        );
    }
    let patience = Patience::new(inbox.still_for);
    let count = arrivals.found.len();
    let goes_on = !inbox.strict && count > 1;
    let mut delivery = Delivery {
        passes_broken_sheets: goes_on,
        ..Delivery::kept(Vec::new(), 0)
    };
    intake.files.clear();
    for found in arrivals.found {
        let result = match &found {
            Found::File(arrival) => delivery.take(arrival, intake, (&patience, recognition)),
            Found::Fault(_, why) => Err(Failure::usage(why)),
        };
        let (Found::File(Arrival { path, .. }) | Found::Fault(path, _)) = found;
        match result {
            Ok(true) => intake.files.push(path),
            Ok(false) => {}
            Err(failure) if goes_on => delivery.refuse(&path, &failure.message),
            Err(failure) => return Err(failure),
        }
        if delivery.sources.len() > MAX_FILES {
            return Err(Failure::usage(format!(
                "there are more than {MAX_FILES} files to be read, and nothing was sent; give fewer, as in 'inbox/2026-11-*.csv'"
            )));
        }
    }
    let more = delivery.told.saturating_sub(MAX_TOLD);
    if more > 0 {
        tracing::info!("{more} more were imported before, and are skipped");
    }
    if count > 0 && delivery.failed == count as u64 {
        return Err(Failure::usage(format!(
            "none of {} can be used; nothing was sent",
            counted(delivery.failed, "file")
        )));
    }
    Ok(delivery)
}

impl Delivery {
    /// Opens a file as the next one that is read. False for one that is left for the next run.
    fn take(
        &mut self,
        arrival: &Arrival,
        intake: &Intake,
        (patience, recognition): (&Patience, &Recognition),
    ) -> Result<bool, Failure> {
        let path = &arrival.path;
        let look = if arrival.is_matched {
            patience.look(path)
        } else {
            Look::Whole
        };
        if let Look::Unfinished(why) = look {
            self.leave(path, why);
            return Ok(false);
        }
        let mut arrived = None;
        if let Some((file, known)) = recognition.look(path)? {
            if let Some(known) = known {
                self.skip(path, &known);
                self.arrived.push(file);
                return Ok(false);
            }
            arrived = Some(file);
        }
        let mut source = match sources::open(path, intake) {
            Ok(source) => source,
            Err(_) if look == Look::WholeIfItOpens => {
                self.leave(path, "it cannot be opened yet");
                return Ok(false);
            }
            Err(error) => return Err(Failure::usage(error)),
        };
        let size = source.sheet.size();
        let size = intake.shard.map_or(size, |shard| size.part(shard.of()));
        let rows = match size {
            Size::Exactly(rows) => Some(rows),
            Size::About(_) | Size::Unknown => None,
        };
        self.size = self.size.plus(size);
        self.files.expect(source.sheet.name(), rows);
        if self.sources.len() >= MAX_OPEN {
            source.sheet.put_aside(path, &intake.hints);
        }
        self.sources.push(source);
        self.arrived.extend(arrived);
        Ok(true)
    }

    /// A file of which every row has its ticket.
    fn skip(&mut self, path: &Path, known: &ImportedFile) {
        let name = path.display().to_string();
        let rows = counted(known.rows, "row");
        self.told += 1;
        if self.told <= MAX_TOLD {
            tracing::info!(
                "{} was imported before, with {rows}, and is skipped",
                visible(&name)
            );
        } else {
            tracing::debug!("{} was imported before", visible(&name));
        }
        self.files.skip(&name, known.rows, known.duplicates);
        self.skipped.0 += known.rows;
        self.skipped.1 += known.duplicates;
    }

    /// A file that is not whole yet.
    fn leave(&mut self, path: &Path, why: &str) {
        let name = path.display().to_string();
        tracing::info!(
            "{} is left for the next run, since somebody seems to be writing it: {why}",
            visible(&name)
        );
        self.files.close(&name, FileStatus::BeingWritten, why);
    }

    /// A file that cannot be used, told at once.
    fn refuse(&mut self, path: &Path, why: &str) {
        tracing::error!("left out, and the other files go on: {why}");
        let name = path.display().to_string();
        self.files.close(&name, FileStatus::Unusable, why);
        self.failed += 1;
    }
}
