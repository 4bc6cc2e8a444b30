//! What becomes of the rows of a file, one after the other: claimed, left alone, pointed out.
//!
//! All of it happens on the writer's thread, inside its transaction.

use super::earlier::{entry_of, hold_to_key};
use super::error::LedgerError;
use super::item::{Admission, Course, Item, Place, course};
use super::open_file::Open;
use super::outcome::{How, Outcome};
use super::state::{State, Step};
use super::statements::Entry;
use super::store;
use super::writer::{Writer, now};
use super::{Admitted, Reading, Sighted, Turn};
use super::{doubts, runs};
use crate::prepare::{Judged, Prepared};
use crate::ticket::{Rule, sentence};

/// Duplicates of one reading that are kept with their cells; a file with more has its keys in the wrong column,
/// which its first ones show. All are counted.
const MAX_DUPLICATES: u32 = 10_000;

/// What came of a look at one row.
enum Decision {
    /// This.
    Made(Admission),
    /// It is to be sent, and no more rows may be claimed.
    Full,
    /// It is to be sent, and its turn has not come.
    NotYet,
}

impl Writer<'_> {
    /// Opens a file, unless its rows could not be recognised.
    pub(super) fn read(
        &mut self,
        reading: Reading,
    ) -> Result<Result<(), LedgerError>, LedgerError> {
        // Rows of the ledger itself are known by their entries, whatever the mapping makes of them.
        if reading.kept.is_none() {
            if runs::has_foreign_keys(self.connection, self.target, &reading)? {
                return Ok(Err(LedgerError::OtherMapping { name: reading.name }));
            }
            store::forget_duplicates(self.connection, self.target, &reading.name)?;
        }
        self.reading = Some(Open::new(reading));
        Ok(Ok(()))
    }

    /// Decides on rows in the order of the file, up to the first that would claim more than it may. A row
    /// whose `turn` has not come is passed over.
    pub(super) fn admit(
        &mut self,
        rows: Vec<Prepared>,
        most_claims: usize,
        s_lo: Option<i64>,
        mut turn: Turn,
    ) -> Result<Admitted, LedgerError> {
        let mut admitted = Admitted::default();
        let mut claims = 0;
        let mut rows = rows.into_iter();
        for mut row in rows.by_ref() {
            hold_to_key(&mut self.statements, self.target, &mut row)?;
            match self.admit_one(&row, s_lo, claims < most_claims, &mut turn)? {
                Decision::Full => {
                    admitted.rest.push(row);
                    break;
                }
                Decision::NotYet => admitted.waiting.push(row),
                Decision::Made(admission) => {
                    claims += usize::from(matches!(admission, Admission::Claimed { .. }));
                    admitted.decided.push((row, admission));
                }
            }
        }
        admitted.rest.extend(rows);
        Ok(admitted)
    }

    /// Decides on one row.
    fn admit_one(
        &mut self,
        row: &Prepared,
        s_lo: Option<i64>,
        may_claim: bool,
        turn: &mut Turn,
    ) -> Result<Decision, LedgerError> {
        let Some(open) = self.reading.as_mut() else {
            return Err(LedgerError::Stopped);
        };
        let (key, digest) = (row.key(), row.digest());
        let held = open.held.take_if(|(record, _)| *record == row.row.record);
        let known = match held {
            Some((_, known)) => known,
            None => {
                let found =
                    open.merge
                        .find(self.connection, &mut self.statements, self.target, key)?;
                let known = entry_of(&mut self.statements, self.target, row, found)?;
                if let Some(item) = &known
                    && !open.visited.insert(item.place)
                {
                    let first = item.place;
                    let differs = item.digest != digest;
                    if differs {
                        self.keep_duplicate(row, first)?;
                    }
                    return Ok(Decision::Made(Admission::Duplicate { differs, first }));
                }
                known
            }
        };
        // A row that this run has in hand from an earlier file: under way, or on the shelf.
        if let Some(item) = &known
            && item.state.is_open()
            && item.run == self.run
        {
            return Ok(Decision::Made(Admission::Duplicate {
                differs: item.digest != digest,
                first: item.place,
            }));
        }
        if known.is_none()
            && let Some(ticket) = self.preflight.remove(key.as_str())
        {
            return self.take_over(row, ticket, s_lo).map(Decision::Made);
        }
        let course = course(known.as_ref(), digest, row.is_ready(), self.mode.again);
        if course == Course::Claim && !may_claim {
            open.held = Some((row.row.record, known));
            return Ok(Decision::Full);
        }
        if matches!(course, Course::Claim | Course::Reject) && !turn(row) {
            if let Some(item) = &known {
                open.visited.remove(item.place);
            }
            return Ok(Decision::NotYet);
        }
        let admission = match (course, known) {
            (Course::Leave { changed }, Some(item)) => {
                if !changed {
                    self.follow(row, item.place)?;
                }
                Admission::AlreadyCreated {
                    ticket: item.ticket,
                    changed,
                    remapped: changed && self.is_remapped(item.place)?,
                }
            }
            (Course::Doubt, Some(item)) => self.doubt(&item, row)?,
            (Course::StillFailed, Some(item)) => {
                store::touch(self.connection, item.place, self.run)?;
                self.follow(row, item.place)?;
                Admission::StillFailed { place: item.place }
            }
            (Course::StillInConflict, Some(item)) => {
                store::touch(self.connection, item.place, self.run)?;
                self.follow(row, item.place)?;
                Admission::StillInConflict { place: item.place }
            }
            (Course::Reject, known) => self.enter(row, known.as_ref(), Step::Reject, s_lo)?,
            (_, known) => self.enter(row, known.as_ref(), Step::Claim, s_lo)?,
        };
        Ok(Decision::Made(admission))
    }

    /// Writes a claim or a rejection.
    fn enter(
        &mut self,
        row: &Prepared,
        known: Option<&Item>,
        step: Step,
        s_lo: Option<i64>,
    ) -> Result<Admission, LedgerError> {
        let place = match known {
            Some(item) => item.place,
            None => Place::new(self.source()?, row.row.record),
        };
        let entry = self.entry(row, place, s_lo);
        match known {
            Some(item) => {
                store::renew(self.connection, item, &entry, step)?;
                self.keep_cells(row, place)?;
            }
            None => self.statements.insert(&entry, step)?,
        }
        if let Some(open) = self.reading.as_mut() {
            open.visited.insert(place);
        }
        self.follow(row, place)?;
        if let Judged::Rejected(rejection) = &row.judged {
            let message = sentence(&rejection.problems);
            let cells = row.row.to_json();
            let is_unreadable = rejection
                .problems
                .iter()
                .any(|problem| problem.rule == Rule::Unreadable);
            store::keep_rejection(self.connection, place, (&message, is_unreadable), &cells)?;
            return Ok(Admission::Rejected);
        }
        if known.is_none() && !self.mode.dry {
            self.fresh.insert(place);
        }
        let attempt = known.map_or(0, |item| item.attempts) + 1;
        Ok(Admission::Claimed { place, attempt })
    }

    /// Keeps the cells with which a known row has come: those that it had before may be of another file.
    fn keep_cells(&mut self, row: &Prepared, place: Place) -> Result<(), LedgerError> {
        let source = self.source()?;
        store::keep_cells(self.connection, place, &row.row.to_json(), source)
    }

    /// Keeps a row whose key stands earlier with other content, unless there are too many of them.
    fn keep_duplicate(&mut self, row: &Prepared, first: Place) -> Result<(), LedgerError> {
        let source = self.source()?;
        let place = Place::new(source, row.row.record);
        match self.reading.as_mut() {
            Some(open) if open.duplicates < MAX_DUPLICATES && open.reading.kept.is_none() => {
                open.duplicates += 1;
            }
            _ => return Ok(()),
        }
        let entry = self.entry(row, place, None);
        store::keep_duplicate(self.connection, &entry, first, &row.row.to_json())
    }

    /// A row that is new to the ledger and whose ticket the service has: the ledger takes it over.
    fn take_over(
        &mut self,
        row: &Prepared,
        ticket: Sighted,
        s_lo: Option<i64>,
    ) -> Result<Admission, LedgerError> {
        let place = Place::new(self.source()?, row.row.record);
        let entry = self.entry(row, place, s_lo);
        self.statements.insert(&entry, Step::Claim)?;
        let found = Outcome::Created {
            ticket: ticket.id,
            opened: ticket.opened,
            how: How::Reconciled,
            differences: Vec::new(),
        };
        self.record(place, &found, None)?;
        if let Some(open) = self.reading.as_mut() {
            open.visited.insert(place);
        }
        self.follow(row, place)?;
        Ok(Admission::TakenOver { ticket: ticket.id })
    }

    fn entry<'a>(&self, row: &'a Prepared, place: Place, s_lo: Option<i64>) -> Entry<'a> {
        Entry {
            place,
            target: self.target,
            run: self.run,
            key: row.key(),
            digest: row.digest(),
            lines: row.row.line.saturating_sub(row.row.record),
            now: now(),
            s_lo,
            times: match &row.judged {
                Judged::Ready(ready) => &ready.mapped_times,
                Judged::Rejected(_) => &[],
            },
        }
    }

    /// The number of this reading, which is written down with its first row: a file that brings nothing
    /// leaves no trace.
    fn source(&mut self) -> Result<i64, LedgerError> {
        let Some(open) = self.reading.as_mut() else {
            return Err(LedgerError::Stopped);
        };
        match open.source {
            Some(source) => Ok(source),
            None => {
                let source =
                    runs::begin_reading(self.connection, self.run, self.target, &open.reading)?;
                open.source = Some(source);
                Ok(source)
            }
        }
    }

    /// Whether the reading that brought a row had another mapping than this one. Answers are kept for each
    /// reading, since a mapping that changed has changed for all rows.
    fn is_remapped(&mut self, place: Place) -> Result<bool, LedgerError> {
        let Some(open) = self.reading.as_mut() else {
            return Err(LedgerError::Stopped);
        };
        let source = place.source();
        if let Some(known) = open.remapped.get(&source) {
            return Ok(*known);
        }
        let mapping = runs::mapping_of(self.connection, source)?;
        let remapped = mapping != open.reading.mapping;
        open.remapped.insert(source, remapped);
        Ok(remapped)
    }

    /// A row whose ticket may exist: its cells are kept, since they are at hand and a mended file may
    /// not bring them again.
    fn doubt(&mut self, item: &Item, row: &Prepared) -> Result<Admission, LedgerError> {
        let doubt = doubts::doubt_at(self.connection, item.place)?;
        self.keep_cells(row, item.place)?;
        store::touch(self.connection, item.place, self.run)?;
        if item.digest == row.digest() {
            self.follow(row, item.place)?;
        }
        if item.state == State::Sending {
            let what = "the run that sent it ended before the answer was written down";
            self.record(item.place, &Outcome::InDoubt { what: what.into() }, None)?;
        }
        Ok(Admission::InDoubt(doubt))
    }
}
