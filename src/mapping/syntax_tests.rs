//! Reading templates: what is understood, what is refused and with which words.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;

fn only(text: &str) -> Placeholder {
    let mut pieces = TemplateSource::parse(text).unwrap().pieces;
    match (pieces.pop(), pieces.pop()) {
        (Some(SourcePiece::Placeholder(placeholder)), None) => placeholder,
        other => panic!("{text}: {other:?}"),
    }
}

fn literal(text: &str) -> SourcePiece {
    SourcePiece::Text(text.into())
}

#[test]
fn column_names_may_hold_anything() {
    for (text, column) in [
        ("{{ destination }}", "destination"),
        ("{{destination}}", "destination"),
        ("{{ first name }}", "first name"),
        ("{{ שם פרטי }}", "שם פרטי"),
        ("{{ \u{200F}טלפון\u{200F} }}", "טלפון"),
        ("{{ דוא\"ל }}", "דוא\"ל"),
        ("{{ e-mail.home }}", "e-mail.home"),
        ("{{ a } b }}", "a } b"),
        ("{{ \"a|b\" }}", "a|b"),
        ("{{ 'a }} b' }}", "a }} b"),
        (r#"{{ "\"quoted\"" }}"#, "\"quoted\""),
        (r"{{ 'it\'s \\ a\nname' }}", "it's \\ a\nname"),
    ] {
        assert_eq!(only(text).column, column, "{text}");
    }
}

#[test]
fn filters_are_written_with_a_colon_or_like_a_call() {
    let colon = only(r#"{{ a | trim | replace: "x", "y" | truncate: 20 }}"#);
    let call = only(r#"{{a|trim()|replace("x",'y')|truncate( 20 )}}"#);
    let plain = |p: &Placeholder| -> Vec<(String, Vec<Argument>)> {
        p.filters
            .iter()
            .map(|f| (f.name.clone(), f.arguments.clone()))
            .collect()
    };
    assert_eq!(plain(&colon), plain(&call));
    assert_eq!(
        plain(&colon),
        [
            ("trim".into(), vec![]),
            (
                "replace".into(),
                vec![Argument::Text("x".into()), Argument::Text("y".into())]
            ),
            ("truncate".into(), vec![Argument::Number(20)]),
        ]
    );
    assert_eq!(
        colon.filters.iter().map(|f| f.at).collect::<Vec<_>>(),
        [8, 15, 35]
    );
}

#[test]
fn four_braces_are_a_literal_pair() {
    for (text, pieces) in [
        ("{{{{ x }}", vec![literal("{{ x }}")]),
        ("{", vec![literal("{")]),
        ("a { b } c }}", vec![literal("a { b } c }}")]),
        ("{{{{{", vec![literal("{{{")]),
        ("", vec![]),
    ] {
        assert_eq!(
            TemplateSource::parse(text).unwrap().pieces,
            pieces,
            "{text}"
        );
    }
    for (text, before) in [
        ("{{{ x }}", "{"),
        ("{{{{{{ x }}", "{{"),
        ("{{{{{{{ x }}", "{{{"),
    ] {
        let pieces = TemplateSource::parse(text).unwrap().pieces;
        assert_eq!(pieces.first(), Some(&literal(before)), "{text}");
        assert!(matches!(pieces.get(1), Some(SourcePiece::Placeholder(p)) if p.column == "x"));
    }
}

#[test]
fn errors_tell_the_place_and_what_was_expected() {
    for (text, message) in [
        (
            "{{",
            "at character 3: expected }} to close the {{ of character 1",
        ),
        (
            "שם {{ a",
            "at character 8: expected }} to close the {{ of character 4",
        ),
        (
            "{{ a {{ b }}",
            "at character 6: expected }} to close the {{ of character 1",
        ),
        ("{{ }}", "at character 4: expected the name of a column"),
        (
            "{{ | trim }}",
            "at character 4: expected the name of a column",
        ),
        ("{{ a | }}", "at character 8: expected the name of a filter"),
        (
            "{{ a | trim",
            "at character 12: expected | and a filter, or }} to close the {{ of character 1",
        ),
        (
            "{{ 'a' b }}",
            "at character 8: expected | and a filter, or }} to close the {{ of character 1",
        ),
        (
            "{{ a | default: x }}",
            "at character 17: expected a text in quotes or a whole number",
        ),
        (
            "{{ a | default('x' }}",
            "at character 20: expected , or ) after the argument",
        ),
        (
            "{{ a | default: 'x }}",
            "at character 22: expected ' to close the text of character 17",
        ),
        (
            r"{{ a | default: '\d' }}",
            r#"at character 19: expected one of " ' \ n t after the \"#,
        ),
        (
            "{{ a | truncate: 99999999999999999999 }}",
            "at character 18: expected a smaller number",
        ),
    ] {
        assert_eq!(
            TemplateSource::parse(text).unwrap_err().to_string(),
            message,
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = TemplateSource::parse(&text);
    }

    #[test]
    fn reading_what_looks_like_a_template_never_panics(text in r#"[{}|:,()"'\\a-c0-9 א\n]{0,40}"#) {
        let _ = TemplateSource::parse(&text);
    }

    #[test]
    fn a_text_without_placeholders_is_itself(text in "[^{]*") {
        let pieces = TemplateSource::parse(&text).unwrap().pieces;
        let expected = if text.is_empty() { vec![] } else { vec![literal(&text)] };
        prop_assert_eq!(pieces, expected);
    }

    #[test]
    fn an_escaped_text_comes_back(text in r"([{}]{1,9}|[a-z א\\]|\PC){0,20}") {
        let pieces = TemplateSource::parse(&escape(&text)).unwrap().pieces;
        let expected = if text.is_empty() { vec![] } else { vec![literal(&text)] };
        prop_assert_eq!(pieces, expected);
    }

    #[test]
    fn a_columns_placeholder_finds_its_name_again(name in r#"[{}|"'\\a-c א\n\t.]{1,12}|\PC{1,12}"#) {
        let name = super::super::fold::trimmed(&name).to_owned();
        prop_assume!(!name.is_empty());
        prop_assert_eq!(only(&placeholder(&name)).column, name);
    }
}
