//! The settings in force, in words, as they are kept of a run and shown long after it.

use std::time::Duration;

use super::{Settings, Sourced};
use crate::cli::OnDoubt;
use crate::pacer::Rates;
use crate::run::{Look, MaxFailures};

impl Settings {
    /// The pace and who said it; of a shard, also what it is a share of.
    #[must_use]
    pub fn pace(&self) -> String {
        shared_pace(&self.rates, &self.whole_pace, self.shares)
    }

    /// What was set, each with its name and its value; no secret is among them.
    #[must_use]
    pub fn shown(&self) -> Vec<(String, String)> {
        let sourced = |value: String, origin: super::Origin| format!("{value} ({origin})");
        let seconds = |duration: Duration| {
            jiff::SignedDuration::try_from(duration).map_or_else(
                |_| format!("{duration:?}"),
                |duration| format!("{duration:#}"),
            )
        };
        let limit = self
            .limit
            .map_or("no limit".into(), |rows| format!("{rows} rows"));
        let mut shown = vec![
            ("pace", self.pace()),
            (
                "requests at once",
                sourced(self.concurrency.value.to_string(), self.concurrency.origin),
            ),
            (
                "time for one request",
                sourced(seconds(self.timeout.value), self.timeout.origin),
            ),
            (
                "settle time",
                sourced(seconds(self.settle.value), self.settle.origin),
            ),
            ("rows in doubt", on_doubt(self.on_doubt).into()),
            (
                "tries of a row",
                sourced(
                    self.max_attempts.value.to_string(),
                    self.max_attempts.origin,
                ),
            ),
            (
                "failed rows that end the run",
                max_failures(self.max_failures),
            ),
            ("rows that are sent at most", limit),
            (
                "rows that were refused earlier",
                if self.again {
                    "sent again"
                } else {
                    "left as they are until they say something else"
                }
                .into(),
            ),
            ("look back before the first row", look(self.preflight)),
            (
                "rows that go alone before the others",
                sourced(self.canary.value.to_string(), self.canary.origin),
            ),
        ];
        if let Some(shard) = self.intake.shard {
            shown.push(("shard", shard.to_string()));
        }
        if let Some(region) = self.intake.region {
            shown.push(("country of phone numbers", format!("{region:?}")));
        }
        let owned = |(name, value): (&str, String)| (name.to_owned(), value);
        shown.into_iter().map(owned).collect()
    }
}

/// The pace of a run or of what may become one.
pub(super) fn shared_pace(rates: &Sourced<Rates>, whole: &Sourced<Rates>, shares: u32) -> String {
    let (pace, origin) = (&rates.value, rates.origin);
    match shares {
        1 => format!("{pace} ({origin})"),
        shares => format!(
            "{pace}, a share of {} for {shares} shards ({origin})",
            whole.value
        ),
    }
}

fn on_doubt(on_doubt: OnDoubt) -> &'static str {
    match on_doubt {
        OnDoubt::Settle => "looked up, and sent again if provably absent",
        OnDoubt::Hold => "looked up, and never sent again",
    }
}

fn max_failures(most: Option<MaxFailures>) -> String {
    match most {
        None => "no limit".into(),
        Some(MaxFailures::Count(rows)) => rows.to_string(),
        Some(MaxFailures::Share(share)) => format!("{}%", share * 100.0),
    }
}

fn look(look: Look) -> String {
    let days = |back: i64| format!("{} h", back / 3600);
    match look {
        Look::Never => "none".into(),
        Look::IfNew(terms) => format!("{}, if the ledger knows no row yet", days(terms.back)),
        Look::Always(terms) => days(terms.back),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::environment::tests::Table;
    use super::*;
    use crate::cli::{RunArgs, SendingArgs};

    #[test]
    fn settings_are_shown_with_where_they_come_from_and_without_a_secret() {
        let mut args = RunArgs {
            sending: SendingArgs {
                timeout: Some("90s".into()),
                ..SendingArgs::default()
            },
            ..RunArgs::default()
        };
        args.place.workspace = Some("acme".into());
        let table = Table::of(&[("GLASSIX_ACCESS_TOKEN", "top-secret")]);
        let shown = Settings::new(&args, &table).unwrap().shown();
        let value = |name: &str| {
            let found = shown.iter().find(|(known, _)| known == name);
            found.unwrap().1.as_str()
        };
        assert_eq!(value("pace"), "3/s (default)");
        assert_eq!(
            value("time for one request"),
            "1m 30s (from the command line)"
        );
        assert!(!format!("{shown:?}").contains("top-secret"));
    }
}
