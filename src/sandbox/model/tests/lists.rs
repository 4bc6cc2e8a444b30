//! Windows of tickets/list, and whether the indexes agree with the tickets.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::super::super::options::ListOptions;
use super::*;

#[test]
fn a_window_holds_what_was_opened_closed_or_active_in_it_each_once_borders_included() {
    let mut bench = Bench::new(SandboxOptions::default());
    let at = |iso: &str| Moment::parse_iso(iso).unwrap().unwrap();
    let (opened, closed) = ("2019-02-03T04:05:06Z", "2019-02-20T04:05:06Z");
    let old = bench
        .create_in("department", "old", |body| {
            body["state"] = json!("Closed");
            body["open"] = json!(opened);
            body["close"] = json!(closed);
        })
        .unwrap();
    let fresh = bench.create("fresh").unwrap();
    let tick = |moment: Moment, ticks: i64| Moment::from_ticks(moment.ticks() + ticks);
    for (since, until, ids) in [
        (at(opened), at(opened), vec![old]),
        (at(closed), at(closed), vec![old]),
        (at(opened), at(closed), vec![old]),
        (tick(at(opened), 1), tick(at(closed), -1), vec![]),
        (bench.now, bench.now, vec![fresh]),
        (tick(bench.now, 1), bench.now.plus_seconds(9), vec![]),
    ] {
        assert_eq!(
            bench.window("department", since, until),
            ids,
            "{since:?} {until:?}"
        );
        assert_eq!(bench.window("another", since, until), [] as [i64; 0]);
    }
    bench.now = bench.now.plus_seconds(100);
    bench.set_state(old, TicketState::Open);
    assert_eq!(bench.window("department", bench.now, bench.now), [old]);
    assert_eq!(
        bench.window("department", at(closed), at(closed)),
        [] as [i64; 0]
    );
}

#[test]
fn the_list_filters_by_state_and_turns_its_order() {
    let mut bench = Bench::new(SandboxOptions::default());
    let mut ids = Vec::new();
    for key in ["a", "b", "c"] {
        ids.push(bench.create(key).unwrap());
        bench.now = bench.now.plus_seconds(1);
    }
    bench.set_state(ids[1], TicketState::Pending);
    let session = session(&mut bench.model, "department", bench.now);
    let mut list = |states: &[TicketState], newest_first| {
        let (since, until) = (Moment::from_ticks(0), bench.now);
        let query = ListQuery::Window {
            since,
            until,
            states: states.to_vec(),
            newest_first,
        };
        let (tickets, _) = bench
            .model
            .list(&session, &query, 0, &Trick::None, bench.now)
            .unwrap();
        tickets.iter().map(|ticket| ticket.id).collect::<Vec<_>>()
    };
    assert_eq!(list(&[TicketState::Open], false), [ids[0], ids[2]]);
    assert_eq!(list(&[TicketState::Open], true), [ids[2], ids[0]]);
    assert_eq!(
        list(&[TicketState::Pending, TicketState::Closed], true),
        [ids[1]]
    );
    assert_eq!(list(&[], true).len(), 3);
}

#[test]
fn a_lagging_list_shows_a_ticket_when_its_time_has_come() {
    let list = ListOptions {
        lag_ms: 500,
        ..Default::default()
    };
    let mut bench = Bench::new(SandboxOptions {
        list,
        ..Default::default()
    });
    let first = bench.create("a").unwrap();
    bench.now = bench.now.plus_millis(300);
    let second = bench.create("b").unwrap();
    for (ms, ids) in [
        (199, vec![]),
        (1, vec![first]),
        (299, vec![first]),
        (1, vec![second, first]),
    ] {
        bench.now = bench.now.plus_millis(ms);
        assert_eq!(bench.all(), ids);
    }
}

proptest! {
    /// Whatever is created, changed and closed: the indexes agree with the tickets.
    #[test]
    fn sums_and_indexes_agree_with_the_tickets(steps in proptest::collection::vec((0..4_u8, 0..6_u8, 0..5_i64), 1..40)) {
        let mut bench = Bench::new(SandboxOptions {
            open_ticket_conflict: ConflictRule::Phone,
            ..Default::default()
        });
        for (kind, key, seconds) in steps {
            bench.now = bench.now.plus_seconds(seconds);
            let id = 231_000_001 + i64::from(key);
            let exists = bench.model.shelf().get(id).is_some();
            match kind {
                2 if exists => bench.set_state(id, TicketState::Closed),
                3 if exists => {
                    let session = session(&mut bench.model, "department", bench.now);
                    let body = json!({ "uniqueArgument": format!("moved{key}") });
                    let body = serde_json::from_value(body).unwrap();
                    let ticket = bench.model.set_fields(&session, Some(id), body, bench.now).unwrap();
                    bench.model.keep(ticket);
                }
                _ => {
                    let _ = bench.create_in("department", &format!("k{}", key % 3), |body| {
                        body["participants"][0]["identifier"] = json!(format!("1781846923{}", key % 2));
                        body["markAsRead"] = json!(key % 2 == 0);
                    });
                }
            }
        }
        let shelf = bench.model.shelf();
        let tickets: Vec<_> = shelf.after(i64::MIN).cloned().collect();
        let mut keys: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for ticket in &tickets {
            keys.entry(&ticket.unique_argument).or_default().push(ticket.id);
        }
        prop_assert_eq!(shelf.distinct_keys(), keys.len());
        for (key, ids) in &keys {
            prop_assert_eq!(shelf.with_key(key), ids.as_slice());
        }
        let repeated = keys.values().filter(|ids| ids.len() > 1).count() as u64;
        let unread = tickets.iter().filter(|ticket| !ticket.switches.read).count() as u64;
        prop_assert_eq!((shelf.sums().repeated_keys, shelf.sums().unread), (repeated, unread));
        for ticket in &tickets {
            let conflict = shelf.conflict("department", &ticket.participants);
            let open = tickets.iter().find(|other| {
                other.state != TicketState::Closed
                    && other.participants[0].identifier == ticket.participants[0].identifier
            });
            prop_assert_eq!(conflict, open.map(|open| open.id));
        }
        let mut listed = bench.all();
        listed.sort_unstable();
        prop_assert_eq!(listed.len(), bench.model.shelf().len().min(100));
        listed.dedup();
        prop_assert_eq!(listed.len(), bench.model.shelf().len().min(100));
    }
}
