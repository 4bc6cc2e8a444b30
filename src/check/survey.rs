//! Going over sheets row by row, and keeping in bounded memory what a person has to know of them.

use std::hash::BuildHasher as _;

use foldhash::quality::RandomState;
use serde_json::value::RawValue;

use super::changes::Changes;
use super::problems::Problems;
use super::prospect::Prospect;
use super::repeats::{Before, Repeats};
use super::report::{AsideReport, Counts, FileReport, Report, Ticket};
use super::spots::{Spot, Spots};
use super::tags::Tags;
use crate::exit;
use crate::mapping::Mapping;
use crate::prepare::{Judged, Prepared, prepare};
use crate::run::Source;
use crate::sheet::{Header, Record, Row, Sheet, Size};
use crate::terminal::{Mapped, people};
use crate::ticket::{Key, Outline, Switches, Terms};

/// Whom tickets belong to that are not handed to an agent: a check knows no more of the user.
const OWNER: &str = "the user of the credentials";

/// The bit of a note that says that the row was wrong. The bits above it are of a hash of what the row says: thirty
/// of them leave one differing row in a billion that passes for a repeat.
const WAS_WRONG: u32 = 2;

/// All bits that come from the hash.
const SAID: u32 = !3;

/// Goes over sheets, one after the other, as a run would.
#[derive(Debug)]
pub struct Surveyor {
    show: usize,
    files: Vec<FileReport>,
    mappings: Vec<Mapped>,
    switches: Option<Switches>,
    hasher: RandomState,
    current: Option<(Header, Mapping, Terms)>,
    counts: Counts,
    spots: Spots,
    keys: Repeats,
    contacts: Repeats,
    problems: Problems,
    tags: Tags,
    changes: Changes,
    tickets: Vec<Ticket>,
}

impl Surveyor {
    /// A surveyor that keeps the first `show` tickets.
    #[must_use]
    pub fn new(show: usize) -> Self {
        Self {
            show,
            files: Vec::new(),
            mappings: Vec::new(),
            switches: None,
            hasher: RandomState::default(),
            current: None,
            counts: Counts::default(),
            spots: Spots::default(),
            keys: Repeats::default(),
            contacts: Repeats::default(),
            problems: Problems::default(),
            tags: Tags::default(),
            changes: Changes::default(),
            tickets: Vec::new(),
        }
    }

    /// By what all that rows say has to be hashed.
    #[must_use]
    pub fn hasher(&self) -> &RandomState {
        &self.hasher
    }

    /// Notes a file that cannot be used at all.
    pub fn refuse(&mut self, name: &str, error: String) {
        self.files.push(FileReport {
            name: name.to_owned(),
            error: Some(error),
            reading: None,
            header: Vec::new(),
            asides: Vec::new(),
            rows: 0,
            mapping: None,
        });
    }

    /// Begins a sheet. The rows that are taken from here on are its, judged by these terms.
    pub fn begin(&mut self, source: &Source, mapped: Mapped, terms: Terms) {
        let Source { sheet, mapping, .. } = source;
        let known = self.mappings.iter().position(|known| *known == mapped);
        let index = known.unwrap_or_else(|| {
            self.mappings.push(mapped);
            self.mappings.len() - 1
        });
        self.switches.get_or_insert(mapping.switches());
        self.spots.begin(sheet.name());
        self.current = Some((sheet.header().clone(), mapping.clone(), terms));
        self.files.push(FileReport {
            name: sheet.name().to_owned(),
            error: None,
            reading: Some(sheet.reading().clone()),
            header: sheet.header().names().to_vec(),
            asides: Vec::new(),
            rows: 0,
            mapping: Some(index),
        });
    }

    /// Makes room for the rows of the sheet that was begun, where about so many of them will be taken.
    pub fn expect(&mut self, size: Size) {
        if let Some(rows) = size.rows() {
            self.keys.expect(rows);
            self.contacts.expect(rows);
        }
    }

    /// Ends the sheet that was begun; `error` says why it could be read no further, if it could not.
    pub fn end(&mut self, sheet: &Sheet, error: Option<String>) {
        let Some(file) = self.files.last_mut() else {
            return;
        };
        // What was found out on the way belongs to it.
        file.reading = Some(sheet.reading().clone());
        let passed = sheet.asides().passed();
        file.asides = passed
            .map(|(kind, count, lines)| AsideReport {
                kind,
                count,
                lines: lines.to_vec(),
            })
            .collect();
        file.error = error;
    }

    /// Takes the next rows, those alone that are to be taken; the others are passed over.
    pub fn take(&mut self, rows: &[Prepared<Outline>], is_mine: impl Fn(&Key) -> bool) {
        let outlines = || {
            rows.iter().filter_map(|row| match &row.judged {
                Judged::Ready(outline) => Some(outline),
                Judged::Rejected(_) => None,
            })
        };
        self.keys.fetch(outlines().map(|outline| outline.key.hash));
        let contacts = outlines().flat_map(|outline| &outline.contacts);
        self.contacts.fetch(contacts.map(|contact| contact.hash));
        for row in rows {
            if is_mine(row.key()) {
                self.take_one(row);
            } else {
                self.counts.other_shards += 1;
            }
        }
    }

