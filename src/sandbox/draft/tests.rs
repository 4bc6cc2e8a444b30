//! What a create is judged by, quirk by quirk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
use super::super::{
    choices::{LongFields, UnknownTags},
    options::SandboxOptions,
    rules::{cut, units},
};
use super::*;
use serde_json::{Value, json};

fn judged(options: SandboxOptions, change: impl FnOnce(&mut Value)) -> Result<Draft, Refusal> {
    let mut body = json!({
        "field1": "Caribbean vacation", "culture": "en-US",
        "participants": [{ "type": "Client", "protocolType": "WhatsApp", "identifier": "17818469236" }],
    });
    change(&mut body);
    Draft::judge(
        serde_json::from_value(body).unwrap(),
        &Rules::new(Arc::new(options)),
    )
}

fn ticket(draft: Draft) -> Ticket {
    let now = Moment::parse_iso("2026-05-03T08:15:30Z").unwrap().unwrap();
    draft.stamp(
        231_000_001,
        "key".into(),
        "importer@example.com".into(),
        now,
        now,
    )
}

#[test]
fn switches_default_to_what_is_documented() {
    let draft = judged(SandboxOptions::default(), |_| ()).unwrap();
    let switches = Switches {
        introduction: true,
        available_user: true,
        webhook: true,
        read: false,
    };
    assert_eq!(draft.switches, switches);
    let sent = judged(SandboxOptions::default(), |b| {
        b["addIntroductionMessage"] = json!(false);
        b["getAvailableUser"] = json!(false);
        b["enableWebhook"] = json!(false);
        b["markAsRead"] = json!(true);
    });
    let ticket = ticket(sent.unwrap());
    assert_eq!(
        ticket.switches,
        Switches {
            introduction: false,
            available_user: false,
            webhook: false,
            read: true
        }
    );
    assert_eq!(ticket.owner.as_deref(), Some("importer@example.com"));
}

#[test]
fn null_is_a_missing_key_and_unknown_keys_are_ignored() {
    let draft = judged(SandboxOptions::default(), |b| {
        b["field2"] = Value::Null;
        b["culture"] = Value::Null;
        b["details"] = Value::Null;
        b["addIntroductionMessage"] = Value::Null;
        b["whatever"] = json!({ "a": [1] });
        b["participants"][0]["id"] = json!(0);
        b["participants"][0]["contactId"] = json!("00000000-0000-0000-0000-000000000000");
        b["participants"][0]["userName"] = Value::Null;
    });
    assert!(draft.unwrap().switches.introduction);
}

#[test]
fn what_is_missing_or_unknown_is_refused() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 12] = [
        ("at least one", |b| b["participants"] = json!([])),
        ("at least one", |b| b["participants"] = Value::Null),
        ("needs type", |b| b["participants"][0]["type"] = Value::Null),
        ("needs protocolType", |b| {
            b["participants"][0]["protocolType"] = Value::Null
        }),
        ("needs identifier", |b| {
            b["participants"][0]["identifier"] = json!(" ")
        }),
        ("Pigeon", |b| {
            b["participants"][0]["protocolType"] = json!("Pigeon")
        }),
        ("culture 'fr-FR'", |b| b["culture"] = json!("fr-FR")),
        ("state 'Ajar'", |b| b["state"] = json!("Ajar")),
        ("close is required", |b| b["state"] = json!("Closed")),
        ("open is not", |b| b["open"] = json!("yesterday")),
        ("details must be", |b| b["details"] = json!("x")),
        ("none of the participants", |b| {
            b["transactions"] = json!([{ "fromParticipant": { "identifier": "1" }, "text": "x", "type": "Message" }]);
        }),
    ];
    for (part, change) in changes {
        let refusal = judged(SandboxOptions::default(), change).unwrap_err();
        assert!(
            refusal.detail.contains(part) && refusal.status() == 400,
            "{refusal:?}"
        );
    }
}

#[test]
fn a_field_is_measured_in_utf16_units() {
    // Hebrew letters are two bytes and one unit, the palm tree is four bytes and two units.
    for (text, fits) in [
        ("א".repeat(120), true),
        ("א".repeat(121), false),
        ("🌴".repeat(60), true),
        ("🌴".repeat(60) + "a", false),
        ("a".repeat(120), true),
        ("a".repeat(121), false),
    ] {
        let change = |b: &mut Value| b["field10"] = json!(text);
        let refused = judged(SandboxOptions::default(), change);
        assert_eq!(refused.is_ok(), fits, "{text}");
        let cutting = SandboxOptions {
            long_fields: LongFields::Truncate,
            ..Default::default()
        };
        let kept = judged(cutting, change).unwrap();
        assert!(units(&kept.fields[9]) <= 120 && text.starts_with(&*kept.fields[9]));
        let lax = SandboxOptions {
            long_fields: LongFields::Off,
            ..Default::default()
        };
        assert_eq!(*judged(lax, change).unwrap().fields[9], *text);
    }
}

