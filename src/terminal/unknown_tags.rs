//! Tags that the department does not have, said before the first row.

use std::fmt::Write as _;

use super::output::visible;
use crate::cli::UnknownTags;
use crate::summary::{counted, grouped};
use crate::tags::{KnownTags, UsedTag};

/// Unknown tags that are shown one by one.
const SHOWN: usize = 20;

/// The unknown tags with the rows that use them, a line each; `known` are those of the department, and
/// `seen` says how far the sheets were read for it where that was not to their end, `policy` what becomes of them.
#[must_use]
pub fn unknown_tags(
    unknown: &[UsedTag<'_>],
    known: &KnownTags,
    seen: Option<u64>,
    policy: UnknownTags,
) -> String {
    let mut text = String::new();
    let seen = seen.map_or_else(String::new, |rows| {
        format!(" in the first {} rows", grouped(rows))
    });
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "tags     {}{seen} that the department does not have ({}); {}",
        counted(unknown.len() as u64, "tag"),
        match known.len() {
            0 => "it has none".to_owned(),
            count => format!("it has {}", grouped(count as u64)),
        },
        match policy {
            UnknownTags::Stop => "nothing is sent",
            UnknownTags::Reject => "rows with one are rejected and not sent",
        }
    );
    for used in unknown.iter().take(SHOWN) {
        let hint = known
            .suggestion(used.tag)
            .map_or_else(String::new, |known| format!(", did you mean {known:?}?"));
        let _ = writeln!(
            text,
            "           {}: {}, first record {}, line {} of {}{}",
            visible(&format!("{:?}", used.tag)),
            counted(used.rows, "row"),
            used.first.record,
            used.first.line,
            visible(&used.first.file),
            visible(&hint)
        );
    }
    if unknown.len() > SHOWN {
        let _ = writeln!(
            text,
            "           … and {} more",
            grouped((unknown.len() - SHOWN) as u64)
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Spot;

    #[test]
    fn each_unknown_tag_stands_with_its_rows_the_first_of_them_and_what_was_meant() {
        let first = Spot {
            file: "leads.csv".into(),
            record: 4,
            line: 5,
        };
        let used = |tag, rows| UsedTag {
            tag,
            rows,
            first: &first,
        };
        let known = KnownTags::new(["VIP"]);
        let text = unknown_tags(
            &[used("vip", 1200), used("\u{1b}[31m", 1)],
            &known,
            None,
            UnknownTags::Reject,
        );
        assert_eq!(
            text,
            "tags     2 tags that the department does not have (it has 1); rows with one are rejected and not sent\n           \
             \"vip\": 1,200 rows, first record 4, line 5 of leads.csv, did you mean \"VIP\"?\n           \
             \"\\u{1b}[31m\": 1 row, first record 4, line 5 of leads.csv\n"
        );
        let many: Vec<String> = (0..30).map(|number| format!("t{number}")).collect();
        let many: Vec<UsedTag<'_>> = many.iter().map(|tag| used(tag.as_str(), 1)).collect();
        let text = unknown_tags(
            &many,
            &KnownTags::default(),
            Some(100_000),
            UnknownTags::Stop,
        );
        assert!(text.starts_with("tags     30 tags in the first 100,000 rows that the department does not have (it has none)"), "{text}");
        assert!(text.ends_with("… and 10 more\n"), "{text}");
    }
}
