//! Rows that reach the same contact, one after the other.
//!
//! The service may allow one open ticket for each contact. Two such rows at once would make the answer a
//! matter of chance, and a row in doubt beside another could not be told from it. So a row stands in a
//! line for each of its contacts, and for its key; it may be sent when it is at the front of all of them,
//! and leaves them when it is written down how it ended. A row in doubt stays at the front until it is
//! settled. Rows in no line of it pass by.
//!
//! Only numbers are held here, so that the lines are cheap; the rows that wait are with admission.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher as _, BuildHasherDefault};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::quality::RandomState;
use tokio::sync::Notify;

use crate::hashed::AsItIs;
use crate::prepare::Judged;
use crate::ticket::{Key, Ready};

/// Contacts of rows that stay in doubt to the end of the run: 8 bytes each. More than these are an outage,
/// and every further row would only be one more.
const MAX_CLOSED: usize = 100_000;

/// A contact or a key, as a hash: two that fall together make one row wait for another in vain, no more.
type Line = u64;

/// A row: its sheet in this run and its record there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Number {
    /// The sheet, counted in the order of the run.
    pub(super) sheet: usize,
    /// The record in it.
    pub(super) record: u64,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// The row's.
    Now,
    /// Others come before it.
    Later,
    /// One of its contacts has a row that stays in doubt.
    Never,
}

/// The rows in a line: the one at the front, which is nearly always the only one, and those behind it.
#[derive(Clone, Debug)]
struct Queue {
    front: Number,
    behind: VecDeque<Number>,
}

impl Queue {
    fn of(front: Number) -> Self {
        Self {
            front,
            behind: VecDeque::new(),
        }
    }

    /// Takes a row out; `None` when nobody is left.
    fn without(&mut self, number: Number) -> Option<()> {
        self.behind.retain(|other| *other != number);
        if self.front == number {
            self.front = self.behind.pop_front()?;
        }
        Some(())
    }
}

/// A row that waits.
#[derive(Debug)]
struct Waiting {
    lines: Box<[Line]>,
    /// Lines of which another row is at the front.
    blocked: usize,
}

/// The lines. Pure.
#[derive(Debug, Default)]
struct Lines {
    lines: HashMap<Line, Queue, BuildHasherDefault<AsItIs>>,
    waiting: HashMap<Number, Waiting>,
    /// Lines whose front will not move any more.
    closed: HashSet<Line, BuildHasherDefault<AsItIs>>,
    /// Rows that waited and whose turn it is.
    called: VecDeque<Number>,
    /// Rows that waited and whose turn will not come.
    turned_away: Vec<Number>,
}

impl Lines {
    /// Puts a row at the end of its lines.
    fn join(&mut self, number: Number, lines: Box<[Line]>) -> Turn {
        if lines.iter().any(|line| self.closed.contains(line)) {
            self.turned_away.push(number);
            return Turn::Never;
        }
        let mut blocked = 0;
        for line in &lines {
            blocked += usize::from(self.stand(number, *line));
        }
        if blocked == 0 {
            return Turn::Now;
        }
        self.waiting.insert(number, Waiting { lines, blocked });
        Turn::Later
    }

    /// Puts a row at the end of a line, and says whether somebody is before it.
    fn stand(&mut self, number: Number, line: Line) -> bool {
        match self.lines.entry(line) {
            Entry::Occupied(mut queue) => {
                queue.get_mut().behind.push_back(number);
                true
            }
            Entry::Vacant(place) => {
                place.insert(Queue::of(number));
                false
            }
        }
    }

    /// Takes a row out of its lines, and calls those that were behind it alone.
    fn leave(&mut self, number: Number, lines: &[Line]) {
        for line in lines {
            let Some(queue) = self.lines.get_mut(line) else {
                continue;
            };
            let was_first = queue.front == number;
            if queue.without(number).is_none() {
                self.lines.remove(line);
                continue;
            }
            let next = queue.front;
            if !was_first {
                continue;
            }
            if let Some(waiting) = self.waiting.get_mut(&next) {
                waiting.blocked -= 1;
                if waiting.blocked == 0 {
                    self.waiting.remove(&next);
                    self.called.push_back(next);
                }
            }
        }
    }

