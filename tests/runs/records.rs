//! `check --records`: the rows as they are read, a line of JSON each.

use serde_json::{Value, json};

use crate::support::{Desk, End};

/// Two sound rows.
const SOUND: &str = "id,phone,tags\n1,+1 808-555-0101,VIP\n2,+1 808-555-0102,New\n";

fn check(desk: &Desk, arguments: &[&str]) -> End {
    desk.command(&["check", "--records"]).args(arguments).end()
}

/// The lines of `--records`.
fn records(end: &End) -> Vec<Value> {
    let lines = end.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn records_are_the_rows_as_they_are_read() {
    let desk = Desk::new();
    desk.write(
        "odd.csv",
        "colour,size\nred,\"two\nlines\"\nblue\n\"\u{5d0}\",3\n",
    );
    let end = check(&desk, &["odd.csv"]);
    assert_eq!((end.status, end.stderr.as_str()), (Some(0), ""), "{end}");
    let lines = records(&end);
    assert_eq!(lines[0], json!(["colour", "size"]));
    assert_eq!(lines[1], json!(["red", "two\nlines"]));
    assert_eq!(
        (&lines[2]["record"], &lines[2]["line"], &lines[2]["cells"]),
        (&json!(2), &json!(4), &json!(["blue"]))
    );
    assert!(lines[2]["error"].as_str().unwrap().contains("1 cells"));
    assert_eq!(lines[3], json!(["\u{5d0}", "3"]));
    assert_eq!(lines.len(), 4);
}

#[test]
fn records_of_a_file_that_is_refused_are_one_error() {
    let desk = Desk::new();
    desk.write("leads.pdf", "%PDF-1.7 ...");
    for file in ["leads.pdf", "nowhere.csv"] {
        let end = check(&desk, &[file]);
        assert_eq!(end.status, Some(2), "{end}");
        let lines = records(&end);
        let [only] = lines.as_slice() else {
            panic!("{end}")
        };
        let error = only["error"].as_str().unwrap();
        assert_eq!(only, &json!({ "error": error }));
        assert!(end.stderr.contains(error), "{end}");
    }
}

#[test]
fn records_behind_a_stray_quote_are_reported_and_not_handed_on() {
    let desk = Desk::new();
    desk.write("torn.csv", "id,note\n1,x\n2,\"y\n3,z\n");
    let end = check(&desk, &["torn.csv"]);
    assert_eq!(end.status, Some(0), "{end}");
    let lines = records(&end);
    assert_eq!(lines[..2], [json!(["id", "note"]), json!(["1", "x"])]);
    assert_eq!(lines[2]["record"], 2);
    assert_eq!(lines[3]["record"], 3);
    assert_eq!(lines.len(), 4);
}

#[test]
fn records_are_read_from_standard_input_too_and_from_one_sheet_at_a_time() {
    let desk = Desk::new();
    let end = desk
        .command(&["check", "--records", "-"])
        .stdin(SOUND)
        .end();
    assert_eq!((end.status, records(&end).len()), (Some(0), 3), "{end}");
    desk.write("sound.csv", SOUND);
    let two = check(&desk, &["sound.csv", "samples/leads.csv"]);
    assert_eq!(two.status, Some(2), "{two}");
    let both = check(&desk, &["sound.csv", "--format", "json"]);
    assert_eq!(both.status, Some(2), "{both}");
}
