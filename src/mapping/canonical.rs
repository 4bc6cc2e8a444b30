//! A template's meaning as text: the same for all ways of writing it, another for another meaning.

use super::syntax::{Argument, Call};

/// Adds a part of a canonical text, with its length so that no two sequences of parts look alike.
pub(crate) fn note(canonical: &mut String, kind: char, text: &str) {
    canonical.push(kind);
    canonical.push_str(&text.len().to_string());
    canonical.push(':');
    canonical.push_str(text);
}

/// Adds a filter with its arguments.
pub(crate) fn describe(call: &Call, canonical: &mut String) {
    note(canonical, 'f', &call.name);
    for argument in &call.arguments {
        match argument {
            Argument::Text(text) => note(canonical, 'a', text),
            Argument::Number(number) => note(canonical, 'n', &number.to_string()),
        }
    }
}
