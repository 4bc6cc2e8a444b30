//! What tests and people ask the sandbox afterwards.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use super::{core::Core, record::RequestRecord, route::Route, shared::Shared, ticket::Ticket};

/// A view of the running sandbox: every question looks at the state as it is at that moment.
///
/// Cheap to make and to clone. It stays valid after the sandbox has been shut down, and then shows its last state.
#[derive(Clone, Debug)]
pub struct Journal {
    shared: Arc<Shared>,
}

/// Sums, as `GET /sandbox/journal` shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Tickets that exist.
    pub tickets: u64,
    /// Different uniqueArguments among them, the empty one aside.
    pub distinct_keys: u64,
    /// uniqueArguments with two tickets or more: duplicates.
    pub keys_with_more_than_one: u64,
    /// Tickets without a uniqueArgument.
    pub tickets_without_key: u64,
    /// Tickets whose participants were greeted.
    pub greetings: u64,
    /// Events that were fired: for tickets, and for changes of state since the start.
    pub webhooks: u64,
    /// Tickets that show as unread to agents.
    pub unread: u64,
    /// Messages to customers about changes of state, since the start.
    pub state_messages: u64,
    /// Notes, since the start.
    pub notes: u64,
    /// Tokens, since the start.
    pub tokens_issued: u64,
    /// Requests to calls, since the start, whatever became of them.
    pub requests_total: u64,
    /// The same by call.
    pub requests: BTreeMap<&'static str, u64>,
    /// Answers 429.
    pub throttled: u64,
    /// Other answers 4xx.
    pub refused: u64,
    /// Faults that struck, delays included.
    pub faults: u64,
    /// Late commits that have not appeared yet.
    pub late_waiting: u64,
}

impl Journal {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// All sums at once.
    #[must_use]
    pub fn totals(&self) -> Totals {
        totals(&self.shared.core())
    }

    /// Every uniqueArgument, the empty one aside, with the ids of its tickets in the order of creation.
    #[must_use]
    pub fn tickets_by_key(&self) -> BTreeMap<String, Vec<i64>> {
        let core = self.shared.core();
        core.model
            .shelf()
            .keys()
            .map(|(key, ids)| (key.to_string(), ids.clone()))
            .collect()
    }

    /// Ids of the tickets with this uniqueArgument, in the order of creation.
    #[must_use]
    pub fn tickets_of(&self, key: &str) -> Vec<i64> {
        self.shared.core().model.shelf().with_key(key).to_vec()
    }

    /// One ticket.
    #[must_use]
    pub fn ticket(&self, id: i64) -> Option<Arc<Ticket>> {
        self.shared.core().model.shelf().get(id).cloned()
    }

    /// All tickets by id.
    #[must_use]
    pub fn tickets(&self) -> Vec<Arc<Ticket>> {
        self.shared
            .core()
            .model
            .shelf()
            .after(i64::MIN)
            .cloned()
            .collect()
    }

    /// Tickets whose participants were greeted.
    #[must_use]
    pub fn greetings(&self) -> u64 {
        self.totals().greetings
    }

    /// Events that were fired.
    #[must_use]
    pub fn webhooks(&self) -> u64 {
        self.totals().webhooks
    }

    /// Answers 429.
    #[must_use]
    pub fn throttled(&self) -> u64 {
        self.shared.core().model.counts().throttled
    }

    /// Answers 4xx other than 429.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.shared.core().model.counts().refused
    }

    /// Requests to this call, whatever became of them.
    #[must_use]
    pub fn requests(&self, route: Route) -> u64 {
        self.shared
            .core()
            .model
            .counts()
            .by_route
            .get(&route)
            .copied()
            .unwrap_or(0)
    }

    /// The last requests one by one, oldest first; as many as the option `record_requests` says.
    #[must_use]
    pub fn recorded(&self) -> Vec<RequestRecord> {
        self.shared.core().model.ring().iter().cloned().collect()
    }
}

fn totals(core: &Core) -> Totals {
    let model = &core.model;
    let (shelf, counts, sums) = (model.shelf(), model.counts(), model.shelf().sums());
    Totals {
        tickets: shelf.len() as u64,
        distinct_keys: shelf.distinct_keys() as u64,
        keys_with_more_than_one: sums.repeated_keys,
        tickets_without_key: sums.without_key,
        greetings: sums.greetings,
        webhooks: sums.webhooks + counts.state_webhooks,
        unread: sums.unread,
        state_messages: counts.state_messages,
        notes: counts.notes,
        tokens_issued: model.tokens_issued(),
        requests_total: counts.requests,
        requests: counts
            .by_route
            .iter()
            .map(|(route, count)| (route.name(), *count))
            .collect(),
        throttled: counts.throttled,
        refused: counts.refused,
        faults: model.faults_struck(),
        late_waiting: model.waiting() as u64,
    }
}
