//! The parts of answers that are read. Unknown members are ignored and names are taken in any case.

use std::borrow::Cow;

use super::answer::Answer;
use crate::json::{elements, integer, member, members, string};
use crate::ticket::{PARTS, Parts};

/// Longest text of the service that is kept, in characters: it goes into the ledger and onto screens.
const MAX_MESSAGE: usize = 300;

/// A ticket as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Its id.
    pub id: i64,
    /// Its `uniqueArgument`, blank where it has none.
    pub unique_argument: Option<String>,
    /// Its `open`, in whole seconds since 1970, rounded down.
    pub opened: Option<i64>,
    /// The identifiers of its participants.
    pub identifiers: Vec<String>,
    /// All of it as JSON, as the service shows it.
    pub shown: Box<str>,
}

impl Ticket {
    /// The ticket in a JSON text, if it is an object with an integer id.
    #[must_use]
    pub fn in_json(text: &str) -> Option<Self> {
        let names = ["id", "uniqueArgument", "open", "participants"];
        let [id, key, open, participants] = members(text, &names)?;
        let told = |member: Option<&str>| member.and_then(string).map(Cow::into_owned);
        let identifiers = participants
            .and_then(elements)
            .into_iter()
            .flatten()
            .filter_map(|participant| told(member(participant, "identifier")));
        Some(Self {
            id: integer(id?)?,
            unique_argument: told(key),
            opened: open.and_then(string).and_then(|open| seconds(&open)),
            identifiers: identifiers.collect(),
            shown: text.into(),
        })
    }
}

/// What the answer to a create says of its ticket, read where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Echo<'a> {
    pub(super) id: i64,
    unique_argument: Option<&'a str>,
    pub(super) opened: Option<i64>,
    /// What is held against what was sent.
    pub(super) parts: Parts<'a>,
}

/// The members of a ticket that are read from the answer to its create, all in one reading.
const ECHOED: [&str; 3 + PARTS.len()] = {
    let mut names = ["id", "uniqueArgument", "open"].as_slice();
    let mut parts = PARTS.as_slice();
    let mut echoed = [""; 3 + PARTS.len()];
    let mut rest = echoed.as_mut_slice();
    while let [slot, more @ ..] = rest {
        if let [name, others @ ..] = names {
            *slot = name;
            names = others;
        } else if let [part, others @ ..] = parts {
            *slot = part;
            parts = others;
        }
        rest = more;
    }
    echoed
};

impl<'a> Echo<'a> {
    /// The ticket in a JSON text, if it is an object with an integer id.
    pub(super) fn in_json(text: &'a str) -> Option<Self> {
        let [id, unique_argument, open, parts @ ..] = members(text, &ECHOED)?;
        Some(Self {
            id: integer(id?)?,
            unique_argument,
            opened: open.and_then(string).and_then(|open| seconds(&open)),
            parts,
        })
    }

    /// Whether the ticket has this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.unique_argument
            .and_then(string)
            .is_some_and(|told| told == key)
    }
}

/// A page of tickets/list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// Its tickets; an element that is no ticket is left out.
    pub tickets: Vec<Ticket>,
    /// The URL of the next page; `None` at the end, in whatever form the service says so.
    pub next: Option<String>,
}

impl ListPage {
    /// The page in a JSON text, if it is one: there must be an array of tickets.
    #[must_use]
    pub(super) fn in_json(text: &str) -> Option<Self> {
        let [tickets, paging] = members(text, &["tickets", "paging"])?;
        let tickets = elements(tickets?)?;
        let next = paging.and_then(|paging| string(member(paging, "next")?));
        Some(Self {
            tickets: tickets.into_iter().filter_map(Ticket::in_json).collect(),
            next: next
                .filter(|next| !next.trim().is_empty())
                .map(Cow::into_owned),
        })
    }
}

/// The names of the tags that tenants/gettags lists, those that were deleted left out; `None` for anything but a list.
#[must_use]
pub(super) fn tags(text: &str) -> Option<Vec<String>> {
    let name = |tag: &str| {
        let [name, deleted] = members(tag, &["name", "isDeleted"])?;
        let name = name.filter(|_| deleted != Some("true"))?;
        string(name).map(Cow::into_owned)
    };
    Some(elements(text)?.into_iter().filter_map(name).collect())
}

/// A second as tickets/list takes it: `dd/MM/yyyy HH:mm:ss:ff`, UTC.
#[must_use]
pub(super) fn list_date(second: i64) -> String {
    let time = jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%d/%m/%Y %H:%M:%S:00").to_string()
}

