//! The container of old Office files, as far as it tells what is in it.
//!
//! Old workbooks and encrypted new ones are both compound documents; the names in their directory tell
//! them apart.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use super::error::WorkbookError;

/// How a compound document begins.
pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Most bytes of the directory that are looked at. The names wanted are among its first ones.
const MAX_DIRECTORY: usize = 64 * 512;

/// Bytes of the sectors of small streams.
const SMALL: usize = 64;

/// Most sectors of the table of sectors, which are enough for 1 GiB.
const MAX_TABLES: usize = 16_384;

/// The mark of a sector that is not used.
const FREE: u32 = 0xFFFF_FFFF;

/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// What a compound document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    /// A workbook of Excel up to 2003.
    Workbook,
    /// An Office file with a password.
    Encrypted,
    Word,
    PowerPoint,
    Outlook,
    Unknown,
}

/// A compound document, which has to be as long as its table of sectors says.
pub(super) struct Compound<'a> {
    file: &'a File,
    header: Vec<u8>,
    /// Bytes of the whole file, beyond which no chain of sectors goes that is not a circle.
    length: usize,
    /// Bytes of a sector.
    size: usize,
    /// Which sector follows which.
    table: Vec<u32>,
    entries: Vec<Entry>,
}

/// An entry of the directory.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    /// Reads the directory of `file`.
    pub(super) fn open(file: &'a File) -> Result<Self, WorkbookError> {
        Self::read(file).map_err(refused)
    }

    fn read(mut file: &'a File) -> io::Result<Self> {
        let header = sector(file, 0, 512)?;
        let size = match short(&header, 30) {
            12 => 4_096,
            _ => 512,
        };
        let table = table(file, &header, size)?;
        let used = table.iter().rposition(|next| *next != FREE);
        let length = file.seek(SeekFrom::End(0))?;
        // The last sector may be cut where its content ends.
        if used.is_some_and(|last| (last as u64 + 1) * size as u64 >= length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut document = Self {
            file,
            length: usize::try_from(length).unwrap_or(usize::MAX),
            size,
            table,
            entries: Vec::new(),
            header,
        };
        let first = long(&document.header, 48);
        let directory = document.chain(first, MAX_DIRECTORY)?;
        document.entries = directory.chunks_exact(ENTRY).map(Entry::of).collect();
        Ok(document)
    }

    /// What the document is.
    pub(super) fn document(&self) -> Document {
        let has = |wanted: &str| self.entries.iter().any(|entry| entry.name == wanted);
        if has("EncryptedPackage") {
            Document::Encrypted
        } else if has("Workbook") || has("Book") {
            Document::Workbook
        } else if has("WordDocument") {
            Document::Word
        } else if has("PowerPoint Document") {
            Document::PowerPoint
        } else if self
            .entries
            .iter()
            .any(|entry| entry.name.starts_with("__substg1.0"))
        {
            Document::Outlook
        } else {
            Document::Unknown
        }
    }

    /// The content of the stream of this name, at most `limit` bytes of it.
    pub(super) fn stream(
        &self,
        name: &str,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, WorkbookError> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else {
            return Ok(None);
        };
        let length = entry.length.min(limit);
        let stream = if entry.length < long(&self.header, 56) as usize {
            self.small_stream(entry, length)
        } else {
            self.chain(entry.start, length)
        };
        let mut stream = stream.map_err(refused)?;
        if stream.len() < length {
            return Err(refused(io::ErrorKind::UnexpectedEof.into()));
        }
        stream.truncate(length);
        Ok(Some(stream))
    }

    /// Small streams stand in one stream of their own, in sectors of 64 bytes, with a table of their own.
    fn small_stream(&self, entry: &Entry, length: usize) -> io::Result<Vec<u8>> {
        let table = self.chain(long(&self.header, 60), self.length)?;
        let root = self.entries.first().map_or(FREE, |root| root.start);
        let sectors = self.chain(root, self.length)?;
        let (mut stream, mut at) = (Vec::new(), entry.start as usize);
        while stream.len() < length {
            let Some(sector) = sectors.get(at * SMALL..).and_then(|rest| rest.get(..SMALL)) else {
                break;
            };
            stream.extend_from_slice(sector);
            at = long(&table, at * 4) as usize;
        }
        Ok(stream)
    }

    /// The sectors from `at` on, one behind the other, until there are `length` bytes.
    fn chain(&self, mut at: u32, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        while bytes.len() < length {
            let Some(start) = offset(at, self.size) else {
                break;
            };
            bytes.extend_from_slice(&sector(self.file, start, self.size)?);
            at = self.table.get(at as usize).copied().unwrap_or(FREE);
        }
        Ok(bytes)
    }
}

impl Entry {
    fn of(bytes: &[u8]) -> Self {
        Self {
            name: name(bytes),
            start: long(bytes, 116),
            length: long(bytes, 120) as usize,
        }
    }
}

fn refused(error: io::Error) -> WorkbookError {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        WorkbookError::damaged("the file", "it is cut off")
    } else {
        WorkbookError::Io(error)
    }
}

/// Which sector follows which. The header lists the first sectors of this table, and where the list goes on.
fn table(file: &File, header: &[u8], size: usize) -> io::Result<Vec<u32>> {
    let mut table = Vec::new();
    let mut list = header.get(76..).unwrap_or_default().to_vec();
    let (mut next, mut listed) = (long(header, 68), 0);
    loop {
        for place in list.chunks_exact(4) {
            if let Some(start) = offset(long(place, 0), size) {
                listed += 1;
                let sector = sector(file, start, size)?;
                table.extend(sector.chunks_exact(4).map(|next| long(next, 0)));
            }
        }
        let Some(start) = offset(next, size).filter(|_| listed < MAX_TABLES) else {
            return Ok(table);
        };
        list = sector(file, start, size)?;
        next = long(&list, size - 4);
        list.truncate(size - 4);
        // A list of nothing would go round for ever.
        listed += 1;
    }
}

/// Where a sector starts; none for the marks of an end.
fn offset(number: u32, size: usize) -> Option<u64> {
    (number < 0xFFFF_FFF0).then(|| (u64::from(number) + 1) * size as u64)
}

fn sector(mut file: &File, start: u64, size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn name(entry: &[u8]) -> String {
    let bytes = usize::from(short(entry, 64)).clamp(2, 64) - 2;
    let units = entry.get(..bytes).unwrap_or_default().chunks_exact(2);
    let units: Vec<u16> = units.map(|unit| short(unit, 0)).collect();
    String::from_utf16_lossy(&units)
}

/// The number of two bytes at this place; 0 if they are not there.
pub(super) fn short(bytes: &[u8], at: usize) -> u16 {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

/// The number of four bytes at this place; the mark of a free sector if they are not there.
pub(super) fn long(bytes: &[u8], at: usize) -> u32 {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map_or(FREE, |bytes| u32::from_le_bytes(*bytes))
}
