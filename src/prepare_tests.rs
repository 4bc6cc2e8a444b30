//! Whole rows, from cells to tickets.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use super::*;
use crate::sheet::Header;
use crate::ticket::judge;
use proptest::prelude::*;

const TABLE: &str = r#"
unique_argument = "{{ id }}"
field1 = "{{ subject }}"
message = "{{ notes }}"
tags = ["{{ tags | split: ',' }}"]
open = "{{ day | date }}"
reach = "first"
participants = [
    { name = "{{ first }} {{ last }}", protocol_type = "WhatsApp", identifier = "{{ phone }}" },
    { name = "{{ first }} {{ last }}", protocol_type = "Mail", identifier = "{{ mail }}" },
]
"#;

const NAMES: [&str; 9] = [
    "id", "subject", "notes", "tags", "day", "first", "last", "phone", "mail",
];

fn mapping() -> Mapping {
    let header = Header::new(NAMES.map(str::to_owned).into());
    Mapping::from_config(&toml::from_str(TABLE).unwrap(), &header).unwrap()
}

fn judged(cells: [&str; 9]) -> Result<Ready, Vec<Problem>> {
    let mapping = mapping();
    let terms = Terms {
        region: Some("IL".parse().unwrap()),
        reach: mapping.reach(),
        ..Terms::default()
    };
    let (draft, problems) = mapping.draft(&cells[..]);
    match judge(draft, terms) {
        Ok(ready) if problems.is_empty() => Ok(ready),
        Ok(_) => Err(problems),
        Err((_, more)) => Err(more),
    }
}

fn ready(cells: [&str; 9]) -> Ready {
    judged(cells).unwrap()
}

#[test]
fn a_clean_row_has_no_change_and_a_soiled_one_has_each_once_with_the_sheets_own_value() {
    let clean = ready([
        "1",
        "s",
        "n",
        "VIP",
        "2026-03-14T00:00:00Z",
        "Dana",
        "Levi",
        "972501234567",
        "",
    ]);
    assert_eq!(clean.changes, []);
    assert_eq!(
        clean.changes.capacity(),
        0,
        "nothing is allocated for nothing"
    );
    let soiled = ready([
        "1 ",
        "\u{200F}שלום\u{200F}",
        "n",
        "VIP, N/A,VIP",
        "14/03/2026",
        "Dana",
        "n/a",
        " 050-1234567\u{200E}",
        "",
    ]);
    let told: Vec<(&str, &str, &str, &str)> = soiled
        .changes
        .iter()
        .map(|change| (&*change.place, change.what, &*change.from, &*change.to))
        .collect();
    assert_eq!(
        told,
        [
            ("uniqueArgument", "blanks removed at the ends", "1 ", "1"),
            (
                "open",
                "date written in ISO-8601",
                "14/03/2026",
                "2026-03-14T00:00:00Z"
            ),
            (
                "field1",
                "invisible marks removed",
                "\u{200F}שלום\u{200F}",
                "שלום"
            ),
            ("tags", "word for nothing left out", "N/A", ""),
            ("tags", "repeated tag left out", "VIP", ""),
            (
                "participant 1 identifier",
                "number written in full",
                " 050-1234567\u{200E}",
                "972501234567"
            ),
            ("participant 1 name", "word for nothing left out", "n/a", ""),
        ]
    );
    assert!(soiled.body.contains("\"name\":\"Dana\""), "{}", soiled.body);
}

#[test]
fn a_word_for_nothing_in_place_of_a_number_leaves_the_next_channel() {
    let mail = ready([
        "1",
        "",
        "",
        "",
        "",
        "Dana",
        "Null",
        "N/A",
        "Dana <dana@example.com>",
    ]);
    assert_eq!(mail.contacts, ["dana@example.com"]);
    assert!(
        mail.body.contains("Dana Null"),
        "a name that people have stays: {}",
        mail.body
    );
    let what: Vec<&str> = mail.changes.iter().map(|change| change.what).collect();
    assert_eq!(
        what,
        [
            "text around the address removed",
            "word for nothing left out"
        ]
    );
    let nobody = judged(["1", "", "", "", "", "Dana", "", "-", "n/a"]).unwrap_err();
    assert_eq!(nobody[0].rule, Rule::NoContact);
}

proptest! {
    #[test]
    fn judging_never_panics_and_no_lost_character_is_sent(
        cells in prop::array::uniform9(prop_oneof![
            any::<String>(),
            "[-0-9+/.:@#,;x \u{200F}\u{FFFD}\u{0}N/A]{0,16}",
            "972501234567|d@example\\.com|VIP|14/03/2026|1",
        ])
    ) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        if let Ok(ready) = judged(cells.try_into().unwrap()) {
            let lost = ready.body.contains(['\u{FFFD}', '\u{0}']) || ready.body.contains("\\u0000");
            prop_assert!(!lost);
        }
    }

    #[test]
    fn a_message_without_marks_at_its_ends_travels_byte_for_byte(text in "[a-zא-ת0-9](\\PC|\n|\t){0,60}[a-zא-ת0-9]") {
        if let Ok(ready) = judged(["1", "", &text, "", "", "", "", "972501234567", ""]) {
            let body: serde_json::Value = serde_json::from_str(&ready.body).unwrap();
            prop_assert_eq!(body["transactions"][0]["text"].as_str(), Some(text.as_str()));
        }
    }
}
