//! Where rows come from: standard input, several files, a file as Excel writes it, a file full of mistakes.

use std::collections::BTreeMap;

use crate::support::{Desk, Service};

/// Records of samples/mistakes.csv that are never sent because of themselves.
const REJECTED: [u64; 18] = [
    2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 21, 22, 23,
];

/// The mapping of the samples, at full speed.
const MAPPED: [&str; 4] = ["--config", "samples/leads.toml", "--rate", "none"];

#[test]
fn standard_input_is_a_sheet_too() {
    let (service, desk) = (Service::start(), Desk::new());
    let sheet = desk.read("samples/leads.csv");
    let end = desk
        .run(&["-"])
        .args(&MAPPED)
        .stdin(sheet)
        .to(&service)
        .end();
    assert_eq!(end.summary_of(0).number("created"), 1000);
    let from_file = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(
        from_file.number("already_created"),
        1000,
        "a row is known by its key, wherever it comes from"
    );
}

#[test]
fn several_files_are_one_run_and_a_row_in_two_of_them_is_sent_once() {
    let (service, desk) = (Service::start(), Desk::new());
    part(&desk, "first.csv", 0..400);
    part(&desk, "second.csv", 399..1000);
    let files = ["first.csv", "second.csv"];
    let summary = desk.run(&files).args(&MAPPED).to(&service).end();
    let summary = summary.summary_of(0);
    assert_eq!(
        summary.numbers(["rows_read", "created", "already_created"]),
        [1001, 1000, 1]
    );
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_file_that_cannot_be_read_stops_a_strict_run_before_the_first_one_is_sent() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("second.csv", "PK\u{3}\u{4} an Excel file");
    let files = ["samples/leads.csv", "second.csv", "--strict"];
    let end = desk.run(&files).args(&MAPPED).to(&service).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(
        end.stderr.contains("the workbook second.csv is damaged"),
        "{end}"
    );
    assert_eq!(service.total("requests_total"), 0);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_part_of_any_cell() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write(
        "excel.csv",
        "\u{feff}id,first name,phone\r\nL-1,נועה,+1 808-555-0101\r\nL-2,Käthe,+1 808-555-0102\r\n",
    );
    let end = desk
        .run(&["excel.csv", "--rate", "none"])
        .to(&service)
        .end();
    assert_eq!(end.summary_of(0).number("created"), 2);
    let keys: Vec<String> = service.keys().into_keys().collect();
    assert_eq!(keys, ["L-1", "L-2"]);
    let tickets = service.tickets();
    let names: BTreeMap<&str, &str> = tickets
        .iter()
        .map(|ticket| {
            let key = ticket["uniqueArgument"].as_str().unwrap();
            (key, ticket["participants"][0]["name"].as_str().unwrap())
        })
        .collect();
    assert_eq!(names, [("L-1", "נועה"), ("L-2", "Käthe")].into());
}

#[test]
fn every_mistake_is_named_with_its_record_and_line() {
    let (service, desk) = (Service::start(), Desk::new());
    let import = || {
        let run = desk.run(&["samples/mistakes.csv"]).args(&MAPPED);
        run.to(&service).end().summary_of(3)
    };
    let summary = import();
    assert_eq!(
        summary.numbers(["rows_read", "created", "rejected", "duplicates"]),
        [25, 5, 18, 2]
    );
    assert_eq!(summary.number("duplicates_differing"), 1);
    for row in summary.rows() {
        // No record before the last two stands on two lines.
        let (record, line) = (row["record"].as_u64().unwrap(), row["line"].as_u64());
        assert_eq!(line, Some(record + 1), "{row}");
    }
    let records = |status: &str| -> Vec<u64> {
        let rows = summary.rows().iter().filter(|row| row["status"] == status);
        rows.map(|row| row["record"].as_u64().unwrap()).collect()
    };
    assert_eq!(records("rejected"), REJECTED);
    assert_eq!(records("duplicate"), [19, 20]);
    assert!(
        summary
            .rows()
            .iter()
            .all(|row| !row["reason"].as_str().unwrap().is_empty())
    );
    let keys: Vec<String> = service.keys().into_keys().collect();
    assert_eq!(
        keys,
        ["L-200001", "L-200006", "L-200012", "L-200024", "L-200025"]
    );
    let again = import();
    assert_eq!(again.numbers(["already_created", "rejected"]), [5, 18]);
    assert_eq!(service.requests("create"), 5);
}

