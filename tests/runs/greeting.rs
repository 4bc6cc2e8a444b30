//! Nobody is greeted by accident, and what is done to people is always sent.

use serde_json::Value;

use crate::support::{Desk, Service};

/// More customers than are greeted without a question.
const MANY: usize = 201;

/// A mapping that greets.
const GREETING: &str = "[ticket]\nunique_argument = \"{{ id }}\"\nadd_introduction_message = true\n\
    [[ticket.participants]]\nprotocol_type = \"WhatsApp\"\nidentifier = \"{{ whatsapp }}\"\n";

fn sheet(rows: usize) -> String {
    let rows: String = (0..rows)
        .map(|row| format!("K-{row},1202555{row:04}\n"))
        .collect();
    format!("id,whatsapp\n{rows}")
}

fn desk(rows: usize, mapping: &str) -> Desk {
    let desk = Desk::new();
    desk.write("people.csv", sheet(rows));
    desk.write("glassix-import.toml", mapping);
    desk
}

const RUN: [&str; 3] = ["people.csv", "--rate", "none"];

#[test]
fn many_customers_are_not_greeted_where_nobody_can_be_asked_and_nobody_said_so() {
    let (service, desk) = (Service::start(), desk(MANY, GREETING));
    let end = desk.run(&RUN).to(&service).end();
    let summary = end.summary_of(2);
    assert_eq!(summary.text("stopped_by"), "unconfirmed");
    assert_eq!(
        summary.numbers(["not_attempted", "requests"]),
        [MANY as u64, 0],
        "not even a login"
    );
    assert!(
        summary
            .text("stop_reason")
            .starts_with("up to 201 customers would be greeted")
    );
    assert!(summary.text("next").contains("--yes"));
    let piped = desk.run(&["-", "--rate", "none"]).stdin(sheet(1));
    let end = piped.to(&service).end();
    assert_eq!(end.summary_of(2).text("stopped_by"), "unconfirmed");
    assert_eq!(service.total("greetings"), 0);
    assert_eq!(service.requests("token"), 0);
}

#[test]
fn many_customers_are_greeted_once_it_is_said_and_later_without_saying_so_again() {
    let said: [(&[&str], &str); 3] = [
        (&["--yes"], ""),
        (&["-y"], ""),
        (&[], "[limits]\ngreet_many = true\n"),
    ];
    for (arguments, limits) in said {
        let service = Service::start();
        let desk = desk(MANY, &format!("{limits}{GREETING}"));
        let first = desk.run(&RUN).args(arguments).args(&["--limit", "1"]);
        assert_eq!(first.to(&service).end().summary_of(4).number("created"), 1);
        let rest = desk.run(&RUN).to(&service).end().summary_of(0);
        assert_eq!(rest.number("created"), MANY as u64 - 1);
        assert_eq!(service.total("greetings"), MANY as u64);
    }
}

#[test]
fn few_customers_are_greeted_without_a_question() {
    let (service, desk) = (Service::start(), desk(MANY, GREETING));
    let few = desk.run(&RUN).args(&["--limit", "200"]).to(&service).end();
    assert_eq!(few.summary_of(4).number("created"), 200);
    assert!(few.stderr.contains("CUSTOMERS ARE GREETED"), "{few}");
}

#[test]
fn rehearsals_ask_nothing() {
    let (service, desk) = (Service::start(), desk(MANY, GREETING));
    let dry = desk.run(&RUN).args(&["--dry-run"]).to(&service).end();
    assert_eq!(dry.summary_of(0).number("requests"), 0);
    let inside = desk.run(&RUN).args(&["--sandbox"]).end().summary_of(0);
    assert_eq!(inside.number("created"), MANY as u64);
}

#[test]
fn what_is_done_to_people_is_always_sent_and_shown_before() {
    let quiet = GREETING.replace("add_introduction_message = true\n", "");
    let loud = "get_available_user = true\nenable_webhook = true\nmark_as_read = false\n";
    let loud = GREETING.replace("[[ticket.p", &format!("{loud}[[ticket.p"));
    let cases = [
        (
            quiet,
            [false, false, false, true],
            "customers are not greeted, tickets belong to the user above, webhooks do not fire, no unread marks",
        ),
        (
            loud,
            [true, true, true, false],
            "CUSTOMERS ARE GREETED, tickets are assigned to available agents, webhooks fire, tickets are marked unread",
        ),
    ];
    for (mapping, expected, words) in cases {
        let (service, desk) = (Service::start(), desk(1, &mapping));
        let end = desk.run(&RUN).to(&service).end();
        end.summary_of(0);
        assert!(end.stderr.contains(words), "{end}");
        let check = desk
            .command(&["check", "people.csv", "--format", "json"])
            .end();
        let report: Value = serde_json::from_str(&check.stdout).unwrap();
        let body = &report["tickets"][0]["body"];
        let sent = [
            "addIntroductionMessage",
            "getAvailableUser",
            "enableWebhook",
            "markAsRead",
        ];
        assert_eq!(
            sent.map(|name| body[name].as_bool()),
            expected.map(Some),
            "{body}"
        );
        let totals = service.totals();
        let effects = ["greetings", "webhooks", "unread"].map(|name| totals[name] == 1);
        assert_eq!(
            effects,
            [expected[0], expected[2], !expected[3]],
            "{totals}"
        );
    }
}
