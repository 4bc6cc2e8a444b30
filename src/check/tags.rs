//! The tags that tickets would have, counted.

use std::collections::HashMap;

use foldhash::quality::RandomState;

use super::report::Tag;

/// Tags that are told apart. A department has some tens; a column of a thousand is mapped by mistake.
const MAX_TAGS: usize = 1000;

/// Counts of tags.
#[derive(Debug, Default)]
pub(super) struct Tags {
    counts: HashMap<String, u64, RandomState>,
}

impl Tags {
    /// Counts a tag of a ticket.
    pub(super) fn take(&mut self, tag: &str) {
        if let Some(count) = self.counts.get_mut(tag) {
            *count += 1;
        } else if self.counts.len() < MAX_TAGS {
            self.counts.insert(tag.to_owned(), 1);
        }
    }

    /// How many there are, as far as they were told apart.
    pub(super) fn len(&self) -> u64 {
        self.counts.len() as u64
    }

    /// All of them, the most frequent first.
    pub(super) fn into_report(self) -> Vec<Tag> {
        let counts = self.counts.into_iter();
        let mut tags: Vec<Tag> = counts.map(|(tag, rows)| Tag { tag, rows }).collect();
        tags.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.tag.cmp(&b.tag)));
        tags
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn tags_are_counted_and_bounded() {
        let mut tags = Tags::default();
        for tag in ["New", "VIP", "VIP"] {
            tags.take(tag);
        }
        for number in 0..2 * MAX_TAGS {
            tags.take(&number.to_string());
        }
        assert_eq!(tags.len(), MAX_TAGS as u64);
        let report = tags.into_report();
        assert_eq!((report[0].tag.as_str(), report[0].rows), ("VIP", 2));
    }
}
