//! The tables of the page. Every value of a sheet has a direction of its own.

use maud::{Markup, html};

use super::reading::facts;
use super::report::{
    Again, Cell, Change, FileReport, Message, Problem, Repeated, Report, Tag, Ticket,
};
use super::ticket::members;
use super::value::shown;
use crate::page::{scrolling, value, values};
use crate::summary::{counted, grouped};
use crate::terminal::Mapped;

/// How a file is read.
pub(super) fn file_table(file: &FileReport) -> Markup {
    let table = html! {
        table.facts {
            caption { "How " (value(&file.name)) " is read" }
            thead { tr { th scope="col" { "What" } th scope="col" { "How" } } }
            tbody {
                @if let Some(error) = &file.error {
                    tr { th scope="row" { "refused" } td { (lines(error)) } }
                }
                @for fact in facts(file) {
                    tr {
                        th scope="row" { (fact.label) }
                        td { (fact.text) " " (values(&fact.values)) }
                    }
                }
                @if file.reading.is_some() {
                    tr { th scope="row" { "rows" } td { (grouped(file.rows)) } }
                    tr {
                        th scope="row" { "columns" }
                        td { (values(&file.header)) }
                    }
                }
            }
        }
    };
    html! { h2 { "Sheet " (value(&file.name)) } (scrolling("How the sheet is read", table)) }
}

/// A message of several lines.
fn lines(text: &str) -> Markup {
    html! { @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (value(line)) } }
}

/// What goes where.
pub(super) fn mapping_table(mapping: &Mapped) -> Markup {
    let table = html! {
        table {
            caption { "By " (value(&mapping.by)) }
            thead { tr { th scope="col" { "Part of the ticket" } th scope="col" { "Made of" } } }
            tbody {
                @for part in &mapping.parts {
                    tr { th scope="row" { (part.part) } td { (value(&part.template)) } }
                }
                @if !mapping.unused.is_empty() {
                    tr {
                        th scope="row" { "not used" }
                        td { (values(&mapping.unused)) }
                    }
                }
            }
        }
    };
    html! { h2 { "Mapping" } (scrolling("Mapping", table)) }
}

/// The first tickets, each in words and as the bytes that are sent.
pub(super) fn ticket_tables(report: &Report) -> Markup {
    let table = |ticket: &Ticket| {
        html! {
            table {
                caption { (place(report, &ticket.file, ticket.line)) ", record " (ticket.record) }
                thead { tr { th scope="col" { "Part" } th scope="col" { "Text" } } }
                tbody { @for (name, texts) in members(&ticket.body) { tr { th scope="row" { (name) } td { (values(&texts)) } } } }
            }
        }
    };
    html! {
        @if !report.tickets.is_empty() {
            h2 { "The first tickets, as they would be sent" }
            @for ticket in &report.tickets {
                (scrolling("Ticket", table(ticket)))
                details { summary { "The request, byte for byte" } div.scroll role="region" aria-label="Request" tabindex="0" { pre dir="ltr" { (shown(ticket.body.get())) } } }
            }
        }
    }
}

/// What is wrong, by rule.
pub(super) fn problem_tables(report: &Report) -> Markup {
    html! {
        @if !report.problems.is_empty() {
            h2 { "Problems" }
            @for problem in &report.problems { (problem_table(report, problem)) }
        }
    }
}

fn problem_table(report: &Report, problem: &Problem) -> Markup {
    let table = html! {
        table {
            caption { (counted(problem.rows, "row")) " (" code { (problem.rule) } ")" }
            thead { tr { th.number scope="col" { "Rows" } th scope="col" { "What is wrong, and where" } } }
            tbody { @for message in &problem.messages { (message_row(report, message)) } }
        }
    };
    html! { h3 { (problem.title) } (scrolling(&problem.title, table)) }
}

