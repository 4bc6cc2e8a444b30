//! What is read, byte by byte, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::io;

use super::super::fault::Fault;
use super::*;
use proptest::prelude::*;

/// Gives at most so many bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        let (now, rest) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = rest;
        Ok(count)
    }
}

const COMMA: Dialect = Dialect {
    delimiter: b',',
    spaced: false,
    quote: Some(b'"'),
    escape: None,
};

fn read_by(
    bytes: &[u8],
    piece: usize,
    dialect: Dialect,
    width: Option<usize>,
) -> (Vec<Raw>, Option<ReadError>) {
    let mut records = Records::new(Drip(bytes, piece), dialect, width);
    let mut rows = Vec::new();
    loop {
        match records.next() {
            Ok(Some(raw)) => rows.push(raw),
            Ok(None) => return (rows, None),
            Err(error) => return (rows, Some(error)),
        }
    }
}

fn read(text: &str, width: usize) -> (Vec<Raw>, Option<ReadError>) {
    read_by(text.as_bytes(), 3, COMMA, Some(width))
}

fn cells(raw: &Raw) -> Vec<String> {
    raw.iter()
        .map(|cell| String::from_utf8_lossy(cell).into_owned())
        .collect()
}

/// The first cell of each row, or what is wrong with it.
fn firsts(text: &str, width: usize) -> Vec<String> {
    let (rows, error) = read(text, width);
    assert!(error.is_none(), "{text:?}: {error:?}");
    rows.iter()
        .map(|raw| match raw.fault {
            None => cells(raw)[0].clone(),
            Some(Fault::StrayQuote { .. }) => "stray".into(),
            Some(Fault::OpenQuote { .. }) => "open".into(),
            Some(Fault::Torn { .. }) => "torn".into(),
            Some(Fault::Ambiguous) => "ambiguous".into(),
            Some(Fault::StrayReturn) => "return".into(),
            Some(Fault::TooManyCells { .. }) => "cells".into(),
        })
        .collect()
}

#[test]
fn a_row_knows_the_line_on_which_it_starts_whatever_ends_the_lines() {
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        let text = "a,b\n\n1,2\n\n\n\"x\ny\",5\n6,7".replace('\n', end);
        let (rows, _) = read(&text, 2);
        let lines: Vec<_> = rows.iter().map(|raw| (raw.line, raw.blank_lines)).collect();
        assert_eq!(lines, [(1, 0), (3, 1), (6, 2), (8, 0)], "{end:?}");
        assert_eq!(rows[2].quoted_lines, 1);
        assert_eq!(cells(&rows[2])[0], format!("x{end}y"));
    }
}

#[test]
fn a_line_of_blanks_is_one_blank_cell() {
    let (rows, _) = read("a,b\n  \n1,2\n", 2);
    assert_eq!(cells(&rows[1]), ["  "]);
}

#[test]
fn a_carriage_return_in_a_cell_never_splits_a_row_in_silence() {
    assert_eq!(
        firsts("a,b\n1,x\ry\n2,z\n\r3,w\n4,\"p\rq\"\n", 2),
        ["a", "1".replace('1', "return").as_str(), "2", "return", "4"]
    );
}

#[test]
fn a_row_in_another_dialect_does_not_cost_the_row_before_it() {
    let rows = "1,Dana,2026-03-01,x\n2,Noa,2026-03-02,y\n3,Avi,2026-03-03,z\n4,Ron,2026-03-04,w\n";
    for broken in [
        "5|Gil|2026-03-05|\"call him, soon\"\n",
        "\"5\" \"Gil Bar\" 2026-03-05 \"a, b\"\n",
        "5,Gil,2026-03-05\"said: \"\"later, please\"\", then\"\n",
    ] {
        let found = firsts(&format!("id,name,day,note\n{rows}{broken}{rows}"), 4);
        assert_eq!(
            found.iter().filter(|first| *first == "4").count(),
            2,
            "{found:?}"
        );
        assert_eq!(found.len(), 10, "{found:?}");
    }
}

#[test]
fn the_end_of_a_note_whose_first_quote_is_missing_makes_its_row_doubtful() {
    let rows = "1,Dana,2026-03-01,x\n2,Noa,2026-03-02,y\n3,Avi,2026-03-03,z\n4,Ron,2026-03-04,w\n";
    let found = firsts(
        &format!("id,name,day,note\n{rows}5,Gil,2026-03-05,first\nsecond\"\n{rows}"),
        4,
    );
    assert!(!found.contains(&"5".to_owned()), "{found:?}");
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_row_only() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "key,notes\nk0,\"two\nlines\"\nk1,\"Call me\nk2,x\nk3,y\n".replace('\n', end);
        assert_eq!(
            firsts(&text, 2),
            ["key", "k0", "open", "k2", "k3"],
            "{end:?}"
        );
        let (rows, _) = read(&text, 2);
        assert_eq!(rows[2].fault, Some(Fault::OpenQuote { line: 4 }));
        assert_eq!(cells(&rows[2]), ["k1", "\"Call me"]);
        assert_eq!(rows[3].line, 5);
    }
}

