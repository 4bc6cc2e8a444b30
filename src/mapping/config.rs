//! The `[ticket]` table of the mapping file, as it is written. What it means is [`Mapping`](super::Mapping)'s.

use serde::Deserialize;

use super::details::DetailsSection;
use crate::ticket::FIELDS;

/// `[ticket]`: each text is a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TicketSection {
    /// `uniqueArgument`. Without it the key is derived from the row's content.
    pub unique_argument: Option<String>,
    /// `field1`, the subject.
    pub field1: Option<String>,
    /// `field2`
    pub field2: Option<String>,
    /// `field3`
    pub field3: Option<String>,
    /// `field4`
    pub field4: Option<String>,
    /// `field5`
    pub field5: Option<String>,
    /// `field6`
    pub field6: Option<String>,
    /// `field7`
    pub field7: Option<String>,
    /// `field8`
    pub field8: Option<String>,
    /// `field9`
    pub field9: Option<String>,
    /// `field10`
    pub field10: Option<String>,
    /// `culture`
    pub culture: Option<String>,
    /// `tags`: each gives one tag, or any number if it ends in `split`.
    pub tags: Vec<String>,
    /// What the customer says: the first transaction.
    pub message: Option<String>,
    /// `state`
    pub state: Option<String>,
    /// `open`, ISO-8601; the `date` filter makes it.
    pub open: Option<String>,
    /// `close`, ISO-8601.
    pub close: Option<String>,
    /// Which of the participants take part; all, unless it is said.
    pub reach: Option<ReachSetting>,
    /// `addIntroductionMessage`, off unless it is said.
    pub add_introduction_message: Option<bool>,
    /// `getAvailableUser`, off unless it is said.
    pub get_available_user: Option<bool>,
    /// `enableWebhook`, off unless it is said.
    pub enable_webhook: Option<bool>,
    /// `markAsRead`, on unless it is said.
    pub mark_as_read: Option<bool>,
    /// `[[ticket.participants]]`. Where none is listed, they are taken from the columns by name.
    pub participants: Vec<ParticipantSection>,
    /// `[ticket.details]`
    pub details: DetailsSection,
}

impl TicketSection {
    /// The keys of the table.
    pub const KEYS: &[&str] = &[
        "unique_argument",
        "field1",
        "field2",
        "field3",
        "field4",
        "field5",
        "field6",
        "field7",
        "field8",
        "field9",
        "field10",
        "culture",
        "tags",
        "message",
        "state",
        "open",
        "close",
        "reach",
        "add_introduction_message",
        "get_available_user",
        "enable_webhook",
        "mark_as_read",
        "participants",
        "details",
    ];

    /// `field1` … `field10` in order.
    #[must_use]
    pub fn fields(&self) -> [Option<&str>; FIELDS] {
        [
            &self.field1,
            &self.field2,
            &self.field3,
            &self.field4,
            &self.field5,
            &self.field6,
            &self.field7,
            &self.field8,
            &self.field9,
            &self.field10,
        ]
        .map(Option::as_deref)
    }

    /// The same, to be filled in.
    pub(crate) fn fields_mut(&mut self) -> [&mut Option<String>; FIELDS] {
        [
            &mut self.field1,
            &mut self.field2,
            &mut self.field3,
            &mut self.field4,
            &mut self.field5,
            &mut self.field6,
            &mut self.field7,
            &mut self.field8,
            &mut self.field9,
            &mut self.field10,
        ]
    }
}

/// `reach`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReachSetting {
    /// `"all"`: every participant that has an identifier in the row.
    All,
    /// `"first"`: of those, the first.
    First,
}

/// `[[ticket.participants]]`: each text is a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParticipantSection {
    /// `name`, as it is shown.
    pub name: Option<String>,
    /// `type`: `Client` unless it is said.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `protocolType`. Without it, an identifier with an `@` is `Mail` and any other is `WhatsApp`.
    pub protocol_type: Option<String>,
    /// `subProtocolType`: left to the channel unless it is said.
    pub sub_protocol_type: Option<String>,
    /// `identifier`: the phone number or address. It must be there.
    pub identifier: Option<String>,
    /// `departmentIdentifier`: the department's own address in the channel.
    pub department_identifier: Option<String>,
}

impl ParticipantSection {
    /// The keys of the table.
    pub const KEYS: &[&str] = &[
        "name",
        "type",
        "protocol_type",
        "sub_protocol_type",
        "identifier",
        "department_identifier",
    ];
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::details::{ReferralSection, SourceSection};
    use super::*;
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;

    /// The keys that serde takes, read from its own error.
    fn taken<T: DeserializeOwned + Debug>() -> Vec<String> {
        let error = toml::from_str::<T>("no_such_key = 1").unwrap_err();
        let message = error.message().to_owned();
        let names = message.split('`').skip(3).step_by(2);
        names.map(str::to_owned).collect()
    }

    #[test]
    fn the_lists_of_keys_are_those_that_are_taken() {
        assert_eq!(taken::<TicketSection>(), TicketSection::KEYS);
        assert_eq!(taken::<ParticipantSection>(), ParticipantSection::KEYS);
        assert_eq!(taken::<DetailsSection>(), DetailsSection::KEYS);
        assert_eq!(taken::<SourceSection>(), SourceSection::KEYS);
        assert_eq!(taken::<ReferralSection>(), ReferralSection::KEYS);
    }

    #[test]
    fn an_empty_table_says_nothing() {
        let section: TicketSection = toml::from_str("").unwrap();
        assert_eq!(section, TicketSection::default());
        assert!(section.fields().iter().all(Option::is_none));
    }

    #[test]
    fn reach_is_one_of_two_words() {
        let reach = |word: &str| toml::from_str::<TicketSection>(&format!("reach = \"{word}\""));
        assert_eq!(reach("first").unwrap().reach, Some(ReachSetting::First));
        assert_eq!(reach("all").unwrap().reach, Some(ReachSetting::All));
        assert!(reach("some").is_err());
    }
}
