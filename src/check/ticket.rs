//! A ticket in the words of those who will read it.

use serde_json::Value;
use serde_json::value::RawValue;

/// Members that are told elsewhere: the switches with side effects on people.
const SWITCHES: [&str; 4] = [
    "getAvailableUser",
    "addIntroductionMessage",
    "enableWebhook",
    "markAsRead",
];

/// A member of a ticket: its name, and its texts, of which a list has several.
pub(super) type Member = (String, Vec<String>);

/// The members of the body, those that say most first; the switches are left out.
pub(super) fn members(body: &RawValue) -> Vec<Member> {
    let Ok(Value::Object(mut body)) = serde_json::from_str(body.get()) else {
        return Vec::new();
    };
    for switch in SWITCHES {
        body.remove(switch);
    }
    let mut members = Vec::new();
    let mut tell = |name: &str, value: Option<Value>| {
        members.extend(value.map(|value| (name.to_owned(), texts(&value))));
    };
    tell("uniqueArgument", body.remove("uniqueArgument"));
    for number in 1..=crate::ticket::FIELDS {
        let name = format!("field{number}");
        tell(&name, body.remove(&name));
    }
    for name in ["culture", "tags", "state", "open", "close"] {
        tell(name, body.remove(name));
    }
    for transaction in list(body.remove("transactions")) {
        tell("message", transaction.get("text").cloned());
    }
    for (index, participant) in list(body.remove("participants")).into_iter().enumerate() {
        person(index + 1, participant, &mut members);
    }
    // The details, and what a later form of the body may hold besides.
    for (name, value) in &body {
        flatten(name, value, &mut members);
    }
    members
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

/// A participant: the name, the address by its channel, and what is out of the ordinary.
fn person(number: usize, participant: Value, members: &mut Vec<Member>) {
    let Value::Object(mut person) = participant else {
        return;
    };
    let mut take = |name: &str| {
        person
            .remove(name)
            .map_or_else(Vec::new, |value| texts(&value))
    };
    let (name, kind) = (take("name"), take("type"));
    let (channel, address) = (take("protocolType"), take("identifier"));
    let label = |part: &str| format!("participant {number} {part}");
    members.push((label(&channel.join(", ")), address));
    if name.iter().any(|name| !name.is_empty()) {
        members.push((label("name"), name));
    }
    if kind != ["Client"] {
        members.push((label("type"), kind));
    }
    for (part, value) in &person {
        members.push((label(part), texts(value)));
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

fn flatten(name: &str, value: &Value, members: &mut Vec<Member>) {
    match value {
        Value::Object(object) => {
            for (inner, value) in object {
                flatten(&format!("{name}.{inner}"), value, members);
            }
        }
        other => members.push((name.to_owned(), texts(other))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_ticket_is_told_in_the_order_of_what_matters() {
        let body = serde_json::json!({
            "field1": "Crete", "culture": "en-US", "tags": ["VIP", "New"], "uniqueArgument": "L-1",
            "participants": [
                {"type": "Client", "protocolType": "Mail", "subProtocolType": "MailTo", "name": "Luke", "identifier": "l@example.com"},
            ],
            "getAvailableUser": false, "addIntroductionMessage": false, "enableWebhook": false, "markAsRead": true,
            "details": {"location": "Haifa", "source": {"title": "fair"}, "isMobile": true},
            "transactions": [{"fromParticipant": {"identifier": "l@example.com"}, "text": "hello", "type": "Message"}],
        });
        let body = RawValue::from_string(body.to_string()).unwrap();
        let told: Vec<String> = members(&body)
            .into_iter()
            .map(|(name, text)| format!("{name}: {}", text.join(", ")))
            .collect();
        assert_eq!(
            told,
            [
                "uniqueArgument: L-1",
                "field1: Crete",
                "culture: en-US",
                "tags: VIP, New",
                "message: hello",
                "participant 1 Mail: l@example.com",
                "participant 1 name: Luke",
                "participant 1 subProtocolType: MailTo",
                "details.isMobile: true",
                "details.location: Haifa",
                "details.source.title: fair",
            ]
        );
    }
}
