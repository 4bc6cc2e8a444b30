//! A clean table in one unusual form per file: other rows around it, another dialect, other line ends.

use crate::dialect::{Dialect, PLAIN};
use crate::surroundings;
use crate::table::Table;
use crate::truth::{Case, Refusal, Row, Truth};

/// All forms of a table but damaged rows.
pub(crate) fn all(table: &Table) -> Vec<Case> {
    let mut cases = vec![plain("clean", "as it is", table, &PLAIN)];
    cases.extend(dialects(table));
    cases.extend(ends(table));
    cases.extend(extent(table));
    cases.extend(surroundings::all(table));
    cases
}

/// The truth of a table that is there in full.
pub(crate) fn truth(table: &Table) -> Truth {
    Truth {
        headers: vec![table.header.clone()],
        rows: table.rows.iter().cloned().map(Row::new).collect(),
        refusal: Refusal::Costly,
    }
}

/// The header and the rows as lines.
pub(crate) fn lines(table: &Table, dialect: &Dialect) -> Vec<String> {
    let mut lines = dialect.rows(&table.rows);
    lines.insert(0, dialect.row(&table.header));
    lines
}

fn plain(kind: &'static str, name: &str, table: &Table, dialect: &Dialect) -> Case {
    let text = dialect.text(&lines(table, dialect));
    Case::new(kind, format!("{} {name}", table.name), &text, truth(table))
}

fn dialects(table: &Table) -> Vec<Case> {
    let mut cases = Vec::new();
    for delimiter in [";", "\t", " ", ", ", "|", ","] {
        for all in [false, true] {
            let form = if all { ", all quoted" } else { "" };
            let dialect = Dialect {
                delimiter,
                all,
                ..PLAIN
            };
            if delimiter != "," || all {
                let name = format!("{delimiter:?}{form}");
                cases.push(plain("file: delimiter", &name, table, &dialect));
            }
            for other in [",", ";"] {
                if delimiter != other {
                    continue;
                }
                let apostrophe = Dialect {
                    quote: '\'',
                    escape: '\'',
                    ..dialect
                };
                let backslash = Dialect {
                    escape: '\\',
                    ..dialect
                };
                let name = format!("apostrophe, {delimiter:?}{form}");
                cases.push(plain("file: quote", &name, table, &apostrophe));
                let name = format!("backslash, {delimiter:?}{form}");
                cases.push(plain("file: escape", &name, table, &backslash));
            }
        }
    }
    cases
}

fn ends(table: &Table) -> Vec<Case> {
    let mut cases = Vec::new();
    for end in ["\n", "\r", "\r\n"] {
        let dialect = Dialect { end, ..PLAIN };
        if end != "\n" {
            cases.push(plain(
                "file: line ends",
                &format!("{end:?}"),
                table,
                &dialect,
            ));
        }
        let text = dialect.text(&lines(table, &dialect));
        let without = text.strip_suffix(end).unwrap_or(&text).to_owned();
        for (name, text) in [("none", without), ("two", text + end)] {
            let name = format!("{} {name} of {end:?}", table.name);
            cases.push(Case::new("file: final line end", name, &text, truth(table)));
        }
    }
    let unix = lines(table, &PLAIN);
    let (above, below) = unix.split_at(unix.len() / 2);
    let windows = Dialect {
        end: "\r\n",
        ..PLAIN
    };
    let text = PLAIN.text(above) + &windows.text(below);
    let name = format!("{} LF, then CRLF", table.name);
    cases.push(Case::new("file: line ends", name, &text, truth(table)));
    cases
}

/// Less of a table: no rows, one row, one column, no header.
fn extent(table: &Table) -> Vec<Case> {
    let header = PLAIN.row(&table.header);
    let name = |name: &str| format!("{} {name}", table.name);
    let mut none = truth(table);
    none.rows.clear();
    none.refusal = Refusal::Right;
    let mut cases = vec![
        Case::new(
            "header only",
            name("with a line end"),
            &format!("{header}\n"),
            none.clone(),
        ),
        Case::new("header only", name("without"), &header, none.clone()),
    ];
    none.refusal = Refusal::Only;
    for text in ["", "\n", "\r\n\r\n"] {
        let name = name(&format!("{text:?}"));
        cases.push(Case::new("no payload", name, text, none.clone()));
    }
    for at in [0, table.rows.len() / 2, table.rows.len() - 1] {
        let mut one = truth(table);
        one.rows = vec![one.rows.swap_remove(at)];
        let text = PLAIN.text(&[header.clone(), PLAIN.row(&table.rows[at])]);
        cases.push(Case::new(
            "one row",
            name(&(at + 1).to_string()),
            &text,
            one,
        ));
    }
    cases.extend(columns(table));
    let mut nameless = truth(table);
    nameless.headers = vec![vec![String::new(); table.header.len()]];
    nameless.refusal = Refusal::Right;
    let text = PLAIN.text(&PLAIN.rows(&table.rows));
    cases.push(Case::new(
        "no header",
        name("comma"),
        &text,
        nameless.clone(),
    ));
    let semicolon = Dialect {
        delimiter: ";",
        ..PLAIN
    };
    let text = semicolon.text(&semicolon.rows(&table.rows));
    cases.push(Case::new("no header", name("semicolon"), &text, nameless));
    cases
}

/// Each column that is always filled, alone. A blank cell would be a blank line.
fn columns(table: &Table) -> Vec<Case> {
    let filled = |at: &usize| table.rows.iter().all(|row| !row[*at].is_empty());
    let column = |at: usize| {
        let mut alone = truth(table);
        alone.headers = vec![vec![table.header[at].clone()]];
        for row in &mut alone.rows {
            row.cells = vec![row.cells.swap_remove(at)];
        }
        let mut lines: Vec<String> = alone.rows.iter().map(|row| PLAIN.row(&row.cells)).collect();
        lines.insert(0, PLAIN.cell(&table.header[at]));
        let name = format!("{} {}", table.name, table.header[at]);
        Case::new("one column", name, &PLAIN.text(&lines), alone)
    };
    (0..table.header.len()).filter(filled).map(column).collect()
}