#[test]
fn cutting_never_splits_a_character() {
    assert_eq!(cut("a🌴b", 2), "a");
    assert_eq!(cut("a🌴b", 3), "a🌴");
    assert_eq!(cut("ab", 5), "ab");
}

#[test]
fn unknown_tags_are_dropped_refused_or_taken() {
    let change = |b: &mut Value| b["tags"] = json!(["VIP", "vip", "Nobody", "VIP", "משפחות"]);
    let tags = |unknown_tags| {
        judged(
            SandboxOptions {
                unknown_tags,
                ..Default::default()
            },
            change,
        )
        .map(|draft| {
            draft
                .tags
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(tags(UnknownTags::Drop).unwrap(), ["VIP", "משפחות"]);
    assert_eq!(
        tags(UnknownTags::Accept).unwrap(),
        ["VIP", "vip", "Nobody", "משפחות"]
    );
    assert_eq!(
        tags(UnknownTags::Refuse).unwrap_err().code,
        Code::UnknownTag
    );
}

#[test]
fn messages_are_kept_or_ignored() {
    let change = |b: &mut Value| {
        b["transactions"] = json!([{ "fromParticipant": { "identifier": "17818469236", "type": "Client" }, "text": "hello", "type": "Message" }]);
    };
    let kept = ticket(judged(SandboxOptions::default(), change).unwrap());
    assert_eq!(
        (&*kept.transactions[0].text, kept.transactions[0].from),
        ("hello", Some(0))
    );
    assert_eq!(kept.transactions[0].id.to_string().len(), 15);
    let ignoring = SandboxOptions {
        transactions: Transactions::Ignore,
        ..Default::default()
    };
    assert_eq!(ticket(judged(ignoring, change).unwrap()).transactions, []);
}

#[test]
fn an_imported_ticket_lies_in_its_own_time() {
    let closed = ticket(
        judged(SandboxOptions::default(), |b| {
            b["state"] = json!("Closed");
            b["open"] = json!("2019-02-03T04:05:06");
            b["close"] = json!("2019-02-04T04:05:06.25Z");
        })
        .unwrap(),
    );
    assert_eq!(closed.open.iso(), "2019-02-03T04:05:06.0000000Z");
    assert_eq!(closed.close.unwrap().iso(), "2019-02-04T04:05:06.2500000Z");
    assert_eq!(closed.last_activity, closed.close.unwrap());
}

#[test]
fn strict_identifiers_refuse_the_number_of_the_guide_that_lacks_its_country() {
    let strict = |protocol: &str, identifier: &str| {
        judged(
            SandboxOptions {
                strict_identifiers: true,
                ..Default::default()
            },
            |b| {
                b["participants"][0]["protocolType"] = json!(protocol);
                b["participants"][0]["identifier"] = json!(identifier);
            },
        )
        .is_ok()
    };
    assert!(
        strict("WhatsApp", "17818469236") && strict("Mail", "a@example.com") && strict("Web", "x")
    );
    assert!(
        !strict("SMS", "0501234567") && !strict("SMS", "+972501234567") && !strict("Mail", "a")
    );
}

#[test]
fn channels_names_and_references_can_be_limited() {
    let refused = |options: SandboxOptions| {
        judged(options, |b| {
            b["participants"][0]["name"] = json!("Luke Long");
            b["uniqueArgument"] = json!("JX867641");
        })
        .map(|_| ())
        .map_err(|refusal| refusal.code)
    };
    let usual = SandboxOptions::default;
    assert_eq!(
        refused(SandboxOptions {
            refused_protocols: vec!["whatsapp".into()],
            ..usual()
        }),
        Err(Code::Channel)
    );
    assert_eq!(
        refused(SandboxOptions {
            max_name: 8,
            ..usual()
        }),
        Err(Code::TooLong)
    );
    assert_eq!(
        refused(SandboxOptions {
            max_unique_argument: 7,
            ..usual()
        }),
        Err(Code::TooLong)
    );
    assert_eq!(
        refused(SandboxOptions {
            max_name: 9,
            max_unique_argument: 8,
            ..usual()
        }),
        Ok(())
    );
}