    /// The row at the front of these lines stays there to the end of the run: who waits behind it is
    /// turned away.
    fn close(&mut self, lines: &[Line]) {
        self.closed.extend(lines);
        for line in lines {
            let Some(queue) = self.lines.get(line).cloned() else {
                continue;
            };
            for number in [queue.front].into_iter().chain(queue.behind) {
                if let Some(waiting) = self.waiting.remove(&number) {
                    self.leave(number, &waiting.lines);
                    self.turned_away.push(number);
                }
            }
        }
    }
}

/// The contacts of the rows that are under way, in doubt or waiting.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    lines: Mutex<Lines>,
    hasher: RandomState,
    /// Somebody was called or turned away.
    pub(super) changed: Notify,
}

impl Contacts {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        // A panic elsewhere cannot leave a map half changed.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line_of_key(&self, key: &Key) -> Line {
        self.hasher.hash_one(("key", key.as_str()))
    }

    /// The lines that a row stands in, each once.
    fn lines_of(&self, ready: &Ready) -> Box<[Line]> {
        let contacts = ready.contacts.iter();
        let contacts = contacts.map(|contact| self.hasher.hash_one(("contact", contact)));
        let key = self.line_of_key(&ready.key);
        let mut lines: Vec<Line> = contacts.chain([key]).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.into()
    }

    /// Whether the row may be sent now. If it may, its [`Hold`] must be made; if not, it is called or turned
    /// away later.
    pub(super) fn join(&self, number: Number, ready: &Ready) -> bool {
        let lines = self.lines_of(ready);
        self.lines().join(number, lines) == Turn::Now
    }

    /// Whether a row that is not fit to be sent may be decided on now: behind an earlier row of its key it waits,
    /// or the earlier one would be taken for its repeat. It is called or turned away later.
    pub(super) fn join_unfit(&self, number: Number, key: &Key) -> bool {
        let line = self.line_of_key(key);
        let mut lines = self.lines();
        !lines.lines.contains_key(&line) || lines.join(number, [line].into()) == Turn::Now
    }

    /// What a row holds that waited and was called, whatever comes of it.
    pub(super) fn hold_called(self: &Arc<Self>, number: Number, judged: &Judged) -> Hold {
        match judged {
            Judged::Ready(ready) => self.hold(number, ready),
            Judged::Rejected(rejection) => Hold {
                number,
                lines: [self.line_of_key(&rejection.key)].into(),
                contacts: Some(Arc::clone(self)),
            },
        }
    }

    /// What a row holds that has joined and may be sent.
    pub(super) fn hold(self: &Arc<Self>, number: Number, ready: &Ready) -> Hold {
        Hold {
            number,
            lines: self.lines_of(ready),
            contacts: Some(Arc::clone(self)),
        }
    }

    /// What a row in doubt holds that an earlier run left. Others that are under way already are not
    /// called back.
    pub(super) fn hold_doubt(self: &Arc<Self>, number: Number, ready: &Ready) -> Hold {
        let hold = self.hold(number, ready);
        let mut lines = self.lines();
        for line in &hold.lines {
            lines.stand(number, *line);
        }
        hold
    }

    /// A row that waited and whose turn it is.
    pub(super) fn called(&self) -> Option<Number> {
        self.lines().called.pop_front()
    }

    /// Rows that waited and whose turn will not come.
    pub(super) fn turned_away(&self) -> Vec<Number> {
        std::mem::take(&mut self.lines().turned_away)
    }
}

/// A place at the front of the lines; dropping it makes room for the next.
#[derive(Debug, Default)]
pub(super) struct Hold {
    number: Number,
    lines: Box<[Line]>,
    contacts: Option<Arc<Contacts>>,
}

