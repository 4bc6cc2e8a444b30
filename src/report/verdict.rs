//! The outcome at a glance: one sentence, and numbers that add up. Pure.

use super::Report;
use crate::exit;
use crate::ledger::Totals;
use crate::run::Counts;
use crate::summary::{counted, grouped};

/// A number of rows that ended in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) label: &'static str,
    pub(super) rows: u64,
    pub(super) tone: Tone,
}

/// What a share means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Nothing is to be done.
    Good,
    /// It was so before.
    Quiet,
    /// Somebody has to look at it.
    Warn,
    /// Somebody has to look at it soon.
    Bad,
}

impl Tone {
    /// The class of the style.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Quiet => "quiet",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

impl Report {
    /// In one word and one sentence.
    pub(super) fn verdict(&self) -> (Tone, &'static str, String) {
        let shares = self.shares();
        let rows = |label: &str| {
            shares
                .iter()
                .filter(|share| share.label == label)
                .map(|share| share.rows)
                .sum::<u64>()
        };
        let (in_doubt, waiting) = (rows("in doubt"), rows("not attempted"));
        let attention: u64 = rows("rejected") + rows("failed") + rows("conflicts");
        let differing = self
            .counts
            .map_or(0, |counts| counts.duplicates_differing + counts.doubled);
        let all = shares.iter().map(|share| share.rows).sum::<u64>();
        if self.run.as_ref().is_some_and(|run| run.ended.is_none()) {
            return (Tone::Bad, "Killed.", "The run did not end in order. What was under way is in doubt; the same command goes on and settles it.".into());
        }
        if in_doubt > 0 {
            return (
                Tone::Bad,
                "In doubt.",
                format!(
                    "{} may or may not have a ticket. The same command looks them up.",
                    counted(in_doubt, "row")
                ),
            );
        }
        let attention = attention + differing;
        let finished = self.run.as_ref().is_none_or(|run| {
            matches!(
                run.exit_status,
                Some(exit::OK | exit::ROWS | exit::IN_DOUBT)
            )
        });
        if waiting > 0 || !finished {
            let also = if attention > 0 {
                format!(" {} attention besides.", plural(attention))
            } else {
                String::new()
            };
            return (
                Tone::Warn,
                "Not finished.",
                format!(
                    "{} not attempted yet; the same command goes on.{also}",
                    counted(waiting, "row")
                ),
            );
        }
        if attention > 0 {
            let have = counted(rows("created") + rows("already created"), "row");
            let all = counted(all, "row");
            return (
                Tone::Warn,
                "To be mended.",
                format!(
                    "Of {all}, {} attention; {have} with a ticket.",
                    plural(attention)
                ),
            );
        }
        if all == 0 {
            return (Tone::Quiet, "Nothing.", "No row was read.".into());
        }
        (Tone::Good, "Complete.", "Every row has its ticket.".into())
    }

    /// Every row in one of these: those that the run read, as it counted them, or those that the ledger
    /// knows.
    pub(super) fn shares(&self) -> Vec<Share> {
        match &self.counts {
            Some(counts) => of_run(counts),
            None => of_ledger(self),
        }
    }

    /// What the shares add up to, in words.
    pub(super) fn whole(&self) -> &'static str {
        match (&self.counts, &self.run) {
            (Some(_), _) => "rows read",
            (None, Some(_)) => "rows of this run in the ledger",
            (None, None) if self.parts.len() > 1 => "rows in these ledgers",
            (None, None) => "rows in the ledger",
        }
    }
}

/// So many need something.
fn plural(rows: u64) -> String {
    let verb = if rows == 1 { "needs" } else { "need" };
    format!("{} {verb}", grouped(rows))
}

fn of_run(counts: &Counts) -> Vec<Share> {
    [
        ("created", counts.created, Tone::Good),
        ("already created", counts.already_created, Tone::Quiet),
        ("duplicates", counts.duplicates, Tone::Quiet),
        ("rejected", counts.rejected, Tone::Warn),
        ("failed", counts.failed, Tone::Warn),
        ("conflicts", counts.conflicts, Tone::Warn),
        ("in doubt", counts.in_doubt, Tone::Bad),
        ("not attempted", counts.not_attempted, Tone::Quiet),
    ]
    .map(share)
    .to_vec()
}

fn of_ledger(report: &Report) -> Vec<Share> {
    let sum = |count: fn(&Totals) -> u64| report.sum(count);
    [
        ("created", sum(|of| of.created), Tone::Good),
        ("rejected", sum(|of| of.rejected), Tone::Warn),
        ("failed", sum(|of| of.failed), Tone::Warn),
        ("conflicts", sum(|of| of.conflicts), Tone::Warn),
        ("in doubt", sum(|of| of.in_doubt), Tone::Bad),
        ("not attempted", sum(|of| of.not_attempted), Tone::Quiet),
    ]
    .map(share)
    .to_vec()
}

fn share((label, rows, tone): (&'static str, u64, Tone)) -> Share {
    Share { label, rows, tone }
}
