//! The ledger held against the service's journal, row by row.

use super::importer::Importer;
use super::ledger_file::{self, CREATED, IN_DOUBT, SENDING};
use super::service::Service;

/// What an audit found.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    /// Keys with two tickets or more.
    pub(crate) duplicates: usize,
    /// Rows that have no ticket, and of which nobody says that they are in doubt.
    pub(crate) lost: usize,
    /// Rows that are in doubt.
    pub(crate) in_doubt: usize,
    /// Rows of these of which the ledger has the intent alone.
    pub(crate) sending: usize,
    /// Everything that must not be, in words: duplicates, wrong tickets, a ledger that tells tales.
    pub(crate) wrong: Vec<String>,
}

/// Looks at both after a process has ended in any way; the service may still be busy with what was sent.
pub(crate) fn audit(importer: &Importer, service: &Service) -> Audit {
    let mut audit = Audit::default();
    let items = match ledger_file::read(&importer.ledger) {
        Ok(items) => items,
        Err(error) => {
            audit
                .wrong
                .push(format!("the ledger is not sound: {error}"));
            return audit;
        }
    };
    for key in service.sent() {
        if !items.contains_key(&key) {
            audit
                .wrong
                .push(format!("{key} was sent without an intent"));
        }
    }
    let keys = service.keys();
    for (key, tickets) in &keys {
        if tickets.len() > 1 {
            audit.duplicates += 1;
            audit
                .wrong
                .push(format!("{key} has the tickets {tickets:?}"));
        }
    }
    for (key, item) in &items {
        let tickets = keys.get(key).map_or(&[][..], Vec::as_slice);
        let agree = match item.state {
            CREATED => item.ticket.is_some_and(|ticket| tickets.contains(&ticket)),
            SENDING | IN_DOUBT => true,
            _ => tickets.is_empty(),
        };
        if !agree {
            audit.wrong.push(format!(
                "{key}: {item:?} in the ledger, {tickets:?} at the service"
            ));
        }
    }
    for key in importer.rows.keys() {
        let open = items
            .get(key)
            .is_some_and(|item| matches!(item.state, SENDING | IN_DOUBT));
        audit.in_doubt += usize::from(open);
        audit.lost += usize::from(!open && !keys.contains_key(key));
    }
    let sending = items.values().filter(|item| item.state == SENDING);
    audit.sending = sending.count();
    for ticket in service.tickets() {
        audit.wrong.extend(importer.rows.fault_of(&ticket));
    }
    audit
}

impl Audit {
    /// Whether every row has its one ticket and the ledger knows it.
    pub(crate) fn is_complete(&self) -> bool {
        self.wrong.is_empty() && self.lost == 0 && self.in_doubt == 0
    }
}
