//! One import on several machines: processes that know nothing of each other, each with a ledger of its own.

use std::collections::BTreeMap;

use crate::support::{Desk, End, Import, Service, Summary};

/// Shards of these imports.
const SHARDS: u64 = 3;

fn shard(desk: &Desk, rate: &str, number: u64) -> Import {
    let part = format!("{number}/{SHARDS}");
    desk.sample_at(rate).args(&["--shard", &part])
}

/// All shards at once, to their ends.
fn all(run: impl Fn(u64) -> Import) -> Vec<End> {
    let started: Vec<_> = (1..=SHARDS).map(|number| run(number).start()).collect();
    started.into_iter().map(|process| process.end()).collect()
}

fn sum(summaries: &[Summary], name: &str) -> u64 {
    summaries.iter().map(|summary| summary.number(name)).sum()
}

#[test]
fn shards_at_once_make_one_ticket_for_each_key_and_keep_the_pace_together() {
    const PER_SECOND: f64 = 150.0;
    let (service, desk) = (Service::start(), Desk::new());
    let state = desk.path("state");
    let run = |number| {
        let run = shard(&desk, "150/s", number).to(&service);
        run.env("XDG_STATE_HOME", state.to_str().unwrap())
    };
    let ends = all(run);
    assert!(
        ends[0]
            .stderr
            .contains("50/s, a share of 150/s for 3 shards"),
        "{}",
        ends[0]
    );
    assert!(
        ends[0].stderr.contains("those of shard 1 of 3"),
        "{}",
        ends[0]
    );
    let summaries: Vec<Summary> = ends.iter().map(|end| end.summary_of(0)).collect();
    assert_eq!(sum(&summaries, "created"), 1000);
    assert_eq!(sum(&summaries, "rows_read"), 1000);
    assert_eq!(sum(&summaries, "other_shards"), 2 * 1000);
    assert!(summaries.iter().all(|shard| shard.number("created") > 200));
    assert_eq!(service.keys().len(), 1000);
    service.assert_no_key_has_two_tickets();

    let mut arrived: Vec<i64> = service
        .log()
        .iter()
        .map(|request| request["arrived_us"].as_i64().unwrap())
        .collect();
    arrived.sort_unstable();
    // Each process keeps its share; what one late arrival in each explains is left to them.
    let late_us = 500_000;
    for count in [75_usize, 300, 600] {
        let least = (count as f64 / PER_SECOND * 1e6) as i64 - late_us;
        for times in arrived.windows(count + 1) {
            assert!(times[count] - times[0] >= least, "{count} arrived too soon");
        }
    }

    for (number, ledger) in (1..).zip(["1-of-3", "2-of-3", "3-of-3"]) {
        let ledger = format!("glassix-import.{ledger}.sqlite");
        assert!(desk.path(&ledger).exists(), "{ledger}");
        let again = run(number).end().summary_of(0);
        assert_eq!(again.number("created"), 0);
    }
    assert_eq!(service.keys().len(), 1000);
}

#[test]
fn repeats_and_wrong_rows_are_met_by_one_shard_each() {
    let desk = Desk::new();
    let whole = |arguments: &[&str]| {
        let sheet = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
        let run = desk.run(&sheet).args(&["--sandbox", "--dry-run"]);
        run.args(arguments).end().summary()
    };
    let counts = ["rows_read", "duplicates", "rejected", "not_attempted"];
    let expected = whole(&[]).numbers(counts);
    let shards: Vec<Summary> = (1..=SHARDS)
        .map(|number| whole(&["--shard", &format!("{number}/{SHARDS}")]))
        .collect();
    assert_eq!(counts.map(|count| sum(&shards, count)), expected);
}

#[test]
fn the_ledger_of_another_shard_is_refused_and_a_retry_takes_any() {
    let desk = Desk::new();
    let run = |shard: &str| {
        let run = desk.sample().args(&["--sandbox", "--limit", "5"]);
        let run = run.args(&["--ledger", "a.sqlite"]);
        if shard.is_empty() {
            run.end()
        } else {
            run.args(&["--shard", shard]).end()
        }
    };
    let stopped = run("1/2").summary_of(4);
    let [mine, others] = stopped.numbers(["rows_read", "other_shards"]);
    assert_eq!(mine + others, 1000, "the rest is counted too: {stopped:?}");
    for other in ["2/2", "1/3", ""] {
        let refused = run(other);
        assert_eq!(refused.status, Some(2), "{other}: {refused}");
        assert!(
            refused.stderr.contains("the ledger is that of shard 1/2"),
            "{refused}"
        );
    }
    let retry = ["retry", "--sandbox", "--ledger", "a.sqlite"];
    let retried = desk.command(&retry).end();
    assert_eq!(retried.status, Some(0), "{retried}");
}

