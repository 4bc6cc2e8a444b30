//! Kill -9 at random instants, under every kind of fault, until the sheet is done: each row has one ticket.
//!
//! The ordinary run deals some two dozen kills over all plans. The long one:
//!
//! ```text
//! KILLS=1000 cargo test --release --test kills -- --nocapture
//! ```
//!
//! `KILLS_SEED=n` repeats the chances of a run; the instants of the kills are the machine's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod breaking;

use std::time::Duration;

use breaking::audit::audit;
use breaking::importer::{CLAIMS, Importer, settles};
use breaking::service::Service;
use breaking::sheet::Rows;
use breaking::{asked, in_parallel};

/// How long an unanswered request may still take effect. Every delay of the plans is at most a tenth of it:
/// on a loaded machine a settle time near the delays would look like a fault of the protocol.
const SETTLE: &str = "1500ms";
/// The same in milliseconds.
const SETTLE_MS: u64 = 1500;
/// Rows of a sheet: with the delays of the plans a run takes about half a second.
const ROWS: u32 = 40;
/// Kills of one sheet at most.
const MOST_KILLS: u32 = 6;
/// Starts that are left alone at the end. Most plans need one; where answers get lost by chance each
/// start may leave another few rows in doubt.
const MOST_STARTS: u32 = 8;
/// The same in the ordinary run, which has one sheet for each plan.
const ORDINARY_KILLS: u32 = 3;
/// Rows of a sheet whose answers come at once.
const MANY_ROWS: u32 = 2_000;
/// Such sheets.
const QUICK_SHEETS: u64 = 6;
/// Sheets at once. They mostly wait.
const THREADS: usize = 12;

/// What goes wrong besides the kills.
struct Plan {
    name: &'static str,
    faults: &'static [&'static str],
    options: &'static [&'static str],
}

const fn plan(name: &'static str, faults: &'static [&'static str]) -> Plan {
    Plan {
        name,
        faults,
        options: &["--timeout", "5s"],
    }
}

/// Each create takes a while, so that kills meet requests that are under way.
const SLOW: &str = "create:delay:ms=20..80";

const PLANS: [Plan; 18] = [
    plan("no fault", &[SLOW]),
    plan(
        "commit, then close",
        &["create:commit_then_close:p=0.15", SLOW],
    ),
    plan("commit, then 502", &["create:commit_then_502:p=0.15", SLOW]),
    Plan {
        name: "commit, then hang",
        faults: &["create:commit_then_hang:p=0.08", SLOW],
        options: &["--timeout", "400ms"],
    },
    plan(
        "commit, then half the JSON",
        &["create:commit_then_truncated_json:p=0.15", SLOW],
    ),
    plan(
        "commit, then a cut body",
        &["create:commit_then_cut_body:p=0.15", SLOW],
    ),
    plan(
        "commit, then HTML",
        &["create:commit_then_html:p=0.15", SLOW],
    ),
    plan(
        "commit, then nothing",
        &["create:commit_then_empty_body:p=0.15", SLOW],
    ),
    plan("500 without commit", &["create:500:p=0.1", SLOW]),
    plan(
        "close before reading",
        &["create:close_before_reading:p=0.1", SLOW],
    ),
    Plan {
        name: "answers after the time-out",
        faults: &["create:commit_then_delay:p=0.1,ms=150..700", SLOW],
        options: &["--timeout", "400ms"],
    },
    plan(
        "late commit",
        &["create:late_commit:p=0.15,ms=20..120", SLOW],
    ),
    plan(
        "429, come at once",
        &["create:429:p=0.4,retry_after=0,max=3", SLOW],
    ),
    plan(
        "429, come in a second",
        &["create:429:every=13,max=4,retry_after=1", SLOW],
    ),
    plan("tokens revoked", &["create:revoke_tokens:at=9/33/70", SLOW]),
    plan(
        "pages repeated",
        &["list:list_repeat", "create:commit_then_close:p=0.1", SLOW],
    ),
    plan(
        "list lags",
        &[
            "list:list_lag:ms=150",
            "create:commit_then_close:p=0.1",
            SLOW,
        ],
    ),
    plan(
        "a bit of all",
        &[
            "create:commit_then_close:p=0.05",
            "create:late_commit:p=0.05,ms=20..120",
            "create:502:p=0.05",
            "create:429:p=0.1,retry_after=0,max=3",
            "list:list_lag:ms=100",
            "list:500:p=0.1",
            SLOW,
        ],
    ),
];

/// A sheet to be imported under a plan, with the kills that are meant for it.
struct Job {
    plan: &'static Plan,
    seed: u64,
    kills: u32,
}

/// What came of it.
#[derive(Default)]
struct Round {
    plan: &'static str,
    kills: u64,
    duplicates: usize,
    lost: usize,
    in_doubt: usize,
    wrong: Vec<String>,
}

/// A kill comes right after the start, while rows are being sent, or while the doubtful ones are settled.
fn instant(chance: &mut fastrand::Rng) -> Duration {
    let ms = match chance.u32(0..10) {
        0..2 => chance.u64(0..60),
        2..8 => chance.u64(60..500),
        _ if settles() => chance.u64(SETTLE_MS / 2..SETTLE_MS * 2),
        _ => chance.u64(300..900),
    };
    Duration::from_millis(ms)
}

fn play(job: &Job) -> Round {
    let mut chance = fastrand::Rng::with_seed(job.seed);
    let rows = Rows::new(&format!("K{:x}", job.seed), ROWS);
    let mut importer = Importer::new(rows, SETTLE);
    let options = job.plan.options.iter();
    importer.options.extend(options.map(ToString::to_string));
    let state = importer.folder().join("tickets");
    let service = Service::start(job.plan.faults, job.seed, &state);
    let mut round = Round {
        plan: job.plan.name,
        ..Round::default()
    };
    for _ in 0..job.kills {
        let mut child = importer.command(&service).spawn().unwrap();
        std::thread::sleep(instant(&mut chance));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        round.kills += 1;
        let audit = audit(&importer, &service);
        let most = CLAIMS as u64 * round.kills;
        if audit.sending as u64 > most {
            let (kills, sending) = (round.kills, audit.sending);
            let what = format!("{sending} rows in doubt after {kills} kills, not {most}");
            round.wrong.push(what);
        }
        round.wrong.extend(audit.wrong);
    }
    let mut ended = importer.run(&service);
    for _ in 1..MOST_STARTS {
        round
            .wrong
            .extend(ended.fault_of_summary(importer.rows.len()));
        let code = ended.code();
        if code == Some(0) || (code == Some(5) && !settles()) {
            break;
        }
        ended = importer.run(&service);
    }
    let wanted = if settles() { &[0][..] } else { &[0, 5] };
    if !ended.code().is_some_and(|code| wanted.contains(&code)) {
        let (code, said) = (ended.status, &ended.stderr);
        round
            .wrong
            .push(format!("after {MOST_STARTS} starts {code}: {said}"));
    }
    service.settle();
    let audit = audit(&importer, &service);
    round.duplicates = audit.duplicates;
    round.lost = audit.lost;
    round.in_doubt = audit.in_doubt;
    if ended.code() == Some(0) && !audit.is_complete() {
        round
            .wrong
            .push("status 0, and not every row has its ticket".into());
    }
    round.wrong.extend(audit.wrong);
    round
}

/// Where answers come at once, claims and outcomes share their commits, and the rows are many in each.
#[test]
fn a_kill_at_full_speed_leaves_no_more_rows_in_doubt_than_twice_the_requests_under_way() {
    let seed = fastrand::u64(0..1 << 32);
    println!("seed {seed}");
    let sheets: Vec<u64> = (seed..seed + QUICK_SHEETS).collect();
    let ends = in_parallel(THREADS, &sheets, |seed| {
        let mut chance = fastrand::Rng::with_seed(*seed);
        let importer = Importer::new(Rows::new(&format!("Q{seed:x}"), MANY_ROWS), SETTLE);
        let state = importer.folder().join("tickets");
        let service = Service::start(&[], *seed, &state);
        let mut child = importer.command(&service).spawn().unwrap();
        // As soon as some rows are done, and at any instant after.
        while service.keys().is_empty() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(breaking::GLANCE);
        }
        std::thread::sleep(Duration::from_millis(chance.u64(0..200)));
        let is_alive = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        (is_alive, audit(&importer, &service))
    });
    for (_, audit) in &ends {
        assert!(audit.wrong.is_empty(), "{:?}", audit.wrong);
        assert!(audit.sending <= CLAIMS, "{}", audit.sending);
    }
    let killed = ends.iter().any(|(is_alive, _)| *is_alive);
    assert!(killed, "no kill met a living process");
}

