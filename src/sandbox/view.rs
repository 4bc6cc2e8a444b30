//! A ticket as the service shows it: mixed casing, seven fraction digits, everything always there.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};

use super::{
    moment::{Moment, UNSET},
    ticket::{Participant, Ticket, Transaction, guid},
};

/// The GUID of nobody.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
/// A duration of nothing.
const NO_TIME: &str = "00:00:00";
/// Names of the ten fields.
const FIELDS: [&str; 10] = [
    "field1", "field2", "field3", "field4", "field5", "field6", "field7", "field8", "field9",
    "field10",
];

/// A ticket with or without its transactions.
pub(crate) struct View<'a> {
    pub(crate) ticket: &'a Ticket,
    pub(crate) transactions: bool,
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ticket = self.ticket;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &ticket.id)?;
        map.serialize_entry("departmentId", &*ticket.department)?;
        for (name, field) in FIELDS.iter().zip(&ticket.fields) {
            map.serialize_entry(name, &**field)?;
        }
        map.serialize_entry("culture", ticket.culture.word())?;
        map.serialize_entry("ticketType", "Regular")?;
        map.serialize_entry("tags", &Slice(&ticket.tags, |tag| &**tag))?;
        map.serialize_entry("owner", &Owner(ticket))?;
        map.serialize_entry("state", ticket.state.word())?;
        map.serialize_entry("open", &Iso(Some(ticket.open)))?;
        map.serialize_entry("close", &Iso(ticket.close))?;
        map.serialize_entry("lastActivity", &Iso(Some(ticket.last_activity)))?;
        map.serialize_entry("uniqueArgument", &*ticket.unique_argument)?;
        match &ticket.details {
            Some(details) => map.serialize_entry("details", details)?,
            None => map.serialize_entry("details", &NoDetails)?,
        }
        let first = ticket.participants.first();
        map.serialize_entry(
            "primaryProtocolType",
            first.map_or("Undefined", |p| p.protocol.word()),
        )?;
        map.serialize_entry("isIncoming", &false)?;
        map.serialize_entry("isScrambled", &false)?;
        map.serialize_entry("firstCustomerMessageDateTime", &None::<()>)?;
        map.serialize_entry("firstAgentMessageDateTime", &None::<()>)?;
        map.serialize_entry("agentMessagesCount", &0)?;
        map.serialize_entry("customerMessagesCount", &0)?;
        map.serialize_entry("queueTimeGross", &None::<()>)?;
        map.serialize_entry("durationGross", NO_TIME)?;
        map.serialize_entry("durationNet", NO_TIME)?;
        map.serialize_entry("transactionsCount", &ticket.transactions.len())?;
        map.serialize_entry("dynamicParameters", &[(); 0])?;
        map.serialize_entry("participants", &Participants(ticket))?;
        if self.transactions {
            map.serialize_entry("transactions", &Transactions(ticket))?;
        }
        map.end()
    }
}

/// Something of each item.
struct Slice<'a, T>(&'a [T], fn(&T) -> &str);

impl<T> Serialize for Slice<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

struct Iso(Option<Moment>);

impl Serialize for Iso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(moment) => serializer.serialize_str(&moment.iso()),
            None => serializer.serialize_str(UNSET),
        }
    }
}

struct NoDetails;

impl Serialize for NoDetails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("userAgent", "")?;
        map.serialize_entry("iPAddress", "")?;
        map.serialize_entry("location", "")?;
        map.serialize_entry("isMobile", &false)?;
        map.end()
    }
}

struct Owner<'a>(&'a Ticket);

impl Serialize for Owner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let owner = self.0.owner.as_deref();
        match owner {
            Some(name) => map.serialize_entry("id", &guid(&name))?,
            None => map.serialize_entry("id", NOBODY)?,
        }
        map.serialize_entry("gender", "Undefined")?;
        map.serialize_entry("UserName", owner.unwrap_or(""))?;
        map.serialize_entry("culture", "en-US")?;
        map.serialize_entry("isAnonymous", &owner.is_none())?;
        map.serialize_entry("uniqueArgument", "")?;
        map.serialize_entry("type", if owner.is_some() { "API" } else { "AGENT" })?;
        map.end()
    }
}

struct Participants<'a>(&'a Ticket);

impl Serialize for Participants<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let department = &*self.0.department;
        serializer.collect_seq(
            self.0
                .participants
                .iter()
                .zip(1..)
                .map(|(participant, id)| Member {
                    participant,
                    id,
                    department,
                }),
        )
    }
}

struct Member<'a> {
    participant: &'a Participant,
    id: usize,
    department: &'a str,
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let participant = self.participant;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("name", &*participant.name)?;
        map.serialize_entry("type", participant.kind.word())?;
        map.serialize_entry("identifier", &*participant.identifier)?;
        map.serialize_entry("departmentIdentifier", &*participant.department_identifier)?;
        map.serialize_entry("displayName", &*participant.display_name)?;
        map.serialize_entry("protocolType", participant.protocol.word())?;
        map.serialize_entry("subProtocolType", participant.sub_protocol.word())?;
        map.serialize_entry("isActive", &true)?;
        map.serialize_entry("isDeleted", &false)?;
        map.serialize_entry("contactId", &participant.contact_id(self.department))?;
        map.serialize_entry("userName", &*participant.user_name)?;
        map.end()
    }
}

struct Transactions<'a>(&'a Ticket);

impl Serialize for Transactions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.0
                .transactions
                .iter()
                .map(|transaction| said(self.0, transaction)),
        )
    }
}

/// A transaction; rare, so written the easy way.
fn said(ticket: &Ticket, transaction: &Transaction) -> Value {
    let writer = transaction
        .from
        .and_then(|place| ticket.participants.get(place).map(|p| (place, p)));
    json!({
        "guidTransactionId": guid(&transaction.id),
        "id": transaction.id,
        "dateTime": transaction.time.iso(),
        "fromProtocolType": writer.map_or("Web", |(_, p)| p.protocol.word()),
        "type": &*transaction.kind,
        "text": &*transaction.text,
        "html": &*transaction.html,
        "status": "Pending",
        "fromParticipant": writer.map(|(place, participant)| {
            json!(Member { participant, id: place + 1, department: &ticket.department })
        }),
        "attachments": [],
        "payload": null,
    })
}
