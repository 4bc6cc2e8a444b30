//! One file inside a zip archive, unpacked as a stream within bounds.
//!
//! Nothing that the archive declares is trusted: bytes are counted as they come out, and at the end their
//! number and checksum have to be those of the directory. So a part that is cut off is never a short part.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use thiserror::Error;

use super::error::WorkbookError;

/// Bytes unpacked at once, and packed bytes read at once.
const BUFFER: usize = 64 * 1024;

/// Largest piece of XML between two angle brackets, in bytes. A cell of Excel has 32,767 characters, which
/// is 320 KiB if each of them is written as an entity; a piece has to be in memory as a whole.
const MAX_PIECE: u64 = 4 * 1024 * 1024;

/// A part may unpack to this many bytes whatever its ratio: small workbooks of one repeated value pack well.
const UNSUSPECTED: u64 = 64 * 1024 * 1024;

/// Largest ratio of unpacked to packed bytes beyond [`UNSUSPECTED`]. Deflate ends at 1,032. A million rows
/// that hold nothing but formats come to 16, rows that are all the same, without numbers, to 300.
const MAX_RATIO: u64 = 500;

/// What a part turned out to be while it was unpacked. It travels through [`io::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum PartFault {
    /// It ends early, or its packed bytes make no sense.
    #[error("it is cut off or its packed bytes are broken")]
    Broken,
    /// It is not what was packed.
    #[error("its checksum is wrong")]
    Checksum,
    /// It passes the bound that its reader set.
    #[error("it unpacks to more than {0} MiB")]
    TooLarge(u64),
    /// It is made to exhaust whoever unpacks it.
    #[error("it unpacks to more than {MAX_RATIO} times its packed size, as no sheet does")]
    Bomb,
    /// One tag or text is longer than memory should hold.
    #[error("one value or tag in it is longer than {} MiB", MAX_PIECE / 1024 / 1024)]
    Piece,
}

/// Where a part stands in the file and what it has to be.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The part's name as the archive has it.
    pub(super) name: String,
    /// First packed byte, from the start of the file.
    pub(super) start: u64,
    /// Number of packed bytes.
    pub(super) packed: u64,
    /// Number of unpacked bytes that the directory promises.
    pub(super) size: u64,
    /// CRC-32 of the unpacked bytes.
    pub(super) crc: u32,
    /// Whether the bytes are deflated; stored as they are otherwise.
    pub(super) deflated: bool,
}

/// A stretch of a file that others read as well: it seeks before each read.
#[derive(Debug)]
struct Stretch {
    file: Arc<File>,
    at: u64,
    end: u64,
}

impl Read for Stretch {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = left.min(buffer.len());
        let mut file = self.file.as_ref();
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer.get_mut(..wanted).unwrap_or_default())?;
        self.at += read as u64;
        Ok(read)
    }
}

#[derive(Debug)]
enum Input {
    Stored(Stretch),
    Deflated(Box<DeflateDecoder<BufReader<Stretch>>>),
}

/// The unpacked bytes of a part.
#[derive(Debug)]
pub(super) struct Part {
    place: Place,
    input: Input,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    limit: u64,
    unpacked: u64,
    piece: u64,
    crc: Crc,
    at_end: bool,
}

impl Part {
    /// Unpacks what stands at `place` of `file`, at most `limit` bytes of it.
    pub(super) fn new(file: Arc<File>, place: Place, limit: u64) -> Self {
        let stretch = Stretch {
            file,
            at: place.start,
            end: place.start.saturating_add(place.packed),
        };
        let input = if place.deflated {
            let packed = BufReader::with_capacity(BUFFER, stretch);
            Input::Deflated(Box::new(DeflateDecoder::new(packed)))
        } else {
            Input::Stored(stretch)
        };
        Self {
            place,
            input,
            buffer: vec![0; BUFFER].into_boxed_slice(),
            start: 0,
            end: 0,
            limit,
            unpacked: 0,
            piece: 0,
            crc: Crc::new(),
            at_end: false,
        }
    }

    /// The part's name.
    pub(super) fn name(&self) -> &str {
        &self.place.name
    }

    /// Begins a piece: what is consumed from here on counts against the largest piece.
    pub(super) fn begin_piece(&mut self) {
        self.piece = 0;
    }

    /// What an error of reading this part means to the user.
    pub(super) fn error(&self, error: &io::Error) -> WorkbookError {
        let fault = error.get_ref().and_then(|inner| inner.downcast_ref());
        match fault {
            Some(fault @ (PartFault::Broken | PartFault::Checksum)) => {
                WorkbookError::damaged(self.name(), fault.to_string())
            }
            Some(fault) => WorkbookError::too_large(self.name(), fault.to_string()),
            None => WorkbookError::Io(io::Error::new(error.kind(), error.to_string())),
        }
    }

    /// Reads the part to its end, so that its checksum is known to be right.
    #[cfg(test)]
    pub(super) fn drain(&mut self) -> Result<(), WorkbookError> {
        loop {
            let read = self.fill_buf().map(<[u8]>::len);
            match read {
                Ok(0) => return Ok(()),
                Ok(read) => {
                    self.consume(read);
                    self.begin_piece();
                }
                Err(error) => return Err(self.error(&error)),
            }
        }
    }

    fn unpack(&mut self) -> io::Result<usize> {
        let read = match &mut self.input {
            Input::Stored(stretch) => stretch.read(&mut self.buffer),
            Input::Deflated(decoder) => decoder.read(&mut self.buffer),
        };
        read.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData => io::Error::other(PartFault::Broken),
            _ => error,
        })
    }

    fn judge(&self) -> Result<(), PartFault> {
        let packed = match &self.input {
            Input::Stored(_) => self.unpacked,
            Input::Deflated(decoder) => decoder.total_in(),
        };
        if self.unpacked > self.limit {
            Err(PartFault::TooLarge(self.limit / 1024 / 1024))
        } else if self.unpacked > UNSUSPECTED && self.unpacked / MAX_RATIO > packed {
            Err(PartFault::Bomb)
        } else if !self.at_end {
            Ok(())
        } else if self.unpacked != self.place.size {
            Err(PartFault::Broken)
        } else if self.crc.sum() != self.place.crc {
            Err(PartFault::Checksum)
        } else {
            Ok(())
        }
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Part {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece > MAX_PIECE {
            return Err(io::Error::other(PartFault::Piece));
        }
        if self.start == self.end && !self.at_end {
            (self.start, self.end) = (0, 0);
            let read = self.unpack()?;
            let bytes = self.buffer.get(..read).unwrap_or_default();
            self.crc.update(bytes);
            self.end = read;
            self.unpacked += read as u64;
            self.at_end = read == 0;
            self.judge().map_err(io::Error::other)?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
        self.piece += count as u64;
    }
}

#[cfg(test)]
#[path = "part_tests.rs"]
mod tests;
