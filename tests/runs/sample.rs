//! The sample: a thousand rows become a thousand tickets that say what the sheet says, once.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Desk, Service};

/// Rows of samples/leads.csv.
const ROWS: u64 = 1000;

#[test]
fn a_second_run_sends_nothing() {
    let (service, desk) = (Service::start(), Desk::new());
    let first = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(
        first.numbers(["rows_read", "created", "requests"]),
        [ROWS, ROWS, ROWS + 3],
        "one request for each row, one for the token, one for the tags, one look at what the service already has"
    );
    let second = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(
        second.numbers(["rows_read", "created", "already_created", "requests"]),
        [ROWS, 0, ROWS, 0],
        "a sheet that was fully imported is known by its content"
    );
    assert_eq!(service.requests("create"), ROWS);
    assert_eq!(service.requests("list"), 1);
    assert_eq!(service.total("tickets"), ROWS);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn nobody_is_greeted_assigned_called_or_notified() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.sample().to(&service).end().summary_of(0);
    let totals = service.totals();
    for effect in ["greetings", "webhooks", "unread", "state_messages", "notes"] {
        assert_eq!(totals[effect], 0, "{effect}");
    }
    for ticket in service.tickets() {
        assert_eq!(ticket["owner"]["UserName"], "importer@example.com");
    }
}

#[test]
fn the_tickets_say_what_the_sheet_says() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.sample().to(&service).end().summary_of(0);
    let tickets: BTreeMap<String, Value> = service
        .tickets()
        .into_iter()
        .map(|ticket| {
            (
                ticket["uniqueArgument"].as_str().unwrap().to_owned(),
                ticket,
            )
        })
        .collect();
    let mut sheet = csv::Reader::from_path(desk.path("samples/leads.csv")).unwrap();
    let mut rows = 0;
    for row in sheet.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let ticket = &tickets[&row["lead_id"]];
        assert_eq!(said(ticket), expected(&row), "{row:?}");
        rows += 1;
    }
    assert_eq!((rows, tickets.len()), (1000, 1000));
}

/// What samples/leads.toml makes of a row, worked out by hand.
fn expected(row: &BTreeMap<String, String>) -> Value {
    let cell = |name: &str| row[name].trim();
    let joined = |parts: [&str; 2], between: &str| match parts {
        ["", ""] => String::new(),
        [one, other] => format!("{one}{between}{other}").trim().to_owned(),
    };
    let mut tags: Vec<&str> = Vec::new();
    let own = row["tags"].split(';').map(str::trim);
    for tag in own.chain([cell("segment")]) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (protocol, sub_protocol, identifier) = match cell("mobile") {
        "" => ("Mail", "MailTo", cell("email").to_owned()),
        mobile => ("WhatsApp", "Undefined", digits(mobile)),
    };
    json!({
        "field1": match cell("destination") {
            "" => String::new(),
            destination => format!("{destination} vacation"),
        },
        "field2": joined([cell("street"), cell("city")], ", "),
        "field3": "",
        "culture": match cell("culture") { "" => "en-US", culture => culture },
        "tags": tags,
        "state": "Open",
        "participants": [{
            "type": "Client",
            "name": joined([cell("first_name"), cell("last_name")], " "),
            "protocolType": protocol,
            "subProtocolType": sub_protocol,
            "identifier": identifier,
        }],
        "messages": match cell("notes") {
            "" => json!([]),
            notes => json!([{ "text": notes, "from": identifier, "type": "Message" }]),
        },
    })
}

/// The same parts of a ticket as the service shows it.
fn said(ticket: &Value) -> Value {
    let list = |name: &str| ticket[name].as_array().unwrap().iter();
    let participants: Vec<Value> = list("participants")
        .map(|participant| {
            json!({
                "type": participant["type"],
                "name": participant["name"],
                "protocolType": participant["protocolType"],
                "subProtocolType": participant["subProtocolType"],
                "identifier": participant["identifier"],
            })
        })
        .collect();
    let messages: Vec<Value> = list("transactions")
        .map(|said| {
            json!({
                "text": said["text"],
                "from": said["fromParticipant"]["identifier"],
                "type": said["type"],
            })
        })
        .collect();
    json!({
        "field1": ticket["field1"],
        "field2": ticket["field2"],
        "field3": ticket["field3"],
        "culture": ticket["culture"],
        "tags": ticket["tags"],
        "state": ticket["state"],
        "participants": participants,
        "messages": messages,
    })
}
