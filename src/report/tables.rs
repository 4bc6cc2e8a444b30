//! The tables of the report. Every value of a sheet has a direction of its own.

use maud::{Markup, html};

use super::rows::{RowShown, Rows};
use super::{About, Ran};
use crate::ledger::RunEntry;
use crate::measure::Measures;
use crate::page::{scrolling, value, values};
use crate::run::Counts;
use crate::status::{Reason, ended};
use crate::summary::{counted, grouped};
use crate::terminal::{Mapped, on_one_line};

/// Why rows have no ticket, in groups that add up.
pub(super) fn reason_table(reasons: &[Reason], all: u64) -> Markup {
    let table = html! {
        table #reasons {
            caption { "Reasons, each row in one of them; a row with several problems under its first" }
            thead { tr { th.number scope="col" { "Rows" } th scope="col" { "Status" } th scope="col" { "Reason" } } }
            tbody {
                @for reason in reasons {
                    tr data-group=(group(&reason.status, &reason.reason)) {
                        td.number data-count=(reason.rows) { (grouped(reason.rows)) }
                        td { (status(&reason.status)) }
                        th scope="row" { (value(&reason.reason)) }
                    }
                }
            }
            tfoot { tr { td.number data-count=(all) { (grouped(all)) } td {} th scope="row" { "in all" } } }
        }
    };
    scrolling("Reasons", table)
}

/// What tells the rows of a group from those of others.
fn group(status: &str, reason: &str) -> String {
    on_one_line(&format!("{status}: {reason}"))
}

/// The rows, one by one.
pub(super) fn row_table(rows: &Rows, several: bool, results: &str) -> Markup {
    let shown = rows.shown.len() as u64;
    let has_tickets = rows.shown.iter().any(|row| row.ticket.is_some());
    // On a phone the style makes a card of each row; the roles keep it a table for those who hear it.
    let table = html! {
        table #rows role="table" {
            caption { (counted(shown, "row")) @if rows.more() > 0 { " of " (grouped(shown + rows.more())) } " without a ticket" }
            thead role="rowgroup" {
                tr role="row" {
                    th scope="col" role="columnheader" data-sort="number" { "Line" }
                    @if several { th scope="col" role="columnheader" data-sort="text" { "File" } }
                    th scope="col" role="columnheader" data-sort="text" { "Key" }
                    th scope="col" role="columnheader" data-sort="text" { "Status" }
                    th scope="col" role="columnheader" data-sort="text" { "What is wrong" }
                    @if has_tickets { th scope="col" role="columnheader" data-sort="number" { "Ticket in its way" } }
                    th scope="col" role="columnheader" data-sort="text" { "Last change" }
                }
            }
            tbody role="rowgroup" { @for row in &rows.shown { (row_line(row, several, has_tickets)) } }
        }
    };
    html! {
        h3 { "Rows" }
        form #search role="search" hidden {
            label for="words" { "Search in these rows" }
            input #words type="search" autocomplete="off" spellcheck="false";
            output #found for="words" aria-live="polite" {}
        }
        (scrolling("Rows without a ticket", table))
        @if rows.more() > 0 {
            p { (counted(rows.more(), "row")) " more are not shown. All of them: " code { (value(results)) } }
        }
    }
}

fn row_line(row: &RowShown, several: bool, has_tickets: bool) -> Markup {
    html! {
        tr role="row" data-group=(group(row.status, &row.group)) {
            th scope="row" role="rowheader" data-value=(row.line) { (grouped(row.line)) " " span.soft.place { "record " (grouped(row.record)) } }
            @if several { td role="cell" { (value(&row.file)) } }
            td.key role="cell" { @if row.key.is_empty() { span.soft { "no key" } } @else { code.whole { (value(&row.key)) } } }
            td role="cell" { (status(row.status)) }
            td.wrong role="cell" {
                @for problem in &row.problems { p { (value(problem)) } }
                @if !row.cells.is_empty() {
                    details {
                        summary { "Cells" }
                        dl.cells { @for (name, cell) in &row.cells { div { dt { (value(name)) } dd { (value(cell)) } } } }
                    }
                }
            }
            @if has_tickets { td.ticket role="cell" data-value=(row.ticket.unwrap_or_default()) { @if let Some(ticket) = row.ticket { code.whole { (ticket) } } } }
            td.at role="cell" { span.place { (row.at.replace('T', " ").replace('Z', "")) } @if row.attempts > 0 { " " span.soft.place { (counted(row.attempts.into(), "attempt")) } } }
        }
    }
}

/// A status as a mark that says it in words.
fn status(status: &str) -> Markup {
    let tone = match status {
        "in doubt" => "bad",
        "not attempted" => "quiet",
        _ => "warn",
    };
    html! { span.mark.(tone) { (status) } }
}