/// The second of a time as the service writes it: 0 to 7 fraction digits, with or without `Z`, UTC.
/// The year 1 stands for none.
#[must_use]
pub(super) fn seconds(time: &str) -> Option<i64> {
    let time = time.trim().trim_end_matches(['Z', 'z']);
    let civil: jiff::civil::DateTime = time.parse().ok()?;
    if civil.year() <= 1 {
        return None;
    }
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

/// The text of an answer, if it is one.
#[must_use]
pub(super) fn text(answer: &Answer) -> Option<&str> {
    std::str::from_utf8(&answer.body).ok()
}

/// What an answer's `message` (or `Message`) says, cleaned and cut.
#[must_use]
pub(super) fn message(text: &str) -> Option<String> {
    string(member(text, "message")?).map(|text| clean(&text))
}

/// What an answer says in words: its `message`, or its text if it is a short plain one, or nothing.
#[must_use]
pub(super) fn words(answer: &Answer) -> String {
    if let Some(message) = text(answer).and_then(message) {
        return message;
    }
    let body = String::from_utf8_lossy(&answer.body);
    let body = body.trim();
    if body.is_empty() {
        "no further word".into()
    } else if body.starts_with(['<', '{', '[']) {
        "an answer that is no message".into()
    } else {
        clean(body)
    }
}

/// A text of the service as it may be shown: controls and direction marks go, and so does what is too long.
fn clean(text: &str) -> String {
    let visible = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !crate::ticket::is_invisible(*c));
    visible
        .take(MAX_MESSAGE)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_ticket_is_read_in_any_letter_case() {
        let value = serde_json::json!({"Id": 5, "UniqueArgument": "k", "OPEN": "2026-05-03T08:15:30.1234567Z",
            "participants": [{"Identifier": "1781"}], "new": {"x": 1}});
        let ticket = Ticket::in_json(&value.to_string()).unwrap();
        assert_eq!(ticket.id, 5);
        assert_eq!(ticket.unique_argument.as_deref(), Some("k"));
        assert_eq!(ticket.opened, Some(1_777_796_130));
        assert_eq!(ticket.identifiers, ["1781"]);
        assert!(Ticket::in_json(r#"{"id": "5"}"#).is_none());
        assert!(Ticket::in_json(r#"{"id": 5.5}"#).is_none());
    }

    #[test]
    fn a_list_ends_in_every_form_that_a_service_may_use() {
        for end in [
            r#"{"tickets":[]}"#,
            r#"{"tickets":[],"paging":null}"#,
            r#"{"tickets":[],"paging":{}}"#,
            r#"{"tickets":[],"paging":{"next":null}}"#,
            r#"{"tickets":[],"paging":{"next":" "}}"#,
        ] {
            let page = ListPage::in_json(end).unwrap();
            assert_eq!(page.next, None, "{end}");
        }
        let page = r#"{"Tickets":[{"id":1},{"id":"x"}],"Paging":{"Next":"https://a/b"}}"#;
        let page = ListPage::in_json(page).unwrap();
        assert_eq!(
            (page.tickets.len(), page.next.as_deref()),
            (1, Some("https://a/b"))
        );
        assert!(ListPage::in_json(r#"{"message": "no"}"#).is_none());
    }

    #[test]
    fn a_window_is_written_as_the_list_takes_it() {
        assert_eq!(list_date(1_777_796_130), "03/05/2026 08:15:30:00");
    }

    #[test]
    fn times_have_any_fraction_and_may_lack_the_z() {
        assert_eq!(seconds("2026-05-03T08:15:30"), Some(1_777_796_130));
        assert_eq!(seconds("2026-05-03T08:15:30.1Z"), Some(1_777_796_130));
        assert_eq!(seconds("0001-01-01T00:00:00"), None);
        assert_eq!(seconds("yesterday"), None);
    }

    #[test]
    fn tags_are_read_in_any_letter_case_and_deleted_ones_are_none() {
        let list = serde_json::json!([
            { "name": "VIP", "color": "#fff", "parentTags": [], "isDeleted": false },
            { "Name": "משפחות", "IsDeleted": true },
            { "Name": "New" }, { "color": "#000" },
        ]);
        assert_eq!(
            tags(&list.to_string()),
            Some(vec!["VIP".to_owned(), "New".to_owned()])
        );
        assert_eq!(tags("[]"), Some(Vec::new()));
        assert_eq!(tags(r#"{"message": "no"}"#), None);
    }

    #[test]
    fn words_of_the_service_are_harmless_and_short() {
        let answer = |body: &str| Answer {
            status: 400,
            body: body.to_owned().into(),
            ..Answer::default()
        };
        assert_eq!(
            words(&answer(r#"{"Message":"no\u001b[31m tag"}"#)),
            "no [31m tag"
        );
        assert_eq!(words(&answer("rate limit\n")), "rate limit");
        assert_eq!(words(&answer("<html>")), "an answer that is no message");
        assert_eq!(words(&answer("")), "no further word");
        assert_eq!(words(&answer(&"x".repeat(999))).len(), MAX_MESSAGE);
    }
}
