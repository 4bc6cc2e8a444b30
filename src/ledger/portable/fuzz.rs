//! Exports of a ledger that were changed on the way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use sha2::Digest as _;

use super::import::fill;
use super::table::tables;
use super::{End, Foot, import};
use crate::fuzzing::Choices;
use crate::ledger::{Inspection, RunNote, schema};

/// The first line of an export of today's format.
fn head() -> String {
    format!(
        "{{\"glassix_import_ledger\":1,\"format\":{},\"version\":\"0\",\"exported\":\"\"}}\n",
        schema::VERSION
    )
}

/// The last line that makes an export of these lines, whatever they are.
fn foot(text: &[u8]) -> Vec<u8> {
    let connection = Connection::open_in_memory().unwrap();
    schema::create(&connection, schema::VERSION).unwrap();
    let mut rows: BTreeMap<String, u64> = tables(&connection)
        .unwrap()
        .into_iter()
        .map(|table| (table.name, 0))
        .collect();
    for line in text.split(|byte| *byte == b'\n') {
        let line: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
        if let Some(count) = line["table"].as_str().and_then(|name| rows.get_mut(name)) {
            *count += 1;
        }
    }
    let end = End {
        lines: memchr::memchr_iter(b'\n', text).count() as u64,
        rows,
        sha256: data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(text)),
    };
    let mut line = serde_json::to_vec(&Foot { end }).unwrap();
    line.push(b'\n');
    line
}

/// Reads an export. `0`: as it is; `1`: these lines between a first and a last one that fit.
pub(crate) fn import_text(data: &[u8]) {
    let mut choices = Choices(data);
    let text = match choices.below(2) {
        0 => choices.0.to_vec(),
        _ => {
            let mut text = [head().as_bytes(), choices.0].concat();
            if text.last() != Some(&b'\n') {
                text.push(b'\n');
            }
            let foot = foot(&text);
            [text, foot].concat()
        }
    };
    let connection = Connection::open_in_memory().unwrap();
    let Ok(told) = fill(&connection, text.as_slice(), Path::new("fuzz")) else {
        return;
    };
    // What is taken is whole, and is the same when it is taken again.
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let note = RunNote::of_reader("fuzz");
    let imported = import(text.as_slice(), &one, &note);
    let Ok(imported) = imported else { return };
    assert_eq!(imported, told);
    let export = |path: &Path| {
        let mut text = Vec::new();
        let ledger = Inspection::open(path, &note).unwrap();
        // Numbers that JSON does not have cannot be taken in either.
        ledger.export(&mut text).unwrap();
        look_at(&ledger);
        text
    };
    let text = export(&one);
    import(text.as_slice(), &other, &note).unwrap();
    let rows = |text: &[u8]| -> Vec<String> {
        let text = String::from_utf8(text.to_vec()).unwrap();
        let lines = text.lines().filter(|line| line.starts_with("{\"table\""));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(rows(&export(&other)), rows(&text));
}

/// Whatever the entries say, they are shown or refused.
fn look_at(ledger: &Inspection) {
    let _ = (ledger.overview(), ledger.totals(Some(1)), ledger.run("r"));
    let _ = (ledger.run_name(None), ledger.run_names());
    for key in ["A", "B", ""] {
        let _ = ledger.stories(key);
        let _ = ledger.expected(1, key);
    }
    for (target, _) in ledger.targets().unwrap_or_default() {
        let _ = (
            ledger.origins(target),
            ledger.span(target),
            ledger.in_doubt(target),
        );
        let _ = ledger.each_created(target, drop);
    }
}
