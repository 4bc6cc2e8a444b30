//! What failed is exported, mended by its owner, and imported again: every mended row gets its ticket, and none
//! gets two.

use rustix::process::Signal;

use crate::support::{Desk, End, Service, Table, until};

/// The rows of samples/mistakes.csv that have a ticket after the first run.
const SOUND: usize = 5;

fn results(desk: &Desk, arguments: &[&str]) -> End {
    desk.command(&["results"]).args(arguments).end()
}

fn run(desk: &Desk, service: &Service, arguments: &[&str]) -> End {
    desk.run(arguments)
        .args(&["--rate", "none"])
        .to(service)
        .end()
}

/// Exports what failed of the sample, mends some of it and imports the file again, as `export` names it.
fn export_mend_and_import(export: &str) {
    let (service, desk) = (Service::start(), Desk::new());
    let config = ["--config", "samples/leads.toml"];
    let first = run(
        &desk,
        &service,
        &["samples/mistakes.csv", config[0], config[1]],
    );
    assert_eq!(first.summary_of(3).number("created"), SOUND as u64);
    std::fs::remove_file(desk.path("samples/mistakes.csv")).unwrap();

    let end = results(&desk, &["--output", export]);
    assert_eq!(end.status, Some(0), "{end}");
    let mut table = Table::open(&desk.path(export));
    assert_eq!(table.rows.len(), 19);
    assert_eq!(table.header[..2], ["lead_id", "first_name"]);

    let unmended = run(&desk, &service, &[export, config[0], config[1]]).summary_of(3);
    assert_eq!(unmended.numbers(["rejected", "changed"]), [18, 1]);
    let retried = desk.command(&["retry", "--format", "json", "--rate", "none"]);
    let retried = retried.args(&config).to(&service).end().summary_of(3);
    assert_eq!(retried.numbers(["created", "rejected"]), [0, 18]);
    assert_eq!(
        service.keys().len(),
        SOUND,
        "what is not mended is not sent"
    );

    let short = table.find("lead_id", "L-200003");
    *table.cell(short, "mobile") = "+1 808-555-0103".into();
    let keyless = table.find("email", "lead213@");
    *table.cell(keyless, "lead_id") = "L-200013".into();
    let long = table.find("lead_id", "L-200014-");
    *table.cell(long, "lead_id") = "L-200014".into();
    let narrow = table.find("lead_id", "L-200017");
    for (column, cell) in [
        ("street", "17 Rose Lane"),
        ("city", "Leeds"),
        ("segment", "Newsletter"),
        ("notes", "mended"),
        ("created_at", "2026-03-14"),
    ] {
        *table.cell(narrow, column) = cell.into();
    }
    let wide = table.find("lead_id", "L-200018");
    for (column, cell) in [
        ("street", "Flat 2, 18 Mill Lane"),
        ("city", "Leeds"),
        ("segment", "Newsletter"),
        ("notes", "mended"),
        ("created_at", "2026-03-14"),
        ("_more", ""),
    ] {
        *table.cell(wide, column) = cell.into();
    }
    let twice = table.find("lead_id", "L-200012");
    *table.cell(twice, "lead_id") = "L-200020".into();
    *table.cell(twice, "mobile") = "18085550120".into();
    let mended = format!("mended-{export}");
    table.save(&desk.path(&mended));

    let second = run(&desk, &service, &[&mended, config[0], config[1]]).summary_of(3);
    assert_eq!(second.numbers(["created", "rejected"]), [6, 13]);
    let keys = service.keys();
    for key in [
        "L-200003", "L-200013", "L-200014", "L-200017", "L-200018", "L-200020",
    ] {
        assert!(keys.contains_key(key), "{key}: {keys:?}");
    }
    let third = run(&desk, &service, &[&mended, config[0], config[1]]).summary_of(3);
    assert_eq!(third.numbers(["created", "already_created"]), [0, 6]);
    assert_eq!(keys.len(), SOUND + 6);
    service.assert_no_key_has_two_tickets();

    // A mended row keeps its place: it is told of once, and not as rejected any more.
    let left = results(&desk, &["--only", "rejected", "--output", "left.csv"]);
    assert!(left.stderr.contains("rejected 13"), "{left}");
    let story = desk.command(&["explain", "L-200013"]).end();
    assert!(
        story
            .stdout
            .contains("record 13, line 14 of samples/mistakes.csv"),
        "{story}"
    );
}

