//! Files that change between runs: what decides is the key, never the position or the file's name.

use crate::support::{Desk, Service, Summary};

const HEADER: &str = "id,name,whatsapp,subject\n";

/// Rows with these numbers, all with the same subject.
fn sheet(numbers: impl IntoIterator<Item = u32>) -> String {
    numbers
        .into_iter()
        .fold(HEADER.to_owned(), |sheet, n| sheet + &row(n, "spring"))
}

fn row(n: u32, subject: &str) -> String {
    format!("K-{n},Dana {n},1202555{:04},{subject}\n", n + 100)
}

fn run(desk: &Desk, service: &Service, files: &[&str], status: i32) -> Summary {
    let import = desk.run(files).args(&["--rate", "none"]).to(service);
    import.end().summary_of(status)
}

/// Created, already created, duplicates.
fn counts(summary: &Summary) -> [u64; 3] {
    summary.numbers(["created", "already_created", "duplicates"])
}

#[test]
fn rows_may_be_sorted_appended_removed_and_the_file_renamed() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet(1..=300));
    assert_eq!(counts(&run(&desk, &service, &["a.csv"], 0)), [300, 0, 0]);
    desk.write("a.csv", sheet((1..=300).rev()));
    assert_eq!(counts(&run(&desk, &service, &["a.csv"], 0)), [0, 300, 0]);
    desk.write("a.csv", sheet(1..=310));
    assert_eq!(counts(&run(&desk, &service, &["a.csv"], 0)), [10, 300, 0]);
    desk.write("b.csv", sheet((0..=312).step_by(2)));
    assert_eq!(counts(&run(&desk, &service, &["b.csv"], 0)), [2, 155, 0]);
    assert_eq!(service.total("tickets"), 312);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_row_that_was_edited_after_its_ticket_was_made_is_pointed_out_and_not_sent() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet(1..=3));
    run(&desk, &service, &["a.csv"], 0);
    desk.write("a.csv", sheet(1..=3).replace("K-2,Dana 2", "K-2,Dina 2"));
    let summary = run(&desk, &service, &["a.csv"], 0);
    assert_eq!(counts(&summary), [0, 3, 0]);
    assert_eq!(summary.number("changed"), 1);
    let rows = summary.get("rows").as_array().unwrap().clone();
    assert_eq!(rows[0]["key"], "K-2");
    assert_eq!(rows[0]["status"], "changed");
    assert_eq!(service.total("tickets"), 3);
}

#[test]
fn a_key_twice_in_a_file_is_sent_once_and_other_content_is_pointed_out() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet([1, 2, 1]) + &row(2, "autumn"));
    let summary = run(&desk, &service, &["a.csv"], 3);
    assert_eq!(counts(&summary), [2, 0, 2]);
    assert_eq!(summary.number("duplicates_differing"), 1);
    // The second reading of the same file says the same of it.
    let again = run(&desk, &service, &["a.csv"], 3);
    assert_eq!(counts(&again), [0, 2, 2]);
    assert_eq!(service.total("tickets"), 2);
}

#[test]
fn a_duplicate_stays_one_in_a_file_that_was_sorted_anew() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet([1, 2, 3, 4]));
    run(&desk, &service, &["a.csv"], 0);
    desk.write("a.csv", sheet([4, 2, 3, 2, 1, 4, 5, 5]));
    let summary = run(&desk, &service, &["a.csv"], 0);
    assert_eq!(counts(&summary), [1, 4, 3]);
    assert_eq!(service.total("tickets"), 5);
}

#[test]
fn a_file_is_read_once_however_often_it_is_named_and_two_that_share_keys_make_one_ticket_a_key() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet(1..=200));
    desk.write("b.csv", sheet(150..=250));
    let summary = run(&desk, &service, &["a.csv", "a.csv", "b.csv"], 0);
    assert_eq!(counts(&summary), [250, 51, 0]);
    assert_eq!(service.total("tickets"), 250);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn rows_without_a_key_column_are_known_by_their_content_wherever_they_stand() {
    let (service, desk) = (Service::start(), Desk::new());
    let without_key = |sheet: String| {
        let lines = sheet.lines().map(|line| line.split_once(',').unwrap().1);
        lines.collect::<Vec<_>>().join("\n")
    };
    desk.write("a.csv", without_key(sheet(1..=50)));
    assert_eq!(counts(&run(&desk, &service, &["a.csv"], 0)), [50, 0, 0]);
    desk.write("a.csv", without_key(sheet((1..=50).rev().chain([7]))));
    assert_eq!(counts(&run(&desk, &service, &["a.csv"], 0)), [0, 50, 1]);
    assert_eq!(service.total("tickets"), 50);
}

#[test]
fn another_mapping_without_a_key_column_is_refused_before_it_sends_every_row_again() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet(1..=5));
    desk.write("one.toml", "[ticket]\nfield1 = \"{{ subject }}\"\n");
    desk.write("two.toml", "[ticket]\nfield2 = \"{{ subject }}\"\n");
    run(&desk, &service, &["a.csv", "--config", "one.toml"], 0);
    let other = desk
        .run(&["a.csv", "--config", "two.toml"])
        .to(&service)
        .end();
    assert!(other.stderr.contains("created a second time"), "{other}");
    assert_eq!(service.total("tickets"), 5);
}

#[test]
fn a_row_that_was_wrong_is_sent_once_it_is_mended() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", sheet(1..=3).replace("12025550102", "call me"));
    let summary = run(&desk, &service, &["a.csv"], 3);
    assert_eq!(summary.numbers(["created", "rejected"]), [2, 1]);
    desk.write("a.csv", sheet(1..=3));
    assert_eq!(counts(&run(&desk, &service, &["a.csv"], 0)), [1, 2, 0]);
    assert_eq!(service.total("tickets"), 3);
}

#[test]
fn a_second_run_with_another_ledger_on_the_same_sheet_is_refused() {
    let (service, desk) = (Service::faulty("create:hang"), Desk::new());
    let home = desk.folder().to_str().unwrap().to_owned();
    let first = desk.sample().to(&service).env("HOME", &home).start();
    service.until_creates(1);
    let other = ["--ledger", "other.sqlite"];
    let second = desk
        .sample()
        .args(&other)
        .to(&service)
        .env("HOME", &home)
        .end();
    assert_eq!(second.status, Some(6), "{second}");
    assert!(second.stderr.contains("under another ledger"), "{second}");
    drop(first);
}
