//! A ledger becomes text, row by row.

use std::collections::BTreeMap;
use std::io::{self, Write};

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::table::{Table, tables, to_json};
use super::{End, Foot, Head, PortableError, VERSION};
use crate::ledger::inspection::Inspection;
use crate::ledger::schema;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Rows of sheets that the ledger knows.
    pub rows: u64,
    /// Lines of the text, the first and the last included.
    pub lines: u64,
    /// SHA-256 of all lines but the last, in hex: the last one says the same.
    pub sha256: String,
}

/// Lines on their way out, counted and hashed.
struct Lines<'a, W> {
    out: &'a mut W,
    hash: Sha256,
    count: u64,
    line: Vec<u8>,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, line: &impl Serialize) -> io::Result<()> {
        self.line.clear();
        let json = crate::json::on_one_line(line)?;
        self.line.extend_from_slice(json.as_bytes());
        self.line.push(b'\n');
        self.hash.update(&self.line);
        self.count += 1;
        self.out.write_all(&self.line)
    }
}

/// A row as it is written.
#[derive(Serialize)]
struct Line<'a> {
    table: &'a str,
    row: &'a Map<String, Json>,
}

impl Inspection {
    /// Writes every entry of the ledger, a line of JSON each, in constant memory. The ledger cannot change meanwhile.
    ///
    /// # Errors
    /// [`PortableError`]; what was written then lacks its last line.
    pub fn export(&self, out: &mut impl Write) -> Result<Exported, PortableError> {
        let mut lines = Lines {
            out,
            hash: Sha256::new(),
            count: 0,
            line: Vec::new(),
        };
        lines.write(&Head {
            glassix_import_ledger: VERSION,
            format: schema::version(self.connection())?,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            exported: jiff::Timestamp::now().to_string(),
        })?;
        let mut rows = BTreeMap::new();
        for table in tables(self.connection())? {
            let count = self.export_table(&table, &mut lines)?;
            rows.insert(table.name, count);
        }
        let sha256 = HEXLOWER.encode(&lines.hash.clone().finalize());
        let items = rows.get("item").copied().unwrap_or(0);
        let end = End {
            lines: lines.count,
            rows,
            sha256: sha256.clone(),
        };
        lines.write(&Foot { end })?;
        lines.out.flush()?;
        Ok(Exported {
            rows: items,
            lines: lines.count,
            sha256,
        })
    }

    fn export_table(
        &self,
        table: &Table,
        lines: &mut Lines<'_, impl Write>,
    ) -> Result<u64, PortableError> {
        let mut statement = self.connection().prepare(&table.select())?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let mut values = Map::new();
            for (index, column) in table.columns.iter().enumerate() {
                let value = to_json(row.get_ref(index)?).ok_or_else(|| {
                    let kind = row.get_ref(index).map(|value| value.data_type());
                    rusqlite::Error::InvalidColumnType(
                        index,
                        format!("{}.{}", table.name, column.name),
                        kind.unwrap_or(rusqlite::types::Type::Null),
                    )
                })?;
                values.insert(column.name.clone(), value);
            }
            lines.write(&Line {
                table: &table.name,
                row: &values,
            })?;
            count += 1;
        }
        Ok(count)
    }
}
