//! Where the bytes of a sheet come from: a file, which may be read as often as needed, or a stream, which
//! comes once.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek as _, SeekFrom};
use std::path::Path;

use super::STDIN;
use super::stillness::Stillness;
use super::stream;

/// Largest workbook that is taken from a stream, in bytes: it lies on the disk meanwhile.
const MAX_SPOOLED: u64 = 1024 * 1024 * 1024;

/// The bytes of a sheet.
pub(super) enum Origin {
    /// A regular file. It is judged as a whole before its first row is read.
    File {
        /// The file; everything that reads it shares its position.
        file: File,
        /// Its size and time of change when it was opened.
        stillness: Stillness,
    },
    /// Standard input, a pipe, or bytes in memory.
    Stream {
        /// What had come when it was opened.
        head: Vec<u8>,
        /// What comes behind that; `None` where nothing does.
        rest: Option<Box<dyn Read + Send>>,
    },
}

impl Origin {
    /// Opens a path, or standard input for `-`. Blocks until something has come.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == STDIN {
            return Self::stream(Box::new(io::stdin()));
        }
        let file = File::open(path)?;
        if file.metadata()?.is_file() {
            let stillness = Stillness::of(&file)?;
            return Ok(Self::File { file, stillness });
        }
        Self::stream(Box::new(file))
    }

    /// A stream, up to where it pauses.
    pub(super) fn stream(source: Box<dyn Read + Send>) -> io::Result<Self> {
        let (head, rest) = stream::head(source)?;
        Ok(Self::Stream { head, rest })
    }

    /// Its first bytes, at most `count`.
    pub(super) fn first(&mut self, count: usize) -> io::Result<Vec<u8>> {
        match self {
            Self::File { file, .. } => {
                file.seek(SeekFrom::Start(0))?;
                let mut first = Vec::with_capacity(count);
                file.take(count as u64).read_to_end(&mut first)?;
                Ok(first)
            }
            Self::Stream { head, .. } => Ok(head.get(..count).unwrap_or(head).to_vec()),
        }
    }

    /// A reader of all that can be read more than once: a whole file, or what has come of a stream.
    pub(super) fn look(&mut self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::File { file, .. } => {
                file.seek(SeekFrom::Start(0))?;
                Ok(Box::new(file.try_clone()?))
            }
            Self::Stream { head, .. } => Ok(Box::new(Cursor::new(head.clone()))),
        }
    }

    /// Whether [`look`](Self::look) sees everything.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::File { .. } => true,
            Self::Stream { rest, .. } => rest.is_none(),
        }
    }

    /// Everything as a file, since a workbook is read from its end. A stream is written to a temporary one,
    /// which has no name and goes with the process.
    pub(super) fn into_file(self) -> io::Result<(File, Option<Stillness>)> {
        match self {
            Self::File {
                mut file,
                stillness,
            } => {
                file.seek(SeekFrom::Start(0))?;
                Ok((file, Some(stillness)))
            }
            stream @ Self::Stream { .. } => {
                let (source, _) = stream.read()?;
                let mut file = tempfile::tempfile()?;
                if io::copy(&mut source.take(MAX_SPOOLED + 1), &mut file)? > MAX_SPOOLED {
                    return Err(io::Error::new(
                        io::ErrorKind::FileTooLarge,
                        "a workbook from a stream may have 1 GiB; bring it as a file",
                    ));
                }
                file.seek(SeekFrom::Start(0))?;
                Ok((file, None))
            }
        }
    }

    /// Everything, once; and the stillness of a file, to be asked at its end.
    pub(super) fn read(self) -> io::Result<(Box<dyn Read + Send>, Option<Stillness>)> {
        match self {
            Self::File {
                mut file,
                stillness,
            } => {
                file.seek(SeekFrom::Start(0))?;
                Ok((Box::new(file), Some(stillness)))
            }
            Self::Stream { head, rest } => {
                let head = Cursor::new(head);
                let source: Box<dyn Read + Send> = match rest {
                    Some(rest) => Box::new(head.chain(rest)),
                    None => Box::new(head),
                };
                Ok((source, None))
            }
        }
    }
}
