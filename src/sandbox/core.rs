//! One call done over the model, with the state file between making a ticket and showing it.

use std::sync::Arc;

use serde_json::json;

use super::{
    answer::{json_body, state_message},
    draft::Draft,
    model::Model,
    moment::Moment,
    options::SandboxOptions,
    paging::Trick,
    query::{ListQuery, StateQuery},
    rate_headers::Left,
    refusal::{Code, Refusal},
    request::{CreateBody, NoteBody, TokenBody},
    route::Route,
    rules::Rules,
    state_file::StateFile,
    ticket::{Ticket, guid},
    tokens::Session,
};

/// A call with its body already read and judged, which needs no lock.
#[derive(Debug)]
pub(crate) enum Call {
    Token(Result<TokenBody, Refusal>),
    Create(Result<Draft, Refusal>),
    List(Result<ListQuery, Refusal>),
    Get,
    Tags,
    Users,
    Online,
    SetFields(Result<CreateBody, Refusal>),
    SetState(Result<(StateQuery, Vec<Box<str>>), Refusal>),
    AddNote(Result<NoteBody, Refusal>),
    AddTags(Result<Vec<Box<str>>, Refusal>),
}

/// A call with everything that decides how it goes.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) route: Route,
    pub(crate) call: Call,
    /// The ticket's id in the path.
    pub(crate) id: Option<i64>,
    /// The `Authorization` header.
    pub(crate) authorization: Option<&'a str>,
    /// A create takes effect only so many milliseconds later.
    pub(crate) late_ms: Option<u64>,
    /// A list shows only tickets older than this.
    pub(crate) lag_ms: u64,
    pub(crate) trick: Trick,
}

/// What a call gives, to be written outside of the lock.
#[derive(Debug)]
pub(crate) enum Reply {
    Created(Arc<Ticket>),
    Ticket(Arc<Ticket>),
    Page(Vec<Arc<Ticket>>, Option<String>),
    Body(Vec<u8>),
    /// Nothing yet; the ticket appears later.
    Late,
}

/// How a call went.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) reply: Result<Reply, Refusal>,
    /// If it was throttled: for how many milliseconds the limit holds.
    pub(crate) wait_ms: i64,
    /// What is left of the limit that binds the call.
    pub(crate) left: Option<Left>,
}

/// The model and its file.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) model: Model,
    file: Option<StateFile>,
    /// The sandbox has ended: nothing is created any more, and the state file is somebody else's.
    closed: bool,
}

impl Core {
    pub(crate) fn new(model: Model, file: Option<StateFile>) -> Self {
        Self {
            model,
            file,
            closed: false,
        }
    }

    /// Ends it: the state file is let go of, so that another sandbox can have it while a journal still looks at this.
    pub(crate) fn close(&mut self) {
        self.closed = true;
        self.file = None;
    }

    /// Does the call.
    pub(crate) fn perform(&mut self, asked: Asked<'_>, rules: &Rules, now: Moment) -> Outcome {
        let options = &rules.options;
        if options.forbid_everything {
            return Outcome {
                reply: Err(Code::Forbidden.into()),
                wait_ms: 0,
                left: None,
            };
        }
        let route = asked.route;
        let mut outcome = self.admitted(asked, rules, now);
        outcome.left = self.model.left(route, now);
        outcome
    }

    fn admitted(&mut self, asked: Asked<'_>, rules: &Rules, now: Moment) -> Outcome {
        let options = &rules.options;
        match self.model.admit(asked.route, now) {
            Ok(()) => Outcome {
                reply: self.dispatch(asked, rules, now),
                wait_ms: 0,
                left: None,
            },
            Err(wait_ms) => {
                if options.throttle.creates_anyway && asked.route == Route::Create {
                    // Whether it worked is what the answer hides.
                    let _ = self.dispatch(asked, rules, now);
                }
                Outcome {
                    reply: Err(Code::Throttled.into()),
                    wait_ms,
                    left: None,
                }
            }
        }
    }

