//! Blank lines, which stand between records and are none.

use super::breaks::Breaks;
use super::grammar::Grammar;

/// Blank lines before a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlankLines {
    /// Their bytes.
    pub(crate) bytes: usize,
    /// How many they are.
    pub(crate) lines: u64,
    /// Whether more may stand behind the bytes that were looked at.
    pub(crate) undecided: bool,
}

impl Grammar {
    /// The blank lines at the start of `bytes`.
    pub(crate) fn blank_lines(&self, bytes: &[u8], last: bool) -> BlankLines {
        let (mut passed, mut lines) = (0, 0);
        loop {
            let rest = bytes.get(passed..).unwrap_or_default();
            let returns = match self.breaks {
                Breaks::Feed => rest.iter().take_while(|byte| **byte == b'\r').count(),
                Breaks::Return => usize::from(rest.first() == Some(&b'\r')),
            };
            let feed = rest.get(returns) == Some(&b'\n');
            let undecided = returns == rest.len() && !last;
            let ends =
                feed || (returns > 0 && (returns == rest.len() || self.breaks == Breaks::Return));
            if undecided || !ends {
                return BlankLines {
                    bytes: passed,
                    lines,
                    undecided,
                };
            }
            passed += returns + usize::from(feed);
            lines += 1;
        }
    }
}
