//! The textual form of plans.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
use super::super::{
    fault::{Body, Fault, When},
    millis::Millis,
    retry_after::RetryAfter,
    route::{Route, RouteSet},
};
use super::*;
use proptest::prelude::*;

#[test]
fn a_wrong_rule_says_what_is_wrong_with_it() {
    for (text, part) in [
        ("create", "ROUTES:KIND"),
        ("crate:500", "\"crate\" is not a call"),
        ("create:boom", "\"boom\" is not a fault"),
        ("create:200", "is not a fault"),
        ("create:delay", "needs ms="),
        ("create:500:ms=5", "does not take ms"),
        ("create:500:p=2", "a probability from 0 to 1"),
        ("create:500:p", "NAME=VALUE"),
        ("create:500:often=1", "\"often\" is not an option"),
        ("create:delay:ms=50..5", "20, 5..50 or 120~0.5"),
        ("create:500:every=0", "above 0"),
    ] {
        let error = text.parse::<FaultPlan>().unwrap_err().to_string();
        assert!(error.contains(part) && error.contains(text), "{error}");
    }
}

fn rules() -> impl Strategy<Value = FaultRule> {
    let ms = prop_oneof![
        (0..=600_000_u64).prop_map(Millis::Fixed),
        (0..300_000_u64, 0..300_000_u64).prop_map(|(low, width)| Millis::Uniform(low, low + width)),
        (0.0..1e4, 0.0..3.0).prop_map(|(median, sigma)| Millis::LogNormal(median, sigma)),
    ];
    let retry_after = prop_oneof![
        Just(RetryAfter::None),
        (0..1000_u32).prop_map(RetryAfter::Seconds),
        (0..1000_u32).prop_map(RetryAfter::Date),
        "[-a-z0-9]{1,9}".prop_map(RetryAfter::Text),
    ];
    let body = prop_oneof![
        Just(Body::Usual),
        Just(Body::Plain),
        Just(Body::Html),
        Just(Body::Empty)
    ];
    let fault = prop_oneof![
        Just(Fault::Close),
        Just(Fault::CommitThenWrongEcho),
        Just(Fault::ListDrop),
        (400..600_u16, retry_after.clone(), body.clone()).prop_map(|(code, retry_after, body)| {
            Fault::Status {
                code,
                retry_after,
                body,
            }
        }),
        (400..600_u16, retry_after, body).prop_map(|(code, retry_after, body)| {
            Fault::CommitThenStatus {
                code,
                retry_after,
                body,
            }
        }),
        ms.clone().prop_map(Fault::Delay),
        ms.prop_map(Fault::LateCommit),
        "http://[a-z]{1,9}/[a-z,:=]{0,9}".prop_map(|url| Fault::Redirect { url }),
    ];
    let some = |range| proptest::option::of(range);
    let when = (
        proptest::option::of(0.0..=1.0),
        some(1..99_u64),
        proptest::collection::vec(1..99_u64, 0..3),
        proptest::option::of(0.0..1e6),
        proptest::option::of(0.0..1e6),
        some(1..99_u64),
    );
    let routes = proptest::sample::subsequence(Route::ALL.to_vec(), 1..=Route::ALL.len());
    (routes, fault, when).prop_map(|(routes, fault, (p, every, at, from, to, max))| FaultRule {
        routes: routes
            .iter()
            .skip(1)
            .fold(RouteSet::only(routes[0]), |set, route| set.with(*route)),
        fault,
        when: When {
            p,
            every,
            at,
            from,
            to,
            max,
        },
    })
}

proptest! {
    #[test]
    fn a_plan_that_is_written_is_read_back(seed in any::<u64>(), rules in proptest::collection::vec(rules(), 0..5)) {
        let plan = FaultPlan { seed, rules };
        prop_assert_eq!(plan.to_string().parse::<FaultPlan>(), Ok(plan));
    }
}
