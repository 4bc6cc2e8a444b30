//! Text for a terminal of eighty columns: broken at blanks, with what belongs together below each other.

use crate::terminal::{clusters, isolation_at_the_end, width};

/// Columns of a line: as many as every terminal has, and as many as are read with ease.
const WIDTH: usize = 80;

/// Columns of the labels of a plan.
const LABEL: usize = 9;

/// A text that grows by lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    /// A line that begins with `prefix` as it is; what does not fit goes on below its text.
    pub(super) fn entry(&mut self, prefix: &str, text: &str) {
        self.broken(prefix, width(prefix), text);
    }

    /// A line with a label in the first column, blank for a line below it.
    pub(super) fn labelled(&mut self, label: &str, text: &str) {
        self.entry(&format!("{label:<LABEL$}"), text);
    }

    /// A line as it stands; what does not fit goes on a little further to the right than it begins.
    pub(super) fn plain(&mut self, line: &str) {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        self.broken(&" ".repeat(indent), indent + 2, text);
    }

    /// A blank line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The text, without the end of its last line.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }

    fn broken(&mut self, prefix: &str, hang: usize, text: &str) {
        self.text.push_str(prefix);
        let mut column = width(prefix);
        let mut begun = false;
        for word in text.split(' ') {
            let wide = width(word);
            if begun && column + 1 + wide > WIDTH {
                column = self.go_on(hang);
            } else if begun {
                self.text.push(' ');
                column += 1;
            }
            begun = true;
            if column + wide <= WIDTH {
                self.text.push_str(word);
                column += wide;
                continue;
            }
            // A word that is wider than a line is broken where the line ends.
            for sign in clusters(word) {
                let wide = width(sign);
                if column + wide > WIDTH {
                    column = self.go_on(hang);
                }
                self.text.push_str(sign);
                column += wide;
            }
        }
        self.text.push('\n');
    }

    /// Begins a line below the text of an entry.
    fn go_on(&mut self, hang: usize) -> usize {
        // An entry that begins far to the right leaves at least half of a line.
        let hang = hang.min(WIDTH / 2);
        // What is set apart is so on each line of its own.
        let [end, begin] = isolation_at_the_end(&self.text);
        self.text.push_str(end);
        self.text.push('\n');
        self.text.push_str(&" ".repeat(hang));
        self.text.push_str(begin);
        hang
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_line_goes_on_below_its_text() {
        let mut lines = Lines::default();
        lines.labelled("rows", &"word ".repeat(20));
        lines.plain(&format!("  not used: {}end", "column, ".repeat(10)));
        let text = lines.finish();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| width(line) <= WIDTH), "{text}");
        assert!(
            lines
                .get(1)
                .is_some_and(|line| line.starts_with("         word"))
        );
        assert!(
            lines
                .get(3)
                .is_some_and(|line| line.starts_with("    column"))
        );
    }

    proptest! {
        #[test]
        fn words_are_kept_and_no_line_is_wider_than_the_terminal(
            words in proptest::collection::vec("([a-zא-ת漢é]\u{301}?|🇮🇱|👩\u{200d}👧){1,100}", 1..40),
        ) {
            let mut lines = Lines::default();
            lines.entry("    3 × ", &words.join(" "));
            let text = lines.finish();
            let kept: String = text.split_whitespace().skip(2).collect();
            prop_assert_eq!(kept, words.concat());
            prop_assert!(text.lines().all(|line| width(line) <= WIDTH));
        }
    }
}
