//! The page for people who open the sandbox in a browser.

use super::journal::Totals;

/// The page, with what has happened so far.
pub(crate) fn index(totals: &Totals) -> String {
    let rows = [
        ("tickets", totals.tickets),
        ("different keys", totals.distinct_keys),
        (
            "keys with more than one ticket",
            totals.keys_with_more_than_one,
        ),
        ("customers who would have been greeted", totals.greetings),
        ("webhooks", totals.webhooks),
        ("requests", totals.requests_total),
        ("throttled (429)", totals.throttled),
        ("refused (other 4xx)", totals.refused),
        ("faults", totals.faults),
    ];
    let rows: String = rows
        .iter()
        .map(|(what, count)| format!("<tr><td>{what}</td><td>{count}</td></tr>\n"))
        .collect();
    format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Glassix sandbox</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:3em auto;padding:0 1em}}
td:last-child{{text-align:right;padding-left:2em;font-variant-numeric:tabular-nums}}
.note{{background:#fff3cd;color:#3d3000;border:1px solid #e0c060;padding:.7em 1em}}</style></head>
<body><h1>Glassix sandbox</h1>
<p class="note"><strong>Nothing here is real.</strong> This is a look-alike of the Glassix API on this machine, served by
glassix-import. No customer is greeted, no message is sent, and nothing leaves the machine.</p>
<table>
{rows}</table>
<p>The API is below <code>/api/v1.2</code>. What happened is told by <a href="/sandbox/journal">/sandbox/journal</a>,
<a href="/sandbox/keys">/sandbox/keys</a>, <a href="/sandbox/tickets">/sandbox/tickets</a> and
<a href="/sandbox/requests">/sandbox/requests</a>.</p>
</body></html>
"#
    )
}

/// Text as it may stand between tags.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
