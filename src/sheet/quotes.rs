//! Whether the quotes of a record are sound, which the parser does not tell.
//!
//! csv-core makes something of any bytes: a quote that is never closed takes the following rows into its
//! cell, up to the next quote or to the end of the file, and nobody hears of it. One customer's ticket
//! would then carry the rows of others. So the bytes that it consumes are walked once more, for their
//! quotes alone, by the same grammar: a quote at the start of a cell opens it, a doubled one in it is
//! text, and a quote in a cell that does not start with one is text too (`5" pipe`).

use memchr::{memchr, memchr3};

/// Walks the raw bytes of one record, in pieces of any size and in constant memory.
#[derive(Debug)]
pub(super) struct Quotes {
    delimiter: u8,
    place: Place,
    breaks: u64,
    opened: u64,
    stray: Option<u64>,
}

/// Where the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At the start of a cell, where a quote opens it.
    Start,
    /// In a cell without quotes around it, or behind the closing quote of one with them.
    Plain,
    /// In quotes. A CR LF there is one line break, and the two may come in two pieces.
    Quoted { after_cr: bool },
    /// Behind a quote in quotes: it closed the cell, or is the first of two.
    Closed,
}

/// What is wrong with the quotes of a record. Lines are counted from 0, the line on which it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The file ends inside the quotes that were opened on this line.
    Open {
        /// The line of the opening quote.
        line: u64,
    },
    /// Text stands behind a closing quote.
    Stray {
        /// The line of the opening quote that belongs to it.
        line: u64,
        /// Whether the record is on more than one line, so that other rows may be in it.
        spans_lines: bool,
    },
}

