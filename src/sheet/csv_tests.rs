//! What is read, byte by byte, and what is refused.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use proptest::prelude::*;

/// Gives at most one byte at a time, so that every boundary is met.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some((first, rest)) = self.0.split_first() else {
            return Ok(0);
        };
        buffer[0] = *first;
        self.0 = rest;
        Ok(1)
    }
}

fn read(bytes: &[u8]) -> (Vec<String>, Vec<Record>) {
    let mut reader = CsvReader::new("test", Drip(bytes), b',');
    let header = reader.header().unwrap();
    let mut records = Vec::new();
    while let Some(record) = reader.next(records.len() as u64 + 1, header.len()).unwrap() {
        records.push(record);
    }
    (header.names().to_vec(), records)
}

fn lines(records: &[Record]) -> Vec<u64> {
    let line = |record: &Record| match record {
        Record::Row(row) | Record::Unreadable { row, .. } => row.line,
    };
    records.iter().map(line).collect()
}

#[test]
fn a_row_knows_the_line_on_which_it_starts_whatever_ends_the_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "a,b\n\n1,2\n\n\n\"x\ny\",5\n6,7".replace('\n', end);
        let (header, records) = read(text.as_bytes());
        assert_eq!(header, ["a", "b"]);
        assert_eq!(lines(&records), [3, 6, 8], "{end:?}");
    }
}

#[test]
fn a_row_with_another_number_of_cells_is_reported_and_never_padded_or_cut() {
    let (_, records) = read(b"a,b,c\n1,2\n1,2,3,4\n1,2,3\n");
    let messages: Vec<_> = records
        .iter()
        .map(|record| match record {
            Record::Row(_) => "row".to_owned(),
            Record::Unreadable { message, .. } => message.clone(),
        })
        .collect();
    assert_eq!(
        messages,
        [
            "has 2 cells and the header has 3; two cells may have run together",
            "has 4 cells and the header has 3; a cell may hold the delimiter without quotes around it",
            "row"
        ]
    );
}

#[test]
fn bytes_that_are_not_utf8_cost_their_own_row_only() {
    let (_, records) = read(b"a,b\n\xE9,1\nok,2\n\xD7,\x90\n");
    assert!(matches!(&records[0], Record::Unreadable { message, .. } if message.contains("UTF-8")));
    assert!(matches!(&records[1], Record::Row(_)));
    assert!(
        matches!(&records[2], Record::Unreadable { .. }),
        "a character torn between two cells is not text"
    );
}

#[test]
fn a_quote_that_is_never_closed_ends_the_reading_instead_of_filling_the_memory() {
    let mut text = b"a,b\n1,\"".to_vec();
    text.extend(std::iter::repeat_n(b'x', MAX_RECORD + 1));
    let mut reader = CsvReader::new("test", text.as_slice(), b',');
    reader.header().unwrap();
    let error = reader.next(1, 2).unwrap_err();
    assert!(error.to_string().contains("starts on line 2"), "{error}");
}

/// The messages of the records, and of the error that ends the reading.
fn messages(text: &str) -> (Vec<String>, Option<SheetError>) {
    let mut reader = CsvReader::new("test", Drip(text.as_bytes()), b',');
    let header = reader.header().unwrap();
    let mut messages = Vec::new();
    loop {
        match reader.next(messages.len() as u64 + 1, header.len()) {
            Ok(Some(Record::Row(row))) => messages.push(row.cell(0).to_owned()),
            Ok(Some(Record::Unreadable { message, .. })) => messages.push(message),
            Ok(None) => return (messages, None),
            Err(error) => return (messages, Some(error)),
        }
    }
}

#[test]
fn a_quote_that_is_open_at_the_end_of_the_file_swallows_no_row() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "key,notes\nk0,\"two\nlines\"\nk1,\"Call me\nk2,x\nk3,y\n".replace('\n', end);
        let (rows, error) = messages(&text);
        assert_eq!(rows, ["k0"]);
        assert!(
            matches!(error, Some(SheetError::OpenQuote { line: 4, .. })),
            "{error:?}"
        );
    }
}

#[test]
fn a_quote_that_the_quote_of_a_later_row_closes_ends_the_reading() {
    let (rows, error) = messages("key,notes\nk0,x\nk1,\"Call me\nk2,\"hello\"\nk3,\"y\"\n");
    assert_eq!(rows, ["k0"]);
    assert!(
        matches!(error, Some(SheetError::TornByQuote { line: 3, .. })),
        "{error:?}"
    );
}

#[test]
fn text_behind_a_closing_quote_on_one_line_costs_its_own_row_only() {
    let (rows, error) = messages("key,notes\nk1,\"say \"hello\" to\"\nk2,5\" pipe\nk3,בע\"מ");
    assert!(
        rows[0].contains("behind a closing quote") && rows[0].contains("line 2"),
        "{rows:?}"
    );
    assert_eq!(rows[1..], ["k2", "k3"]);
    assert!(error.is_none(), "{error:?}");
}

#[test]
fn a_header_with_unsound_quotes_is_refused() {
    for (text, word) in [
        ("id,\"name\n1,x\n", "line 1"),
        ("id,\"na\"me\n1,x\n", "behind a closing quote"),
    ] {
        let mut reader = CsvReader::new("test", text.as_bytes(), b',');
        let error = reader.header().unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn a_header_in_one_column_with_another_delimiter_in_it_is_refused() {
    let mut reader = CsvReader::new("test", b"id;name\n1;x\n".as_slice(), b',');
    let error = reader.header().unwrap_err().to_string();
    assert!(error.contains("';'"), "{error}");
}

proptest! {
    #[test]
    fn what_a_writer_wrote_is_read_back(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 1..20)) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let (_, records) = read(&writer.into_inner().unwrap());
        let read: Vec<Vec<String>> = records.iter().map(|record| match record {
            Record::Row(row) => row.cells().map(str::to_owned).collect(),
            Record::Unreadable { message, .. } => panic!("{message}"),
        }).collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn any_bytes_are_read_to_their_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut reader = CsvReader::new("test", Drip(&bytes), b',');
        if let Ok(header) = reader.header() {
            let mut record = 0;
            while let Ok(Some(_)) = reader.next(record, header.len()) {
                record += 1;
            }
        }
    }
}
