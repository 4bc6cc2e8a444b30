#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::sheet::{Hints, Record};

/// A row of the file, so that no two begin alike.
fn row(id: u32) -> String {
    format!(
        "crm-{id:08},Dana Levi {id},dana{id}@example.com,\"Room {id}, 2nd floor\",an important customer\n"
    )
}

const HEADER: &str = "id,name,email,address,notes\n";

fn written(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("leads.csv");
    std::fs::write(&path, text).unwrap();
    path
}

/// A row that was read: its record, its line and its first cell.
type Seen = (u64, u64, String);

/// A passage, and the record that ends it.
type Told = (u64, Passage);

/// The rows that are read of a text, the passages that end with them, and how many rows are passed, since their passages
/// are `known` by what they begin with.
fn read(text: &str, meaning: &[u8], known: &HashMap<i64, Passage>) -> (Vec<Seen>, Vec<Told>, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut sheet = Sheet::open(&written(&folder, text), &Hints::default()).unwrap();
    sheet.tell_passages(meaning).unwrap();
    let (mut rows, mut passages, mut passed) = (Vec::new(), Vec::new(), 0);
    loop {
        if let Some(start) = sheet.passage_start().unwrap()
            && let Some(passage) = known.get(&start)
            && sheet.pass_passage(passage).unwrap()
        {
            passed += u64::from(passage.rows);
            continue;
        }
        match sheet.next_record().unwrap() {
            None => return (rows, passages, passed),
            Some(Record::Row(row)) => rows.push((row.record, row.line, row.cell(0).to_owned())),
            Some(Record::Unreadable { row, .. }) => rows.push((row.record, row.line, "?".into())),
        }
        let record = rows.last().unwrap().0;
        passages.extend(sheet.ended_passage().map(|passage| (record, passage)));
    }
}

fn by_start(passages: &[Told]) -> HashMap<i64, Passage> {
    let passages = passages.iter();
    passages
        .map(|(_, passage)| (passage.start, passage.clone()))
        .collect()
}

fn sheet_of(rows: &[String]) -> String {
    format!("{HEADER}{}", rows.concat())
}

#[test]
fn passages_cover_a_file_but_for_its_end_and_each_ends_with_its_last_row() {
    let rows: Vec<String> = (1..=3000).map(row).collect();
    let (read, passages, _) = read(&sheet_of(&rows), b"m", &HashMap::new());
    assert_eq!(read.len(), 3000);
    let mut record = 0;
    for (last, passage) in &passages {
        record += u64::from(passage.rows);
        assert_eq!(*last, record);
        let first = usize::try_from(record - u64::from(passage.rows)).unwrap();
        let own = &rows[first..usize::try_from(record).unwrap()];
        assert_eq!(own.concat().len(), passage.bytes as usize);
        assert!(passage.rows <= 256);
    }
    assert!(record > 3000 - 256 && passages.len() > 15, "{record}");
}

#[test]
fn a_passage_of_another_meaning_is_another_passage() {
    let text = sheet_of(&(1..=1000).map(row).collect::<Vec<_>>());
    let (_, passages, _) = read(&text, b"one", &HashMap::new());
    let known = by_start(&passages);
    assert!(read(&text, b"one", &known).2 > 500);
    assert_eq!(read(&text, b"two", &known).2, 0);
    let renamed = text.replacen("notes", "tags", 1);
    assert_eq!(read(&renamed, b"one", &known).2, 0, "another column");
    let other = text.replace(',', ";");
    assert_eq!(read(&other, b"one", &known).2, 0, "another dialect");
}

#[test]
fn what_is_no_row_is_in_no_passage() {
    let mut rows: Vec<String> = (1..=1000).map(row).collect();
    rows.insert(500, HEADER.into());
    rows.insert(300, "crm-x,one cell too few\n".into());
    let (_, passages, _) = read(&sheet_of(&rows), b"m", &HashMap::new());
    assert!(!passages.is_empty());
    for (last, passage) in &passages {
        let first = last - u64::from(passage.rows) + 1;
        assert!(!(first..=*last).contains(&301));
        assert!(*last <= 501 || first > 501, "the header is no record");
    }
}

#[test]
fn pipes_workbooks_and_exports_have_no_passages() {
    let text = sheet_of(&(1..=1000).map(row).collect::<Vec<_>>());
    let stream = Box::new(std::io::Cursor::new(text.clone().into_bytes()));
    let mut sheet = Sheet::read("-", stream, &Hints::default()).unwrap();
    sheet.tell_passages(b"m").unwrap();
    while sheet.next_record().unwrap().is_some() {
        assert_eq!(sheet.ended_passage(), None);
    }
    assert_eq!(sheet.passage_start().unwrap(), None);
}

/// An edit of a list of rows.
#[derive(Clone, Debug)]
enum Edit {
    Remove(prop::sample::Index, usize),
    Insert(prop::sample::Index, String),
    Repeat(prop::sample::Index, usize),
    Move(prop::sample::Index, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>();
    let foreign = prop_oneof![
        Just("new-1,New,new@example.com,\"a\nb\",\n".to_owned()),
        Just("\n".to_owned()),
        Just(HEADER.to_owned()),
        Just("Total,,,,12\n".to_owned()),
        Just("cut,short\n".to_owned()),
        Just("q-1,\"open,x,y,z\n".to_owned()),
        (5000_u32..6000).prop_map(row),
    ];
    prop_oneof![
        (at.clone(), 1..150_usize).prop_map(|(at, count)| Edit::Remove(at, count)),
        (at.clone(), foreign).prop_map(|(at, text)| Edit::Insert(at, text)),
        (at.clone(), 1..300_usize).prop_map(|(at, count)| Edit::Repeat(at, count)),
        (at, 1..300_usize).prop_map(|(at, count)| Edit::Move(at, count)),
    ]
}

fn part(rows: &[String], at: prop::sample::Index, count: usize) -> std::ops::Range<usize> {
    let at = at.index(rows.len());
    at..rows.len().min(at + count)
}

fn edited(mut rows: Vec<String>, edits: &[Edit]) -> Vec<String> {
    for edit in edits {
        match edit {
            Edit::Insert(at, text) => rows.insert(at.index(rows.len()), text.clone()),
            Edit::Remove(at, count) => {
                rows.drain(part(&rows, *at, *count));
            }
            Edit::Repeat(at, count) => {
                let copy = rows[part(&rows, *at, *count)].to_vec();
                rows.extend(copy);
            }
            Edit::Move(at, count) => {
                let part = part(&rows, *at, *count);
                let cut: Vec<String> = rows.drain(part).collect();
                rows.splice(0..0, cut);
            }
        }
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// However a file was edited, a row that is read has the record and the line that it has when all rows are read, and
    /// those that are passed are the others.
    #[test]
    fn an_edited_file_is_read_as_if_nothing_were_known(edits in prop::collection::vec(edit(), 1..5)) {
        let rows: Vec<String> = (1..=1000).map(row).collect();
        let (_, passages, _) = read(&sheet_of(&rows), b"m", &HashMap::new());
        let known = by_start(&passages);
        let text = sheet_of(&edited(rows, &edits));
        let (all, told, _) = read(&text, b"m", &HashMap::new());
        let (some, told_of_some, passed) = read(&text, b"m", &known);
        prop_assert_eq!(some.len() as u64 + passed, all.len() as u64);
        let mut rest = all.iter();
        for one in &some {
            prop_assert!(rest.any(|other| other == one), "{:?}", one);
        }
        // Passages do not depend on what was passed.
        for passage in &told_of_some {
            prop_assert!(told.contains(passage), "{:?}", passage);
        }
    }
}