#[test]
fn a_quote_that_the_quote_of_a_later_row_closes_costs_its_own_row_only() {
    let text = "key,notes\nk0,x\nk1,\"Call me\nk2,\"hello\"\nk3,\"y\"\n";
    assert_eq!(firsts(text, 2), ["key", "k0", "stray", "k2", "k3"]);
}

#[test]
fn rows_in_a_quote_that_closes_cleanly_are_not_handed_on_as_one() {
    let text = "id,a,b\n1,\"a,b\n2,\"\",c\n3,x,y\n";
    assert_eq!(firsts(text, 3), ["id", "open", "2", "3"]);
    let rows: String = (1..9).map(|n| format!("{n},a,b\n")).collect();
    let text = format!("id,a,b\n{rows}9,\"x,y\n10,\", z\",c\n11,x,y\n");
    assert_eq!(firsts(&text, 3)[9..], ["open", "10", "11"]);
    let text = format!("id,a,b\n{rows}9,\"x,y\n10,z\",c\n11,x,y\n");
    assert_eq!(firsts(&text, 3)[9..], ["ambiguous", "11"]);
}

#[test]
fn a_note_of_several_lines_with_delimiters_stays_one_row() {
    let note = "\"Dear all,\nthanks, and \"\"bye\"\",\n\nDana, Noa\"";
    for (text, rows) in [
        (
            format!("name,note\nDana,{note}\nNoa,x\n"),
            ["name", "Dana", "Noa"],
        ),
        (format!("id,note,x\n1,{note},z\n2,y,w\n"), ["id", "1", "2"]),
        (
            format!("note,id,x\n{note},1,z\ny,2,w\n"),
            ["note", "Dear all,\nthanks, and \"bye\",\n\nDana, Noa", "y"],
        ),
    ] {
        assert_eq!(
            firsts(
                &text,
                rows.len()
                    .min(text.lines().next().unwrap().split(',').count())
            ),
            rows,
            "{text}"
        );
    }
}

#[test]
fn text_behind_a_closing_quote_costs_its_own_row_only() {
    let text = "key,notes\nk1,\"say \"hello\" to\"\nk2,5\" pipe\nk3,בע\"מ";
    assert_eq!(firsts(text, 2), ["key", "stray", "k2", "k3"]);
}

#[test]
fn a_row_that_is_cut_by_a_stray_quote_is_reported_whole() {
    for text in [
        "id,a,note\n1,x,\"one\"\ntwo\"\n2,y,z\n3,y,z\n",
        "id,a,note\n1,x,\"one\"\n\ntwo\nthree\"\n2,y,z\n3,y,z\n",
        "id,a,note\n1,x,\"o\"ne\ntwo\"\n2,y,z\n3,y,z\n",
        "id,a,note\n1,x,\"one\nt\"wo\"\n2,y,z\n3,y,z\n",
        "id,a,note\n1,x,\"one\ntwo\"\"\n2,y,z\n3,y,z\n",
    ] {
        let firsts = firsts(text, 3).join(" ").replace("open", "stray");
        assert_eq!(firsts, "id stray 2 3", "{text}");
    }
}

#[test]
fn without_a_width_a_quote_that_spoils_more_than_its_line_ends_the_reading() {
    let read = |text: &str| read_by(text.as_bytes(), 3, COMMA, None);
    let (rows, error) = read("key,notes\nk0,x\nk1,\"Call me\nk2,\"hello\"\n");
    assert_eq!(rows.len(), 2);
    assert!(
        matches!(error, Some(ReadError::TornByQuote { line: 3 })),
        "{error:?}"
    );
    let (rows, error) = read("key,notes\nk1,\"Call me\nk2,x\n");
    assert_eq!(rows.len(), 1);
    assert!(
        matches!(error, Some(ReadError::OpenQuote { line: 2 })),
        "{error:?}"
    );
}

#[test]
fn where_no_row_follows_a_stray_quote_the_file_is_refused() {
    let text = format!("id,a,b\n1,x,y\n2,\"z,w\n{}", "not a row\n".repeat(100));
    let (_, error) = read(&text, 3);
    assert!(
        error.is_none(),
        "they are records of another width: {error:?}"
    );
    let text = format!("id,a,b\n1,\"x\"y\",\"z\"w,\"\n{}", "p\"\n".repeat(200));
    let (rows, error) = read(&text, 3);
    assert!(rows.len() < 100);
    assert!(
        matches!(
            error,
            Some(ReadError::TornByQuote { line: 2 } | ReadError::OpenQuote { line: 2 })
        ),
        "{error:?}"
    );
}

