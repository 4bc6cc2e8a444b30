//! The tables of a ledger as the database names them, and their values as JSON.

use data_encoding::HEXLOWER;
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};
use serde_json::Value as Json;

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

/// A column of a STRICT table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    is_blob: bool,
}

/// A name as SQL takes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table, in the order in which they were made.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    names
        .map(|name| {
            let name: String = name?;
            Ok(Table {
                columns: columns(connection, &name)?,
                name,
            })
        })
        .collect()
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut statement =
        connection.prepare("SELECT name, type FROM pragma_table_info(?1) ORDER BY cid")?;
    let columns = statement.query_map([table], |row| {
        Ok(Column {
            name: row.get(0)?,
            is_blob: row.get_ref(1)?.as_str()? == "BLOB",
        })
    })?;
    columns.collect()
}

impl Table {
    fn names(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| quoted(&column.name))
            .collect();
        names.join(", ")
    }

    /// Reads all rows, in the order in which they lie there.
    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), quoted(&self.name))
    }

    /// Writes a row.
    pub(super) fn insert(&self) -> String {
        let values = vec!["?"; self.columns.len()].join(", ");
        format!(
            "INSERT INTO {}({}) VALUES ({values})",
            quoted(&self.name),
            self.names()
        )
    }
}

/// A value as it is written; `None` for one that no table of ours holds.
pub(super) fn to_json(value: ValueRef<'_>) -> Option<Json> {
    match value {
        ValueRef::Null => Some(Json::Null),
        ValueRef::Integer(number) => Some(number.into()),
        ValueRef::Real(number) => serde_json::Number::from_f64(number).map(Json::Number),
        ValueRef::Text(text) => std::str::from_utf8(text).ok().map(Json::from),
        ValueRef::Blob(bytes) => Some(HEXLOWER.encode(bytes).into()),
    }
}

impl Column {
    /// A value as it is read back; `None` for one that cannot be one of this column.
    pub(super) fn value(&self, json: Option<&Json>) -> Option<Value> {
        match json {
            None | Some(Json::Null) => Some(Value::Null),
            Some(Json::Number(number)) => match number.as_i64() {
                Some(number) => Some(Value::Integer(number)),
                None => number.as_f64().map(Value::Real),
            },
            Some(Json::String(text)) if self.is_blob => {
                HEXLOWER.decode(text.as_bytes()).ok().map(Value::Blob)
            }
            Some(Json::String(text)) => Some(Value::Text(text.clone())),
            Some(Json::Bool(_) | Json::Array(_) | Json::Object(_)) => None,
        }
    }
}
