//! What can be made to go wrong, and when.

use super::{millis::Millis, retry_after::RetryAfter, route::RouteSet};

/// What the body of an error answer looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// In the shape that the options set for all errors.
    #[default]
    Usual,
    /// Plain text.
    Plain,
    /// An HTML page, as a gateway would send it.
    Html,
    /// No body at all.
    Empty,
}

/// What goes wrong. "Commit" is whatever the call does: with `commit` it is done, and the answer is spoilt.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The connection is closed without reading the body; nothing is done.
    Close,
    /// The call is done, and the connection closed without an answer.
    CommitThenClose,
    /// An error status, nothing done.
    Status {
        /// The HTTP status, 400 to 599.
        code: u16,
        /// The `Retry-After` header.
        retry_after: RetryAfter,
        /// The form of the body.
        body: Body,
    },
    /// The call is done, and answered with an error status.
    CommitThenStatus {
        /// The HTTP status, 400 to 599.
        code: u16,
        /// The `Retry-After` header.
        retry_after: RetryAfter,
        /// The form of the body.
        body: Body,
    },
    /// No answer until the client closes; nothing done.
    Hang,
    /// The call is done; no answer until the client closes.
    CommitThenHang,
    /// The call is done; the right status, and a body that is half of the JSON.
    CommitThenTruncatedJson,
    /// The call is done; the right head, half of the body, and then the connection closes.
    CommitThenCutBody,
    /// The call is done; the right status over an HTML page.
    CommitThenHtml,
    /// The call is done; the right status without a body.
    CommitThenEmptyBody,
    /// The ticket is created; the answer shows another uniqueArgument.
    CommitThenWrongEcho,
    /// 302 to another place; nothing done.
    Redirect {
        /// The `Location` header.
        url: String,
    },
    /// A pause before anything is done. Does not end the search: a later rule may strike the same request.
    Delay(Millis),
    /// The call is done, and answered after a pause.
    CommitThenDelay(Millis),
    /// The connection is closed at once, and the ticket appears later, opened at that later time.
    LateCommit(Millis),
    /// All tokens die; the request goes on with what is left.
    RevokeTokens,
    /// A list shows only tickets older than this.
    ListLag(Millis),
    /// A list page shows tickets again: five of the page before, and its own first one twice.
    ListRepeat,
    /// A list page lacks one of its tickets.
    ListDrop,
    /// A list page's `next` leads to another host.
    ListNextElsewhere {
        /// The whole of `next`.
        url: String,
    },
}

impl Fault {
    /// The name in the textual form.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Status { code, .. } => return code.to_string(),
            Self::CommitThenStatus { code, .. } => return format!("commit_then_{code}"),
            Self::Close => "close_before_reading",
            Self::CommitThenClose => "commit_then_close",
            Self::Hang => "hang",
            Self::CommitThenHang => "commit_then_hang",
            Self::CommitThenTruncatedJson => "commit_then_truncated_json",
            Self::CommitThenCutBody => "commit_then_cut_body",
            Self::CommitThenHtml => "commit_then_html",
            Self::CommitThenEmptyBody => "commit_then_empty_body",
            Self::CommitThenWrongEcho => "commit_then_wrong_echo",
            Self::Redirect { .. } => "redirect",
            Self::Delay(_) => "delay",
            Self::CommitThenDelay(_) => "commit_then_delay",
            Self::LateCommit(_) => "late_commit",
            Self::RevokeTokens => "revoke_tokens",
            Self::ListLag(_) => "list_lag",
            Self::ListRepeat => "list_repeat",
            Self::ListDrop => "list_drop",
            Self::ListNextElsewhere { .. } => "list_next_elsewhere",
        }
        .to_owned()
    }
}

/// When a rule strikes; everything that is given must hold. Nothing given: always.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// With this probability, 0 to 1.
    pub p: Option<f64>,
    /// At every n-th request to the rule's calls.
    pub every: Option<u64>,
    /// At just these requests to the rule's calls, counted from 1.
    pub at: Vec<u64>,
    /// Not before so many seconds after the start.
    pub from: Option<f64>,
    /// Not at or after so many seconds after the start.
    pub to: Option<f64>,
    /// At most so many times.
    pub max: Option<u64>,
}

/// One rule: these calls, this fault, then.
///
/// ```text
/// ROUTES:KIND[:OPTION,OPTION…]
/// ROUTES   any, or some of token create list get tags users online setfields setstate addnote addtags, joined by +
/// KIND     nothing is done:  STATUS (400 to 599)  close_before_reading  hang  redirect
///          it is done, then: commit_then_STATUS  commit_then_close  commit_then_hang  commit_then_delay
///                            commit_then_truncated_json  commit_then_cut_body  commit_then_html
///                            commit_then_empty_body  commit_then_wrong_echo
///          otherwise:        delay  late_commit  revoke_tokens
///          only for list:    list_lag  list_repeat  list_drop  list_next_elsewhere
/// OPTION   when:  p=0.05  every=3  at=2/5/9  from=SECONDS  to=SECONDS  max=10      (all that are given must hold)
///          delay commit_then_delay late_commit list_lag:  ms=20 | ms=5..50 | ms=120~0.5 (median~sigma, log-normal)
///          STATUS commit_then_STATUS:  retry_after=5 | date:5 | text:ANYTHING,  body=usual|plain|html|empty
///          redirect list_next_elsewhere:  url=…  (the last option: it takes the rest)
/// ```
///
/// For example `create:commit_then_500:p=0.05`, `create:delay:ms=5..50`, `any:429:from=2,to=5,retry_after=3`.
/// `every` and `at` count the requests to the rule's own calls, from 1; seconds count from the sandbox's start.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultRule {
    /// The calls that it looks at.
    pub routes: RouteSet,
    /// What happens.
    pub fault: Fault,
    /// To which of the requests.
    pub when: When,
}

/// Why a rule or a plan cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fault \"{rule}\": {problem}")]
pub struct FaultError {
    pub(crate) rule: String,
    pub(crate) problem: String,
}