#[test]
fn what_failed_is_exported_as_csv_mended_and_imported_again() {
    export_mend_and_import("failed.csv");
}

#[test]
fn what_failed_is_exported_as_a_workbook_mended_and_imported_again() {
    export_mend_and_import("failed.xlsx");
}

/// Rows whose keys are made from their content.
const KEYLESS: &str = "name,phone,subject\nA,+1 808-555-0101,one\nB,+1 808-555-0102,two\nC,555,three\nD,+1 808-555-0104,four\n";

#[test]
fn a_row_keeps_the_key_that_was_made_of_its_content_when_it_is_mended() {
    let service = Service::faulty("create:400:at=2");
    let desk = Desk::new();
    desk.write("keyless.csv", KEYLESS);
    let one_by_one = ["keyless.csv", "--concurrency", "1"];
    let first = run(&desk, &service, &one_by_one).summary_of(3);
    assert_eq!(first.numbers(["created", "failed", "rejected"]), [2, 1, 1]);
    let refused = first.rows()[0]["key"].as_str().unwrap().to_owned();

    results(&desk, &["--output", "failed.csv"]);
    let mut table = Table::open(&desk.path("failed.csv"));
    assert_eq!(*table.cell(0, "_key"), refused);
    *table.cell(0, "subject") = "two, mended".into();
    *table.cell(1, "phone") = "+1 808-555-0103".into();
    table.save(&desk.path("failed.csv"));
    let second = run(&desk, &service, &["failed.csv"]).summary_of(0);
    assert_eq!(second.number("created"), 2);
    assert!(service.keys().contains_key(&refused), "the key is the same");

    // The first sheet once more, and the mended one once more: nothing is sent.
    let third = run(&desk, &service, &["keyless.csv"]).summary_of(3);
    assert_eq!(
        third.numbers(["already_created", "changed", "rejected"]),
        [3, 1, 1]
    );
    let fourth = run(&desk, &service, &["failed.csv"]).summary_of(0);
    assert_eq!(fourth.numbers(["created", "already_created"]), [0, 2]);
    assert_eq!(service.keys().len(), 4);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_row_that_could_not_be_read_says_in_its_export_what_to_do_there_and_says_it_once() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write(
        "few.csv",
        "id,name,whatsapp\nK-1,A,12025550101\nK-2,B,12025550102\nK-3,12025550103\n",
    );
    run(&desk, &service, &["few.csv"]).summary_of(3);
    let mut file = "few.csv".to_owned();
    for round in 0..3 {
        let export = format!("export-{round}.csv");
        results(&desk, &["--output", &export]);
        let again = run(&desk, &service, &[&export]).summary_of(3);
        let reason = again.rows()[0]["reason"].as_str().unwrap().to_owned();
        assert!(
            reason.contains("has 2 cells and the header has 3"),
            "{file}: {reason}"
        );
        assert_eq!(
            reason.matches("empty its _key").count(),
            1,
            "{file}: {reason}"
        );
        file = export;
    }
    let mut table = Table::open(&desk.path(&file));
    for (column, cell) in [("name", "C"), ("whatsapp", "12025550103")] {
        *table.cell(0, column) = cell.into();
    }
    table.save(&desk.path("mended.csv"));
    let mended = run(&desk, &service, &["mended.csv"]);
    assert_eq!(mended.summary().number("created"), 1, "{mended}");
}

