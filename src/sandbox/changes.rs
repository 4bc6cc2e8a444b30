//! Changes to a ticket that exists. As with a create, the caller writes the result before it is kept.

use super::{
    draft::transaction_id,
    model::Model,
    moment::Moment,
    refusal::Refusal,
    request::{CreateBody, NoteBody},
    ticket::{Ticket, TicketState, Transaction},
    tokens::Session,
};

impl Model {
    /// tickets/setfields: what is missing or null stays.
    pub(crate) fn set_fields(
        &self,
        session: &Session,
        id: Option<i64>,
        mut body: CreateBody,
        now: Moment,
    ) -> Result<Ticket, Refusal> {
        let mut ticket = Ticket::clone(self.ticket(session, id)?);
        for (number, (field, sent)) in (1..).zip(ticket.fields.iter_mut().zip(body.take_fields())) {
            if let Some(text) = sent {
                *field = self.rules.field(number, text)?;
            }
        }
        if let Some(key) = body.unique_argument {
            ticket.unique_argument = self.rules.unique_argument(key)?;
        }
        if let Some(details) = body.details.filter(|details| details.is_object()) {
            ticket.details = Some(details);
        }
        ticket.last_activity = self.said(now);
        Ok(ticket)
    }

    /// tickets/setstate, with the tags that its body may add.
    pub(crate) fn set_state(
        &self,
        session: &Session,
        id: Option<i64>,
        state: TicketState,
        tags: Vec<Box<str>>,
        now: Moment,
    ) -> Result<Ticket, Refusal> {
        let mut ticket = self.add_tags(session, id, tags, now)?;
        ticket.close = if state == TicketState::Closed {
            Some(self.said(now))
        } else {
            None
        };
        ticket.state = state;
        Ok(ticket)
    }

    /// Counts what a change of state tells others.
    pub(crate) fn count_state_change(&mut self, webhook: bool, message: bool) {
        self.counts.state_webhooks += u64::from(webhook);
        self.counts.state_messages += u64::from(message);
    }

    /// tickets/addtags.
    pub(crate) fn add_tags(
        &self,
        session: &Session,
        id: Option<i64>,
        tags: Vec<Box<str>>,
        now: Moment,
    ) -> Result<Ticket, Refusal> {
        let mut ticket = Ticket::clone(self.ticket(session, id)?);
        for tag in self.rules.tags(tags)? {
            if !ticket.tags.contains(&tag) {
                ticket.tags.push(tag);
            }
        }
        ticket.last_activity = self.said(now);
        Ok(ticket)
    }

    /// tickets/addnote.
    pub(crate) fn add_note(
        &mut self,
        session: &Session,
        id: Option<i64>,
        note: NoteBody,
        now: Moment,
    ) -> Result<Ticket, Refusal> {
        let mut ticket = Ticket::clone(self.ticket(session, id)?);
        let (text, html) = (note.text.unwrap_or_default(), note.html.unwrap_or_default());
        if text.is_empty() && html.is_empty() {
            return Err(Refusal::invalid("a note needs text or html"));
        }
        let place = i64::try_from(ticket.transactions.len()).unwrap_or(i64::MAX);
        let (id, time) = (transaction_id(ticket.id, place), self.said(now));
        ticket.transactions.push(Transaction {
            id,
            time,
            kind: "Note".into(),
            text,
            html,
            from: None,
        });
        ticket.last_activity = time;
        self.counts.notes += 1;
        Ok(ticket)
    }
}
