//! The report for a terminal of eighty columns, with what to type next on its last line.

use std::time::Duration;

use super::lines::Lines;
use super::reading::facts;
use super::report::{FileReport, Report};
use super::ticket::members;
use super::value::{in_line, shown};
use crate::summary::{counted, grouped};
use crate::terminal::rough;

/// Columns of a value of a ticket, which may be looked at closely.
const WIDE: usize = 120;

/// Columns that a value may take.
pub(super) const VALUE: usize = 44;

/// Columns of a value that stands beside others.
pub(super) const SHORT: usize = 26;

impl Report {
    /// The report for a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = Lines::default();
        for file in &self.files {
            write_file(&mut lines, file);
        }
        for mapping in &self.mapping {
            mapping.to_text().lines().for_each(|line| lines.plain(line));
        }
        self.write_rows(&mut lines);
        self.write_prospect(&mut lines);
        self.write_tickets(&mut lines);
        self.write_problems(&mut lines);
        self.write_keys(&mut lines);
        self.write_contacts(&mut lines);
        self.write_tags(&mut lines);
        self.write_changes(&mut lines);
        // What is to be typed stays on one line, so that it can be copied.
        format!("{}\n\n{}", lines.finish(), shown(&self.next))
    }

    fn write_rows(&self, lines: &mut Lines) {
        let counts = &self.counts;
        let elsewhere = match counts.other_shards {
            0 => String::new(),
            rows => format!(
                ", and {} of other shards, which are not looked at",
                grouped(rows)
            ),
        };
        lines.labelled("rows", &format!("{}{elsewhere}", grouped(counts.rows_read)));
        let differing = match counts.duplicates_differing {
            0 => String::new(),
            rows => format!(" (of these {} with other content)", grouped(rows)),
        };
        for (rows, what) in [
            (counts.to_send, "would be sent"),
            (counts.rejected, "would be rejected"),
            (counts.duplicates, "with a key that stands earlier"),
        ] {
            let differing = if what.starts_with("with") {
                &differing
            } else {
                ""
            };
            if rows > 0 || what == "would be sent" {
                lines.entry(
                    &format!("  {:>12} ", grouped(rows)),
                    &format!("{what}{differing}"),
                );
            }
        }
    }

    fn write_prospect(&self, lines: &mut Lines) {
        if let Some(people) = &self.people {
            lines.labelled("people", people);
        }
        if let Some(to) = &self.to {
            lines.labelled("to", &shown(to));
        }
        let duration = match self.estimated_seconds {
            Some(seconds) if self.counts.to_send > 0 => {
                let duration = Duration::try_from_secs_f64(seconds).unwrap_or_default();
                format!(
                    "; {} take {}",
                    counted(self.counts.to_send, "ticket"),
                    rough(duration)
                )
            }
            _ => String::new(),
        };
        lines.labelled("pace", &format!("{}{duration}", self.pace));
    }

    fn write_tickets(&self, lines: &mut Lines) {
        if self.tickets.is_empty() {
            return;
        }
        lines.gap();
        lines.plain(&match self.tickets.len() {
            1 => "the first ticket, as it would be sent".to_owned(),
            several => format!("the first {several} tickets, as they would be sent"),
        });
        for ticket in &self.tickets {
            let place = self.place(&ticket.file, ticket.line, ticket.record);
            lines.plain(&format!("  {place}"));
            let members = members(&ticket.body);
            let widest = members.iter().map(|(name, _)| name.len()).max();
            let widest = widest.unwrap_or(0);
            for (name, texts) in &members {
                let most = if texts.len() == 1 { WIDE } else { SHORT };
                let texts: Vec<String> = texts.iter().map(|text| in_line(text, most)).collect();
                lines.entry(&format!("    {name:<widest$}  "), &texts.join(", "));
            }
        }
    }

    /// Where a row stands.
    pub(super) fn place(&self, file: &str, line: u64, record: u64) -> String {
        format!("{} (record {record})", self.line(file, line))
    }

    pub(super) fn line(&self, file: &str, line: u64) -> String {
        if self.several() {
            format!("{} line {line}", in_line(file, SHORT))
        } else {
            format!("line {line}")
        }
    }
}

fn write_file(lines: &mut Lines, file: &FileReport) {
    lines.labelled("file", &in_line(&file.name, VALUE));
    for fact in facts(file) {
        let values: Vec<String> = match fact.label {
            // A notice is a sentence, and is read as one.
            "notice" => fact.values.iter().map(|value| shown(value)).collect(),
            _ => fact
                .values
                .iter()
                .map(|value| in_line(value, SHORT))
                .collect(),
        };
        let text = [fact.text, values.join(", ")];
        let text: Vec<&str> = text
            .iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        lines.entry(&format!("           {:<10} ", fact.label), &text.join(" "));
    }
    if let Some(error) = &file.error {
        for (index, line) in error.lines().enumerate() {
            let label = if index == 0 { "refused" } else { "" };
            lines.entry(&format!("           {label:<10} "), &shown(line));
        }
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
