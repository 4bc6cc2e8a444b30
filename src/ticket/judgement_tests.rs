//! Drafts and what becomes of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::ticket::{DraftParticipant, Reach};

fn lead() -> Draft<'static> {
    Draft {
        unique_argument: Some("JX867641".into()),
        participants: vec![DraftParticipant {
            protocol: "whatsapp".into(),
            identifier: "+1 781-846-9236".into(),
            name: "Luke Long".into(),
            ..DraftParticipant::default()
        }],
        ..Draft::default()
    }
}

fn body(draft: Draft) -> Value {
    let ready = judge(draft, Terms::default()).unwrap();
    serde_json::from_str(&ready.body).unwrap()
}

fn rules(draft: Draft) -> Vec<Rule> {
    let (_, problems) = judge(draft, Terms::default()).unwrap_err();
    problems.into_iter().map(|problem| problem.rule).collect()
}

#[test]
fn a_ticket_says_what_the_row_says_and_the_four_switches_and_nothing_else() {
    let mut draft = lead();
    draft.fields[0] = "Caribbean \"vacation\"".into();
    draft.tags = vec!["VIP".into(), "VIP".into(), "עסקים".into()];
    assert_eq!(
        body(draft),
        serde_json::json!({
            "field1": "Caribbean \"vacation\"", "culture": "en-US", "tags": ["VIP", "עסקים"], "uniqueArgument": "JX867641",
            "participants": [{"type": "Client", "protocolType": "WhatsApp", "name": "Luke Long", "identifier": "17818469236"}],
            "getAvailableUser": false, "addIntroductionMessage": false, "enableWebhook": false, "markAsRead": true,
        })
    );
}

#[test]
fn every_problem_of_a_row_is_named_at_once() {
    let mut draft = lead();
    draft.unique_argument = Some("".into());
    draft.fields[1] = "x".repeat(121).into();
    draft.culture = "fr-FR".into();
    draft.state = "Closed".into();
    draft.open = "tomorrow".into();
    draft.participants[0].identifier = "050-1234567".into();
    assert_eq!(
        rules(draft),
        [
            Rule::KeyMissing,
            Rule::TooLong,
            Rule::Culture,
            Rule::Date,
            Rule::State,
            Rule::Phone
        ]
    );
}

#[test]
fn what_was_done_to_values_is_told_beside_the_ticket_and_enters_nothing_of_it() {
    let mut draft = lead();
    draft.participants[0].changes.push(Change {
        place: "participant 1 identifier".into(),
        what: mending::BLANKS,
        from: " +1 781-846-9236".into(),
        to: "+1 781-846-9236".into(),
    });
    draft.open = "2026-03-14".into();
    draft.tags = vec!["a\u{A0}b".into(), "VIP".into(), "VIP".into()];
    let told = judge(draft.clone(), Terms::default()).unwrap();
    let told_of: Vec<(&str, &str, &str, &str)> = told
        .changes
        .iter()
        .map(|c| (&*c.place, c.what, &*c.from, &*c.to))
        .collect();
    assert_eq!(
        told_of,
        [
            ("open", mending::DATE, "2026-03-14", "2026-03-14T00:00:00Z"),
            ("tags", mending::MARKS, "a\u{A0}b", "a b"),
            ("tags", mending::REPEATED, "VIP", ""),
            (
                "participant 1 identifier",
                mending::DIGITS,
                " +1 781-846-9236",
                "17818469236"
            ),
        ]
    );
    draft.participants[0].changes.clear();
    let untold = judge(draft, Terms::default()).unwrap();
    assert_eq!(
        (untold.key, untold.digest, untold.body),
        (told.key, told.digest, told.body)
    );
}

#[test]
fn only_those_who_take_part_tell_and_the_words_because_of_which_others_do_not() {
    let mut draft = lead();
    let change = |place: &'static str, what| Change {
        place: place.into(),
        what,
        from: "N/A".into(),
        to: String::new(),
    };
    let nobody = DraftParticipant {
        changes: vec![
            change("participant 1 name", mending::BLANKS),
            change("participant 1 identifier", mending::NOTHING),
        ],
        ..DraftParticipant::default()
    };
    let mail = DraftParticipant {
        protocol: "Mail".into(),
        identifier: "Dana@Example.com".into(),
        changes: vec![change("participant 3 name", mending::BLANKS)],
        ..DraftParticipant::default()
    };
    draft.participants.insert(0, nobody);
    draft.participants.push(mail);
    let told = |reach| {
        let terms = Terms {
            reach,
            ..Terms::default()
        };
        let ready = judge(draft.clone(), terms).unwrap();
        let places = ready.changes.into_iter().map(|change| change.place);
        (places.collect::<Vec<_>>(), ready.contacts)
    };
    let (first, _) = told(Reach::First);
    assert_eq!(
        first,
        ["participant 2 identifier", "participant 1 identifier"]
    );
    let (all, contacts) = told(Reach::All);
    assert!(all.iter().any(|place| *place == "participant 3 name"));
    assert_eq!(
        contacts,
        ["17818469236", "dana@example.com"],
        "letter case does not part contacts"
    );
}

