//! Rows of one contact: one after the other, whatever happens to them, and nobody else waits for them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Desk, Service};

/// How long the look-alike takes for a create here: two that are apart by less were under way at once.
const ANSWER_MICROS: u64 = 40_000;

/// Rows whose key is `contact-number`, so that the service's own record tells which contact a request was for.
fn sheet(rows: &[(u64, u64)]) -> String {
    let mut text = "id,name,phone\n".to_owned();
    for (contact, number) in rows {
        text += &format!("{contact}-{number},Dana Levi,+97250123450{contact}\n");
    }
    text
}

/// The creates for each contact in the order of their arrival: when, and for which row.
fn arrivals(service: &Service) -> BTreeMap<String, Vec<(u64, String)>> {
    let mut arrivals: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for request in service.recorded() {
        if let (Value::String(key), "create") = (
            &request["unique_argument"],
            request["route"].as_str().unwrap_or_default(),
        ) {
            let (contact, number) = key.split_once('-').unwrap();
            let arrived = request["arrived_us"].as_u64().unwrap();
            let of = arrivals.entry(contact.to_owned()).or_default();
            of.push((arrived, number.to_owned()));
        }
    }
    arrivals
}

fn assert_never_at_once(arrivals: &BTreeMap<String, Vec<(u64, String)>>) {
    for (contact, requests) in arrivals {
        for pair in requests.windows(2) {
            let apart = pair[1].0 - pair[0].0;
            assert!(apart >= ANSWER_MICROS, "contact {contact}: {pair:?}");
        }
    }
}

#[test]
fn rows_of_one_contact_are_sent_in_their_order_and_never_at_once() {
    let (service, desk) = (Service::faulty("create:delay:ms=40"), Desk::new());
    // Eight rows of one contact first: they would fill every worker.
    let mut rows: Vec<(u64, u64)> = (1..=8).map(|number| (1, number)).collect();
    rows.extend((1..=4).flat_map(|number| (2..=9).map(move |contact| (contact, number))));
    desk.write("leads.csv", sheet(&rows));
    let end = desk
        .run(&["leads.csv", "--rate", "none"])
        .to(&service)
        .end();
    let summary = end.summary_of(0);
    assert_eq!(summary.number("created"), rows.len() as u64);
    let arrivals = arrivals(&service);
    assert_never_at_once(&arrivals);
    for (contact, requests) in &arrivals {
        let numbers: Vec<&String> = requests.iter().map(|(_, number)| number).collect();
        let mut sorted = numbers.clone();
        sorted.sort();
        assert_eq!(numbers, sorted, "contact {contact}");
    }
    let last_of_first = arrivals["1"].last().unwrap().0;
    let first_of_others = arrivals["9"].first().unwrap().0;
    assert!(first_of_others < last_of_first, "others wait for nobody");
    service.assert_no_key_has_two_tickets();
}

