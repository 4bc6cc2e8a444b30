//! A mapping as its parts: one template for each text of a ticket.

use super::template::Template;
use crate::ticket::FIELDS;

/// The templates of all parts of a ticket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) unique_argument: Option<Template>,
    pub(crate) fields: [Option<Template>; FIELDS],
    pub(crate) culture: Option<Template>,
    pub(crate) tags: Vec<Template>,
    pub(crate) message: Option<Template>,
    pub(crate) state: Option<Template>,
    pub(crate) open: Option<Template>,
    pub(crate) close: Option<Template>,
    pub(crate) participants: Vec<Person>,
    pub(crate) details: Vec<(Vec<String>, Template)>,
}

/// The templates of a participant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    pub(crate) name: Option<Template>,
    pub(crate) kind: Option<Template>,
    /// None where the identifier tells.
    pub(crate) protocol: Option<Template>,
    pub(crate) sub_protocol: Option<Template>,
    pub(crate) identifier: Option<Template>,
    pub(crate) department_identifier: Option<Template>,
}

/// How the plan shows a channel that the identifier tells.
const BY_IDENTIFIER: &str = "Mail where the identifier has an @, otherwise WhatsApp";

impl Person {
    fn templates(&self) -> impl Iterator<Item = &Template> {
        [
            &self.name,
            &self.kind,
            &self.protocol,
            &self.sub_protocol,
            &self.identifier,
            &self.department_identifier,
        ]
        .into_iter()
        .flatten()
    }
}

impl Parts {
    /// All templates, in the order of the ticket's parts.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        self.general()
            .chain(self.participants.iter().flat_map(Person::templates))
            .chain(self.details())
    }

    /// All templates, to be taught.
    pub(super) fn templates_mut(&mut self) -> impl Iterator<Item = &mut Template> {
        let rest = [
            &mut self.unique_argument,
            &mut self.culture,
            &mut self.message,
            &mut self.state,
            &mut self.open,
            &mut self.close,
        ];
        let people = self.participants.iter_mut().flat_map(|person| {
            [
                &mut person.name,
                &mut person.kind,
                &mut person.protocol,
                &mut person.sub_protocol,
                &mut person.identifier,
                &mut person.department_identifier,
            ]
        });
        rest.into_iter()
            .chain(&mut self.fields)
            .chain(people)
            .flatten()
            .chain(&mut self.tags)
            .chain(self.details.iter_mut().map(|(_, template)| template))
    }

    fn general(&self) -> impl Iterator<Item = &Template> {
        let rest = [
            &self.culture,
            &self.message,
            &self.state,
            &self.open,
            &self.close,
        ];
        (self.unique_argument.iter())
            .chain(self.fields.iter().flatten())
            .chain(&self.tags)
            .chain(rest.into_iter().flatten())
    }

    fn details(&self) -> impl Iterator<Item = &Template> {
        self.details.iter().map(|(_, template)| template)
    }

    /// (part of the ticket, template), in the order of the ticket's parts.
    pub(crate) fn shown(&self) -> Vec<(String, String)> {
        let row = |template: &Template| (template.place().to_owned(), template.shown().to_owned());
        let mut shown: Vec<_> = self.general().map(row).collect();
        for (index, person) in self.participants.iter().enumerate() {
            shown.extend(person.templates().map(row));
            if person.protocol.is_none() {
                let place = format!("participant {} protocolType", index + 1);
                shown.push((place, BY_IDENTIFIER.to_owned()));
            }
        }
        shown.extend(self.details().map(row));
        shown
    }
}
