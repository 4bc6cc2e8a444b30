//! Nights on which several files arrive, some of them bad, and some on which none does.

use serde_json::Value;

use crate::support::{Desk, Service, Summary};

/// Rows with these numbers.
pub(super) fn sheet(numbers: impl IntoIterator<Item = u32>) -> String {
    let header = "id,name,whatsapp,subject\n".to_owned();
    numbers.into_iter().fold(header, |sheet, n| {
        sheet + &format!("K-{n},Dana {n},1202555{:04},spring\n", n + 100)
    })
}

/// A desk with an inbox.
pub(super) fn desk() -> Desk {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("in")).unwrap();
    desk
}

/// Has a file been left alone for an hour.
pub(super) fn age(desk: &Desk, name: &str) {
    let hour = std::time::Duration::from_secs(3600);
    let file = std::fs::File::options().append(true).open(desk.path(name));
    let long_ago = std::time::SystemTime::now() - hour;
    file.unwrap().set_modified(long_ago).unwrap();
}

pub(super) fn names(desk: &Desk, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(desk.path(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

pub(super) fn night(desk: &Desk, service: &Service, arguments: &[&str], status: i32) -> Summary {
    let run = desk.run(arguments).args(&["--rate", "none"]).to(service);
    run.end().summary_of(status)
}

/// The files of a summary, each with its status and some of its counts.
pub(super) fn files(summary: &Summary) -> Vec<(String, String, [u64; 3])> {
    let files = summary.get("files").as_array().unwrap().iter();
    let text = |file: &Value, key: &str| file[key].as_str().unwrap().to_owned();
    let number = |file: &Value, key: &str| file[key].as_u64().unwrap();
    files
        .map(|file| {
            let counts = ["rows_read", "created", "already_created"];
            let counts = counts.map(|key| number(file, key));
            (text(file, "file"), text(file, "status"), counts)
        })
        .collect()
}

pub(super) fn told(summary: &Summary) -> Vec<(String, String)> {
    let files = files(summary).into_iter();
    files.map(|(file, status, _)| (file, status)).collect()
}

pub(super) fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn a_pattern_takes_what_has_arrived_in_order_and_one_bad_file_does_not_hold_up_the_others() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/b.csv", sheet(1..=3));
    desk.write("in/a.csv", sheet(3..=7));
    desk.write("in/c.csv", "%PDF-1.7 no sheet at all\n");
    desk.write("in/d.csv", sheet(20..=21).replace("12025550120", "call me"));
    desk.write("in/notes.txt", "no sheet of ours\n");
    let end = desk.run(&["in/*.csv", "--rate", "none"]).to(&service).end();
    let summary = end.summary_of(3);
    assert_eq!(
        files(&summary),
        [
            ("in/a.csv".to_owned(), "imported".to_owned(), [5, 5, 0]),
            ("in/b.csv".into(), "imported".into(), [3, 2, 1]),
            ("in/c.csv".into(), "unusable".into(), [0, 0, 0]),
            ("in/d.csv".into(), "needs_attention".into(), [2, 1, 0]),
        ]
    );
    assert_eq!(summary.number("files_failed"), 1);
    assert_eq!(summary.number("rows_read"), 10);
    assert_eq!(summary.get("files")[3]["rejected"], 1);
    assert!(
        summary.get("files")[2]["why"]
            .as_str()
            .is_some_and(|why| why.contains("is a PDF")),
        "{summary:?}"
    );
    assert!(end.stderr.contains("the other files go on"), "{end}");
    let last = end.stderr.lines().last().unwrap_or_default();
    assert!(
        last.contains("status 3: of 4 files, 1 cannot be used; of 10 rows, 1 rejected"),
        "{end}"
    );
    service.assert_no_key_has_two_tickets();
}

#[test]
fn people_see_a_line_a_file() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/a.csv", sheet(1..=3));
    desk.write("in/b.csv", "");
    age(&desk, "in/b.csv");
    let run = desk.command(&["run", "in/*.csv", "--rate", "none"]);
    let end = run.to(&service).end();
    assert_eq!(end.status, Some(3), "{end}");
    assert!(
        end.stdout
            .contains("imported                 3  in/a.csv\n"),
        "{end}"
    );
    assert!(
        end.stdout
            .contains("cannot be used              in/b.csv: in/b.csv is empty"),
        "{end}"
    );
    assert!(end.stdout.contains("next: mend the files"), "{end}");
}

#[test]
fn a_night_without_files_ends_well_and_sends_nothing() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/.hidden.csv", sheet(1..=3));
    desk.write("in/~$a.csv", sheet(1..=3));
    desk.write("in/b.csv.part", sheet(1..=3));
    let end = desk.run(&["in/*.csv", "in/*.part"]).to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(summary.number("rows_read"), 0);
    assert_eq!(summary.number("requests"), 0);
    assert_eq!(told(&summary), []);
    assert!(end.stderr.contains("no file matches in/*.csv"), "{end}");
    assert_eq!(service.total("requests_total"), 0);
    let absent = desk.run(&["out/*.csv"]).to(&service).end();
    assert_eq!(absent.status, Some(2), "{absent}");
    assert!(absent.stderr.contains("cannot look into out"), "{absent}");
}