#[test]
fn tries_and_doubt_hold_the_contact_too() {
    for fault in [
        "create:429:every=3,max=4,retry_after=0",
        "create:close_before_reading:every=4",
        "create:commit_then_close:every=5",
    ] {
        let service = Service::with(&["--fault", fault, "--fault", "create:delay:ms=40"]);
        let desk = Desk::new();
        let rows: Vec<(u64, u64)> = (1..=3)
            .flat_map(|number| (1..=6).map(move |contact| (contact, number)))
            .collect();
        desk.write("leads.csv", sheet(&rows));
        let end = desk
            .run(&["leads.csv", "--rate", "none"])
            .to(&service)
            .end();
        let summary = end.summary_of(0);
        assert_eq!(summary.number("created"), 18, "{fault}: {end}");
        for (contact, requests) in arrivals(&service) {
            let numbers: Vec<&String> = requests.iter().map(|(_, number)| number).collect();
            let mut sorted = numbers.clone();
            sorted.sort();
            assert_eq!(
                numbers, sorted,
                "{fault}: contact {contact} was sent to for a later row before an earlier one was settled"
            );
        }
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn rows_behind_one_that_stays_in_doubt_are_not_sent_and_are_told() {
    let (service, desk) = (Service::faulty("create:hang:at=1"), Desk::new());
    desk.write(
        "leads.csv",
        sheet(&[(1, 1), (1, 2), (2, 1), (1, 3), (2, 2)]),
    );
    let command = || {
        desk.run(&["leads.csv", "--on-doubt", "hold", "--timeout", "300ms"])
            .to(&service)
    };
    let end = command().end();
    let summary = end.summary_of(5);
    assert_eq!(
        summary.numbers(["created", "in_doubt", "not_attempted"]),
        [2, 1, 2],
        "{end}"
    );
    let told = summary
        .rows()
        .iter()
        .map(|row| row["reason"].as_str().unwrap());
    let told = told.filter(|reason| reason.starts_with("another row of its contact"));
    assert_eq!(told.count(), 2, "{end}");
}

#[test]
fn a_row_that_waits_for_its_contact_does_not_hold_up_the_end_of_a_limited_run() {
    let (service, desk) = (Service::faulty("create:delay:ms=40"), Desk::new());
    desk.write("leads.csv", sheet(&[(1, 1), (1, 2), (1, 3)]));
    let limited = desk.run(&["leads.csv", "--limit", "1"]).to(&service).end();
    let summary = limited.summary_of(4);
    assert_eq!(summary.numbers(["created", "not_attempted"]), [1, 2]);
    let rest = desk.run(&["leads.csv"]).to(&service).end().summary_of(0);
    assert_eq!(rest.numbers(["created", "already_created"]), [2, 1]);
}

#[test]
fn a_key_that_stands_twice_is_a_duplicate_also_while_its_first_row_waits() {
    let (service, desk) = (Service::faulty("create:delay:ms=40"), Desk::new());
    let sheet = "id,name,phone\nA,Dana,+972501234501\nB,Dana,+972501234501\nB,Noa,+972501234502\n";
    desk.write("leads.csv", sheet);
    let end = desk.run(&["leads.csv"]).to(&service).end();
    let summary = end.summary_of(3);
    assert_eq!(
        summary.numbers(["created", "duplicates", "duplicates_differing"]),
        [2, 1, 1]
    );
    let b = service
        .tickets()
        .into_iter()
        .find(|ticket| ticket["uniqueArgument"] == "B");
    assert_eq!(
        b.unwrap()["participants"][0]["identifier"],
        "972501234501",
        "the first row counts"
    );
}

#[test]
fn a_repeat_or_a_wrong_row_that_waited_keeps_nobody_behind_it_waiting() {
    let (service, desk) = (Service::faulty("create:delay:ms=40"), Desk::new());
    let phone = "+972501234501";
    let sheet = format!(
        "id,name,phone\nA,Dana,{phone}\nB,Dana,{phone}\nB,Dana,none at all\nB,Dana,{phone}\nC,Dana,{phone}\n"
    );
    desk.write("leads.csv", sheet);
    let end = desk.run(&["leads.csv"]).to(&service).end();
    let summary = end.summary_of(3);
    assert_eq!(
        summary.numbers(["created", "duplicates", "duplicates_differing", "rejected"]),
        [3, 2, 1, 0],
        "the first row of a key counts, and the others are its repeats: {end}"
    );
}

#[test]
fn an_agent_on_every_ticket_makes_nobody_wait() {
    let (service, desk) = (Service::faulty("create:delay:ms=40"), Desk::new());
    desk.write(
        "mapping.toml",
        "[ticket]\nunique_argument = \"{{ id }}\"\n[[ticket.participants]]\nprotocol_type = \"WhatsApp\"\nidentifier = \"{{ phone }}\"\n\
         [[ticket.participants]]\ntype = \"User\"\nprotocol_type = \"Mail\"\nidentifier = \"agent@example.com\"\n",
    );
    let rows: Vec<(u64, u64)> = (1..=8).map(|contact| (contact, 1)).collect();
    desk.write("leads.csv", sheet(&rows));
    let end = desk
        .run(&["leads.csv", "--config", "mapping.toml", "--rate", "none"])
        .to(&service)
        .end();
    end.summary_of(0);
    let mut arrived: Vec<u64> = arrivals(&service).values().map(|of| of[0].0).collect();
    arrived.sort_unstable();
    let at_once = arrived
        .windows(2)
        .any(|pair| pair[1] - pair[0] < ANSWER_MICROS);
    assert!(at_once, "{arrived:?}");
}

#[test]
fn a_conflict_names_the_open_ticket_and_counts_as_the_user_wishes() {
    for status in [200, 400, 409] {
        let service = Service::configured(&format!(
            "open_ticket_conflict = \"phone\"\nopen_ticket_conflict_status = {status}"
        ));
        let desk = Desk::new();
        desk.write("leads.csv", sheet(&[(1, 1), (2, 1), (1, 2)]));
        let end = desk.run(&["leads.csv"]).to(&service).end();
        let summary = end.summary_of(3);
        assert_eq!(
            summary.numbers(["created", "conflicts", "failed", "conflicts_skipped"]),
            [2, 1, 0, 0],
            "{status}: {end}"
        );
        let open = service.keys()["1-1"][0];
        let reason = summary.rows()[0]["reason"].as_str().unwrap();
        assert_eq!(reason, format!("the contact has the open ticket {open}"));
        let explained = desk.command(&["explain", "1-2"]).end();
        assert!(explained.stdout.contains(&open.to_string()), "{explained}");
        let skip = desk
            .run(&["leads.csv", "--on-conflict", "skip"])
            .to(&service);
        let skipped = skip.end().summary_of(0);
        assert_eq!(skipped.numbers(["conflicts", "conflicts_skipped"]), [1, 1]);
        assert_eq!(
            service.requests("create"),
            3,
            "a conflict is not tried again unasked"
        );
    }
}