/// The facts of one run.
pub(super) fn run_facts(
    run: &RunEntry,
    how: &str,
    about: &About,
    measures: Option<&Measures>,
    counts: Option<&Counts>,
) -> Markup {
    let table = html! {
        table.facts {
            caption { "Run " (value(&run.run_id)) }
            thead { tr { th scope="col" { "What" } th scope="col" { "How" } } }
            tbody {
                tr { th scope="row" { "how it ended" } td { (how) @if let Some(status) = run.exit_status { " (exit status " (status) ")" } } }
                tr { th scope="row" { "began" } td { (run.started) } }
                tr { th scope="row" { "ended" } td { @match &run.ended { Some(end) => (end), None => "not in order" } } }
                tr { th scope="row" { "by" } td { "process " (run.pid) " on " (value(&run.host)) ", version " (value(&run.version)) } }
                tr { th scope="row" { "into" } td { (value(&run.target)) @if !about.place.is_empty() { ": " (value(&about.place)) } } }
                @if !about.user.is_empty() { tr { th scope="row" { "as" } td { (value(&about.user)) } } }
                tr { th scope="row" { "sheets" } td { (values(if about.files.is_empty() { &run.files } else { &about.files })) } }
                @if let Some(measures) = measures { tr { th scope="row" { "requests" } td { (grouped(measures.requests)) ", of which " (grouped(measures.throttled)) " refused for speed (429) and " (grouped(measures.unanswered)) " without an answer" } } }
                @if let Some(counts) = counts { tr { th scope="row" { "tries beyond the first" } td { (grouped(counts.retries)) } } }
            }
        }
    };
    html! { section aria-labelledby="runs" { h2 #runs { "The run" } (scrolling("The run", table)) } }
}

/// The newest runs, with their ledgers where there are several of those.
pub(super) fn runs_table(runs: &[Ran], all: u64, several: bool) -> Markup {
    let line = |Ran { ledger, run }: &Ran| {
        let counts: Option<Counts> = run
            .counts
            .clone()
            .and_then(|counts| serde_json::from_value(counts).ok());
        html! {
            tr {
                th scope="row" { span.place { (run.started.replace('T', " ").replace('Z', "")) } br; code.soft { (value(&run.run_id)) } }
                @if several { td { (value(ledger)) } }
                td { (values(&run.files)) @if run.files.is_empty() { span.soft { "no row was written" } } }
                td { (ended(run.exit_status)) @if let Some(status) = run.exit_status { " (" (status) ")" } }
                @match counts {
                    Some(counts) => { td.number { (grouped(counts.rows_read)) } td.number { (grouped(counts.created)) } td.number { (grouped(counts.need_attention() + counts.in_doubt)) } }
                    None => { td.number { "—" } td.number { "—" } td.number { "—" } }
                }
            }
        }
    };
    let table = html! {
        table {
            caption { (counted(runs.len() as u64, "run")) ", the newest first" @if all > runs.len() as u64 { ", of " (grouped(all)) } }
            thead { tr { th scope="col" { "Began (UTC)" } @if several { th scope="col" { "Ledger" } } th scope="col" { "Sheets" } th scope="col" { "How it ended" } th.number scope="col" { "Rows read" } th.number scope="col" { "Created" } th.number scope="col" { "To look at" } } }
            tbody { @for run in runs { (line(run)) } }
        }
    };
    html! { section aria-labelledby="runs" { h2 #runs { "Runs" } (scrolling("Runs", table)) } }
}

/// The settings in force.
pub(super) fn setting_table(about: &About) -> Markup {
    let table = html! {
        table.facts {
            caption { "Settings in force" }
            thead { tr { th scope="col" { "Setting" } th scope="col" { "Value" } } }
            tbody {
                @for (name, set) in &about.settings { tr { th scope="row" { (value(name)) } td { (value(set)) } } }
                @if !about.people.is_empty() { tr { th scope="row" { "people" } td { (value(&about.people)) } } }
            }
        }
    };
    scrolling("Settings", table)
}

/// What goes where.
pub(super) fn mapping_table(mapping: &Mapped) -> Markup {
    let table = html! {
        table {
            caption { "Mapping, by " (value(&mapping.by)) }
            thead { tr { th scope="col" { "Part of the ticket" } th scope="col" { "Made of" } } }
            tbody {
                @for part in &mapping.parts { tr { th scope="row" { (value(&part.part)) } td { (value(&part.template)) } } }
                @for date in &mapping.dates { tr { th scope="row" { "dates" } td { (value(date)) } } }
                @if !mapping.unused.is_empty() { tr { th scope="row" { "not used" } td { (values(&mapping.unused)) } } }
            }
        }
    };
    scrolling("Mapping", table)
}
