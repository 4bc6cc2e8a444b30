//! After the last row: finished files go where finished files go.

use std::path::Path;

use super::recognition::Arrived;
use crate::inbox::archive::put;
use crate::summary::FileLine;
use crate::terminal::visible;

/// Moves the files of which every row has its ticket, and notes where they lie. One that cannot be moved is told,
/// and is no failure of the run: the next one moves it. Blocks.
pub(super) fn archive(lines: &mut [FileLine], files: &[Arrived], folder: &Path) {
    for line in lines.iter_mut().filter(|line| line.is_finished()) {
        let Some(file) = files.iter().find(|file| file.is(line)) else {
            continue;
        };
        match put(&file.path, &file.stamp, folder, jiff::Timestamp::now()) {
            Ok(place) => line.archived_to = place.map(|place| place.display().to_string()),
            Err(error) => {
                tracing::warn!(
                    "{} is imported and was not moved to {}: {error}",
                    visible(&line.file),
                    visible(&folder.display().to_string())
                );
                line.archive_fault = Some(error.to_string());
            }
        }
    }
}
