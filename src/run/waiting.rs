//! Rows that wait for their contacts: parked before they are claimed, so that they hold up nobody and a kill
//! leaves none of them in doubt.

use std::sync::Arc;

use super::admission::Gatekeeper;
use super::contacts::Number;
use crate::glassix::TicketApi;
use crate::ledger::{LedgerError, Turn};
use crate::monitor::{Fate, Monitor, RowEnd};
use crate::prepare::{Judged, Prepared};
use crate::sheet::Row;

/// Rows that may wait; while there are so many, no more are taken from the sheet. A kilobyte or two each:
/// some megabytes. A sheet in which more than these stand behind a contact is sent one by one anyway.
const MAX_PARKED: usize = 4096;

impl<A: TicketApi, M: Monitor + ?Sized> Gatekeeper<A, M> {
    /// The number by which a row of the sheet at hand stands in lines.
    pub(super) fn number(&self, row: &Row) -> Number {
        Number {
            sheet: self.sheet,
            record: row.record,
        }
    }

    /// Whether more rows may be taken from the sheet.
    pub(super) fn has_room(&self) -> bool {
        self.parked.len() < MAX_PARKED
    }

    /// What the ledger asks of each row that it is about to claim.
    pub(super) fn turn(&self) -> Turn {
        if self.dry {
            return Box::new(|_| true);
        }
        let (contacts, sheet) = (Arc::clone(&self.contacts), self.sheet);
        Box::new(move |prepared| match &prepared.judged {
            Judged::Ready(ready) => {
                let record = prepared.row.record;
                contacts.join(Number { sheet, record }, ready)
            }
            Judged::Rejected(rejection) => {
                let record = prepared.row.record;
                contacts.join_unfit(Number { sheet, record }, &rejection.key)
            }
        })
    }

    /// Parks rows whose turn has not come.
    pub(super) fn park(&mut self, rows: Vec<Prepared>) {
        for row in rows {
            self.parked.insert(self.number(&row.row), row);
        }
    }

    /// Sends rows that waited and whose turn it is.
    pub(super) async fn admit_called(&mut self, file: &Arc<str>) -> Result<(), LedgerError> {
        self.tell_turned_away(file);
        while !self.stop.takes_no_more() && self.left != Some(0) {
            let Some(row) = self.next_called() else {
                break;
            };
            // It is at the front of its lines already, and one row always finds room.
            let hold = self
                .contacts
                .hold_called(self.number(&row.row), &row.judged);
            let left = self
                .admit_in_turn(file, vec![row], Box::new(|_| true), Some(hold))
                .await?;
            debug_assert!(left.is_empty());
        }
        Ok(())
    }

    fn next_called(&mut self) -> Option<Prepared> {
        loop {
            let number = self.contacts.called()?;
            if let Some(row) = self.parked.remove(&number) {
                return Some(row);
            }
        }
    }

    /// Waits for the contacts of all rows that are still parked when the sheet has ended.
    pub(super) async fn admit_the_rest(&mut self, file: &Arc<str>) -> Result<(), LedgerError> {
        self.admit_called(file).await?;
        self.stop_at_the_limit(&[]);
        while !self.parked.is_empty() && !self.stop.takes_no_more() {
            tokio::select! {
                biased;
                () = self.stop.no_more_intake() => {}
                () = self.contacts.changed.notified() => self.admit_called(file).await?,
            }
            self.stop_at_the_limit(&[]);
        }
        // What is left was read and not decided on, and is counted so.
        self.parked.clear();
        Ok(())
    }

    fn tell_turned_away(&mut self, file: &Arc<str>) {
        for number in self.contacts.turned_away() {
            let Some(Prepared { row, judged, .. }) = self.parked.remove(&number) else {
                continue;
            };
            self.tally.undecided.down();
            self.tally.not_attempted.up();
            let key = match &judged {
                Judged::Ready(ready) => ready.key.as_str().to_owned(),
                Judged::Rejected(rejection) => rejection.key.as_str().to_owned(),
            };
            self.monitor.row(RowEnd {
                file: file.to_string(),
                record: row.record,
                line: row.line,
                key,
                changes: Vec::new(),
                fate: Fate::ContactInDoubt,
            });
        }
    }
}
