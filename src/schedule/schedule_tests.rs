//! What holds for every scheduler.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::ffi::OsString;
use std::path::PathBuf;

use proptest::prelude::*;

use super::arguments::read;
use super::*;

/// A path with everything in it that some format gives a meaning to, but a backslash.
pub(super) const NASTY: &str = "it's 100% \"$HOME\" <&> `x` #1 {a} !שלום;.csv";

pub(super) fn job_of(words: &[&str], mapping: Option<&str>) -> Result<Job, ScheduleError> {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    let machine = Machine {
        program: "/opt/glassix-import".into(),
        folder: "/srv/leads".into(),
        home: Some("/home/me".into()),
        timeout: Duration::from_secs(30),
        ..Machine::default()
    };
    let mapping = mapping.map(|text| Mapping {
        path: "m.toml".into(),
        text: text.into(),
    });
    Job::new("nightly", &read(&words)?, mapping, &machine)
}

pub(super) fn job(words: &[&str]) -> Job {
    job_of(words, Some("[ticket]\n")).unwrap()
}

pub(super) fn order(kind: Kind) -> Order {
    Order {
        kind,
        at: "Sun-Thu 02:30".parse().unwrap(),
        zone: Zone {
            name: Some("Asia/Jerusalem".into()),
            is_local: true,
        },
        owner: Owner::User,
        image: "registry.example/glassix-import:1".into(),
    }
}

/// Words that a job can hold.
pub(super) fn word() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(
        "'\"%$`<>&;#!*?[]{}()~|=,: \u{A0}\u{200F}אä-"
            .chars()
            .collect::<Vec<_>>(),
    );
    let any = prop::char::any().prop_filter("fit", |c| {
        !c.is_control() && !matches!(c, '\\' | '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
    });
    prop::collection::vec(
        prop_oneof![3 => nasty, 1 => any, 1 => prop::char::range('a', 'f')],
        0..12,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

#[test]
fn every_path_is_absolute_and_everything_that_run_takes_is_handed_on() {
    let job = job(&[
        "run",
        "inbox/*.csv",
        "/abs/b.csv",
        "./c.csv",
        "--config",
        "m.toml",
        "--rate",
        "5/s",
        "--rate",
        "9/min",
        "--delimiter=-",
        "--again",
        "-v",
        "--workspace",
        "acme",
    ]);
    assert_eq!(
        job.arguments(job.mapping_path(), "/l.sqlite"),
        [
            "run",
            "/srv/leads/inbox/*.csv",
            "/abs/b.csv",
            "/srv/leads/c.csv",
            "--config",
            "/srv/leads/m.toml",
            "--ledger",
            "/l.sqlite",
            "--workspace",
            "acme",
            "--delimiter=-",
            "--rate",
            "5/s",
            "--rate",
            "9/min",
            "--verbose",
            "--again",
            "--progress",
            "never"
        ]
    );
    assert_eq!(job.reads, ["/srv/leads/inbox", "/abs", "/srv/leads"]);
    assert_eq!(job.drain, Duration::from_secs(150));
}

#[test]
fn a_ledger_that_is_there_stays_where_it_is() {
    let typed = read(&["a.csv".into(), "--sandbox".into()]).unwrap();
    let mut machine = Machine {
        folder: "/srv".into(),
        program: "/p".into(),
        ..Machine::default()
    };
    let fresh = Job::new("n", &typed, None, &machine).unwrap();
    assert_eq!(fresh.ledger, None);
    assert_eq!(fresh.ledger_here(), "/srv/glassix-import.sqlite");
    machine.ledger = Some(PathBuf::from("glassix-import.sqlite"));
    let known = Job::new("n", &typed, None, &machine).unwrap();
    assert_eq!(known.ledger.as_deref(), Some("/srv/glassix-import.sqlite"));
}

#[test]
fn the_workspace_of_the_environment_is_the_jobs_unless_another_place_was_typed() {
    let machine = Machine {
        workspace: Some("acme".into()),
        folder: "/srv".into(),
        ..Machine::default()
    };
    let options = |words: &[&str]| {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let job = Job::new("n", &read(&words).unwrap(), None, &machine).unwrap();
        (job.options, job.secrets.len())
    };
    assert_eq!(
        options(&["a.csv"]),
        (
            vec![
                "--workspace".into(),
                "acme".into(),
                "--progress".into(),
                "never".into()
            ],
            3
        )
    );
    assert_eq!(
        options(&["a.csv", "--sandbox", "--progress", "always"]),
        (
            vec!["--sandbox".into(), "--progress".into(), "always".into()],
            0
        ),
        "a sandbox takes any credentials"
    );
}

#[test]
fn names_and_texts_that_no_file_can_hold_are_refused() {
    let machine = Machine {
        folder: "/srv".into(),
        ..Machine::default()
    };
    let typed = read(&["a.csv".into()]).unwrap();
    for name in [
        "",
        "-a",
        "a-",
        "a--b",
        "A",
        "a b",
        "a/b",
        "ש",
        &"a".repeat(41),
    ] {
        assert!(Job::new(name, &typed, None, &machine).is_err(), "{name}");
    }
    for file in ["a\nb.csv", "a\u{7}.csv", "a\u{2028}.csv"] {
        let error = job_of(&[file], None).unwrap_err();
        assert!(matches!(error, ScheduleError::Text(_)), "{error}");
    }
}

#[test]
fn a_start_that_was_stopped_by_a_limit_is_not_repeated_and_an_outage_is() {
    use crate::exit;
    for status in [exit::FATAL, exit::IN_DOUBT, exit::HELD, exit::SIGNAL + 15] {
        assert!(!exit::NOT_AGAIN.contains(&status), "{status}");
    }
    assert!(exit::NOT_AGAIN.contains(&exit::STOPPED));
    assert!(exit::NOT_AGAIN.is_sorted(), "as Kubernetes wants them");
}

#[test]
fn a_job_that_moves_finished_files_may_write_where_it_reads() {
    let job = job(&["inbox/*.csv", "/other/b.csv", "--archive", "inbox/done"]);
    assert_eq!(job.writes, ["/srv/leads/inbox", "/other"]);
    let machine = Machine {
        folder: "/srv/leads".into(),
        archive: Some("done".into()),
        ..Machine::default()
    };
    let words = ["inbox/*.csv"].map(OsString::from);
    let job = Job::new("nightly", &read(&words).unwrap(), None, &machine).unwrap();
    assert_eq!(job.writes, ["/srv/leads/done", "/srv/leads/inbox"]);
    let moved = ["--archive", "/srv/leads/done"].map(str::to_owned);
    assert!(job.options.windows(2).any(|pair| pair == moved));
}
