//! The whole state of the sandbox. Pure: time is an argument, and what must be written is handed out first.
//!
//! A ticket travels in two steps: [`Model::create`] (or a change) makes it, the caller writes it to the state file,
//! and only then [`Model::keep`] makes it visible. So nothing that was answered or listed is ever missing after a kill.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::{
    choices::Duplicates,
    draft::Draft,
    faults::{Decision, Faults},
    limits::Limiter,
    moment::Moment,
    paging::{Page, Queries, Trick},
    query::ListQuery,
    rate_headers::Left,
    record::{Counts, RequestRecord},
    refusal::{Code, Refusal},
    request::TokenBody,
    route::Route,
    rules::Rules,
    shelf::{Shelf, Window},
    ticket::{Ticket, TicketState},
    tokens::{Session, Tokens},
};

/// Late commits that wait at once; one more is refused rather than remembered.
const MAX_LATE: usize = 100_000;

/// A ticket that appears later than its request was answered.
#[derive(Debug)]
struct Late {
    session: Session,
    draft: Draft,
}

/// The state.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) rules: Arc<Rules>,
    shelf: Shelf,
    tokens: Tokens,
    limiter: Limiter,
    faults: Faults,
    queries: Queries,
    late: BTreeMap<(Moment, u64), Late>,
    pub(crate) counts: Counts,
    ring: VecDeque<RequestRecord>,
    next_id: i64,
}

