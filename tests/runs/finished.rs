//! Files of which every row has its ticket: known again, and moved away.

use super::inbox::{desk, files, names, night, pairs, sheet, told};
use crate::support::Service;

#[test]
fn finished_files_are_moved_away_and_those_that_need_attention_stay() {
    let (service, desk) = (Service::start(), desk());
    let files = ["in/**/*.csv", "--archive", "in/done"];
    desk.write("in/a.csv", sheet(1..=3));
    desk.write("in/b.csv", sheet(4..=5).replace("12025550104", "call me"));
    desk.write("in/c.csv", "%PDF-1.7 no sheet at all\n");
    let summary = night(&desk, &service, &[&files[..], &["--dry-run"]].concat(), 3);
    assert_eq!(summary.number("not_attempted"), 4);
    assert_eq!(names(&desk, "in"), ["a.csv", "b.csv", "c.csv"]);
    let summary = night(&desk, &service, &files, 3);
    assert_eq!(summary.get("files")[0]["archived_to"], "in/done/a.csv");
    assert!(summary.get("files")[1]["archived_to"].is_null());
    assert_eq!(names(&desk, "in"), ["b.csv", "c.csv", "done"]);
    // Another file of the name, and the rest mended, while the folder of finished ones is not looked into.
    desk.write("in/a.csv", sheet(6..=7));
    desk.write("in/b.csv", sheet(4..=5));
    std::fs::remove_file(desk.path("in/c.csv")).unwrap();
    let summary = night(&desk, &service, &files, 0);
    assert_eq!(summary.numbers(["created", "already_created"]), [3, 1]);
    assert_eq!(names(&desk, "in"), ["done"]);
    let done = names(&desk, "in/done");
    assert_eq!(done.len(), 3);
    assert!(done[0].starts_with("a-2") && done[1] == "a.csv" && done[2] == "b.csv");
    assert_eq!(desk.read("in/done/a.csv"), sheet(1..=3));
    let summary = night(&desk, &service, &files, 0);
    assert_eq!(summary.number("rows_read"), 0);
    assert_eq!(service.total("tickets"), 7);
}

#[test]
fn a_file_that_cannot_be_moved_is_told_and_its_rows_are_none_the_worse() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/a.csv", sheet(1..=3));
    desk.write("done", "a file where a folder should be");
    desk.write("to.toml", "[input]\narchive = \"done\"\n");
    let run = desk.run(&["in/a.csv", "--config", "to.toml"]);
    let end = run.args(&["--rate", "none"]).to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(summary.number("created"), 3);
    assert!(summary.get("files")[0]["archive_fault"].is_string());
    assert!(end.stderr.contains("was not moved to done"), "{end}");
    assert_eq!(desk.read("in/a.csv"), sheet(1..=3));
}

#[test]
fn a_file_that_was_fully_imported_is_known_by_its_content_and_counts_as_before() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/a.csv", sheet([1, 2, 3, 2]));
    desk.write("in/b.csv", sheet(4..=5).replace("12025550104", "call me"));
    let first = night(&desk, &service, &["in/*.csv"], 3);
    assert_eq!(
        first.numbers(["created", "duplicates", "rejected"]),
        [4, 1, 1]
    );
    let requests = service.total("requests_total");
    std::fs::rename(desk.path("in/a.csv"), desk.path("in/c.csv")).unwrap();
    let run = desk.run(&["in/*.csv"]).to(&service);
    let end = run.end();
    let second = end.summary_of(3);
    assert_eq!(
        second.numbers(["rows_read", "already_created", "duplicates", "rejected"]),
        [6, 4, 1, 1]
    );
    assert_eq!(
        told(&second),
        pairs(&[
            ("in/b.csv", "needs_attention"),
            ("in/c.csv", "already_imported")
        ])
    );
    assert!(
        end.stderr
            .contains("in/c.csv was imported before, with 4 rows"),
        "{end}"
    );
    // Alone, it asks nothing of the service.
    let alone = night(&desk, &service, &["in/c.csv"], 0);
    assert_eq!(alone.numbers(["already_created", "requests"]), [3, 0]);
    assert_eq!(
        night(&desk, &service, &["in/c.csv", "--dry-run"], 0).number("already_created"),
        3
    );
    assert!(service.total("requests_total") >= requests);
    assert_eq!(service.total("tickets"), 4);
}

#[test]
fn a_file_is_read_again_if_a_byte_or_the_mapping_is_another_or_rows_are_sent_again() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/a.csv", sheet(1..=3));
    let status = |arguments: &[&str]| {
        let arguments = [&["in/a.csv"], arguments].concat();
        let summary = night(&desk, &service, &arguments, 0);
        (
            files(&summary)[0].1.clone(),
            summary.number("created"),
            summary.number("changed"),
        )
    };
    let imported = |created, changed| ("imported".to_owned(), created, changed);
    let known = ("already_imported".to_owned(), 0, 0);
    assert_eq!(status(&[]), imported(3, 0));
    assert_eq!(status(&[]), known);
    assert_eq!(status(&["--again"]), imported(0, 0));
    desk.write(
        "other.toml",
        "[ticket]\nunique_argument = \"{{ id }}\"\nfield2 = \"{{ subject }}\"\n[[ticket.participants]]\nname = \"{{ name }}\"\nprotocol_type = \"WhatsApp\"\nidentifier = \"{{ whatsapp }}\"\n",
    );
    assert_eq!(status(&["--config", "other.toml"]), imported(0, 0));
    assert_eq!(status(&["--ledger", "none.sqlite"]).0, "imported");
    // The same size, and one letter: the row is pointed out every night, and so the file is not put down as done.
    desk.write("in/a.csv", sheet(1..=3).replace("Dana 2", "Dina 2"));
    for _ in 0..2 {
        assert_eq!(status(&[]), ("needs_attention".to_owned(), 0, 1));
    }
    desk.write("in/a.csv", sheet(1..=4));
    assert_eq!(status(&[]), imported(1, 0));
    assert_eq!(status(&[]), known);
}

#[test]
fn a_row_in_doubt_of_an_earlier_night_is_settled_though_its_files_are_known() {
    let (service, desk) = (Service::faulty("create:commit_then_hang:at=3"), desk());
    desk.write("in/a.csv", sheet(1..=2));
    desk.write("b.csv", sheet(11..=11));
    night(&desk, &service, &["in/a.csv"], 0);
    let killed = desk.run(&["b.csv"]).to(&service).start();
    service.until_creates(3);
    drop(killed);
    let summary = night(&desk, &service, &["in/*.csv"], 0);
    assert_eq!(told(&summary), pairs(&[("in/a.csv", "already_imported")]));
    assert_eq!(summary.number("in_doubt_elsewhere"), 0);
    let story = desk.command(&["explain", "K-11", "--format", "json"]).end();
    assert!(story.stdout.contains("\"reconciled\""), "{story}");
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_file_that_is_known_is_moved_away_too() {
    let (service, desk) = (Service::start(), desk());
    desk.write("in/a.csv", sheet(1..=3));
    night(&desk, &service, &["in/*.csv"], 0);
    let summary = night(&desk, &service, &["in/*.csv", "--archive", "done"], 0);
    assert_eq!(told(&summary), pairs(&[("in/a.csv", "already_imported")]));
    assert_eq!(names(&desk, "done"), ["a.csv"]);
    assert_eq!(names(&desk, "in"), Vec::<String>::new());
}
