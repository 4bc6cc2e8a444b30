//! From the columns of a sheet to the texts of a ticket.
//!
//! ```text
//! [ticket] table ─┐                                   a row's Cells
//!                 ├─▶ TicketSection ─▶ Mapping ──────────────┴─▶ (ticket::Draft, problems of filters)
//! header's names ─┘   (templates)      (templates bound to columns)
//! ```
//!
//! A [`TicketSection`] comes from the mapping file, or from the header's own names ([`by_name`]). Binding it
//! to a [`Header`] tells everything that is wrong at once; after that no row can fail but by its own content.
//! A [`Draft`] is not judged here: that is [`ticket::judge`](crate::ticket::judge)'s.
//!
//! # Templates
//!
//! Text with `{{ column }}` in it, and [filters](filter): `{{ column | filter | filter: "text", 2 }}`, or like a
//! call, `filter("text", 2)`. Texts stand in `"` or `'`. A column is found by its name as typed, otherwise
//! [folded](fold()); a name with `|`, `{{` or `}}` in it, or one that begins with a quote, is quoted:
//! `{{ "a|b" }}`. Where no column is named so, `{{ column 3 }}` is the third: columns with the same name or with none
//! are told apart by their place. `{{{{` is a literal `{{`; `}}` needs no escape. The whole grammar is in `syntax.rs`.
//!
//! * **A cell** is inserted without white space and invisible marks at its ends, otherwise as it is; names, tags and
//!   identifiers lose a little more, and some cells make their row wrong (`cell.rs`). All of it is told.
//! * **A template whose placeholders all insert nothing gives nothing**: `{{ destination }} vacation` is absent
//!   from a row without a destination, rather than `vacation`. What counts is what comes out of the filters, so
//!   `default` fills in. If only some are blank, the rest stays as it is written: `, Haifa`. The key alone is
//!   stricter: one blank column makes it blank, since `crm-{{ id }}` would give all rows without an id one key.
//! * **The ends of what a template gives are trimmed**, so that `{{ first }} {{ last }}` leaves no blank behind
//!   where one of the two is missing. A template without placeholders is kept to the letter.
//! * **Lists** exist in `tags`, and between `split` and `join`, `first` or `last`; elsewhere they are an error of
//!   the mapping.
//!
//! # What a mapping file may leave out
//!
//! Without `[[ticket.participants]]` they are taken from the header by name, and `reach` is `first`. Without
//! `unique_argument` the key is derived from the content of the row, whatever columns there are. Any other part
//! that is left out is absent. A participant without `protocol_type` is reached by `Mail` in rows where the
//! identifier has an `@`, by `WhatsApp` in others, and the [plan](Mapping::shown) says so.

mod binding;
mod canonical;
mod cell;
mod columns;
mod config;
mod date;
mod date_order;
mod details;
mod error;
mod error_value;
pub mod filter;
mod filter_call;
mod fingerprint;
mod fold;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod learning;
mod mojibake;
mod names;
mod nearest;
mod nothing;
mod origin;
mod parts;
mod rendering;
mod synonyms;
mod syntax;
mod template;

pub use columns::{Columns, letters};
pub use config::{ParticipantSection, ReachSetting, TicketSection};
pub use date_order::DateOrder;
pub use details::{DetailsSection, Flag, ReferralSection, SourceSection};
pub use error::{MappingError, TemplateError};
pub use fold::fold;
pub use names::by_name;
pub(crate) use names::{name, named};
pub use nearest::nearest;
pub use syntax::{TemplateSource, escape, placeholder};
pub use template::{Cells, Template};

use std::borrow::Cow;

use crate::sheet::Header;
use crate::ticket::{Change, Draft, DraftParticipant, Problem, Protocol, Reach, Switches};
use parts::Parts;

/// The columns of one sheet → the texts of a ticket. Made once for a sheet, used for each of its rows.
#[derive(Clone, Debug)]
pub struct Mapping {
    parts: Parts,
    switches: Switches,
    reach: Reach,
    unused: Vec<String>,
    fingerprint: [u8; 8],
}

impl Mapping {
    /// The mapping that a `[ticket]` table means for a sheet with this header.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the table.
    pub fn from_config(
        section: &TicketSection,
        header: &Header,
    ) -> Result<Self, Vec<MappingError>> {
        let columns = Columns::new(header);
        let (parts, reach) = binding::bind(section, &columns)?;
        let standard = Switches::default();
        let switches = Switches {
            add_introduction_message: section
                .add_introduction_message
                .unwrap_or(standard.add_introduction_message),
            get_available_user: section
                .get_available_user
                .unwrap_or(standard.get_available_user),
            enable_webhook: section.enable_webhook.unwrap_or(standard.enable_webhook),
            mark_as_read: section.mark_as_read.unwrap_or(standard.mark_as_read),
        };
        let used: Vec<usize> = parts
            .templates()
            .flat_map(|template| template.columns().to_vec())
            .collect();
        Ok(Self {
            unused: columns.others(&used),
            fingerprint: fingerprint::of(&parts, switches, reach),
            parts,
            switches,
            reach,
        })
    }