impl Model {
    /// An empty sandbox that starts now; `salt` makes its tokens differ from those of another.
    pub(crate) fn new(rules: Arc<Rules>, salt: u64, now: Moment) -> Self {
        let options = Arc::clone(&rules.options);
        Self {
            rules,
            shelf: Shelf::new(options.open_ticket_conflict),
            tokens: Tokens::new(salt),
            limiter: Limiter::new(&options.limits, &options.token_limits, now),
            faults: Faults::new(options.faults.clone(), now),
            queries: Queries::new(
                salt,
                options.list.page_size,
                options.list.page_lifetime_seconds,
            ),
            late: BTreeMap::new(),
            counts: Counts::default(),
            ring: VecDeque::new(),
            next_id: options.first_ticket_id,
        }
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    pub(crate) fn ring(&self) -> &VecDeque<RequestRecord> {
        &self.ring
    }

    pub(crate) fn tokens_issued(&self) -> u64 {
        self.tokens.issued()
    }

    pub(crate) fn faults_struck(&self) -> u64 {
        self.faults.struck()
    }

    /// Late commits that have not appeared yet.
    pub(crate) fn waiting(&self) -> usize {
        self.late.len()
    }

    /// The clock that the sandbox shows.
    pub(crate) fn said(&self, now: Moment) -> Moment {
        now.plus_seconds(self.rules.options.clock_skew_seconds)
    }

    /// Counts a request and decides its fault. Gives its number.
    pub(crate) fn arrive(&mut self, route: Route, now: Moment) -> (u64, Decision) {
        self.counts.requests += 1;
        *self.counts.by_route.entry(route).or_default() += 1;
        let decision = self.faults.decide(route, now);
        if decision.revokes() {
            self.tokens.revoke_all();
        }
        (self.counts.requests, decision)
    }

    /// Remembers how a request went.
    pub(crate) fn record(&mut self, record: RequestRecord) {
        match record.status {
            429 => self.counts.throttled += 1,
            400..500 => self.counts.refused += 1,
            _ => {}
        }
        let room = self.rules.options.record_requests;
        if room == 0 {
            return;
        }
        while self.ring.len() >= room {
            self.ring.pop_front();
        }
        self.ring.push_back(record);
    }

    /// Lets a request through the limits, or says for how many milliseconds they hold.
    pub(crate) fn admit(&mut self, route: Route, now: Moment) -> Result<(), i64> {
        self.limiter.admit(route, now)
    }

    /// What is left of the limit that binds a call.
    pub(crate) fn left(&mut self, route: Route, now: Moment) -> Option<Left> {
        self.limiter.left(route, now)
    }

    /// token/get: the token and for how long it lives, as the service would say it.
    pub(crate) fn issue_token(
        &mut self,
        body: TokenBody,
        now: Moment,
    ) -> Result<(Arc<str>, f64), Refusal> {
        let options = &self.rules.options;
        let lifetime = options.token_lifetime_seconds;
        let token = self
            .tokens
            .issue(body, &options.credentials, lifetime, now)?;
        // A fraction less than the whole, as the service counts the time it took to answer.
        Ok((token, (f64::from(lifetime) - 0.13).max(0.0)))
    }

    /// Whom the `Authorization` header stands for.
    pub(crate) fn session(
        &self,
        authorization: Option<&str>,
        now: Moment,
    ) -> Result<Session, Refusal> {
        self.tokens.session(authorization, now)
    }

    /// Makes the ticket of a create; it counts only once it is [kept](Self::keep).
    pub(crate) fn create(
        &mut self,
        session: &Session,
        draft: Draft,
        now: Moment,
    ) -> Result<Ticket, Refusal> {
        let options = &self.rules.options;
        if self.shelf.len() >= options.max_tickets {
            return Err(Code::Full.into());
        }
        if options.duplicates == Duplicates::Refuse
            && let Some(taken) = self
                .shelf
                .with_key(&draft.unique_argument)
                .iter()
                .find(|id| {
                    self.shelf
                        .get(**id)
                        .is_some_and(|ticket| ticket.department == session.department)
                })
        {
            return Err(Refusal {
                ticket: Some(*taken),
                ..Code::Duplicate.into()
            });
        }
        if draft.state != TicketState::Closed
            && let Some(open) = self
                .shelf
                .conflict(&session.department, &draft.participants)
        {
            let status = Some(options.open_ticket_conflict_status);
            return Err(Refusal {
                ticket: Some(open),
                status,
                ..Code::Conflict.into()
            });
        }
        let id = self.next_id;
        self.next_id += 1;
        let (department, user) = (Arc::clone(&session.department), Arc::clone(&session.user));
        Ok(draft.stamp(id, department, user, self.said(now), now))
    }

    /// Makes a ticket, new or changed, visible.
    pub(crate) fn keep(&mut self, ticket: Ticket) -> Arc<Ticket> {
        self.next_id = self.next_id.max(ticket.id.saturating_add(1));
        self.shelf.put(ticket)
    }

    /// Lets a ticket appear so many milliseconds from now.
    pub(crate) fn postpone(
        &mut self,
        session: Session,
        draft: Draft,
        after_ms: u64,
        now: Moment,
    ) -> Result<(), Refusal> {
        if self.late.len() >= MAX_LATE {
            return Err(Code::Full.into());
        }
        let due = now.plus_millis(i64::try_from(after_ms).unwrap_or(i64::MAX));
        self.late
            .insert((due, self.counts.requests), Late { session, draft });
        Ok(())
    }

    /// Makes the next ticket that is due by now, opened when it was due. A rule may refuse it by then, as it would
    /// have been refused in the service; nobody hears of that.
    pub(crate) fn next_due(&mut self, now: Moment) -> Option<Ticket> {
        loop {
            let due = *self.late.first_key_value()?.0;
            if due.0 > now {
                return None;
            }
            let late = self.late.remove(&due)?;
            if let Ok(ticket) = self.create(&late.session, late.draft, due.0) {
                return Some(ticket);
            }
        }
    }

    /// A ticket of the session's department.
    pub(crate) fn ticket(
        &self,
        session: &Session,
        id: Option<i64>,
    ) -> Result<&Arc<Ticket>, Refusal> {
        let ticket = id.and_then(|id| self.shelf.get(id));
        ticket
            .filter(|ticket| ticket.department == session.department)
            .ok_or_else(|| Code::NoTicket.into())
    }

    /// A page of tickets/list. Tickets younger than `lag_ms` do not show on it.
    pub(crate) fn list(
        &mut self,
        session: &Session,
        query: &ListQuery,
        lag_ms: u64,
        trick: &Trick,
        now: Moment,
    ) -> Result<(Vec<Arc<Ticket>>, Option<String>), Refusal> {
        let Page { ids, next } = match query {
            ListQuery::Page(token) => self.queries.page(token, trick, now)?,
            ListQuery::Window {
                since,
                until,
                states,
                newest_first,
            } => {
                let lag_ms =
                    i64::try_from(lag_ms.max(self.rules.options.list.lag_ms)).unwrap_or(i64::MAX);
                let ids = self.shelf.window(&Window {
                    department: &session.department,
                    since: *since,
                    until: *until,
                    states,
                    newest_first: *newest_first,
                    created_until: now.plus_millis(lag_ms.saturating_neg()),
                });
                self.queries.first(ids, trick, now)
            }
        };
        // A page token of another department shows nothing.
        let tickets = ids.iter().filter_map(|id| self.shelf.get(*id));
        let tickets = tickets.filter(|ticket| ticket.department == session.department);
        Ok((tickets.cloned().collect(), next))
    }
}

#[cfg(test)]
mod tests;
