//! `results`: what is written, in which form, and what it is not written over.

use serde_json::Value;

use crate::support::{Desk, End, Service, Table};

fn results(desk: &Desk, arguments: &[&str]) -> End {
    desk.command(&["results"]).args(arguments).end()
}

/// A desk whose ledger has the sample with its mistakes.
fn with_mistakes() -> Desk {
    let desk = Desk::new();
    let config = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    desk.run(&config).args(&["--sandbox"]).end().summary_of(3);
    desk
}

/// Cells that a spreadsheet program would run or change.
const HOSTILE: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "+972 55-555-0101",
    "-5",
    "@handle",
    "-2+3",
    "'=1",
    "0555550101",
    "\t=1",
];

#[test]
fn every_cell_comes_back_as_it_was_from_either_form() {
    let desk = Desk::new();
    let rows: Vec<Vec<String>> = HOSTILE
        .iter()
        .map(|cell| vec![(*cell).to_owned(), "x,\"y\"\n_x000D_".into(), "1".into()])
        .collect();
    let sheet = Table {
        header: ["=name", "note", "phone"].map(str::to_owned).into(),
        rows: rows.clone(),
    };
    sheet.save(&desk.path("hostile.csv"));
    desk.run(&["hostile.csv", "--sandbox"]).end().summary_of(3);
    for export in ["out.csv", "out.xlsx"] {
        let end = results(&desk, &["--output", export]);
        assert_eq!(end.status, Some(0), "{end}");
        let records = desk.command(&["check", "--records", export]).end();
        let read: Vec<Value> = records
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(read[0], serde_json::json!(["=name", "note", "phone"]));
        assert_eq!(
            read[1..],
            rows.iter()
                .map(|row| serde_json::json!(row))
                .collect::<Vec<_>>()
        );
    }
    // As another program sees them: nothing that is run in the text, nothing that is no text in the workbook.
    let text = Table::open(&desk.path("out.csv"));
    for row in std::iter::once(&text.header).chain(&text.rows) {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '@', '\t']), "{cell:?}");
        }
    }
    let grid = Table::open(&desk.path("out.xlsx"));
    assert_eq!(grid.rows[1][0], "+972 55-555-0101");
}

#[test]
fn the_sheets_own_delimiter_order_and_encoding_are_kept() {
    let desk = Desk::new();
    let text = "טלפון;שם;מזהה\r\n555;נועה;1\r\n556;דוד;2\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1255.encode(text);
    desk.write("lidim.csv", &bytes);
    desk.run(&["lidim.csv", "--sandbox"]).end().summary_of(3);
    let end = results(&desk, &["--output", "out.csv", "--encoding", "original"]);
    assert_eq!(end.status, Some(0), "{end}");
    let written = std::fs::read(desk.path("out.csv")).unwrap();
    let (text, _, damaged) = encoding_rs::WINDOWS_1255.decode(&written);
    assert!(
        !damaged && text.starts_with("טלפון;שם;מזהה;_status;"),
        "{text}"
    );
    let end = results(&desk, &["--output", "-"]);
    assert!(
        end.stdout.starts_with("\u{FEFF}טלפון;שם;מזהה;_status;"),
        "{end}"
    );
    assert!(end.stdout.contains("\r\n555;נועה;1;rejected;"), "{end}");
    let wrong = results(&desk, &["--output", "x.csv", "--encoding", "windows-1252"]);
    assert_eq!(wrong.status, Some(2), "{wrong}");
    assert!(!desk.path("x.csv").exists());
}

#[test]
fn rows_are_chosen_by_class_and_by_run() {
    let desk = with_mistakes();
    let rows = |arguments: &[&str]| {
        let end = results(&desk, &[arguments, &["--format", "jsonl"]].concat());
        assert_eq!(end.status, Some(0), "{end}");
        let lines = end.stdout.lines();
        lines
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&[]).len(), 19);
    assert_eq!(rows(&["--only", "all"]).len(), 24);
    assert_eq!(rows(&["--only", "created,duplicate"]).len(), 6);
    assert_eq!(rows(&["--only", "failed", "--only", "conflict"]).len(), 0);
    assert_eq!(rows(&["--run", "last"]).len(), 19);
    let created = rows(&["--only", "created"]);
    assert_eq!(created[0]["key"], "L-200001");
    assert_eq!(created[0]["line"], 2);
    assert!(created[0]["ticket_id"].is_i64() && created[0]["cells"].is_null());
    let run = created[0]["run"].as_str().unwrap();
    assert_eq!(rows(&["--only", "all", "--run", run]).len(), 24);
    let unknown = results(&desk, &["--run", "yesterday"]);
    assert_eq!(unknown.status, Some(2), "{unknown}");
    let rejected = rows(&["--only", "rejected"]);
    assert_eq!(rejected[0]["columns"][0], "lead_id");
    assert_eq!(rejected[0]["cells"][0], "L-200002");
}

#[test]
fn an_export_of_all_rows_is_a_sheet_in_which_created_rows_are_no_rows() {
    let desk = with_mistakes();
    results(&desk, &["--only", "all", "--output", "all.csv"]);
    let end = desk
        .run(&["all.csv", "--config", "samples/leads.toml", "--sandbox"])
        .end();
    let summary = end.summary_of(3);
    assert_eq!(summary.numbers(["rows_read", "created"]), [19, 0]);
}

#[test]
fn nothing_that_may_be_missed_is_written_over() {
    let desk = with_mistakes();
    let before = desk.read("samples/mistakes.csv");
    for taken in [
        "samples/mistakes.csv",
        "samples/../samples/mistakes.csv",
        "glassix-import.sqlite",
        "glassix-import.sqlite.lock",
    ] {
        let end = results(&desk, &["--output", taken, "--force"]);
        assert_eq!(end.status, Some(2), "{end}");
    }
    assert_eq!(desk.read("samples/mistakes.csv"), before);
    desk.write("mine.csv", "mine");
    let end = results(&desk, &["--output", "mine.csv"]);
    assert_eq!(
        (end.status, desk.read("mine.csv").as_str()),
        (Some(2), "mine")
    );
    let end = results(&desk, &["--output", "mine.csv", "--force"]);
    assert_eq!(end.status, Some(0), "{end}");
    let end = results(&desk, &["--output", "nowhere/out.csv"]);
    assert_eq!(end.status, Some(1), "{end}");
    let names: Vec<_> = std::fs::read_dir(desk.folder()).unwrap().collect();
    let part = names.into_iter().any(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().starts_with(".results-")
    });
    assert!(!part, "nothing is left behind");
}

#[test]
fn a_ledger_that_a_run_holds_is_left_alone() {
    let (service, desk) = (Service::faulty("create:hang"), Desk::new());
    let run = desk.sample().to(&service).start();
    service.until_creates(1);
    let end = results(&desk, &["--output", "out.csv"]);
    assert_eq!(end.status, Some(6), "{end}");
    assert!(
        end.stderr.contains(&format!("process {}", run.id())),
        "{end}"
    );
    assert!(!desk.path("out.csv").exists());
}
