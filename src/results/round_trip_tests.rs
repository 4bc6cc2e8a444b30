//! What is written is read back: results in every form that they are written in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::HashMap;
use std::io::Cursor;

use proptest::prelude::*;

use super::delimited::Delimited;
use super::layout::Layout;
use super::lines;
use super::told::Told;
use super::workbook::Workbook;
use crate::ledger::{Entry, Manner, Origin, Place, Standing, State};
use crate::sheet::{Entry as Read, Hints, Record, Script, Sheet};

/// A form that results are written in.
#[derive(Clone, Copy, Debug)]
enum Form {
    Text(char, &'static str, bool),
    Book,
}

fn entry(number: u64, cells: &[String], message: &str) -> Entry {
    Entry {
        place: Place::new(1, number),
        key: format!("K-{number}"),
        standing: Standing::Is(State::Rejected),
        ticket: None,
        attempts: 0,
        code: None,
        run: 1,
        at: 0,
        line: number + 1,
        message: message.to_owned(),
        is_unreadable: false,
        cells: Some((1, cells.to_vec())),
    }
}

fn origins(header: &[String]) -> HashMap<i64, Origin> {
    let origin = Origin {
        name: "a.csv".into(),
        header: header.to_vec(),
        manner: Manner::default(),
        run: 1,
    };
    HashMap::from([(1, origin)])
}

/// The rows as a file of this form; `None` where its encoding does not have a character of them.
fn written(form: Form, header: &[String], rows: &[Vec<String>], message: &str) -> Option<Vec<u8>> {
    let (origins, runs) = (origins(header), HashMap::new());
    let entries: Vec<Entry> = (1..)
        .zip(rows)
        .map(|(number, cells)| entry(number, cells, message))
        .collect();
    let mut layout = Layout::default();
    for entry in &entries {
        layout.learn(entry, &origins);
    }
    let mut out = Vec::new();
    match form {
        Form::Text(delimiter, encoding, for_excel) => {
            let script = Script::named(encoding).unwrap();
            let manner = (delimiter, script, for_excel);
            let mut text = Delimited::begin(&mut out, &layout, manner).ok()?;
            for entry in &entries {
                let told = Told::of(entry, &origins, &runs);
                text.row(&told, &layout.cells(entry), false).ok()?;
            }
        }
        Form::Book => {
            let mut book = Box::new(Workbook::begin(&layout, None).unwrap());
            for entry in &entries {
                let told = Told::of(entry, &origins, &runs);
                book.row(&told, &layout.cells(entry), false).unwrap();
            }
            book.finish(&mut out).unwrap();
        }
    }
    Some(out)
}

/// The cells and the key of each row.
type Rows = Vec<(Vec<String>, String)>;

/// What is read of it: the names, the cells and the key of each row, and how many records are no rows.
fn read(bytes: Vec<u8>, encoding: Option<&str>) -> (Vec<String>, Rows, usize) {
    let hints = Hints {
        encoding: encoding.map(str::to_owned),
        ..Hints::default()
    };
    let mut sheet = Sheet::read("results", Box::new(Cursor::new(bytes)), &hints).unwrap();
    let (mut rows, mut unreadable) = (Vec::new(), 0);
    while let Some(entry) = sheet.next_entry().unwrap() {
        match entry {
            Read::Record(Record::Row(row)) => {
                let key = row.earlier.as_ref().unwrap().key.clone();
                rows.push((row.cells().map(str::to_owned).collect(), key));
            }
            Read::Record(Record::Unreadable { .. }) => unreadable += 1,
            Read::Aside(_) => {}
        }
    }
    (sheet.header().names().to_vec(), rows, unreadable)
}

/// Cells of which a file, an encoding or a spreadsheet program could make something else.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "", " ", "a", "=1+1", "+972 55-555-0101", "-2+3", "@x", "'q", "''", "\"", "a \"b\", c", "0555550101",
            "03/04/2026", "2026-03-14", " x ", "\tx", "x\t", "a;b|c,d\te", "_x000D_", "\u{FEFF}x", "x\u{202E}y",
            "\u{200F}1", "12345678901234567890", "1e5", "TRUE", "#REF!", "null", "_status", "sep=;", "\\", "\\\"",
            "שלום", "10%", "-", "0", "é", "😀", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\0", "\u{1}", "\u{1B}[31m",
        ]).prop_map(str::to_owned),
        1 => "[ -~]{0,12}",
        1 => "[\"',;|\t =א]{0,6}",
        // U+FFFD stands for what could not be decoded, and its row is reported wherever it is met.
        1 => "[\\PC&&[^\u{FFFD}]]{0,6}",
    ]
}

