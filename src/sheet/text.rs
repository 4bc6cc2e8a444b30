//! Delimited text: its encoding and its dialect are found out, then its records are read one by one.

use std::io::{self, Cursor, Read};

use memchr::memmem::Finder;

use super::csv::{self, ReadError, Records};
use super::dialect::{self, Sniffed, Told};
use super::encoding::{self, Encoding, Evidence, Found};
use super::error::SheetError;
use super::hints::Hints;
use super::kind::{self, Kind};
use super::origin::Origin;
use super::passage::Passage;
use super::raw::Raw;
use super::reading::Reading;
use super::row::Row;
use super::shape::SAMPLE;
use super::spare::Spare;
use super::stillness::Stillness;
use super::stray_quote::stray_quotes;
use super::stream::HEAD;
use super::unpack::unpacked;

/// The character that stands for what could not be decoded, in UTF-8.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// What is known of a text before it is read.
#[derive(Clone)]
pub(super) struct Manner {
    kind: Kind,
    found: Found,
    sniffed: Sniffed,
    /// The beginning of the text, without the line that names the delimiter.
    head: Vec<u8>,
    /// Whether the user has said that quotes are text.
    literal: bool,
}

impl Manner {
    /// Finds out how a text is written, and reads its first records.
    pub(super) fn find(
        name: &str,
        origin: &mut Origin,
        kind: Kind,
        hints: &Hints,
    ) -> Result<(Self, Vec<Raw>), SheetError> {
        let io = |source| SheetError::io(name, source);
        let told = hints.encoding.as_deref().map(Encoding::named).transpose();
        let told = told.map_err(|fault| SheetError::encoding(name, fault))?;
        let mut look = open(name, origin.look().map_err(io)?, kind)?;
        let found = encoding::find(&mut look, origin.is_whole(), told)
            .map_err(|error| SheetError::encoding(name, error))?;
        drop(look);
        let mut head = Vec::with_capacity(HEAD);
        let look = open(name, origin.look().map_err(io)?, kind)?;
        encoding::decoded(look, &found)
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(io)?;
        let whole = origin.is_whole() && head.len() < HEAD;
        let told = Told {
            delimiter: hints.delimiter,
            quote: hints.quote,
        };
        let sniffed = dialect::sniff(&head, whole, &told)
            .map_err(|undecided| SheetError::dialect(name, undecided))?;
        let manner = Self {
            kind,
            found,
            head: Records::<Cursor<Vec<u8>>>::head(head.get(sniffed.skip..).unwrap_or_default())
                .to_vec(),
            sniffed,
            literal: hints.quote == Some(None),
        };
        let sample = manner.sample(name, &head, whole);
        Ok((manner, sample))
    }

    /// The first records. Where reading ends early, what comes behind is left to the reading itself.
    fn sample(&self, name: &str, head: &[u8], whole: bool) -> Vec<Raw> {
        let mut text = Text::of(name, Box::new(Cursor::new(head.to_vec())), self, None);
        let mut sample = Vec::new();
        while sample.len() < SAMPLE {
            match text.next() {
                Ok(Some(raw)) => sample.push(raw),
                Ok(None) => {
                    // The last record may be cut.
                    if !whole && sample.len() > 1 {
                        sample.pop();
                    }
                    break;
                }
                Err(_) => break,
            }
        }
        sample
    }

