//! What is wrong with rows, gathered by rule, with the cells in which it can be mended.

use super::report::{Cell, Example, Message, Problem};
use super::value::kept;
use crate::mapping::{Mapping, letters};
use crate::sheet::{Header, Row};
use crate::ticket::{self, Rule};

/// Ways of breaking one rule that are told apart: a message may name what it found, such as a length.
const MAX_MESSAGES: usize = 20;

/// Rows that are named of each.
const MAX_EXAMPLES: usize = 5;

/// Cells that are shown of a row: of one that is no row of the sheet, the first ones say which it is.
const MAX_CELLS: usize = 8;

/// The message of ways that are not told apart.
const OTHER: &str = "other ways";

/// What is wrong with rows.
#[derive(Debug, Default)]
pub(super) struct Problems {
    rules: Vec<Broken>,
}

#[derive(Debug)]
struct Broken {
    rule: Rule,
    rows: u64,
    messages: Vec<Message>,
}

impl Problems {
    /// Takes all problems of a row.
    pub(super) fn take(
        &mut self,
        problems: &[ticket::Problem],
        file: &str,
        row: &Row,
        header: &Header,
        mapping: &Mapping,
    ) {
        for (index, problem) in problems.iter().enumerate() {
            let earlier = problems.get(..index).unwrap_or_default();
            let rows = u64::from(earlier.iter().all(|other| other.rule != problem.rule));
            let Some(message) = self.message(problem, rows) else {
                continue;
            };
            message.rows += 1;
            if message.examples.len() < MAX_EXAMPLES {
                message.examples.push(Example {
                    file: file.to_owned(),
                    record: row.record,
                    line: row.line,
                    cells: cells(problem, row, header, mapping),
                });
            }
        }
    }

    /// The place of a problem's message; `rows` are rows in which its rule was not yet seen to be broken.
    fn message(&mut self, problem: &ticket::Problem, rows: u64) -> Option<&mut Message> {
        let known = self
            .rules
            .iter()
            .position(|known| known.rule == problem.rule);
        let index = known.unwrap_or_else(|| {
            self.rules.push(Broken {
                rule: problem.rule,
                rows: 0,
                messages: Vec::new(),
            });
            self.rules.len() - 1
        });
        let broken = self.rules.get_mut(index)?;
        broken.rows += rows;
        let messages = &mut broken.messages;
        let known = messages
            .iter()
            .position(|known| known.place == problem.place && known.message == problem.message);
        let index = known.unwrap_or_else(|| {
            let (place, message) = if messages.len() < MAX_MESSAGES {
                (problem.place.as_str(), problem.message.as_str())
            } else {
                ("", OTHER)
            };
            if messages.len() <= MAX_MESSAGES {
                messages.push(Message {
                    place: place.to_owned(),
                    message: message.to_owned(),
                    rows: 0,
                    examples: Vec::new(),
                });
            }
            messages.len() - 1
        });
        messages.get_mut(index)
    }

    /// The rules, the one that most rows break first.
    pub(super) fn into_report(self) -> Vec<Problem> {
        let report = |mut broken: Broken| {
            broken
                .messages
                .sort_by_key(|message| std::cmp::Reverse(message.rows));
            Problem {
                rule: broken.rule.as_str(),
                title: title(broken.rule),
                rows: broken.rows,
                messages: broken.messages,
            }
        };
        let mut problems: Vec<Problem> = self.rules.into_iter().map(report).collect();
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.rows));
        problems
    }
}

/// The cells in which a problem can be mended.
fn cells(problem: &ticket::Problem, row: &Row, header: &Header, mapping: &Mapping) -> Vec<Cell> {
    let cell = |column: usize, name: Option<&String>| Cell {
        column: letters(column),
        name: name.cloned(),
        value: kept(row.cell(column)),
    };
    if problem.rule == Rule::Unreadable {
        // What stands in which column is the very thing that is not certain.
        return (0..row.len().min(MAX_CELLS))
            .map(|column| cell(column, None))
            .collect();
    }
    let columns = mapping.columns_of(&problem.place);
    let columns = columns.into_iter().take(MAX_CELLS);
    columns
        .map(|column| cell(column, header.names().get(column)))
        .collect()
}

/// A rule for people.
fn title(rule: Rule) -> String {
    let title = match rule {
        Rule::Unreadable => "rows that cannot be read as rows of this sheet",
        Rule::NoContact => "nobody to reach",
        Rule::Phone => "phone numbers that cannot be called",
        Rule::Email => "e-mail addresses that no server takes",
        Rule::Identifier => "addresses that their channel does not take",
        Rule::Protocol => "unknown channels",
        Rule::TooLong => "texts that are too long",
        Rule::KeyMissing => "rows without a key",
        Rule::KeyUnusable => "keys that cannot be used",
        Rule::Culture => "unknown cultures",
        Rule::State => "ticket states that cannot be",
        Rule::Date => "dates that cannot be read",
        Rule::Characters => "lost or forbidden characters",
        Rule::CellError => "cells with an error of the spreadsheet",
        Rule::CutOff => "cells that Excel has cut off",
        Rule::UnknownTag => "tags that the department does not have",
        // The names of the others say it.
        other => return other.as_str().replace('_', " "),
    };
    title.to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn problem(rule: Rule, place: &str, message: &str) -> ticket::Problem {
        ticket::Problem::new(rule, place, message)
    }

    fn take(rows: &[Vec<ticket::Problem>]) -> Vec<Problem> {
        let header = Header::new(vec!["phone".into(), "mail".into()]);
        let mapping = Mapping::by_name(&header).unwrap();
        let mut gathered = Problems::default();
        for problems in rows {
            gathered.take(problems, "a.csv", &Row::default(), &header, &mapping);
        }
        gathered.into_report()
    }

    #[test]
    fn a_row_that_breaks_a_rule_twice_is_one_row_of_the_rule_and_two_of_its_messages() {
        let twice = vec![
            problem(Rule::Phone, "participant 1 identifier", "has letters"),
            problem(Rule::Phone, "participant 2 identifier", "has letters"),
        ];
        let once = vec![problem(Rule::Culture, "culture", "must be one of en-US")];
        let report = take(&[once.clone(), twice, once]);
        let told: Vec<_> = report
            .iter()
            .map(|problem| (problem.rule, problem.rows, problem.messages.len()))
            .collect();
        assert_eq!(told, [("culture", 2, 1), ("phone", 1, 2)]);
        let cell = &report[1].messages[1].examples[0].cells[0];
        assert_eq!(
            (cell.column.as_str(), cell.name.as_deref()),
            ("B", Some("mail"))
        );
    }

    #[test]
    fn messages_and_rows_are_bounded_and_all_are_counted() {
        let rows: Vec<_> = (0..100)
            .map(|length| {
                vec![problem(
                    Rule::TooLong,
                    "field1",
                    &format!("is {length} long"),
                )]
            })
            .collect();
        let report = take(&rows);
        assert_eq!(report[0].rows, 100);
        assert_eq!(report[0].messages.len(), MAX_MESSAGES + 1);
        let all: u64 = report[0].messages.iter().map(|message| message.rows).sum();
        assert_eq!(all, 100);
        assert_eq!(report[0].messages[0].message, OTHER);
        assert_eq!(report[0].messages[0].examples.len(), MAX_EXAMPLES);
    }
}
