//! One request to a call: its fault, its body, the call under the lock, its entry in the journal.

use std::{sync::Arc, time::Duration};

use hyper::{
    body::Incoming,
    header::{AUTHORIZATION, CONNECTION, HeaderMap},
};

use super::{
    call::{HangUp, read, refused},
    core::{Asked, Call, Outcome, Reply},
    fault::Fault,
    faults::Decision,
    http::Answer,
    moment::Moment,
    paging::Trick,
    parse::parse,
    record::RequestRecord,
    route::Route,
    shared::Shared,
};

/// How long a hanging answer hangs at most; no client waits that long.
const HANG: Duration = Duration::from_secs(600);

/// One request to a call.
pub(crate) struct Exchange<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) route: Route,
    pub(crate) id: Option<i64>,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
}

/// What the journal says about the request.
struct Entry {
    number: u64,
    arrived: Moment,
    fault: Option<String>,
    key: Option<Arc<str>>,
}

impl Exchange<'_> {
    pub(crate) async fn run(&self, body: Incoming) -> Result<Answer, HangUp> {
        let arrived = self.shared.now();
        let (number, decision) = self.shared.core().model.arrive(self.route, arrived);
        let Decision {
            delay_ms,
            fault,
            roll,
        } = decision;
        let mut entry = Entry {
            number,
            arrived,
            fault: fault.as_ref().map(|(fault, _)| fault.name()),
            key: None,
        };
        if matches!(fault, Some((Fault::Close, _))) {
            self.record(entry, 0);
            return Err(HangUp);
        }
        let body = match read(body).await {
            Ok(body) => body,
            Err(Some(refusal)) => {
                self.record(entry, refusal.status());
                // The rest of the body was not read, so the connection cannot be used again.
                return Ok(
                    refused(self.shared, &refusal).with(CONNECTION, Some("close".to_owned()))
                );
            }
            Err(None) => {
                self.record(entry, 0);
                return Err(HangUp);
            }
        };
        let (call, key) = parse(self.route, self.query, &body, &self.shared.rules);
        entry.key = key;
        self.pause(delay_ms).await?;
        if let Some((fault, _)) = &fault
            && let Some(answer) = self.instead(fault)
        {
            self.record(entry, answer.as_ref().map_or(0, |answer| answer.status));
            match answer {
                Some(answer) => return Ok(answer),
                None => return self.hang().await,
            }
        }
        let (outcome, status) = self.perform(call, fault.as_ref(), roll, entry);
        let left = outcome.left;
        let mut answer = self.finish(outcome, fault, status).await?;
        if let Some(left) = left {
            let rate_headers = self.shared.rules.options.rate_headers;
            let said = self.shared.said();
            answer.headers.extend(rate_headers.headers(left, said));
        }
        Ok(answer)
    }

    /// Does the call under the lock, and records how it went.
    fn perform(
        &self,
        call: Call,
        fault: Option<&(Fault, u64)>,
        roll: f64,
        entry: Entry,
    ) -> (Outcome, u16) {
        let asked = Asked {
            route: self.route,
            call,
            id: self.id,
            authorization: self
                .headers
                .get(AUTHORIZATION)
                .and_then(|value| value.to_str().ok()),
            late_ms: match fault {
                Some((Fault::LateCommit(_), ms)) if self.route == Route::Create => Some(*ms),
                _ => None,
            },
            lag_ms: match fault {
                Some((Fault::ListLag(_), ms)) => *ms,
                _ => 0,
            },
            trick: match fault {
                Some((Fault::ListRepeat, _)) => Trick::Repeat,
                Some((Fault::ListDrop, _)) => Trick::Drop(roll),
                _ => Trick::None,
            },
        };
        let rules = &self.shared.rules;
        let mut core = self.shared.core();
        // Under the lock, so that times never run against ids.
        let now = self.shared.now();
        let outcome = core.perform(asked, rules, now);
        let status = match (&outcome.reply, fault.map(|(fault, _)| fault)) {
            (Err(refusal), _) => refusal.status(),
            (
                Ok(_),
                Some(Fault::CommitThenClose | Fault::CommitThenHang | Fault::LateCommit(_)),
            ) => 0,
            (Ok(_), Some(Fault::CommitThenStatus { code, .. })) => *code,
            (Ok(Reply::Created(_)), _) => rules.options.success_status,
            (Ok(_), _) => 200,
        };
        core.model.record(entry.record(self.route, status));
        (outcome, status)
    }

    fn record(&self, entry: Entry, status: u16) {
        self.shared
            .core()
            .model
            .record(entry.record(self.route, status));
    }

    /// Waits; a sandbox that ends does not.
    pub(crate) async fn pause(&self, ms: u64) -> Result<(), HangUp> {
        if ms == 0 {
            return Ok(());
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(ms)) => Ok(()),
            () = self.shared.stop.cancelled() => Err(HangUp),
        }
    }

    /// Waits until the client closes, which drops this future, or for as long as anybody can be expected to wait.
    pub(crate) async fn hang(&self) -> Result<Answer, HangUp> {
        tokio::select! {
            () = tokio::time::sleep(HANG) => {}
            () = self.shared.stop.cancelled() => {}
        }
        Err(HangUp)
    }
}

impl Entry {
    fn record(self, route: Route, status: u16) -> RequestRecord {
        let Self {
            number,
            arrived,
            fault,
            key,
        } = self;
        RequestRecord {
            number,
            arrived_us: arrived.micros(),
            route,
            status,
            fault,
            unique_argument: key,
        }
    }
}
