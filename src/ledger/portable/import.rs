//! Text becomes a ledger: under a name that nobody knows until all of it is there and was held against its last
//! line.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Read as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::table::{Table, tables};
use super::{END, End, Foot, Head, PortableError, VERSION};
use crate::ledger::lock::{Holder, Lock};
use crate::ledger::{LedgerError, RunNote, opening, schema};

/// Longest line that is read, in bytes: the cells of a row may take some megabytes, and all of a line is held in
/// memory.
const MAX_LINE: u64 = 64 * 1024 * 1024;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rows of sheets that the ledger knows.
    pub rows: u64,
    /// Lines of the text.
    pub lines: u64,
    /// Of which program the export was, and when it was written.
    pub of: String,
}

/// A row as it is read.
#[derive(Deserialize)]
struct Line {
    table: String,
    row: Map<String, Json>,
}

/// Lines on their way in, counted and hashed up to the last one.
struct Lines<R> {
    text: R,
    hash: Sha256,
    count: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line; false at the end. The last line of an export stays out of the hash.
    fn next(&mut self) -> Result<bool, PortableError> {
        self.line.clear();
        let read = self
            .text
            .by_ref()
            .take(MAX_LINE)
            .read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(false);
        }
        self.count += 1;
        if self.line.last() != Some(&b'\n') {
            return Err(PortableError::Cut {
                fault: format!("line {} has no end", self.count),
            });
        }
        if !self.is_last() {
            self.hash.update(&self.line);
        }
        Ok(true)
    }

    fn is_last(&self) -> bool {
        self.line.starts_with(END)
    }

    fn read<'de, T: Deserialize<'de>>(&'de self) -> Result<T, PortableError> {
        serde_json::from_slice(&self.line).map_err(|error| self.foreign(error))
    }

    fn foreign(&self, fault: impl ToString) -> PortableError {
        PortableError::Foreign {
            line: self.count,
            fault: fault.to_string(),
        }
    }
}

/// Makes a ledger of an export, where none with rows is. Blocks; in constant memory.
///
/// # Errors
/// [`PortableError`]; what was there is as it was then.
pub fn import(text: impl BufRead, path: &Path, note: &RunNote) -> Result<Imported, PortableError> {
    let _lock = make_room(path, note)?;
    let unwritable = |source| LedgerError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let file = tempfile::Builder::new()
        .prefix(".ledger-")
        .tempfile_in(opening::folder_of(path))
        .map_err(unwritable)?;
    let connection = Connection::open(file.path())?;
    // Until it has its name, nobody needs it after a crash.
    connection.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")?;
    let imported = fill(&connection, text, path)?;
    connection.execute_batch("COMMIT")?;
    schema::migrate(&connection)?;
    opening::check(&connection, path)?;
    drop(connection);
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path)
        .map_err(|error| unwritable(error.error))?;
    opening::sync_folder(path).map_err(unwritable)?;
    Ok(imported)
}

/// Makes sure that nothing is lost where the ledger will be, and locks it.
fn make_room(path: &Path, note: &RunNote) -> Result<Lock, PortableError> {
    let lock = Lock::take(path, &Holder::from(note))?;
    if path.exists() && has_rows(&opening::open(path)?)? {
        return Err(PortableError::NotEmpty {
            path: path.to_owned(),
        });
    }
    for suffix in ["-wal", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let leftover = PathBuf::from(name);
        if leftover.metadata().is_ok_and(|meta| meta.len() > 0) {
            return Err(PortableError::Leftover { path: leftover });
        }
    }
    Ok(lock)
}

fn has_rows(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM item)", [], |row| row.get(0))
}

pub(super) fn fill(
    connection: &Connection,
    text: impl BufRead,
    path: &Path,
) -> Result<Imported, PortableError> {
    let mut lines = Lines {
        text,
        hash: Sha256::new(),
        count: 0,
        line: Vec::new(),
    };
    let head = head(&mut lines, path)?;
    schema::create(connection, head.format)?;
    let tables: HashMap<String, Table> = tables(connection)?
        .into_iter()
        .map(|table| (table.name.clone(), table))
        .collect();
    let mut rows: BTreeMap<String, u64> = tables.keys().map(|name| (name.clone(), 0)).collect();
    loop {
        if !lines.next()? {
            return Err(PortableError::Cut {
                fault: "its last line is missing".into(),
            });
        }
        if lines.is_last() {
            break;
        }
        let line: Line = lines.read()?;
        let table = tables
            .get(&line.table)
            .ok_or_else(|| lines.foreign(format!("there is no table {:?}", line.table)))?;
        insert(connection, table, &line.row).map_err(|fault| lines.foreign(fault))?;
        *rows.entry(line.table).or_default() += 1;
    }
    let told: Foot = lines.read()?;
    let items = rows.get("item").copied().unwrap_or(0);
    let found = End {
        lines: lines.count - 1,
        rows,
        sha256: HEXLOWER.encode(&lines.hash.clone().finalize()),
    };
    if told.end != found {
        return Err(PortableError::Cut {
            fault: "its last line tells of other lines than those before it".into(),
        });
    }
    if lines.next()? {
        return Err(lines.foreign("nothing stands behind the last line"));
    }
    Ok(Imported {
        rows: items,
        lines: lines.count,
        of: format!("glassix-import {}, {}", head.version, head.exported),
    })
}

fn head(lines: &mut Lines<impl BufRead>, path: &Path) -> Result<Head, PortableError> {
    if !lines.next()? {
        return Err(PortableError::Cut {
            fault: "it is empty".into(),
        });
    }
    let head: Head = lines.read()?;
    if head.glassix_import_ledger != VERSION || head.format < 1 {
        return Err(lines.foreign("it is of another version of glassix-import"));
    }
    if head.format > schema::VERSION {
        return Err(PortableError::Ledger(LedgerError::Newer {
            path: path.to_owned(),
            found: head.format,
            known: schema::VERSION,
        }));
    }
    Ok(head)
}

/// Writes a row, or says why it is none.
fn insert(connection: &Connection, table: &Table, row: &Map<String, Json>) -> Result<(), String> {
    let known = |name: &String| table.columns.iter().any(|column| column.name == *name);
    if let Some(other) = row.keys().find(|name| !known(name)) {
        return Err(format!("{} has no column {other:?}", table.name));
    }
    let mut values = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let value = column.value(row.get(&column.name));
        values.push(value.ok_or_else(|| format!("{} cannot be read", column.name))?);
    }
    let inserted = connection
        .prepare_cached(&table.insert())
        .and_then(|mut statement| statement.execute(params_from_iter(values)));
    inserted.map(drop).map_err(|error| error.to_string())
}
