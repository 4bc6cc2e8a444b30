//! Whole headers in the languages that are known.
#![allow(clippy::unwrap_used)]

use super::super::Mapping;
use super::*;

fn header(names: &[&str]) -> Header {
    Header::new(names.iter().map(ToString::to_string).collect())
}

#[test]
fn sheets_of_the_world_are_understood() {
    for (columns, key, name, contacts, tags) in [
        (
            &[
                "Kunden-Nr.",
                "Vorname",
                "Name",
                "Handy",
                "E-Mail-Adresse",
                "Schlagwörter",
            ][..],
            "{{ Kunden-Nr. }}",
            "{{ Vorname }} {{ Name }}",
            &["{{ Handy }}", "{{ E-Mail-Adresse }}"][..],
            "Schlagwörter",
        ),
        (
            &[
                "N° client",
                "Nom",
                "Prénom",
                "Portable",
                "Tél.",
                "Courriel",
                "Étiquettes",
            ],
            "{{ N° client }}",
            "{{ Prénom }} {{ Nom }}",
            &["{{ Portable }}", "{{ Tél. }}", "{{ Courriel }}"],
            "Étiquettes",
        ),
        (
            &[
                "CODIGO CLIENTE",
                "Nombre",
                "Apellidos",
                "Movil",
                "Correo electronico",
                "Etiquetas",
            ],
            "{{ CODIGO CLIENTE }}",
            "{{ Nombre }} {{ Apellidos }}",
            &["{{ Movil }}", "{{ Correo electronico }}"],
            "Etiquetas",
        ),
        (
            &[
                "Nº do cliente",
                "Nome",
                "Apelido",
                "Telemóvel",
                "Endereço de e-mail",
                "Etiquetas",
            ],
            "{{ Nº do cliente }}",
            "{{ Nome }} {{ Apelido }}",
            &["{{ Telemóvel }}", "{{ Endereço de e-mail }}"],
            "Etiquetas",
        ),
        (
            &[
                "رقم العميل",
                "الاسم",
                "اسم العائلة",
                "جوال",
                "البريد الالكتروني",
                "الوسوم",
            ],
            "{{ رقم العميل }}",
            "{{ الاسم }} {{ اسم العائلة }}",
            &["{{ جوال }}", "{{ البريد الالكتروني }}"],
            "الوسوم",
        ),
    ] {
        let section = by_name(&header(columns)).unwrap();
        assert_eq!(section.unique_argument.as_deref(), Some(key));
        let people = section.participants.iter();
        let found: Vec<&str> = people.map(|p| p.identifier.as_deref().unwrap()).collect();
        assert_eq!(found, contacts);
        for person in &section.participants {
            assert_eq!(person.name.as_deref(), Some(name));
        }
        assert_eq!(
            section.tags,
            [format!(
                "{{{{ {tags} | split: \",\", \";\", \"|\", \"،\", \"\\n\" }}}}"
            )]
        );
        let mapping = Mapping::by_name(&header(columns)).unwrap();
        assert!(mapping.unused().is_empty(), "{:?}", mapping.unused());
    }
}
