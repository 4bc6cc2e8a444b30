//! Why no dialect was taken.

use std::fmt;

use thiserror::Error;

/// What was weighed, and that a person has to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Undecided {
    /// Two delimiters make tables that are equally plausible.
    #[error(
        "its cells may be separated by {} or by {}: both make rows of equal width; say which with --delimiter",
        Name(*.first),
        Name(*.second)
    )]
    Equal {
        /// The one that is slightly more plausible.
        first: u8,
        /// The other one.
        second: u8,
    },
    /// It may be one column, or several.
    #[error(
        "it may be one column or several: {} stands on {lines} of {of} lines, but not as regularly as between cells; say with --delimiter what separates cells ({} for several columns, or a character that does not occur for one)",
        Name(*.delimiter),
        Name(*.delimiter)
    )]
    OneColumn {
        /// What may separate cells.
        delimiter: u8,
        /// The lines that hold it.
        lines: usize,
        /// The lines that were looked at.
        of: usize,
    },
}

/// A delimiter as a person calls it.
struct Name(u8);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            b',' => f.write_str("a comma"),
            b';' => f.write_str("a semicolon"),
            b'\t' => f.write_str("a tab"),
            b'|' => f.write_str("a vertical bar"),
            b':' => f.write_str("a colon"),
            b' ' => f.write_str("a blank"),
            other => write!(f, "{:?}", char::from(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_what_was_weighed_and_what_decides() {
        let equal = Undecided::Equal {
            first: b';',
            second: b'^',
        };
        let message = equal.to_string();
        assert!(message.contains("a semicolon or by '^'"), "{message}");
        assert!(message.contains("--delimiter"), "{message}");
    }
}
