//! Rules for any text that travels: lengths as the service counts them, characters that must not leave.

use super::problem::{Problem, Rule};

/// Longest `field1` … `field10`, in UTF-16 code units: 120 is documented, the unit is not. UTF-16 is
/// how the service's own platform counts and is never less strict than characters.
pub const MAX_FIELD_UNITS: usize = 120;

/// Most UTF-16 units of a message. The API states no limit; a cell in Excel holds at most this much,
/// so a longer one is two cells run together.
pub const MAX_MESSAGE_UNITS: usize = 32_767;

/// The length in UTF-16 code units.
#[must_use]
pub fn units(text: &str) -> usize {
    // ASCII is the common case and needs no decoding.
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// Judges a text's characters and length, adding what is wrong to `problems`.
pub(crate) fn judge(
    text: &str,
    place: impl Into<String> + Copy,
    max_units: usize,
    problems: &mut Vec<Problem>,
) {
    // Printable ASCII is the common case, and seen at many bytes at once.
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    let is_plain = text.bytes().fold(true, |so_far, byte| so_far & plain(byte));
    if is_plain && text.len() <= max_units {
        return;
    }
    if text.contains('\u{FFFD}') {
        problems.push(Problem::new(
            Rule::Characters,
            place,
            "holds U+FFFD, the mark of a character that was lost before; take the text from its source again",
        ));
    }
    if let Some(c) = text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        problems.push(Problem::new(
            Rule::Characters,
            place,
            format!(
                "holds the control character U+{:04X}; remove it",
                u32::from(c)
            ),
        ));
    }
    let length = units(text);
    if length > max_units {
        problems.push(Problem::new(
            Rule::TooLong,
            place,
            format!("is {length} long and at most {max_units} are stored; shorten it"),
        ));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn rules(text: &str) -> Vec<Rule> {
        let mut problems = Vec::new();
        judge(text, "field1", MAX_FIELD_UNITS, &mut problems);
        problems.into_iter().map(|p| p.rule).collect()
    }

    #[test]
    fn length_is_counted_in_utf16_units() {
        assert_eq!(rules(&"a".repeat(120)), []);
        assert_eq!(rules(&"a".repeat(121)), [Rule::TooLong]);
        assert_eq!(rules(&"ש".repeat(120)), []);
        assert_eq!(
            rules(&"😀".repeat(61)),
            [Rule::TooLong],
            "an emoji is two units"
        );
    }

    #[test]
    fn lost_characters_and_controls_are_both_named() {
        assert_eq!(rules("caf\u{FFFD}"), [Rule::Characters]);
        assert_eq!(
            rules("a\u{0}b\u{FFFD}"),
            [Rule::Characters, Rule::Characters]
        );
        assert_eq!(rules("two\nlines\tand a tab"), []);
    }
}
