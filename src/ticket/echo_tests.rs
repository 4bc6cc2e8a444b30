//! What counts as a difference between a ticket and its answer, and what does not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use serde_json::{Value, json};

fn sent() -> Value {
    json!({
        "field1": "Crete vacation", "field3": "a  b", "culture": "he-IL", "tags": ["VIP", "משפחות"],
        "participants": [
            {"type": "Client", "protocolType": "WhatsApp", "name": "Dana Levi", "identifier": "972501234567"},
            {"type": "Client", "protocolType": "Mail", "name": "Dana Levi", "identifier": "dana@example.com"},
        ],
        "transactions": [{"text": "Please call back", "type": "Message"}],
    })
}

fn found(answer: &Value) -> Vec<String> {
    let differences = differences(&sent().to_string(), &answer.to_string(), Witness::Answer);
    differences.iter().map(ToString::to_string).collect()
}

fn changed(path: &str, value: Value) -> Vec<String> {
    let mut answer = sent();
    *answer.pointer_mut(path).unwrap() = value;
    found(&answer)
}

#[test]
fn what_came_back_as_it_was_sent_is_no_difference_and_what_is_absent_proves_nothing() {
    assert_eq!(found(&sent()), Vec::<String>::new());
    assert_eq!(
        found(&json!({"id": 5, "uniqueArgument": "k"})),
        Vec::<String>::new()
    );
    assert_eq!(found(&Value::Null), Vec::<String>::new());
}

#[test]
fn what_was_cut_dropped_or_changed_is_told_apart() {
    assert_eq!(
        changed("/field1", json!("Crete vac")),
        ["field1 was cut after 9 of 14 characters"]
    );
    assert_eq!(changed("/field1", json!("")), ["field1 was dropped"]);
    assert_eq!(changed("/field1", json!(null)), ["field1 was dropped"]);
    assert_eq!(changed("/field1", json!("Rhodes")), ["field1 was changed"]);
    assert_eq!(changed("/culture", json!("en-US")), ["culture was changed"]);
    assert_eq!(
        changed("/tags", json!(["VIP"])),
        ["tag \"משפחות\" was dropped"]
    );
    assert_eq!(
        changed("/participants/0/name", json!("Dana")),
        ["participant 1 name was cut after 4 of 9 characters"]
    );
    assert_eq!(
        changed("/participants/0/identifier", json!("97250")),
        ["participant 1 identifier was changed"]
    );
    assert_eq!(
        changed("/participants/1", json!(null)),
        Vec::<String>::new(),
        "not to be read"
    );
    assert_eq!(changed("/transactions", json!([])), ["message was dropped"]);
    assert_eq!(
        changed("/transactions/0/text", json!("Please")),
        ["message was cut after 6 of 16 characters"]
    );
}

#[test]
fn forms_that_say_the_same_are_no_loss() {
    assert_eq!(
        changed("/participants/0/identifier", json!("+972 50-123-4567")),
        Vec::<String>::new()
    );
    assert_eq!(
        changed("/participants/1/identifier", json!("Dana@Example.com")),
        Vec::<String>::new()
    );
    assert_eq!(changed("/culture", json!("he-il")), Vec::<String>::new());
    assert_eq!(
        changed("/tags", json!(["משפחות", "VIP", "Automatic"])),
        Vec::<String>::new()
    );
    let rewritten = changed("/field3", json!("a b"));
    assert_eq!(
        rewritten,
        ["field3 came back with other blanks or another Unicode form"]
    );
    let answer = json!({"Field3": "a b", "TAGS": ["VIP", "משפחות"]});
    assert!(
        differences(&sent().to_string(), &answer.to_string(), Witness::Answer)
            .iter()
            .all(|one| !one.does_harm())
    );
}

#[test]
fn a_greeting_beside_the_message_is_no_difference() {
    let both = json!([{"text": "Hello, how can we help?"}, {"text": "Please call back"}]);
    assert_eq!(changed("/transactions", both), Vec::<String>::new());
    let greeting = json!([{"text": "Hello, how can we help?"}]);
    assert_eq!(changed("/transactions", greeting), ["message was dropped"]);
}

#[test]
fn differences_are_counted_by_their_kind() {
    let mut answer = sent();
    answer["tags"] = json!([]);
    let differences = differences(&sent().to_string(), &answer.to_string(), Witness::Answer);
    let groups: Vec<String> = differences.iter().map(Difference::group).collect();
    assert_eq!(groups, ["tags dropped", "tags dropped"]);
}

#[test]
fn in_a_lookup_what_is_null_or_an_empty_list_proves_nothing() {
    let answer = json!({"field1": null, "tags": [], "transactions": [], "participants": []});
    let body = sent().to_string();
    assert_eq!(differences(&body, &answer.to_string(), Witness::Lookup), []);
    assert_eq!(
        differences(&body, &answer.to_string(), Witness::Answer).len(),
        6
    );
    let cut = json!({"field1": "Crete", "tags": ["VIP"]});
    let found = differences(&body, &cut.to_string(), Witness::Lookup);
    let groups: Vec<String> = found.iter().map(Difference::group).collect();
    assert_eq!(groups, ["field1 cut", "tags dropped"]);
}
