//! What a file is, by its content.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use super::archive::Archive;
use super::compound::{Compound, Document, MAGIC};
use super::error::WorkbookError;
use super::xlsx::{USUAL_WORKBOOK, workbook_part};

/// What to do with a file that is a table of another kind.
const AS_XLSX: &str = "save the sheet as .xlsx or as CSV";

/// What to do with a file that is no table.
const ANOTHER: &str = "choose the file that holds the rows";

/// Longest name of a kind that an archive may state of itself, in bytes.
const MAX_MIMETYPE: u64 = 256;

/// Kinds of zip archives that are no workbooks, by a part that each of them has. The parts are in lower
/// case; a name that ends in a slash is that of a folder.
const ARCHIVES: [(&str, &str, &str); 10] = [
    (
        "xl/workbook.bin",
        "a binary Excel workbook (.xlsb)",
        AS_XLSX,
    ),
    (
        "word/document.xml",
        "a Word document",
        "save the table in it as .xlsx or as CSV",
    ),
    ("ppt/presentation.xml", "a PowerPoint presentation", ANOTHER),
    (
        "index/document.iwa",
        "a document of Apple's Numbers, Pages or Keynote",
        "export it as Excel or as CSV",
    ),
    (
        "index.zip",
        "a document of Apple's Numbers, Pages or Keynote",
        "export it as Excel or as CSV",
    ),
    ("visio/document.xml", "a Visio drawing", ANOTHER),
    ("androidmanifest.xml", "an Android app", ANOTHER),
    ("meta-inf/manifest.mf", "a Java archive", ANOTHER),
    ("doc.kml", "a map (.kmz)", ANOTHER),
    ("meta-inf/container.xml", "an e-book (.epub)", ANOTHER),
];

/// Kinds of zip archives that state what they are.
const MIMETYPES: [(&str, &str, &str); 5] = [
    ("application/epub+zip", "an e-book (.epub)", ANOTHER),
    (
        "application/vnd.oasis.opendocument.text",
        "an OpenDocument text (.odt)",
        "save the table in it as .ods or as CSV",
    ),
    (
        "application/vnd.oasis.opendocument.presentation",
        "an OpenDocument presentation (.odp)",
        ANOTHER,
    ),
    (
        "application/vnd.oasis.opendocument.graphics",
        "an OpenDocument drawing (.odg)",
        ANOTHER,
    ),
    (
        "application/vnd.oasis.opendocument",
        "an OpenDocument file of another kind",
        AS_XLSX,
    ),
];

/// A workbook that can be read.
pub(super) enum Kind {
    /// Of Excel, with the name of its workbook part.
    Xlsx(String),
    /// Of OpenDocument.
    Ods,
}

/// What the file begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Zip,
    Compound,
}

/// The container that `file` is.
pub(super) fn container(mut file: &File) -> Result<Container, WorkbookError> {
    let mut magic = [0; 8];
    let mut filled = 0;
    file.seek(SeekFrom::Start(0)).map_err(WorkbookError::Io)?;
    while let Some(rest) = magic.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(WorkbookError::Io(error)),
        }
    }
    if magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06") {
        Ok(Container::Zip)
    } else if magic == MAGIC {
        Ok(Container::Compound)
    } else {
        Err(WorkbookError::NotWorkbook {
            found: if filled == 0 {
                "empty"
            } else {
                "a file of another kind"
            },
            advice: AS_XLSX,
        })
    }
}

/// The workbook that the zip archive is.
pub(super) fn of_archive(archive: &Archive) -> Result<Kind, WorkbookError> {
    let mimetype = mimetype(archive)?;
    if mimetype.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(Kind::Ods);
    }
    let mut stated = MIMETYPES.iter();
    if let Some((_, found, advice)) = stated.find(|(prefix, ..)| mimetype.starts_with(prefix)) {
        return Err(WorkbookError::NotWorkbook { found, advice });
    }
    let mut known = ARCHIVES.iter();
    let known = known.find(|(part, ..)| archive.has(part));
    if (known.is_none() || archive.has(USUAL_WORKBOOK))
        && let Some(part) = workbook_part(archive)?
    {
        return Ok(Kind::Xlsx(part));
    }
    if known.is_none() && archive.has("content.xml") && archive.has("meta-inf/manifest.xml") {
        return Ok(Kind::Ods);
    }
    let (found, advice) = match known {
        Some((_, found, advice)) => (*found, *advice),
        None if archive.is_encrypted() => return Err(WorkbookError::Protected),
        None => (
            "a zip archive",
            "unpack it, and choose the file that holds the rows",
        ),
    };
    Err(WorkbookError::NotWorkbook { found, advice })
}

/// Refuses a compound document that is no workbook of old Excel.
pub(super) fn of_compound(compound: &Compound<'_>) -> Result<(), WorkbookError> {
    let (found, advice) = match compound.document() {
        Document::Workbook => return Ok(()),
        Document::Encrypted => return Err(WorkbookError::Protected),
        Document::Word => (
            "an old Word document (.doc)",
            "save the table in it as .xlsx or as CSV",
        ),
        Document::PowerPoint => ("an old PowerPoint presentation (.ppt)", ANOTHER),
        Document::Outlook => ("an Outlook message (.msg)", ANOTHER),
        Document::Unknown => ("a document of another program", AS_XLSX),
    };
    Err(WorkbookError::NotWorkbook { found, advice })
}

fn mimetype(archive: &Archive) -> Result<String, WorkbookError> {
    let mut stated = String::new();
    if !archive.has("mimetype") {
        return Ok(stated);
    }
    let part = archive.part("mimetype", MAX_MIMETYPE)?;
    // A part of this name can be anything; what it is not is of no interest.
    let _ = part.take(MAX_MIMETYPE).read_to_string(&mut stated);
    Ok(stated.trim().to_owned())
}
