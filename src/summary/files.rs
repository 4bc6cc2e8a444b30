//! What became of each file of a run: a few numbers a file, gathered while the run goes on.

use std::collections::HashMap;

use super::file_line::{FileLine, FileRows, FileStatus};
use crate::monitor::{RowEnd, SheetNews};
use crate::run::Counts;

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// Nothing of it will be read.
    Closed,
    /// It has this many rows, if that is known, and its turn has not come.
    Waiting(Option<u64>),
    /// It is being read.
    Begun,
    /// It is read as far as it will be.
    Ended { is_whole: bool },
}

/// How the run ended, as far as its files are concerned.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunEnd {
    /// Its counts.
    pub counts: Counts,
    /// Whether it ended before its end.
    pub is_stopped: bool,
    /// Whether nothing was sent on purpose.
    pub is_dry: bool,
}

/// The files of a run, in their order.
#[derive(Debug, Default)]
pub struct FileAccounts {
    lines: Vec<(FileLine, Course)>,
    by_name: HashMap<String, usize>,
    last_begun: Option<usize>,
}

impl FileAccounts {
    /// A file that will be read, with its rows where they are known.
    pub fn expect(&mut self, file: &str, rows: Option<u64>) {
        self.add(file, FileLine::default(), Course::Waiting(rows));
    }

    /// A file of which nothing will be read, and why.
    pub fn close(&mut self, file: &str, status: FileStatus, why: &str) {
        let line = FileLine {
            status,
            why: Some(first_line(why)),
            ..FileLine::default()
        };
        self.add(file, line, Course::Closed);
    }

    /// A file that was imported before, with so many rows, of which some are true repeats.
    pub fn skip(&mut self, file: &str, rows: u64, duplicates: u64) {
        let line = FileLine {
            status: FileStatus::AlreadyImported,
            rows: FileRows {
                rows_read: rows,
                already_created: rows.saturating_sub(duplicates),
                duplicates,
                ..FileRows::default()
            },
            ..FileLine::default()
        };
        self.add(file, line, Course::Closed);
    }

    fn add(&mut self, file: &str, line: FileLine, course: Course) {
        let line = FileLine {
            file: file.to_owned(),
            ..line
        };
        self.by_name.insert(file.to_owned(), self.lines.len());
        self.lines.push((line, course));
    }

    /// Takes a row that has ended.
    pub fn row(&mut self, end: &RowEnd) {
        let index = self.by_name.get(&end.file);
        if let Some((line, _)) = index.and_then(|index| self.lines.get_mut(*index)) {
            line.rows.take(&end.fate);
        }
    }

    /// Takes rows that have their tickets and were not read again; of these, `repeats` are true repeats.
    pub fn known(&mut self, file: &str, rows: u64, repeats: u64) {
        let index = self.by_name.get(file);
        if let Some((line, _)) = index.and_then(|index| self.lines.get_mut(*index)) {
            line.rows.already_created += rows.saturating_sub(repeats);
            line.rows.duplicates += repeats;
        }
    }

    /// Takes what is known of a file as a whole.
    pub fn sheet(&mut self, file: &str, news: SheetNews) {
        let Some(index) = self.by_name.get(file).copied() else {
            return;
        };
        let Some((line, course)) = self.lines.get_mut(index) else {
            return;
        };
        match news {
            SheetNews::Begun => {
                *course = Course::Begun;
                self.last_begun = Some(index);
            }
            SheetNews::Ended {
                rows_read,
                is_whole,
                fault,
            } => {
                if *course == Course::Begun {
                    *course = Course::Ended { is_whole };
                }
                line.rows.rows_read = rows_read;
                line.why = fault.as_deref().map(first_line);
            }
        }
    }

    /// What became of all files.
    #[must_use]
    pub fn lines(&self, end: &RunEnd) -> Vec<FileLine> {
        let read: u64 = self.lines.iter().map(|(line, _)| line.rows.rows_read).sum();
        let unread = end.counts.rows_read.saturating_sub(read);
        let told: u64 = self.lines.iter().map(|(line, _)| line.rows.in_doubt).sum();
        let untold = end.counts.in_doubt.saturating_sub(told);
        let finished = self
            .lines
            .iter()
            .enumerate()
            .map(|(index, (line, course))| {
                let mut line = line.clone();
                let is_last = self.last_begun == Some(index);
                match course {
                    // Only the last file can have been left in the middle of a row.
                    Course::Begun => line.rows.rows_read += unread,
                    // Rows that were counted before the first file was begun, and never read.
                    Course::Waiting(Some(rows)) if self.last_begun.is_none() && unread > 0 => {
                        line.rows.rows_read = *rows;
                    }
                    Course::Waiting(_) | Course::Ended { .. } | Course::Closed => {}
                }
                let left = line.rows.rows_read.saturating_sub(line.rows.ended());
                let in_doubt = if is_last { left.min(untold) } else { 0 };
                line.rows.in_doubt += in_doubt;
                line.rows.not_attempted += left - in_doubt;
                line.status = status(&line, *course, end);
                line
            });
        finished.collect()
    }
}

fn status(line: &FileLine, course: Course, end: &RunEnd) -> FileStatus {
    let rows = &line.rows;
    match course {
        Course::Closed => line.status,
        Course::Waiting(_) => FileStatus::NotReached,
        Course::Ended { .. } if line.why.is_some() => FileStatus::BrokenOff,
        Course::Begun | Course::Ended { is_whole: false } => FileStatus::Stopped,
        Course::Ended { .. } if rows.are_done() => FileStatus::Imported,
        Course::Ended { .. } if end.is_stopped && rows.not_attempted > 0 => FileStatus::Stopped,
        Course::Ended { .. } if end.is_dry && rows.not_attempted > 0 => FileStatus::NotSent,
        Course::Ended { .. } => FileStatus::NeedsAttention,
    }
}

/// Whoever shows more of it shows cells perhaps.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
