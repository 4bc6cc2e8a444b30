//! What was found in rows, for a terminal: problems, repeats, tags and changes.

use super::lines::Lines;
use super::report::{Again, Cell, Example, Message, Repeated, Report};
use super::text::{SHORT, VALUE};
use super::value::{in_line, shown};
use crate::summary::{counted, grouped};

/// Rows that are shown of each problem; the JSON form and the page have some more.
const EXAMPLES: usize = 3;

/// Ways of breaking one rule that are shown.
const MESSAGES: usize = 6;

/// Repeated keys, repeated contacts and changes of a kind that are shown.
const REPEATED: usize = 5;

/// Tags that are shown.
const TAGS: usize = 20;

impl Report {
    pub(super) fn write_problems(&self, lines: &mut Lines) {
        if self.problems.is_empty() {
            return;
        }
        lines.gap();
        lines.plain("problems");
        for problem in &self.problems {
            let rows = counted(problem.rows, "row");
            lines.plain(&format!("  {}: {rows}", problem.title));
            for message in problem.messages.iter().take(MESSAGES) {
                self.write_message(lines, message);
            }
            write_more(
                lines,
                "    ",
                problem.messages.len(),
                MESSAGES,
                "other ways",
            );
        }
    }

    fn write_message(&self, lines: &mut Lines, message: &Message) {
        let place = match message.place.as_str() {
            "" => String::new(),
            place => format!("{}: ", shown(place)),
        };
        let count = format!("    {:>3} × ", grouped(message.rows));
        lines.entry(&count, &format!("{place}{}", shown(&message.message)));
        for example in message.examples.iter().take(EXAMPLES) {
            self.write_example(lines, example);
        }
        let rows = usize::try_from(message.rows).unwrap_or(usize::MAX);
        write_more(
            lines,
            "          ",
            rows,
            EXAMPLES.min(message.examples.len()),
            "more",
        );
    }

    fn write_example(&self, lines: &mut Lines, example: &Example) {
        let place = self.place(&example.file, example.line, example.record);
        let is_whole_row = example.cells.iter().any(|cell| cell.name.is_none());
        let told = if is_whole_row {
            let cells: Vec<String> = example
                .cells
                .iter()
                .map(|cell| shown(&cell.value))
                .collect();
            in_line(&cells.join(" | "), VALUE)
        } else {
            let width = if example.cells.len() == 1 {
                VALUE
            } else {
                SHORT
            };
            let cells = example.cells.iter();
            cells
                .map(|cell| told(cell, width))
                .collect::<Vec<_>>()
                .join(", ")
        };
        lines.plain(&format!("          {place}: {told}"));
    }

    pub(super) fn write_keys(&self, lines: &mut Lines) {
        if self.repeated_keys.is_empty() {
            return;
        }
        lines.gap();
        let counts = &self.counts;
        lines.plain(&format!(
            "{} more than once; of each, only the first row would be sent",
            stand(counts.repeated_keys, "key")
        ));
        for key in self.repeated_keys.iter().take(REPEATED) {
            self.write_repeated(lines, key);
        }
        self.write_rest(lines, &self.repeated_keys, counts.repeated_keys);
    }

    pub(super) fn write_contacts(&self, lines: &mut Lines) {
        if self.repeated_contacts.is_empty() {
            return;
        }
        lines.gap();
        let counts = &self.counts;
        lines.plain(&format!(
            "{} more than once, in {}: the service keeps one open ticket for a contact, so all but the first may be refused",
            stand(counts.repeated_contacts, "contact"),
            counted(counts.rows_of_repeated_contacts, "row")
        ));
        for contact in self.repeated_contacts.iter().take(REPEATED) {
            self.write_repeated(lines, contact);
        }
        self.write_rest(lines, &self.repeated_contacts, counts.repeated_contacts);
    }

    fn write_repeated(&self, lines: &mut Lines, repeated: &Repeated) {
        let first = self.line(&repeated.file, repeated.line);
        let again: Vec<String> = repeated
            .again
            .iter()
            .map(|again| self.again(again))
            .collect();
        let named = repeated.again.len() as u64 + 1;
        let more = if repeated.rows > named { ", …" } else { "" };
        lines.entry(
            &format!("  {}: ", in_line(&repeated.value, SHORT)),
            &format!("{first}, again {}{more}", again.join(", ")),
        );
    }

    fn again(&self, again: &Again) -> String {
        let line = self.line(&again.file, again.line);
        match again.same {
            None => line,
            Some(true) => format!("{line} (the same)"),
            Some(false) => format!("{line} (other content)"),
        }
    }

    fn write_rest(&self, lines: &mut Lines, named: &[Repeated], all: u64) {
        let all = usize::try_from(all).unwrap_or(usize::MAX);
        write_more(lines, "  ", all, REPEATED.min(named.len()), "more");
        if let Some(rows) = self.counts.repeats_known_up_to {
            let rows = grouped(rows);
            lines.plain(&format!(
                "  (new ones were remembered up to row {rows}, so there may be more)"
            ));
        }
    }

    pub(super) fn write_tags(&self, lines: &mut Lines) {
        if self.tags.is_empty() {
            return;
        }
        lines.gap();
        lines.plain(&format!(
            "{}, which the department has to have",
            counted(self.counts.tags, "tag")
        ));
        let shown: Vec<String> = self
            .tags
            .iter()
            .take(TAGS)
            .map(|tag| format!("{} {}", in_line(&tag.tag, SHORT), grouped(tag.rows)))
            .collect();
        lines.entry("  ", &shown.join(", "));
        write_more(lines, "  ", self.tags.len(), TAGS, "more");
    }

    pub(super) fn write_changes(&self, lines: &mut Lines) {
        if self.changes.is_empty() {
            return;
        }
        lines.gap();
        lines.plain("values that do not travel as they stand in the sheet");
        for change in &self.changes {
            lines.entry(&format!("    {:>3} × ", grouped(change.count)), change.what);
            for example in change.examples.iter().take(EXAMPLES) {
                let line = self.line(&example.file, example.line);
                let (from, to) = (in_line(&example.from, SHORT), in_line(&example.to, SHORT));
                let place = shown(&example.place);
                lines.plain(&format!("          {line}, {place}: {from} → {to}"));
            }
        }
    }
}

/// A cell with the letters and the name of its column.
fn told(cell: &Cell, width: usize) -> String {
    let value = match cell.value.as_str() {
        "" => "(blank)".to_owned(),
        value => in_line(value, width),
    };
    match cell.name.as_deref() {
        None | Some("") => format!("{}: {value}", cell.column),
        Some(name) => format!("{} {}: {value}", cell.column, in_line(name, SHORT)),
    }
}

/// `1 key stands`, `2 keys stand`.
fn stand(count: u64, what: &str) -> String {
    let verb = if count == 1 { "stands" } else { "stand" };
    format!("{} {verb}", counted(count, what))
}

/// How many there are beyond those that are shown.
fn write_more(lines: &mut Lines, indent: &str, all: usize, shown: usize, what: &str) {
    if all > shown {
        let more = grouped((all - shown) as u64);
        lines.plain(&format!("{indent}and {more} {what}"));
    }
}
