//! All tickets with their indexes: by id, by time, by uniqueArgument, by the contact of an open ticket.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{
    choices::ConflictRule,
    moment::Moment,
    ticket::{Participant, ParticipantKind, Protocol, Ticket, TicketState},
};

/// A contact in a department: its place there, the channel, the address.
type Contact = (u32, Protocol, Box<str>);

/// Sums over all tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) greetings: u64,
    pub(crate) webhooks: u64,
    pub(crate) unread: u64,
    pub(crate) without_key: u64,
    pub(crate) repeated_keys: u64,
}

/// What tickets/list asks for.
#[derive(Clone, Debug)]
pub(crate) struct Window<'a> {
    pub(crate) department: &'a str,
    pub(crate) since: Moment,
    pub(crate) until: Moment,
    /// Empty for all.
    pub(crate) states: &'a [TicketState],
    pub(crate) newest_first: bool,
    /// Tickets created after this do not show yet.
    pub(crate) created_until: Moment,
}

/// The tickets.
#[derive(Debug)]
pub(crate) struct Shelf {
    rule: ConflictRule,
    tickets: BTreeMap<i64, Arc<Ticket>>,
    departments: HashMap<Arc<str>, u32>,
    /// Department, time, id; a ticket stands here once for each different time it has.
    times: BTreeSet<(u32, Moment, i64)>,
    /// Whether any ticket stands there twice, so that a window has to be cleared of repetitions.
    repeated_times: bool,
    keys: HashMap<Arc<str>, Vec<i64>>,
    open_contacts: HashMap<Contact, i64>,
    sums: Sums,
}

