//! System calls that fail, and a process that dies at one of them, each at every n-th call.

use std::collections::BTreeMap;

use super::bench::{Bench, assert_right};
use crate::breaking::importer::CLAIMS;
use crate::breaking::strace::is_here;
use crate::breaking::{asked, in_parallel};

/// Calls that a sweep goes beyond the last one that was counted: two runs never make just the same calls.
const MARGIN: usize = 3;
/// Points at once.
const THREADS: usize = 6;

/// A fault at one call.
#[derive(Clone, Copy, Debug)]
struct Point {
    call: &'static str,
    /// What strace is to do at it.
    what: &'static str,
    /// At which call of a thread; `+` means from there on.
    at: usize,
    for_ever: bool,
    /// Whether there is a ledger already.
    begun: bool,
}

impl Point {
    fn bench(&self) -> Bench {
        // strace makes everything slow, so the creates need not be.
        if self.begun {
            Bench::begun("S", 2, 3)
        } else {
            Bench::new("S", 2)
        }
    }
}

/// The largest number of these calls that a thread makes in a run without faults.
fn calls(call: &str, begun: bool) -> usize {
    let point = Point {
        call: "",
        what: "",
        at: 0,
        for_ever: false,
        begun,
    };
    let bench = point.bench();
    let log = bench.importer.folder().join("trace");
    let ended = bench.run_traced(&log, &["-e", &format!("trace={call}")]);
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    let mut threads = BTreeMap::new();
    for line in std::fs::read_to_string(&log).unwrap().lines() {
        let thread = line.split(' ').next().unwrap().to_owned();
        *threads.entry(thread).or_insert(0) += usize::from(line.contains(&format!("{call}(")));
    }
    threads.into_values().max().unwrap_or(0)
}

/// All points of a call, or the first ones and a few of the rest.
fn points(call: &'static str, what: &'static str) -> Vec<Point> {
    let point = |at, for_ever, begun| Point {
        call,
        what,
        at,
        for_ever,
        begun,
    };
    let error = what.starts_with("error");
    if asked("STORAGE").is_none() {
        let mut points: Vec<Point> = [2, 5, 9, 14, 30].map(|at| point(at, false, false)).to_vec();
        points.push(point(7, false, true));
        if error {
            points.push(point(16, true, false));
        }
        return points;
    }
    [false, true]
        .into_iter()
        .flat_map(|begun| {
            (1..=calls(call, begun) + MARGIN).flat_map(move |at| {
                [false, true]
                    .into_iter()
                    .filter(move |for_ever| error || !for_ever)
                    .map(move |for_ever| point(at, for_ever, begun))
            })
        })
        .collect()
}

/// Creates that left after the first injected fault, as the log tells.
fn sent_after_fault(log: &str) -> usize {
    log.lines()
        .skip_while(|line| !line.contains("INJECTED"))
        .filter(|line| line.contains("writev(") && line.contains("tickets/create"))
        .count()
}

/// What one point showed.
struct Struck {
    /// Whether the fault happened at all: beyond the last call it does not.
    hit: bool,
    /// Creates that left behind the fault.
    late: usize,
    wrong: Vec<String>,
}

fn strike(point: &Point) -> Struck {
    let bench = point.bench();
    let before = bench.service.creates();
    let log = bench.importer.folder().join("trace");
    let (call, what, at) = (point.call, point.what, point.at);
    let when = format!("{at}{}", if point.for_ever { "+" } else { "" });
    let trace = format!("trace={call},writev");
    let inject = format!("inject={call}:{what}:when={when}");
    let ended = bench.run_traced(&log, &["-e", &trace, "-e", &inject]);
    let log = std::fs::read_to_string(&log).unwrap();
    let hit = ended.code().is_none() || log.contains("INJECTED");
    let mut wrong = bench.audit().wrong;
    let mut late = 0;
    if what.starts_with("error") {
        wrong.extend(bench.fault_of_end(&ended, before));
        late = sent_after_fault(&log);
        // Those that were claimed have durable intents, and may be on their way to a worker.
        if late > CLAIMS {
            wrong.push(format!("{late} creates after the fault"));
        }
    }
    wrong.extend(bench.recover());
    let wrong = wrong.into_iter().map(|what| format!("{point:?}: {what}"));
    Struck {
        hit,
        late,
        wrong: wrong.collect(),
    }
}

fn sweep(name: &str, kinds: &[(&'static str, &'static str)]) {
    if !is_here() {
        return;
    }
    let points: Vec<Point> = kinds
        .iter()
        .flat_map(|(call, what)| points(call, what))
        .collect();
    let results = in_parallel(THREADS, &points, strike);
    let hits = results.iter().filter(|struck| struck.hit).count();
    let late = results.iter().map(|struck| struck.late).max().unwrap_or(0);
    let wrong: Vec<String> = results
        .into_iter()
        .flat_map(|struck| struck.wrong)
        .collect();
    println!(
        "{name}: {} points, {hits} of them hit, {} faults, at most {late} creates behind a fault",
        points.len(),
        wrong.len()
    );
    assert_right(&wrong);
    assert!(
        hits * 2 > points.len(),
        "most points lie beyond the last call"
    );
}

#[test]
fn a_kill_at_any_system_call_costs_nothing() {
    let kill = "signal=KILL";
    sweep(
        "kill",
        &[
            ("fsync", kill),
            ("pwrite64", kill),
            ("writev", kill),
            ("recvfrom", kill),
        ],
    );
}

#[test]
fn a_disk_that_fails_ends_the_run_and_the_next_one_goes_on() {
    sweep(
        "errors",
        &[
            ("fsync", "error=EIO"),
            ("pwrite64", "error=EIO"),
            ("fsync", "error=ENOSPC"),
            ("pwrite64", "error=ENOSPC"),
        ],
    );
}
