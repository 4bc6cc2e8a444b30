//! `check`: what a run would make of sheets, told without a socket, a ledger or an account.

use serde_json::{Value, json};

use crate::support::{Desk, End, Service};

/// The mapping of the samples.
const MAPPED: [&str; 2] = ["--config", "samples/leads.toml"];

/// Two sound rows.
const SOUND: &str = "id,phone,tags\n1,+1 808-555-0101,VIP\n2,+1 808-555-0102,New\n";

fn check(desk: &Desk, arguments: &[&str]) -> End {
    desk.command(&["check"]).args(arguments).end()
}

/// The object that programs get, of a check that ends with this status.
fn report(desk: &Desk, arguments: &[&str], status: i32) -> Value {
    let end = desk
        .command(&["check", "--format", "json"])
        .args(arguments)
        .end();
    assert_eq!(end.status, Some(status), "{end}");
    let report: Value = serde_json::from_str(&end.stdout).unwrap();
    assert_eq!(report["exit_status"], status);
    report
}

fn names(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.folder()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn nothing_is_sent_and_no_ledger_is_made() {
    let (service, desk) = (Service::start(), Desk::new());
    let before = names(&desk);
    let base = service.base_url();
    let end = desk
        .command(&[
            "check",
            "samples/leads.csv",
            "--base-url",
            &base,
            "--ledger",
            "l.sqlite",
        ])
        .args(&MAPPED)
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    assert!(end.stdout.contains(&format!("to       {base}")), "{end}");
    assert_eq!(end.stderr, "");
    assert_eq!(service.total("requests_total"), 0);
    assert_eq!(names(&desk), before);
}

#[test]
fn it_counts_as_a_run_would() {
    let desk = Desk::new();
    desk.write("sound.csv", SOUND);
    desk.write(
        "repeats.csv",
        "id,phone\n1,call me\n1,+1 808-555-0101\n2,+1 808-555-0102\n2,+1 808-555-0102\n,x\n,x\nbroken\nbroken\n",
    );
    let mistakes = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    for (arguments, status) in [
        (&["sound.csv"][..], 0),
        (&["repeats.csv"], 3),
        (&["repeats.csv", "sound.csv"], 3),
        (&["sound.csv", "sound.csv"], 0),
        (&mistakes, 3),
    ] {
        let told = report(&desk, arguments, status);
        let dry = desk.run(arguments).args(&["--sandbox", "--dry-run"]).end();
        let run = dry.summary_of(status);
        let counts = &told["counts"];
        for (ours, theirs) in [
            ("rows_read", "rows_read"),
            ("to_send", "not_attempted"),
            ("rejected", "rejected"),
            ("duplicates", "duplicates"),
            ("duplicates_differing", "duplicates_differing"),
        ] {
            assert_eq!(counts[ours], run.number(theirs), "{ours} of {arguments:?}");
        }
    }
}

#[test]
fn the_first_tickets_are_those_that_are_sent_byte_for_byte() {
    let (service, desk) = (Service::start(), Desk::new());
    let told = report(
        &desk,
        &[
            "samples/leads.csv",
            "--show",
            "5",
            "--config",
            "samples/leads.toml",
        ],
        0,
    );
    assert_eq!(told["tickets"].as_array().unwrap().len(), 5);
    let limited = ["--limit", "1", "--concurrency", "1"];
    desk.sample()
        .args(&limited)
        .to(&service)
        .end()
        .summary_of(4);
    let sent = &service.tickets()[0];
    let body = &told["tickets"][0]["body"];
    for member in ["field1", "field2", "culture", "tags", "uniqueArgument"] {
        assert_eq!(sent[member], body[member], "{member}");
    }
    assert_eq!(body["addIntroductionMessage"], false);
}

#[test]
fn programs_find_every_part_of_the_report() {
    let desk = Desk::new();
    let told = report(
        &desk,
        &["samples/mistakes.csv", "--config", "samples/leads.toml"],
        3,
    );
    let file = &told["files"][0];
    assert_eq!(file["name"], "samples/mistakes.csv");
    assert_eq!(file["rows"], 25);
    assert_eq!(file["header"][3], "mobile");
    assert_eq!(file["error"], Value::Null);
    assert!(file["reading"].is_object() && file["asides"].is_array());
    assert_eq!(told["mapping"][0]["by"], "samples/leads.toml");
    assert_eq!(told["mapping"][0]["unused"], json!(["created_at"]));
    assert_eq!(told["pace"], "50/s (from the mapping file)");
    assert_eq!(told["estimated_seconds"], 0.1);
    let phone = &told["problems"][0];
    assert_eq!(
        (&phone["rule"], &phone["rows"]),
        (&json!("phone"), &json!(5))
    );
    assert_eq!(
        phone["messages"][0]["examples"][0],
        json!({
            "file": "samples/mistakes.csv", "record": 3, "line": 4,
            "cells": [{"column": "D", "name": "mobile", "value": "555-0103"}],
        })
    );
    assert_eq!(
        told["repeated_keys"][1],
        json!({
            "value": "L-200012", "rows": 2, "file": "samples/mistakes.csv", "line": 13,
            "again": [{"file": "samples/mistakes.csv", "line": 21, "same": false}],
        })
    );
    assert_eq!(told["tags"][0], json!({"tag": "Newsletter", "rows": 5}));
    for list in ["repeated_contacts", "changes"] {
        assert!(told[list].is_array(), "{list}");
    }
}

#[test]
fn a_file_that_is_refused_does_not_hide_the_others() {
    let desk = Desk::new();
    desk.write("sound.csv", SOUND);
    desk.write("leads.pdf", "%PDF-1.7 ...");
    desk.write("colours.csv", "colour,size\nred,3\n");
    let files = [
        "leads.pdf",
        "sound.csv",
        "colours.csv",
        "samples/mistakes.csv",
    ];
    let end = check(&desk, &files);
    assert_eq!(end.status, Some(2), "{end}");
    assert!(
        end.stdout.contains("2 × ") || end.stdout.contains("rows     27"),
        "{end}"
    );
    for word in [
        "leads.pdf is a PDF",
        "the columns of colours.csv do not fit",
    ] {
        assert!(
            end.stdout
                .replace("\n                      ", " ")
                .contains(word),
            "{word}: {end}"
        );
        assert!(
            end.stderr.contains(&format!("error: {word}")),
            "{word}: {end}"
        );
    }
    let told = report(&desk, &files, 2);
    assert_eq!(told["counts"]["rows_read"], 27);
    assert_eq!(told["files"][0]["reading"], Value::Null);
    assert!(
        told["files"][2]["error"]
            .as_str()
            .unwrap()
            .contains("no column tells")
    );
}

#[test]
fn a_file_alone_that_cannot_be_used_says_why_and_nothing_else() {
    let desk = Desk::new();
    desk.write("colours.csv", "colour,size\nred,3\n");
    for (file, word) in [
        ("colours.csv", "do not fit"),
        ("nowhere.csv", "cannot read nowhere.csv"),
    ] {
        let end = check(&desk, &[file]);
        assert_eq!((end.status, end.stdout.as_str()), (Some(2), ""), "{end}");
        assert!(end.stderr.contains(word), "{end}");
    }
}

#[test]
fn a_file_with_a_stray_quote_is_checked_around_it() {
    let desk = Desk::new();
    desk.write(
        "torn.csv",
        "id,phone,message\n1,+1 808-555-0101,x\n2,+1 808-555-0102,\"y\n3,z,\n",
    );
    let told = report(&desk, &["torn.csv"], 3);
    assert_eq!(told["counts"]["rows_read"], 3);
    assert_eq!(told["files"][0]["error"], serde_json::Value::Null);
    let problems = told["problems"].to_string();
    assert!(problems.contains("line 3"), "{problems}");
}

#[test]
fn what_is_typed_next_is_the_run() {
    let desk = Desk::new();
    desk.write("sound.csv", SOUND);
    let next = |arguments: &[&str]| {
        let end = check(&desk, arguments);
        end.stdout.lines().last().unwrap().to_owned()
    };
    assert_eq!(
        next(&["sound.csv", "--show", "1"]),
        "next, to send: glassix-import run sound.csv --workspace NAME (or --sandbox, to try it out)"
    );
    assert_eq!(
        next(&["--sandbox", "sound.csv"]),
        "next, to send: glassix-import run --sandbox sound.csv"
    );
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let desk = Desk::new();
    // More than a pipe holds, so that the end of the reader is noticed.
    let row = format!("1,{}\n", "x".repeat(1000));
    desk.write("long.csv", format!("id,phone\n{}", row.repeat(500)));
    for arguments in [&["--records"][..], &["--format", "json"]] {
        let import = desk.command(&["check", "long.csv"]).args(arguments);
        let end = import.start_unheard().end();
        let usual = if arguments == ["--records"] { 0 } else { 3 };
        assert_eq!(end.status, Some(usual), "{end}");
        assert_eq!(end.stderr, "", "{end}");
    }
}

#[test]
fn a_quick_look_at_the_sample_of_mistakes_names_each_of_them() {
    let desk = Desk::new();
    let end = desk
        .command(&["check", "samples/mistakes.csv"])
        .args(&MAPPED)
        .end();
    assert_eq!(end.status, Some(3), "{end}");
    for word in [
        "18 would be rejected",
        "line 4 (record 3): D mobile: 555-0103",
        "line 16 (record 15): A lead_id: L-2000⇥15",
        "L-200012: line 13, again line 21 (other content)",
    ] {
        assert!(end.stdout.contains(word), "{word}: {end}");
    }
    let wide = |line: &&str| line.chars().count() > 80 && !line.starts_with("next: ");
    assert_eq!(end.stdout.lines().find(wide), None);
}
