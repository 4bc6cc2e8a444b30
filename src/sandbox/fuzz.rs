//! Requests, options and state files from anybody, for the sandbox.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;

use bytes::Bytes;
use hyper::header::HeaderValue;

use super::answer::{Bend, json_body, page_body, ticket_body};
use super::core::{Asked, Call, Core, Reply};
use super::fault::FaultRule;
use super::http::{Answer, Payload};
use super::model::Model;
use super::moment::Moment;
use super::options::SandboxOptions;
use super::paging::Trick;
use super::parse::parse;
use super::plan::FaultPlan;
use super::retry_after::RetryAfter;
use super::route::{self, Route, Target};
use super::rules::Rules;
use super::state_file::StateFile;
use super::{admin, shared::Shared};
use crate::fuzzing::Choices;

/// What is written of a request is JSON, whatever it was.
fn is_json(bytes: &[u8]) {
    assert!(serde_json::from_slice::<serde_json::Value>(bytes).is_ok());
}

/// `0`: requests, one after the other; `1`: options and faults; `2`: a state file.
pub(crate) fn request(data: &[u8]) {
    let mut choices = Choices(data);
    match choices.below(3) {
        0 => requests(choices),
        1 => options(&String::from_utf8_lossy(choices.0)),
        _ => state(choices.0),
    }
}

fn options(text: &str) {
    if let Ok(options) = toml::from_str::<SandboxOptions>(text) {
        let _ = options.check();
    }
    for line in text.lines() {
        let _ = (line.parse::<FaultRule>(), line.parse::<FaultPlan>());
        let _ = line.parse::<RetryAfter>();
    }
}

/// A state file that was read is read again with as many tickets, and takes another.
fn state(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    std::fs::write(&path, bytes).unwrap();
    let read = || {
        let mut tickets = Vec::new();
        StateFile::open(&path, |ticket| {
            tickets.push(serde_json::to_string(&ticket).unwrap())
        })
        .map(|_| tickets)
    };
    let Ok(tickets) = read() else { return };
    assert_eq!(read().unwrap(), tickets);
}

fn requests(mut choices: Choices<'_>) {
    let strict_nulls = choices.below(2) == 1;
    let options = Arc::new(SandboxOptions {
        strict_nulls,
        ..SandboxOptions::default()
    });
    let rules = Rules::new(Arc::clone(&options));
    let now = Moment::from_timestamp("2026-05-03T08:15:30Z".parse().unwrap());
    let model = Model::new(Arc::new(Rules::new(Arc::clone(&options))), 7, now);
    let mut core = Core::new(model, None);
    let body = Bytes::from_static(br#"{"apiKey":"k","apiSecret":"s","userName":"a@b.example"}"#);
    let (call, _) = parse(Route::Token, "", &body, &rules);
    let token = match performed(&mut core, &rules, now, Route::Token, call, None, None) {
        Some(Reply::Body(body)) => {
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            format!("Bearer {}", body["access_token"].as_str().unwrap())
        }
        _ => panic!("no token"),
    };
    for part in choices.parts::<6>() {
        let end = memchr::memchr(b'\n', part).unwrap_or(part.len());
        let line = String::from_utf8_lossy(&part[..end]).into_owned();
        let body = Bytes::copy_from_slice(part.get(end + 1..).unwrap_or_default());
        let (method, target) = line.split_once(' ').unwrap_or((&line, ""));
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match route::find(method, path) {
            Target::Call(route, id) => {
                let (call, key) = parse(route, query, &body, &rules);
                assert!(key.is_none() || route == Route::Create);
                performed(&mut core, &rules, now, route, call, id, Some(&token));
            }
            Target::WrongMethod(route) => assert!(route.method() != method),
            Target::NoCall => {}
            Target::Elsewhere => {
                let shared = Arc::new(Shared::open(Arc::clone(&options)).unwrap());
                admin::answer(&shared, method, path).into_response(now);
            }
        }
    }
    core.catch_up(now.plus_seconds(1));
}

/// Carries a call out, and writes its answer as it would be sent.
fn performed(
    core: &mut Core,
    rules: &Rules,
    now: Moment,
    route: Route,
    call: Call,
    id: Option<i64>,
    authorization: Option<&str>,
) -> Option<Reply> {
    let asked = Asked {
        route,
        call,
        id,
        authorization,
        late_ms: None,
        lag_ms: 0,
        trick: Trick::None,
    };
    let bend = Bend {
        extra_fields: false,
        shuffle_case: true,
    };
    match core.perform(asked, rules, now).reply {
        Ok(reply) => {
            match &reply {
                Reply::Created(ticket) | Reply::Ticket(ticket) => {
                    is_json(&ticket_body(ticket, bend))
                }
                Reply::Page(tickets, next) => is_json(&page_body(
                    tickets.iter().map(|ticket| &**ticket),
                    next.as_deref(),
                    rules.options.list.end,
                    bend,
                )),
                Reply::Body(body) => is_json(body),
                Reply::Late => {}
            }
            Some(reply)
        }
        Err(refusal) => {
            assert!((400..=599).contains(&refusal.status()));
            let text = refusal.text(&rules.options.texts);
            is_json(&json_body(&text));
            let answer = Answer::error(
                refusal.status(),
                &text,
                rules.options.error_body,
                super::fault::Body::Usual,
            );
            assert!(matches!(answer.body, Payload::Whole(_)));
            assert!(HeaderValue::from_str(&now.http_date()).is_ok());
            answer.into_response(now);
            None
        }
    }
}
