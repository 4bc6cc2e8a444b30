//! What depends on other tickets and on time: duplicates, conflicts, windows, late commits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use serde_json::{Value, json};

use super::super::{choices::ConflictRule, options::SandboxOptions};
use super::*;

mod lists;

/// A sandbox that has run for so many milliseconds.
struct Bench {
    model: Model,
    rules: Arc<Rules>,
    now: Moment,
}

fn session(model: &mut Model, department: &str, now: Moment) -> Session {
    let body =
        json!({ "apiKey": department, "apiSecret": "s", "userName": "importer@example.com" });
    let (token, _) = model
        .issue_token(serde_json::from_value(body).unwrap(), now)
        .unwrap();
    model
        .session(Some(&format!("Bearer {token}")), now)
        .unwrap()
}

impl Bench {
    fn new(options: SandboxOptions) -> Self {
        let rules = Arc::new(Rules::new(Arc::new(options)));
        let now = Moment::parse_iso("2026-05-03T08:15:30Z").unwrap().unwrap();
        Self {
            model: Model::new(Arc::clone(&rules), 1, now),
            rules,
            now,
        }
    }

    fn draft(&self, key: &str, change: impl FnOnce(&mut Value)) -> Draft {
        let mut body = json!({
            "uniqueArgument": key,
            "participants": [{ "type": "Client", "protocolType": "WhatsApp", "identifier": "17818469236" }],
        });
        change(&mut body);
        Draft::judge(serde_json::from_value(body).unwrap(), &self.rules).unwrap()
    }

    fn create_in(
        &mut self,
        department: &str,
        key: &str,
        change: impl FnOnce(&mut Value),
    ) -> Result<i64, Refusal> {
        let session = session(&mut self.model, department, self.now);
        let draft = self.draft(key, change);
        let ticket = self.model.create(&session, draft, self.now)?;
        Ok(self.model.keep(ticket).id)
    }

    fn create(&mut self, key: &str) -> Result<i64, Refusal> {
        self.create_in("department", key, |_| ())
    }

    fn window(&mut self, department: &str, since: Moment, until: Moment) -> Vec<i64> {
        let session = session(&mut self.model, department, self.now);
        let query = ListQuery::Window {
            since,
            until,
            states: Vec::new(),
            newest_first: true,
        };
        let (tickets, _) = self
            .model
            .list(&session, &query, 0, &Trick::None, self.now)
            .unwrap();
        tickets.iter().map(|ticket| ticket.id).collect()
    }

    fn all(&mut self) -> Vec<i64> {
        self.window(
            "department",
            Moment::from_ticks(0),
            self.now.plus_seconds(10_000),
        )
    }

    fn set_state(&mut self, id: i64, state: TicketState) {
        let session = session(&mut self.model, "department", self.now);
        let ticket = self
            .model
            .set_state(&session, Some(id), state, Vec::new(), self.now)
            .unwrap();
        self.model.keep(ticket);
    }
}

#[test]
fn one_reference_may_have_two_tickets_unless_the_option_refuses_it() {
    let mut lax = Bench::new(SandboxOptions::default());
    assert!(lax.create("a").is_ok() && lax.create("a").is_ok());
    assert_eq!(lax.model.shelf().sums().repeated_keys, 1);
    let mut strict = Bench::new(SandboxOptions {
        duplicates: Duplicates::Refuse,
        ..Default::default()
    });
    let id = strict.create("a").unwrap();
    let refusal = strict.create("a").unwrap_err();
    assert_eq!(
        (refusal.code, refusal.status(), refusal.ticket),
        (Code::Duplicate, 409, Some(id))
    );
    assert!(strict.create_in("another", "a", |_| ()).is_ok());
    assert!(strict.create("").is_ok() && strict.create("").is_ok());
}

