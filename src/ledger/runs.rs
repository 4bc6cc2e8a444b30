//! The SQL of runs and of what they read: who began where, with which files. Every function runs inside the writer's
//! transaction.

use rusqlite::{Connection, params};

use super::error::LedgerError;
use super::state::State;

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// The id of a target, made if it is not there.
pub(super) fn target(connection: &Connection, host: &str, department: &str) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO target(host, department) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute([host, department])?;
    Ok(connection
        .prepare_cached("SELECT id FROM target WHERE host = ?1 AND department = ?2")?
        .query_row([host, department], |row| row.get(0))?)
}

/// The departments under which rows of this host are recorded.
pub(super) fn departments(connection: &Connection, host: &str) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare_cached("SELECT department FROM target WHERE host = ?1 AND EXISTS (SELECT 1 FROM item WHERE item.target = target.id)")?;
    let departments = statement.query_map([host], |row| row.get(0))?;
    Ok(departments.collect::<rusqlite::Result<_>>()?)
}

/// Writes down that a run has begun and gives its number.
pub(super) fn begin_run(
    connection: &Connection,
    run: &super::RunNote,
    target: i64,
    now: i64,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO run(name, target, started, host, pid, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![run.id, target, now, run.host, run.pid, env!("CARGO_PKG_VERSION")])?;
    Ok(connection.last_insert_rowid())
}

/// Writes down how a run ended.
pub(super) fn end_run(
    connection: &Connection,
    run: i64,
    now: i64,
    exit: u8,
    counts: &str,
) -> Result<()> {
    connection
        .prepare_cached("UPDATE run SET ended = ?2, exit = ?3, counts = ?4 WHERE id = ?1")?
        .execute(params![run, now, exit, counts])?;
    Ok(())
}

/// Writes down what a run was told, or what it has measured so far.
pub(super) fn keep_note(connection: &Connection, run: i64, note: &super::Note) -> Result<()> {
    let (statement, text) = match note {
        super::Note::About(text) => ("UPDATE run SET about = ?2 WHERE id = ?1", text),
        super::Note::Measures(text) => ("UPDATE run SET measures = ?2 WHERE id = ?1", text),
    };
    connection
        .prepare_cached(statement)?
        .execute(params![run, text])?;
    Ok(())
}

fn header_text(reading: &super::Reading) -> String {
    serde_json::to_string(&reading.header).unwrap_or_default()
}

/// Whether rows of a file of this name, or with these columns, were created under another mapping, where
/// one of the two mappings derives the key from the content, so that none of the old keys would be recognised.
pub(super) fn has_foreign_keys(
    connection: &Connection,
    target: i64,
    reading: &super::Reading,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM source WHERE target = ?1 AND (name = ?2 OR header = ?6) AND mapping <> ?3 AND (key_derived OR ?4)
               AND EXISTS (SELECT 1 FROM item WHERE n >= source.id << 36 AND n < (source.id + 1) << 36 AND state = ?5))",
        )?
        .query_row(
            params![
                target,
                reading.name,
                reading.mapping,
                reading.key_derived,
                State::Created as i64,
                header_text(reading)
            ],
            |row| row.get(0),
        )?)
}

/// Writes down that a file is being read and gives the reading's number.
pub(super) fn begin_reading(
    connection: &Connection,
    run: i64,
    target: i64,
    reading: &super::Reading,
) -> Result<i64> {
    let header = header_text(reading);
    connection
        .prepare_cached(
            "INSERT INTO source(run, target, name, header, mapping, key_derived, kind, encoding, delimiter, worksheet)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            run,
            target,
            reading.name,
            header,
            reading.mapping,
            reading.key_derived,
            reading.manner.kind,
            reading.manner.encoding,
            reading.manner.delimiter.map(String::from),
            reading.manner.worksheet,
        ])?;
    Ok(connection.last_insert_rowid())
}

/// The mapping of a reading.
pub(super) fn mapping_of(connection: &Connection, source: i64) -> Result<[u8; 8]> {
    Ok(connection
        .prepare_cached("SELECT mapping FROM source WHERE id = ?1")?
        .query_row([source], |row| row.get(0))?)
}
