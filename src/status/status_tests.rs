#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::ledger::{State, Trouble};
use crate::run::Counts;

fn trouble(state: State, message: &str) -> Trouble {
    Trouble {
        key: "dana@example.com".into(),
        state,
        file: "a.csv".into(),
        record: 3,
        line: 4,
        attempts: 1,
        at: 60,
        ticket: None,
        message: message.into(),
        cells: None,
    }
}

#[test]
fn every_row_is_in_one_group_and_personal_data_in_none() {
    let mut reasons = Reasons::new(false);
    for who in ["\"Dana\"", "\"Noa\""] {
        reasons.take(&trouble(State::Failed, &format!("{who} is no name")));
    }
    reasons.take(&trouble(
        State::Rejected,
        "tags: too long; culture: unknown",
    ));
    reasons.take(&trouble(State::Sending, ""));
    let groups = reasons.groups();
    assert_eq!(groups.iter().map(|of| of.rows).sum::<u64>(), 4);
    assert_eq!(
        (groups[0].reason.as_str(), groups[0].rows),
        ("\"…\" is no name", 2)
    );
    assert!(groups.iter().any(|of| of.reason == "tags: too long"));
    assert_eq!(groups[0].example.key, "da…om");
    let doubt = reasons.in_doubt().unwrap();
    assert_eq!(
        (doubt.rows, doubt.since.as_deref()),
        (1, Some("1970-01-01T00:01:00Z"))
    );
}

#[test]
fn reasons_beyond_the_bound_are_one_group_and_still_add_up() {
    let mut reasons = Reasons::new(true);
    for number in 0..500 {
        reasons.take(&trouble(State::Failed, &format!("reason {number}")));
    }
    let groups = reasons.groups();
    assert!(groups.len() <= 51, "{}", groups.len());
    assert_eq!(groups.iter().map(|of| of.rows).sum::<u64>(), 500);
}

#[test]
fn a_run_that_goes_on_is_told_from_what_it_publishes() {
    let state = LiveState {
        run_id: "r".into(),
        rows_expected: Some(200),
        rows_ended: 50,
        rows_per_second: 2.5,
        seconds_left: Some(60),
        counts: Counts {
            created: 48,
            rejected: 2,
            ..Counts::default()
        },
        under_way: 8,
        waiting_seconds: Some(7),
        ..LiveState::default()
    };
    let holder = Holder {
        run_id: "r".into(),
        ..Holder::default()
    };
    let running = Running {
        holder,
        state: Some(state),
    };
    let status = Status::of_running(Path::new("l.sqlite"), running);
    let text = status.to_text();
    for part in [
        "50 of 200 (25%), 2.5 rows/s, 60 seconds left",
        "under way",
        "7 s more",
        "status --watch --ledger l.sqlite",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let line = status.to_line().unwrap();
    assert!(
        line.starts_with("50 of 200 (25%): created 48, rejected 2, under way 8"),
        "{line}"
    );
}

#[test]
fn advice_behind_a_semicolon_belongs_to_its_problem() {
    assert_eq!(
        problems_of("field1: is 130 long; shorten it; culture: unknown"),
        ["field1: is 130 long; shorten it", "culture: unknown"]
    );
    assert_eq!(problems_of(""), [""]);
}
