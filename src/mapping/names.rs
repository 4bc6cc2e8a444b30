//! Matching columns by name, where no mapping file says what they are.
//!
//! Each part of a ticket has a list of names. The API's own stand first, and of two columns that could fill a
//! part, the one whose name stands earlier does; the other is reported as not used. Names are compared
//! without letter case, white space, accents, `_`, `-`, `.` and `:`. Two columns that have the same name are an error,
//! unless [somebody chooses](named): neither is better.
//!
//! | part | from |
//! | --- | --- |
//! | `uniqueArgument` | a column of ids |
//! | `field1` … `field10`, `culture`, `state`, `message` | the columns named so; `subject` is `field1` |
//! | `open`, `close` | the columns named so, through the `date` filter |
//! | `tags` | `tags`, split at `,` `;` `\|` `،` and line breaks |
//! | name | `name`, or the whole name, or first and last name |
//! | participants | `identifier` (with `protocolType`), then the WhatsApp, mobile and phone column, each as WhatsApp, then the e-mail column; in each row the first that is not blank |
//!
//! A column `language` is not the culture, and `status` not the state: they hold other words.

use super::columns::Columns;
use super::config::{ParticipantSection, ReachSetting, TicketSection};
use super::error::MappingError;
use super::synonyms::{
    CLOSE, CULTURE, EMAIL, FIRST_NAME, FULL_NAME, IDENTIFIER, KEY, LAST_NAME, MESSAGE, MOBILE,
    OPEN, PAIRS, PHONE, PROTOCOL, SOME_NAME, STATE, SUBJECT, Synonyms, TAGS, WHATSAPP,
};
use super::syntax::placeholder;
use crate::sheet::Header;

/// Names that a header without contacts may be given, one or two of each language: all of them would fill a screen.
const FOR_EXAMPLE: &str = "identifier, whatsapp, mobile, phone, email, נייד, טלפון, אימייל, الجوال, رقم الهاتف, Handy, Telefon, portable, courriel, móvil, teléfono, correo, telemóvel, telefone";

/// Which of several columns of the same name fills a part; `None` if neither is better.
pub(crate) type Choose<'a> = &'a dyn Fn(&str, &[usize]) -> Option<usize>;

/// What stands between tags: signs of which none is part of a tag, the Arabic comma and line breaks included.
const TAG_SPLIT: &str = " | split: \",\", \";\", \"|\", \"،\", \"\\n\"";

/// The `[ticket]` table that the names of a header stand for.
///
/// # Errors
/// Columns that are named alike, and a header in which nothing tells how to reach anybody.
pub fn by_name(header: &Header) -> Result<TicketSection, Vec<MappingError>> {
    let (section, errors) = named(&Columns::new(header), &|_, _| None);
    match errors.is_empty() {
        true => Ok(section),
        false => Err(errors),
    }
}

/// The same as far as it goes, with what keeps it from being used. `choose` is asked where columns are named alike.
pub(crate) fn named(columns: &Columns, choose: Choose<'_>) -> (TicketSection, Vec<MappingError>) {
    let mut names = Names::of(columns, choose);
    let mut section = TicketSection {
        unique_argument: names.column("uniqueArgument", KEY),
        culture: names.column("culture", CULTURE),
        message: names.column("message", MESSAGE),
        state: names.column("state", STATE),
        open: names.time("open", OPEN),
        close: names.time("close", CLOSE),
        reach: Some(ReachSetting::First),
        ..TicketSection::default()
    };
    for (index, field) in section.fields_mut().into_iter().enumerate() {
        let part = format!("field{}", index + 1);
        *field = names
            .first_of(&part, std::iter::once(part.as_str()))
            .map(|index| names.written(index, ""));
        if index == 0 && field.is_none() {
            *field = names.column(&part, SUBJECT);
        }
    }
    if let Some(index) = names.find("tags", TAGS) {
        let tags = names.written(index, TAG_SPLIT);
        section.tags.push(tags);
    }
    section.participants = names.participants();
    (section, names.errors)
}

