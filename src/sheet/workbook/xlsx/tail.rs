//! What stands behind the cells of a worksheet: the merged ranges.
//!
//! They are wanted before the rows and stand behind them, so the part is unpacked once without being
//! parsed. The same pass shows that the part is whole (size, checksum, bounds) before a row is handed on.

use std::io::BufRead;

use memchr::memmem::Finder;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::super::error::WorkbookError;
use super::super::merge::{MAX_MERGES, Merge, WATCHED_ROWS};
use super::super::part::Part;
use super::rows::place;

/// Largest list of merged ranges that is looked at, in bytes: 30 bytes a range, far more ranges than a
/// list of customers has. A list beyond that is cut, which loses the ranges at its end.
const MAX_TAIL: usize = 4 * 1024 * 1024;

/// Bytes in which the end tag of the cells, with its prefix, stands.
const TAG: usize = 128;

/// The end of the tag that ends the cells, whatever its prefix.
const CELLS: &[u8] = b"sheetData>";

/// Reads `part` to its end, and returns the merged ranges that start in the first rows.
pub(super) fn merges(mut part: Part) -> Result<Vec<Merge>, WorkbookError> {
    let cells = Finder::new(CELLS);
    let (mut tail, mut carried): (Option<Vec<u8>>, Vec<u8>) = (None, Vec::new());
    loop {
        let read = match part.fill_buf() {
            Ok([]) => break,
            Ok(bytes) => {
                match &mut tail {
                    Some(tail) => {
                        let room = MAX_TAIL.saturating_sub(tail.len()).min(bytes.len());
                        tail.extend_from_slice(bytes.get(..room).unwrap_or_default());
                    }
                    None => {
                        // A tag can stand across the border of two buffers.
                        carried.extend_from_slice(bytes);
                        tail = behind_cells(&cells, &carried).map(<[u8]>::to_vec);
                        carried.drain(..carried.len().saturating_sub(TAG));
                    }
                }
                bytes.len()
            }
            Err(error) => return Err(part.error(&error)),
        };
        part.consume(read);
        part.begin_piece();
    }
    ranges(part.name(), &tail.unwrap_or_default())
}

/// What stands behind the end tag of the cells.
fn behind_cells<'a>(cells: &Finder<'_>, bytes: &'a [u8]) -> Option<&'a [u8]> {
    let is_end_tag = |at: &usize| {
        let before = bytes.get(at.saturating_sub(TAG)..*at).unwrap_or_default();
        let tag = before.rsplit(|byte| *byte == b'<').next();
        tag.is_some_and(|tag| tag.starts_with(b"/") && tag.len() < before.len())
    };
    let at = cells.find_iter(bytes).find(is_end_tag)?;
    bytes.get(at + CELLS.len()..)
}

/// The ranges in XML that starts somewhere inside of a document.
fn ranges(part: &str, xml: &[u8]) -> Result<Vec<Merge>, WorkbookError> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut merges, mut buffer) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        let (Ok(Event::Start(tag)) | Ok(Event::Empty(tag))) =
            (match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return Ok(merges),
                // What is wrong with it is said by who reads the rows.
                Err(_) => return Ok(merges),
                event => event,
            })
        else {
            continue;
        };
        if tag.local_name().into_inner() != "mergeCell" {
            continue;
        }
        let range = tag.try_get_attribute("ref").ok().flatten();
        merges.extend(range.and_then(|range| merge(&range.value)));
        if merges.len() > MAX_MERGES {
            let what = format!(
                "more than {MAX_MERGES} merged ranges start in its first {WATCHED_ROWS} rows"
            );
            return Err(WorkbookError::too_large(part, what));
        }
    }
}

/// The range of a reference like `A1:C1`, if it starts in the first rows.
fn merge(reference: &str) -> Option<Merge> {
    let (first, last) = reference.split_once(':')?;
    let ((first_column, first_row), (last_column, last_row)) = (place(first)?, place(last)?);
    (first_row <= WATCHED_ROWS).then_some(Merge {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}