/// What may be said of a row, in our own words and in those of the service, which are cleaned.
fn message() -> impl Strategy<Value = String> {
    "(no|a \"b\", c|שלום|=x;y)?[a-z,;|'א-ת]{0,9}"
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        1 => Just(Form::Book),
        3 => (
            prop::sample::select(vec![',', ';', '\t', '|']),
            prop::sample::select(vec!["utf-8", "utf-16le", "utf-16be", "windows-1255", "windows-1252", "cp862", "gbk"]),
            any::<bool>(),
        )
            .prop_map(|(delimiter, encoding, mark)| Form::Text(delimiter, encoding, mark && encoding == "utf-8")),
    ]
}

fn table(cell: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..5_usize).prop_flat_map(move |width| {
        prop::collection::vec(prop::collection::vec(cell.clone(), width), 1..12)
    })
}

/// Names as sheets have them: not blank, each once, and one that a spreadsheet would run.
fn names(width: usize) -> Vec<String> {
    ["id", "=name", "_status", "note, \"b\""][..width]
        .iter()
        .map(|name| (*name).to_owned())
        .collect()
}

/// Whether something of the row can be seen: one of nothing but blanks is no row.
fn is_row(cells: &[String]) -> bool {
    let is_seen = |c: char| !c.is_whitespace() && !crate::sheet::is_invisible(c);
    cells.iter().any(|cell| cell.contains(is_seen))
}

proptest! {
    #[test]
    fn results_of_any_cells_are_read_back_cell_for_cell_in_every_form_or_reported(form in form(), rows in table(cell().boxed()), message in message()) {
        let header = names(rows[0].len());
        let Some(bytes) = written(form, &header, &rows, &message) else {
            return Ok(());
        };
        let encoding = match form {
            Form::Text(_, encoding, false) => Some(encoding),
            _ => None,
        };
        let (names, read, unreadable) = read(bytes, encoding);
        let rows: Rows = (1..)
            .zip(rows)
            .filter(|(_, cells)| is_row(cells))
            .map(|(number, cells)| (cells, format!("K-{number}")))
            .collect();
        prop_assert_eq!(names, header);
        // A quote behind a blank may be where a delimiter went missing, and NUL is of no text: such rows are reported.
        let odd = |(cells, _): &&(Vec<String>, String)| cells.iter().any(|cell| cell.contains(['"', '\0']));
        prop_assert!(unreadable <= rows.iter().filter(odd).count());
        prop_assert_eq!(read.len() + unreadable, rows.len());
        let mut left = rows.iter();
        for row in &read {
            prop_assert!(left.any(|written| written == row), "{:?} was written by nobody", row);
        }
    }

    #[test]
    fn cells_over_several_lines_are_read_back_or_their_row_is_reported(form in form(), rows in table(prop_oneof![2 => cell(), 1 => "[\r\n,;\"a-c1 ]{0,12}"].boxed())) {
        let header = names(rows[0].len());
        let Some(bytes) = written(form, &header, &rows, "no") else {
            return Ok(());
        };
        let encoding = match form {
            Form::Text(_, encoding, false) => Some(encoding),
            _ => None,
        };
        let (names, read, unreadable) = read(bytes, encoding);
        let mut rows = (1..).zip(rows).filter(|(_, cells)| is_row(cells)).map(|(number, cells)| (cells, format!("K-{number}")));
        let all = rows.clone().count();
        prop_assert_eq!(names, header);
        prop_assert!(read.len() <= all && all <= read.len() + unreadable);
        for row in read {
            prop_assert!(rows.any(|written| written == row), "{:?} was written by nobody", row);
        }
    }

    #[test]
    fn results_as_json_lines_say_the_same_and_steer_nobody(rows in table(cell().boxed()), message in message()) {
        let header = names(rows[0].len());
        let (origins, runs) = (origins(&header), HashMap::new());
        for (number, cells) in (1..).zip(&rows) {
            let (entry, mut out) = (entry(number, cells, &message), Vec::new());
            lines::row(&mut out, &Told::of(&entry, &origins, &runs), &entry, origins.get(&1)).unwrap();
            let line = String::from_utf8(out).unwrap();
            let told: serde_json::Value = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(&told["cells"], &serde_json::json!(cells));
            prop_assert_eq!(&told["error"], message.as_str());
            prop_assert!(line.trim_end_matches('\n').chars().all(|c| !crate::terminal::steers(c)), "{line:?}");
        }
    }
}
