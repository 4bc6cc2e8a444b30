//! Every state that a power cut may leave on the disk: a small run is recorded, the ledger's files are rebuilt
//! at each of its system calls as if the power had gone just there, and in each state every row that had been
//! sent by then must have its intent.
//!
//! `CRASH_STATES=n` takes n random states at each call in place of two; `CRASH_SEED=n` repeats their chances.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod breaking;

#[path = "crash_states/disk.rs"]
mod disk;
#[path = "crash_states/log.rs"]
mod log;

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use breaking::importer::Importer;
use breaking::service::Service;
use breaking::sheet::Rows;
use breaking::strace::{is_here, traced};
use breaking::{asked, ledger_file};
use disk::{Disk, Files, Kept};
use log::Event;

/// Rows of the recorded run.
const ROWS: u32 = 30;
/// What strace records: all that can change the ledger's files, and all that can send.
const CALLS: &str = "trace=pwrite64,pwritev,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat2,openat";
/// States, spread over the whole run, that the program itself has to open.
const OPENED: usize = 12;

/// A run that was recorded.
struct Recorded {
    importer: Importer,
    service: Service,
    events: Vec<Event>,
}

fn record() -> Recorded {
    let importer = Importer::new(Rows::new("E", ROWS), "500ms");
    let state = importer.folder().join("tickets");
    let service = Service::start(&["create:delay:ms=1..8"], 1, &state);
    let log = importer.folder().join("trace");
    let options = ["-y", "-xx", "-s", "200000", "-e", CALLS];
    let command = traced(&log, &options, &importer.arguments(&service));
    let ended = importer.wait(importer.prepared(command).spawn().unwrap());
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    let text = std::fs::read_to_string(&log).unwrap();
    let events = log::read(&text, &importer.ledger);
    Recorded {
        importer,
        service,
        events,
    }
}

/// The states that were looked at, and what was wrong with some.
#[derive(Default)]
struct Explored {
    states: u64,
    bad: Vec<String>,
    /// What a state holds, so that equal ones are opened once.
    known: HashMap<u64, Result<BTreeSet<String>, String>>,
    /// A few different ones.
    samples: Vec<Files>,
}

impl Explored {
    fn look(&mut self, files: Files, sent: &BTreeSet<String>, place: &str) {
        self.states += 1;
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        let hash = hasher.finish();
        let fresh = !self.known.contains_key(&hash);
        let held = self.known.entry(hash).or_insert_with(|| keys(&files));
        match held {
            Err(error) => self.bad.push(format!("{place}: not sound: {error}")),
            Ok(held) => {
                if let Some(key) = sent.difference(held).next() {
                    self.bad
                        .push(format!("{place}: {key} was sent without intent"));
                }
            }
        }
        if fresh {
            self.samples.push(files);
        }
    }
}

/// The keys in a ledger of these files.
fn keys(files: &Files) -> Result<BTreeSet<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.sqlite");
    write(files, &ledger);
    if !ledger.exists() {
        return Ok(BTreeSet::new());
    }
    let items = ledger_file::items(&ledger).map_err(|error| error.to_string())??;
    Ok(items.into_keys().collect())
}

fn write(files: &Files, ledger: &Path) {
    for (content, path) in files.iter().zip(ledger_file::files(ledger)) {
        if let Some(content) = content {
            std::fs::write(path, content).unwrap();
        }
    }
}

/// Plays the run and looks at the states before and after each of its calls. A disk that lies does
/// nothing at an fsync.
fn explore(events: &[Event], lies: bool, random: u64, seed: u64) -> Explored {
    let mut explored = Explored::default();
    let mut chance = fastrand::Rng::with_seed(seed);
    let (mut disk, mut sent) = (Disk::default(), BTreeSet::new());
    for (number, event) in events.iter().enumerate() {
        match event {
            Event::Sent(key) => {
                sent.insert(key.clone());
            }
            Event::Synced(_) | Event::FolderSynced if lies => {}
            event => disk.play(event),
        }
        let place = |kept: &str| format!("call {number}, {kept}");
        explored.look(disk.left(&mut Kept::Nothing), &sent, &place("nothing"));
        explored.look(disk.left(&mut Kept::All), &sent, &place("all"));
        for _ in 0..random {
            let files = disk.left(&mut Kept::Some(&mut chance));
            explored.look(files, &sent, &place("some"));
        }
    }
    explored
}

#[test]
fn every_row_that_was_sent_has_its_intent_in_every_state_that_a_crash_may_leave() {
    if !is_here() {
        return;
    }
    let random = asked("CRASH_STATES").unwrap_or(2);
    let seed = asked("CRASH_SEED").unwrap_or_else(|| fastrand::u64(0..1 << 32));
    let recorded = record();
    let sends = |event: &&Event| matches!(event, Event::Sent(_));
    assert_eq!(recorded.events.iter().filter(sends).count(), ROWS as usize);

    let explored = explore(&recorded.events, false, random, seed);
    println!(
        "{} calls, {} states ({} different), {} bad, CRASH_SEED={seed}",
        recorded.events.len(),
        explored.states,
        explored.known.len(),
        explored.bad.len()
    );
    assert!(explored.bad.is_empty(), "{}", explored.bad.join("\n"));
    open_some(&recorded, &explored.samples);

    let lied = explore(&recorded.events, true, 0, seed);
    println!(
        "a disk that lies: {} of {} bad",
        lied.bad.len(),
        lied.states
    );
    assert!(!lied.bad.is_empty(), "the explorer sees nothing");
}

/// The program itself finds its way in what a crash may leave, without sending anything.
fn open_some(recorded: &Recorded, samples: &[Files]) {
    let step = (samples.len() / OPENED).max(1);
    let sent = recorded.service.creates();
    for files in samples.iter().step_by(step) {
        let mut other = Importer::new(Rows::new("E", ROWS), "500ms");
        other.options.push("--dry-run".into());
        write(files, &other.ledger);
        let ended = other.run(&recorded.service);
        assert!(
            matches!(ended.code(), Some(0 | 5)),
            "{}: {}",
            ended.status,
            ended.stderr
        );
    }
    assert_eq!(recorded.service.creates(), sent);
    // Its folder lasts as long as the service that keeps its state there.
    assert!(recorded.importer.folder().exists());
}
