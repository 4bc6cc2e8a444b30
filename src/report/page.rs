//! The report as one page that needs nothing but itself. Its script only helps to search and to sort: what
//! it shows is there without it.

use maud::{Markup, PreEscaped, html};

use super::course::course;
use super::ledgers::{again, ledger_table};
use super::tables::{mapping_table, reason_table, row_table, run_facts, runs_table, setting_table};
use super::verdict::{Share, Tone};
use super::{About, Report};
use crate::page::{Page, STYLE, value, values};
use crate::summary::{counted, grouped};

/// The style of the page: that of all pages, and its own.
const OWN_STYLE: &str = include_str!("page.css");

/// Searching and sorting.
const SCRIPT: &str = include_str!("page.js");

impl Report {
    /// The report as a page.
    #[must_use]
    pub fn to_page(&self) -> String {
        let style = format!("{STYLE}{OWN_STYLE}");
        Page {
            title: &self.title(),
            style: &style,
            script: SCRIPT,
            body: &self.body(),
        }
        .to_html()
    }

    fn title(&self) -> String {
        match &self.run {
            Some(run) => format!("Import {}", run.run_id),
            None if self.has_several() => format!("{} ledgers", self.parts.len()),
            None => format!("Ledger {}", self.ledger()),
        }
    }

    /// Whether it is of several ledgers.
    fn has_several(&self) -> bool {
        self.parts.len() > 1
    }

    /// The ledger, where it is one.
    fn ledger(&self) -> &str {
        self.parts.first().map_or("", |part| part.ledger.as_str())
    }

    fn body(&self) -> Markup {
        let about = self.about.clone().unwrap_or_default();
        let (tone, word, text) = self.verdict();
        html! {
            header {
                (self.heading(&about))
                p.verdict.(tone.class()) { strong { (word) } " " (text) }
            }
            (self.outcome())
            (self.contents(&about))
            (self.attention())
            @if self.has_several() { (ledger_table(&self.parts)) }
            @if let Some(joined) = &self.course { (course(joined, self.run.is_none().then_some(self.parts.len()))) }
            @if let Some(run) = &self.run { (run_facts(run, &self.how, &about, self.course.as_ref().map(|course| &course.sums), self.counts.as_ref())) }
            @if !self.runs.is_empty() { (runs_table(&self.runs, self.all_runs, self.has_several())) }
            (self.told(&about))
            (self.next(&about))
            footer.soft {
                p { "Made " (self.made) " by glassix-import " (env!("CARGO_PKG_VERSION")) " from " @if self.has_several() { (counted(self.parts.len() as u64, "ledger")) } @else { (value(self.ledger())) } ". "
                    @if self.values { "It shows cells of the sheet, keys, and what the service said: it is personal data." }
                    @else { "It shows no cell of the sheet. Keys that look like an address or a number are shortened, and of what the service said, texts in quotes, addresses and long numbers are left out." }
                }
            }
        }
    }

    fn heading(&self, about: &About) -> Markup {
        html! {
            @match &self.run {
                Some(run) => {
                    @let files = if about.files.is_empty() { &run.files } else { &about.files };
                    h1 { "Import of " @if files.is_empty() { "no sheet" } @else { (values(files)) } }
                    p.soft { "Into " (value(&run.target)) ", " (run.started.replace('T', " ").replace('Z', " UTC")) ", run " code { (value(&run.run_id)) } }
                }
                None => {
                    h1 { "Everything in " @if self.has_several() { (counted(self.parts.len() as u64, "ledger")) } @else { (value(self.ledger())) } }
                    p.soft { (counted(self.all_runs, "run")) @if !self.totals.is_empty() { ", into " @for (index, of) in self.totals.iter().enumerate() { @if index > 0 { " and " } (value(&of.target)) } } }
                }
            }
        }
    }

