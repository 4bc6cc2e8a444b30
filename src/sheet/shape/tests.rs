//! Whole sheets: what is the header, what is a row, what is neither.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::sheet::hints::HiddenRows;
use crate::sheet::raw::Raw;
use crate::sheet::row::Row;
use proptest::prelude::*;

/// The records of a simple text: cells between commas, no quotes, blank lines as gaps.
pub(in super::super) fn raws(text: &str) -> Vec<Raw> {
    let (mut raws, mut gap) = (Vec::new(), false);
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() {
            gap = true;
            continue;
        }
        let (mut all, mut ends) = (String::new(), Vec::new());
        for cell in line.split(',') {
            all.push_str(cell);
            ends.push(all.len() as u32);
        }
        raws.push(Raw {
            row: Row::new(0, index as u64 + 1, all, ends),
            gap,
            ..Raw::default()
        });
        gap = false;
    }
    raws
}

fn shape(text: &str) -> Result<Shape, ShapeError> {
    Shape::of(&raws(text), Grid::Delimited, HeaderHint::Found)
}

/// The header, the rows handed on by line, and what became of the other lines.
fn read(text: &str) -> (Vec<String>, Vec<u64>, Vec<(u64, String)>) {
    let shape = shape(text).unwrap();
    let names = shape.names.clone();
    let mut body = Body::new(shape, HiddenRows::Report);
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    for mut raw in raws(text) {
        match body.judge(&mut raw) {
            None => {}
            Some(Verdict::Row) => {
                assert_eq!(raw.row.len(), names.len());
                rows.push(raw.row.line);
            }
            Some(Verdict::Aside(kind)) => others.push((raw.row.line, format!("{kind:?}"))),
            Some(Verdict::Unreadable(why)) => others.push((raw.row.line, why)),
        }
    }
    (names, rows, others)
}

const LEADS: &str = "id,name,phone,city\nL-1,Dana,050-1234567,Haifa\nL-2,Noam,054-1234567,Eilat\nL-3,Adi,055-1234567,Haifa\nL-4,Lior,,Akko\n";

#[test]
fn a_plain_table_is_read_as_it_stands() {
    let (names, rows, others) = read(LEADS);
    assert_eq!(names, ["id", "name", "phone", "city"]);
    assert_eq!(rows, [2, 3, 4, 5]);
    assert_eq!(others, []);
}

#[test]
fn titles_above_the_header_are_passed() {
    for titles in [
        "My leads\n",
        "My leads,,,\n",
        "My leads\n\n",
        "Exported,2026-11-01\nBy,Dana\n\n",
        ",,,\nMy leads,,,\n,,,\n",
    ] {
        let text = format!("{titles}{LEADS}");
        let above = titles.lines().count() as u64;
        let (names, rows, others) = read(&text);
        assert_eq!(names, ["id", "name", "phone", "city"], "{titles:?}");
        assert_eq!(rows, [2, 3, 4, 5].map(|line| line + above), "{titles:?}");
        assert!(
            others
                .iter()
                .all(|(_, what)| what == "Title" || what == "Blank"),
            "{others:?}"
        );
    }
}

#[test]
fn names_in_two_rows_are_joined() {
    let grouped = "Person,,Contact,\nid,name,phone,city\nL-1,Dana,050-1234567,Haifa\nL-2,Noam,054-1234567,Eilat\n";
    let (names, rows, _) = read(grouped);
    assert_eq!(
        names,
        ["Person id", "Person name", "Contact phone", "Contact city"]
    );
    assert_eq!(rows, [3, 4]);
    let units = "id,name,phone,city\nnumber,words,international,words\nL-1,Dana,050-1234567,Haifa\nL-2,Noam,054-1234567,Eilat\n";
    let (names, rows, _) = read(units);
    assert_eq!(names[2], "phone international");
    assert_eq!(rows, [3, 4]);
}

