//! Which names are understood, and which of two wins.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::super::fold::bare;
use super::*;

fn header(names: &[&str]) -> Header {
    Header::new(names.iter().map(ToString::to_string).collect())
}

/// The table for these columns and a phone column, so that somebody can be reached.
fn with_phone(names: &[&str]) -> TicketSection {
    let mut names = names.to_vec();
    names.push("phone");
    by_name(&header(&names)).unwrap()
}

fn errors(names: &[&str]) -> Vec<String> {
    let errors = by_name(&header(names)).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

fn name(names: &[&str]) -> Option<String> {
    with_phone(names).participants.remove(0).name
}

#[test]
fn the_apis_own_names_are_understood_in_any_writing() {
    let section = with_phone(&[
        "UniqueArgument",
        "Field 1",
        "field_2",
        "FIELD10",
        "culture",
        "Tags",
        "state",
        "open",
        "close",
        "message",
    ]);
    assert_eq!(
        section.unique_argument.as_deref(),
        Some("{{ UniqueArgument }}")
    );
    let fields = section.fields();
    assert_eq!(fields.first().unwrap(), &Some("{{ Field 1 }}"));
    assert_eq!(fields.get(1).unwrap(), &Some("{{ field_2 }}"));
    assert_eq!(fields.get(2).unwrap(), &None);
    assert_eq!(fields.last().unwrap(), &Some("{{ FIELD10 }}"));
    assert_eq!(section.culture.as_deref(), Some("{{ culture }}"));
    assert_eq!(
        section.tags,
        [r#"{{ Tags | split: ",", ";", "|", "،", "\n" }}"#]
    );
    assert_eq!(section.state.as_deref(), Some("{{ state }}"));
    assert_eq!(section.open.as_deref(), Some("{{ open | date }}"));
    assert_eq!(section.close.as_deref(), Some("{{ close | date }}"));
    assert_eq!(section.message.as_deref(), Some("{{ message }}"));
}

#[test]
fn every_synonym_is_understood_alone() {
    for names in [KEY, SUBJECT, CULTURE, TAGS, MESSAGE] {
        for name in names.iter() {
            let section = with_phone(&[name]);
            let found = [
                section.unique_argument,
                section.field1,
                section.culture,
                section.tags.first().cloned(),
                section.message,
            ];
            assert_eq!(found.iter().flatten().count(), 1, "{name}");
        }
    }
    for names in [FULL_NAME, FIRST_NAME, LAST_NAME, SOME_NAME] {
        for name in names.iter() {
            assert_eq!(self::name(&[name]), Some(placeholder(name)), "{name}");
        }
    }
    for (names, protocol) in [
        (WHATSAPP, "WhatsApp"),
        (MOBILE, "WhatsApp"),
        (PHONE, "WhatsApp"),
        (EMAIL, "Mail"),
    ] {
        for name in names.iter() {
            let section = by_name(&header(&[name])).unwrap();
            let [participant] = section.participants.as_slice() else {
                panic!("{name}");
            };
            assert_eq!(participant.identifier, Some(placeholder(name)), "{name}");
            assert_eq!(
                participant.protocol_type.as_deref(),
                Some(protocol),
                "{name}"
            );
        }
    }
}

#[test]
fn no_name_stands_in_two_places() {
    let mut seen = std::collections::BTreeMap::new();
    for (part, names) in [
        ("key", KEY),
        ("subject", SUBJECT),
        ("culture", CULTURE),
        ("tags", TAGS),
        ("message", MESSAGE),
        ("state", STATE),
        ("open", OPEN),
        ("close", CLOSE),
        ("full name", FULL_NAME),
        ("first name", FIRST_NAME),
        ("last name", LAST_NAME),
        ("some name", SOME_NAME),
        ("identifier", IDENTIFIER),
        ("protocol", PROTOCOL),
        ("whatsapp", WHATSAPP),
        ("mobile", MOBILE),
        ("phone", PHONE),
        ("email", EMAIL),
    ] {
        for name in names.iter() {
            assert_eq!(name, name.trim());
            let earlier = seen.insert(bare(name), (part, name));
            assert_eq!(earlier, None, "{part}: {name}");
        }
    }
}

#[test]
fn of_two_columns_the_earlier_name_in_the_list_wins() {
    let key = |names: &[&str]| with_phone(names).unique_argument;
    assert_eq!(key(&["lead_id", "id"]).as_deref(), Some("{{ id }}"));
    assert_eq!(
        key(&["id", "uniqueArgument"]).as_deref(),
        Some("{{ uniqueArgument }}")
    );
    assert_eq!(key(&["מזהה", "Ref"]).as_deref(), Some("{{ Ref }}"));
    let section = with_phone(&["phone 2", "subject", "field1"]);
    assert_eq!(section.field1.as_deref(), Some("{{ field1 }}"));
    assert_eq!(section.participants.len(), 1);
}

#[test]
fn names_of_people_are_put_together() {
    for (names, template) in [
        (&["name", "first name", "last name"][..], "{{ name }}"),
        (
            &["Last_Name", "First_Name"],
            "{{ First_Name }} {{ Last_Name }}",
        ),
        (&["שם", "שם משפחה"], "{{ שם }} {{ שם משפחה }}"),
        (
            &["שם פרטי", "שם", "שם משפחה"],
            "{{ שם פרטי }} {{ שם משפחה }}",
        ),
        (&["customer", "first name"], "{{ first name }}"),
        (&["customer", "surname"], "{{ customer }}"),
        (&["customer", "contact name"], "{{ contact name }}"),
        (&["surname"], "{{ surname }}"),
        (&["Name"], "{{ Name }}"),
        (&["Name", "Vorname", "Nachname"], "{{ Name }}"),
        (&["first name", "Name"], "{{ Name }}"),
        (&["Nom"], "{{ Nom }}"),
        (&["Nom", "Nombre"], "{{ Nom }}"),
        (&["Nom", "Prénom", "Nom complet"], "{{ Nom complet }}"),
        (
            &["Nom", "Prénom", "Nom de famille"],
            "{{ Prénom }} {{ Nom de famille }}",
        ),
        (&["Nombre"], "{{ Nombre }}"),
        (&["NOMBRES", "APELLIDOS"], "{{ NOMBRES }} {{ APELLIDOS }}"),
        (
            &["Nombre", "Primer Apellido", "Segundo Apellido"],
            "{{ Nombre }} {{ Primer Apellido }}",
        ),
        (
            &["Nome", "Sobrenome", "Apelido"],
            "{{ Nome }} {{ Sobrenome }}",
        ),
        (&["Nome"], "{{ Nome }}"),
        (&["الاسم"], "{{ الاسم }}"),
        (
            &["الاسم الأول", "الاسم", "اسم العائلة"],
            "{{ الاسم الأول }} {{ اسم العائلة }}",
        ),
    ] {
        assert_eq!(name(names).as_deref(), Some(template), "{names:?}");
    }
    assert_eq!(name(&["city"]), None);
}

#[test]
fn contacts_are_tried_in_a_fixed_order() {
    let names = [
        "email",
        "phone",
        "mobile",
        "whatsapp",
        "identifier",
        "protocolType",
    ];
    let section = by_name(&header(&names)).unwrap();
    let contacts: Vec<(&str, &str)> = section
        .participants
        .iter()
        .map(|p| {
            (
                p.identifier.as_deref().unwrap(),
                p.protocol_type.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        contacts,
        [
            ("{{ identifier }}", "{{ protocolType }}"),
            ("{{ whatsapp }}", "WhatsApp"),
            ("{{ mobile }}", "WhatsApp"),
            ("{{ phone }}", "WhatsApp"),
            ("{{ email }}", "Mail"),
        ]
    );
    assert_eq!(section.reach, Some(ReachSetting::First));
    let alone = by_name(&header(&["identifier"])).unwrap();
    assert_eq!(alone.participants.first().unwrap().protocol_type, None);
}

#[test]
fn other_words_are_not_taken_for_what_they_resemble() {
    let section = with_phone(&[
        "language",
        "שפה",
        "status",
        "notes",
        "city",
        "created_at",
        "Nr.",
        "#",
        "Titel",
        "localidad",
        "clave",
        "DNI",
        "Kontakt",
        "contacto",
        "Festnetz",
        "Fixe",
        "البريد",
        "الرقم",
        "Correio",
        "Adresse",
        "Firma",
    ]);
    let nothing = TicketSection {
        reach: section.reach,
        participants: section.participants.clone(),
        ..TicketSection::default()
    };
    assert_eq!(section, nothing);
}

#[test]
fn odd_column_names_are_quoted() {
    assert_eq!(
        with_phone(&["\"tags\"", "tags"]).tags,
        [r#"{{ tags | split: ",", ";", "|", "،", "\n" }}"#]
    );
    let section = by_name(&header(&["דוא\"ל"])).unwrap();
    assert_eq!(
        section.participants.first().unwrap().identifier.as_deref(),
        Some("{{ דוא\"ל }}")
    );
}

#[test]
fn columns_named_alike_are_told_once_with_both_places() {
    assert_eq!(
        errors(&["Phone", "first name", "PHONE", "first_name"]),
        [
            "participant identifier: \"Phone\" fits two columns, 1 (A) and 3 (C); rename one of them in the sheet, or name the column by its place in a mapping file, as in {{ column 1 }}",
            "participant name: \"first name\" fits two columns, 2 (B) and 4 (D); rename one of them in the sheet, or name the column by its place in a mapping file, as in {{ column 1 }}",
        ]
    );
    assert!(
        by_name(&header(&["phone", "note", "note"])).is_ok(),
        "not used, no matter"
    );
}

#[test]
fn a_channel_without_an_address_is_an_error() {
    assert_eq!(
        errors(&["phone", "protocolType"]),
        [
            "participant protocolType: column 2 (B) names a channel, and no column is named identifier; name the column of its addresses so, or list [[ticket.participants]] in a mapping file"
        ]
    );
}

#[test]
fn a_header_without_contacts_is_told_the_names_that_are_understood() {
    let errors = errors(&["name", "city"]);
    let [error] = errors.as_slice() else {
        panic!("{errors:?}");
    };
    assert!(error.starts_with(
        "no column tells how to reach the customers; name one of the columns identifier, whatsapp, "
    ));
    let (_, listed) = error.split_once("one of the columns ").unwrap();
    let (listed, _) = listed.split_once(" or the like").unwrap();
    for name in listed.split(", ") {
        assert!(by_name(&header(&[name])).is_ok(), "{name}");
    }
    assert!(error.contains("נייד") && error.contains("email"));
    assert!(error.ends_with("; or list [[ticket.participants]] in a mapping file"));
}