#[test]
fn an_indexed_job_tells_the_shard() {
    let desk = Desk::new();
    let check = |index: Option<&str>| {
        let sheet = ["check", "samples/leads.csv", "--format", "json"];
        let command = desk.command(&sheet).args(&["--shard", "auto/3"]);
        match index {
            Some(index) => command.env("JOB_COMPLETION_INDEX", index).end(),
            None => command.end(),
        }
    };
    let mut rows = BTreeMap::new();
    for index in ["0", "1", "2"] {
        let end = check(Some(index));
        let report: serde_json::Value = serde_json::from_str(&end.stdout).unwrap();
        let counts = &report["counts"];
        let (mine, others) = (&counts["rows_read"], &counts["other_shards"]);
        assert_eq!(mine.as_u64().unwrap() + others.as_u64().unwrap(), 1000);
        rows.insert(index, mine.as_u64().unwrap());
    }
    assert_eq!(rows.values().sum::<u64>(), 1000, "{rows:?}");
    let refused = check(None);
    assert_eq!(refused.status, Some(2), "{refused}");
    assert!(refused.stderr.contains("JOB_COMPLETION_INDEX"), "{refused}");
}

#[test]
fn the_ledgers_of_all_shards_are_looked_at_as_one() {
    let (service, desk) = (Service::start(), Desk::new());
    let sheet = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let state = desk.path("state");
    let state = state.to_str().unwrap();
    let run = |number: u64| {
        let part = format!("{number}/{SHARDS}");
        let run = desk.run(&sheet).args(&["--shard", &part, "--rate", "none"]);
        run.to(&service).env("XDG_STATE_HOME", state)
    };
    let ends = all(run);
    let summaries: Vec<Summary> = ends.iter().map(End::summary).collect();
    let [created, rejected] = ["created", "rejected"].map(|count| sum(&summaries, count));
    let ledgers: Vec<String> = (1..=SHARDS)
        .map(|number| format!("glassix-import.{number}-of-{SHARDS}.sqlite"))
        .collect();
    let mut named = vec!["--ledger"];
    named.extend(ledgers.iter().map(String::as_str));

    let json = |words: &[&str]| {
        let end = desk.command(words).args(&named).end();
        assert_eq!(end.status, Some(0), "{end}");
        serde_json::from_str::<serde_json::Value>(&end.stdout).unwrap()
    };
    let status = json(&["status", "--format", "json"]);
    assert_eq!(status["totals"].as_array().unwrap().len(), 1, "{status}");
    assert_eq!(status["totals"][0]["created"], created);
    assert_eq!(status["totals"][0]["rejected"], rejected);
    assert_eq!(status["all_runs"], SHARDS);
    let reasons = status["reasons"].as_array().unwrap().iter();
    assert_eq!(
        reasons
            .map(|reason| reason["rows"].as_u64().unwrap())
            .sum::<u64>(),
        rejected
    );
    let parts = status["ledgers"].as_array().unwrap();
    let names: Vec<&str> = parts
        .iter()
        .map(|part| part["ledger"].as_str().unwrap())
        .collect();
    assert_eq!(names, ledgers);
    let told = desk.command(&["status"]).args(&named).end();
    assert!(told.stdout.contains(&ledgers[2]), "{told}");
    let watched = desk.command(&["status", "--watch"]).args(&named).end();
    assert_eq!(watched.status, Some(2), "{watched}");

    // Each shard has its own numbers of readings and runs: no row gets the file or the cells of another.
    let lines = |words: &[&str]| {
        let end = desk.command(words).end();
        assert_eq!(end.status, Some(0), "{end}");
        let lines = end.stdout.lines();
        let mut lines: Vec<serde_json::Value> = lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        lines
            .iter_mut()
            .for_each(|line| line["time"] = serde_json::Value::Null);
        lines
    };
    let results = [
        "results", "--only", "all", "--format", "jsonl", "-q", "--ledger",
    ];
    let with = |names: &[&str]| lines(&[&results[..], names].concat());
    let union = with(&named[1..]);
    let one_by_one: Vec<_> = named[1..].iter().flat_map(|name| with(&[name])).collect();
    assert_eq!(union, one_by_one);
    assert!(
        union
            .iter()
            .all(|row| row["file"] == "samples/mistakes.csv")
    );
    let csv = desk
        .command(&["results", "-o", "mend.csv", "-q"])
        .args(&named)
        .end();
    assert_eq!(csv.status, Some(0), "{csv}");

    let verify = |named: &[&str], status: i32| {
        let words = ["verify", "--rate", "none", "--format", "json"];
        let base = service.base_url();
        let command = desk.command(&words).args(&["--base-url", &base]);
        let end = command
            .args(named)
            .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
            .env("GLASSIX_API_SECRET", "not-a-real-secret")
            .env("GLASSIX_USER_NAME", "importer@example.com")
            .end();
        assert_eq!(end.status, Some(status), "{end}");
        serde_json::from_str::<serde_json::Value>(&end.stdout).unwrap()
    };
    let found = verify(&named, 0);
    assert_eq!(
        (&found["expected"], &found["once"]),
        (&created.into(), &created.into())
    );
    assert_eq!(found["ledgers"].as_array().unwrap().len(), 3);

    // A run that knows none of these ledgers makes every ticket again: each key has two, and is told of once.
    let whole = desk
        .run(&sheet)
        .args(&["--ledger", "whole.sqlite", "--no-preflight"]);
    assert_eq!(
        whole.to(&service).end().summary().number("created"),
        created
    );
    named.push("whole.sqlite");
    let found = verify(&named, 3);
    assert_eq!(found["more_than_once"], created, "{found}");
}

