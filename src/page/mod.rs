//! The frame of every page that is written: one file that needs nothing but itself.
//!
//! A policy inside the page forbids it everything but its own style, and its own script where it has one, each
//! by its hash: no network, no font, and not even a cell that got past the escaping could do anything.

use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::terminal::on_one_line;

/// The style that all pages share.
pub(crate) const STYLE: &str = include_str!("page.css");

/// A page that is about to be written.
pub(crate) struct Page<'a> {
    /// Its title, in words that may come from a sheet.
    pub(crate) title: &'a str,
    /// Its style, a text of ours.
    pub(crate) style: &'a str,
    /// Its script, a text of ours, blank where it has none.
    pub(crate) script: &'a str,
    /// What stands in it.
    pub(crate) body: &'a Markup,
}

impl Page<'_> {
    /// The whole page.
    pub(crate) fn to_html(&self) -> String {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(self.policy());
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (on_one_line(self.title)) }
                    style { (PreEscaped(self.style)) }
                }
                body {
                    main { (self.body) }
                    @if !self.script.is_empty() { script { (PreEscaped(self.script)) } }
                }
            }
        }
        .into_string()
    }

    /// What the page may do.
    fn policy(&self) -> String {
        let style = hash(self.style);
        let script = if self.script.is_empty() {
            String::new()
        } else {
            format!(" script-src 'sha256-{}';", hash(self.script))
        };
        format!(
            "default-src 'none'; style-src 'sha256-{style}';{script} base-uri 'none'; form-action 'none'"
        )
    }
}

fn hash(text: &str) -> String {
    BASE64.encode(&Sha256::digest(text.as_bytes()))
}

/// A value of a sheet: on one line, with what cannot be seen as its code, in its own direction.
pub(crate) fn value(text: &str) -> Markup {
    html! { span.value dir="auto" { (on_one_line(text)) } }
}

/// Values of a sheet, one behind the other.
pub(crate) fn values<S: AsRef<str>>(texts: &[S]) -> Markup {
    html! { @for (index, text) in texts.iter().enumerate() { @if index > 0 { ", " } (value(text.as_ref())) } }
}

/// A table that scrolls by itself where it is wider than the page.
pub(crate) fn scrolling(name: &str, table: Markup) -> Markup {
    html! { div.scroll role="region" aria-label=(name) tabindex="0" { (table) } }
}
