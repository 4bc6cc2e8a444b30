//! What is about to happen, said before the first request.

use std::fmt::Write as _;
use std::time::Duration;

use super::output::visible;
use crate::mapping::Mapping;
use crate::run::Source;
use crate::settings::Settings;
use crate::sheet::Size;
use crate::summary::grouped;

/// Who we are, and where.
#[derive(Clone, Debug)]
pub struct Who {
    /// The base URL, or what stands for it.
    pub place: String,
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
            "pace     {} ({}), {} at once{}",
            settings.rates.value,
            settings.rates.origin,
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
            self.mapping(&mut text, source);
        }
        if let Some(first) = self.sources.first() {
            let _ = writeln!(text, "people   {}", switches(&first.mapping));
        }
        text
    }

    fn rows(&self) -> String {
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
        format!("{rows} from {}{limit}", files.join(", "))
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

    fn mapping(&self, text: &mut String, source: &Source) {
        let how = match (&self.settings.ticket, &self.settings.file) {
            (Some(_), Some(file)) => format!("by {}", visible(&file.display().to_string())),
            _ => "by the names of the columns".into(),
        };
        let _ = writeln!(text, "mapping  {how}");
        for (part, template) in source.mapping.shown() {
            let _ = writeln!(text, "           {part} ← {}", visible(&template));
        }
        if source.mapping.derives_key() {
            let _ = writeln!(
                text,
                "           uniqueArgument ← derived from the content of the row"
            );
        }
        let unused = source.mapping.unused();
        if !unused.is_empty() {
            let names: Vec<String> = unused.iter().map(|name| visible(name)).collect();
            let _ = writeln!(text, "           not used: {}", names.join(", "));
        }
    }
}

/// The switches with side effects on people, each way said in words.
fn switches(mapping: &Mapping) -> String {
    let switches = mapping.switches();
    let say = |on: bool, yes: &'static str, no: &'static str| if on { yes } else { no };
    [
        say(
            switches.add_introduction_message,
            "CUSTOMERS ARE GREETED",
            "customers are not greeted",
        ),
        say(
            switches.get_available_user,
            "tickets are assigned to available agents",
            "tickets belong to the user above",
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

/// A duration as people say it.
fn rough(duration: Duration) -> String {
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