#[test]
fn a_night_of_bad_files_alone_is_refused_and_so_is_one_that_is_strict() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/a.csv", "");
    desk.write("in/b.csv", "PK\u{3}\u{4} no workbook");
    age(&desk, "in/a.csv");
    age(&desk, "in/b.csv");
    let end = desk.run(&["in/*.csv", "c.csv"]).to(&service).end();
    assert_eq!(end.status, Some(2), "{end}");
    let last = end.stderr.lines().last().unwrap_or_default();
    assert_eq!(last, "error: none of 3 files can be used; nothing was sent");
    desk.write("in/c.csv", sheet(1..=3));
    desk.write("strict.toml", "[input]\nstrict = true\n");
    for strict in [["--strict", "--again"], ["--config", "strict.toml"]] {
        let run = desk.run(&["in/*.csv"]).args(&strict).to(&service);
        let end = run.end();
        assert_eq!(end.status, Some(2), "{end}");
    }
    assert_eq!(service.total("requests_total"), 0);
    // One that was named and is not there is as bad as any other.
    let summary = night(&desk, &service, &["in/c.csv", "absent.csv"], 3);
    assert_eq!(
        told(&summary),
        pairs(&[("in/c.csv", "imported"), ("absent.csv", "unusable")])
    );
}

#[test]
fn a_file_that_breaks_in_the_middle_gives_its_rows_up_to_there_and_the_others_all_of_theirs() {
    let (service, desk) = (Service::start(), desk());
    // A cell in quotes that never ends, behind rows that are certain.
    let torn = sheet(1..=2000) + "K-9999,\"Dana,12025559999,spring\n" + &"x".repeat(20_000_000);
    desk.write("in/a.csv", torn);
    age(&desk, "in/a.csv");
    desk.write("in/b.csv", sheet(5001..=5003));
    let alone = desk.run(&["in/a.csv", "--rate", "none"]).to(&service).end();
    let alone = alone.summary_of(1);
    assert_eq!(alone.text("stopped_by"), "fatal");
    let read = alone.number("rows_read");
    let summary = night(&desk, &service, &["in/*.csv"], 3);
    assert_eq!(
        told(&summary),
        pairs(&[("in/a.csv", "broken_off"), ("in/b.csv", "imported")])
    );
    assert_eq!(summary.number("files_failed"), 1);
    assert_eq!(summary.number("rows_read"), read + 3);
    assert!(summary.get("stopped_by").is_null());
}

#[test]
fn a_night_that_is_stopped_says_which_files_it_did_not_reach() {
    let (service, desk) = (Service::start(), desk());
    for (name, first) in [("in/a.csv", 1), ("in/b.csv", 11), ("in/c.csv", 21)] {
        desk.write(name, sheet(first..first + 5));
    }
    let summary = night(&desk, &service, &["in/*.csv", "--limit", "7"], 4);
    assert_eq!(
        told(&summary),
        pairs(&[
            ("in/a.csv", "imported"),
            ("in/b.csv", "stopped"),
            ("in/c.csv", "not_reached")
        ])
    );
    let summary = night(&desk, &service, &["in/*.csv", "--dry-run"], 0);
    assert_eq!(
        told(&summary),
        pairs(&[
            ("in/a.csv", "already_imported"),
            ("in/b.csv", "not_sent"),
            ("in/c.csv", "not_sent")
        ])
    );
}

#[test]
fn a_check_takes_patterns_too_and_wants_them_to_match() {
    let desk = desk();
    desk.write("in/a.csv", sheet(1..=3));
    desk.write("in/b.csv", sheet(4..=5));
    let end = desk
        .command(&["check", "in/*.csv", "--format", "json"])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    let report: Value = serde_json::from_str(&end.stdout).unwrap();
    assert_eq!(report["counts"]["rows_read"], 5);
    let end = desk.command(&["check", "in/*.xlsx"]).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("no file matches in/*.xlsx"), "{end}");
}

#[test]
fn a_file_that_is_still_being_written_is_left_for_the_next_night() {
    let (service, desk) = (Service::start(), desk());
    let half = sheet(1..=3);
    desk.write("in/a.csv", &half[..half.len() - 9]);
    desk.write("in/b.csv", sheet(11..=12));
    desk.write("in/c.xlsx", "PK\u{3}\u{4} the first part of a workbook");
    let long = ["in/*", "--still-for", "24h"];
    let end = desk.run(&long).args(&["--rate", "none"]).to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(
        told(&summary),
        pairs(&[
            ("in/a.csv", "being_written"),
            ("in/b.csv", "imported"),
            ("in/c.xlsx", "being_written")
        ])
    );
    assert!(end.stderr.contains("is left for the next run"), "{end}");
    assert_eq!(service.total("tickets"), 2);
    // What is named outright is taken as it is.
    let summary = night(&desk, &service, &["in/a.csv"], 3);
    assert_eq!(summary.number("rejected"), 1);
    // The next night it is whole.
    desk.write("in/a.csv", half);
    age(&desk, "in/c.xlsx");
    let summary = night(&desk, &service, &["in/*"], 3);
    assert_eq!(
        told(&summary),
        pairs(&[
            ("in/a.csv", "imported"),
            ("in/b.csv", "already_imported"),
            ("in/c.xlsx", "unusable")
        ])
    );
    assert_eq!(service.total("tickets"), 5);
    service.assert_no_key_has_two_tickets();
}
