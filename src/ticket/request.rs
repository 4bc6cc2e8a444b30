//! A ticket that is fit to be sent. There is no way to make one but by judging a draft.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};

use super::change::Change;
use super::draft::{FIELDS, Switches};
use super::key::{Digest, Key};

/// A judged row: what the body of `tickets/create` says. Absent members are left out, never sent as `null` or as
/// text.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(super) struct TicketRequest<'a> {
    /// `field1` … `field10`; an empty one is absent.
    pub(super) fields: [Cow<'a, str>; FIELDS],
    pub(super) culture: &'static str,
    pub(super) participants: Vec<Participant<'a>>,
    pub(super) tags: Vec<String>,
    pub(super) state: Option<&'static str>,
    pub(super) open: Option<String>,
    pub(super) close: Option<String>,
    pub(super) switches: Switches,
    pub(super) details: Map<String, Value>,
    /// What the first participant says; empty is absent.
    pub(super) message: Cow<'a, str>,
}

pub(super) const FIELD_NAMES: [&str; FIELDS] = [
    "field1", "field2", "field3", "field4", "field5", "field6", "field7", "field8", "field9",
    "field10",
];

/// A customer (or agent) on a ticket.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(super) struct Participant<'a> {
    pub(super) r#type: &'static str,
    pub(super) protocol_type: &'static str,
    pub(super) sub_protocol_type: Option<&'static str>,
    /// Empty is absent.
    pub(super) name: Cow<'a, str>,
    pub(super) identifier: String,
    /// Empty is absent.
    pub(super) department_identifier: Cow<'a, str>,
}

impl Participant<'_> {
    /// Whether it is a customer, and not a user of the workspace, who may be on every ticket.
    pub(super) fn is_customer(&self) -> bool {
        self.r#type == "Client"
    }

    /// By which it is told whether two rows reach the same contact: letter case does not count in mail. A row
    /// that waits for another in vain loses a moment; two requests at once for one contact may be a conflict.
    pub(super) fn into_contact(self) -> String {
        let is_mail = self.protocol_type == super::protocol::Protocol::Mail.as_str();
        let is_low = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if is_mail && !self.identifier.bytes().all(is_low) {
            self.identifier.to_lowercase()
        } else {
            self.identifier
        }
    }
}

/// A row that may be sent: its key, its digest and its body, made once.
#[derive(Clone, PartialEq, Eq)]
pub struct Ready {
    /// The `uniqueArgument`.
    pub key: Key,
    /// Whether the key came from the sheet or from the content.
    pub key_is_derived: bool,
    /// A hash of everything that the body says.
    pub digest: Digest,
    /// The JSON body of `tickets/create`.
    pub body: Box<str>,
    /// The identifiers of the customers: rows that share one must not be sent at the same time.
    pub contacts: Vec<String>,
    /// The tags, each once.
    pub tags: Vec<String>,
    /// The seconds of `open` and `close` where the body sets them: the ticket is listed under those.
    pub mapped_times: Vec<i64>,
    /// The values that do not travel as they stand in the sheet. They are for people: no key, no digest and
    /// no entry of the ledger depends on them.
    pub changes: Vec<Change>,
}

impl Ready {
    /// Whether an identifier, as the service writes it, is one of the row's contacts.
    #[must_use]
    pub fn reaches(&self, identifier: &str) -> bool {
        let mut contacts = self.contacts.iter();
        contacts.any(|contact| super::is_same_contact(contact, identifier))
    }
}

impl fmt::Debug for Ready {
    /// Shows the key alone: a body is personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
