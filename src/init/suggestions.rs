//! What the other columns could become: lines that stand in comments until a person wants them.

use std::collections::BTreeSet;

use super::culture;
use super::guess::{Scene, Why};
use crate::mapping::fold;
use crate::ticket::{FIELDS, MAX_FIELD_UNITS};

/// Names of columns, folded, that hold what was said about a customer, and sometimes what the customer said.
const NOTES: &[&str] = &[
    "notes",
    "note",
    "comments",
    "comment",
    "remarks",
    "description",
    "details",
    "הערות",
    "הערה",
    "פירוט",
    "ملاحظات",
    "تعليق",
    "notizen",
    "notiz",
    "bemerkungen",
    "bemerkung",
    "kommentar",
    "remarques",
    "commentaires",
    "commentaire",
    "notas",
    "comentarios",
    "observaciones",
    "comentários",
    "observações",
];

/// Suggested lines, and the columns for which there is none, as people know them.
pub(super) fn suggestions(
    scene: Scene<'_>,
    parts: &[Why],
    used: &[usize],
) -> (Vec<Why>, Vec<String>) {
    let mut taken: BTreeSet<String> = parts.iter().map(|part| part.key.clone()).collect();
    let mut lines = Vec::new();
    let mut others = Vec::new();
    let unused = (0..scene.survey.columns.len()).filter(|column| !used.contains(column));
    for column in unused {
        let line = scene
            .written(column)
            .filter(|_| scene.facts(column).filled > 0 || scene.survey.rows == 0)
            .and_then(|placeholder| suggestion(scene, column, &placeholder, &mut taken));
        match line {
            Some(line) => lines.push(line),
            None => others.push(scene.columns.shown(column)),
        }
    }
    (lines, others)
}

/// The line for a column; it takes its key, so that every line can be uncommented.
fn suggestion(
    scene: Scene<'_>,
    column: usize,
    placeholder: &str,
    taken: &mut BTreeSet<String>,
) -> Option<Why> {
    let facts = scene.facts(column);
    let filtered = |filters: &str| match placeholder.strip_suffix(" }}") {
        Some(open) => format!("{open} | {filters} }}}}"),
        None => placeholder.to_owned(),
    };
    let cultures = facts.choice().and_then(culture::arguments);
    let is_note = NOTES.contains(&fold(scene.columns.name(column)).as_str());
    let special = [
        (facts.holds_long_text() || is_note).then(|| {
            let reason = "the first message, as if from the customer; Glassix may ignore it";
            ("message", placeholder.to_owned(), reason)
        }),
        cultures.map(|arguments| {
            (
                "culture",
                filtered(&format!("map: {arguments}")),
                "holds languages or countries",
            )
        }),
        facts.choice().map(|_| {
            (
                "tags",
                filtered("split: ',', ';', '|'"),
                "holds a few words that repeat; tags have to exist in the department",
            )
        }),
        facts.mostly(facts.dates).then(|| {
            (
                "open",
                filtered("date"),
                "holds days; `open` dates the ticket back",
            )
        }),
    ];
    for (key, template, reason) in special.into_iter().flatten() {
        if taken.insert(key.to_owned()) {
            return Some(line(key.to_owned(), template, reason.to_owned()));
        }
    }
    let field = (1..=FIELDS)
        .map(|n| format!("field{n}"))
        .find(|field| !taken.contains(field))?;
    taken.insert(field.clone());
    let template = match facts.longest > MAX_FIELD_UNITS {
        true => filtered(&format!("squeeze | truncate: {MAX_FIELD_UNITS}")),
        false => placeholder.to_owned(),
    };
    Some(line(field, template, scene.filled(column)))
}

fn line(key: String, template: String, reason: String) -> Why {
    Why {
        key,
        template,
        reason,
        suggested: true,
    }
}
