//! The report as one page that needs nothing but itself: no script, no network, no font.

use std::time::Duration;

use maud::{Markup, html};

use super::page_tables::{
    change_table, file_table, mapping_table, problem_tables, repeat_table, tag_list, ticket_tables,
};
use super::report::Report;
use super::value::shown;
use crate::exit;
use crate::page::{Page, STYLE, value, values};
use crate::summary::{counted, grouped};
use crate::terminal::rough;

impl Report {
    /// The report as a page.
    #[must_use]
    pub fn to_page(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let title = format!("Check of {}", names.join(", "));
        let body = self.body(&names);
        Page {
            title: &title,
            style: STYLE,
            script: "",
            body: &body,
        }
        .to_html()
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

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
