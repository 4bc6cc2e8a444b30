//! What has arrived: from the FILE arguments of a run to the files that it reads, and what becomes of those
//! when their rows are settled.
//!
//! `pattern` says which files an argument means, `passed_over` which files no pattern means, `completeness` which
//! of them are still being written, and `archive` puts finished ones away.

pub mod archive;
mod completeness;
mod identity;
mod passed_over;
mod pattern;
mod stamp;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use completeness::{Look, Patience};
pub use passed_over::Apart;
pub use pattern::is_pattern;
pub use stamp::Stamp;

use identity::Identity;
use pattern::{Matches, expand};

/// Files that one run reads: of each, the first rows are kept in memory until its turn comes.
pub const MAX_FILES: usize = 200;

/// Files that patterns may match in one run, those among them that were imported long ago: a folder that nobody
/// ever clears gets one a night for a generation.
pub const MAX_MATCHED: usize = 10_000;

/// A file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its path.
    pub path: PathBuf,
    /// Whether a pattern matched it. A file that was named outright is taken as it is.
    pub is_matched: bool,
}

/// What an argument came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File(Arrival),
    /// A place that cannot be looked at, as it was given, and why.
    Fault(PathBuf, String),
}

/// What all arguments came to.
#[derive(Debug, Default)]
pub struct Arrivals {
    /// In the order of the arguments, and of names where one argument means several; each file once.
    pub found: Vec<Found>,
    /// Patterns that match no file.
    pub unmatched: Vec<PathBuf>,
}

/// More files match than one run looks at.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "the patterns match more than {MAX_MATCHED} files; give fewer, as in 'inbox/2026-11-*.csv', or have finished ones moved away (--archive)"
)]
pub struct TooMany;

impl Arrivals {
    /// Looks which files these arguments mean. Blocks.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn find(arguments: &[PathBuf], apart: &Apart) -> Result<Self, TooMany> {
        let mut arrivals = Self::default();
        let mut seen: HashSet<Identity> = HashSet::new();
        let mut is_first = |path: &Path| Identity::of(path).is_none_or(|it| seen.insert(it));
        for argument in arguments {
            let pattern = argument.to_str().filter(|text| is_pattern(text));
            let Some(pattern) = pattern.filter(|_| !argument.exists()) else {
                if is_first(argument) {
                    arrivals.take(argument.clone(), false);
                }
                continue;
            };
            let left = MAX_MATCHED.saturating_sub(arrivals.found.len());
            let Matches { files, faults } = expand(pattern, apart, left)?;
            if files.is_empty() && faults.is_empty() {
                arrivals.unmatched.push(argument.clone());
            }
            let faults = faults
                .into_iter()
                .map(|(path, why)| Found::Fault(path, why));
            arrivals.found.extend(faults);
            for path in files {
                if is_first(&path) {
                    arrivals.take(path, true);
                }
            }
        }
        Ok(arrivals)
    }

    fn take(&mut self, path: PathBuf, is_matched: bool) {
        self.found.push(Found::File(Arrival { path, is_matched }));
    }
}

#[cfg(test)]
#[path = "inbox_tests.rs"]
mod tests;
