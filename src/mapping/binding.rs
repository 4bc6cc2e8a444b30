//! The `[ticket]` table held against the columns of a sheet, all errors at once.

use super::cell::Role;
use super::columns::Columns;
use super::config::{ParticipantSection, ReachSetting, TicketSection};
use super::error::MappingError;
use super::names;
use super::nearest::nearest;
use super::parts::{Parts, Person};
use super::template::Template;
use crate::ticket::{CULTURES, PARTICIPANT_TYPES, Protocol, Reach, STATES, SUB_PROTOCOLS};

/// Binds every template of the table.
pub(crate) fn bind(
    section: &TicketSection,
    columns: &Columns,
) -> Result<(Parts, Reach), Vec<MappingError>> {
    let mut binder = Binder {
        columns,
        errors: Vec::new(),
    };
    let mut parts = binder.parts(section);
    let listed = !section.participants.is_empty();
    let people = if listed {
        section.participants.clone()
    } else {
        names::participants(columns).unwrap_or_else(|errors| {
            binder.errors.extend(errors);
            Vec::new()
        })
    };
    for (index, person) in people.iter().enumerate() {
        parts.participants.push(binder.person(person, index + 1));
    }
    binder.details(section, &mut parts);
    if !binder.errors.is_empty() {
        return Err(binder.errors);
    }
    let reach = match (section.reach, listed) {
        (Some(ReachSetting::All), _) | (None, true) => Reach::All,
        (Some(ReachSetting::First), _) | (None, false) => Reach::First,
    };
    Ok((parts, reach))
}

struct Binder<'a> {
    columns: &'a Columns,
    errors: Vec<MappingError>,
}

