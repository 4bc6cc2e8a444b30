//! The answer of a call, and what faults make of it.

use std::sync::Arc;

use bytes::Bytes;
use hyper::header::{HOST, LOCATION, RETRY_AFTER};

use super::{
    answer::{Bend, page_body, ticket_body},
    call::{HangUp, refused},
    core::{Outcome, Reply},
    exchange::Exchange,
    fault::{Body, Fault},
    http::{Answer, HTML, JSON, error_page},
    refusal::{Code, Refusal},
    retry_after::RetryAfter,
    route::API_PREFIX,
    ticket::Ticket,
};

impl Exchange<'_> {
    /// The answer, spoilt if a fault says so. A call that was refused is answered as it is: nothing was done.
    pub(crate) async fn finish(
        &self,
        outcome: Outcome,
        fault: Option<(Fault, u64)>,
        status: u16,
    ) -> Result<Answer, HangUp> {
        let reply = match outcome.reply {
            Ok(reply) => reply,
            Err(refusal) => return Ok(self.refusal(&refusal, outcome.wait_ms)),
        };
        let mut next_elsewhere = None;
        match fault {
            Some((Fault::CommitThenClose | Fault::LateCommit(_), _)) => return Err(HangUp),
            Some((Fault::CommitThenHang, _)) => return self.hang().await,
            Some((
                Fault::CommitThenStatus {
                    code,
                    retry_after,
                    body,
                },
                _,
            )) => {
                return Ok(self.spoilt(code, &retry_after, body));
            }
            Some((Fault::CommitThenHtml, _)) => {
                return Ok(Answer::new(
                    status,
                    HTML,
                    error_page(status, "Please log in."),
                ));
            }
            Some((Fault::CommitThenEmptyBody, _)) => {
                return Ok(Answer::new(status, JSON, Bytes::new()));
            }
            Some((Fault::CommitThenTruncatedJson, _)) => {
                let mut body = self.body(reply, None);
                body.truncate(body.len() / 2);
                return Ok(Answer::new(status, JSON, body));
            }
            Some((Fault::CommitThenCutBody, _)) => {
                return Ok(Answer::cut(status, JSON, self.body(reply, None)));
            }
            Some((Fault::CommitThenWrongEcho, _)) => {
                let reply = wrong_echo(reply);
                return Ok(Answer::new(status, JSON, self.body(reply, None)));
            }
            Some((Fault::CommitThenDelay(_), ms)) => self.pause(ms).await?,
            Some((Fault::ListNextElsewhere { url }, _)) => next_elsewhere = Some(url),
            _ => {}
        }
        Ok(Answer::new(status, JSON, self.body(reply, next_elsewhere)))
    }

    fn body(&self, reply: Reply, next_elsewhere: Option<String>) -> Vec<u8> {
        let options = &self.shared.rules.options;
        let bend = Bend {
            extra_fields: options.extra_fields,
            shuffle_case: options.shuffle_case,
        };
        match reply {
            Reply::Created(ticket) | Reply::Ticket(ticket) => ticket_body(&ticket, bend),
            Reply::Page(tickets, token) => {
                let host = self
                    .headers
                    .get(HOST)
                    .and_then(|host| host.to_str().ok())
                    .unwrap_or("localhost");
                let next = token
                    .map(|token| format!("http://{host}{API_PREFIX}/tickets/list?page={token}"));
                let next = next_elsewhere.or(next);
                page_body(
                    tickets.iter().map(|ticket| &**ticket),
                    next.as_deref(),
                    options.list.end,
                    bend,
                )
            }
            Reply::Body(body) => body,
            Reply::Late => Vec::new(),
        }
    }

    /// What a fault that does nothing answers: `Some(None)` for a hang, `None` if the call is to be done.
    pub(crate) fn instead(&self, fault: &Fault) -> Option<Option<Answer>> {
        Some(match fault {
            Fault::Hang => None,
            Fault::Status {
                code,
                retry_after,
                body,
            } => Some(self.spoilt(*code, retry_after, *body)),
            Fault::Redirect { url } => {
                Some(Answer::new(302, HTML, error_page(302, url)).with(LOCATION, Some(url.clone())))
            }
            _ => return None,
        })
    }

    /// An error that a fault makes.
    fn spoilt(&self, status: u16, retry_after: &RetryAfter, body: Body) -> Answer {
        let options = &self.shared.rules.options;
        let code = if status == 429 {
            Code::Throttled
        } else {
            Code::Fault
        };
        Answer::error(
            status,
            &Refusal::from(code).text(&options.texts),
            options.error_body,
            body,
        )
        .with(RETRY_AFTER, retry_after.header(self.shared.said(), 1_000))
    }

    fn refusal(&self, refusal: &Refusal, wait_ms: i64) -> Answer {
        let options = &self.shared.rules.options;
        if refusal.code != Code::Throttled {
            return refused(self.shared, refusal);
        }
        let throttle = &options.throttle;
        Answer::error(
            429,
            &refusal.text(&options.texts),
            options.error_body,
            throttle.body.into(),
        )
        .with(
            RETRY_AFTER,
            throttle.retry_after.header(self.shared.said(), wait_ms),
        )
    }
}

/// The ticket as if another one had been created.
fn wrong_echo(reply: Reply) -> Reply {
    match reply {
        Reply::Created(ticket) => {
            let mut other = Ticket::clone(&ticket);
            other.unique_argument = format!("{}-another", ticket.unique_argument).into();
            Reply::Created(Arc::new(other))
        }
        other => other,
    }
}
