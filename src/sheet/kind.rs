//! What a file is, by its first bytes and not by its name.

use std::io::{self, Cursor, Read};

use super::error::SheetError;

/// Bytes that are looked at.
const LOOK: usize = 512;

/// Bytes of the longest mark of a file type that is known here.
const LONGEST_MARK: usize = 4;

/// Recognises a file that is not CSV in UTF-8 before it is taken for one, and passes a byte order mark.
pub(super) fn recognise(
    name: &str,
    mut source: Box<dyn Read + Send>,
) -> Result<Box<dyn Read + Send>, SheetError> {
    let first = first_bytes(&mut *source).map_err(|source| SheetError::Io {
        name: name.to_owned(),
        source,
    })?;
    if let Some((found, advice)) = other_kind(&first) {
        return Err(SheetError::NotCsv {
            name: name.to_owned(),
            found,
            advice,
        });
    }
    let bom = b"\xEF\xBB\xBF";
    let text = first.strip_prefix(bom).unwrap_or(&first).to_vec();
    Ok(Box::new(Cursor::new(text).chain(source)))
}

/// The first bytes that there are: as many as tell a mark from text, and no more than come by themselves,
/// since a pipe may give a few rows now and others much later.
fn first_bytes(source: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut first = vec![0; LOOK];
    let mut length = 0;
    while length < LONGEST_MARK {
        match source.read(first.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    first.truncate(length);
    Ok(first)
}

const SAVE_AS: &str = "open it in a spreadsheet program and save it as \"CSV UTF-8\"";

fn other_kind(first: &[u8]) -> Option<(&'static str, &'static str)> {
    let start: String = first
        .iter()
        .map(|byte| char::from(*byte).to_ascii_lowercase())
        .skip_while(|c| c.is_whitespace() || !c.is_ascii())
        .take(64)
        .collect();
    match first {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(("an Excel file or another zip archive", SAVE_AS)),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(("an old Excel file", SAVE_AS)),
        [0x1F, 0x8B, ..] => Some(("compressed with gzip", "unpack it first")),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(("compressed with zstd", "unpack it first")),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(("text in UTF-16", SAVE_AS)),
        [b'%', b'P', b'D', b'F', ..] => Some(("a PDF", "export the table from where it was made")),
        _ if start.starts_with("<!doctype") || start.starts_with("<html") => {
            Some(("a web page", "export the table as CSV where it was shown"))
        }
        _ if first.contains(&0) => Some(("binary, or text in UTF-16", SAVE_AS)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn found(bytes: &'static [u8]) -> Option<String> {
        recognise("leads.csv", Box::new(bytes))
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn files_that_are_not_csv_are_refused_by_what_they_are() {
        for (bytes, word) in [
            (b"PK\x03\x04....".as_slice(), "Excel"),
            (b"\xFF\xFEi\0d\0", "UTF-16"),
            (b"i\0d\0,\0", "binary"),
            (b"%PDF-1.7", "PDF"),
            (b"\n <!DOCTYPE html><html>", "web page"),
            (b"\x1f\x8b\x08", "gzip"),
        ] {
            let message = found(bytes).expect("refused");
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_passed() {
        let mut text = String::new();
        recognise("x", Box::new(b"\xEF\xBB\xBFid,name\n".as_slice()))
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "id,name\n");
    }
}
