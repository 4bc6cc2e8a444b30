//! Templates on rows, and the errors of those that cannot be bound.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::mapping::{Columns, MappingError, escape};
use crate::sheet::Header;
use crate::ticket::Rule;
use proptest::prelude::*;

const HEADER: [&str; 6] = ["first", "last", "city", "street", "tags", "day"];

fn columns() -> Columns {
    Columns::new(&Header::new(HEADER.map(str::to_owned).into()))
}

fn bind(text: &str) -> Result<Template, Vec<MappingError>> {
    Template::bind(text, "ticket.field1", "field1", &columns())
}

fn render(text: &str, row: &[&str]) -> Result<String, Problem> {
    let template = bind(text).unwrap();
    Ok(template.text(row, &mut Vec::new())?.into_owned())
}

#[test]
fn cells_are_put_in_their_places() {
    let row = ["Dana", " Levi\u{200F} ", "", "Main 1", "a;b", "14/03/2026"];
    for (template, text) in [
        ("{{ first }} {{ last }}", "Dana Levi"),
        ("{{ street }}, {{ city }}", "Main 1,"),
        ("{{ city }} vacation", ""),
        ("{{ city }}{{ city | digits }}!", ""),
        ("{{ city | default: \"no city\" }}!", "no city!"),
        ("{{ city }} {{ first }} ", "Dana"),
        ("{{ first }}\n\n{{ last }}", "Dana\n\nLevi"),
        ("  fixed  ", "  fixed  "),
        ("{{{{ {{ first }} }}", "{{ Dana }}"),
        ("{{ FIRST | upper }}-{{ last | truncate: 2 }}", "DANA-Le"),
        ("{{ tags | split: \";\" | join: \", \" }}", "a, b"),
        ("{{ day | date: \"%d/%m/%Y\" }}", "2026-03-14T00:00:00Z"),
        ("", ""),
    ] {
        assert_eq!(render(template, &row).unwrap(), text, "{template}");
    }
    assert_eq!(
        render("{{ day }}{{ first }}", &["Dana"]).unwrap(),
        "Dana",
        "a short row"
    );
}

#[test]
fn a_filter_that_fails_is_a_problem_of_the_row() {
    let template = bind("on {{ day | date: \"%d/%m/%Y\" }}").unwrap();
    let row = ["", "", "", "", "", "secret"];
    assert_eq!(
        template.text(&row[..], &mut Vec::new()).unwrap_err(),
        Problem::new(Rule::Date, "field1", "is not a date of the form %d/%m/%Y")
    );
}

#[test]
fn lists_are_trimmed_and_without_blanks() {
    let row = ["Dana", "", "", "", " a ;; b", ""];
    for (template, texts) in [
        ("{{ tags | split: \";\" }}", &["a", "b"][..]),
        ("{{ tags }}", &["a ;; b"]),
        ("{{ first }} {{ last }}", &["Dana"]),
        ("{{ city }}", &[]),
        ("{{ city | split: \";\" | default: \"x\" }}", &["x"]),
        ("VIP", &["VIP"]),
    ] {
        let mut out = Vec::new();
        let template_bound = bind(template).unwrap();
        template_bound
            .texts(&row[..], &mut out, &mut Vec::new())
            .unwrap();
        assert_eq!(out, texts, "{template}");
    }
}

#[test]
fn a_template_that_cannot_be_bound_tells_all_that_is_wrong_with_it() {
    for (template, messages) in [
        (
            "{{ first",
            &["ticket.field1: at character 9: expected }} to close the {{ of character 1"][..],
        ),
        (
            "{{ frist | uper }}",
            &[
                "ticket.field1: there is no column \"frist\"; did you mean \"first\"? the columns are: first, last, city, street, tags, day",
                "ticket.field1: at character 12: there is no filter \"uper\"; did you mean \"upper\"? the filters are: trim, squeeze, lower, upper, digits, default, replace, truncate, map, date, split, join, first, last",
            ],
        ),
        (
            "{{ first | truncate }}",
            &[
                "ticket.field1: at character 12: truncate takes one number from 1, e.g. truncate: 120",
            ],
        ),
        (
            "{{ first | join: \",\" }}",
            &[
                "ticket.field1: at character 12: join takes a list; put split before it, e.g. split: \",\"",
            ],
        ),
        (
            "{{ tags | split: \",\" | split: \";\" }}",
            &["ticket.field1: at character 24: split takes a text and stands behind a list"],
        ),
        (
            "#{{ tags | split: \",\" }}",
            &[
                "ticket.field1: at character 2: this is a list of texts and one text is needed; end it with join: \", \", first or last",
            ],
        ),
        (
            "{{ day | date: \"%d\" }}",
            &[
                "ticket.field1: at character 10: date has no whole date in its form \"%d\"; it needs a day, a month and a year",
            ],
        ),
    ] {
        let errors: Vec<String> = bind(template)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(errors, messages, "{template}");
    }
}

#[test]
fn a_canonical_text_is_the_same_for_the_same_meaning_only() {
    let canonical = |text: &str| bind(text).unwrap().canonical().to_owned();
    assert_eq!(
        canonical("{{ FIRST|default('x') }}"),
        canonical("{{ \"first\" | default: \"x\" }}")
    );
    for (one, other) in [
        ("{{ first }}", "{{ last }}"),
        ("{{ first }}", "first"),
        (
            "{{ first | default: \"12:x\" }}",
            "{{ first | default: \"x\" }}",
        ),
        ("{{ first | upper }}", "{{ first }}upper"),
    ] {
        assert_ne!(canonical(one), canonical(other), "{one} {other}");
    }
}

proptest! {
    #[test]
    fn a_text_without_placeholders_is_rendered_as_it_is(text in r"([{}]{1,5}|\PC|\s){0,20}") {
        let template = bind(&escape(&text)).unwrap();
        let out = template.text::<[&str]>(&[], &mut Vec::new()).unwrap();
        prop_assert_eq!(&out, &text);
        prop_assert_eq!(template.fixed(), Some(text.as_str()));
    }

    #[test]
    fn a_cell_is_inserted_as_it_is_but_for_its_ends(cell in any::<String>()) {
        prop_assert_eq!(render("{{ first }}", &[&cell]).unwrap(), bare(&cell));
    }
}
