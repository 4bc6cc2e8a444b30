//! The messy samples: each is read as a person would read it, or refused out loud.

use std::path::Path;

use serde_json::Value;

use crate::support::{Desk, Service};

/// A file of `samples/messy`, and what is in it.
struct Sheet {
    file: &'static str,
    /// The first name of the header; none where the sheet has no header.
    first: &'static str,
    /// Rows that are handed on.
    rows: usize,
    /// Rows that are seen and not handed on, and lines that are no customers, by their lines.
    others: &'static [u64],
    /// A cell that only a right reading has, somewhere.
    cell: &'static str,
}

const fn sheet(
    file: &'static str,
    first: &'static str,
    rows: usize,
    others: &'static [u64],
    cell: &'static str,
) -> Sheet {
    Sheet {
        file,
        first,
        rows,
        others,
        cell,
    }
}

const READ: [Sheet; 15] = [
    sheet("arabic-unicode-text.txt", "id", 12, &[], "الناصرة"),
    sheet("comma-and-space.csv", "id", 12, &[], "call after 18:00"),
    sheet("german-excel.csv", "Kundennr", 12, &[], "Müller"),
    sheet(
        "hebrew-excel.csv",
        "מזהה",
        12,
        &[],
        "חשבונית על שם כהן בע\"מ",
    ),
    sheet("leads.ods", "מספר לקוח", 11, &[1, 9], "00001"),
    sheet("leads.xls", "מספר לקוח", 11, &[1, 9], "00001"),
    sheet("leads.xlsx", "מספר לקוח", 11, &[1, 9], "00001"),
    sheet("no-header.csv", "", 12, &[], "L-001"),
    sheet("packed.csv.gz", "id", 12, &[], "L-012"),
    sheet("ragged.csv", "id", 11, &[8], "L-008"),
    sheet("second-table.csv", "id", 12, &[15, 16, 17], "L-012"),
    sheet("sep-line.csv", "id", 12, &[], "L-001"),
    sheet("single-quotes.tsv", "id", 12, &[], "O'Brien"),
    sheet("stray-quote.csv", "id", 11, &[6], "L-006"),
    sheet("two-exports.csv", "id", 12, &[9], "L-012"),
];

fn path(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/messy");
    folder.join(file).to_str().unwrap().to_owned()
}

#[test]
fn each_messy_sample_is_read_as_a_person_reads_it() {
    let desk = Desk::new();
    for Sheet {
        file,
        first,
        rows,
        others,
        cell,
    } in READ
    {
        let end = desk.command(&["check", "--records", &path(file)]).end();
        assert_eq!(end.status, Some(0), "{file}: {end}");
        let lines = end.stdout.lines();
        let lines: Vec<Value> = lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let (header, records) = lines.split_first().unwrap();
        let name = header.get(0).map_or("", |name| name.as_str().unwrap());
        assert_eq!(name, first, "{file}");
        let (read, seen): (Vec<&Value>, Vec<&Value>) =
            records.iter().partition(|line| line.is_array());
        assert_eq!(read.len(), rows, "{file}: {end}");
        let seen: Vec<u64> = seen
            .iter()
            .map(|other| other["line"].as_u64().unwrap())
            .collect();
        assert_eq!(seen, others, "{file}: {end}");
        let mut cells = read.iter().flat_map(|row| row.as_array().unwrap());
        assert!(cells.any(|found| found == cell), "{file}: {end}");
        let widths = read.iter().map(|row| row.as_array().unwrap().len());
        assert!(
            widths
                .clone()
                .all(|width| widths.clone().next() == Some(width)),
            "{file}: {end}"
        );
    }
}

#[test]
fn names_in_two_rows_are_joined_and_totals_are_no_customers() {
    let desk = Desk::new();
    let end = desk
        .command(&["check", "--records", &path("titles-and-totals.csv")])
        .end();
    let lines: Vec<Value> = end
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0][0], "Customer id");
    assert_eq!(lines[0][3], "Contact phone");
    assert_eq!(
        lines.iter().skip(1).filter(|line| line.is_array()).count(),
        12
    );
}

#[test]
fn a_web_page_is_refused_as_what_it_is() {
    let desk = Desk::new();
    let end = desk
        .command(&["check", "--records", &path("web-page.csv")])
        .end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("is a web page"), "{end}");
    assert_eq!(end.stdout.lines().count(), 1);
}

#[test]
fn every_sample_is_used() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/messy");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut used: Vec<&str> = READ.iter().map(|sheet| sheet.file).collect();
    used.extend(["titles-and-totals.csv", "web-page.csv"]);
    used.sort_unstable();
    assert_eq!(files, used);
}

#[test]
fn sheets_of_hebrew_and_german_excel_become_tickets_untold() {
    for (file, city) in [("hebrew-excel.csv", "נועה"), ("german-excel.csv", "Jürgen")] {
        let (service, desk) = (Service::start(), Desk::new());
        let end = desk
            .run(&[&path(file), "--rate", "none"])
            .to(&service)
            .end();
        assert_eq!(end.summary_of(0).number("created"), 12);
        let tickets = service.tickets();
        assert_eq!(tickets.len(), 12);
        assert!(
            tickets
                .iter()
                .any(|ticket| ticket.to_string().contains(city))
        );
    }
}
