//! Matching columns by name, where no mapping file says what they are.
//!
//! Each part of a ticket has a list of names. The API's own stand first, and of two columns that could fill a
//! part, the one whose name stands earlier does; the other is reported as not used. Names are compared
//! [folded](super::fold()). Two columns that fold to the same name are an error: neither is better.
//!
//! | part | from |
//! | --- | --- |
//! | `uniqueArgument` | a column of ids |
//! | `field1` … `field10`, `culture`, `state`, `open`, `close`, `message` | the columns named so; `subject` is `field1` |
//! | `tags` | `tags`, split at `,` `;` and `\|` |
//! | name | `name`, or the whole name, or first and last name |
//! | participants | `identifier` (with `protocolType`), then the WhatsApp, mobile and phone column, each as WhatsApp, then the e-mail column; in each row the first that is not blank |
//!
//! A column `language` is not the culture, and `status` not the state: they hold other words.

use super::columns::Columns;
use super::config::{ParticipantSection, ReachSetting, TicketSection};
use super::error::MappingError;
use super::fold::fold;
use super::synonyms::{
    CLOSE, CULTURE, EMAIL, FIRST_NAME, FULL_NAME, IDENTIFIER, KEY, LAST_NAME, MESSAGE, MOBILE,
    OPEN, PHONE, PROTOCOL, SOME_NAME, STATE, SUBJECT, TAGS, WHATSAPP,
};
use super::syntax::placeholder;
use crate::sheet::Header;

/// The `[ticket]` table that the names of a header stand for.
///
/// # Errors
/// Columns that are named alike, and a header in which nothing tells how to reach anybody.
pub fn by_name(header: &Header) -> Result<TicketSection, Vec<MappingError>> {
    let columns = Columns::new(header);
    let mut names = Names::of(&columns);
    let mut section = TicketSection {
        unique_argument: names.column("uniqueArgument", KEY),
        culture: names.column("culture", CULTURE),
        message: names.column("message", MESSAGE),
        state: names.column("state", STATE),
        open: names.column("open", OPEN),
        close: names.column("close", CLOSE),
        reach: Some(ReachSetting::First),
        ..TicketSection::default()
    };
    for (index, field) in section.fields_mut().into_iter().enumerate() {
        let part = format!("field{}", index + 1);
        *field = names.column(&part, &[&part]);
        if index == 0 && field.is_none() {
            *field = names.column(&part, SUBJECT);
        }
    }
    if let Some(index) = names.find("tags", TAGS) {
        let tags = names.written(index, " | split: \",\", \";\", \"|\"");
        section.tags.push(tags);
    }
    section.participants = names.participants();
    names.done(section)
}

/// The participants alone, for a mapping file that lists none.
///
/// # Errors
/// As those of [`by_name`].
pub(crate) fn participants(
    columns: &Columns,
) -> Result<Vec<ParticipantSection>, Vec<MappingError>> {
    let mut names = Names::of(columns);
    let participants = names.participants();
    names.done(participants)
}

struct Names<'a> {
    columns: &'a Columns,
    errors: Vec<MappingError>,
}

impl<'a> Names<'a> {
    fn of(columns: &'a Columns) -> Self {
        Self {
            columns,
            errors: Vec::new(),
        }
    }

    fn done<T>(self, value: T) -> Result<T, Vec<MappingError>> {
        match self.errors.is_empty() {
            true => Ok(value),
            false => Err(self.errors),
        }
    }

    /// The column with the earliest of these names.
    fn find(&mut self, part: &str, names: &[&str]) -> Option<usize> {
        for name in names {
            let name = fold(name);
            let mut fitting = self.columns.folded(&name);
            match (fitting.next(), fitting.next()) {
                (None, _) => {}
                (Some(only), None) => return Some(only),
                (Some(first), Some(second)) => {
                    let error = MappingError::TwoColumns {
                        key: part.to_owned(),
                        column: self.columns.name(first).to_owned(),
                        first: self.columns.position(first),
                        second: self.columns.position(second),
                    };
                    // A column can be asked for twice; it is told once.
                    if !self.errors.contains(&error) {
                        self.errors.push(error);
                    }
                    return None;
                }
            }
        }
        None
    }

    fn column(&mut self, part: &str, names: &[&str]) -> Option<String> {
        self.find(part, names).map(|index| self.written(index, ""))
    }

    /// The placeholder of a column, with filters.
    fn written(&self, index: usize, filters: &str) -> String {
        let plain = placeholder(self.columns.name(index));
        match plain.strip_suffix(" }}") {
            Some(open) => format!("{open}{filters} }}}}"),
            None => plain,
        }
    }

    /// The template of a participant's name.
    fn name(&mut self) -> Option<String> {
        let part = "participant name";
        if let Some(whole) = self.column(part, FULL_NAME) {
            return Some(whole);
        }
        let first = self.column(part, FIRST_NAME);
        match (first, self.column(part, LAST_NAME)) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (Some(first), None) => Some(first),
            (None, last) => self.column(part, SOME_NAME).or(last),
        }
    }

    fn participants(&mut self) -> Vec<ParticipantSection> {
        let before = self.errors.len();
        let protocol = self.find("participant protocolType", PROTOCOL);
        let identifier = self.find("participant identifier", IDENTIFIER);
        if let (Some(protocol), None) = (protocol, identifier) {
            self.errors.push(MappingError::Part {
                key: "participant protocolType".into(),
                message: format!(
                    "column {} names a channel, and no column is named identifier; name the column of its addresses so, or list [[ticket.participants]] in a mapping file",
                    self.columns.position(protocol)
                ),
            });
        }
        let mut contacts = Vec::new();
        if let Some(identifier) = identifier {
            let protocol = protocol.map(|index| self.written(index, ""));
            contacts.push((self.written(identifier, ""), protocol));
        }
        for (names, protocol) in [
            (WHATSAPP, "WhatsApp"),
            (MOBILE, "WhatsApp"),
            (PHONE, "WhatsApp"),
            (EMAIL, "Mail"),
        ] {
            if let Some(column) = self.column("participant identifier", names) {
                contacts.push((column, Some(protocol.to_owned())));
            }
        }
        // A pair of phone columns, which is an error by itself, is not the same as none.
        if contacts.is_empty() && self.errors.len() == before {
            let lists = [IDENTIFIER, WHATSAPP, MOBILE, PHONE, EMAIL];
            self.errors.push(MappingError::NoContact {
                understood: lists.concat().join(", "),
            });
        }
        let name = self.name();
        contacts
            .into_iter()
            .map(|(identifier, protocol_type)| ParticipantSection {
                name: name.clone(),
                identifier: Some(identifier),
                protocol_type,
                ..ParticipantSection::default()
            })
            .collect()
    }
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
