//! The JSON that a run ends with.

use serde_json::{Map, Value};

/// The keys that programs rely on.
pub(crate) const FIXED_KEYS: [&str; 18] = [
    "run_id",
    "target",
    "rows_read",
    "created",
    "already_created",
    "duplicates",
    "rejected",
    "failed",
    "conflicts",
    "in_doubt",
    "not_attempted",
    "requests",
    "retries",
    "throttled",
    "reconciled",
    "elapsed_seconds",
    "exit_status",
    "stopped_by",
];

/// The counts in one of which every row ends.
const ENDS: [&str; 8] = [
    "created",
    "already_created",
    "duplicates",
    "rejected",
    "failed",
    "conflicts",
    "in_doubt",
    "not_attempted",
];

/// A summary that adds up.
#[derive(Debug)]
pub(crate) struct Summary(Map<String, Value>);

impl Summary {
    /// Reads the whole of standard output as one object, and holds it against the identity of the counts.
    pub(crate) fn read(stdout: &str, stderr: &str) -> Self {
        let object = match serde_json::from_str(stdout) {
            Ok(Value::Object(object)) => object,
            other => panic!("no summary: {other:?}\n--- stdout\n{stdout}--- stderr\n{stderr}"),
        };
        let summary = Self(object);
        let ended: u64 = ENDS.iter().map(|name| summary.number(name)).sum();
        assert_eq!(
            summary.number("rows_read"),
            ended,
            "a row was lost or counted twice: {summary:?}"
        );
        summary
    }

    /// A count.
    pub(crate) fn number(&self, name: &str) -> u64 {
        let value = self.get(name).as_u64();
        value.unwrap_or_else(|| panic!("{name} is no count: {self:?}"))
    }

    /// These counts, in this order.
    pub(crate) fn numbers<const N: usize>(&self, names: [&str; N]) -> [u64; N] {
        names.map(|name| self.number(name))
    }

    pub(crate) fn get(&self, name: &str) -> &Value {
        let value = self.0.get(name);
        value.unwrap_or_else(|| panic!("{name} is missing: {self:?}"))
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).as_str().unwrap_or_default()
    }

    /// The rows that need attention.
    pub(crate) fn rows(&self) -> &[Value] {
        self.get("rows").as_array().map_or(&[], Vec::as_slice)
    }
}
