//! Mapping files and templates of any text, on rows of any text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::{Columns, Mapping, Template, TemplateSource, escape, placeholder};
use crate::fuzzing::Choices;
use crate::sheet::Header;
use crate::ticket::{Reach, Terms, judge};

/// A table, names of columns and rows: whatever becomes of them, what is sent is JSON with its key in it.
pub(crate) fn mapping(data: &[u8]) {
    let mut choices = Choices(data);
    let region = choices.one_of(&[None, Some("IL"), Some("DE"), Some("US")]);
    let region = region.and_then(|region| region.parse().ok());
    let [file, names, rows] = choices.texts::<3>();
    let names: Vec<String> = names.split(',').map(str::to_owned).collect();
    let header = Header::new(names);
    template(&file, &header);
    let mapping = match crate::settings::parse(&file) {
        Ok(written) => match written.ticket {
            Some(section) => Mapping::from_config(&section, &header),
            None => Mapping::by_name(&header),
        },
        Err(fault) => {
            assert!(!fault.is_empty());
            return;
        }
    };
    let mapping = match mapping {
        Ok(mapping) => mapping,
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(errors.iter().all(|error| !error.to_string().is_empty()));
            return;
        }
    };
    let _ = mapping.shown();
    for row in rows.lines() {
        let cells: Vec<&str> = row.split(',').collect();
        let (draft, problems) = mapping.draft(cells.as_slice());
        assert!(problems.iter().all(|problem| !problem.message.is_empty()));
        let terms = Terms {
            switches: mapping.switches(),
            reach: mapping.reach(),
            region,
        };
        assert!(matches!(terms.reach, Reach::All | Reach::First));
        let again = judge(draft.clone(), terms);
        match judge(draft, terms) {
            Ok(ready) => {
                let body: serde_json::Value = serde_json::from_str(&ready.body).unwrap();
                assert_eq!(body["uniqueArgument"], ready.key.as_str());
                assert!(!ready.contacts.is_empty());
                assert!(
                    body["participants"]
                        .as_array()
                        .is_some_and(|all| !all.is_empty())
                );
                assert!(
                    body.as_object()
                        .unwrap()
                        .values()
                        .all(|value| !value.is_null())
                );
                let again = again.unwrap();
                assert_eq!((again.key, again.body), (ready.key, ready.body));
            }
            Err((_, problems)) => assert!(!problems.is_empty()),
        }
    }
}

/// Every text is a template or says where it is none; what is escaped gives itself.
fn template(text: &str, header: &Header) {
    let columns = Columns::new(header);
    let row: Vec<&str> = vec!["Dana", "14/03/2026", " a;b|c ", "", "\u{200F}x"];
    for text in text.lines() {
        if let Err(error) = TemplateSource::parse(text) {
            assert!(!error.to_string().is_empty());
        }
        if let Ok(template) = Template::bind(text, "ticket.field1", "field1", &columns) {
            let mut list = Vec::new();
            let _ = template.text(row.as_slice(), &mut Vec::new());
            let _ = template.texts(row.as_slice(), &mut list, &mut Vec::new());
            assert!(list.iter().all(|text| !text.trim().is_empty()));
        }
        let literal = Template::bind(&escape(text), "a", "a", &columns).unwrap();
        assert_eq!(literal.fixed(), Some(text));
    }
    for name in header.names().iter().filter(|name| !name.trim().is_empty()) {
        let parsed = TemplateSource::parse(&placeholder(name));
        assert!(parsed.is_ok(), "{name:?}: {parsed:?}");
    }
}
