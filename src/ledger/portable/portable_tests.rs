#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::path::Path;

use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::ledger::{Inspection, LedgerError, RunNote, opening};

/// A ledger with something in most tables.
fn ledger(path: &Path) {
    let connection = opening::open(path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO meta VALUES ('shard', '1/2');
             INSERT INTO target VALUES (1, 'host', 'department');
             INSERT INTO run(id, name, target, started, host, pid, version) VALUES (1, 'r', 1, 7, 'h', 1, '0');
             INSERT INTO source(id, run, target, name, header, mapping, key_derived) VALUES (1, 1, 1, 'a.csv', '[\"id\"]', x'00ff', 0);
             INSERT INTO item(n, target, key, digest, state, attempts, run, at, s, ticket, lines) VALUES
               (68719476737, 1, 'A', x'0102030405060708', 1, 1, 1, 9, 9, 9007199254740993, 1),
               (68719476738, 1, 'א\"\n', x'0102030405060708', 2, 1, 1, 9, NULL, NULL, 1);
             INSERT INTO problem(n, message, cells) VALUES (68719476738, '', '[\"a\"]');
             INSERT INTO attempt VALUES (68719476738, 1, 1, 9, 'timeout');
             INSERT INTO watch VALUES (68719476738, 1, 2, 3);",
        )
        .unwrap();
}

fn export(path: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    let ledger = Inspection::open(path, &RunNote::of_reader("export")).unwrap();
    ledger.export(&mut text).unwrap();
    text
}

fn take(text: &[u8], path: &Path) -> Result<Imported, PortableError> {
    import(text, path, &RunNote::of_reader("import"))
}

#[test]
fn a_ledger_that_was_exported_and_imported_says_the_same_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    ledger(&a);
    let text = export(&a);
    let imported = take(&text, &b).unwrap();
    assert_eq!((imported.rows, imported.lines), (2, 11));
    let rows = |text: &[u8]| {
        let text = String::from_utf8(text.to_vec()).unwrap();
        let lines: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
        lines[..lines.len() - 1].to_vec()
    };
    assert_eq!(rows(&export(&b)), rows(&text));
    assert!(matches!(
        take(&text, &b),
        Err(PortableError::NotEmpty { .. })
    ));
}

#[test]
fn a_text_that_was_cut_or_changed_makes_no_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    ledger(&a);
    let text = export(&a);
    let last = text.len() - text.rsplit(|b| *b == b'\n').nth(1).unwrap().len() - 1;
    for length in (0..text.len()).step_by(67).chain([last, text.len() - 1]) {
        assert!(take(&text[..length], &b).is_err(), "{length}");
    }
    let changed = String::from_utf8(text.clone()).unwrap();
    for (from, to) in [
        ("\"key\":\"A\"", "\"key\":\"B\""),
        ("\"state\":2", "\"state\":1"),
        ("timeout", "time-out"),
        ("\"table\":\"watch\"", "\"table\":\"sqlite_schema\""),
        ("\"resent\":3", "\"resend\":3"),
        ("0102030405060708", "0102030405060g08"),
    ] {
        let other = changed.replacen(from, to, 1);
        assert_ne!(other, changed, "{from}");
        assert!(take(other.as_bytes(), &b).is_err(), "{from}");
    }
    let behind = [text.as_slice(), b"{}\n"].concat();
    assert!(take(&behind, &b).is_err());
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('a') && name != "b.lock")
        .collect();
    assert!(left.is_empty(), "{left:?}");
    take(&text, &b).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_ledger_of_any_entries_is_the_same_after_export_and_import(
        rows in prop::collection::vec((text(), any::<i64>(), prop::collection::vec(any::<u8>(), 0..9), text(), prop::option::of(any::<i64>())), 0..6),
        names in (text(), text(), text()),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let connection = opening::open(&a).unwrap();
        let (host, department, file) = &names;
        connection.execute("INSERT INTO target VALUES (1, ?1, ?2)", [host, department]).unwrap();
        connection
            .execute("INSERT INTO source(id, run, target, name, header, mapping, key_derived) VALUES (1, 1, 1, ?1, ?1, x'', 0)", [file])
            .unwrap();
        for (n, (key, at, digest, cells, ticket)) in rows.iter().enumerate() {
            let n = i64::try_from(n).unwrap();
            // Keys are told apart.
            let values = rusqlite::params![n, format!("{n}{key}"), digest, at, ticket];
            connection
                .execute("INSERT INTO item(n, target, key, digest, state, attempts, run, at, ticket, lines) VALUES (?1, 1, ?2, ?3, 1, 1, 1, ?4, ?5, 1)", values)
                .unwrap();
            connection
                .execute("INSERT INTO problem(n, message, cells) VALUES (?1, ?2, ?2)", rusqlite::params![n, cells])
                .unwrap();
        }
        drop(connection);
        let text = export(&a);
        let told = String::from_utf8(text.clone()).unwrap();
        prop_assert!(told.chars().all(|c| c == '\n' || !crate::terminal::steers(c)));
        take(&text, &b).unwrap();
        let lines = |text: &[u8]| {
            let text = String::from_utf8(text.to_vec()).unwrap();
            let rows = text.lines().filter(|line| line.starts_with("{\"table\""));
            rows.map(str::to_owned).collect::<Vec<_>>()
        };
        let again = export(&b);
        prop_assert_eq!(lines(&again), lines(&text));
        let end = |path: &Path| Connection::open(path).unwrap().query_row(
            "SELECT coalesce(group_concat(quote(key) || quote(digest) || at || quote(ticket)), ''), (SELECT coalesce(group_concat(quote(cells)), '') FROM problem), (SELECT quote(name) FROM source) FROM item",
            [],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
        ).unwrap();
        prop_assert_eq!(end(&a), end(&b));
    }
}

/// Any text, and those that JSON, terminals and lines could take for something else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\0-\u{9f}\"\\\\\u{202a}-\u{202e}\u{2028}\u{FEFF}\u{E000}a]{0,9}",
        Just("{\"end\":".to_owned()),
    ]
}

#[test]
fn an_export_of_an_older_format_is_brought_up_to_date_and_one_of_a_later_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let text = |format: i64| {
        let head = format!(
            "{{\"glassix_import_ledger\":1,\"format\":{format},\"version\":\"0\",\"exported\":\"\"}}\n{{\"table\":\"meta\",\"row\":{{\"k\":\"a\",\"v\":\"b\"}}}}\n"
        );
        let mut rows = std::collections::BTreeMap::new();
        let connection = Connection::open_in_memory().unwrap();
        crate::ledger::schema::create(&connection, format.min(1)).unwrap();
        for table in table::tables(&connection).unwrap() {
            rows.insert(table.name, 0);
        }
        rows.insert("meta".into(), 1);
        let hash = <sha2::Sha256 as sha2::Digest>::digest(head.as_bytes());
        let end = End {
            lines: 2,
            rows,
            sha256: data_encoding::HEXLOWER.encode(&hash),
        };
        format!("{head}{}\n", serde_json::to_string(&Foot { end }).unwrap())
    };
    let later = take(text(99).as_bytes(), &path);
    assert!(
        matches!(
            later,
            Err(PortableError::Ledger(LedgerError::Newer { found: 99, .. }))
        ),
        "{later:?}"
    );
    take(text(1).as_bytes(), &path).unwrap();
    assert!(export(&path).starts_with(b"{\"glassix_import_ledger\":1,\"format\":"));
}