#[test]
fn lost_characters_and_nul_never_reach_a_ticket_in_any_part() {
    for bad in ["a\u{FFFD}b", "a\0b"] {
        let parts: [for<'a> fn(&mut Draft<'a>, &'a str); 9] = [
            |draft, bad| draft.unique_argument = Some(bad.into()),
            |draft, bad| draft.fields[3] = bad.into(),
            |draft, bad| draft.culture = bad.into(),
            |draft, bad| draft.tags = vec![bad.into()],
            |draft, bad| draft.message = bad.into(),
            |draft, bad| draft.state = bad.into(),
            |draft, bad| draft.open = bad.into(),
            |draft, bad| draft.participants[0].name = bad.into(),
            |draft, bad| draft.participants[0].department_identifier = bad.into(),
        ];
        for (index, part) in parts.iter().enumerate() {
            let mut draft = lead();
            part(&mut draft, bad);
            assert!(judge(draft, Terms::default()).is_err(), "{index} {bad:?}");
        }
        let path = ["location".to_owned()];
        let mut draft = lead();
        draft.details = vec![(&path, bad.into())];
        assert!(judge(draft, Terms::default()).is_err(), "details {bad:?}");
        for protocol in ["WhatsApp", "Mail", "Web"] {
            let mut draft = lead();
            draft.participants[0].protocol = protocol.into();
            draft.participants[0].identifier = format!("{bad}@example.com").into();
            assert!(
                judge(draft, Terms::default()).is_err(),
                "{protocol} {bad:?}"
            );
        }
    }
}

#[test]
fn a_closed_ticket_has_its_times_and_is_looked_for_at_them() {
    let mut draft = lead();
    draft.state = "closed".into();
    draft.open = "2019-03-14".into();
    draft.close = "2019-03-15T09:30:00Z".into();
    let ready = judge(draft.clone(), Terms::default()).unwrap();
    assert_eq!(ready.mapped_times, [1_552_521_600, 1_552_642_200]);
    let body = body(draft);
    assert_eq!(
        [&body["state"], &body["open"]],
        ["Closed", "2019-03-14T00:00:00Z"]
    );
}

#[test]
fn of_several_participants_all_or_the_first_with_an_identifier_take_part() {
    let mut draft = lead();
    let mail = DraftParticipant {
        protocol: "Mail".into(),
        identifier: "dana@example.com".into(),
        ..DraftParticipant::default()
    };
    draft.participants.insert(0, DraftParticipant::default());
    draft.participants.push(mail);
    let with = |reach| {
        let terms = Terms {
            reach,
            ..Terms::default()
        };
        judge(draft.clone(), terms).unwrap().contacts
    };
    assert_eq!(with(Reach::First), ["17818469236"]);
    assert_eq!(with(Reach::All), ["17818469236", "dana@example.com"]);
    draft.participants.truncate(1);
    assert_eq!(rules(draft), [Rule::NoContact]);
}

#[test]
fn a_message_is_the_customers_own() {
    let mut draft = lead();
    draft.message = "call me\nafter six".into();
    let body = body(draft);
    assert_eq!(body["transactions"][0]["text"], "call me\nafter six");
    assert_eq!(
        body["transactions"][0]["fromParticipant"]["identifier"],
        "17818469236"
    );
}

#[test]
fn a_row_without_a_key_has_one_that_its_content_makes() {
    let mut draft = lead();
    draft.unique_argument = None;
    let one = judge(draft.clone(), Terms::default()).unwrap();
    let same = judge(draft.clone(), Terms::default()).unwrap();
    draft.fields[0] = "other".into();
    let other = judge(draft, Terms::default()).unwrap();
    assert!(one.key_is_derived);
    assert_eq!(one.key, same.key);
    assert_ne!(one.key, other.key);
    assert!(one.body.contains(one.key.as_str()));
}

#[test]
fn details_are_nested_as_the_api_has_them() {
    let mut draft = lead();
    let title = ["source", "title"].map(str::to_owned);
    let uri = ["source", "uri"].map(str::to_owned);
    let mobile = ["isMobile".to_owned()];
    draft.details = vec![
        (&title, "spring fair".into()),
        (&uri, " ".into()),
        (&mobile, "yes".into()),
    ];
    assert_eq!(
        body(draft)["details"],
        serde_json::json!({"source": {"title": "spring fair"}, "isMobile": true})
    );
}
