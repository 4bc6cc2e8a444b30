//! What stands in a sheet and is no customer: titles above the header, totals below the last row.

use serde::Serialize;

use super::row::Row;

/// Lines of which the number is kept, for each kind: enough to find them.
const LINES: usize = 5;

/// Something in a sheet that is neither its header nor a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// What it is.
    pub kind: AsideKind,
    /// Where it stands and what it says. Its record is 0.
    pub row: Row,
}

/// The kinds of asides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AsideKind {
    /// Above the header: a title, a date, a comment.
    Title,
    /// The header once more: two exports were joined.
    RepeatedHeader,
    /// A total, or who made the sheet and when.
    Footer,
    /// A comment or a ruling between rows.
    Comment,
    /// Delimiters and nothing between them.
    Blank,
    /// Hidden in the workbook, and told to be passed.
    Hidden,
}

impl AsideKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Title,
        Self::RepeatedHeader,
        Self::Footer,
        Self::Comment,
        Self::Blank,
        Self::Hidden,
    ];

    /// What it is, after an article.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "a title above the header",
            Self::RepeatedHeader => "the header once more",
            Self::Footer => "a total or footer",
            Self::Comment => "a comment",
            Self::Blank => "a row without any text",
            Self::Hidden => "a hidden row",
        }
    }
}

/// How many asides were passed, and where the first of them stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asides {
    passed: Vec<(AsideKind, u64, Vec<u64>)>,
}

impl Asides {
    /// Counts one.
    pub(super) fn count(&mut self, kind: AsideKind, line: u64) {
        match self.passed.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, count, lines)) => {
                *count += 1;
                if lines.len() < LINES {
                    lines.push(line);
                }
            }
            None => self.passed.push((kind, 1, vec![line])),
        }
    }

    /// How many there are of each kind, and the lines of the first five.
    pub fn passed(&self) -> impl Iterator<Item = (AsideKind, u64, &[u64])> {
        self.passed
            .iter()
            .map(|(kind, count, lines)| (*kind, *count, lines.as_slice()))
    }

    /// How many there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.passed.iter().map(|(_, count, _)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asides_are_counted_by_kind_with_the_lines_of_the_first() {
        let mut asides = Asides::default();
        for line in 1..=7 {
            asides.count(AsideKind::Blank, line);
        }
        asides.count(AsideKind::Footer, 9);
        let passed: Vec<_> = asides.passed().collect();
        assert_eq!(
            passed,
            [
                (AsideKind::Blank, 7, [1, 2, 3, 4, 5].as_slice()),
                (AsideKind::Footer, 1, [9].as_slice()),
            ]
        );
        assert_eq!(asides.total(), 8);
    }
}
