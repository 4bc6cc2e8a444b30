//! Which tags the rows of sheets use.

use std::collections::HashMap;

use super::KnownTags;

/// Tags that are told apart. A department has some tens; a column of a thousand is mapped by mistake.
const MAX_TAGS: usize = 1000;

/// Where a tag stands first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The sheet.
    pub file: String,
    /// The record, counted from 1 after the header.
    pub record: u64,
    /// The line on which that starts.
    pub line: u64,
}

/// A tag with the rows that use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedTag<'a> {
    /// The tag.
    pub tag: &'a str,
    /// How many rows have it.
    pub rows: u64,
    /// The first of them.
    pub first: &'a Spot,
}

/// Tags with the rows that use them.
#[derive(Debug, Default)]
pub struct TagUsage {
    tags: HashMap<String, (u64, Spot)>,
}

impl TagUsage {
    /// Counts the tags of a row; the `spot` is asked for where one of them is met for the first time.
    pub fn take(&mut self, tags: &[String], spot: impl Fn() -> Spot) {
        for tag in tags {
            if let Some((rows, _)) = self.tags.get_mut(tag) {
                *rows += 1;
            } else if self.tags.len() < MAX_TAGS {
                self.tags.insert(tag.clone(), (1, spot()));
            }
        }
    }

    /// Whether no row has a tag.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// The tags that the department does not have, those of the most rows first.
    #[must_use]
    pub fn unknown(&self, known: &KnownTags) -> Vec<UsedTag<'_>> {
        let used = self.tags.iter().filter(|(tag, _)| !known.has(tag));
        let mut unknown: Vec<UsedTag<'_>> = used
            .map(|(tag, (rows, first))| UsedTag {
                tag,
                rows: *rows,
                first,
            })
            .collect();
        unknown.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.tag.cmp(b.tag)));
        unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(record: u64) -> Spot {
        Spot {
            file: "a.csv".into(),
            record,
            line: record + 1,
        }
    }

    #[test]
    fn unknown_tags_are_told_with_their_rows_and_the_first_of_them() {
        let mut usage = TagUsage::default();
        assert!(usage.is_empty());
        for (record, tags) in [(1, vec!["VIP"]), (2, vec!["New", "vip"]), (3, vec!["vip"])] {
            let tags: Vec<String> = tags.into_iter().map(str::to_owned).collect();
            usage.take(&tags, || spot(record));
        }
        let unknown = usage.unknown(&KnownTags::new(["VIP"]));
        let (vip, new) = (spot(2), spot(2));
        assert_eq!(
            unknown,
            [
                UsedTag {
                    tag: "vip",
                    rows: 2,
                    first: &vip
                },
                UsedTag {
                    tag: "New",
                    rows: 1,
                    first: &new
                },
            ]
        );
    }

    #[test]
    fn a_column_of_other_things_fills_no_memory() {
        let mut usage = TagUsage::default();
        for number in 0..2 * MAX_TAGS as u64 {
            usage.take(&[number.to_string()], || spot(number));
        }
        assert_eq!(usage.unknown(&KnownTags::default()).len(), MAX_TAGS);
    }
}
