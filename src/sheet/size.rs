//! How many rows a sheet has, before it is read: exactly where that is cheap, else an estimate.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read as _;

use super::error::SheetError;
use super::grid::GridSource;
use super::hints::HiddenRows;
use super::kind::Kind;
use super::origin::Origin;
use super::raw::Raw;
use super::shape::{Body, SAMPLE, Shape, Verdict};
use super::text::Manner;

/// Bytes up to which rows are counted rather than estimated: a tenth of a second of reading.
const COUNT_BYTES: u64 = 16 * 1024 * 1024;

/// Bytes by which the rows of a larger text are estimated: some thousand rows are enough to know how long they are.
const ESTIMATE_BYTES: u64 = 2 * 1024 * 1024;

/// Bytes of a workbook up to which its rows are counted. It is packed, so a second of reading.
const COUNT_PACKED: u64 = 2 * 1024 * 1024;

/// The size of a file in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Exactly(u64),
    /// About so many, judged by the first part of the file.
    About(u64),
    /// It cannot be known before the end.
    Unknown,
}

impl Size {
    /// The rows, where they are known at least roughly.
    #[must_use]
    pub fn rows(self) -> Option<u64> {
        match self {
            Self::Exactly(rows) | Self::About(rows) => Some(rows),
            Self::Unknown => None,
        }
    }

    /// About one of so many parts of it.
    #[must_use]
    pub fn part(self, of: u32) -> Self {
        match self.rows() {
            Some(rows) if of > 1 => Self::About(rows.div_ceil(u64::from(of))),
            _ => self,
        }
    }

    /// The size of two files together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exactly(a), Self::Exactly(b)) => Self::Exactly(a + b),
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Exactly(a) | Self::About(a), Self::Exactly(b) | Self::About(b)) => {
                Self::About(a + b)
            }
        }
    }
}

/// How many rows a text has, up to where it can be read. Reads at most 16 MiB of it. A stream, which can be
/// read once, is not touched.
pub(super) fn of_text(
    name: &str,
    origin: &mut Origin,
    kind: Kind,
    manner: &Manner,
    shape: &Shape,
    hidden: HiddenRows,
) -> Result<Size, SheetError> {
    let Origin::File { file, .. } = &*origin else {
        return Ok(Size::Unknown);
    };
    let io = |error| SheetError::io(name, error);
    let length = file.metadata().map_err(io)?.len();
    if kind != Kind::Text && length > COUNT_PACKED {
        return Ok(Size::Unknown);
    }
    let is_counted = length <= COUNT_BYTES;
    let bytes = if is_counted {
        COUNT_BYTES
    } else {
        ESTIMATE_BYTES
    };
    let part = origin.look().map_err(io)?.take(bytes);
    let mut text = manner.part(name, Box::new(part), shape.names.len())?;
    let mut count = Count::new(shape, hidden);
    let whole = loop {
        match text.next() {
            // A record that is cut at the end of the part counts as one; an estimate does not mind.
            Ok(Some(mut raw)) => {
                count.take(&mut raw);
                text.take_back(raw.row);
            }
            Ok(None) => break true,
            // The part may end inside quotes. Where the file itself does, reading it says so, once the
            // rows before that place are handled.
            Err(_) => break false,
        }
    };
    if is_counted {
        return Ok(if whole {
            Size::Exactly(count.rows)
        } else {
            Size::About(count.rows)
        });
    }
    let estimate = u128::from(count.rows) * u128::from(length) / u128::from(bytes);
    Ok(Size::About(u64::try_from(estimate).unwrap_or(u64::MAX)))
}

/// How many rows a worksheet has. It is read through where it is small; `again` opens it anew.
pub(super) fn of_grid(
    file: &File,
    seen: &VecDeque<Raw>,
    shape: &Shape,
    hidden: HiddenRows,
    again: impl FnOnce() -> Result<GridSource, SheetError>,
) -> Result<Size, SheetError> {
    let mut count = Count::new(shape, hidden);
    if seen.len() < SAMPLE {
        for raw in seen {
            count.take(&mut raw.clone());
        }
        return Ok(Size::Exactly(count.rows));
    }
    if file.metadata().is_ok_and(|meta| meta.len() > COUNT_PACKED) {
        return Ok(Size::Unknown);
    }
    let mut source = again()?;
    while let Some(mut raw) = source.next()? {
        count.take(&mut raw);
    }
    Ok(Size::Exactly(count.rows))
}

/// Counts what will be handed on or reported as a row.
struct Count {
    body: Body,
    rows: u64,
}

impl Count {
    fn new(shape: &Shape, hidden: HiddenRows) -> Self {
        Self {
            body: Body::new(shape.clone(), hidden),
            rows: 0,
        }
    }

    fn take(&mut self, raw: &mut Raw) {
        let row = matches!(
            self.body.judge(raw),
            Some(Verdict::Row | Verdict::Unreadable(_))
        );
        self.rows += u64::from(row);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sheet::{Hints, Sheet};

    fn size(content: &str) -> Size {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, content).unwrap();
        Sheet::open(&path, &Hints::default()).unwrap().size()
    }

    #[test]
    fn rows_are_counted_as_they_will_be_read() {
        assert_eq!(
            size("id,notes\n1,\"a\nb\"\n\n2,x\n3,y\nTotal,\n"),
            Size::Exactly(3)
        );
    }

    #[test]
    fn a_stream_cannot_be_counted() {
        let stream = Box::new(b"id,notes\n1,a\n".as_slice());
        let sheet = Sheet::read("-", stream, &Hints::default()).unwrap();
        assert_eq!(sheet.size(), Size::Unknown);
    }

    #[test]
    fn a_part_that_ends_inside_quotes_is_no_error() {
        let row = format!("1,\"{}\"\n", "x".repeat(1024 * 1024));
        let size = size(&format!("id,notes\n{}", row.repeat(17)));
        assert!(matches!(size, Size::About(15..=17)), "{size:?}");
    }
}
