//! Words that stand in a cell for nothing.

use super::cell::Role;

/// Longest of the words, in bytes.
const LONGEST: usize = 24;

/// What nobody is called and no tag is; letter case does not count in ASCII. By what the words begin with, since
/// most cells begin with none of it.
fn always(first: u8) -> &'static [&'static str] {
    match first {
        b'-' | b'_' | b'?' | b'.' | b'/' | b'*' => &[
            "-", "--", "---", "_", "?", "??", "???", ".", "..", "...", "/", "*",
        ],
        b'#' => &["#n/a", "#nv", "#n/d"],
        b'(' | b'<' | b'[' | b'\\' => &["(n/a)", "(null)", "<null>", "[null]", "\\n"],
        b'n' => &["n/a", "n.a.", "n.a", "n/a.", "not available"],
        b'k' => &["k.a.", "k. a.", "k.a", "k/a", "keine angabe"],
        b'u' => &["unbekannt", "unknown", "undefined"],
        b'i' => &["inconnu"],
        b'd' => &["desconocido", "desconhecido"],
        0x80.. => &["–", "—", "אין", "לא ידוע", "לא רלוונטי", "غير معروف"],
        _ => &[],
    }
}

/// What people are called as well. In names it stands for nothing only as programs spell it.
const ALSO_NAMES: [&str; 4] = ["null", "none", "nil", "nan"];

/// The spellings of programs: no form is filled in so.
const BY_PROGRAMS: [&str; 4] = ["NULL", "null", "NaN", "nan"];

/// Whether a text that begins so may stand for nothing.
pub(super) fn may_begin(first: u8) -> bool {
    let first = first.to_ascii_lowercase();
    first == b'n' || !always(first).is_empty()
}

/// Whether a text without blanks at its ends stands for nothing in this role. Nothing at all does not: it
/// needs no word.
pub(super) fn is_nothing(text: &str, role: Role) -> bool {
    let Some(first) = text.bytes().next() else {
        return false;
    };
    if text.len() > LONGEST {
        return false;
    }
    let among = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    let first = first.to_ascii_lowercase();
    let also_name = first == b'n'
        && match role {
            Role::Name => BY_PROGRAMS.contains(&text),
            // NA is also a tag for a part of the world.
            Role::Identifier => among(&ALSO_NAMES) || among(&["na"]),
            _ => among(&ALSO_NAMES),
        };
    also_name || among(always(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_are_known_in_every_role() {
        for word in [
            "N/A",
            "n/a",
            "#N/A",
            "-",
            "--",
            "—",
            "אין",
            "לא ידוע",
            "k.A.",
            "Unbekannt",
            "NULL",
            "nan",
        ] {
            for role in [Role::Name, Role::Tag, Role::Identifier, Role::Key] {
                assert!(is_nothing(word, role), "{word} {role:?}");
            }
        }
    }

    #[test]
    fn nobody_loses_a_name_that_programs_use_as_a_word() {
        for name in [
            "Null", "None", "Nan", "Na", "NA", "Nil", "NONE", "Nan-Nan", "אינה", "נאן",
        ] {
            assert!(!is_nothing(name, Role::Name), "{name}");
        }
        assert!(is_nothing("None", Role::Identifier) && is_nothing("None", Role::Tag));
        assert!(is_nothing("NA", Role::Identifier) && !is_nothing("NA", Role::Tag));
    }

    #[test]
    fn the_longest_word_is_within_the_bound() {
        for first in 0..=u8::MAX {
            for word in always(first) {
                assert!(
                    word.len() <= LONGEST && is_nothing(word, Role::Text) && may_begin(first),
                    "{word}"
                );
            }
        }
        assert!(!is_nothing("", Role::Tag));
    }
}
