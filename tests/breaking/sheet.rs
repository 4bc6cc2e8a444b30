//! A sheet whose rows are all different and awkward in what they say, and what their tickets must say.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// The rows of a sheet, by key.
pub(crate) struct Rows {
    rows: BTreeMap<String, [String; 4]>,
}

impl Rows {
    /// So many rows whose keys begin with `prefix`.
    pub(crate) fn new(prefix: &str, count: u32) -> Self {
        let row = |i: u32| {
            let key = format!("{prefix}-{i:04}");
            let name = format!("דנה \"D\" {i}");
            let phone = format!("97250{:07}", 1_000_000 + i);
            let field1 = format!("a, \"b\"; ü€ {i}");
            let field2 = format!("=1+{i}\\n% 🙂");
            (key, [name, phone, field1, field2])
        };
        Self {
            rows: (1..=count).map(row).collect(),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Their keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// Writes them as CSV.
    pub(crate) fn write(&self, path: &Path) {
        let mut sheet = csv::Writer::from_path(path).unwrap();
        sheet
            .write_record(["uniqueArgument", "name", "phone", "field1", "field2"])
            .unwrap();
        for (key, [name, phone, field1, field2]) in &self.rows {
            let phone = format!("+{phone}");
            sheet
                .write_record([key, name, &phone, field1, field2])
                .unwrap();
        }
        sheet.flush().unwrap();
    }

    /// What is wrong with a ticket, if anything is.
    pub(crate) fn fault_of(&self, ticket: &Value) -> Option<String> {
        let key = ticket["uniqueArgument"].as_str().unwrap_or_default();
        let Some([name, phone, field1, field2]) = self.rows.get(key) else {
            return Some(format!("a ticket of no row: {key:?}"));
        };
        let client = &ticket["participants"][0];
        let pairs = [
            (&ticket["field1"], field1),
            (&ticket["field2"], field2),
            (&client["name"], name),
            (&client["identifier"], phone),
        ];
        pairs
            .into_iter()
            .find(|(is, should)| is.as_str() != Some(should))
            .map(|(is, should)| format!("{key}: {is} where {should:?} should be"))
    }
}