    fn dispatch(&mut self, asked: Asked<'_>, rules: &Rules, now: Moment) -> Result<Reply, Refusal> {
        match asked.call {
            Call::Token(body) => {
                let (token, expires_in) = self.model.issue_token(body?, now)?;
                let answer = json!({ "access_token": &*token, "token_type": "bearer", "expires_in": expires_in });
                return Ok(Reply::Body(json_body(&answer)));
            }
            Call::Online => return Ok(Reply::Body(json_body(&true))),
            _ => {}
        }
        let session = self.model.session(asked.authorization, now)?;
        match asked.call {
            Call::Token(_) | Call::Online => Err(Code::NoCall.into()),
            Call::Create(draft) => self.create(session, draft?, asked.late_ms, now),
            Call::List(query) => {
                let (tickets, next) =
                    self.model
                        .list(&session, &query?, asked.lag_ms, &asked.trick, now)?;
                Ok(Reply::Page(tickets, next))
            }
            Call::Get => Ok(Reply::Ticket(Arc::clone(
                self.model.ticket(&session, asked.id)?,
            ))),
            Call::Tags => Ok(Reply::Body(json_body(&tags(&rules.options)))),
            Call::Users => Ok(Reply::Body(json_body(&users(&session)))),
            Call::SetFields(body) => {
                let ticket = self.model.set_fields(&session, asked.id, body?, now)?;
                let id = self.commit(ticket)?.id;
                Ok(Reply::Body(json_body(
                    &json!({ "message": format!("Ticket {id} fields were set") }),
                )))
            }
            Call::SetState(body) => {
                let (query, tags) = body?;
                let ticket = self
                    .model
                    .set_state(&session, asked.id, query.state, tags, now)?;
                let ticket = self.commit(ticket)?;
                self.model.count_state_change(query.webhook, query.message);
                if query.get_ticket {
                    return Ok(Reply::Ticket(ticket));
                }
                Ok(Reply::Body(json_body(&state_message(
                    ticket.id,
                    query.state,
                ))))
            }
            Call::AddNote(body) => {
                let ticket = self.model.add_note(&session, asked.id, body?, now)?;
                let id = self.commit(ticket)?.id;
                Ok(Reply::Body(json_body(
                    &json!({ "message": format!("A note was added to ticket {id}") }),
                )))
            }
            Call::AddTags(tags) => {
                let ticket = self.model.add_tags(&session, asked.id, tags?, now)?;
                let ticket = self.commit(ticket)?;
                Ok(Reply::Body(json_body(
                    &ticket.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(),
                )))
            }
        }
    }

    fn create(
        &mut self,
        session: Session,
        draft: Draft,
        late_ms: Option<u64>,
        now: Moment,
    ) -> Result<Reply, Refusal> {
        if let Some(after_ms) = late_ms {
            self.model.postpone(session, draft, after_ms, now)?;
            return Ok(Reply::Late);
        }
        let ticket = self.model.create(&session, draft, now)?;
        Ok(Reply::Created(self.commit(ticket)?))
    }

    /// Writes a ticket, then shows it.
    fn commit(&mut self, ticket: Ticket) -> Result<Arc<Ticket>, Refusal> {
        if self.closed {
            return Err(Code::Storage.into());
        }
        if let Some(file) = &mut self.file
            && let Err(error) = file.append(&ticket)
        {
            tracing::warn!(%error, ticket = ticket.id, "the sandbox cannot write its state file");
            return Err(Code::Storage.into());
        }
        Ok(self.model.keep(ticket))
    }

    /// Lets late commits appear that are due.
    pub(crate) fn catch_up(&mut self, now: Moment) {
        while !self.closed
            && let Some(ticket) = self.model.next_due(now)
        {
            // One that cannot be written never took effect; the log says so.
            let _ = self.commit(ticket);
        }
    }
}

/// The department's tags as tenants/gettags shows them.
fn tags(options: &SandboxOptions) -> serde_json::Value {
    let tag = |name: &String| json!({ "name": name, "color": "#3a7bd5", "parentTags": [], "isDeleted": false });
    options.tags.iter().map(tag).collect()
}

/// One agent, and the user of the token.
fn users(session: &Session) -> serde_json::Value {
    let user = |name: &str, kind: &str| {
        json!({
            "id": guid(&name), "gender": "Undefined", "UserName": name, "culture": "en-US", "isAnonymous": false,
            "uniqueArgument": "", "type": kind, "fullName": name.split('@').next(), "status": "Offline",
        })
    };
    json!([
        user("agent@sandbox.example", "AGENT"),
        user(&session.user, "API")
    ])
}