impl Shelf {
    pub(crate) fn new(rule: ConflictRule) -> Self {
        Self {
            rule,
            tickets: BTreeMap::new(),
            departments: HashMap::new(),
            times: BTreeSet::new(),
            repeated_times: false,
            keys: HashMap::new(),
            open_contacts: HashMap::new(),
            sums: Sums::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.tickets.len()
    }

    pub(crate) fn sums(&self) -> Sums {
        self.sums
    }

    pub(crate) fn distinct_keys(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn get(&self, id: i64) -> Option<&Arc<Ticket>> {
        self.tickets.get(&id)
    }

    /// Tickets with an id above this one, in order.
    pub(crate) fn after(&self, id: i64) -> impl Iterator<Item = &Arc<Ticket>> {
        self.tickets
            .range(id.saturating_add(1)..)
            .map(|(_, ticket)| ticket)
    }

    /// Ids of the tickets with this uniqueArgument, in the order of their creation.
    pub(crate) fn with_key(&self, key: &str) -> &[i64] {
        self.keys.get(key).map_or(&[], Vec::as_slice)
    }

    /// Every uniqueArgument with the ids of its tickets, in no order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&Arc<str>, &Vec<i64>)> {
        self.keys.iter()
    }

    /// Puts a ticket there, in the place of the one with its id if there is one.
    pub(crate) fn put(&mut self, mut ticket: Ticket) -> Arc<Ticket> {
        let next = u32::try_from(self.departments.len()).unwrap_or(u32::MAX);
        // One allocation of the department's name for all of its tickets.
        let place = match self.departments.get_key_value(&ticket.department) {
            Some((name, place)) => {
                ticket.department = Arc::clone(name);
                *place
            }
            None => {
                self.departments
                    .insert(Arc::clone(&ticket.department), next);
                next
            }
        };
        if let Some(old) = self.tickets.remove(&ticket.id) {
            self.forget(place, &old);
        }
        let ticket = Arc::new(ticket);
        let times = times(&ticket);
        self.repeated_times |= times.iter().any(|time| *time != ticket.open);
        self.times
            .extend(times.map(|time| (place, time, ticket.id)));
        if ticket.unique_argument.is_empty() {
            self.sums.without_key += 1;
        } else {
            let ids = self
                .keys
                .entry(Arc::clone(&ticket.unique_argument))
                .or_insert_with(|| Vec::with_capacity(1));
            ids.insert(ids.partition_point(|id| *id < ticket.id), ticket.id);
            self.sums.repeated_keys += u64::from(ids.len() == 2);
        }
        if ticket.state != TicketState::Closed {
            for contact in contacts(self.rule, place, &ticket.participants) {
                self.open_contacts.entry(contact).or_insert(ticket.id);
            }
        }
        self.sums.greetings += u64::from(ticket.switches.introduction);
        self.sums.webhooks += u64::from(ticket.switches.webhook);
        self.sums.unread += u64::from(!ticket.switches.read);
        self.tickets.insert(ticket.id, Arc::clone(&ticket));
        ticket
    }

    /// Takes a ticket out of every index and sum.
    fn forget(&mut self, place: u32, old: &Ticket) {
        for time in times(old) {
            self.times.remove(&(place, time, old.id));
        }
        if let Some(ids) = self.keys.get_mut(&old.unique_argument) {
            self.sums.repeated_keys -= u64::from(ids.len() == 2);
            ids.retain(|id| *id != old.id);
            if ids.is_empty() {
                self.keys.remove(&old.unique_argument);
            }
        } else {
            self.sums.without_key -= 1;
        }
        for contact in contacts(self.rule, place, &old.participants) {
            if self.open_contacts.get(&contact) == Some(&old.id) {
                self.open_contacts.remove(&contact);
            }
        }
        self.sums.greetings -= u64::from(old.switches.introduction);
        self.sums.webhooks -= u64::from(old.switches.webhook);
        self.sums.unread -= u64::from(!old.switches.read);
    }

    /// The open ticket that stands in the way of another one for these participants.
    pub(crate) fn conflict(&self, department: &str, participants: &[Participant]) -> Option<i64> {
        if self.open_contacts.is_empty() {
            return None;
        }
        let place = *self.departments.get(department)?;
        contacts(self.rule, place, participants)
            .find_map(|contact| self.open_contacts.get(&contact).copied())
    }

    /// Ids of the tickets of a window, each once. Costs as much as the window holds, not as much as there are tickets.
    pub(crate) fn window(&self, window: &Window<'_>) -> Vec<i64> {
        let Some(&place) = self.departments.get(window.department) else {
            return Vec::new();
        };
        if window.since > window.until {
            return Vec::new();
        }
        // Ids grow with the time of creation, so what does not show yet is all above one id.
        let hidden = self
            .tickets
            .values()
            .rev()
            .take_while(|ticket| ticket.created > window.created_until);
        let first_hidden = hidden.last().map_or(i64::MAX, |ticket| ticket.id);
        let mut seen = HashSet::new();
        let ids = self
            .times
            .range((place, window.since, i64::MIN)..=(place, window.until, i64::MAX));
        let ids = ids.map(|(_, _, id)| *id).filter(|id| {
            *id < first_hidden
                && (window.states.is_empty()
                    || self
                        .tickets
                        .get(id)
                        .is_some_and(|ticket| window.states.contains(&ticket.state)))
        });
        let mut ids: Vec<i64> = if self.repeated_times {
            ids.filter(|id| seen.insert(*id)).collect()
        } else {
            ids.collect()
        };
        if window.newest_first {
            ids.reverse();
        }
        ids
    }
}

/// The times that put a ticket into a window; each may stand there more than once.
fn times(ticket: &Ticket) -> [Moment; 3] {
    [
        ticket.open,
        ticket.last_activity,
        ticket.close.unwrap_or(ticket.open),
    ]
}

/// The customers among the participants to whom the rule applies.
fn contacts(
    rule: ConflictRule,
    place: u32,
    participants: &[Participant],
) -> impl Iterator<Item = Contact> {
    participants
        .iter()
        .filter(move |participant| {
            participant.kind == ParticipantKind::Client
                && match rule {
                    ConflictRule::Off => false,
                    ConflictRule::Phone => participant.protocol.is_phone(),
                    ConflictRule::All => true,
                }
        })
        .map(move |participant| (place, participant.protocol, participant.identifier.clone()))
}
