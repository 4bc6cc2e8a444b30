//! What goes where, and what is done to people: said before anything is sent, and by a check.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::output::{column_name, visible};
use crate::mapping::Mapping;
use crate::ticket::Switches;

/// A mapping as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapped {
    /// What says so: the mapping file, or the names of the columns.
    pub by: String,
    /// What goes where, in the order of the ticket's parts.
    pub parts: Vec<MappedPart>,
    /// How dates of columns are read whose form nobody has named, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// The columns that go nowhere.
    pub unused: Vec<String>,
}

/// What one part of a ticket is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MappedPart {
    /// The part, e.g. `field1`.
    pub part: String,
    /// Its template, as it was written.
    pub template: String,
}

impl Mapped {
    /// A mapping as it is shown; `file` is the mapping file, if that says so.
    #[must_use]
    pub fn of(file: Option<&PathBuf>, mapping: &Mapping) -> Self {
        let part = |(part, template)| MappedPart { part, template };
        let mut parts: Vec<MappedPart> = mapping.shown().into_iter().map(part).collect();
        if mapping.derives_key() {
            parts.push(MappedPart {
                part: "uniqueArgument".into(),
                template: "derived from the content of the row".into(),
            });
        }
        Self {
            by: match file {
                Some(file) => file.display().to_string(),
                None => "the names of the columns".into(),
            },
            parts,
            dates: mapping.dates(),
            unused: mapping.unused().to_vec(),
        }
    }

    /// It in words, a line each.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "mapping  by {}", visible(&self.by));
        for MappedPart { part, template } in &self.parts {
            let _ = writeln!(text, "           {part} ← {}", visible(template));
        }
        for line in &self.dates {
            let _ = writeln!(text, "           {}", visible(line));
        }
        if !self.unused.is_empty() {
            let names: Vec<String> = self.unused.iter().map(|name| column_name(name)).collect();
            let _ = writeln!(text, "           not used: {}", names.join(", "));
        }
        text
    }
}

/// The switches with side effects on people, each way said in words; `user` is whom tickets belong to that
/// are not handed to an agent.
#[must_use]
pub fn people(switches: Switches, user: &str) -> String {
    let own = format!("tickets belong to {user}");
    let say = |on: bool, yes, no| if on { yes } else { no };
    [
        say(
            switches.add_introduction_message,
            "CUSTOMERS ARE GREETED",
            "customers are not greeted",
        ),
        say(
            switches.get_available_user,
            "tickets are assigned to available agents",
            own.as_str(),
        ),
        say(
            switches.enable_webhook,
            "webhooks fire",
            "webhooks do not fire",
        ),
        say(
            switches.mark_as_read,
            "no unread marks",
            "tickets are marked unread",
        ),
    ]
    .join(", ")
}
