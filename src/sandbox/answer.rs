//! Bodies of answers, and how their keys are bent on request.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    choices::PagingEnd,
    ticket::{Ticket, TicketState},
    view::View,
};

/// Room for a usual ticket, so that its answer is written without growing.
const USUAL_BYTES: usize = 2_048;

/// How keys are bent, for clients that must not rely on their spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bend {
    pub(crate) extra_fields: bool,
    pub(crate) shuffle_case: bool,
}

/// One ticket as a body.
pub(crate) fn ticket_body(ticket: &Ticket, bend: Bend) -> Vec<u8> {
    write(
        &View {
            ticket,
            transactions: true,
        },
        USUAL_BYTES,
        bend,
    )
}

/// A page of the list as a body.
pub(crate) fn page_body<'a>(
    tickets: impl ExactSizeIterator<Item = &'a Ticket>,
    next: Option<&str>,
    end: PagingEnd,
    bend: Bend,
) -> Vec<u8> {
    #[derive(Serialize)]
    struct Page<'a> {
        tickets: Vec<View<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        paging: Option<Value>,
    }
    let room = tickets.len().saturating_mul(USUAL_BYTES);
    let paging = match (next, end) {
        (Some(next), _) => Some(json!({ "next": next })),
        (None, PagingEnd::Null) => Some(Value::Null),
        (None, PagingEnd::Object) => Some(json!({})),
        (None, PagingEnd::Missing) => None,
        (None, PagingEnd::EmptyNext) => Some(json!({ "next": "" })),
        (None, PagingEnd::NullNext) => Some(json!({ "next": null })),
    };
    let tickets = tickets
        .map(|ticket| View {
            ticket,
            transactions: false,
        })
        .collect();
    write(&Page { tickets, paging }, room, bend)
}

/// Any answer as a body.
pub(crate) fn json_body(answer: &impl Serialize) -> Vec<u8> {
    // Nothing that is answered can fail to be written: all keys are text and a Vec takes everything.
    serde_json::to_vec(answer).unwrap_or_default()
}

fn write(answer: &impl Serialize, room: usize, bend: Bend) -> Vec<u8> {
    let mut body = Vec::with_capacity(room);
    if bend
        == (Bend {
            extra_fields: false,
            shuffle_case: false,
        })
    {
        // As above: writing to a Vec cannot fail.
        let _ = serde_json::to_writer(&mut body, answer);
        return body;
    }
    let value = serde_json::to_value(answer).unwrap_or_default();
    json_body(&bent(value, bend))
}

fn bent(value: Value, bend: Bend) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| bent(item, bend)).collect(),
        Value::Object(map) => {
            let is_ticket = map.contains_key("departmentId");
            let mut bent: serde_json::Map<_, _> = map
                .into_iter()
                .map(|(key, value)| (spelling(key, bend), self::bent(value, bend)))
                .collect();
            if bend.extra_fields && is_ticket {
                bent.insert("activityLogs".to_owned(), json!([]));
                bent.insert("aFieldNobodyKnows".to_owned(), json!({ "since": "2031" }));
            }
            Value::Object(bent)
        }
        other => other,
    }
}

fn spelling(key: String, bend: Bend) -> String {
    let mut letters = key.chars();
    match letters.next() {
        Some(first) if bend.shuffle_case => {
            let flipped = if first.is_ascii_uppercase() {
                first.to_ascii_lowercase()
            } else {
                first.to_ascii_uppercase()
            };
            format!("{flipped}{}", letters.as_str())
        }
        _ => key,
    }
}

/// The message that tickets/setstate answers.
pub(crate) fn state_message(id: i64, state: TicketState) -> Value {
    json!({ "message": format!("Ticket {id} state was changed to {}", state.word()) })
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    #[test]
    fn the_last_page_says_so_in_every_form() {
        let bend = Bend {
            extra_fields: false,
            shuffle_case: false,
        };
        let page = |next, end| {
            let body = page_body(std::iter::empty(), next, end, bend);
            serde_json::from_slice::<Value>(&body).unwrap()
        };
        for (end, last) in [
            (PagingEnd::Null, json!({ "tickets": [], "paging": null })),
            (PagingEnd::Object, json!({ "tickets": [], "paging": {} })),
            (PagingEnd::Missing, json!({ "tickets": [] })),
            (
                PagingEnd::EmptyNext,
                json!({ "tickets": [], "paging": { "next": "" } }),
            ),
            (
                PagingEnd::NullNext,
                json!({ "tickets": [], "paging": { "next": null } }),
            ),
        ] {
            assert_eq!(page(None, end), last);
            assert_eq!(
                page(Some("u"), end),
                json!({ "tickets": [], "paging": { "next": "u" } })
            );
        }
    }
}