#[test]
fn a_row_in_doubt_that_was_exported_and_mended_gets_no_second_ticket() {
    for (sheet, column) in [("keyless.csv", "subject"), ("keyed.csv", "id")] {
        let service = Service::faulty("create:commit_then_close:at=2");
        let desk = Desk::new();
        desk.write("keyless.csv", KEYLESS);
        desk.write(
            "keyed.csv",
            "id,phone\n1,+1 808-555-0101\n2,+1 808-555-0102\n",
        );
        let import = desk.run(&[sheet, "--rate", "none", "--concurrency", "1"]);
        let first = import.to(&service).args(&["--settle", "1h"]).start();
        until("a row is in doubt", || {
            first.stderr().contains("in doubt").then_some(())
        });
        first.signal(Signal::TERM);
        assert_eq!(first.end().summary_of(143).number("in_doubt"), 1);

        results(&desk, &["--only", "in-doubt", "--output", "doubt.csv"]);
        let mut table = Table::open(&desk.path("doubt.csv"));
        *table.cell(0, column) = "mended".into();
        table.save(&desk.path("doubt.csv"));
        let creates = service.requests("create");
        let end = run(&desk, &service, &["doubt.csv"]);
        let second = end.summary_of(0);
        assert_eq!(second.numbers(["created", "reconciled"]), [1, 1], "{sheet}");
        let third = run(&desk, &service, &["doubt.csv"]).summary();
        assert_eq!(third.numbers(["created", "already_created"]), [0, 1]);
        assert_eq!(service.requests("create"), creates, "{sheet}");
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn a_row_that_was_sent_keeps_its_key_whatever_the_export_and_the_mapping_say() {
    let service = Service::faulty("create:400:max=2");
    let desk = Desk::new();
    desk.write(
        "keyed.csv",
        "id,phone,subject\nK-1,+1 808-555-0101,one\nK-2,+1 808-555-0102,two\n",
    );
    run(&desk, &service, &["keyed.csv"]).summary_of(3);
    results(&desk, &["--output", "failed.csv"]);
    let mut table = Table::open(&desk.path("failed.csv"));
    *table.cell(0, "id") = "K-3".into();
    table.save(&desk.path("failed.csv"));
    // A mapping without a key column would derive others.
    desk.write(
        "keyless.toml",
        "[ticket]\nfield1 = \"{{ subject }}\"\n[[ticket.participants]]\nidentifier = \"{{ phone }}\"\n",
    );
    let other = run(&desk, &service, &["failed.csv"]).summary_of(3);
    assert_eq!(other.numbers(["failed", "rejected"]), [1, 1]);
    let keyless = ["failed.csv", "--config", "keyless.toml", "--again"];
    let derived = run(&desk, &service, &keyless).summary_of(0);
    assert_eq!(derived.number("created"), 2);
    let keys: Vec<String> = service.keys().into_keys().collect();
    assert_eq!(keys, ["K-1", "K-2"]);
    let sheet = run(&desk, &service, &["keyed.csv"]).summary();
    assert_eq!(sheet.numbers(["created", "already_created"]), [0, 2]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn rows_that_were_mended_in_their_own_sheet_are_not_told_of_any_more() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("keyless.csv", KEYLESS);
    run(&desk, &service, &["keyless.csv"]).summary_of(3);
    desk.write(
        "keyless.csv",
        KEYLESS.replace("C,555,", "C,+1 808-555-0103,"),
    );
    run(&desk, &service, &["keyless.csv"]).summary_of(0);
    let end = results(&desk, &["--output", "failed.csv"]);
    assert!(end.stderr.contains("0 rows"), "{end}");
    assert!(end.stderr.contains("1 row left out"), "{end}");
    // A row that was taken away and whose place nobody has taken is still told of.
    desk.write("other.csv", "name,phone\nA,555\n");
    run(&desk, &service, &["other.csv"]).summary_of(3);
    desk.write("other.csv", "name,phone\n");
    let _ = run(&desk, &service, &["other.csv"]);
    let end = results(&desk, &["--output", "failed.csv", "--force"]);
    assert!(
        end.stderr.contains("1 row to failed.csv: rejected 1"),
        "{end}"
    );
}