    /// Whether it gives tickets tags.
    #[must_use]
    pub fn gives_tags(&self) -> bool {
        !self.parts.tags.is_empty()
    }

    /// The mapping that the names of this header mean by themselves; see [`by_name`].
    ///
    /// # Errors
    /// Columns that are named alike, and a header in which nothing tells how to reach anybody.
    pub fn by_name(header: &Header) -> Result<Self, Vec<MappingError>> {
        Self::from_config(&by_name(header)?, header)
    }

    /// What a row says, not yet judged, and the problems of filters that could not do their work on it. The
    /// parts with a problem are empty in the draft; a row with problems must not be sent.
    pub fn draft<'a, C: Cells + ?Sized>(&'a self, row: &'a C) -> (Draft<'a>, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut changes = Vec::new();
        let mut text = |template: &'a Option<Template>, changes: &mut Vec<Change>| {
            let Some(template) = template else {
                return Cow::Borrowed("");
            };
            template.text(row, changes).unwrap_or_else(|problem| {
                problems.push(problem);
                Cow::Borrowed("")
            })
        };
        let parts = &self.parts;
        let key = parts.unique_argument.as_ref();
        let mut draft = Draft {
            unique_argument: key.map(|_| text(&parts.unique_argument, &mut changes)),
            culture: text(&parts.culture, &mut changes),
            message: text(&parts.message, &mut changes),
            state: text(&parts.state, &mut changes),
            open: text(&parts.open, &mut changes),
            close: text(&parts.close, &mut changes),
            ..Draft::default()
        };
        for (field, template) in draft.fields.iter_mut().zip(&parts.fields) {
            *field = text(template, &mut changes);
        }
        draft.participants.reserve_exact(parts.participants.len());
        for participant in &parts.participants {
            let mut changes = Vec::new();
            let identifier = text(&participant.identifier, &mut changes);
            draft.participants.push(DraftParticipant {
                kind: match &participant.kind {
                    Some(_) => text(&participant.kind, &mut changes),
                    None => Cow::Borrowed("Client"),
                },
                protocol: match &participant.protocol {
                    Some(_) => text(&participant.protocol, &mut changes),
                    None => Cow::Borrowed(protocol_of(&identifier).as_str()),
                },
                sub_protocol: text(&participant.sub_protocol, &mut changes),
                name: text(&participant.name, &mut changes),
                department_identifier: text(&participant.department_identifier, &mut changes),
                identifier,
                changes,
            });
        }
        for (path, template) in &parts.details {
            match template.text(row, &mut changes) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => draft.details.push((path, text)),
                Err(problem) => problems.push(problem),
            }
        }
        for template in &parts.tags {
            if let Err(problem) = template.texts(row, &mut draft.tags, &mut changes) {
                problems.push(problem);
            }
        }
        draft.changes = changes;
        (draft, problems)
    }

    /// The tags that a row gives its ticket, as they stand there and before anybody judges them.
    pub(crate) fn tags<'a, C: Cells + ?Sized>(&'a self, row: &'a C) -> Vec<Cow<'a, str>> {
        let mut tags = Vec::new();
        for template in &self.parts.tags {
            // What is wrong with it is told where the row is judged.
            let _ = template.texts(row, &mut tags, &mut Vec::new());
        }
        tags
    }

    /// The four members with side effects on people.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.switches
    }

    /// Which of the participants take part.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Whether rows get their key from their content, as no part of the sheet is said to be one.
    #[must_use]
    pub fn derives_key(&self) -> bool {
        self.parts.unique_argument.is_none()
    }

    /// The plan: (part of the ticket, template), in the order of the ticket's parts.
    #[must_use]
    pub fn shown(&self) -> Vec<(String, String)> {
        self.parts.shown()
    }

    /// The columns that no template mentions, in order.
    #[must_use]
    pub fn unused(&self) -> &[String] {
        &self.unused
    }

    /// A hash of what the mapping makes of any row: the templates, `reach` and the switches. It is the same
    /// for the same table on a sheet whose columns stand in another order or another letter case.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 8] {
        self.fingerprint
    }
}

/// The channel of an identifier whose channel nobody named.
fn protocol_of(identifier: &str) -> Protocol {
    if identifier.contains('@') {
        Protocol::Mail
    } else {
        Protocol::WhatsApp
    }
}

#[cfg(test)]
#[path = "mapping_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "plan_tests.rs"]
mod plan_tests;
