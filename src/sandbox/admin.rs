//! What the sandbox tells about itself: the page, and the journal over HTTP. Never faulted, never limited.

use std::sync::Arc;

use serde_json::json;

use super::{
    answer::json_body,
    fault::Body,
    http::{Answer, HTML, JSON_LINES},
    journal::Journal,
    page,
    record::RequestRecord,
    rows::Line,
    shared::Shared,
};

/// Answers what is not the API.
pub(crate) fn answer(shared: &Arc<Shared>, method: &str, path: &str) -> Answer {
    let journal = Journal::new(Arc::clone(shared));
    if method != "GET" && method != "HEAD" {
        return error(shared, 405, "The method is not allowed here; use GET.");
    }
    match path {
        "/sandbox/journal" => Answer::json(json_body(&journal.totals())),
        "/sandbox/keys" => Answer::rows(Arc::clone(shared), Line::Key),
        "/sandbox/tickets" => Answer::rows(Arc::clone(shared), Line::Ticket),
        "/sandbox/requests" => {
            let lines: Vec<u8> = journal.recorded().iter().flat_map(line).collect();
            Answer::new(200, JSON_LINES, lines)
        }
        _ if path.starts_with("/api/") || path.starts_with("/sandbox/") => error(
            shared,
            404,
            "There is nothing here; the API is below /api/v1.2.",
        ),
        _ => Answer::new(
            if path == "/" { 200 } else { 404 },
            HTML,
            page::index(&journal.totals()),
        ),
    }
}

fn error(shared: &Shared, status: u16, text: &str) -> Answer {
    Answer::error(status, text, shared.rules.options.error_body, Body::Usual)
}

/// One request as a line.
fn line(record: &RequestRecord) -> Vec<u8> {
    let mut line = json_body(&json!({
        "number": record.number,
        "arrived_us": record.arrived_us,
        "route": record.route.name(),
        "status": record.status,
        "fault": record.fault,
        "unique_argument": record.unique_argument,
    }));
    line.push(b'\n');
    line
}
