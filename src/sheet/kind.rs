//! What a file is, by its first bytes and never by its name.

mod document;

use super::encoding::is_marked;

/// First bytes that are looked at. The mark of a tar archive stands 257 bytes in, and a web page or a letter
/// may begin with a comment.
pub(crate) const LOOK: usize = 4096;

/// What is read further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, in whichever encoding.
    Text,
    /// Something compressed with gzip.
    Gzip,
    /// Something compressed with zstd.
    Zstd,
    /// A zip archive: a workbook, or something else that only its members tell.
    Zip,
    /// A compound file: a workbook of Excel before 2007, or an encrypted one of after.
    OldWorkbook,
}

/// A file that has no rows to be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotASheet {
    /// What it is, with its article: "a PDF".
    pub(crate) found: &'static str,
    /// What to do, as an order.
    pub(crate) advice: &'static str,
}

/// What to do with most of them.
const EXPORT: &str = "export the table itself, as CSV or xlsx, from the program that made it";
/// What to do with what a spreadsheet program opens.
const SAVE_AS: &str = "open it in a spreadsheet program and save it as xlsx or as \"CSV UTF-8\"";
/// What to do with archives that are not unpacked here.
const UNPACK: &str = "unpack it first";

/// Tells what a file is from up to [`LOOK`] of its first bytes.
///
/// # Errors
/// [`NotASheet`] when it is something that no rows are read from.
pub(crate) fn recognise(first: &[u8]) -> Result<Kind, NotASheet> {
    if let Some(kind) = by_mark(first)? {
        return Ok(kind);
    }
    if let Some((found, advice)) = document::found(first) {
        return Err(NotASheet { found, advice });
    }
    if is_binary(first) {
        return Err(NotASheet {
            found: "binary data of a kind that is not known here",
            advice: EXPORT,
        });
    }
    Ok(Kind::Text)
}

/// Kinds that begin with a mark of their own.
fn by_mark(first: &[u8]) -> Result<Option<Kind>, NotASheet> {
    let (found, advice) = match first {
        [0x1F, 0x8B, 8, ..] => return Ok(Some(Kind::Gzip)),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => return Ok(Some(Kind::Zstd)),
        // A frame that is skipped, which the parallel compressors put first.
        [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => return Ok(Some(Kind::Zstd)),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => {
            return Ok(Some(Kind::Zip));
        }
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => return Ok(Some(Kind::OldWorkbook)),
        [9, 0 | 2 | 4, 4 | 6, 0, 0, 0, 0x10 | 0x20 | 0x40, 0, ..] => {
            ("a workbook of Excel 2 to 4", SAVE_AS)
        }
        _ if first.starts_with(b"%PDF-") => ("a PDF", EXPORT),
        _ if first.starts_with(b"\x89PNG\r\n\x1A\n")
            || first.starts_with(b"GIF87a")
            || first.starts_with(b"GIF89a")
            || first.starts_with(b"II*\0")
            || first.starts_with(b"MM\0*")
            || is_riff(first, b"WEBP") =>
        {
            ("an image", EXPORT)
        }
        [0xFF, 0xD8, 0xFF, ..] => ("an image", EXPORT),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => ("an image", EXPORT),
        _ if first.get(4..8) == Some(b"ftyp") => ("a video or an image", EXPORT),
        _ if is_riff(first, b"WAVE")
            || is_riff(first, b"AVI ")
            || first.starts_with(b"ID3\x03")
            || first.starts_with(b"OggS\0") =>
        {
            ("a recording", EXPORT)
        }
        _ if first.starts_with(b"SQLite format 3\0") => (
            "a database file (SQLite)",
            "export the table as CSV: sqlite3 -header -csv FILE \"select * from TABLE\"",
        ),
        _ if first.starts_with(b"\0\x01\0\0Standard ") => (
            "a database file (Access)",
            "export the table as CSV or xlsx from Access",
        ),
        _ if first.starts_with(b"PAR1") => (
            "a Parquet file",
            "convert it to CSV first, for example with DuckDB",
        ),
        _ if first.starts_with(b"ARROW1\0") || first.starts_with(b"FEA1") => (
            "an Arrow or Feather file",
            "convert it to CSV first, for example with DuckDB",
        ),
        _ if first.starts_with(b"ORC") && first.iter().any(|byte| *byte < b'\t') => {
            ("an ORC file", "convert it to CSV first")
        }
        _ if first.starts_with(b"Obj\x01") => ("an Avro file", "convert it to CSV first"),
        _ if first.starts_with(b"$FL2@(#)") || first.starts_with(b"$FL3@(#)") => {
            ("a data file of SPSS", EXPORT)
        }
        _ if first.starts_with(b"7z\xBC\xAF\x27\x1C") => ("a 7-zip archive", UNPACK),
        _ if first.starts_with(b"Rar!\x1A\x07") => ("a rar archive", UNPACK),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => {
            ("compressed with bzip2", UNPACK)
        }
        _ if first.starts_with(b"\xFD7zXZ\0") => ("compressed with xz", UNPACK),
        [0x04, 0x22, 0x4D, 0x18, ..] => ("compressed with lz4", UNPACK),
        [0x1F, 0x9D | 0xA0, ..] => ("compressed with compress", UNPACK),
        _ if is_tar(first) => ("a tar archive", UNPACK),
        _ if first.starts_with(b"\x7FELF") => ("an executable", EXPORT),
        [0xFE, 0xED, 0xFA, 0xCE | 0xCF, ..] | [0xCE | 0xCF, 0xFA, 0xED, 0xFE, ..] => {
            ("an executable", EXPORT)
        }
        [b'M', b'Z', ..] if first.contains(&0) => ("an executable", EXPORT),
        [0xCA, 0xFE, 0xBA, 0xBE, 0, ..] => ("an executable", EXPORT),
        _ => return Ok(None),
    };
    Err(NotASheet { found, advice })
}

fn is_riff(first: &[u8], kind: &[u8]) -> bool {
    first.starts_with(b"RIFF") && first.get(8..12) == Some(kind)
}

fn is_tar(first: &[u8]) -> bool {
    first.get(257..262) == Some(b"ustar")
}

/// Of how many bytes one that text never has makes a file binary.
const SELDOM: usize = 20;

/// Of how many bytes one that is NUL makes a file binary, if it is not in UTF-16.
const NULS: usize = 4;

/// Strange bytes that a small file may have before their share is looked at.
const A_FEW: usize = 2;

/// Whether there are too many bytes that no text has. A few NULs do not make a file binary: the rows that
/// have one are reported.
fn is_binary(first: &[u8]) -> bool {
    if is_marked(first) {
        return false;
    }
    let (mut nuls, mut controls) = (0, 0);
    for byte in first {
        nuls += usize::from(*byte == 0);
        controls += usize::from(matches!(*byte, 1..=8 | 0x0B | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F));
    }
    (controls > A_FEW && controls * SELDOM > first.len())
        || (nuls > A_FEW && nuls * NULS > first.len())
}

#[cfg(test)]
#[path = "kind_tests.rs"]
mod tests;