#[test]
fn the_sample_of_an_indexed_job_starts_what_the_program_takes() {
    use clap::Parser as _;
    use glassix_import::cli::{Cli, Command};

    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/sharded-job.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let documents: Vec<serde_json::Value> = serde_saphyr::from_multiple(&text).unwrap();
    let [claim, job] = documents.try_into().unwrap();
    let spec = &job["spec"];
    assert_eq!(spec["completionMode"], "Indexed");
    assert_eq!(spec["completions"], spec["parallelism"]);
    let pod = &spec["template"]["spec"];
    assert_eq!(pod["restartPolicy"], "Never", "which its policy needs");
    let container = &pod["containers"][0];
    let arguments = container["args"].as_array().unwrap().iter();
    let words = arguments.map(|word| word.as_str().unwrap());
    let cli = Cli::try_parse_from(["glassix-import"].into_iter().chain(words)).unwrap();
    let Command::Run(run) = cli.command else {
        panic!("it is no run");
    };
    let shards = format!("auto/{}", spec["completions"]);
    assert_eq!(run.shard, Some(shards));
    assert_eq!(run.place.ledger, [] as [std::path::PathBuf; 0]);

    // Every status after which somebody has to look ends an index or all of it, and no other does.
    let rules = spec["podFailurePolicy"]["rules"].as_array().unwrap();
    let mut ends: Vec<u64> = rules
        .iter()
        .filter_map(|rule| rule["onExitCodes"]["values"].as_array())
        .flatten()
        .map(|status| status.as_u64().unwrap())
        .collect();
    ends.sort_unstable();
    assert_eq!(ends, glassix_import::exit::NOT_AGAIN.map(u64::from));

    // Every volume that is mounted is there; the ledgers lie where the run starts, on the claim.
    let names = |list: &serde_json::Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&container["volumeMounts"]), names(&pod["volumes"]));
    let ledgers = &container["volumeMounts"][0]["mountPath"];
    assert_eq!(ledgers, &container["workingDir"]);
    assert_eq!(
        pod["volumes"][0]["persistentVolumeClaim"]["claimName"],
        claim["metadata"]["name"]
    );
    if let Some(output) = crate::schedule::checker("kubernetes-validate", &["--strict", path]) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
}

#[test]
fn a_shard_moves_no_file_that_others_still_read() {
    let (service, desk) = (Service::start(), Desk::new());
    let run = desk.run(&["samples/leads.csv", "--shard", "1/2", "--archive", "done"]);
    let end = run.to(&service).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("leave --archive out"), "{end}");
    assert_eq!(service.requests("create"), 0);
}