#[test]
fn every_row_has_one_ticket_after_kills_at_any_instant() {
    let wanted = asked("KILLS");
    let seed = asked("KILLS_SEED").unwrap_or_else(|| fastrand::u64(0..1 << 32));
    println!("KILLS_SEED={seed}, settling: {}", settles());
    let most = wanted.map_or(ORDINARY_KILLS, |_| MOST_KILLS);
    let mut chance = fastrand::Rng::with_seed(seed);
    let (mut jobs, mut rounds) = (Vec::new(), Vec::<Round>::new());
    let mut total = 0;
    // A kill counts only where it met a living process; were there none at all, this would still end.
    for wave in 0..wanted.unwrap_or(1).max(1) {
        let of_wave: Vec<Job> = PLANS
            .iter()
            .zip(seed + 100 * wave..)
            .map(|(plan, seed)| Job {
                plan,
                seed,
                kills: chance.u32(1..=most),
            })
            .collect();
        rounds.extend(in_parallel(THREADS, &of_wave, play));
        jobs.extend(of_wave);
        total = rounds.iter().map(|round| round.kills).sum::<u64>();
        if total >= wanted.unwrap_or(0) {
            break;
        }
    }
    println!(
        "{:<28}{:>7}{:>7}{:>11}{:>7}{:>7}{:>10}",
        "plan", "sheets", "kills", "duplicates", "lost", "wrong", "in doubt"
    );
    for plan in &PLANS {
        let of_plan = || rounds.iter().filter(|round| round.plan == plan.name);
        let sum = |number: fn(&Round) -> usize| of_plan().map(number).sum::<usize>();
        println!(
            "{:<28}{:>7}{:>7}{:>11}{:>7}{:>7}{:>10}",
            plan.name,
            of_plan().count(),
            of_plan().map(|round| round.kills).sum::<u64>(),
            sum(|round| round.duplicates),
            sum(|round| round.lost),
            sum(|round| round.wrong.len()),
            sum(|round| round.in_doubt),
        );
    }
    println!("{total} kills met a living process");
    let wrong: Vec<String> = rounds
        .iter()
        .zip(&jobs)
        .flat_map(|(round, job)| {
            let wrong = round.wrong.iter();
            wrong.map(|what| format!("{} (seed {}): {what}", round.plan, job.seed))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unfinished = rounds
        .iter()
        .any(|round| round.lost > 0 || round.duplicates > 0 || (settles() && round.in_doubt > 0));
    assert!(!unfinished, "see the table");
    assert!(total > 0, "no kill met a living process");
}
