//! Values of a sheet in a form that is safe to show: on one line, without what would steer a terminal, and
//! no longer than a person reads.

pub(super) use crate::terminal::on_one_line as shown;
use crate::terminal::{beginning, cut, set_apart};

/// Characters of a value that are kept in a report: enough to recognise it by, whatever the cell holds.
const KEPT: usize = 200;

/// A value to keep in a report: its beginning, with `…` behind it where it goes on.
pub(super) fn kept(text: &str) -> String {
    beginning(text, KEPT)
}

/// A value for a line of a terminal: at most `width` columns wide. One that runs from right to left is set
/// apart, so that what stands beside it keeps its place.
pub(super) fn in_line(text: &str, width: usize) -> String {
    set_apart(cut(&shown(text), width))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::width;
    use proptest::prelude::*;

    #[test]
    fn hebrew_is_set_apart_from_its_surroundings() {
        assert_eq!(in_line("שלום 12", 20), "\u{2068}שלום 12\u{2069}");
        assert_eq!(in_line("Haifa", 20), "Haifa");
    }

    proptest! {
        #[test]
        fn no_value_is_wider_than_asked_or_breaks_its_line(text in any::<String>(), most in 1_usize..60) {
            let line = in_line(&text, most);
            prop_assert!(width(&line) <= most, "{line:?}");
            prop_assert!(!line.chars().any(char::is_control));
        }
    }
}
