//! JSON as it is written for whoever reads it (`harmless`), and read where it stands: the members of an object, each as the text that it is, without building the rest.
//! Answers are many, most of what they say matters to nobody, and most of what matters is as it was sent, byte for
//! byte.

mod harmless;

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

pub(crate) use harmless::{harmless, on_one_line, on_several_lines};

/// The JSON texts of the members of these names, whatever their letter case; the exact spelling wins, and of
/// several that are no more exact than each other the last. `None` if the text is no JSON object.
pub(crate) fn members<'a, const N: usize>(
    json: &'a str,
    names: &[&str; N],
) -> Option<[Option<&'a str>; N]> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let found = reader.deserialize_map(Members(names)).ok()?;
    reader.end().ok()?;
    Some(found)
}

/// The JSON text of one member, as [`members`] finds it.
pub(crate) fn member<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let [found] = members(json, &[name])?;
    found
}

/// The JSON texts of the elements of an array; `None` if the text is no array.
pub(crate) fn elements(json: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// Whether a text is JSON at all.
pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// What a JSON string says; `None` if it is none.
pub(crate) fn string(json: &str) -> Option<Cow<'_, str>> {
    let rest = json.strip_prefix('"')?;
    // A string without escapes is read where it stands, and nearly every one is.
    if let Some(text) = rest.strip_suffix('"')
        && text.bytes().all(is_itself)
    {
        return Some(Cow::Borrowed(text));
    }
    match serde_json::from_str::<&str>(json) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => serde_json::from_str(json).ok().map(Cow::Owned),
    }
}

/// Whether a byte within a JSON string stands for itself.
fn is_itself(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

/// The whole number that a JSON text is; `None` if it is none.
pub(crate) fn integer(json: &str) -> Option<i64> {
    json.parse().ok()
}

struct Members<'n, const N: usize>(&'n [&'n str; N]);

impl<'de, const N: usize> Visitor<'de> for Members<'_, N> {
    type Value = [Option<&'de str>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found: [(Option<&str>, bool); N] = [(None, false); N];
        let mut next = 0;
        while let Some(name) = map.next_key_seed(Name(self.0, next))? {
            let value: &RawValue = map.next_value()?;
            let Some((index, exact)) = name else { continue };
            next = index + 1;
            if let Some(slot) = found.get_mut(index)
                && (exact || !slot.1)
            {
                *slot = (Some(value.get()), exact);
            }
        }
        Ok(found.map(|(value, _)| value))
    }
}

/// Which of the names a key is, and whether it is spelled as expected; first the one at the index is tried, since members
/// mostly come in an order that is known.
struct Name<'n, const N: usize>(&'n [&'n str; N], usize);

impl<'de, const N: usize> DeserializeSeed<'de> for Name<'_, N> {
    type Value = Option<(usize, bool)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<const N: usize> Visitor<'_> for Name<'_, N> {
    type Value = Option<(usize, bool)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        let Self(names, likely) = self;
        if names.get(likely) == Some(&key) {
            return Ok(Some((likely, true)));
        }
        // Most keys are none of these, which their lengths and their ends tell.
        let end = |text: &str| text.as_bytes().last().map(u8::to_ascii_lowercase);
        let may_be = |name: &str| name.len() == key.len() && end(name) == end(key);
        let mut other = None;
        for (index, name) in names.iter().enumerate() {
            if may_be(name) && name.eq_ignore_ascii_case(key) {
                if *name == key {
                    return Ok(Some((index, true)));
                }
                other.get_or_insert((index, false));
            }
        }
        Ok(other)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn members_are_found_in_any_letter_case_and_the_exact_one_wins() {
        let json = r#"{"ID": 1, "x": {"id": 9, "tags": []}, "id": 2, "Tags": [ "a" ], "iD": 3}"#;
        let found = members(json, &["id", "tags", "open"]).unwrap();
        assert_eq!(found, [Some("2"), Some(r#"[ "a" ]"#), None]);
    }

    #[test]
    fn of_members_that_are_spelled_the_same_the_last_counts_as_expected_or_not() {
        let json = r#"{"KEY": "a", "Key": "b", "KEY": "c", "id": 1, "id": 2, "ID": 3}"#;
        let found = members(json, &["key", "id"]).unwrap();
        assert_eq!(found, [Some(r#""c""#), Some("2")]);
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        for json in ["", "[]", "5", r#"{"id": 1"#, r#"{"id": 1} x"#, "<html>"] {
            assert_eq!(members(json, &["id"]), None, "{json}");
        }
    }

    #[test]
    fn texts_and_numbers_are_read_as_what_they_are() {
        assert_eq!(string(r#""a\n\u05d0""#).unwrap(), "a\nא");
        assert!(matches!(string(r#""plain""#), Some(Cow::Borrowed("plain"))));
        assert_eq!(string(r#""""#).unwrap(), "");
        for json in ["5", "\"", r#""a"b""#, r#""a\""#, "\"a\nb\"", r#""a" x"#] {
            assert_eq!(string(json), None, "{json}");
        }
        assert_eq!(integer("231004417"), Some(231_004_417));
        for json in [r#""5""#, "5.5", "5e3", "null"] {
            assert_eq!(integer(json), None, "{json}");
        }
    }
}
