//! What is remembered of requests.

use std::{collections::BTreeMap, sync::Arc};

use super::route::Route;

/// One request as the journal remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// Number of the request, from 1, over all calls.
    pub number: u64,
    /// When it arrived, in microseconds since 1970 UTC on the unskewed clock.
    pub arrived_us: i64,
    /// The call.
    pub route: Route,
    /// The status of the answer; 0 if there was none.
    pub status: u16,
    /// The fault that struck it.
    pub fault: Option<String>,
    /// The uniqueArgument of a create whose body could be read.
    pub unique_argument: Option<Arc<str>>,
}

/// What is counted besides tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) requests: u64,
    pub(crate) by_route: BTreeMap<Route, u64>,
    pub(crate) throttled: u64,
    pub(crate) refused: u64,
    /// Webhooks of state changes.
    pub(crate) state_webhooks: u64,
    /// Messages to customers about state changes.
    pub(crate) state_messages: u64,
    pub(crate) notes: u64,
}
