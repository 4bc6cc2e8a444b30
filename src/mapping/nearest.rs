//! What a mistyped name was probably meant to be.

use super::fold::fold;

/// One mistake is forgiven for this many letters: `id` is not a mistyped `zip`.
const LETTERS_PER_MISTAKE: usize = 3;

/// Most mistakes that still point at one name rather than at any.
const MAX_MISTAKES: usize = 3;

/// Longest name, in letters, that is compared: the comparison takes time by the square of it.
const MAX_LETTERS: usize = 80;

/// The known name that `typed` is most like, or none if it is like none. Names are compared folded (see
/// [`fold`](super::fold())), a swapped pair of letters is one mistake, and of equals the earlier is taken.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = fold(typed);
    let letters = typed.chars().count();
    if letters > MAX_LETTERS {
        return None;
    }
    let mut best: Option<(usize, &'a str)> = None;
    for name in known {
        let folded = fold(name);
        let longer = letters.max(folded.chars().count());
        if longer > MAX_LETTERS {
            continue;
        }
        let most = (longer / LETTERS_PER_MISTAKE).min(MAX_MISTAKES);
        let mistakes = strsim::osa_distance(&typed, &folded);
        if mistakes <= most && best.is_none_or(|(fewest, _)| mistakes < fewest) {
            best = Some((mistakes, name));
        }
    }
    best.map(|(_, name)| name)
}

/// `; did you mean "x"?` or nothing, to stand behind a message.
pub(crate) fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean {name:?}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 5] = ["unique_argument", "field1", "culture", "tags", "טלפון"];

    #[test]
    fn a_slip_finds_its_name() {
        for (typed, meant) in [
            ("unique_arguement", "unique_argument"),
            ("uniqueArgument", "unique_argument"),
            ("cutlure", "culture"),
            ("Tag", "tags"),
            ("טלפן", "טלפון"),
        ] {
            assert_eq!(nearest(typed, KEYS), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_like_nothing_finds_nothing() {
        for typed in ["", "x", "destination", &"field".repeat(100)] {
            assert_eq!(nearest(typed, KEYS), None, "{typed}");
        }
        assert_eq!(nearest("id", ["ip"]), None, "too short to tell");
    }

    #[test]
    fn of_equals_the_earlier_is_taken() {
        assert_eq!(nearest("field0", ["field1", "field2"]), Some("field1"));
    }
}
