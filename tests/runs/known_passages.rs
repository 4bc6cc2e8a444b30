//! Files that come by again and were edited: what stands there as it did when its tickets were made is known by its
//! bytes and not read, and the counts are those of reading every row.

use super::inbox::sheet;
use crate::support::{Desk, Service, Summary};

/// Rows of the file: some twenty passages.
const ROWS: u32 = 1500;

/// Rows whose tickets an earlier run made.
const DONE: u32 = 1200;

/// What the log says of rows that were not read.
const KNOWN: &str = "rows that are as they were when their tickets were made";

/// A desk where a run ended after some of the rows.
fn begun(service: &Service) -> Desk {
    let desk = Desk::new();
    desk.write("leads.csv", sheet(1..=ROWS));
    let run = desk.run(&["leads.csv", "--rate", "none", "--limit", &DONE.to_string()]);
    let summary = run.to(service).end().summary_of(4);
    assert_eq!(summary.number("created"), u64::from(DONE));
    desk
}

/// A copy of the ledger that knows each row and no passage.
const ROWS_ALONE: &str = "rows-alone.sqlite";

fn forget_passages(desk: &Desk) {
    let copy = desk.path(ROWS_ALONE);
    std::fs::copy(desk.path("glassix-import.sqlite"), &copy).unwrap();
    let ledger = rusqlite::Connection::open(&copy).unwrap();
    let forgotten = ledger.execute("DELETE FROM passage", []).unwrap();
    assert!(forgotten > 10, "{forgotten}");
}

fn rehearsed(desk: &Desk, service: &Service, more: &[&str]) -> (Summary, bool) {
    let run = desk.run(&["leads.csv", "--rate", "none", "--dry-run", "-vv"]);
    let end = run.args(more).to(service).end();
    let is_known = end.stderr.contains(KNOWN);
    let status = end.status;
    (end.summary_of(status.unwrap()), is_known)
}

/// The rows of a file as lines, without its header.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .skip(1)
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn whatever_was_done_to_a_file_its_rows_count_as_if_each_had_been_read() {
    let service = Service::start();
    let desk = begun(&service);
    forget_passages(&desk);
    let text = sheet(1..=ROWS);
    let header = "id,name,whatsapp,subject\n";
    type Edit = fn(&mut Vec<String>);
    let edits: [(&str, Edit); 9] = [
        ("nothing", |_| {}),
        ("a created row edited", |rows| {
            rows[300] = rows[300].replace("spring", "autumn")
        }),
        ("rows taken out", |rows| drop(rows.drain(100..420))),
        ("rows put in at the top", |rows| {
            rows.splice(0..0, lines(&sheet(9001..=9100)));
        }),
        ("passages repeated", |rows| {
            let copy = rows[10..500].to_vec();
            rows.extend(copy);
        }),
        ("passages moved", |rows| {
            let cut: Vec<String> = rows.drain(700..1100).collect();
            rows.splice(50..50, cut);
        }),
        ("sorted backwards", |rows| rows.reverse()),
        ("a broken row and a total between them", |rows| {
            rows.insert(800, "K-900000,two,cells,too,many,here\n".into());
            rows.insert(200, "Total,,,1200\n".into());
        }),
        ("an edited copy of a created row behind it", |rows| {
            let copy = rows[5].replace("spring", "winter");
            rows.push(copy);
        }),
    ];
    for (what, edit) in edits {
        let mut rows = lines(&text);
        edit(&mut rows);
        desk.write("leads.csv", format!("{header}{}", rows.concat()));
        let (quick, is_known) = rehearsed(&desk, &service, &[]);
        let (whole, reads_all) = rehearsed(&desk, &service, &["--ledger", ROWS_ALONE]);
        assert!(!reads_all, "{what}");
        assert_eq!(is_known, what != "sorted backwards", "{what}");
        for key in [
            "rows_read",
            "already_created",
            "changed",
            "duplicates",
            "duplicates_differing",
            "rejected",
            "not_attempted",
            "in_doubt",
        ] {
            assert_eq!(quick.number(key), whole.number(key), "{what}: {key}");
        }
    }
}

#[test]
fn rows_that_failed_or_were_edited_since_are_not_taken_for_known() {
    let service = Service::start();
    let desk = begun(&service);
    // Mended and sent from another file: what the first file says of it is not what its ticket says.
    let failing =
        sheet(1..=ROWS).replace("K-1300,Dana 1300,12025551400", "K-1300,Dana 1300,call me");
    desk.write("leads.csv", &failing);
    let run = desk.run(&["leads.csv", "--rate", "none"]).to(&service);
    assert_eq!(run.end().summary_of(3).number("rejected"), 1);
    desk.write("mended.csv", sheet(1300..=1300).replace("spring", "mended"));
    let run = desk.run(&["mended.csv", "--rate", "none"]).to(&service);
    assert_eq!(run.end().summary_of(0).number("created"), 1);
    for (text, changed) in [(failing, 1), (sheet(1..=ROWS), 1)] {
        desk.write("leads.csv", text);
        let (summary, is_known) = rehearsed(&desk, &service, &[]);
        assert!(is_known);
        assert_eq!(
            summary.numbers(["rows_read", "already_created", "changed"]),
            [1500, 1500, changed]
        );
    }
    assert_eq!(service.total("tickets"), u64::from(ROWS));
    assert_eq!(service.total("keys_with_more_than_one"), 0);
}

#[test]
fn another_mapping_reads_every_row_again() {
    let service = Service::start();
    let desk = begun(&service);
    desk.write(
        "to.toml",
        "[ticket]\nunique_argument = \"{{ id }}\"\nfield1 = \"{{ subject }}!\"\n",
    );
    let (summary, is_known) = rehearsed(&desk, &service, &["--config", "to.toml"]);
    assert!(!is_known);
    assert_eq!(summary.number("remapped"), u64::from(DONE));
}

#[test]
fn rows_that_are_to_be_told_one_by_one_are_read() {
    let service = Service::start();
    let desk = begun(&service);
    let run = desk.run(&[
        "leads.csv",
        "--rate",
        "none",
        "--results",
        "told.jsonl",
        "-vv",
    ]);
    let end = run.to(&service).end();
    assert!(!end.stderr.contains(KNOWN));
    assert_eq!(end.summary_of(0).number("already_created"), u64::from(DONE));
    assert_eq!(desk.read("told.jsonl").lines().count(), ROWS as usize);
}