#[test]
fn a_mended_row_is_sent_by_the_same_command() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("leads.csv", "id,phone\nL-1,+1 808-555-0101\nL-2,0103\n");
    let import = || desk.run(&["leads.csv"]).to(&service).end();
    assert_eq!(import().summary_of(3).number("rejected"), 1);
    desk.write(
        "leads.csv",
        "id,phone\nL-1,+1 808-555-0101\nL-2,+1 808-555-0103\n",
    );
    let mended = import().summary_of(0);
    assert_eq!(mended.numbers(["created", "already_created"]), [1, 1]);
    assert_eq!(service.requests("create"), 2);
}

#[test]
fn a_quote_that_is_never_closed_puts_no_row_into_the_ticket_of_another() {
    let (service, desk) = (Service::start(), Desk::new());
    // At the end of the file, and closed by the quote of a later row.
    let torn = [
        "L-3,+1 808-555-0103,\"Call me\nL-4,+1 808-555-0104,x\nL-5,+1 808-555-0105,y\n",
        "L-3,+1 808-555-0103,\"Call me\nL-4,+1 808-555-0104,\"hello\"\nL-5,+1 808-555-0105,y\n",
    ];
    for (number, rows) in torn.iter().enumerate() {
        let name = format!("{number}.csv");
        desk.write(
            &name,
            format!(
                "id,phone,message\nL-1,+1 808-555-0101,\"two\nlines\"\nL-2,+1 808-555-0102,x\n{rows}"
            ),
        );
        let end = desk.run(&[&name, "--rate", "none"]).to(&service).end();
        let summary = end.summary_of(3);
        assert_eq!(summary.number("rows_read"), 5);
        assert!(summary.number("rejected") >= 1, "{end}");
        let keys = service.keys();
        assert!(keys.contains_key("L-1") && keys.contains_key("L-2"));
        assert!(!keys.contains_key("L-3"), "{keys:?}");
        for ticket in service.tickets() {
            let text = ticket.to_string();
            let others = ["L-3", "L-4", "L-5"]
                .iter()
                .filter(|key| text.contains(*key))
                .count();
            assert!(others <= 1 && !text.contains("Call me"), "{text}");
        }
        let mended = desk.read(&name).replace("\"Call me", "\"Call me\"");
        let (name, service) = (format!("mended-{number}.csv"), Service::start());
        desk.write(&name, mended);
        let end = desk.run(&[&name, "--rate", "none"]).to(&service).end();
        assert_eq!(end.summary_of(0).number("created"), 5);
    }
}

#[test]
fn text_behind_a_closing_quote_on_one_line_rejects_that_row_only() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write(
        "leads.csv",
        "id,phone,message\nL-1,+1 808-555-0101,5\" pipe\nL-2,+1 808-555-0102,\"say \"hello\" to\"\nL-3,+1 808-555-0103,\"x\"\n",
    );
    let end = desk
        .run(&["leads.csv", "--rate", "none"])
        .to(&service)
        .end();
    let summary = end.summary_of(3);
    assert_eq!(summary.numbers(["created", "rejected"]), [2, 1]);
    let row = &summary.rows()[0];
    assert_eq!((&row["record"], &row["line"]), (&2.into(), &3.into()));
    assert!(
        row["reason"]
            .as_str()
            .unwrap()
            .contains("text behind the closing quote of the cell that starts on line 3"),
        "{row}"
    );
    let keys: Vec<String> = service.keys().into_keys().collect();
    assert_eq!(keys, ["L-1", "L-3"]);
}

/// Some records of the sample as a file of their own.
fn part(desk: &Desk, name: &str, records: std::ops::Range<usize>) {
    let mut sheet = csv::Reader::from_path(desk.path("samples/leads.csv")).unwrap();
    let mut part = csv::Writer::from_path(desk.path(name)).unwrap();
    part.write_record(sheet.headers().unwrap()).unwrap();
    let picked = sheet.records().skip(records.start).take(records.len());
    for record in picked {
        part.write_record(&record.unwrap()).unwrap();
    }
    part.flush().unwrap();
}
