//! The bodies that calls take. Unknown keys are ignored, and `null` is a missing key.

use std::{fmt, sync::Arc};

use serde::Deserialize;
use serde_json::Value;

/// The body of token/get.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct TokenBody {
    pub(crate) api_key: Option<String>,
    pub(crate) api_secret: Option<String>,
    pub(crate) user_name: Option<String>,
}

/// Never shows the secret: somebody may send a real one.
impl fmt::Debug for TokenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenBody")
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

/// The body of tickets/create.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct CreateBody {
    field1: Option<Box<str>>,
    field2: Option<Box<str>>,
    field3: Option<Box<str>>,
    field4: Option<Box<str>>,
    field5: Option<Box<str>>,
    field6: Option<Box<str>>,
    field7: Option<Box<str>>,
    field8: Option<Box<str>>,
    field9: Option<Box<str>>,
    field10: Option<Box<str>>,
    pub(crate) culture: Option<Box<str>>,
    pub(crate) participants: Option<Vec<ParticipantBody>>,
    pub(crate) tags: Option<Vec<Box<str>>>,
    pub(crate) unique_argument: Option<Arc<str>>,
    pub(crate) state: Option<Box<str>>,
    pub(crate) open: Option<Box<str>>,
    pub(crate) close: Option<Box<str>>,
    pub(crate) get_available_user: Option<bool>,
    pub(crate) add_introduction_message: Option<bool>,
    pub(crate) enable_webhook: Option<bool>,
    pub(crate) mark_as_read: Option<bool>,
    pub(crate) details: Option<Box<Value>>,
    pub(crate) transactions: Option<Vec<TransactionBody>>,
}

impl CreateBody {
    /// Takes field1 to field10 out; `None` where a field was not sent.
    pub(crate) fn take_fields(&mut self) -> [Option<Box<str>>; 10] {
        [
            self.field1.take(),
            self.field2.take(),
            self.field3.take(),
            self.field4.take(),
            self.field5.take(),
            self.field6.take(),
            self.field7.take(),
            self.field8.take(),
            self.field9.take(),
            self.field10.take(),
        ]
    }
}

/// A participant as sent. `id`, `contactId`, `isActive` and `isDeleted` are the sandbox's to give.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ParticipantBody {
    #[serde(rename = "type")]
    pub(crate) kind: Option<Box<str>>,
    pub(crate) protocol_type: Option<Box<str>>,
    pub(crate) sub_protocol_type: Option<Box<str>>,
    pub(crate) identifier: Option<Box<str>>,
    pub(crate) name: Option<Box<str>>,
    pub(crate) display_name: Option<Box<str>>,
    pub(crate) department_identifier: Option<Box<str>>,
    pub(crate) user_name: Option<Box<str>>,
}

/// A message as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct TransactionBody {
    #[serde(rename = "type")]
    pub(crate) kind: Option<Box<str>>,
    pub(crate) text: Option<Box<str>>,
    pub(crate) html: Option<Box<str>>,
    pub(crate) from_participant: Option<FromBody>,
}

/// Who wrote a message: repeats one of the participants.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FromBody {
    pub(crate) identifier: Option<Box<str>>,
}

/// The body of tickets/addnote.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoteBody {
    pub(crate) text: Option<Box<str>>,
    pub(crate) html: Option<Box<str>>,
}

/// The optional body of tickets/setstate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StateBody {
    pub(crate) tags: Option<Vec<Box<str>>>,
}
