//! Which files are read, and what becomes of them: what was typed and what the mapping file says.

use std::path::PathBuf;
use std::time::Duration;

use super::input::InputSection;
use super::values::duration;
use super::{SettingsError, at};
use crate::cli::InboxArgs;

/// A file that was left alone for so long is whole: what is copied over a network stalls for less.
const STILL_FOR: &str = "60s";

/// Longest time for which a file has to be left alone: a night's file would never be old enough.
const MAX_STILL_FOR: Duration = Duration::from_secs(24 * 3600);

/// Which files are read, and what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Nothing is sent if one of several files cannot be used.
    pub strict: bool,
    /// How long a file that a pattern matches has to be left alone to be taken for whole; zero takes all for whole.
    pub still_for: Duration,
    /// Where finished files go.
    pub archive: Option<PathBuf>,
}

impl Inbox {
    /// Puts together what was typed and what the mapping file says.
    pub(super) fn new(args: &InboxArgs, section: &InputSection) -> Result<Self, SettingsError> {
        Ok(Self {
            strict: args.strict || section.strict.unwrap_or(false),
            still_for: match args.still_for.as_deref().or(section.still_for.as_deref()) {
                Some(text) if text.trim().eq_ignore_ascii_case("off") => Duration::ZERO,
                text => {
                    duration(text.unwrap_or(STILL_FOR), MAX_STILL_FOR).map_err(at("still-for"))?
                }
            },
            archive: args.archive.clone().or_else(|| section.archive.clone()),
        })
    }
}