#[test]
fn a_customer_with_words_in_place_of_a_phone_is_no_header() {
    let text =
        "name,phone,city\nDana,unknown,Haifa\nNoam,054-1234567,Eilat\nAdi,054-1234568,Eilat\n";
    assert_eq!(read(text).1, [2, 3, 4]);
}

#[test]
fn a_sheet_without_a_header_is_known() {
    let (names, rows, _) = read("L-1,Dana,050-1234567,Haifa\nL-2,Noam,054-1234567,Eilat\n");
    assert_eq!(names, ["", "", "", ""]);
    assert_eq!(rows, [1, 2]);
    assert_eq!(
        shape("L-1,Dana,050\nL-2,Noam,051\n").unwrap().header_lines,
        None
    );
    let words = shape("Dana,Haifa\nNoam,Eilat\nAdi,Haifa\n").unwrap();
    assert_eq!(words.header_lines, None, "a city stands twice");
    assert!(
        shape("name,city\nNoam,Eilat\nAdi,Haifa\n")
            .unwrap()
            .header_lines
            .is_some()
    );
}

#[test]
fn a_header_that_lost_or_gained_a_delimiter_is_refused() {
    for header in [
        "id,namephone,city",
        "id,name,,phone,city",
        "id,name,phone,city,x",
    ] {
        let text = format!("{header}\n{}", LEADS.split_once('\n').unwrap().1);
        assert!(
            matches!(shape(&text), Err(ShapeError::HeaderWidth { line: 1, .. })),
            "{header}: {:?}",
            shape(&text)
        );
    }
}

#[test]
fn a_row_of_another_width_is_reported_and_nothing_else() {
    let text = format!(
        "{LEADS}L-5,Gal050-1234567,Haifa\nL-6,Tal,050,1234567,Haifa\nL-7,Ben,050-7654321,Lod\n"
    );
    let (_, rows, others) = read(&text);
    assert_eq!(rows, [2, 3, 4, 5, 8]);
    assert!(
        others[0].1.contains("has 3 cells and the header has 4"),
        "{others:?}"
    );
    assert!(others[1].1.contains("has 5 cells"), "{others:?}");
}

#[test]
fn totals_and_remarks_below_the_rows_are_no_customers() {
    let text = format!(
        "{LEADS},,,\nTotal,,,\nTotal,,4,\nGenerated by a CRM,,,\n\nSource: somebody\n# end\n"
    );
    let (_, rows, others) = read(&text);
    assert_eq!(rows, [2, 3, 4, 5]);
    assert!(
        others
            .iter()
            .all(|(_, what)| ["Footer", "Blank", "Comment"].contains(&what.as_str())),
        "{others:?}"
    );
}

#[test]
fn the_header_in_the_middle_is_passed_and_its_rows_are_read() {
    let (_, rows, others) = read(&format!("{LEADS}{LEADS}"));
    assert_eq!(rows, [2, 3, 4, 5, 7, 8, 9, 10]);
    assert_eq!(others, [(6, "RepeatedHeader".into())]);
    let (_, rows, _) = read(&format!("{LEADS}\n{LEADS}"));
    assert_eq!(rows.len(), 8);
}

#[test]
fn rows_of_a_second_table_are_reported() {
    for second in [
        "\nsupplier,contact,telephone,town\nS-1,Avi,03-1234567,Lod\nS-2,Ben,03-7654321,Lod\n",
        "supplier,contact,telephone,town\nS-1,Avi,03-1234567,Lod\nS-2,Ben,03-7654321,Lod\n",
        "\ncity,phone\nHaifa,04-1\nEilat,08-1\n",
        "\nphone,id,city,name\n050-1,L-9,Lod,Avi\n050-2,L-8,Lod,Ben\n",
    ] {
        let (_, rows, others) = read(&format!("{LEADS}{second}"));
        assert_eq!(rows, [2, 3, 4, 5], "{second:?}");
        assert_eq!(others.len(), 3, "{second:?}: {others:?}");
    }
}