    /// Says it to people.
    pub(super) fn describe(&self, reading: &mut Reading) {
        let dialect = self.sniffed.dialect;
        reading.kind = match self.kind {
            Kind::Gzip => "csv.gz",
            Kind::Zstd => "csv.zst",
            _ => "csv",
        };
        reading.encoding = Some(self.found.encoding.name());
        reading.encoding_evidence = Some(match self.found.evidence {
            Evidence::Told => "told",
            Evidence::Mark => "mark",
            Evidence::Valid => "valid",
            Evidence::Ascii => "ascii",
            Evidence::Detected => "detected",
        });
        reading.samples.clone_from(&self.found.samples);
        reading.delimiter = Some(char::from(dialect.delimiter));
        reading.spaced = dialect.spaced;
        reading.quote = dialect.quote.map(char::from);
        reading.escape = dialect.escape.map(char::from);
        let notices = &mut reading.notices;
        if self.found.damaged > 0 {
            notices.push(format!(
                "{} lines are not text in {}; their rows are reported and not handed on",
                self.found.damaged,
                self.found.encoding.name()
            ));
        }
        if let Some(rival) = self.found.rival {
            notices.push(format!(
                "it could be {} as well; look at the words above, and say --encoding if they are wrong",
                rival.name()
            ));
        }
        if !self.sniffed.certain {
            let rivals: Vec<String> = self
                .sniffed
                .rivals
                .iter()
                .map(|rival| format!("{:?}", char::from(rival.delimiter)))
                .collect();
            let rivals = if rivals.is_empty() {
                "another way".to_owned()
            } else {
                rivals.join(" or ")
            };
            notices.push(format!(
                "its cells could be told apart by {rivals} as well; look at the columns below, and say --delimiter or --quote if they are wrong"
            ));
        }
        if let Some(word) = &self.found.doubled {
            notices.push(format!(
                "some words were broken by the program that wrote them (encoded twice), such as {word}; export the sheet again"
            ));
        }
    }

    /// Opens the text from its first record on.
    pub(super) fn read(
        &self,
        name: &str,
        origin: Origin,
        width: usize,
    ) -> Result<(Text, Option<Stillness>), SheetError> {
        let (source, stillness) = origin.read().map_err(|error| SheetError::io(name, error))?;
        let source = open(name, source, self.kind)?;
        let source = encoding::decoded(source, &self.found);
        Ok((Text::of(name, source, self, Some(width)), stillness))
    }

    /// Opens it once more to be counted, up to `limit` bytes as they stand in the file.
    pub(super) fn part(
        &self,
        name: &str,
        source: Box<dyn Read + Send>,
        width: usize,
    ) -> Result<Text, SheetError> {
        let source = encoding::decoded(open(name, source, self.kind)?, &self.found);
        Ok(Text::of(name, source, self, Some(width)))
    }
}

/// Unpacks a source, and looks whether it is text that comes out.
fn open(
    name: &str,
    source: Box<dyn Read + Send>,
    kind: Kind,
) -> Result<Box<dyn Read + Send>, SheetError> {
    if kind == Kind::Text {
        return Ok(source);
    }
    let io = |source| SheetError::io(name, source);
    let mut source = unpacked(kind, source).map_err(io)?;
    let mut first = Vec::with_capacity(kind::LOOK);
    source
        .by_ref()
        .take(kind::LOOK as u64)
        .read_to_end(&mut first)
        .map_err(io)?;
    match kind::recognise(&first) {
        Ok(Kind::Text) => Ok(Box::new(Cursor::new(first).chain(source))),
        Ok(_) => Err(SheetError::foreign(
            name,
            "packed twice, or a workbook in a packed file",
            "unpack it first",
        )),
        Err(not) => Err(SheetError::foreign(name, not.found, not.advice)),
    }
}

/// The records of a text.
pub(super) struct Text {
    name: String,
    records: Records<Box<dyn Read + Send>>,
    /// Lines that were passed before the first record: the one that names the delimiter.
    passed: u64,
    /// Whether the text has quotes around cells.
    quoted: bool,
    replacement: Finder<'static>,
    encoding: &'static str,
    /// The record in hand. Its memory is used again, and a row takes as much as it needs and no more.
    record: csv::Raw,
    spare: Spare,
}

