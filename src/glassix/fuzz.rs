//! Answers, headers and links from a service that means no good.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::answer::{Answer, Exchange, http_date, retry_after};
use super::classify::{Obstacle, Verdict, classify};
use super::rate_headers::allowances;
use super::server_clock::ServerClock;
use super::wire::{self, ListPage, Ticket};
use super::{Endpoint, token};
use crate::fuzzing::Choices;
use crate::ticket::{Digest, Key, Ready};

/// The key of the row that was sent.
const KEY: &str = "JX867641";

/// Longest message that is kept, in characters.
const MAX_MESSAGE: usize = 300;

fn row() -> Ready {
    Ready {
        key: Key::given(KEY).unwrap(),
        key_is_derived: false,
        digest: Digest::of(b"row"),
        body: r#"{"field1":"Crete","culture":"he-IL","tags":["VIP"],"participants":[{"type":"Client","protocolType":"WhatsApp","identifier":"17818469236"}],"uniqueArgument":"JX867641","details":{"source":{"title":"fair"}}}"#.into(),
        contacts: vec!["17818469236".to_owned()],
        tags: Vec::new(),
        mapped_times: Vec::new(),
        changes: Vec::new(),
    }
}

/// The members of an object by their name in any letter case.
fn named<'a>(object: &'a Value, name: &str) -> Vec<&'a Value> {
    let members = object.as_object().into_iter().flatten();
    members
        .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}

fn is_harmless(message: &str) -> bool {
    message.chars().count() <= MAX_MESSAGE && !message.chars().any(char::is_control)
}

/// Whatever an answer to a create is, its verdict is one that it can prove.
pub(crate) fn answer(data: &[u8]) {
    let mut choices = Choices(data);
    let status = 100 * u16::from(choices.byte() % 10) + u16::from(choices.byte() % 100);
    let answer = Answer {
        status,
        retry_after: (status % 2 == 0).then_some(Duration::MAX),
        body: choices.0.to_vec().into(),
    };
    let row = row();
    let tree: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let verdict = classify(&Exchange::Answered(answer.clone()), &row);
    match &verdict {
        Verdict::Created { ticket, .. } => {
            assert!((200..=299).contains(&status), "{status}");
            // What a tree cannot hold, such as a number without end, may stand in a part that nobody reads.
            if let Some(tree) = tree {
                // A tree takes -0 for no whole number.
                let is_zero = |value: &Value| *ticket == 0 && value.as_f64() == Some(0.0);
                let is_told = |value: &&Value| value.as_i64() == Some(*ticket) || is_zero(value);
                assert!(named(&tree, "id").iter().any(is_told));
                let keys = named(&tree, "uniqueArgument");
                assert!(keys.iter().any(|key| key.as_str() == Some(KEY)));
            }
        }
        Verdict::Conflict { named, message, .. } => {
            assert!(status == 409 || (200..=299).contains(&status));
            assert!(named.len() <= 3 && is_harmless(message));
        }
        Verdict::Refused { named, message, .. } => {
            assert!(
                (400..=499).contains(&status) && ![401, 403, 408, 409, 425, 429].contains(&status)
            );
            assert!(named.len() <= 3 && is_harmless(message));
            assert!(!named.contains(&17_818_469_236));
        }
        Verdict::NotDelivered(obstacle) => {
            assert_eq!(status, 429);
            assert!(matches!(obstacle, Obstacle::Throttled(_)));
        }
        Verdict::InDoubt { what } => assert!(is_harmless(what)),
        Verdict::Fatal { in_doubt, .. } => {
            assert!(*in_doubt != [401, 403].contains(&status));
        }
    }
    let lost = Exchange::Lost(String::new());
    assert!(matches!(classify(&lost, &row), Verdict::InDoubt { .. }));
    // A secret that is repeated is gone, and what is left means no more than before.
    let mut redacted = answer;
    redacted.redact(b"S3CRET");
    assert!(memchr::memmem::find(&redacted.body, b"S3CRET").is_none());
    assert!(is_harmless(&wire::words(&redacted)));
    if let Ok((_, life)) = token::read(&Exchange::Answered(redacted)) {
        assert!((200..=299).contains(&status) && life <= Duration::from_secs(u64::from(u32::MAX)));
    }
}

/// Waits, limits, clocks, pages and links are bounded, and no link leads elsewhere.
pub(crate) fn headers(data: &[u8]) {
    let mut choices = Choices(data);
    let now = Timestamp::from_second(i64::from(choices.byte()) * 20_000_000).unwrap();
    let [retry, date, limits, link, base, list] = choices.texts::<6>();
    let date = http_date(&date);
    let wait = retry_after(&retry, date, now);
    assert!(wait.is_none() || !retry.trim().starts_with('-') || wait == Some(Duration::ZERO));
    let lines: Vec<(String, &str)> = limits
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
        .collect();
    let header = |name: &str| {
        let line = lines.iter().find(|(known, _)| known == name);
        line.map(|(_, value)| *value)
    };
    let told = allowances(header, date.unwrap_or(now));
    assert!(told.len() <= 8);
    crate::pacer::fuzz::heard(wait, &told);
    if let Some(date) = date {
        let (mut clock, instant) = (ServerClock::default(), tokio::time::Instant::now());
        clock.see(date.as_second(), instant);
        clock.see(now.as_second(), instant);
        assert!(clock.earliest(instant) <= clock.latest(instant));
    }
    for base in [base.as_str(), "https://acme.glassix.com/api/v1.2"] {
        let Ok(endpoint) = base.parse::<Endpoint>() else {
            continue;
        };
        let root = endpoint.call("");
        assert!(root.scheme() == "https" || endpoint.is_loopback());
        assert!(root.username().is_empty() && root.password().is_none());
        // What the ledger knows it by stays the same when it is read again.
        let again: Endpoint = endpoint.to_string().parse().unwrap();
        assert_eq!(again.host(), endpoint.host());
        for link in link.lines() {
            let Some(own) = endpoint.own(link) else {
                continue;
            };
            assert_eq!(own.origin(), root.origin());
            assert!(own.username().is_empty() && own.password().is_none());
            assert!(own.path().starts_with(root.path()), "{own} below {root}");
        }
    }
    page(&list);
    if let Some(tags) = wire::tags(&list) {
        assert!(tags.len() <= list.len());
    }
    for line in list.lines().take(8) {
        if let Some(second) = wire::seconds(line) {
            let _ = wire::list_date(second);
        }
    }
}

/// A page of the list has the tickets that its text has.
fn page(text: &str) {
    let Some(page) = ListPage::in_json(text) else {
        return;
    };
    assert!(
        page.next
            .as_deref()
            .is_none_or(|next| !next.trim().is_empty())
    );
    let Ok(tree) = serde_json::from_str::<Value>(text) else {
        return;
    };
    let lists = named(&tree, "tickets");
    let fits = |list: &&Value| {
        let ids = list.as_array().into_iter().flatten();
        let ids = ids.filter_map(|ticket| Ticket::in_json(&ticket.to_string()));
        ids.count() >= page.tickets.len()
    };
    assert!(lists.iter().any(fits));
}
