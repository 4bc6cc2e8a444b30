//! The tags of a ticket, in the form in which they are compared with those of the department.
//!
//! How the service compares is not known; a careful client compares exactly after trimming and NFC. So a tag is
//! sent in NFC, without marks that nobody sees and with plain blanks, and two that are the same then are one.
//! Two that differ in letter case are both kept: nobody knows that they are one.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::change::Change;
use super::ends::bare;
use super::mending;
use super::problem::{Problem, Rule};
use super::text::{self, MAX_FIELD_UNITS};

/// Most tags of one ticket. The API states no limit; more than this is a text that was split by mistake.
pub const MAX_TAGS: usize = 50;

/// Judges and mends tags; the order of the sheet is kept.
pub(super) fn tags(
    tags: Vec<Cow<'_, str>>,
    changes: &mut Vec<Change>,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        text::judge(&tag, "tags", MAX_FIELD_UNITS, problems);
        let tag = match mended(&tag) {
            (Cow::Borrowed(_), _) => tag,
            (Cow::Owned(mended), what) => {
                Change::note(changes, "tags".into(), what, &tag, &mended);
                mended.into()
            }
        };
        if !kept.iter().any(|kept| *kept == tag) {
            kept.push(tag.into_owned());
        } else {
            changes.push(Change {
                place: "tags".into(),
                what: mending::REPEATED,
                from: tag.into_owned(),
                to: String::new(),
            });
        }
    }
    if kept.len() > MAX_TAGS {
        problems.push(Problem::new(
            Rule::TooLong,
            "tags",
            format!(
                "are {}, more than {MAX_TAGS}; is the separator right?",
                kept.len()
            ),
        ));
    }
    kept
}

/// The tag as it is sent, and what was done. Joiners stay: they are spelling in Persian and parts of emoji.
fn mended(tag: &str) -> (Cow<'_, str>, &'static str) {
    if tag.is_ascii() {
        return (Cow::Borrowed(tag), "");
    }
    let mut what = "";
    let mut text = Cow::Borrowed(tag);
    if is_nfc_quick(tag.chars()) != IsNormalized::Yes {
        let composed: String = tag.nfc().collect();
        if composed != tag {
            (text, what) = (Cow::Owned(composed), mending::COMPOSED);
        }
    }
    let silent = |c: char| {
        c == '\u{AD}' || (super::is_invisible(c) && !matches!(c, '\u{200C}' | '\u{200D}'))
    };
    let blank = |c: char| c != ' ' && c.is_whitespace() && !c.is_control();
    if text.contains(|c| silent(c) || blank(c)) {
        let plain = text.chars().filter(|&c| !silent(c));
        let plain: String = plain.map(|c| if blank(c) { ' ' } else { c }).collect();
        (text, what) = (Cow::Owned(bare(&plain).to_owned()), mending::MARKS);
    }
    (text, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(given: &[&str]) -> (Vec<String>, Vec<&'static str>) {
        let (mut changes, mut problems) = (Vec::new(), Vec::new());
        let given = given.iter().map(|tag| Cow::Borrowed(*tag)).collect();
        let kept = tags(given, &mut changes, &mut problems);
        assert_eq!(problems, []);
        (kept, changes.iter().map(|change| change.what).collect())
    }

    #[test]
    fn tags_that_are_the_same_once_mended_are_one_and_the_order_stays() {
        let (kept, what) = run(&["VIP", "cafe\u{301}", "café", "VIP", "משפחות\u{200F} א"]);
        assert_eq!(kept, ["VIP", "café", "משפחות א"]);
        assert_eq!(
            what,
            [
                mending::COMPOSED,
                mending::REPEATED,
                mending::REPEATED,
                mending::MARKS
            ]
        );
    }

    #[test]
    fn tags_that_differ_in_letter_case_are_both_kept() {
        assert_eq!(run(&["VIP", "vip"]).0, ["VIP", "vip"]);
    }

    #[test]
    fn joiners_stay_and_other_blanks_become_plain_ones() {
        let (kept, what) = run(&["می\u{200C}خواهم", "👩\u{200D}👧", "a\u{A0}b"]);
        assert_eq!(kept, ["می\u{200C}خواهم", "👩\u{200D}👧", "a b"]);
        assert_eq!(what, [mending::MARKS]);
    }
}