/// The participants alone, for a mapping file that lists none.
///
/// # Errors
/// As those of [`by_name`].
pub(crate) fn participants(
    columns: &Columns,
) -> Result<Vec<ParticipantSection>, Vec<MappingError>> {
    let mut names = Names::of(columns, &|_, _| None);
    let participants = names.participants();
    match names.errors.is_empty() {
        true => Ok(participants),
        false => Err(names.errors),
    }
}

/// The template of the customers' name alone.
pub(crate) fn name(columns: &Columns) -> Option<String> {
    Names::of(columns, &|_, fitting| fitting.first().copied()).name()
}

struct Names<'a> {
    columns: &'a Columns,
    choose: Choose<'a>,
    errors: Vec<MappingError>,
}

impl<'a> Names<'a> {
    fn of(columns: &'a Columns, choose: Choose<'a>) -> Self {
        Self {
            columns,
            choose,
            errors: Vec::new(),
        }
    }

    /// The column with the earliest of these names.
    fn find(&mut self, part: &str, names: Synonyms) -> Option<usize> {
        self.first_of(part, names.iter())
    }

    fn first_of<'n>(
        &mut self,
        part: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<usize> {
        for name in names {
            match self.columns.named(name).as_slice() {
                [] => {}
                [only] => return Some(*only),
                [first, second, ..] => {
                    let fitting = self.columns.named(name);
                    if let Some(chosen) = (self.choose)(part, &fitting) {
                        return Some(chosen);
                    }
                    let error = MappingError::TwoColumns {
                        key: part.to_owned(),
                        column: self.columns.name(*first).to_owned(),
                        first: self.columns.position(*first),
                        second: self.columns.position(*second),
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

    fn column(&mut self, part: &str, names: Synonyms) -> Option<String> {
        self.find(part, names).map(|index| self.written(index, ""))
    }

    /// A column of times, in any form that is certain.
    fn time(&mut self, part: &str, names: Synonyms) -> Option<String> {
        let index = self.find(part, names)?;
        Some(self.written(index, " | date"))
    }

    /// The placeholder of a column, with filters.
    fn written(&self, index: usize, filters: &str) -> String {
        let name = self.columns.name(index);
        let plain = placeholder(&self.columns.reference(index).unwrap_or(name.to_owned()));
        match plain.strip_suffix(" }}") {
            Some(open) => format!("{open}{filters} }}}}"),
            None => plain,
        }
    }

    /// The template of a participant's name.
    fn name(&mut self) -> Option<String> {
        let part = "participant name";
        let pair = self.pair();
        let last = pair.map(|(_, last)| last);
        let whole = self
            .find(part, FULL_NAME)
            .filter(|&index| Some(index) != last);
        if let Some(whole) = whole {
            return Some(self.written(whole, ""));
        }
        if let Some((first, last)) = pair {
            let (first, last) = (self.written(first, ""), self.written(last, ""));
            return Some(format!("{first} {last}"));
        }
        let first = self.column(part, FIRST_NAME);
        match (first, self.column(part, LAST_NAME)) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (Some(first), None) => Some(first),
            (None, last) => self.column(part, SOME_NAME).or(last),
        }
    }

    /// First and last name where one of them is called by a word that means a whole name when it stands alone. A
    /// name that surely is that part goes before such a word.
    fn pair(&self) -> Option<(usize, usize)> {
        let sole = |name: &str| match self.columns.named(name).as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let pair = |&(first, last): &(&str, &str)| Some((sole(first)?, sole(last)?));
        let (first, last) = PAIRS.iter().find_map(pair)?;
        Some((
            FIRST_NAME.iter().find_map(sole).unwrap_or(first),
            LAST_NAME.iter().find_map(sole).unwrap_or(last),
        ))
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
            self.errors.push(MappingError::NoContact {
                understood: FOR_EXAMPLE.to_owned(),
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

#[cfg(test)]
#[path = "names_world_tests.rs"]
mod world_tests;
