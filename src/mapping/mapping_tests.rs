//! Whole mappings: from tables and headers to drafts.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::ticket::{Rule, Terms, judge};

/// The `[ticket]` part of the documented example.
pub(super) const EXAMPLE: &str = r#"
[ticket]
unique_argument = "{{ lead_id }}"
field1 = "{{ destination }} vacation"
field2 = "{{ street }}, {{ city }}"
culture = "he-IL"
tags = ["VIP", "{{ segment }}"]
message = "{{ notes }}"

[[ticket.participants]]
name = "{{ first_name }} {{ last_name }}"
protocol_type = "WhatsApp"
identifier = "{{ mobile }}"
"#;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    ticket: TicketSection,
}

pub(super) const LEADS: [&str; 10] = [
    "lead_id",
    "first_name",
    "last_name",
    "mobile",
    "email",
    "destination",
    "street",
    "city",
    "segment",
    "notes",
];

pub(super) fn header(names: &[&str]) -> Header {
    Header::new(names.iter().map(ToString::to_string).collect())
}

pub(super) fn section(toml: &str) -> TicketSection {
    toml::from_str::<File>(toml).unwrap().ticket
}

pub(super) fn configured(toml: &str, names: &[&str]) -> Mapping {
    Mapping::from_config(&section(toml), &header(names)).unwrap()
}

fn draft<'a>(mapping: &'a Mapping, row: &'a [&'a str]) -> Draft<'a> {
    let (draft, problems) = mapping.draft(row);
    assert_eq!(problems, []);
    draft
}

#[test]
fn the_documented_example_makes_its_ticket() {
    let mapping = configured(EXAMPLE, &LEADS);
    let row = [
        "JX1",
        "Luke",
        "",
        "17818469236",
        "",
        "",
        "68 Colorado Way",
        "Rhydcymerau",
        "beach",
        "hi",
    ];
    let draft = draft(&mapping, &row);
    assert_eq!(draft.unique_argument.as_deref(), Some("JX1"));
    assert_eq!(
        draft.fields.first().unwrap(),
        "",
        "no destination, no vacation"
    );
    assert_eq!(draft.fields.get(1).unwrap(), "68 Colorado Way, Rhydcymerau");
    assert_eq!(draft.culture, "he-IL");
    assert_eq!(draft.tags, ["VIP", "beach"]);
    assert_eq!(draft.message, "hi");
    let person = draft.participants.first().unwrap();
    assert_eq!(
        (
            &*person.kind,
            &*person.protocol,
            &*person.name,
            &*person.identifier
        ),
        ("Client", "WhatsApp", "Luke", "17818469236")
    );
    assert_eq!(mapping.switches(), Switches::default());
    assert_eq!(mapping.reach(), Reach::All);
    assert!(!mapping.derives_key());
    assert_eq!(mapping.unused(), ["email"]);
    assert!(judge(draft, Terms::default()).is_ok());
}

#[test]
fn columns_matched_by_name_make_a_ticket() {
    let names = [
        "Lead ID",
        "שם פרטי",
        "שם משפחה",
        "נייד",
        "E-Mail",
        "תגיות",
        "city",
    ];
    let mapping = Mapping::by_name(&header(&names)).unwrap();
    assert_eq!(mapping.reach(), Reach::First);
    assert_eq!(mapping.unused(), ["city"]);
    let draft = draft(
        &mapping,
        &["7", "דנה", "לוי", "", "d@example.com", "VIP; new,", "חיפה"],
    );
    assert_eq!(draft.tags, ["VIP", "new"]);
    let people: Vec<_> = draft
        .participants
        .iter()
        .map(|p| (&*p.protocol, &*p.identifier, &*p.name))
        .collect();
    assert_eq!(
        people,
        [
            ("WhatsApp", "", "דנה לוי"),
            ("Mail", "d@example.com", "דנה לוי")
        ]
    );
}

#[test]
fn an_identifier_without_a_channel_tells_its_own() {
    let mapping = Mapping::by_name(&header(&["identifier"])).unwrap();
    for (identifier, protocol) in [("d@example.com", "Mail"), ("972501234567", "WhatsApp")] {
        let row = [identifier];
        let draft = draft(&mapping, &row);
        assert_eq!(draft.participants.first().unwrap().protocol, protocol);
    }
}

