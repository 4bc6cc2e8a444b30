//! The zip archive that a workbook is, and its parts by name.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::sync::Arc;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::error::WorkbookError;
use super::part::{Part, Place};
use super::xml::Xml;

/// Largest directory of an archive, in bytes, and so its largest memory. A workbook has a part for every
/// sheet, drawing and note; ten thousand parts are 1 MiB.
const MAX_DIRECTORY: u64 = 16 * 1024 * 1024;

/// What the archive as a whole is called in messages.
const WHOLE: &str = "the archive";

/// An open archive. Part names are matched whatever their letter case, as Excel does.
pub(super) struct Archive {
    file: Arc<File>,
    places: HashMap<String, Entry>,
}

struct Entry {
    place: Place,
    unreadable: Option<Unreadable>,
}

#[derive(Clone, Copy)]
enum Unreadable {
    Encrypted,
    Method,
}

impl Archive {
    /// Reads the directory of the archive that `file` is.
    pub(super) fn open(file: Arc<File>) -> Result<Self, WorkbookError> {
        let size = file.metadata().map_err(WorkbookError::Io)?.len();
        let mut zip = ZipArchive::new(BufReader::new(file.as_ref())).map_err(refused)?;
        if size.saturating_sub(zip.central_directory_start()) > MAX_DIRECTORY {
            let what = format!(
                "its directory is larger than {} MiB",
                MAX_DIRECTORY / 1024 / 1024
            );
            return Err(WorkbookError::too_large(WHOLE, what));
        }
        let mut places = HashMap::with_capacity(zip.len());
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(refused)?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if name.ends_with('/') {
                continue;
            }
            let deflated = entry.compression() == CompressionMethod::Deflated;
            let unreadable = if entry.encrypted() {
                Some(Unreadable::Encrypted)
            } else if deflated || entry.compression() == CompressionMethod::Stored {
                None
            } else {
                Some(Unreadable::Method)
            };
            let Some(start) = entry.data_start() else {
                return Err(WorkbookError::damaged(
                    &name,
                    "it is not where it should be",
                ));
            };
            let place = Place {
                start,
                packed: entry.compressed_size(),
                size: entry.size(),
                crc: entry.crc32(),
                deflated,
                name,
            };
            let key = key(&place.name);
            if let Some(twin) = places.insert(key, Entry { place, unreadable }) {
                return Err(WorkbookError::damaged(
                    &twin.place.name,
                    "it is there twice",
                ));
            }
        }
        Ok(Self { file, places })
    }

    /// Whether a part of this name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&key(name))
    }

    /// Whether one of the parts is encrypted by the archive itself.
    pub(super) fn is_encrypted(&self) -> bool {
        let encrypted = |entry: &Entry| matches!(entry.unreadable, Some(Unreadable::Encrypted));
        self.places.values().any(encrypted)
    }

    /// The part of this name, of which at most `limit` bytes are unpacked.
    pub(super) fn part(&self, name: &str, limit: u64) -> Result<Part, WorkbookError> {
        let Some(entry) = self.places.get(&key(name)) else {
            return Err(WorkbookError::damaged(name, "it is missing"));
        };
        match entry.unreadable {
            Some(Unreadable::Encrypted) => Err(WorkbookError::Protected),
            Some(Unreadable::Method) => Err(WorkbookError::damaged(
                name,
                "it is packed by a method that workbooks do not use",
            )),
            None => Ok(Part::new(
                Arc::clone(&self.file),
                entry.place.clone(),
                limit,
            )),
        }
    }

    /// The part of this name as XML.
    pub(super) fn xml(&self, name: &str, limit: u64) -> Result<Xml, WorkbookError> {
        Ok(Xml::new(self.part(name, limit)?))
    }
}

/// The name under which a part is found: some writers separate folders by backslashes.
fn key(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    name.trim_start_matches('/').to_owned()
}

fn refused(error: ZipError) -> WorkbookError {
    match error {
        // A file that ends too early is damaged, whatever the system calls it.
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            WorkbookError::Io(error)
        }
        _ => WorkbookError::damaged(
            WHOLE,
            "its directory cannot be read, so the file is probably cut off",
        ),
    }
}
