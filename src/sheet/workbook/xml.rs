//! A part as XML: tags and texts by local name, without what XML can do to its readers.
//!
//! Document types and entities of one's own are refused: no spreadsheet program writes them, and a few
//! lines of them unpack to gigabytes. Depth is bounded, and the end has to be the end of the root.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::error::WorkbookError;
use super::part::Part;

/// Deepest nesting of tags. Cells stand at 5, drawings inside drawings at some tens.
const MAX_DEPTH: usize = 256;

/// A stream of [`Node`]s.
pub(super) struct Xml {
    reader: Reader<Part>,
    buffer: Vec<u8>,
    depth: usize,
    rooted: bool,
}

/// One step of the stream. A tag that is opened and closed at once is an `Open` and a `Close`.
pub(super) enum Node<'a> {
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag.
    Close,
    /// Text, with line ends as line feeds.
    Text(Cow<'a, str>),
    /// A character that was written as a reference, like `&amp;` or `&#10;`.
    Char(char),
    /// A comment, or something else that is not content.
    Nothing,
    /// The end of the document.
    End,
}

/// A start tag.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Calls `visit` with each attribute's local name and its value as it is written, entities and all.
    /// The values that matter most (numbers, references) hold none.
    pub(super) fn each(&self, mut visit: impl FnMut(&str, &str)) -> Result<(), String> {
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            visit(attribute.key.local_name().into_inner(), &attribute.value);
        }
        Ok(())
    }

    /// The value of the attribute of this local name.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, String> {
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                let value = value.map_err(|error| error.to_string())?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

/// Whether an attribute says yes.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

impl Xml {
    /// Reads `part` from its start.
    pub(super) fn new(part: Part) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::with_capacity(4096),
            depth: 0,
            rooted: false,
        }
    }

    /// The name of the part.
    pub(super) fn part(&self) -> &str {
        self.reader.get_ref().name()
    }

    /// How many tags are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// This part is damaged in this way.
    pub(super) fn damaged(&self, fault: impl Into<String>) -> WorkbookError {
        WorkbookError::damaged(self.part(), fault)
    }

    /// This part passes this bound.
    pub(super) fn too_large(&self, what: impl Into<String>) -> WorkbookError {
        WorkbookError::too_large(self.part(), what)
    }

    /// The next step. It does not loop over what means nothing, because what it returns borrows from it.
    pub(super) fn next(&mut self) -> Result<Node<'_>, WorkbookError> {
        self.buffer.clear();
        self.reader.get_mut().begin_piece();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(refused(self.reader.get_ref(), &error)),
        };
        let part = self.reader.get_ref();
        let damaged = |fault: String| Err(WorkbookError::damaged(part.name(), fault));
        match event {
            Event::Start(start) => {
                self.depth += 1;
                self.rooted = true;
                if self.depth > MAX_DEPTH {
                    let what = format!("its tags are nested deeper than {MAX_DEPTH}");
                    return Err(WorkbookError::too_large(part.name(), what));
                }
                Ok(Node::Open(Tag(start)))
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Node::Close)
            }
            Event::Text(text) => Ok(Node::Text(lines(text.into_inner()))),
            Event::CData(text) => Ok(Node::Text(lines(text.into_inner()))),
            Event::GeneralRef(name) => match character(&name) {
                Some(char) => Ok(Node::Char(char)),
                None => damaged(format!(
                    "it has the entity &{};, which no sheet has",
                    &*name
                )),
            },
            Event::DocType(_) => damaged("it has a document type, which no sheet has".into()),
            Event::Decl(declaration) => match declaration.encoding() {
                Some(Ok(name)) if !is_utf8(&name) => {
                    damaged(format!("it is in {name} and not in UTF-8"))
                }
                Some(Err(error)) => damaged(error.to_string()),
                _ => Ok(Node::Nothing),
            },
            Event::Eof if self.depth > 0 || !self.rooted => damaged("its XML is cut off".into()),
            Event::Eof => Ok(Node::End),
            Event::Comment(_) | Event::PI(_) | Event::Empty(_) => Ok(Node::Nothing),
        }
    }

    /// Passes everything until no more than `depth` tags are open.
    pub(super) fn leave(&mut self, depth: usize) -> Result<(), WorkbookError> {
        while self.depth > depth {
            self.next()?;
        }
        Ok(())
    }

    /// Passes the rest of the tag that was opened last, with all that is in it.
    pub(super) fn skip(&mut self) -> Result<(), WorkbookError> {
        self.leave(self.depth.saturating_sub(1))
    }

    /// Reads to the end of the part, so that its form and its checksum are known to be right.
    pub(super) fn finish(&mut self) -> Result<(), WorkbookError> {
        while !matches!(self.next()?, Node::End) {}
        Ok(())
    }
}

/// Line ends of every kind as line feeds, as XML wants it.
fn lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The character that a reference stands for, if it is one of XML's own.
fn character(name: &BytesRef<'_>) -> Option<char> {
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

fn is_utf8(encoding: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii"]
        .iter()
        .any(|name| encoding.eq_ignore_ascii_case(name))
}

fn refused(part: &Part, error: &Error) -> WorkbookError {
    match error {
        Error::Io(error) => part.error(error),
        other => WorkbookError::damaged(part.name(), format!("its XML is broken: {other}")),
    }
}