impl Quotes {
    /// Of a sheet whose cells are separated by `delimiter`.
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            place: Place::Start,
            breaks: 0,
            opened: 0,
            stray: None,
        }
    }

    /// Begins a record.
    pub(super) fn begin(&mut self) {
        *self = Self::new(self.delimiter);
    }

    /// Walks the next piece of the record.
    pub(super) fn walk(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while !rest.is_empty() {
            let passed = match self.place {
                Place::Start | Place::Plain => self.walk_plain(rest),
                Place::Quoted { after_cr } => self.walk_quoted(rest, after_cr),
                Place::Closed => self.walk_closed(rest),
            };
            rest = rest.get(passed..).unwrap_or_default();
        }
    }

    /// What is wrong, asked at the end of the record.
    pub(super) fn fault(&self) -> Option<Fault> {
        if let Some(line) = self.stray {
            return Some(Fault::Stray {
                line,
                spans_lines: self.breaks > 0,
            });
        }
        matches!(self.place, Place::Quoted { .. }).then_some(Fault::Open { line: self.opened })
    }

    /// Jumps to the next quote: only the byte before it tells whether it opens a cell, so cells without
    /// quotes cost no more than the search.
    fn walk_plain(&mut self, rest: &[u8]) -> usize {
        let quote = memchr(b'"', rest);
        let plain = rest.get(..quote.unwrap_or(rest.len())).unwrap_or_default();
        if let Some(last) = plain.last() {
            self.place = self.behind(*last);
        }
        if quote.is_none() {
            return plain.len();
        }
        if self.place == Place::Start {
            self.place = Place::Quoted { after_cr: false };
            self.opened = self.breaks;
        }
        plain.len() + 1
    }

    fn walk_quoted(&mut self, rest: &[u8], after_cr: bool) -> usize {
        let Some(at) = memchr3(b'"', b'\n', b'\r', rest) else {
            self.place = Place::Quoted { after_cr: false };
            return rest.len();
        };
        let follows_cr = after_cr && at == 0;
        match rest.get(at) {
            Some(b'"') => self.place = Place::Closed,
            Some(b'\n') => {
                self.breaks += u64::from(!follows_cr);
                self.place = Place::Quoted { after_cr: false };
            }
            _ => {
                self.breaks += 1;
                self.place = Place::Quoted { after_cr: true };
            }
        }
        at + 1
    }

    fn walk_closed(&mut self, rest: &[u8]) -> usize {
        if let Some(byte) = rest.first() {
            self.place = if *byte == b'"' {
                Place::Quoted { after_cr: false }
            } else {
                self.behind(*byte)
            };
            if self.place == Place::Plain {
                self.stray.get_or_insert(self.opened);
            }
        }
        1
    }

    /// The place behind a byte that is not in quotes.
    fn behind(&self, byte: u8) -> Place {
        if byte == self.delimiter || matches!(byte, b'\n' | b'\r') {
            Place::Start
        } else {
            Place::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn walked<'a>(delimiter: u8, pieces: impl IntoIterator<Item = &'a [u8]>) -> Quotes {
        let mut quotes = Quotes::new(delimiter);
        for piece in pieces {
            quotes.walk(piece);
        }
        quotes
    }

    fn fault(record: &str) -> Option<Fault> {
        walked(b',', [record.as_bytes()]).fault()
    }

    #[test]
    fn sound_quotes_are_no_fault() {
        for record in [
            "",
            "a,b\n",
            "\"a\",\"b\"\r\n",
            "\"\",\"\"",
            "\"a \"\"word\"\" of it\",\"\"\"\"\n",
            "\"two\nlines\",\"and\r\nagain\"\n",
            "\"a,b\",c",
        ] {
            assert_eq!(fault(record), None, "{record:?}");
        }
    }

    #[test]
    fn a_quote_in_a_cell_that_does_not_start_with_one_is_text() {
        for record in [
            "בע\"מ,x\n",
            "5\" pipe,x",
            "a\",\"b\"\n",
            " \"a\" b,c",
            "a\"\"b",
        ] {
            assert_eq!(fault(record), None, "{record:?}");
        }
    }

    #[test]
    fn a_quote_that_is_open_at_the_end_is_named_by_its_line() {
        for (record, line) in [
            ("k1,\"Call me\nk2,x\n", 0),
            ("\"", 0),
            ("\"a\"\"", 0),
            ("\"one\ntwo\r\nthree\rfour\",\"open\nx", 3),
        ] {
            assert_eq!(fault(record), Some(Fault::Open { line }), "{record:?}");
        }
    }

    #[test]
    fn text_behind_a_closing_quote_is_named_by_the_line_of_its_cell() {
        for (record, line, spans_lines) in [
            ("k1,\"a\"b\n", 0, false),
            ("k1,\"a\" ,b\n", 0, false),
            ("k1,\"Call me\nk2,b,\"hello\"\n", 0, true),
            ("\"one\r\ntwo\",\"a\"b\n", 1, true),
            ("\"a\"b,\"open\nx", 0, true),
        ] {
            let expected = Some(Fault::Stray { line, spans_lines });
            assert_eq!(fault(record), expected, "{record:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_sheet() {
        assert_eq!(walked(b';', [b"\"a\";\"b\"".as_slice()]).fault(), None);
        let comma = walked(b';', [b"\"a\",b".as_slice()]).fault();
        assert!(matches!(comma, Some(Fault::Stray { .. })));
    }

    #[test]
    fn a_record_begins_without_the_faults_of_the_one_before() {
        let mut quotes = walked(b',', [b"\"a\nb\"c,\"d".as_slice()]);
        quotes.begin();
        quotes.walk(b"x,\"y\n");
        assert_eq!(quotes.fault(), Some(Fault::Open { line: 0 }));
    }

    proptest! {
        #[test]
        fn what_a_writer_wrote_is_sound(
            record in prop::collection::vec(any::<String>(), 1..6),
            delimiter in prop::sample::select(b",;\t|".as_slice()),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            writer.write_record(&record).unwrap();
            let bytes = writer.into_inner().unwrap();
            prop_assert_eq!(walked(delimiter, [bytes.as_slice()]).fault(), None);
        }

        #[test]
        fn it_does_not_matter_where_pieces_end(
            record in "[\",\r\nab]{0,24}",
            size in 1..5_usize,
        ) {
            let whole = walked(b',', [record.as_bytes()]);
            let pieces = walked(b',', record.as_bytes().chunks(size));
            prop_assert_eq!(pieces.fault(), whole.fault());
            prop_assert_eq!(pieces.place, whole.place);
            prop_assert_eq!(pieces.breaks, whole.breaks);
        }
    }
}
