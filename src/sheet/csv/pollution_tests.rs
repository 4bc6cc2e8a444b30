//! A clean table with one quote added at every place where one can be added: nobody's row is lost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use super::*;

const ROWS: usize = 30;

/// What became of a polluted file.
#[derive(Debug, Default)]
struct Tally {
    reported: usize,
    text: usize,
    refused: usize,
    /// The polluted row was handed on as something else.
    silent: usize,
    /// Another row was reported as well.
    neighbours: usize,
    /// Another row was lost or changed in silence.
    lost: usize,
}

type Table = Vec<Vec<String>>;

fn plain_table(text: bool) -> Table {
    let mut table = vec![
        ["id", "name", "city", "phone", "mail", "note"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for n in 1..ROWS {
        let word = |salt: usize| {
            ["alder", "birch", "cedar", "dogwood", "elm"][(n * 7 + salt) % 5].to_owned()
        };
        table.push(if text {
            (0..6)
                .map(|column| {
                    if (n + column) % 9 == 0 {
                        String::new()
                    } else {
                        word(column * n)
                    }
                })
                .collect()
        } else {
            vec![
                n.to_string(),
                format!("{} {}", word(1), word(2)),
                word(3),
                format!("050-{:07}", n * 7919),
                if n % 5 == 0 {
                    String::new()
                } else {
                    format!("{}{n}@x.il", word(4))
                },
                if n % 3 == 0 { String::new() } else { word(5) },
            ]
        });
    }
    table
}

/// The table with cells that need quotes: delimiters, line breaks, quotes, in every column but the first.
fn quoted_table(text: bool) -> Table {
    let mut table = plain_table(text);
    for (n, row) in table.iter_mut().enumerate().skip(1) {
        let column = 1 + n % 5;
        match n % 4 {
            0 => row[column] = "Levi, Dana".into(),
            1 => row[column] = "Street 5\nHaifa, Israel\nfloor 2".into(),
            2 => row[column] = "the \"best\" one".into(),
            _ => {}
        }
        if n % 7 == 0 {
            row[5] = "call\n\"soon\", or\nnot, at all".into();
        }
    }
    table
}

/// As bytes, with the row to which each byte belongs.
fn written(table: &Table, all: bool, end: &str, width: usize) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut rows) = (Vec::new(), Vec::new());
    for (n, row) in table.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .take(width)
            .map(|cell| {
                if all || cell.contains([',', '"', '\n']) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell.clone()
                }
            })
            .collect();
        bytes.extend_from_slice((cells.join(",") + end).as_bytes());
        rows.resize(bytes.len(), n);
    }
    (bytes, rows)
}

fn read(bytes: &[u8], width: usize) -> (Vec<Raw>, bool) {
    let dialect = Dialect {
        delimiter: b',',
        spaced: false,
        quote: Some(b'"'),
        escape: None,
    };
    let mut records = Records::new(bytes, dialect, Some(width));
    let mut raws = Vec::new();
    loop {
        match records.next() {
            Ok(Some(raw)) => raws.push(raw),
            Ok(None) => return (raws, false),
            Err(_) => return (raws, true),
        }
    }
}

fn cells(raw: &Raw) -> Vec<String> {
    raw.iter()
        .map(|cell| String::from_utf8_lossy(cell).into_owned())
        .collect()
}

/// Adds a quote at every place, and sees what becomes of the rows.
fn pollute(table: &Table, all: bool, end: &str, width: usize) -> Tally {
    let (bytes, rows) = written(table, all, end, width);
    let mut tally = Tally::default();
    for at in 0..=bytes.len() {
        let mut polluted = bytes.clone();
        polluted.insert(at, b'"');
        let owner = rows.get(at).copied().unwrap_or(table.len());
        let (raws, refused) = read(&polluted, width);
        if refused {
            tally.refused += 1;
        }
        // What is handed on, by width as a reader of the shape does.
        let handed: Vec<Vec<String>> = raws
            .iter()
            .filter(|raw| raw.fault.is_none() && raw.width() == width)
            .map(cells)
            .collect();
        let mut next = 0;
        let (mut own, mut strange) = (None, Vec::new());
        let mut seen = vec![false; table.len()];
        for row in handed {
            let found = (next..table.len()).find(|n| *n != owner && table[*n][..width] == row[..]);
            match found {
                Some(n) => {
                    seen[n] = true;
                    next = n + 1;
                }
                _ if own.is_none() => own = Some(row),
                _ => strange.push(row),
            }
        }
        let missing: Vec<usize> = (0..table.len())
            .filter(|n| !seen[*n] && *n != owner)
            .collect();
        if !missing.is_empty() && !refused {
            // Everything that is not handed on is in some record that is reported.
            tally.neighbours += 1;
        }
        if !strange.is_empty() {
            tally.lost += 1;
        }
        match own {
            None if refused => {}
            None => tally.reported += 1,
            Some(row) if owner < table.len() && is_with_quote(&row, &table[owner][..width]) => {
                tally.text += 1;
            }
            Some(_) => {
                tally.silent += 1;
            }
        }
    }
    tally
}

fn is_with_quote(row: &[String], clean: &[String]) -> bool {
    let changed: Vec<_> = row.iter().zip(clean).filter(|(a, b)| a != b).collect();
    match changed[..] {
        [] => false,
        [(now, before)] => {
            now.len() == before.len() + 1
                && (0..now.len()).any(|at| {
                    now.as_bytes()[at] == b'"'
                        && [&now.as_bytes()[..at], &now.as_bytes()[at + 1..]].concat()
                            == before.as_bytes()
                })
        }
        _ => false,
    }
}

#[test]
fn a_stray_quote_at_any_place_costs_no_other_row() {
    for text in [false, true] {
        for (end, width) in [("\n", 6), ("\r\n", 3), ("\n", 2)] {
            for (name, table, all) in [
                ("plain", plain_table(text), false),
                ("some quoted", quoted_table(text), false),
                ("all quoted", quoted_table(text), true),
            ] {
                let tally = pollute(&table, all, end, width);
                let case = format!("{name}, {width} columns, text {text}: {tally:?}");
                assert_eq!(
                    (tally.silent, tally.lost, tally.refused),
                    (0, 0, 0),
                    "{case}"
                );
                // A quote on a line of its own behind the last row, and in tables of two columns of
                // words the rows at the end, are nothing that can be told.
                assert!(tally.neighbours <= if width == 2 { 3 } else { 1 }, "{case}");
            }
        }
    }
}
