//! The part of the settings that says what is read and what becomes of its rows: all that judging needs,
//! wherever tickets go and whether they go at all.

use std::path::PathBuf;

use super::SettingsError;
use super::input::{self, InputSection};
use crate::cli::InputArgs;
use crate::mapping::TicketSection;
use crate::shard::Shard;
use crate::sheet::Hints;
use crate::ticket::{Digest, Region};

/// What is read, and what becomes of its rows.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The sheets.
    pub files: Vec<PathBuf>,
    /// The part of the rows that is meant; `None` for all of them.
    pub shard: Option<Shard>,
    /// How sheets are read.
    pub hints: Hints,
    /// The country of phone numbers written without one.
    pub region: Option<Region>,
    /// The mapping; without it columns are matched by name.
    pub ticket: Option<TicketSection>,
    /// The mapping file, if there is one.
    pub file: Option<PathBuf>,
}

impl Intake {
    /// Puts together what was typed and what the mapping file says.
    pub(super) fn new(
        (files, shard): (&[PathBuf], Option<Shard>),
        args: &InputArgs,
        section: &InputSection,
        ticket: Option<TicketSection>,
        file: Option<PathBuf>,
    ) -> Result<Self, SettingsError> {
        Ok(Self {
            files: files.to_vec(),
            shard,
            hints: input::hints(args, section)?,
            region: input::region(args, section)?,
            ticket,
            file,
        })
    }

    /// A hash of all that decides, with the bytes of a sheet, what its rows say. Another version of the program may
    /// read and map otherwise, so it is a part of it.
    #[must_use]
    pub fn meaning(&self) -> [u8; 8] {
        let version = env!("CARGO_PKG_VERSION");
        let text = format!(
            "{version}\n{:?}\n{:?}\n{:?}",
            self.ticket, self.hints, self.region
        );
        Digest::of(text.as_bytes()).0
    }

    /// The mapping file that the mapping comes from; `None` where columns are matched by name.
    #[must_use]
    pub fn mapping_file(&self) -> Option<&PathBuf> {
        self.ticket.as_ref().and(self.file.as_ref())
    }
}
