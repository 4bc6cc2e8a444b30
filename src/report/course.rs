//! The course of a run over time: charts, each with its figures as a table for those who cannot see it.

use std::time::Duration;

use maud::{Markup, PreEscaped, html};

use super::charts::{self, NARROW, WIDE, in_sight};
use super::units::millis;
use crate::measure::{Interval, Joined, Measures};
use crate::page::scrolling;
use crate::summary::{counted, grouped};
use crate::terminal::rough;

/// Intervals from which on a chart says more than a sentence.
const LEAST_INTERVALS: usize = 2;

/// The section: of a run, or of the last ones of so many ledgers.
pub(super) fn course(course: &Joined, ledgers: Option<usize>) -> Markup {
    let (measures, intervals) = (&course.sums, &course.intervals);
    html! {
        section aria-labelledby="course" {
            h2 #course {
                "Over time"
                @match ledgers { None => {} Some(..=1) => { ", the last run" } Some(_) => { ", the last runs" } }
            }
            @if let Some(ledgers @ 2..) = ledgers { (together(course.runs, ledgers)) }
            (pace(measures, intervals))
            (answers(measures))
            (waits(course))
        }
    }
}

/// Which of the last runs of several ledgers are in the charts.
fn together(runs: usize, ledgers: usize) -> Markup {
    html! {
        p.soft {
            @if runs > 1 { "Added up from " (grouped(runs as u64)) " runs that went on at the same time; when each began is known to a second, by the clock of its machine." }
            @else { "Of the newest run alone." }
            @if runs < ledgers { " The last runs of the other " (counted((ledgers - runs) as u64, "ledger")) " were at another time, or left no figures." }
        }
    }
}

/// A chart in two sizes, of which the style shows one.
fn chart(
    label: &str,
    drawn: impl Fn((u32, u32)) -> Result<String, Box<dyn std::error::Error>>,
) -> Markup {
    let svg = |size| drawn(size).unwrap_or_default();
    html! {
        div.chart role="img" aria-label=(label) {
            div.wide { (PreEscaped(svg(WIDE))) }
            div.narrow { (PreEscaped(svg(NARROW))) }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a speed needs no more digits than a double has"
)]
fn pace(measures: &Measures, intervals: &[Interval]) -> Markup {
    let created: u64 = intervals.iter().map(|of| of.created).sum();
    let seconds = measures.elapsed_ms as f64 / 1000.0;
    let limit = intervals
        .iter()
        .filter_map(|of| of.limit)
        .fold(0.0, f64::max);
    let busiest = intervals
        .iter()
        .map(|of| of.rate(of.requests).max(of.rate(of.created)))
        .fold(0.1, f64::max);
    let took = rough(Duration::from_millis(measures.elapsed_ms));
    let label = format!(
        "Tickets a second over {took}: {created} in all, {:.1} a second on average.",
        created as f64 / seconds.max(0.001)
    );
    html! {
        figure {
            h3 { "Tickets a second" }
            p.soft { (counted(created, "ticket")) " in " (took) ", " (format!("{:.1}", created as f64 / seconds.max(0.001))) " a second on average." }
            @if intervals.len() >= LEAST_INTERVALS {
                (chart(&label, |size| charts::pace(intervals, size)))
                ul.legend {
                    li { span.sign.area aria-hidden="true" {} "tickets created" }
                    li { span.sign.line aria-hidden="true" {} "requests of every kind" }
                    @if in_sight(limit, busiest) { li { span.sign.dashes aria-hidden="true" {} "limit in force" } }
                    @else if limit > 0.0 { li { "the limit in force, " (format!("{limit:.0}")) " a second, lies above the chart" } }
                    @else { li { "no limit was set" } }
                }
                (figures(intervals))
            }
        }
    }
}

/// The same as numbers.
fn figures(intervals: &[Interval]) -> Markup {
    let table = html! {
        table {
            caption { "What happened in each interval, in seconds from the beginning" }
            thead { tr { th.number scope="col" { "From" } th.number scope="col" { "To" } th.number scope="col" { "Tickets" } th.number scope="col" { "Requests" } th.number scope="col" { "Refused (429)" } th.number scope="col" { "Limit a second" } } }
            tbody {
                @for of in intervals {
                    tr {
                        th.number scope="row" { (format!("{:.1}", of.from)) }
                        td.number { (format!("{:.1}", of.to)) }
                        td.number { (grouped(of.created)) }
                        td.number { (grouped(of.requests)) }
                        td.number { (grouped(of.throttled)) }
                        td.number { @match of.limit { Some(limit) => (format!("{limit:.1}")), None => "none" } }
                    }
                }
            }
        }
    };
    html! { details { summary { "The figures as a table" } (scrolling("What happened when", table)) } }
}

fn answers(measures: &Measures) -> Markup {
    let classes = measures.answers.classes();
    let within = |share: f64| {
        measures
            .answers
            .within(share)
            .map_or_else(|| "—".into(), millis)
    };
    let label = format!(
        "How long the service took: half of the answers within {}, 99 of 100 within {}.",
        within(0.5),
        within(0.99)
    );
    let table = html! {
        table {
            caption { "Answers by how long they took" }
            thead { tr { th scope="col" { "Longer than" } th scope="col" { "At most" } th.number scope="col" { "Answers" } } }
            tbody { @for class in &classes { tr { th scope="row" { (millis(class.from)) } td { (millis(class.to)) } td.number { (grouped(class.count)) } } } }
        }
    };
    html! {
        figure {
            h3 { "How long the service took to answer" }
            @if classes.is_empty() {
                p.soft { "There was no answer." }
            } @else {
                dl.times {
                    div { dt { "half within" } dd { (within(0.5)) } }
                    div { dt { "9 of 10 within" } dd { (within(0.9)) } }
                    div { dt { "99 of 100 within" } dd { (within(0.99)) } }
                    div { dt { "all within" } dd { (within(1.0)) } }
                }
                (chart(&label, |size| charts::answers(&classes, size)))
                ul.legend { li { span.sign.area aria-hidden="true" {} "answers, by how long they took; each bar reaches a fifth further than the one before" } }
                details { summary { "The figures as a table" } (scrolling("Answer times", table)) }
            }
        }
    }
}

fn waits(course: &Joined) -> Markup {
    let (measures, intervals) = (&course.sums, &course.intervals);
    let seconds = |millis: u64| rough(Duration::from_millis(millis));
    let each = measures
        .waited_ms
        .checked_div(measures.requests)
        .unwrap_or(0);
    html! {
        figure {
            h3 { "Waits" }
            @if measures.throttled == 0 && measures.held_ms == 0 {
                p { "The service refused no request for speed." }
            } @else {
                p { "The service refused " (counted(measures.throttled, "request")) " for speed (429), and " @if course.runs > 1 { "the runs together were held for " } @else { "nobody sent for " } (seconds(measures.held_ms)) "." }
                @let label = format!("Share of the time in which nobody sent because the service had asked for it; {} in all.", seconds(measures.held_ms));
                (chart(&label, |size| charts::waits(intervals, size)))
                ul.legend { li { span.sign.held aria-hidden="true" {} "share of the time in which nobody was to send" } }
            }
            p.soft {
                "Of " (counted(measures.requests, "request")) ", each waited " (millis_of(each)) " for its turn on average"
                @if measures.unanswered > 0 { ", and " (grouped(measures.unanswered)) " got no answer" }
                "."
            }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an average wait is a few seconds"
)]
fn millis_of(wait: u64) -> String {
    millis(wait as f64)
}