#[test]
fn delimiters_at_the_end_name_no_column() {
    let (names, rows, _) = read("id,name,\nL-1,Dana\nL-2,Noam\n");
    assert_eq!((names.len(), rows.len()), (2, 2));
    let (names, rows, _) = read("id,name\nL-1,Dana,\nL-2,Noam,\n");
    assert_eq!(names, ["id", "name", ""]);
    assert_eq!(rows.len(), 2);
}

#[test]
fn cells_between_blanks_are_not_taken_for_one_column() {
    let table = "id first last\n1 Dana Levi\n2 \"Anna Lea\" Katz\n3 Omri Cohen\n4 Noa Biton\n";
    assert_eq!(shape(table), Err(ShapeError::OneColumn { delimiter: ' ' }));
    let names = "full name\nDana Levi\nOmri Cohen\nNoa Biton\nAdi Katz\n";
    assert!(shape(names).is_ok());
}

#[test]
fn a_second_table_below_a_short_one_is_seen() {
    let rows: String = (1..=6).map(|row| format!("{row},Dana,Haifa\n")).collect();
    let (_, read, others) = read(&format!(
        "id,name,city\n{rows}\nproduct,price,stock\nlamp,12.50,4\n"
    ));
    assert_eq!((read.len(), others.len()), (6, 2), "{others:?}");
}

#[test]
fn an_amount_alone_below_the_rows_is_reported() {
    let (_, read, others) = read(&format!("{LEADS},,655.40,\n"));
    assert_eq!((read.len(), others.len()), (4, 1), "{others:?}");
}

#[test]
fn a_row_may_hold_its_phone_alone() {
    let (_, rows, _) = read(&format!("{LEADS},,050-1234567,\n"));
    assert_eq!(rows, [2, 3, 4, 5, 6]);
}

#[test]
fn a_sheet_of_broken_rows_is_told_from_one_without_any() {
    assert_eq!(shape("").unwrap_err(), ShapeError::Empty);
    let mut broken = raws("a,b\nc,d\n");
    for raw in &mut broken {
        raw.fault = Some("has more than 9 cells".into());
    }
    let error = Shape::of(&broken, Grid::Delimited, HeaderHint::Found).unwrap_err();
    assert!(
        error.to_string().contains("line 1 has more than 9 cells"),
        "{error}"
    );
}

#[test]
fn the_line_of_the_header_can_be_told() {
    let raws = raws("a,b\nid,name\nL-1,Dana\n");
    let shape = Shape::of(&raws, Grid::Delimited, HeaderHint::Line(2)).unwrap();
    assert_eq!(
        (shape.names, shape.header_lines),
        (vec!["id".into(), "name".into()], Some((2, 2)))
    );
    let shape = Shape::of(&raws, Grid::Delimited, HeaderHint::Absent).unwrap();
    assert_eq!((shape.names.len(), shape.header_lines), (2, None));
    assert!(Shape::of(&raws, Grid::Delimited, HeaderHint::Line(9)).is_err());
}

proptest! {
    #[test]
    fn whatever_is_handed_on_is_as_wide_as_the_header(text in "([a-c1-3@ .,]{0,12}\n){0,24}") {
        let raws = raws(&text);
        if let Ok(shape) = Shape::of(&raws, Grid::Delimited, HeaderHint::Found) {
            let width = shape.names.len();
            let mut body = Body::new(shape, HiddenRows::Report);
            for mut raw in raws {
                let before: Vec<String> = raw.row.cells().map(str::to_owned).collect();
                if body.judge(&mut raw) == Some(Verdict::Row) {
                    prop_assert_eq!(raw.row.len(), width);
                    // What is added or left away is blank.
                    let after: Vec<&str> = raw.row.cells().collect();
                    let (short, long): (Vec<&str>, Vec<&str>) = (before.iter().map(String::as_str).collect(), after);
                    let both = short.len().min(long.len());
                    prop_assert_eq!(&short[..both], &long[..both]);
                    prop_assert!(short[both..].iter().chain(&long[both..]).all(|cell| is_blank(cell)));
                }
            }
        }
    }
}
