//! Whether a file that has just arrived is whole, or somebody is still writing it.
//!
//! Nobody can know it for certain of a file that is written under its own name. A file that has not been written
//! to for a while is taken for whole. Of a younger one, text has to end with a line's end, no spreadsheet program
//! may have it open, and what is packed has to be readable as a whole, which its opening shows.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::passed_over::folder_of;

/// How packed files begin: zip (xlsx, ods), compound files (xls), gzip, zstd.
const PACKED: [&[u8]; 4] = [
    b"PK",
    &[0xD0, 0xCF, 0x11, 0xE0],
    &[0x1F, 0x8B],
    &[0x28, 0xB5, 0x2F, 0xFD],
];

/// Bytes in which a line's end may stand: in UTF-16 it takes two, and in either order of bytes.
const END: u64 = 2;

/// How long a file has to be left alone before it is taken for whole.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    now: SystemTime,
    still_for: Duration,
}

/// What a look at a file has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is whole, as far as can be seen.
    Whole,
    /// It is young and packed: it is whole if it can be opened.
    WholeIfItOpens,
    /// It is young, and this says that it is not whole.
    Unfinished(&'static str),
}

impl Patience {
    /// Files that have not been written to for so long are whole; zero takes every file for whole.
    #[must_use]
    pub fn new(still_for: Duration) -> Self {
        Self {
            now: SystemTime::now(),
            still_for,
        }
    }

    /// Looks at a file. One that cannot be looked at is taken for whole: its opening says what is wrong. Blocks.
    #[must_use]
    pub fn look(&self, path: &Path) -> Look {
        self.see(path).unwrap_or(Look::Whole)
    }

    fn see(&self, path: &Path) -> io::Result<Look> {
        let mut file = File::open(path)?;
        let meta = file.metadata()?;
        if !self.is_young(meta.modified()?) {
            return Ok(Look::Whole);
        }
        if is_open_elsewhere(path) {
            return Ok(Look::Unfinished("a spreadsheet program has it open"));
        }
        if meta.len() == 0 {
            return Ok(Look::Unfinished("it is empty"));
        }
        let mut first = Vec::new();
        file.by_ref().take(4).read_to_end(&mut first)?;
        if PACKED.iter().any(|magic| first.starts_with(magic)) {
            return Ok(Look::WholeIfItOpens);
        }
        let mut last = Vec::new();
        file.seek(SeekFrom::Start(meta.len().saturating_sub(END)))?;
        file.take(END).read_to_end(&mut last)?;
        let line_ends = matches!(*last, [.., b'\n' | b'\r'] | [b'\n' | b'\r', 0]);
        Ok(if line_ends {
            Look::Whole
        } else {
            Look::Unfinished("its last line has no end")
        })
    }

    /// Whether it was written to lately, or a little later than now by the clock of the machine that keeps it. A
    /// time far ahead says nothing.
    fn is_young(&self, modified: SystemTime) -> bool {
        match self.now.duration_since(modified) {
            Ok(age) => age < self.still_for,
            Err(ahead) => ahead.duration() < self.still_for,
        }
    }
}

/// Whether Excel or `LibreOffice` keeps its mark beside the file.
fn is_open_elsewhere(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    // Excel leaves the first two characters of a long name out.
    let mut short = name.chars();
    short.by_ref().take(2).for_each(drop);
    [
        format!("~${name}"),
        format!("~${}", short.as_str()),
        format!(".~lock.{name}#"),
    ]
    .iter()
    .any(|mark| folder_of(path).join(mark).exists())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    /// What is seen of a file with this content that was written so long ago.
    fn look(content: &[u8], age: Duration, mark: Option<&str>) -> Look {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, content).unwrap();
        if let Some(mark) = mark {
            std::fs::write(folder.path().join(mark), "").unwrap();
        }
        let patience = Patience::new(MINUTE);
        let file = File::options().append(true).open(&path).unwrap();
        file.set_modified(patience.now - age).unwrap();
        patience.look(&path)
    }

    #[test]
    fn a_young_file_is_whole_if_its_last_line_is() {
        let young = Duration::from_secs(59);
        for whole in [
            b"id\n1\n".as_slice(),
            b"id\r1\r",
            b"\xFF\xFEi\0\n\0",
            b"\0i\0\n",
        ] {
            assert_eq!(look(whole, young, None), Look::Whole, "{whole:?}");
        }
        for part in [b"id\n1".as_slice(), b"", b"i"] {
            let seen = look(part, young, None);
            assert!(matches!(seen, Look::Unfinished(_)), "{part:?}: {seen:?}");
            assert_eq!(look(part, MINUTE, None), Look::Whole, "{part:?}");
        }
        assert_eq!(look(b"PK\x03\x04\n", young, None), Look::WholeIfItOpens);
    }

    #[test]
    fn a_young_file_that_a_spreadsheet_program_has_open_is_not_whole() {
        for mark in ["~$leads.csv", "~$ads.csv", ".~lock.leads.csv#"] {
            let seen = look(b"id\n1\n", Duration::ZERO, Some(mark));
            assert!(matches!(seen, Look::Unfinished(_)), "{mark}");
            let old = look(b"id\n1\n", MINUTE, Some(mark));
            assert_eq!(old, Look::Whole, "a mark may be left behind for ever");
        }
    }

    #[test]
    fn a_clock_that_is_far_ahead_does_not_hold_a_file_up_for_ever() {
        let patience = Patience::new(MINUTE);
        assert!(patience.is_young(patience.now + Duration::from_secs(30)));
        assert!(!patience.is_young(patience.now + Duration::from_secs(3600)));
        assert!(!Patience::new(Duration::ZERO).is_young(SystemTime::now()));
    }
}