#[test]
fn a_record_without_an_end_is_refused_instead_of_filling_the_memory() {
    for start in ["a,b\n1,\"", "a,b\n1,"] {
        let mut text = start.as_bytes().to_vec();
        text.extend(std::iter::repeat_n(b'x', MAX_RECORD + 1));
        let (rows, error) = read_by(&text, 1 << 16, COMMA, Some(2));
        assert_eq!(rows.len(), 1);
        assert!(
            matches!(error, Some(ReadError::RecordTooLarge { line: 2, .. })),
            "{error:?}"
        );
    }
}

#[test]
fn a_quote_in_a_large_file_that_is_never_closed_costs_its_own_row_only() {
    let rows = |from: usize, to: usize| {
        (from..to)
            .map(|n| format!("{n},name {n},x\n"))
            .collect::<String>()
    };
    let text = format!(
        "id,a,b\n{}5000,\"z,w\n{}",
        rows(0, 5000),
        rows(5001, 400_000)
    );
    assert!(text.len() > MAX_RECORD);
    let (rows, error) = read_by(text.as_bytes(), 1 << 16, COMMA, Some(3));
    assert!(error.is_none());
    assert_eq!(rows.len(), 400_001);
    let faults: Vec<_> = rows.iter().filter(|raw| raw.fault.is_some()).collect();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].line, 5002);
}

#[test]
fn a_faulty_row_can_be_mended_from_its_cells() {
    let (rows, _) = read("a,b,c\n1,\"x, \"y\",z\n2,p,q\n", 3);
    assert_eq!(cells(&rows[1]).join(","), "1,\"x, \"y\",z");
}

fn written(rows: &[Vec<String>], delimiter: u8, all: bool) -> Vec<u8> {
    let style = if all {
        ::csv::QuoteStyle::Always
    } else {
        ::csv::QuoteStyle::Necessary
    };
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(style)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #[test]
    fn the_csv_crate_reads_well_formed_text_the_same(
        lines in prop::collection::vec("([a-c1-3\u{5d0} ]{0,3}|\"([a-c,\n]|\"\"){0,4}\")(,([a-c1-3\u{5d0} ]{0,3}|\"([a-c,\n]|\"\"){0,4}\")){0,3}", 0..12),
        end in prop::sample::select(["\n", "\r\n", "\r"].as_slice()),
        last in any::<bool>(),
    ) {
        let text = lines.join(end) + if last { end } else { "" };
        let (ours, error) = read_by(text.as_bytes(), 3, COMMA, None);
        prop_assert!(error.is_none());
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        prop_assert_eq!(ours.iter().map(cells).collect::<Vec<_>>(), theirs);
    }

    #[test]
    fn what_a_writer_wrote_is_read_back(
        rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 1..20),
        delimiter in prop::sample::select(b",;\t|:^~ /".as_slice()),
        all in any::<bool>(),
        piece in 1..8_usize,
    ) {
        let dialect = Dialect { delimiter, ..COMMA };
        let bytes = written(&rows, delimiter, all);
        let (read, error) = read_by(&bytes, piece, dialect, None);
        prop_assert!(error.is_none());
        prop_assert_eq!(read.iter().map(cells).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn what_a_writer_wrote_is_read_back_or_called_ambiguous_where_the_width_is_known(
        rows in prop::collection::vec(prop::collection::vec("[a-c1-3 ,\"\n\r]{0,9}", 3), 1..20),
        all in any::<bool>(),
    ) {
        let bytes = written(&rows, b',', all);
        let (read, error) = read_by(&bytes, 7, COMMA, Some(3));
        prop_assert!(error.is_none());
        if read.len() == rows.len() {
            for (raw, row) in read.iter().zip(&rows) {
                prop_assert!(raw.fault.is_some() || &cells(raw) == row);
            }
        } else {
            prop_assert!(read.iter().any(|raw| raw.fault.is_some()));
        }
    }

    #[test]
    fn it_does_not_matter_where_pieces_end(
        text in "([\",\r\na1 ]|\"\n|,\"|\",){0,120}",
        piece in 1..8_usize,
        width in prop::option::of(1..4_usize),
    ) {
        let whole = read_by(text.as_bytes(), usize::MAX, COMMA, width);
        let pieces = read_by(text.as_bytes(), piece, COMMA, width);
        prop_assert_eq!(&whole.0, &pieces.0);
        prop_assert_eq!(format!("{:?}", whole.1), format!("{:?}", pieces.1));
    }

    #[test]
    fn every_line_is_in_one_record(text in "([\",\na1 ]|\"\n|,\"|\",){0,120}") {
        let (rows, error) = read(&text, 3);
        let mut line = 1;
        for raw in &rows {
            prop_assert_eq!(raw.line, line + raw.blank_lines);
            line = raw.line + raw.quoted_lines + 1;
        }
        if error.is_none() {
            let lines = text.matches('\n').count() as u64 + 1;
            prop_assert!(line <= lines + 1, "{} of {}", line, lines);
        }
    }

    #[test]
    fn any_bytes_are_read_to_their_end_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        width in prop::option::of(1..5_usize),
    ) {
        let _ = read_by(&bytes, 5, COMMA, width);
    }
}
