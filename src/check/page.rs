//! The report as one page that needs nothing but itself: no script, no network, no font. A policy forbids
//! them, so that not even a cell that got past the escaping could do anything.

use std::time::Duration;

use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::page_tables::{
    change_table, file_table, mapping_table, problem_tables, repeat_table, tag_list, ticket_tables,
    value, values,
};
use super::report::Report;
use super::value::shown;
use crate::exit;
use crate::summary::{counted, grouped};
use crate::terminal::rough;

/// The style of the page.
const STYLE: &str = include_str!("page.css");

impl Report {
    /// The report as a page.
    #[must_use]
    pub fn to_page(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let title = format!("Check of {}", names.join(", "));
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy());
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (shown(&title)) }
                    style { (PreEscaped(STYLE)) }
                }
                body { main { (self.body(&names)) } }
            }
        }
        .into_string()
    }

    fn body(&self, names: &[&str]) -> Markup {
        let keys = "Only the first row of a key would be sent.";
        let contacts =
            "The service keeps one open ticket for a contact, so all but the first may be refused.";
        html! {
            header {
                h1 { "Check of " (values(names)) }
                p.soft { "What would be sent, and what is wrong. Nothing was sent." }
            }
            (self.verdict())
            (self.numbers())
            @for file in &self.files { (file_table(file)) }
            @for mapping in &self.mapping { (mapping_table(mapping)) }
            (self.prospect())
            (ticket_tables(self))
            (problem_tables(self))
            (repeat_table(self, "Keys that repeat", keys, &self.repeated_keys, self.counts.repeated_keys))
            (repeat_table(self, "Contacts that repeat", contacts, &self.repeated_contacts, self.counts.repeated_contacts))
            (tag_list(&self.tags))
            (change_table(self))
            h2 { "Next" }
            p { (shown(&self.next)) }
        }
    }

    fn verdict(&self) -> Markup {
        let counts = &self.counts;
        let not_sent = counts.rejected + counts.duplicates_differing;
        let (tone, word, text) = match self.exit_status {
            exit::OK => ("good", "Sound.", "Every row can be sent.".to_owned()),
            exit::ROWS => (
                "warn",
                "To be mended.",
                format!("{} would not be sent.", counted(not_sent, "row")),
            ),
            _ => (
                "bad",
                "Not usable.",
                "A sheet or the mapping cannot be used as it is.".to_owned(),
            ),
        };
        html! { p.verdict.(tone) { strong { (word) } " " (text) } }
    }

    fn numbers(&self) -> Markup {
        let counts = &self.counts;
        let numbers = [
            ("rows read", counts.rows_read, false),
            ("would be sent", counts.to_send, false),
            ("would be rejected", counts.rejected, true),
            ("duplicates", counts.duplicates, false),
            ("of these differing", counts.duplicates_differing, true),
            ("contacts that repeat", counts.repeated_contacts, true),
        ];
        html! {
            dl.counts {
                @for (label, count, is_trouble) in numbers {
                    div { dt { (label) } dd.marked[is_trouble && count > 0] { (grouped(count)) } }
                }
            }
        }
    }

    fn prospect(&self) -> Markup {
        html! {
            h2 { "Sending" }
            @if let Some(people) = &self.people { p { "People: " (people) "." } }
            @if let Some(to) = &self.to { p { "To: " (value(to)) } }
            p {
                "Pace: " (self.pace)
                @if let Some(seconds) = self.estimated_seconds {
                    @let duration = Duration::try_from_secs_f64(seconds).unwrap_or_default();
                    "; " (counted(self.counts.to_send, "ticket")) " take " (rough(duration))
                }
                "."
            }
        }
    }
}

/// What the page may do: be styled by its own style, and nothing else.
fn policy() -> String {
    let hash = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