    fn take_one(&mut self, prepared: &Prepared<Outline>) {
        let row = &prepared.row;
        self.counts.rows_read += 1;
        if let Some(file) = self.files.last_mut() {
            file.rows += 1;
        }
        if let (Judged::Rejected(rejection), Some((header, mapping, _))) =
            (&prepared.judged, &self.current)
        {
            let file = self.spots.file();
            self.problems
                .take(&rejection.problems, file, row, header, mapping);
        }
        let spot = self.spots.spot(row.line);
        if !self.is_duplicate(prepared, spot) {
            match &prepared.judged {
                Judged::Ready(outline) => self.send(outline, row, spot),
                Judged::Rejected(_) => self.counts.rejected += 1,
            }
        }
        if self.counts.repeats_known_up_to.is_none()
            && (self.keys.is_full() || self.contacts.is_full())
        {
            self.counts.repeats_known_up_to = Some(self.counts.rows_read - 1);
        }
    }

    /// Whether the key of a row stands earlier, so that nothing would be sent for it. It is counted then.
    fn is_duplicate(&mut self, prepared: &Prepared<Outline>, spot: Spot) -> bool {
        let key = prepared.key().as_str();
        let hash = match &prepared.judged {
            Judged::Ready(outline) => outline.key.hash,
            Judged::Rejected(_) => self.hasher.hash_one(key),
        };
        let note = note(&prepared.judged);
        let Some(Before {
            spot: earlier,
            note: before,
        }) = self.keys.first(hash, spot, note)
        else {
            return false;
        };
        // A row that was wrong in an earlier file is no ticket: the later one takes its place.
        if before & WAS_WRONG != 0 && !self.spots.is_in_hand(earlier) {
            self.keys.replace(hash, spot, note);
            return false;
        }
        let same = before & SAID == note & SAID;
        self.counts.duplicates += 1;
        self.counts.duplicates_differing += u64::from(!same);
        if !Key::is_stand_in(key) {
            self.keys.again(hash, key, spot, Some(same));
        }
        true
    }

    /// Takes a row that would be sent.
    fn send(&mut self, outline: &Outline, row: &Row, spot: Spot) {
        self.counts.to_send += 1;
        for (index, contact) in outline.contacts.iter().enumerate() {
            let earlier = outline.contacts.get(..index).unwrap_or_default();
            let hash = contact.hash;
            if !earlier.contains(contact) && self.contacts.first(hash, spot, 0).is_some() {
                self.contacts.again(hash, &contact.text, spot, None);
            }
        }
        for tag in &outline.tags {
            self.tags.take(tag);
        }
        for change in &outline.changes {
            self.changes.take(change, self.spots.file(), row);
        }
        if self.tickets.len() < self.show {
            self.tickets.extend(self.ticket(row));
        }
    }

    /// The ticket of a row that would be sent. Of most rows nobody sees it, so it is made of those alone that are
    /// shown.
    fn ticket(&self, row: &Row) -> Option<Ticket> {
        let (_, mapping, terms) = self.current.as_ref()?;
        let Judged::Ready(ready) = prepare(Record::Row(row.clone()), mapping, *terms).judged else {
            return None;
        };
        Some(Ticket {
            file: self.spots.file().to_owned(),
            record: row.record,
            line: row.line,
            body: RawValue::from_string(ready.body.into()).ok()?,
        })
    }

    /// What was found.
    #[must_use]
    pub fn finish(self, prospect: Prospect) -> Report {
        let counts = Counts {
            repeated_keys: self.keys.repeated(),
            repeated_contacts: self.contacts.repeated(),
            rows_of_repeated_contacts: self.contacts.rows(),
            tags: self.tags.len(),
            changes: self.changes.count(),
            ..self.counts
        };
        let exit_status = status(&self.files, &counts);
        Report {
            next: prospect.next(exit_status, &counts),
            files: self.files,
            mapping: self.mappings,
            people: self.switches.map(|switches| people(switches, OWNER)),
            tickets: self.tickets,
            problems: self.problems.into_report(),
            repeated_keys: self.keys.into_report(&self.spots),
            repeated_contacts: self.contacts.into_report(&self.spots),
            tags: self.tags.into_report(),
            changes: self.changes.into_report(),
            estimated_seconds: prospect.seconds(counts.to_send),
            to: prospect.to,
            pace: prospect.pace,
            exit_status,
            counts,
        }
    }
}

/// What is remembered of a row beside where it stands.
fn note(judged: &Judged<Outline>) -> u32 {
    let ([a, b, c, d, ..], wrong) = match judged {
        Judged::Ready(outline) => (outline.said.to_le_bytes(), 0),
        Judged::Rejected(rejection) => (rejection.digest.0, WAS_WRONG),
    };
    u32::from_le_bytes([a, b, c, d]) & SAID | wrong
}

/// The exit status: a file that cannot be used outranks rows that would not be sent.
fn status(files: &[FileReport], counts: &Counts) -> u8 {
    if files.iter().any(|file| file.error.is_some()) {
        exit::USAGE
    } else if counts.rejected + counts.duplicates_differing > 0 {
        exit::ROWS
    } else {
        exit::OK
    }
}

#[cfg(test)]
#[path = "survey_tests.rs"]
pub(super) mod tests;