#[test]
fn without_participants_the_columns_tell_and_without_a_key_they_do_not() {
    let mapping = configured(
        "[ticket]\nfield1 = '{{ city }}'",
        &["id", "mobile", "city", "subject"],
    );
    assert!(mapping.derives_key());
    assert_eq!(mapping.reach(), Reach::First);
    assert_eq!(mapping.unused(), ["id", "subject"]);
    let draft = draft(&mapping, &["7", "972501234567", "Haifa", "x"]);
    assert_eq!(draft.unique_argument, None);
    assert_eq!(
        draft.participants.first().unwrap().identifier,
        "972501234567"
    );
    let all = configured("[ticket]\nreach = 'all'", &["mobile"]);
    assert_eq!(all.reach(), Reach::All);
}

#[test]
fn a_key_with_a_blank_column_is_blank_as_a_whole() {
    let toml =
        "[ticket]\nunique_argument = 'crm-{{ year }}-{{ id }}'\nfield1 = 'crm-{{ year }}-{{ id }}'";
    let mapping = configured(toml, &["phone", "year", "id"]);
    for (row, key, field) in [
        (["1", "26", "7"], "crm-26-7", "crm-26-7"),
        (["1", "26", " "], "", "crm-26-"),
        (["1", "", ""], "", ""),
    ] {
        let draft = draft(&mapping, &row);
        assert_eq!(draft.unique_argument.as_deref(), Some(key));
        assert_eq!(draft.fields.first().unwrap(), field);
    }
}

#[test]
fn switches_are_as_they_are_said() {
    let toml = "[ticket]\nadd_introduction_message = true\nget_available_user = true\nenable_webhook = true\nmark_as_read = false";
    assert_eq!(
        configured(toml, &["phone"]).switches(),
        Switches {
            add_introduction_message: true,
            get_available_user: true,
            enable_webhook: true,
            mark_as_read: false,
        }
    );
}

#[test]
fn details_go_to_the_apis_own_paths_and_blank_ones_nowhere() {
    let toml = r#"
        [ticket.details]
        ip_address = "{{ ip }}"
        is_mobile = true
        source = { title = "{{ fair }} fair", uri = "https://example.com" }
        referral = { utm_parameters = { utm_source = "{{ fair }}" }, ad_id = "{{ ip }}" }
    "#;
    let mapping = configured(toml, &["phone", "ip", "fair"]);
    let details = draft(&mapping, &["1", "", "spring"]).details;
    let details = details.iter().map(|(path, text)| (path.join("."), &**text));
    assert_eq!(
        details.collect::<Vec<_>>(),
        [
            ("isMobile".to_owned(), "true"),
            ("source.title".to_owned(), "spring fair"),
            ("source.uri".to_owned(), "https://example.com"),
            ("referral.utmParameters.utm_source".to_owned(), "spring"),
        ]
    );
}

#[test]
fn filters_that_fail_are_problems_at_their_parts_without_the_value() {
    let toml = r#"
        [ticket]
        open = "{{ day | date }}"
        culture = "{{ lang | map: 'h=he-IL' }}"
        tags = ["{{ lang | map: 'h=x' }}"]
        [ticket.details]
        location = "{{ day | date: '%d/%m/%Y' }}"
        [[ticket.participants]]
        identifier = "{{ phone | map: 'a=1' }}"
    "#;
    let mapping = configured(toml, &["phone", "day", "lang"]);
    let (draft, problems) = mapping.draft(&["secret", "secret", "secret"][..]);
    let places: Vec<(Rule, &str)> = problems.iter().map(|p| (p.rule, &*p.place)).collect();
    assert_eq!(
        places,
        [
            (Rule::Template, "culture"),
            (Rule::Date, "open"),
            (Rule::Template, "participant 1 identifier"),
            (Rule::Date, "details.location"),
            (Rule::Template, "tags"),
        ]
    );
    assert!(problems.iter().all(|p| !p.to_string().contains("secret")));
    assert_eq!((&*draft.open, &*draft.culture), ("", ""));
}
