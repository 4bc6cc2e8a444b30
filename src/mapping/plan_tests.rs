//! What a mapping tells of itself: its plan, its errors, its fingerprint.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::tests::{EXAMPLE, File, LEADS, configured, header, section};
use super::*;

fn errors(toml: &str, names: &[&str]) -> Vec<String> {
    let errors = Mapping::from_config(&section(toml), &header(names)).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn all_errors_of_a_table_come_at_once() {
    let toml = r#"
        [ticket]
        unique_argument = "all the same"
        field1 = "{{ desination }}"
        field2 = "{{ city | split: ',' }}"
        culture = "he_IL"
        tags = ["VIP", "{{ city"]
        state = "closed"
        [[ticket.participants]]
        protocol_type = "Whatsup"
        type = "Customer"
        [[ticket.participants]]
        identifier = "{{ city }}"
        protocol_type = "e-mail"
        sub_protocol_type = "MailTo"
        [ticket.details.source]
        title = "{{ city | shout }}"
    "#;
    let filters = super::filter::NAMES.join(", ");
    assert_eq!(
        errors(toml, &["destination", "city"]),
        [
            "ticket.unique_argument: names no column, so that every row would have the same key; name the column of ids, e.g. \"{{ lead_id }}\"",
            "ticket.field1: there is no column \"desination\"; did you mean \"destination\"? the columns are: destination, city",
            "ticket.field2: at character 1: this is a list of texts and one text is needed; end it with join: \", \", first or last",
            "ticket.culture: \"he_IL\" is not one of en-US, he-IL, pt-PT, es-ES; did you mean \"he-IL\"?",
            "ticket.tags[#2]: at character 8: expected }} to close the {{ of character 1",
            "ticket.close: is missing; a ticket in state Closed needs the time at which it was closed, e.g. \"{{ closed_at | date }}\"",
            "ticket.participants[#1].identifier: is missing; name the column of the phone numbers or addresses, e.g. \"{{ mobile }}\"",
            "ticket.participants[#1].type: \"Customer\" is not one of Client, User",
            "ticket.participants[#1].protocol_type: \"Whatsup\" is not one of WhatsApp, SMS, WebViaSMS, PhoneCall, Viber, Mail, Web, FBmessenger, TelegramBot, AppleBusinessChat, InstagramDM; did you mean \"WhatsApp\"?",
            &format!(
                "ticket.details.source.title: at character 11: there is no filter \"shout\"; the filters are: {filters}"
            ),
        ]
    );
    assert_eq!(
        errors("[ticket]\nunique_argument = ' '", &["phone"]),
        [
            "ticket.unique_argument: is empty; name the column of ids, e.g. \"{{ lead_id }}\", or leave it out and the key is derived from the row's content"
        ]
    );
    assert!(
        errors("[ticket]", &["city"])
            .first()
            .unwrap()
            .starts_with("no column tells how to reach the customers")
    );
}

#[test]
fn a_fingerprint_follows_the_meaning_and_not_the_writing() {
    let of = |toml: &str, names: &[&str]| configured(toml, names).fingerprint();
    let example = of(EXAMPLE, &LEADS);
    let mut turned = LEADS;
    turned.reverse();
    assert_eq!(of(EXAMPLE, &turned), example, "the order of the columns");
    assert_eq!(
        of(&EXAMPLE.replace("{{ city }}", "{{City}}"), &LEADS),
        example
    );
    assert_eq!(
        of(
            EXAMPLE,
            &LEADS.map(|name| if name == "city" { "City" } else { name })
        ),
        example
    );
    for other in [
        EXAMPLE.replace("vacation", "trip"),
        EXAMPLE.replace("{{ city }}", "{{ street }}"),
        EXAMPLE.replace("field2", "field3"),
        EXAMPLE.replace("{{ notes }}", "{{ notes | trim }}"),
        EXAMPLE.replace(
            "[[ticket.part",
            "[ticket.details]\nlocation = 'x'\n[[ticket.part",
        ),
        EXAMPLE.replace("culture", "reach = 'first'\nculture"),
        EXAMPLE.replace("culture", "enable_webhook = true\nculture"),
    ] {
        assert_ne!(of(&other, &LEADS), example, "{other}");
    }
    let by_hand = "[ticket]\nreach = 'first'\n[[ticket.participants]]\nprotocol_type = 'WhatsApp'\nidentifier = '{{ phone }}'";
    assert_eq!(
        Mapping::by_name(&header(&["phone"])).unwrap().fingerprint(),
        of(by_hand, &["x", "phone"])
    );
}

#[test]
fn a_fingerprint_stays_the_same_from_build_to_build() {
    let bytes = configured(EXAMPLE, &LEADS).fingerprint();
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    assert_eq!(hex, "efc0e798c82f557c");
}

#[test]
fn unknown_keys_are_refused() {
    let error = toml::from_str::<File>("[ticket]\nfield11 = 'x'").unwrap_err();
    assert!(error.message().starts_with("unknown field `field11`"));
    assert_eq!(
        nearest("uniqueArgument", TicketSection::KEYS.iter().copied()),
        Some("unique_argument")
    );
}

#[test]
fn the_plan_shows_every_part() {
    let plan = |mapping: &Mapping| -> Vec<String> {
        let line = |(part, from): &(String, String)| format!("{part} = {from}");
        mapping.shown().iter().map(line).collect()
    };
    assert_eq!(
        plan(&configured(EXAMPLE, &LEADS)),
        [
            "uniqueArgument = {{ lead_id }}",
            "field1 = {{ destination }} vacation",
            "field2 = {{ street }}, {{ city }}",
            "tags = VIP",
            "tags = {{ segment }}",
            "culture = he-IL",
            "message = {{ notes }}",
            "participant 1 name = {{ first_name }} {{ last_name }}",
            "participant 1 protocolType = WhatsApp",
            "participant 1 identifier = {{ mobile }}",
        ]
    );
    assert_eq!(
        plan(&Mapping::by_name(&header(&["identifier", "name"])).unwrap()),
        [
            "participant 1 name = {{ name }}",
            "participant 1 identifier = {{ identifier }}",
            "participant 1 protocolType = Mail where the identifier has an @, otherwise WhatsApp",
        ]
    );
}

#[test]
fn competing_columns_are_reported_as_not_used() {
    let mapping = Mapping::by_name(&header(&["id", "lead_id", "phone 2", "phone", ""])).unwrap();
    assert_eq!(mapping.unused(), ["lead_id", "phone 2", "column 5 (E)"]);
}
