//! The mapping file as text: TOML with a reason beside everything that was guessed.

use std::fmt::Write as _;

use super::guess::{Guess, Why};
use super::people::Person;
use crate::cli::InputArgs;
use crate::settings::{DEFAULT_ATTEMPTS, DEFAULT_RATE, DEFAULT_SETTLE, DEFAULT_TIMEOUT};
use crate::sheet::HiddenRows;
use crate::summary::grouped;
use crate::terminal::visible;
use crate::ticket::CULTURES;

/// Columns that are listed without a suggestion: a sheet may have thousands.
const MAX_LISTED: usize = 100;

/// What stands around the guess: where the sheet is, and what was told.
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    /// The sheet, as it was named.
    pub sheet: &'a str,
    /// Rows that were looked at.
    pub rows: u64,
    /// How the sheet is read, as it was told.
    pub input: Option<&'a InputArgs>,
    /// The workspace, if it is known.
    pub workspace: Option<String>,
    /// The base URL, if it is given instead.
    pub base_url: Option<String>,
}

/// The file. Every line in a comment that looks like a key is valid once it is uncommented.
#[must_use]
pub fn document(guess: &Guess, frame: &Frame<'_>) -> String {
    let mut page = Page::default();
    page.note(&format!("How the rows of {} become tickets.", frame.sheet));
    page.note(&format!(
        "Guessed from its header and its first {} rows; each guess has its reason above it. Look it over.",
        grouped(frame.rows)
    ));
    page.note("Credentials never stand here: they come from the environment.");
    for notice in &guess.notices {
        page.note("");
        page.note(&format!("Note: {notice}."));
    }
    page.target(frame);
    page.limits();
    page.input(guess, frame.input);
    page.ticket(guess);
    page.text
}

