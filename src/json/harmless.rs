//! JSON that a terminal shows as it is. JSON itself escapes the controls below U+0020 alone; those above, which
//! terminals obey as well, and marks that turn the direction of a text, would be written as they stand in a cell.

use std::borrow::Cow;

use serde::Serialize;

use crate::terminal::steers;

/// A value as JSON on one line, with everything in it escaped that could steer whoever reads it.
///
/// # Errors
/// serde's error for what is no JSON, such as a map by other keys than texts.
pub(crate) fn on_one_line(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value).map(|json| harmless(json.into()).into_owned())
}

/// A value as JSON on several lines, for people and programs, escaped as [`on_one_line`].
///
/// # Errors
/// As [`on_one_line`].
pub(crate) fn on_several_lines(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(|json| harmless(json.into()).into_owned())
}

/// JSON of the same value in which nothing steers whoever reads it: what is outside of ASCII stands inside of texts
/// alone, and there an escape means the same.
pub(crate) fn harmless(json: Cow<'_, str>) -> Cow<'_, str> {
    if !may_steer(json.as_bytes()) {
        return json;
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        // Line ends and tabs are those between the members.
        if c.is_ascii() && c != '\u{7F}' || !steers(c) {
            shown.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    }
    shown.into()
}

/// Whether a byte is there with which such a character may begin. Letters of most scripts begin with others.
fn may_steer(json: &[u8]) -> bool {
    memchr::memchr3(0x7F, 0xC2, 0xD8, json).is_some()
        || memchr::memchr3(0xE2, 0xEF, 0xF3, json).is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn controls_and_marks_of_direction_are_escaped_and_letters_are_not() {
        let told =
            on_one_line(&"\u{9b}31m שלום \u{202E}x\u{7f}\u{85}é\u{2028}\u{E0041}😀").unwrap();
        assert_eq!(
            told,
            "\"\\u009b31m שלום \\u202ex\\u007f\\u0085é\\u2028\\udb40\\udc41😀\""
        );
    }

    #[test]
    fn a_character_that_steers_begins_with_a_byte_that_is_looked_for() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            if steers(c) && u32::from(c) > 0x1F {
                assert!(may_steer(c.to_string().as_bytes()), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_value_is_the_same_and_nothing_in_it_steers(texts in prop::collection::vec(any::<String>(), 0..4), extra in "[\u{7f}-\u{9f}\u{202a}-\u{202e}a\u{feff}]{0,9}") {
            let value = (texts, extra);
            for json in [on_one_line(&value).unwrap(), on_several_lines(&value).unwrap()] {
                let again: (Vec<String>, String) = serde_json::from_str(&json).unwrap();
                prop_assert_eq!(&again, &value);
                prop_assert!(json.chars().all(|c| c == '\n' || !steers(c)));
            }
        }
    }
}
