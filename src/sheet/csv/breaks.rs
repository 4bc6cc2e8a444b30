//! What ends the lines of a text.

use memchr::{memchr_iter, memchr2, memchr2_iter};

/// What ends a line. A carriage return before a line feed belongs to the line end in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// A line feed. A carriage return that stands alone is no line end: in an unquoted cell it is a
    /// fault of its row, because whether a row ends there is anybody's guess.
    Feed,
    /// A carriage return or a line feed, as old Macintosh programs write.
    Return,
}

/// A physical line in a slice of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where its text ends.
    pub(crate) end: usize,
    /// Where the next line starts.
    pub(crate) next: usize,
}

impl Breaks {
    /// Decides by the start of a text: lone carriage returns end its lines if more of them than line
    /// feeds stand outside quotes, and more than there are pairs anywhere: a stray quote may have turned
    /// the one into the other.
    pub(crate) fn of(head: &[u8], quote: Option<u8>) -> Self {
        let (mut feeds, mut returns, mut pairs) = (0_usize, 0_usize, 0_usize);
        let (mut all_feeds, mut all_returns) = (0_usize, 0_usize);
        let mut quoted = false;
        for (at, &byte) in head.iter().enumerate() {
            match (byte, head.get(at + 1)) {
                (b'\r', Some(b'\n')) => pairs += 1,
                (b'\r', Some(b'\r')) => {}
                (b'\r', _) => {
                    all_returns += 1;
                    returns += usize::from(!quoted);
                }
                (b'\n', _) => {
                    all_feeds += 1;
                    feeds += usize::from(!quoted);
                }
                _ if Some(byte) == quote => quoted = !quoted,
                _ => {}
            }
        }
        if feeds + returns == 0 {
            (feeds, returns) = (all_feeds, all_returns);
        }
        if returns > feeds.max(pairs) {
            Self::Return
        } else {
            Self::Feed
        }
    }

    /// The line of `bytes` that goes on at `from`; `None` if it may go on behind them, which it cannot
    /// if they are the `last`.
    pub(crate) fn line(self, bytes: &[u8], from: usize, last: bool) -> Option<Line> {
        let rest = bytes.get(from..).unwrap_or_default();
        let found = match self {
            Self::Feed => memchr::memchr(b'\n', rest),
            Self::Return => memchr2(b'\r', b'\n', rest),
        };
        let Some(at) = found.map(|at| from + at) else {
            return last.then(|| Line {
                end: trimmed(bytes, from, bytes.len()),
                next: bytes.len(),
            });
        };
        match self {
            Self::Feed => Some(Line {
                end: trimmed(bytes, from, at),
                next: at + 1,
            }),
            Self::Return => {
                let is_return = bytes.get(at) == Some(&b'\r');
                if is_return && at + 1 == bytes.len() && !last {
                    return None;
                }
                let paired = is_return && bytes.get(at + 1) == Some(&b'\n');
                Some(Line {
                    end: at,
                    next: at + 1 + usize::from(paired),
                })
            }
        }
    }

    /// `row` without the line end behind it.
    pub(crate) fn without_end(self, row: &[u8]) -> &[u8] {
        match (self, row.strip_suffix(b"\n")) {
            (Self::Feed, Some(text)) => text.get(..trimmed(text, 0, text.len())).unwrap_or(text),
            (Self::Return, Some(text)) => text.strip_suffix(b"\r").unwrap_or(text),
            (Self::Return, None) => row.strip_suffix(b"\r").unwrap_or(row),
            (Self::Feed, None) => row,
        }
    }

    /// How many line ends there are in `bytes`.
    pub(crate) fn count(self, bytes: &[u8]) -> u64 {
        let count = match self {
            Self::Feed => memchr_iter(b'\n', bytes).count(),
            Self::Return => memchr2_iter(b'\r', b'\n', bytes)
                .filter(|&at| {
                    let follows = at.checked_sub(1).and_then(|before| bytes.get(before));
                    bytes.get(at) == Some(&b'\r') || follows != Some(&b'\r')
                })
                .count(),
        };
        count as u64
    }
}

/// The end of a line's text without the carriage returns before its line feed, of which programs that
/// translate line ends twice write two.
fn trimmed(bytes: &[u8], from: usize, end: usize) -> usize {
    let text = bytes.get(from..end).unwrap_or_default();
    let returns = text.iter().rev().take_while(|byte| **byte == b'\r').count();
    end - returns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_what_most_lines_outside_quotes_end_with() {
        for (text, breaks) in [
            ("a,b\n1,2\n", Breaks::Feed),
            ("a,b\r\n1,2\r\n", Breaks::Feed),
            ("a,b\r1,2\r", Breaks::Return),
            ("a,b\r1,\"x\ny\nz\n\"\r", Breaks::Return),
            ("a,b\n1,\"x\ry\rz\r\"\n", Breaks::Feed),
            ("a,b\r\r\n1,2\r\r\n", Breaks::Feed),
            ("a,b", Breaks::Feed),
            ("a,b\r\"\n1,2\r\n3,4\r\n", Breaks::Feed),
            ("\"a\rb\rc\nd", Breaks::Return),
        ] {
            assert_eq!(Breaks::of(text.as_bytes(), Some(b'"')), breaks, "{text:?}");
        }
    }

    #[test]
    fn a_pair_is_one_line_end() {
        assert_eq!(Breaks::Return.count(b"a\r\nb\rc\nd"), 3);
        assert_eq!(Breaks::Feed.count(b"a\r\nb\rc\nd"), 2);
        let line = Breaks::Feed.line(b"a\r\r\nb", 0, false);
        assert_eq!(line, Some(Line { end: 1, next: 4 }));
        assert_eq!(Breaks::Return.line(b"a\r", 0, false), None);
    }
}
