//! A file for the text file collector of Prometheus' node exporter.

use std::fmt::{Display, Write as _};

use super::Ending;

/// How a file of this program begins; another one is not written over.
pub const FIRST_LINE: &str = "# HELP glassix_import_exit_status The exit status of the last run.";

/// The metric that is kept from file to file.
const LAST_SUCCESS: &str = "glassix_import_last_success_timestamp_seconds";

/// The file's text. `name` tells apart the jobs of one machine, whose files the collector reads as one;
/// `last_success` is what the file said before, in seconds of Unix time.
#[must_use]
pub fn metrics(ending: &Ending<'_>, name: &str, last_success: i64) -> String {
    let name = format!("name=\"{}\"", escaped(name));
    let mut text = String::new();
    let mut gauge = |metric: &str, help: &str, values: &[(&str, &dyn Display)]| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# HELP glassix_import_{metric} {help}");
        let _ = writeln!(text, "# TYPE glassix_import_{metric} gauge");
        for (result, value) in values {
            let result = match *result {
                "" => String::new(),
                result => format!(",result=\"{}\"", escaped(result)),
            };
            let _ = writeln!(text, "glassix_import_{metric}{{{name}{result}}} {value}");
        }
    };
    let success = if ending.is_success() {
        ending.ended
    } else {
        last_success
    };
    for (metric, help, value) in [
        (
            "exit_status",
            "The exit status of the last run.",
            &ending.status as &dyn Display,
        ),
        (
            "last_run_timestamp_seconds",
            "When the last run ended, whatever came of it.",
            &ending.ended,
        ),
        (
            "last_success_timestamp_seconds",
            "When a run last ended with status 0; 0 if none has.",
            &success,
        ),
        (
            "duration_seconds",
            "How long the last run took.",
            &ending.elapsed.as_secs_f64(),
        ),
    ] {
        gauge(metric, help, &[("", value)]);
    }
    let Some(summary) = ending.summary else {
        return text;
    };
    let counts = &summary.counts;
    gauge(
        "rows",
        "Rows of the last run, by how they ended.",
        &[
            ("created", &counts.created),
            ("already_created", &counts.already_created),
            ("duplicates", &counts.duplicates),
            ("rejected", &counts.rejected),
            ("failed", &counts.failed),
            ("conflicts", &counts.conflicts),
            ("in_doubt", &counts.in_doubt),
            ("not_attempted", &counts.not_attempted),
        ],
    );
    for (metric, help, value) in [
        (
            "rows_in_doubt_elsewhere",
            "Rows in doubt from earlier sheets that the last run was not given.",
            counts.in_doubt_elsewhere,
        ),
        (
            "rows_doubled",
            "Rows of which the last run found two tickets.",
            counts.doubled,
        ),
        (
            "requests",
            "Requests of the last run, of every kind.",
            summary.requests,
        ),
        (
            "requests_throttled",
            "Requests of the last run that were refused for speed.",
            summary.throttled,
        ),
        (
            "retries",
            "Attempts of the last run beyond a row's first.",
            counts.retries,
        ),
    ] {
        gauge(metric, help, &[("", &value)]);
    }
    text
}

/// When a run last succeeded, as an earlier file says; 0 where it does not.
#[must_use]
pub fn last_success(earlier: &str) -> i64 {
    let mut lines = earlier
        .lines()
        .filter(|line| line.starts_with(LAST_SUCCESS));
    let value = lines.next().and_then(|line| line.rsplit(' ').next());
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// The value of a label.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('"', "\\\"")
        .replace('\n', r"\n")
}

#[cfg(test)]
#[path = "metrics_tests.rs"]
pub(super) mod tests;