    fn outcome(&self) -> Markup {
        let shares = self.shares();
        let whole: u64 = shares.iter().map(|share| share.rows).sum();
        let there: Vec<&Share> = shares.iter().filter(|share| share.rows > 0).collect();
        html! {
            section aria-labelledby="outcome" {
                h2 #outcome { "Outcome" }
                (bar(&there, whole))
                dl.counts {
                    div.whole { dt { (self.whole()) } dd #whole data-count=(whole) { (grouped(whole)) } }
                    @for share in &shares {
                        @if share.rows > 0 || share.label == "created" {
                            div.(share.tone.class()) { dt { span.swatch aria-hidden="true" {} (share.label) } dd.share data-count=(share.rows) { (grouped(share.rows)) } }
                        }
                    }
                }
                p.soft.sum {
                    (grouped(whole)) " " (self.whole()) " ="
                    @for (index, share) in there.iter().enumerate() { @if index > 0 { " +" } " " (grouped(share.rows)) " " (share.label) }
                    @if there.is_empty() { " 0" }
                }
                @if let Some(counts) = &self.counts {
                    @for (count, what) in [
                        (counts.reconciled, "were found by looking their keys up after a doubt"),
                        (counts.changed, "were edited after their ticket was created, and not sent again"),
                        (counts.remapped, "have become something else by another mapping, and were not sent again"),
                        (counts.duplicates_differing, "have the key of an earlier row and other content"),
                        (counts.doubled, "have two tickets: close all but one in the workspace"),
                        (counts.in_doubt_elsewhere, "of other sheets are in doubt; they are in none of these numbers"),
                    ] {
                        @if count > 0 { p.soft { (counted(count, "row")) " " (what) "." } }
                    }
                }
            }
        }
    }

    fn contents(&self, about: &About) -> Markup {
        let there = [
            ("attention", "What needs attention", true),
            ("ledgers", "The ledgers", self.has_several()),
            ("course", "Over time", self.course.is_some()),
            (
                "runs",
                if self.run.is_some() {
                    "The run"
                } else {
                    "Runs"
                },
                true,
            ),
            ("told", "Settings and mapping", !about.settings.is_empty()),
            ("next", "Next", true),
        ];
        html! {
            nav aria-label="On this page" {
                ul { @for (id, name, _) in there.iter().filter(|(_, _, there)| *there) { li { a href={ "#" (id) } { (name) } } } }
            }
        }
    }

    fn attention(&self) -> Markup {
        let listed: u64 = self.reasons.iter().map(|reason| reason.rows).sum();
        // What this run left as an earlier run had found it is a row of that run.
        let expected = self.counts.map_or(listed, |counts| {
            counts.rejected + counts.failed + counts.conflicts + counts.in_doubt
        });
        html! {
            section aria-labelledby="attention" {
                h2 #attention { "What needs attention" }
                @if self.reasons.is_empty() {
                    p { "No row" @if self.run.is_some() { " that this run touched" } " is without its ticket." }
                } @else {
                    (reason_table(&self.reasons, listed))
                    (row_table(&self.rows, self.totals.len() > 1 || several(&self.rows), &self.results))
                }
                @if expected > listed {
                    p.soft { (counted(expected - listed, "row")) " more had been refused by an earlier run and not changed since, or have got their ticket by a later one; the report of the whole ledger has them all." }
                }
            }
        }
    }

    fn told(&self, about: &About) -> Markup {
        html! {
            @if !about.settings.is_empty() {
                section aria-labelledby="told" {
                    h2 #told { "Settings and mapping" @if self.run.is_none() { " of the last run" } }
                    @if self.told_differently { p.soft { "The last runs of these ledgers were not told the same; this is what the newest was told." } }
                    (setting_table(about))
                    @for mapping in &about.mapping { (mapping_table(mapping)) }
                }
            }
        }
    }

    fn next(&self, about: &About) -> Markup {
        let (tone, ..) = self.verdict();
        html! {
            section aria-labelledby="next" {
                h2 #next { "Next" }
                @if matches!(tone, Tone::Good | Tone::Quiet) {
                    p { "Nothing is to be done. The same command again sends nothing twice." }
                } @else {
                    @if self.has_several() { (again(&self.parts)) }
                    @else {
                        p { "Mend these rows in the sheet and start the same command again: rows with a ticket are left alone." }
                        @if !about.command.is_empty() { pre { code { (value(&about.command)) } } }
                    }
                    @if !self.reasons.is_empty() {
                        p { "Just the rows without a ticket, as a file to mend and to send:" }
                        pre { code { (value(&self.results)) } }
                    }
                }
            }
        }
    }
}

/// Whether rows are of more than one file.
fn several(rows: &super::rows::Rows) -> bool {
    let first = rows.shown.first().map(|row| &row.file);
    rows.shown.iter().any(|row| Some(&row.file) != first)
}

/// The shares as one bar; the numbers below it say the same. A share of a few rows in a million can still
/// be seen.
#[expect(
    clippy::cast_precision_loss,
    reason = "a width needs no more digits than a double has"
)]
fn bar(shares: &[&Share], whole: u64) -> Markup {
    const WIDTH: f64 = 1000.0;
    const LEAST: f64 = 12.0;
    let width = |share: &Share| (share.rows as f64 / whole.max(1) as f64 * WIDTH).max(LEAST);
    let all: f64 = shares.iter().map(|share| width(share)).sum();
    let (mut rects, mut from) = (String::new(), 0.0);
    for share in shares {
        let width = width(share) / all * WIDTH;
        rects.push_str(&format!(
            "<rect class=\"{}\" x=\"{from:.2}\" y=\"0\" width=\"{width:.2}\" height=\"20\"/>",
            share.tone.class()
        ));
        from += width;
    }
    html! {
        div.bar { (PreEscaped(format!("<svg viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">{rects}</svg>"))) }
    }
}
