//! JSON that is read where it stands, held against a reader that builds all of it.

use serde_json::Value;

use crate::json::{elements, integer, is_json, member, members, string};

/// The names that are asked for: one that is a part of another, one in other letters, one with an escape.
const NAMES: [&str; 4] = ["id", "uniqueArgument", "Open", "a\"b"];

/// Whether all of a text is JSON to a reader that builds it. What only a tree cannot hold is no fault of the text.
fn tree(text: &str) -> Result<Option<Value>, ()> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            let fault = error.to_string();
            let only_a_tree = [
                "recursion limit",
                "number out of range",
                "hex escape",
                "surrogate",
            ];
            match only_a_tree.iter().any(|word| fault.contains(word)) {
                true => Ok(None),
                false => Err(()),
            }
        }
    }
}

/// The member that a tree has by this name: the exact spelling, or else any.
fn in_tree<'a>(tree: &'a Value, name: &str) -> Vec<&'a Value> {
    let Some(object) = tree.as_object() else {
        return Vec::new();
    };
    match object.get(name) {
        Some(value) => vec![value],
        None => object
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect(),
    }
}

/// Members, elements, texts and numbers are those that a tree has.
pub(super) fn json(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let text = text.as_ref();
    let (found, listed) = (members(text, &NAMES), elements(text));
    let Ok(tree) = tree(text) else {
        assert!(found.is_none() && listed.is_none() && !is_json(text));
        assert!(string(text).is_none());
        return;
    };
    let Some(tree) = tree else {
        return;
    };
    assert!(is_json(text));
    assert_eq!(found.is_some(), tree.is_object());
    assert_eq!(listed.is_some(), tree.is_array());
    assert_eq!(
        string(text.trim_matches([' ', '\n', '\r', '\t'])).as_deref(),
        tree.as_str()
    );
    // A tree takes -0 for no whole number.
    if let Some(number) = integer(text).filter(|number| *number != 0) {
        assert_eq!(tree.as_i64(), Some(number));
    }
    for (name, found) in NAMES.iter().zip(found.unwrap_or_default()) {
        assert_eq!(member(text, name), found);
        let expected = in_tree(&tree, name);
        match found {
            None => assert!(expected.is_empty(), "{name}"),
            Some(json) => {
                let value: Value = serde_json::from_str(json).unwrap();
                assert!(expected.contains(&&value), "{name}: {json}");
            }
        }
    }
    for (json, value) in listed
        .iter()
        .flatten()
        .zip(tree.as_array().into_iter().flatten())
    {
        assert_eq!(
            serde_json::from_str::<Value>(json).ok().as_ref(),
            Some(value)
        );
    }
}
