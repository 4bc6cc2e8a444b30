//! What a run was told: kept with the run, so that a report can say it long after the sheet and its mapping
//! have changed.

use serde::{Deserialize, Serialize};

use crate::terminal::{Mapped, Plan, people};

/// Columns without a use that are named of one mapping: a sheet may have thousands.
const MOST_UNUSED: usize = 100;

/// Mappings that are kept: sheets of one run nearly always share one.
const MOST_MAPPINGS: usize = 10;

/// What a run was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The command as it was typed.
    pub command: String,
    /// Where tickets went.
    pub place: String,
    /// The user that they belong to.
    pub user: String,
    /// The sheets.
    pub files: Vec<String>,
    /// The settings in force, with name and value.
    pub settings: Vec<(String, String)>,
    /// What is done to people, in words.
    pub people: String,
    /// What was mapped to what, each mapping once.
    pub mapping: Vec<Mapped>,
}

impl About {
    /// What this plan says, in bounded form.
    #[must_use]
    pub fn of(plan: &Plan<'_>, command: String) -> Self {
        let mut mapping: Vec<Mapped> = Vec::new();
        for source in plan.sources {
            let file = plan.settings.intake.mapping_file();
            let mut mapped = Mapped::of(file, &source.mapping);
            if mapped.unused.len() > MOST_UNUSED {
                mapped.unused.truncate(MOST_UNUSED);
                mapped.unused.push("…".into());
            }
            if mapping.len() < MOST_MAPPINGS && !mapping.contains(&mapped) {
                mapping.push(mapped);
            }
        }
        let switches = plan.sources.first().map(|source| source.mapping.switches());
        Self {
            command,
            place: plan.who.place.clone(),
            user: plan.who.user.clone(),
            files: plan
                .sources
                .iter()
                .map(|source| source.sheet.name().to_owned())
                .collect(),
            settings: plan.settings.shown(),
            people: switches.map_or_else(String::new, |switches| people(switches, "this user")),
            mapping,
        }
    }
}