impl Hold {
    /// The row stays in doubt: nobody is sent to its contacts any more. False when there is no room to
    /// remember that.
    pub(super) fn keep(mut self) -> bool {
        let Some(contacts) = self.contacts.take() else {
            return true;
        };
        let mut lines = contacts.lines();
        let room = lines.closed.len() < MAX_CLOSED;
        lines.close(&self.lines);
        lines.leave(self.number, &self.lines);
        drop(lines);
        contacts.changed.notify_one();
        room
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(contacts) = self.contacts.take() {
            contacts.lines().leave(self.number, &self.lines);
            contacts.changed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn row(record: u64) -> Number {
        Number { sheet: 0, record }
    }

    #[test]
    fn rows_of_one_contact_are_called_in_their_order_and_others_pass_by() {
        let mut lines = Lines::default();
        assert_eq!(lines.join(row(1), [7].into()), Turn::Now);
        assert_eq!(lines.join(row(2), [7].into()), Turn::Later);
        assert_eq!(lines.join(row(3), [7, 8].into()), Turn::Later);
        assert_eq!(lines.join(row(4), [8].into()), Turn::Later, "behind row 3");
        assert_eq!(lines.join(row(5), [9].into()), Turn::Now);
        lines.leave(row(1), &[7]);
        assert_eq!(lines.called.pop_front(), Some(row(2)));
        assert_eq!(lines.called.pop_front(), None);
        lines.leave(row(2), &[7]);
        assert_eq!(lines.called.pop_front(), Some(row(3)));
        lines.leave(row(3), &[7, 8]);
        assert_eq!(lines.called.pop_front(), Some(row(4)));
        lines.leave(row(4), &[8]);
        lines.leave(row(5), &[9]);
        assert!(lines.lines.is_empty() && lines.waiting.is_empty());
    }

    #[test]
    fn behind_a_row_that_stays_in_doubt_nobody_waits() {
        let mut lines = Lines::default();
        lines.join(row(1), [7].into());
        lines.join(row(2), [7, 8].into());
        lines.join(row(3), [8].into());
        lines.close(&[7]);
        assert_eq!(lines.turned_away, [row(2)]);
        assert_eq!(lines.called.pop_front(), Some(row(3)), "its way is free");
        assert_eq!(lines.join(row(4), [7].into()), Turn::Never);
    }

    proptest! {
        /// Whatever rows come and in whatever order they end: no two that share a line are under way at
        /// once, and every row has its turn.
        #[test]
        fn nobody_meets_and_nobody_is_forgotten(
            rows in prop::collection::vec(prop::collection::btree_set(0_u64..6, 1..4), 1..40),
            ends in prop::collection::vec(any::<prop::sample::Index>(), 200),
        ) {
            let lines_of = |number: Number| -> Vec<Line> {
                let index = usize::try_from(number.record).unwrap();
                rows.get(index).into_iter().flatten().copied().collect()
            };
            let mut lines = Lines::default();
            let mut under_way: Vec<Number> = Vec::new();
            let mut done = 0;
            let mut coming = 0..rows.len() as u64;
            let mut ends = ends.into_iter().cycle();
            while done < rows.len() {
                if let Some(record) = coming.next()
                    && lines.join(row(record), lines_of(row(record)).into()) == Turn::Now
                {
                    under_way.push(row(record));
                }
                while let Some(called) = lines.called.pop_front() {
                    under_way.push(called);
                }
                let mut taken = HashSet::new();
                for line in under_way.iter().flat_map(|number| lines_of(*number)) {
                    prop_assert!(taken.insert(line), "two rows under way on line {line}");
                }
                prop_assert!(!under_way.is_empty() || !coming.is_empty(), "everybody waits");
                if !under_way.is_empty() {
                    let end = ends.next().unwrap().index(under_way.len());
                    let ended = under_way.swap_remove(end);
                    lines.leave(ended, &lines_of(ended));
                    done += 1;
                }
            }
            prop_assert!(lines.lines.is_empty() && lines.waiting.is_empty());
        }
    }
}