#[test]
fn a_contact_has_one_open_ticket_per_department_and_channel_where_the_rule_says_so() {
    let options = |open_ticket_conflict| SandboxOptions {
        open_ticket_conflict,
        open_ticket_conflict_status: 400,
        ..Default::default()
    };
    let mut off = Bench::new(options(ConflictRule::Off));
    assert!(off.create("a").is_ok() && off.create("b").is_ok());

    let mut phone = Bench::new(options(ConflictRule::Phone));
    let id = phone.create("a").unwrap();
    let refusal = phone.create("b").unwrap_err();
    assert_eq!(
        (refusal.code, refusal.status(), refusal.ticket),
        (Code::Conflict, 400, Some(id))
    );
    assert!(phone.create_in("another", "b", |_| ()).is_ok());
    let mail = |body: &mut Value| {
        body["participants"][0]["protocolType"] = json!("Mail");
        body["participants"][0]["identifier"] = json!("luke@example.com");
    };
    let sms = |body: &mut Value| body["participants"][0]["protocolType"] = json!("SMS");
    let closed = |body: &mut Value| {
        body["state"] = json!("Closed");
        body["close"] = json!("2026-05-03T08:15:30Z");
    };
    assert!(phone.create_in("department", "c", mail).is_ok());
    assert!(phone.create_in("department", "d", mail).is_ok());
    assert!(phone.create_in("department", "e", sms).is_ok());
    assert!(phone.create_in("department", "f", closed).is_ok());
    phone.set_state(id, TicketState::Snoozed);
    assert!(phone.create("g").is_err());
    phone.set_state(id, TicketState::Closed);
    assert!(phone.create("h").is_ok());

    let mut all = Bench::new(options(ConflictRule::All));
    assert!(all.create_in("department", "c", mail).is_ok());
    assert!(all.create_in("department", "d", mail).is_err());
}

#[test]
fn a_late_commit_appears_when_it_is_due_and_is_opened_then() {
    let mut bench = Bench::new(SandboxOptions {
        open_ticket_conflict: ConflictRule::Phone,
        ..Default::default()
    });
    let now = bench.now;
    let session = session(&mut bench.model, "department", now);
    for (key, after_ms) in [("second", 400), ("first", 200)] {
        let draft = bench.draft(key, |_| ());
        bench.model.arrive(Route::Create, now);
        bench
            .model
            .postpone(session.clone(), draft, after_ms, now)
            .unwrap();
    }
    assert!(bench.model.next_due(now.plus_millis(199)).is_none());
    let ticket = bench.model.next_due(now.plus_millis(1000)).unwrap();
    assert_eq!(
        (&*ticket.unique_argument, ticket.open),
        ("first", now.plus_millis(200))
    );
    bench.model.keep(ticket);
    // By now the contact has an open ticket, so the second one is refused, and nobody hears of it.
    assert!(bench.model.next_due(now.plus_millis(1000)).is_none());
    assert_eq!((bench.model.waiting(), bench.model.shelf().len()), (0, 1));
}

#[test]
fn the_skewed_clock_dates_tickets_but_not_tokens_or_lags() {
    let mut bench = Bench::new(SandboxOptions {
        clock_skew_seconds: 3600,
        ..Default::default()
    });
    let id = bench.create("a").unwrap();
    let ticket = bench.model.shelf().get(id).unwrap();
    assert_eq!(
        (ticket.open, ticket.created),
        (bench.now.plus_seconds(3600), bench.now)
    );
    assert_eq!(bench.all(), [id]);
}

#[test]
fn memory_is_bounded_by_refusing_tickets_beyond_the_limit() {
    let mut bench = Bench::new(SandboxOptions {
        max_tickets: 1,
        ..Default::default()
    });
    bench.create("a").unwrap();
    assert_eq!(bench.create("b").unwrap_err().status(), 507);
}

#[test]
fn tickets_of_another_department_cannot_be_read_or_changed() {
    let mut bench = Bench::new(SandboxOptions::default());
    let id = bench.create("a").unwrap();
    let stranger = session(&mut bench.model, "another", bench.now);
    let state = TicketState::Closed;
    assert_eq!(
        bench.model.ticket(&stranger, Some(id)).unwrap_err().code,
        Code::NoTicket
    );
    assert!(
        bench
            .model
            .set_state(&stranger, Some(id), state, Vec::new(), bench.now)
            .is_err()
    );
    assert_eq!(
        bench.model.ticket(&stranger, None).unwrap_err().status(),
        404
    );
}

#[test]
fn the_journal_keeps_the_last_requests_only() {
    let mut bench = Bench::new(SandboxOptions {
        record_requests: 2,
        ..Default::default()
    });
    for (number, status) in [(1, 200), (2, 429), (3, 400)] {
        let (fault, unique_argument) = (None, None);
        let route = Route::Create;
        bench.model.record(RequestRecord {
            number,
            arrived_us: 0,
            route,
            status,
            fault,
            unique_argument,
        });
    }
    let numbers: Vec<u64> = bench
        .model
        .ring()
        .iter()
        .map(|record| record.number)
        .collect();
    assert_eq!(numbers, [2, 3]);
    assert_eq!(
        (bench.model.counts().throttled, bench.model.counts().refused),
        (1, 1)
    );
}
