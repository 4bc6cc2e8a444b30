//! The tags that a department has.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::mapping::nearest;
use crate::ticket::{Problem, Rule};

/// Tags among which a suggestion is looked for, for each unknown tag of each row. A department has some tens.
const MAX_SUGGESTED: usize = 500;

/// The tags of a department, as a row's are compared with them: without blanks at the ends, in NFC, and letter by
/// letter, since nobody knows whether the service takes `vip` for `VIP`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTags {
    names: BTreeSet<String>,
}

impl KnownTags {
    /// The set of these names, as the service writes them.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names = names.into_iter().map(|name| name.trim().nfc().collect());
        Self {
            names: names.filter(|name: &String| !name.is_empty()).collect(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether the department has a tag that a row would send.
    #[must_use]
    pub fn has(&self, tag: &str) -> bool {
        self.names.contains(tag)
    }

    /// The tag of the department that was probably meant.
    #[must_use]
    pub fn suggestion(&self, tag: &str) -> Option<&str> {
        nearest(
            tag,
            self.names.iter().take(MAX_SUGGESTED).map(String::as_str),
        )
    }

    /// What is wrong with the tags of a row. An unknown tag is named by its place alone, since a cell that was
    /// taken for a tag may hold anything.
    #[must_use]
    pub fn problems(&self, tags: &[String]) -> Vec<Problem> {
        let unknown = tags.iter().enumerate().filter(|(_, tag)| !self.has(tag));
        let problems = unknown.map(|(index, tag)| {
            let hint = match self.suggestion(tag) {
                Some(known) => format!("; did you mean {known:?}?"),
                None => "; make it in the department's settings, or mend the row".into(),
            };
            let message = format!("tag {} is not one of the department{hint}", index + 1);
            Problem::new(Rule::UnknownTag, "tags", message)
        });
        problems.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn known() -> KnownTags {
        KnownTags::new([" VIP ", "cafe\u{301}", "משפחות", ""])
    }

    #[test]
    fn blanks_at_the_ends_and_composition_do_not_tell_tags_apart_and_letter_case_does() {
        let known = known();
        assert_eq!(known.len(), 3, "a tag without a name is none");
        for tag in ["VIP", "café", "משפחות"] {
            assert!(known.has(tag), "{tag}");
        }
        for tag in ["vip", "cafe", "VIP2"] {
            assert!(!known.has(tag), "{tag}");
        }
    }

    #[test]
    fn every_unknown_tag_of_a_row_is_told_by_its_place_with_the_nearest_known_one() {
        let tags = ["VIP", "vip", "משפחה", "972555550100"].map(str::to_owned);
        let problems = known().problems(&tags);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "tags: tag 2 is not one of the department; did you mean \"VIP\"?",
                "tags: tag 3 is not one of the department; did you mean \"משפחות\"?",
                "tags: tag 4 is not one of the department; make it in the department's settings, or mend the row",
            ]
        );
        assert!(problems.iter().all(|one| one.rule == Rule::UnknownTag));
    }

    #[test]
    fn a_department_without_tags_knows_none() {
        assert!(KnownTags::default().is_empty());
        assert_eq!(KnownTags::default().problems(&["VIP".into()]).len(), 1);
    }
}
