//! The protocol as a model, small enough to look at every state: one row, a client that may lose power at any
//! instant, a service that may take a request late, a list that may lag. The protocol as it is built has no way
//! to two tickets; leave one of its rules out, and the checker finds one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "protocol_model/protocol.rs"]
mod protocol;

use protocol::{Action, BUILT, FOUND, Intent, NEVER_TWO, ONE_WHEN_CLEAN, Protocol};
use stateright::{Checker as _, Model as _};

/// The steps to two tickets, if there is a way.
fn way_to_two(protocol: Protocol) -> Option<Vec<Action>> {
    let checker = protocol.checker().spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    let path = checker.discovery(NEVER_TWO)?;
    Some(path.into_actions())
}

#[test]
fn the_protocol_never_makes_two_and_makes_one_when_it_ends_clean() {
    let checker = BUILT.checker().spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    checker.assert_properties();
}

#[test]
fn every_rule_that_is_left_out_makes_a_way_to_two() {
    let no_canary = Protocol {
        canary: false,
        ..BUILT
    };
    let variants = [
        (
            "no intent",
            Protocol {
                intent: Intent::None,
                ..BUILT
            },
        ),
        (
            "an intent that is not durable",
            Protocol {
                intent: Intent::NotDurable,
                ..BUILT
            },
        ),
        (
            "a settle time shorter than the delay",
            Protocol {
                settle: 1,
                delay: Some(2),
                ..BUILT
            },
        ),
        ("a lagging list without canary", no_canary),
        (
            "a blind retry",
            Protocol {
                blind_retry: true,
                ..BUILT
            },
        ),
        (
            "delays without bound",
            Protocol {
                delay: None,
                ..BUILT
            },
        ),
    ];
    for (name, protocol) in variants {
        let way = way_to_two(protocol);
        println!("{name}: {way:?}");
        assert!(way.is_some(), "{name} does no harm?");
    }
}

#[test]
fn a_truthful_list_needs_no_canary() {
    let truthful = Protocol {
        list_lags: false,
        canary: false,
        ..BUILT
    };
    assert_eq!(way_to_two(truthful), None);
}

#[test]
fn hold_never_makes_two_whatever_is_delayed_and_whatever_the_list_says() {
    let hold = Protocol {
        hold: true,
        delay: None,
        canary: false,
        ..BUILT
    };
    assert_eq!(way_to_two(hold), None);
    let checker = hold.checker().spawn_bfs().join();
    assert!(checker.discovery(ONE_WHEN_CLEAN).is_none());
    assert!(checker.discovery(FOUND).is_some());
}
