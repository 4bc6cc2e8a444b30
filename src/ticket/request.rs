//! A ticket that is fit to be sent, and its bytes. There is no way to make one but by judging a draft.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::change::Change;
use super::draft::FIELDS;
use super::key::{Digest, Key};
use super::problem::{Problem, Rule};

/// A judged row: the body of `tickets/create`, under the API's own names. Absent members are left out,
/// never sent as `null` or as text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketRequest {
    #[serde(flatten)]
    pub(super) fields: Fields,
    pub(super) culture: &'static str,
    pub(super) participants: Vec<Participant>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unique_argument: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) open: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) close: Option<String>,
    pub(super) get_available_user: bool,
    pub(super) add_introduction_message: bool,
    pub(super) enable_webhook: bool,
    pub(super) mark_as_read: bool,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(super) details: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) transactions: Vec<Transaction>,
}

/// `field1` … `field10`, those that hold something.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fields(pub(super) [String; FIELDS]);

pub(super) const FIELD_NAMES: [&str; FIELDS] = [
    "field1", "field2", "field3", "field4", "field5", "field6", "field7", "field8", "field9",
    "field10",
];

impl Serialize for Fields {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let filled = FIELD_NAMES
            .iter()
            .zip(&self.0)
            .filter(|(_, text)| !text.is_empty());
        serializer.collect_map(filled)
    }
}

/// A customer (or agent) on a ticket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Participant {
    pub(super) r#type: &'static str,
    pub(super) protocol_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sub_protocol_type: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    pub(super) identifier: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) department_identifier: String,
}

impl Participant {
    /// Whether it is a customer, and not a user of the workspace, who may be on every ticket.
    pub(super) fn is_customer(&self) -> bool {
        self.r#type == "Client"
    }

    /// By which it is told whether two rows reach the same contact: letter case does not count in mail. A row
    /// that waits for another in vain loses a moment; two requests at once for one contact may be a conflict.
    pub(super) fn contact(&self) -> String {
        if self.protocol_type == super::protocol::Protocol::Mail.as_str() {
            self.identifier.to_lowercase()
        } else {
            self.identifier.clone()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Transaction {
    pub(super) from_participant: Author,
    pub(super) text: String,
    pub(super) r#type: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Author {
    pub(super) identifier: String,
    pub(super) r#type: &'static str,
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

/// Gives the request its key and fixes its bytes: the given one, or the one that it has had
/// before, or the one of its content.
pub(super) fn seal(
    mut request: TicketRequest,
    (given, earlier): (Option<Key>, Option<Key>),
    contacts: Vec<String>,
    mapped_times: Vec<i64>,
    changes: Vec<Change>,
) -> Result<Ready, Problem> {
    let to_json = |request: &TicketRequest| {
        serde_json::to_string(request)
            .map_err(|e| Problem::new(Rule::Template, "row", format!("cannot be encoded: {e}")))
    };
    let mut body = to_json(&request)?;
    let digest = Digest::of(body.as_bytes());
    let key_is_derived = given.is_none();
    let key = match given {
        Some(key) => key,
        None => {
            let key = earlier.unwrap_or_else(|| Key::derived(body.as_bytes()));
            request.unique_argument = Some(key.as_str().to_owned());
            body = to_json(&request)?;
            key
        }
    };
    Ok(Ready {
        key,
        key_is_derived,
        digest,
        body: body.into_boxed_str(),
        contacts,
        tags: request.tags,
        mapped_times,
        changes,
    })
}