impl Text {
    fn of(
        name: &str,
        mut source: Box<dyn Read + Send>,
        manner: &Manner,
        width: Option<usize>,
    ) -> Self {
        // What cannot be passed cannot be read either, which the first record says.
        let _ = io::copy(
            &mut source.by_ref().take(manner.sniffed.skip as u64),
            &mut io::sink(),
        );
        let width = width.or(Some(manner.sniffed.width));
        Self {
            name: name.to_owned(),
            records: Records::new(source, manner.sniffed.dialect, width).judged_by(&manner.head),
            passed: u64::from(manner.sniffed.skip > 0),
            quoted: manner.literal || manner.sniffed.dialect.quote.is_some(),
            replacement: Finder::new(REPLACEMENT),
            encoding: manner.found.encoding.name(),
            record: csv::Raw::default(),
            spare: Spare::default(),
        }
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Result<Option<Raw>, SheetError> {
        let read = self.records.next_into(&mut self.record);
        let found = read.map_err(|error| self.failed(error))?;
        Ok(found.then(|| self.raw()))
    }

    fn failed(&self, error: ReadError) -> SheetError {
        match error {
            ReadError::Io(source) => SheetError::io(&self.name, source),
            torn => SheetError::Torn {
                name: self.name.clone(),
                fault: torn.to_string(),
            },
        }
    }

    /// Takes back a row that is done with.
    pub(super) fn take_back(&mut self, row: Row) {
        self.spare.keep(row);
    }

    /// Has passages told from here on, to which `meaning` gives theirs together with how this text is written.
    pub(super) fn tell_passages(&mut self, meaning: &[u8]) -> Result<(), SheetError> {
        let meaning = [meaning, self.encoding.as_bytes()].concat();
        let told = self.records.tell_passages(&meaning);
        told.map_err(|error| self.failed(error))
    }

    /// Has no passage begin before the next record.
    pub(super) fn break_passage(&mut self) {
        self.records.break_passage();
    }

    /// By what a passage that begins here would be looked for. `None` where none can begin.
    pub(super) fn passage_start(&mut self) -> Result<Option<i64>, SheetError> {
        let start = self.records.passage_start();
        start.map_err(|error| self.failed(error))
    }

    /// Passes a passage that begins here, if it is this one.
    pub(super) fn pass_passage(&mut self, passage: &Passage) -> Result<bool, SheetError> {
        let passed = self.records.pass_passage(passage);
        passed.map_err(|error| self.failed(error))
    }

    /// The record in hand.
    fn raw(&mut self) -> Raw {
        let record = &self.record;
        // Two broken cells side by side can make one whole character between them.
        let whole = |text: &&str| {
            let mut ends = record.ends.iter();
            text.is_ascii() || ends.all(|end| text.is_char_boundary(*end as usize))
        };
        let text = std::str::from_utf8(&record.cells).ok().filter(whole);
        let is_text = text.is_some();
        let (text, ends) = match text {
            Some(text) => self.spare.copy(text, &record.ends),
            None => lossy(&record.cells, &record.ends),
        };
        let fault = match &record.fault {
            Some(fault) => Some(fault.to_string()),
            None => self.damage(&text, is_text),
        };
        let row = Row::new(0, record.line + self.passed, text, ends);
        let fault = fault.or_else(|| stray_quotes(&row, self.quoted).map(str::to_owned));
        Raw {
            row,
            gap: record.blank_lines > 0,
            hidden: false,
            spans: false,
            fault,
            passage: self.record.passage.take(),
        }
    }

    /// What is wrong with the characters of a record.
    fn damage(&self, text: &str, is_text: bool) -> Option<String> {
        if memchr::memchr(0, text.as_bytes()).is_some() {
            return Some(
                "holds a NUL byte, which no text has; the file is damaged or in an encoding that was not found out"
                    .into(),
            );
        }
        let decoded =
            is_text && (text.is_ascii() || self.replacement.find(text.as_bytes()).is_none());
        (!decoded).then(|| {
            format!(
                "has characters that are no text in {}; write them anew, or say --encoding",
                self.encoding
            )
        })
    }
}

/// The cells with what is no text replaced, and where they end in it.
fn lossy(bytes: &[u8], ends: &[u32]) -> (String, Vec<u32>) {
    let (mut text, mut start) = (String::new(), 0);
    let ends = ends.iter().map(|end| {
        let stop = *end as usize;
        text.push_str(&String::from_utf8_lossy(
            bytes.get(start..stop).unwrap_or_default(),
        ));
        start = stop;
        u32::try_from(text.len()).unwrap_or(u32::MAX)
    });
    let ends = ends.collect();
    (text, ends)
}
