//! What is about to happen, said before the first request.

use std::fmt::Write as _;
use std::time::Duration;

use super::mapped::{Mapped, people};
use super::output::visible;
use crate::run::Source;
use crate::settings::Settings;
use crate::sheet::Size;
use crate::summary::grouped;

/// Who we are, and where.
#[derive(Clone, Debug)]
pub struct Who {
    /// The base URL, or what stands for it.
    pub place: String,
    /// Host and port of the proxy on the way there.
    pub proxy: Option<String>,
    /// The department's id, blank where it is not known.
    pub department: String,
    /// The user.
    pub user: String,
}

/// The plan of a run.
#[derive(Clone)]
pub struct Plan<'a> {
    /// Who we are, and where.
    pub who: Who,
    /// What was set.
    pub settings: &'a Settings,
    /// The sheets and their mappings.
    pub sources: &'a [Source],
    /// How many rows there are.
    pub size: Size,
}

impl Plan<'_> {
    /// The plan in words.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let settings = self.settings;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "to       {}", self.who.place);
        if let Some(proxy) = &self.who.proxy {
            let _ = writeln!(text, "via      the proxy {}", visible(proxy));
        }
        if !self.who.department.is_empty() {
            let _ = writeln!(
                text,
                "as       {} (department {})",
                self.who.user, self.who.department
            );
        } else {
            let _ = writeln!(text, "as       {}", self.who.user);
        }
        let _ = writeln!(text, "rows     {}", self.rows());
        let _ = writeln!(
            text,
            "pace     {}, {}{}",
            settings.pace(),
            settings.concurrency.value,
            self.duration()
        );
        let _ = writeln!(
            text,
            "ledger   {}",
            visible(&settings.ledger.display().to_string())
        );
        for (index, source) in self.sources.iter().enumerate() {
            let same = index > 0
                && self.sources.first().is_some_and(|first| {
                    first.mapping.shown() == source.mapping.shown()
                        && first.mapping.unused() == source.mapping.unused()
                });
            if same {
                continue;
            }
            let file = self.settings.intake.mapping_file();
            text.push_str(&Mapped::of(file, &source.mapping).to_text());
        }
        if let Some(first) = self.sources.first() {
            let people = people(first.mapping.switches(), "the user above");
            let _ = writeln!(text, "people   {people}");
        }
        text
    }

    fn rows(&self) -> String {
        if self.sources.is_empty() {
            return "none: there is no file to be read".into();
        }
        let files: Vec<String> = self
            .sources
            .iter()
            .map(|source| visible(source.sheet.name()))
            .collect();
        let rows = match self.size {
            Size::Exactly(rows) => grouped(rows),
            Size::About(rows) => format!("about {}", grouped(rows)),
            Size::Unknown => "as many as come".into(),
        };
        let limit = self.settings.limit.map_or_else(String::new, |limit| {
            format!(", of which at most {} are sent", grouped(limit))
        });
        let part = settings_part(self.settings);
        format!("{rows} from {}{part}{limit}", files.join(", "))
    }

    /// How long it takes if every row is sent.
    fn duration(&self) -> String {
        let (Some(rows), Some(rate)) = (self.size.rows(), self.settings.rates.value.slowest())
        else {
            return String::new();
        };
        let rows = self.settings.limit.map_or(rows, |limit| limit.min(rows));
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        format!(
            "; {} at this pace",
            rough(rate.period().saturating_mul(rows))
        )
    }
}

/// Which of the rows are meant, where not all of them are.
fn settings_part(settings: &Settings) -> String {
    settings.intake.shard.map_or_else(String::new, |shard| {
        format!(
            ", those of shard {} of {}",
            shard.number(),
            grouped(shard.of().into())
        )
    })
}

/// A duration as people say it.
#[must_use]
pub fn rough(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..=1 => "a second".into(),
        2..=119 => format!("{seconds} seconds"),
        120..=7199 => format!("{} minutes", seconds / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        let said = [0, 90, 600, 12_000].map(|seconds| rough(Duration::from_secs(seconds)));
        assert_eq!(said, ["a second", "90 seconds", "10 minutes", "3 h 20 min"]);
    }
}
