//! Bodies, held against what a serializer writes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::ticket::draft::Switches;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Any text, mostly with something to escape.
const TEXT: &str = "[a-zא-ת\"\\\\\n\r\t\u{0}\u{1f}\u{7f}\u{2028}😀]{0,8}";

proptest! {
    #[test]
    fn a_string_is_what_a_serializer_writes(text in any::<String>(), odd in TEXT) {
        for text in [text, odd] {
            let mut out = String::new();
            string(&mut out, &text).unwrap();
            prop_assert_eq!(out, serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn a_body_says_what_the_request_says_in_memory_of_its_size(
        texts in prop::array::uniform8(TEXT),
        tags in prop::collection::vec(TEXT, 0..3),
        key in prop::option::of(TEXT),
    ) {
        let [field, name, identifier, department, message, open, detail, last] = texts;
        let absent = |text: &String| text.is_empty().then_some(Value::Null);
        let said = |text: &String| absent(text).unwrap_or_else(|| text.as_str().into());
        let mut fields = <[_; 10]>::default();
        (fields[0], fields[9]) = (field.as_str().into(), last.as_str().into());
        let details = match detail.as_str() {
            "" => Map::new(),
            detail => Map::from_iter([("source".to_owned(), detail.into())]),
        };
        let request = TicketRequest {
            fields,
            culture: "en-US",
            participants: vec![Participant {
                r#type: "Client",
                protocol_type: "Mail",
                sub_protocol_type: Some("MailTo"),
                name: name.as_str().into(),
                identifier: identifier.clone(),
                department_identifier: department.as_str().into(),
            }],
            tags: tags.clone(),
            state: None,
            open: Some(open.clone()),
            close: None,
            switches: Switches::default(),
            details: details.clone(),
            message: message.as_str().into(),
        };
        let body = request.encode(key.as_deref()).unwrap();
        prop_assert_eq!(body.len(), body.capacity());
        let read: Value = serde_json::from_str(&body).unwrap();
        let author = serde_json::json!({"identifier": identifier, "type": "Client"});
        let mut expected = serde_json::json!({
            "field1": said(&field), "field10": said(&last), "culture": "en-US",
            "participants": [{
                "type": "Client", "protocolType": "Mail", "subProtocolType": "MailTo", "name": said(&name),
                "identifier": identifier, "departmentIdentifier": said(&department),
            }],
            "tags": tags, "uniqueArgument": key, "open": open, "getAvailableUser": false,
            "addIntroductionMessage": false, "enableWebhook": false, "markAsRead": true, "details": details,
            "transactions": [{"fromParticipant": author, "text": message, "type": "Message"}],
        });
        let is_there = |name: &str, value: &Value| match name {
            "tags" => !tags.is_empty(),
            "details" => !detail.is_empty(),
            "transactions" => !message.is_empty(),
            _ => !value.is_null(),
        };
        expected.as_object_mut().unwrap().retain(|name, value| is_there(name, value));
        let person = expected["participants"][0].as_object_mut().unwrap();
        person.retain(|_, value| !value.is_null());
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn the_members_stand_in_the_order_of_the_documented_page() {
    let mut fields = <[_; 10]>::default();
    (fields[0], fields[9]) = ("a".into(), "b".into());
    let request = TicketRequest {
        fields,
        culture: "he-IL",
        participants: vec![Participant {
            r#type: "Client",
            protocol_type: "SMS",
            sub_protocol_type: None,
            name: "Dana".into(),
            identifier: "972501234567".into(),
            department_identifier: "".into(),
        }],
        tags: vec!["VIP".into(), "new".into()],
        state: Some("Open"),
        open: Some("2026-03-14T00:00:00Z".into()),
        close: None,
        switches: Switches::default(),
        details: Map::new(),
        message: "hi".into(),
    };
    assert_eq!(
        request.encode(Some("k")).unwrap(),
        concat!(
            r#"{"field1":"a","field10":"b","culture":"he-IL","participants":[{"type":"Client","protocolType":"SMS","#,
            r#""name":"Dana","identifier":"972501234567"}],"tags":["VIP","new"],"uniqueArgument":"k","state":"Open","#,
            r#""open":"2026-03-14T00:00:00Z","getAvailableUser":false,"addIntroductionMessage":false,"#,
            r#""enableWebhook":false,"markAsRead":true,"transactions":[{"fromParticipant":{"identifier":"#,
            r#""972501234567","type":"Client"},"text":"hi","type":"Message"}]}"#,
        )
    );
}
