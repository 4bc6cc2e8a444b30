//! Which column is the key.

use super::guess::{Scene, Why, mentioned};
use super::questions::{Choice, Inquiry, Topic};
use crate::mapping::TicketSection;
use crate::summary::grouped;
use crate::ticket::MAX_KEY_UNITS;

/// Columns that are offered as a key: a list of more is not read.
const MAX_OFFERED: usize = 5;

/// Parts of names that tell an id, folded: of ids that nobody named, those are likelier than others.
const IDS: &[&str] = &[
    "id", "uid", "nr", "no", "num", "code", "ref", "key", "number", "מזהה", "מספר", "קוד", "מס",
    "nummer", "numéro", "número", "código", "رقم", "كود",
];

impl Scene<'_> {
    /// The key: the column that is named so, or one of ids; nothing where it is made from the content of the row.
    pub(super) fn key(
        &self,
        section: &TicketSection,
        inquiry: &mut Inquiry<'_>,
        notices: &mut Vec<String>,
    ) -> Option<Why> {
        let by_name = section.unique_argument.as_deref();
        let by_name =
            by_name.and_then(|template| mentioned(template, self.columns).first().copied());
        let rows = self.survey.rows;
        let content = (
            Choice::Nothing,
            "none of them: the key is made from the content of the row".to_owned(),
        );
        let mut options = Vec::new();
        let text = "Which column is the key? It tells one row from all others, and is the same for it in every later sheet.";
        if let Some(column) = by_name {
            options.push((
                Choice::Column(column),
                format!("{}: {}", self.told(column), self.key_reason(column)),
            ));
            let facts = self.facts(column);
            // Nothing to ask, unless the cells speak against the name.
            if rows > 0 && (!facts.is_unique(rows) || facts.counts_rows()) {
                options.push(content);
            }
        } else {
            let mut found: Vec<usize> = (0..self.survey.columns.len())
                .filter(|&column| {
                    self.facts(column).holds_ids(rows)
                        && self.facts(column).longest <= MAX_KEY_UNITS
                })
                .filter(|&column| self.written(column).is_some())
                .collect();
            found.sort_by_key(|&column| !self.is_called_id(column));
            let likely = found
                .first()
                .is_some_and(|&column| self.is_called_id(column) && rows >= 3);
            let found = found.into_iter().take(MAX_OFFERED);
            options.extend(found.map(|column| {
                (
                    Choice::Column(column),
                    format!("{}: {}", self.told(column), self.key_reason(column)),
                )
            }));
            options.insert(if likely { 1 } else { 0 }, content);
        }
        let Choice::Column(column) = inquiry.settle(Topic::Key, text, options) else {
            return None;
        };
        let reason = self.key_reason(column);
        let facts = self.facts(column);
        if rows > 0 && facts.filled < rows {
            notices.push(format!(
                "the key ({}) is blank in {} of {} rows looked at: rows without a key are rejected",
                self.told(column),
                grouped(rows - facts.filled),
                grouped(rows)
            ));
        }
        if facts.counts_rows() && rows > 2 {
            notices.push(format!(
                "the key ({}) counts the rows 1, 2, 3: if another sheet counts so as well, its rows are taken for the same ones and not sent",
                self.told(column)
            ));
        }
        Some(Why {
            key: "unique_argument".into(),
            template: self.written(column)?,
            reason: match by_name == Some(column) {
                true => format!("by its name; {reason}"),
                false => format!("by what it holds: {reason}"),
            },
            suggested: false,
        })
    }

    fn key_reason(&self, column: usize) -> String {
        let facts = self.facts(column);
        if facts.is_unique(self.survey.rows) {
            format!("{}, and no two are the same", self.filled(column))
        } else if facts.distinct() < facts.filled {
            format!(
                "{}, and some are the same: those rows are duplicates",
                self.filled(column)
            )
        } else {
            self.filled(column)
        }
    }

    /// Whether a part of the name says that it is an id.
    fn is_called_id(&self, column: usize) -> bool {
        let name = self.columns.name(column).to_lowercase();
        let mut words = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words.any(|word| IDS.contains(&word) || word.ends_with("nummer") || word.ends_with("id"))
    }
}
