//! What the mapping makes of a row: texts in their places, not yet judged.

use std::borrow::Cow;

use super::change::Change;
use super::key::Key;

/// The number of `fieldN` members of a ticket.
pub const FIELDS: usize = 10;

/// A ticket as the mapping filled it in. Empty text means absent throughout: a blank cell says nothing. Texts are
/// borrowed from the row and the mapping wherever they are a part of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft<'a> {
    /// `None` when the mapping names no key, so that it is derived; `Some("")` when this row's is blank.
    pub unique_argument: Option<Cow<'a, str>>,
    /// The key that the row has had before, where an export says so and the mapping names none: mending a cell
    /// does not make another row of it.
    pub earlier_key: Option<Key>,
    /// `field1` … `field10`.
    pub fields: [Cow<'a, str>; FIELDS],
    /// `culture`, by its wire name.
    pub culture: Cow<'a, str>,
    /// `tags`, split and trimmed, in order.
    pub tags: Vec<Cow<'a, str>>,
    /// What the customer says: the first transaction.
    pub message: Cow<'a, str>,
    /// `state`, by its wire name.
    pub state: Cow<'a, str>,
    /// `open`, ISO-8601.
    pub open: Cow<'a, str>,
    /// `close`, ISO-8601.
    pub close: Cow<'a, str>,
    /// The participants that the mapping lists, in order, those with a blank identifier included.
    pub participants: Vec<DraftParticipant<'a>>,
    /// `details`, as (path below `details`, text), e.g. `(["source", "title"], "spring fair")`.
    pub details: Vec<(&'a [String], Cow<'a, str>)>,
    /// What was done to cells already, but for those of participants.
    pub changes: Vec<Change>,
}

/// A participant as the mapping filled it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftParticipant<'a> {
    /// `type`: `Client` unless the mapping says otherwise.
    pub kind: Cow<'a, str>,
    /// `protocolType`.
    pub protocol: Cow<'a, str>,
    /// `subProtocolType`; blank lets the channel decide.
    pub sub_protocol: Cow<'a, str>,
    /// `identifier`.
    pub identifier: Cow<'a, str>,
    /// `name`.
    pub name: Cow<'a, str>,
    /// `departmentIdentifier`.
    pub department_identifier: Cow<'a, str>,
    /// What was done to its cells already. They count only if it takes part.
    pub changes: Vec<Change>,
}

/// Which of the listed participants take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All that have an identifier in this row.
    #[default]
    All,
    /// Of those that have one, the first.
    First,
}

/// The four members with side effects on people. They are always sent, since the API's own defaults
/// greet every customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Switches {
    /// `addIntroductionMessage`: a greeting to the participants.
    pub add_introduction_message: bool,
    /// `getAvailableUser`: assign to the next available agent; otherwise to the token's user.
    pub get_available_user: bool,
    /// `enableWebhook`: fire the new-ticket event.
    pub enable_webhook: bool,
    /// `markAsRead`: no unread notification for the agents.
    pub mark_as_read: bool,
}

impl Default for Switches {
    /// Nobody is greeted, assigned, called or notified by a bulk import that does not ask for it.
    fn default() -> Self {
        Self {
            add_introduction_message: false,
            get_available_user: false,
            enable_webhook: false,
            mark_as_read: true,
        }
    }
}

/// What holds for all rows of a run when a draft is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The four switches.
    pub switches: Switches,
    /// Which participants take part.
    pub reach: Reach,
    /// The country of phone numbers written without one.
    pub region: Option<super::Region>,
}
