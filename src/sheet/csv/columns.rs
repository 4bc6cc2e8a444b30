//! What the cells of each column look like, by which a piece of text is told from a row.
//!
//! A note of several lines may hold as many delimiters on a line as the rows have. Where the rows have a
//! number or an e-mail address in some column, such a line has not, and where rows follow a quote that is
//! never closed, they have.

use super::grammar::Grammar;
use super::parse::{Flaw, Parse};

/// Cells that a column must have for a look of its own.
const FEWEST: u32 = 4;

/// Of how many cells of a column nine must look alike.
const OF: u32 = 10;

/// The look of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Blank,
    /// Digits and punctuation: a number, a date, a phone, an id.
    Number,
    /// Something with an at sign.
    Mail,
    Other,
}

/// How often a column's cells looked like what.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    cells: u32,
    numbers: u32,
    mails: u32,
    indented: u32,
}

impl Column {
    /// The look that nearly all of its cells have, if that sets them apart from prose.
    fn look(self) -> Option<Look> {
        let nearly_all = |count: u32| self.cells >= FEWEST && count * OF >= self.cells * (OF - 1);
        if nearly_all(self.numbers) {
            Some(Look::Number)
        } else if nearly_all(self.mails) {
            Some(Look::Mail)
        } else {
            None
        }
    }
}

/// How much a record looks like the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Some of its cells look as only cells of their columns do.
    Alike,
    /// Nothing speaks for it or against it.
    Possible,
    /// It does not look like a row.
    Unlike,
}

/// The looks of all columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    columns: Vec<Column>,
    rows: u32,
    /// How many rows have so many cells in quotes, by that number.
    quoted: Vec<u32>,
    /// The fewest cells in quotes that nearly all rows have.
    fewest_quoted: usize,
}

impl Columns {
    /// Learns from the records of `head` that have `width` cells, the first of which is taken for the
    /// header. A quote that is not closed as it should be costs no more than its line.
    pub(super) fn of(head: &[u8], grammar: Grammar, width: usize) -> Self {
        let mut columns = Self {
            columns: vec![Column::default(); width],
            quoted: vec![0; width + 1],
            ..Self::default()
        };
        let (mut parse, mut rest, mut headed) = (Parse::default(), head, false);
        while !rest.is_empty() {
            grammar.parse(rest, true, &mut parse);
            if parse.is_sound(width) && !parse.loose {
                if headed {
                    columns.learn(&parse);
                }
                headed = true;
            }
            let length = match parse.flaw {
                Some(Flaw::Stray { open, .. } | Flaw::Open { open }) => {
                    grammar.line(rest, open).next
                }
                _ => parse.length,
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        columns.fewest_quoted = columns.fewest_quoted();
        columns
    }

    fn fewest_quoted(&self) -> usize {
        let mut fewer = 0;
        let mut most = |rows: &u32| {
            fewer += rows;
            fewer * OF > self.rows
        };
        self.quoted.iter().position(&mut most).unwrap_or(0)
    }

    fn learn(&mut self, row: &Parse) {
        self.rows += 1;
        if let Some(rows) = self.quoted.get_mut(row.quoted) {
            *rows += 1;
        }
        for (column, cell) in self.columns.iter_mut().zip(row.cells()) {
            let look = look(cell);
            if look != Look::Blank {
                column.cells += 1;
                column.numbers += u32::from(look == Look::Number);
                column.mails += u32::from(look == Look::Mail);
                column.indented += u32::from(is_indented(cell));
            }
        }
    }

    /// Whether the rows all have cells in quotes and `record` has as many: no piece of a quoted cell has.
    pub(super) fn is_quoted_alike(&self, record: &Parse) -> bool {
        self.rows >= FEWEST && self.fewest_quoted > 0 && record.quoted >= self.fewest_quoted
    }

    /// How much a record of as many cells looks like a row.
    pub(super) fn likeness(&self, record: &Parse) -> Likeness {
        if self.rows >= FEWEST && record.quoted < self.fewest_quoted {
            return Likeness::Unlike;
        }
        let (mut alike, mut unlike) = (u32::from(self.is_quoted_alike(record)), 0);
        for (column, cell) in self.columns.iter().zip(record.cells()) {
            let look = look(cell);
            if look == Look::Blank {
                continue;
            }
            match column.look() {
                Some(usual) if usual == look => alike += 1,
                Some(_) => unlike += 1,
                None => {}
            }
            if is_indented(cell) && column.cells >= FEWEST && column.indented * OF <= column.cells {
                unlike += 1;
            }
        }
        if unlike > alike {
            Likeness::Unlike
        } else if alike > unlike {
            Likeness::Alike
        } else {
            Likeness::Possible
        }
    }
}

fn look(cell: &[u8]) -> Look {
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return Look::Blank;
    }
    if cell.contains(&b'@') {
        return Look::Mail;
    }
    let letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    if cell.iter().any(u8::is_ascii_digit) && !cell.iter().any(letter) {
        Look::Number
    } else {
        Look::Other
    }
}

fn is_indented(cell: &[u8]) -> bool {
    matches!(cell.first(), Some(b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::super::super::dialect::Dialect;
    use super::super::breaks::Breaks;
    use super::*;

    fn likeness(head: &str, record: &str) -> Likeness {
        let grammar = Grammar {
            dialect: Dialect {
                delimiter: b',',
                spaced: false,
                quote: Some(b'"'),
                escape: None,
            },
            breaks: Breaks::Feed,
        };
        let columns = Columns::of(head.as_bytes(), grammar, 3);
        let mut parse = Parse::default();
        grammar.parse(record.as_bytes(), true, &mut parse);
        columns.likeness(&parse)
    }

    #[test]
    fn a_line_of_prose_is_unlike_rows_with_numbers() {
        let head =
            "id,name,mail\n1,Dana,a@x.il\n2,Noa,b@x.il\n3,Avi,c@x.il\n4,Ron,\n5,Gil,d@x.il\n";
        assert_eq!(likeness(head, "77,Lea,l@x.il"), Likeness::Alike);
        assert_eq!(likeness(head, "77,Lea,"), Likeness::Alike);
        assert_eq!(likeness(head, "call him,or Noa,soon"), Likeness::Unlike);
        assert_eq!(likeness(head, "n/a,Lea,l@x.il"), Likeness::Possible);
        assert_eq!(likeness(head, ",,"), Likeness::Possible);
    }

    #[test]
    fn blanks_before_words_are_unlike_rows_without_them() {
        let head = "a,b,c\nx,y,z\nx,y,z\nx,y,z\nx,y,z\n";
        assert_eq!(likeness(head, "well, then, bye"), Likeness::Unlike);
        assert_eq!(likeness(head, "p,q,r"), Likeness::Possible);
    }

    #[test]
    fn cells_without_quotes_are_unlike_rows_with_them() {
        let row = "\"x\",\"y\",1\n";
        assert_eq!(likeness(&row.repeat(6), "x,y,1"), Likeness::Unlike);
    }
}
