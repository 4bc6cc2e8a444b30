//! The ledgers that a report is of, where there are several: what each of them adds to the sums.

use maud::{Markup, html};

use crate::ledger::Totals;
use crate::page::{scrolling, value};
use crate::shard::Shard;
use crate::summary::{counted, grouped};

/// Missing shards that are named: whoever forgot more has forgotten a pattern.
const MOST_MISSING: usize = 20;

/// Commands that are listed: as many as somebody types.
const MOST_COMMANDS: usize = 20;

/// One of the ledgers.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Its file.
    pub(super) ledger: String,
    /// The shard whose rows it has; `None` for all rows of its sheets.
    pub(super) shard: Option<Shard>,
    /// Its rows by target and where they stand.
    pub(super) totals: Vec<Totals>,
    /// How its last run ended, in words; blank where there was none.
    pub(super) how: String,
    /// When that run began, ISO-8601; blank where there was none.
    pub(super) began: String,
    /// The command of that run; blank where the ledger does not know it.
    pub(super) command: String,
}

/// A number of rows.
type Count = fn(&Totals) -> u64;

impl Part {
    fn sum(&self, count: impl Fn(&Totals) -> u64) -> u64 {
        self.totals.iter().map(count).sum()
    }

    /// Whether all of its rows have their tickets.
    pub(super) fn is_done(&self) -> bool {
        self.sum(|of| of.rows) == self.sum(|of| of.created)
    }
}

/// Each ledger with its part of the sums.
pub(super) fn ledger_table(parts: &[Part]) -> Markup {
    let counts: [(&str, Count); 5] = [
        ("Rows", |of| of.rows),
        ("Created", |of| of.created),
        ("To look at", Totals::need_attention),
        ("In doubt", |of| of.in_doubt),
        ("Not attempted", |of| of.not_attempted),
    ];
    let all = |count: Count| parts.iter().map(|part| part.sum(count)).sum::<u64>();
    let table = html! {
        table #parts {
            caption { "What each of them has" }
            thead { tr {
                th scope="col" { "Ledger" }
                th scope="col" { "Its rows" }
                th scope="col" { "Into" }
                @for (name, _) in &counts { th.number scope="col" { (name) } }
                th scope="col" { "Last run (UTC)" }
            } }
            tbody { @for part in parts { tr {
                th scope="row" { (value(&part.ledger)) }
                td { @match part.shard { Some(shard) => { "shard " (shard.number()) " of " (shard.of()) } None => { "all of its sheets" } } }
                td.into { @for (index, of) in part.totals.iter().enumerate() { @if index > 0 { " and " } (value(&of.target)) } }
                @for (_, count) in &counts { td.number data-count=(part.sum(count)) { (grouped(part.sum(count))) } }
                td { span.place { (part.began.replace('T', " ").replace('Z', "")) } " " (part.how) }
            } } }
            tfoot { tr {
                th scope="row" { "in all" }
                td {} td {}
                @for (_, count) in &counts { td.number data-count=(all(*count)) { (grouped(all(*count))) } }
                td {}
            } }
        }
    };
    html! {
        section aria-labelledby="ledgers" {
            h2 #ledgers { "The ledgers" }
            @if let Some(missing) = missing(parts) { p { strong { (missing) } } }
            (scrolling("The ledgers", table))
        }
    }
}

/// The commands to start again, for the ledgers in which rows have no ticket.
pub(super) fn again(parts: &[Part]) -> Markup {
    let open = || parts.iter().filter(|part| !part.is_done());
    let commands = || open().filter(|part| !part.command.is_empty());
    let more = commands().count().saturating_sub(MOST_COMMANDS);
    html! {
        p { "Mend these rows in the sheet and start the same commands again, each for its ledger: rows with a ticket are left alone. A row whose key is changed by that may belong to another shard, so start those of all shards then." }
        @for part in commands().take(MOST_COMMANDS) { pre { code { (value(&part.command)) } } }
        @if more > 0 { p.soft { (counted(more as u64, "command")) " more; status names that of a ledger." } }
    }
}

/// Shards whose ledgers were not given, in a sentence: their rows are in none of the numbers. `None` where the
/// ledgers are not those of one division.
fn missing(parts: &[Part]) -> Option<String> {
    let of = parts.first()?.shard?.of();
    let there: Option<Vec<u32>> = parts
        .iter()
        .map(|part| part.shard.filter(|shard| shard.of() == of))
        .map(|shard| shard.map(Shard::number))
        .collect();
    let there = there?;
    let absent: Vec<u32> = (1..=of).filter(|number| !there.contains(number)).collect();
    if absent.is_empty() {
        return None;
    }
    let named = absent.iter().take(MOST_MISSING).map(ToString::to_string);
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match absent.len().saturating_sub(MOST_MISSING) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "Not all of it: of {}, these ledgers lack number {named}{more}.",
        counted(of.into(), "shard")
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn part(shard: &str) -> Part {
        Part {
            shard: shard.parse().ok(),
            ..Part::default()
        }
    }

    #[test]
    fn a_shard_whose_ledger_was_forgotten_is_named() {
        let said = missing(&[part("1/4"), part("3/4")]).unwrap();
        assert!(said.contains("of 4 shards, these ledgers lack number 2, 4."));
        assert_eq!(missing(&[part("2/2"), part("1/2")]), None);
        // Not of one division: nobody can say what is missing.
        assert_eq!(missing(&[part("1/2"), part("1/3")]), None);
        assert_eq!(missing(&[part("1/2"), part("all")]), None);
    }

    #[test]
    fn the_sums_of_the_table_are_those_of_its_lines() {
        let of = |rows, failed| Totals {
            rows,
            failed,
            created: rows - failed,
            ..Totals::default()
        };
        let with = |totals| Part {
            totals,
            ..part("1/2")
        };
        let parts = [with(vec![of(5, 1), of(7, 0)]), with(vec![of(1, 1)])];
        let table = ledger_table(&parts).into_string();
        let foot = table.split("<tfoot>").nth(1).unwrap();
        for sum in ["13", "11", "2"] {
            assert!(foot.contains(&format!("data-count=\"{sum}\"")), "{foot}");
        }
        assert!(!with(vec![of(1, 1)]).is_done() && with(vec![of(1, 0)]).is_done());
    }
}