/// The page as far as it is written.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    /// A line of a comment, whatever a sheet's name or header holds.
    fn note(&mut self, text: &str) {
        let line = format!("# {}", visible(text));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn table(&mut self, name: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "\n[{name}]");
    }

    fn set(&mut self, key: &str, value: impl Into<toml::Value>) {
        let _ = writeln!(self.text, "{key} = {}", value.into());
    }

    /// A line that is not in force, with a remark.
    fn suggest(&mut self, key: &str, value: impl Into<toml::Value>, remark: &str) {
        let line = format!("{key} = {}", value.into());
        match remark {
            "" => self.text.push_str(&format!("# {line}\n")),
            remark => self
                .text
                .push_str(&format!("# {line} # {}\n", visible(remark))),
        }
    }

    fn target(&mut self, frame: &Frame<'_>) {
        self.table("target");
        match (&frame.workspace, &frame.base_url) {
            (_, Some(url)) => self.set("base_url", url.as_str()),
            (Some(name), None) => self.set("workspace", name.as_str()),
            (None, None) => self.suggest(
                "workspace",
                "acme",
                "the word before .glassix.com in your address bar",
            ),
        }
    }

    fn limits(&mut self) {
        self.table("limits");
        self.note("These are the defaults.");
        self.suggest(
            "rate",
            DEFAULT_RATE,
            "several may be given, and all of them hold: [\"5/s\", \"200/min\"]",
        );
        self.suggest("timeout", DEFAULT_TIMEOUT, "for one request");
        self.suggest(
            "settle",
            DEFAULT_SETTLE,
            "how long an unanswered request may still take effect",
        );
        self.suggest(
            "on_doubt",
            "settle",
            "or \"hold\": never send a row in doubt again",
        );
        self.suggest("max_attempts", i64::from(DEFAULT_ATTEMPTS), "tries per row");
        self.suggest(
            "max_failures",
            "5%",
            "stop when so many rows have failed; without it no number stops a run",
        );
    }

    fn input(&mut self, guess: &Guess, told: Option<&InputArgs>) {
        self.table("input");
        self.note("Everything else is found out by looking at the file.");
        if let Some(told) = told {
            for (key, value) in [
                ("delimiter", &told.delimiter),
                ("quote", &told.quote),
                ("encoding", &told.encoding),
                ("sheet", &told.sheet),
                ("header", &told.header),
            ] {
                if let Some(value) = value {
                    self.set(key, value.as_str());
                }
            }
            if let Some(hidden) = told.hidden_rows {
                self.set("hidden_rows", hidden_word(hidden));
            }
        }
        let countries = &guess.countries;
        let reason = match (&countries.sure, countries.numbers) {
            (Some(why), _) => Some(format!("Guessed: {why}.")),
            (None, 0) => None,
            (None, numbers) => Some(format!(
                "{} numbers have no country code; they could be numbers of {}.",
                grouped(u64::try_from(numbers).unwrap_or(u64::MAX)),
                match countries.fitting.is_empty() {
                    true => "no country that was asked".to_owned(),
                    false => countries.fitting.join(", "),
                }
            )),
        };
        reason.into_iter().for_each(|reason| self.note(&reason));
        let remark = "the country of phone numbers written without one";
        match (&guess.region, countries.fitting.first()) {
            (Some(region), _) => self.set("default_region", region.as_str()),
            (None, Some(likely)) => self.suggest("default_region", likely.as_str(), remark),
            (None, None) => self.suggest("default_region", "IL", remark),
        }
    }

    fn ticket(&mut self, guess: &Guess) {
        self.table("ticket");
        self.note("A value is text with {{ column }} in it; a column is named as in the header, or by its place: {{ column 3 }}.");
        self.key(guess);
        self.parts(guess);
        self.text.push('\n');
        self.note("Of the participants below, the first that has an identifier in the row takes part. \"all\" takes them all.");
        self.set("reach", "first");
        self.text.push('\n');
        self.note("These touch people. They are always sent, whatever stands here; these are the quiet values.");
        self.switch(
            "true greets every customer of the sheet",
            "add_introduction_message",
            false,
        );
        self.switch(
            "true hands each ticket to an agent; false leaves it with the user of the credentials",
            "get_available_user",
            false,
        );
        self.switch(
            "true tells your other systems of every ticket",
            "enable_webhook",
            false,
        );
        self.switch(
            "false leaves an unread notification for each ticket",
            "mark_as_read",
            true,
        );
        for person in &guess.people {
            self.person(person);
        }
    }

    fn key(&mut self, guess: &Guess) {
        self.text.push('\n');
        self.note("The key: one row, one ticket, in this run and in all later ones. At most 50 characters.");
        let key = guess
            .parts
            .iter()
            .find(|part| part.key == "unique_argument");
        match key {
            Some(key) => self.part(key),
            None => {
                self.note("It is made from the content of the row: a row that is edited later is another row.");
                self.note("To name a column of ids instead: unique_argument = \"{{ lead_id }}\"");
            }
        }
    }

    fn parts(&mut self, guess: &Guess) {
        let (suggested, sent): (Vec<&Why>, Vec<&Why>) = guess
            .parts
            .iter()
            .filter(|part| part.key != "unique_argument")
            .partition(|part| part.suggested);
        if !sent.is_empty() {
            self.text.push('\n');
        }
        sent.iter().for_each(|part| self.part(part));
        let none_of = |key: &str| guess.parts.iter().all(|part| part.key != key);
        self.text.push('\n');
        self.note("Not sent. Take away the # from what you want on the ticket. field1 is the subject; each field holds 120 characters.");
        suggested.iter().for_each(|part| self.part(part));
        if none_of("culture") {
            self.suggest(
                "culture",
                "en-US",
                &format!("the default; one of {}", CULTURES.join(", ")),
            );
        }
        if !guess.others.is_empty() {
            let listed: Vec<&str> = guess
                .others
                .iter()
                .take(MAX_LISTED)
                .map(String::as_str)
                .collect();
            let more = match guess.others.len().saturating_sub(MAX_LISTED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            self.note(&format!(
                "Further columns, empty ones among them: {}{more}",
                listed.join(", ")
            ));
        }
    }

    fn part(&mut self, part: &Why) {
        let value = match part.key.as_str() {
            "tags" => toml::Value::Array(vec![part.template.as_str().into()]),
            _ => part.template.as_str().into(),
        };
        if part.suggested {
            self.suggest(&part.key, value, &part.reason);
        } else {
            self.note(&part.reason);
            self.set(&part.key, value);
        }
    }

    fn switch(&mut self, sentence: &str, key: &str, value: bool) {
        let _ = writeln!(self.text, "{key} = {value} # {sentence}");
    }

    fn person(&mut self, person: &Person) {
        self.text.push_str("\n[[ticket.participants]]\n");
        self.note(&person.reason);
        if let Some(name) = &person.name {
            self.set("name", name.as_str());
        }
        if let Some(protocol) = &person.protocol {
            self.set("protocol_type", protocol.as_str());
        }
        self.set("identifier", person.identifier.as_str());
    }
}

fn hidden_word(hidden: HiddenRows) -> &'static str {
    match hidden {
        HiddenRows::Report => "report",
        HiddenRows::Read => "read",
        HiddenRows::Skip => "skip",
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