impl Binder<'_> {
    /// A template, list or not; blank is none.
    fn template(&mut self, key: &str, place: &str, text: &str) -> Option<Template> {
        if text.trim().is_empty() {
            return None;
        }
        match Template::bind(text, key, place, self.columns) {
            Ok(template) => Some(template),
            Err(errors) => {
                self.errors.extend(errors);
                None
            }
        }
    }

    /// A template that gives one text.
    fn text(&mut self, key: &str, place: &str, text: Option<&str>) -> Option<Template> {
        let template = self.template(key, place, text?)?;
        if let Some(at) = template.list_at() {
            let key = key.to_owned();
            self.errors.push(MappingError::List { key, at });
            return None;
        }
        Some(template)
    }

    /// A template that gives one of a few words. A fixed one is looked up at once, as it is wrong in no row
    /// or in all.
    fn word(
        &mut self,
        key: &str,
        place: &str,
        text: Option<&str>,
        allowed: &[&str],
    ) -> Option<Template> {
        let template = self.text(key, place, text)?;
        let typed = template.fixed().map(str::trim);
        let known = |typed: &str| allowed.iter().any(|word| word.eq_ignore_ascii_case(typed));
        if let Some(typed) = typed
            && !known(typed)
        {
            self.errors.push(MappingError::NotListed {
                key: key.to_owned(),
                value: typed.to_owned(),
                allowed: allowed.join(", "),
                nearest: nearest(typed, allowed.iter().copied()).map(str::to_owned),
            });
        }
        Some(template)
    }

    fn wrong(&mut self, key: &str, message: &str) {
        self.errors.push(MappingError::Part {
            key: key.to_owned(),
            message: message.to_owned(),
        });
    }

    fn parts(&mut self, section: &TicketSection) -> Parts {
        let mut parts = Parts {
            unique_argument: self.key(section.unique_argument.as_deref()),
            ..Parts::default()
        };
        let fields = parts.fields.iter_mut().zip(section.fields());
        for (index, (field, text)) in fields.enumerate() {
            let place = format!("field{}", index + 1);
            *field = self.text(&format!("ticket.{place}"), &place, text);
        }
        let culture = section.culture.as_deref();
        parts.culture = self.word("ticket.culture", "culture", culture, &CULTURES);
        for (index, tag) in section.tags.iter().enumerate() {
            let key = format!("ticket.tags[#{}]", index + 1);
            let template = self.template(&key, "tags", tag);
            parts.tags.extend(template.map(|tag| tag.taking(Role::Tag)));
        }
        parts.message = self.text("ticket.message", "message", section.message.as_deref());
        parts.state = self.word("ticket.state", "state", section.state.as_deref(), &STATES);
        parts.open = self.text("ticket.open", "open", section.open.as_deref());
        parts.close = self.text("ticket.close", "close", section.close.as_deref());
        let closed = parts.state.as_ref().and_then(Template::fixed);
        if closed.is_some_and(|state| state.trim().eq_ignore_ascii_case("Closed"))
            && section.close.is_none()
        {
            self.wrong(
                "ticket.close",
                "is missing; a ticket in state Closed needs the time at which it was closed, e.g. \"{{ closed_at | date }}\"",
            );
        }
        parts
    }

    fn key(&mut self, text: Option<&str>) -> Option<Template> {
        let key = "ticket.unique_argument";
        if text.is_some_and(|text| text.trim().is_empty()) {
            self.wrong(
                key,
                "is empty; name the column of ids, e.g. \"{{ lead_id }}\", or leave it out and the key is derived from the row's content",
            );
            return None;
        }
        let template = self.text(key, "uniqueArgument", text)?;
        if template.columns().is_empty() {
            self.wrong(
                key,
                "names no column, so that every row would have the same key; name the column of ids, e.g. \"{{ lead_id }}\"",
            );
        }
        Some(template.taking(Role::Key).whole())
    }

    fn person(&mut self, section: &ParticipantSection, number: usize) -> Person {
        let key = |part: &str| format!("ticket.participants[#{number}].{part}");
        let place = |part: &str| format!("participant {number} {part}");
        let identifier_key = key("identifier");
        if section
            .identifier
            .as_deref()
            .is_none_or(|text| text.trim().is_empty())
        {
            self.wrong(
                &identifier_key,
                "is missing; name the column of the phone numbers or addresses, e.g. \"{{ mobile }}\"",
            );
        }
        let protocols = Protocol::names();
        let mut protocols: Vec<&str> = protocols.split(", ").collect();
        // `Protocol::named` takes more spellings than it lists.
        let protocol = section.protocol_type.as_deref();
        if let Some(typed) = protocol.map(str::trim)
            && Protocol::named(typed).is_some()
        {
            protocols.push(typed);
        }
        Person {
            name: self
                .text(&key("name"), &place("name"), section.name.as_deref())
                .map(|name| name.taking(Role::Name)),
            kind: self.word(
                &key("type"),
                &place("type"),
                section.kind.as_deref(),
                &PARTICIPANT_TYPES,
            ),
            protocol: self.word(
                &key("protocol_type"),
                &place("protocolType"),
                protocol,
                &protocols,
            ),
            sub_protocol: self.word(
                &key("sub_protocol_type"),
                &place("subProtocolType"),
                section.sub_protocol_type.as_deref(),
                &SUB_PROTOCOLS,
            ),
            identifier: self
                .text(
                    &identifier_key,
                    &place("identifier"),
                    section.identifier.as_deref(),
                )
                .map(|identifier| identifier.taking(Role::Identifier)),
            department_identifier: self.text(
                &key("department_identifier"),
                &place("departmentIdentifier"),
                section.department_identifier.as_deref(),
            ),
        }
    }

    fn details(&mut self, section: &TicketSection, parts: &mut Parts) {
        for detail in section.details.filled() {
            let key = format!("ticket.details.{}", detail.key);
            let place = format!("details.{}", detail.path.join("."));
            if let Some(template) = self.text(&key, &place, Some(detail.template)) {
                parts.details.push((detail.path, template));
            }
        }
    }
}