fn message_row(report: &Report, message: &Message) -> Markup {
    let named = message.examples.len() as u64;
    html! {
        tr {
            td.number { (grouped(message.rows)) }
            td { @if !message.place.is_empty() { strong { (shown(&message.place)) } ": " } (shown(&message.message))
                @for example in &message.examples {
                    p {
                        span.place.soft { (place(report, &example.file, example.line)) ", record " (example.record) }
                        @for told in &example.cells { " · " (cell(told)) }
                    }
                }
                @if message.rows > named { p.soft { "and " (grouped(message.rows - named)) " more" } }
            }
        }
    }
}

fn cell(cell: &Cell) -> Markup {
    html! {
        span.soft { (cell.column) @if let Some(name) = &cell.name { " " (value(name)) } ": " }
        @if cell.value.is_empty() { span.soft { "blank" } } @else { (value(&cell.value)) }
    }
}

/// Keys or contacts that stand more than once.
pub(super) fn repeat_table(
    report: &Report,
    title: &str,
    why: &str,
    named: &[Repeated],
    all: u64,
) -> Markup {
    let more = all.saturating_sub(named.len() as u64);
    let table = html! {
        table {
            caption { (why) @if more > 0 { " These are the first of " (grouped(all)) "." } }
            thead { tr { th scope="col" { "Value" } th.number scope="col" { "Rows" } th scope="col" { "First" } th scope="col" { "Again" } } }
            tbody {
                @for repeated in named {
                    tr {
                        th scope="row" { (value(&repeated.value)) }
                        td.number { (grouped(repeated.rows)) }
                        td { (place(report, &repeated.file, repeated.line)) }
                        td { @for (index, again) in repeated.again.iter().enumerate() { @if index > 0 { ", " } (self::again(report, again)) } @if repeated.rows > repeated.again.len() as u64 + 1 { ", …" } }
                    }
                }
            }
        }
    };
    html! {
        @if !named.is_empty() {
            h2 { (title) }
            (scrolling(title, table))
            @if let Some(rows) = report.counts.repeats_known_up_to {
                p.soft { "New ones were remembered up to row " (grouped(rows)) ", so there may be more." }
            }
        }
    }
}

fn again(report: &Report, again: &Again) -> Markup {
    html! {
        (place(report, &again.file, again.line))
        @match again.same { Some(true) => " (the same)", Some(false) => { " (" strong { "other content" } ")" }, None => "" }
    }
}

/// The tags, with how many tickets would have each.
pub(super) fn tag_list(tags: &[Tag]) -> Markup {
    html! {
        @if !tags.is_empty() {
            h2 { "Tags" }
            p.soft { "The department has to have them." }
            ul.tags { @for tag in tags { li { (value(&tag.tag)) " " span.soft { (grouped(tag.rows)) } } } }
        }
    }
}

/// Values that are changed on the way.
pub(super) fn change_table(report: &Report) -> Markup {
    let rows = |change: &Change| {
        html! {
            @for (index, example) in change.examples.iter().enumerate() {
                tr {
                    @if index == 0 { th scope="rowgroup" rowspan=(change.examples.len()) { (change.what) " " span.soft { (grouped(change.count)) " ×" } } }
                    td { (place(report, &example.file, example.line)) }
                    td { (shown(&example.place)) }
                    td { (value(&example.from)) }
                    td { (value(&example.to)) }
                }
            }
        }
    };
    let table = html! {
        table {
            caption { "What is done to values between the sheet and the ticket" }
            thead { tr { th scope="col" { "What" } th scope="col" { "Row" } th scope="col" { "Part" } th scope="col" { "In the sheet" } th scope="col" { "As it is sent" } } }
            @for change in &report.changes { tbody { (rows(change)) } }
        }
    };
    html! { @if !report.changes.is_empty() { h2 { "Changed on the way" } (scrolling("Changed on the way", table)) } }
}

/// Where a row stands.
fn place(report: &Report, file: &str, line: u64) -> Markup {
    html! { @if report.several() { (value(file)) " " } "line " (line) }
}
