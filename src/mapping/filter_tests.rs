//! Each filter on what it is for and on its edges.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::super::filter_call::FilterFault;
use super::super::syntax::{Call, SourcePiece, TemplateSource};
use super::*;
use crate::ticket::units;
use proptest::prelude::*;

fn calls(chain: &str) -> Vec<Call> {
    let text = format!("{{{{ a | {chain} }}}}");
    match TemplateSource::parse(&text).unwrap().pieces.pop() {
        Some(SourcePiece::Placeholder(placeholder)) => placeholder.filters,
        other => panic!("{chain}: {other:?}"),
    }
}

fn apply<'a>(chain: &str, cell: &'a str) -> Result<Value<'a>, RowFault> {
    calls(chain)
        .iter()
        .try_fold(Value::Text(Cow::Borrowed(cell)), |value, call| {
            Filter::new(call).unwrap().0.apply(value)
        })
}

fn text(chain: &str, cell: &str) -> String {
    match apply(chain, cell).unwrap() {
        Value::Text(text) => text.into_owned(),
        Value::List(list) => panic!("{chain}: {list:?}"),
    }
}

#[test]
fn texts() {
    for (chain, cell, result) in [
        ("trim", "\u{200F} a b \u{200F}", "a b"),
        ("squeeze", "a \n\t b\u{A0}\u{A0}c", "a b c"),
        ("lower", "ÀÇ Dana", "àç dana"),
        ("upper", "straße שם", "STRASSE שם"),
        ("digits", "+972 (50) 123-4567", "972501234567"),
        ("digits", "none", ""),
        ("default: \"x\"", "", "x"),
        ("default: \"x\"", " \u{200F}", "x"),
        ("default: \"x\"", "y", "y"),
        ("digits | default: \"none\"", "n/a", "none"),
        ("replace: \"-\", \" \"", "a-b--c", "a b  c"),
        ("replace: \"-\", \"\"", "050-123", "050123"),
        ("truncate: 3", "abcd", "abc"),
        ("truncate: 3", "abc", "abc"),
        ("truncate: 3", "ab😀", "ab"),
        ("truncate: 4", "ab😀", "ab😀"),
        ("upper | truncate: 2", "שלום", "של"),
        ("map: \"h=he-IL\", \"E=en-US\"", "H", "he-IL"),
        ("map: \"ה=he-IL\", \"*=en-US\"", "ה", "he-IL"),
        ("map: \"h=he-IL\", \"*=en-US\"", "anything", "en-US"),
        ("map: \"h=he-IL\"", "", ""),
        ("map: \"no=\"", "no", ""),
        ("map: \"a=b=c\"", "a", "b=c"),
        ("date", "2026/03/14", "2026-03-14T00:00:00Z"),
        (
            "date: \"%d/%m/%Y\", \"Asia/Jerusalem\"",
            "14/03/2026",
            "2026-03-13T22:00:00Z",
        ),
        ("date", "", ""),
        ("split: \";\" | join: \", \"", "a; b ;;c", "a, b, c"),
        ("split: \";\" | first", "a; b", "a"),
        ("split: \";\" | last", "a; b ;", "b"),
        ("split: \";\" | first | default: \"-\"", ";", "-"),
        ("split: \";\" | upper | join: \"+\"", "a;b", "A+B"),
    ] {
        assert_eq!(text(chain, cell), result, "{chain} on {cell:?}");
    }
}

#[test]
fn lists() {
    for (chain, cell, result) in [
        (
            "split: \",\", \";\", \"|\"",
            "VIP, new;עסקים|  | x y",
            &["VIP", "new", "עסקים", "x y"][..],
        ),
        ("split: \",\"", "one", &["one"]),
        ("split: \",\"", "", &[]),
        ("split: \"-\", \"--\"", "a--b-c", &["a", "b", "c"]),
        ("split: \",\" | digits", "a1,b,2", &["1", "2"]),
        ("split: \",\" | default: \"none\"", " , ", &["none"]),
        ("split: \",\" | map: \"a=A\", \"*=\"", "a,b", &["A"]),
    ] {
        let Value::List(list) = apply(chain, cell).unwrap() else {
            panic!("{chain}");
        };
        assert_eq!(list, result, "{chain} on {cell:?}");
    }
}

#[test]
fn rows_that_a_filter_cannot_read_are_told_without_their_value() {
    assert_eq!(
        apply("date: \"%d/%m/%Y\"", "secret").unwrap_err(),
        (Rule::Date, "is not a date of the form %d/%m/%Y".into())
    );
    assert_eq!(
        apply("map: \"h=he-IL\", \"e=en-US\"", "secret").unwrap_err(),
        (
            Rule::Template,
            "is none of the values that the map filter knows (h, e); add it there, or \"*=…\" for all others".into()
        )
    );
}

#[test]
fn every_filter_refuses_arguments_it_does_not_take() {
    for (chain, takes) in [
        ("trim: \"x\"", "takes no argument"),
        ("squeeze: 1", "takes no argument"),
        ("lower: 1", "takes no argument"),
        ("upper: 1", "takes no argument"),
        ("digits: 4", "takes no argument"),
        ("first: 1", "takes no argument"),
        ("last: 1", "takes no argument"),
        ("default", "takes one text, e.g. default: \"unknown\""),
        ("default: 1", "takes one text, e.g. default: \"unknown\""),
        (
            "default: \"a\", 1",
            "takes one text, e.g. default: \"unknown\"",
        ),
        (
            "replace: \"a\"",
            "takes two texts, the first not empty, e.g. replace: \"a\", \"b\"",
        ),
        (
            "replace: \"\", \"b\"",
            "takes two texts, the first not empty, e.g. replace: \"a\", \"b\"",
        ),
        ("truncate", "takes one number from 1, e.g. truncate: 120"),
        ("truncate: 0", "takes one number from 1, e.g. truncate: 120"),
        (
            "truncate: \"3\"",
            "takes one number from 1, e.g. truncate: 120",
        ),
        (
            "map",
            "takes texts with a = in them, e.g. map: \"h=he-IL\", \"*=en-US\"",
        ),
        (
            "map: \"h\"",
            "takes texts with a = in them, e.g. map: \"h=he-IL\", \"*=en-US\"",
        ),
        (
            "map: \"=x\"",
            "takes texts with a = in them, e.g. map: \"h=he-IL\", \"*=en-US\"",
        ),
        (
            "date: 1",
            "takes forms and a time zone as texts, e.g. date: \"%d/%m/%Y\", \"Asia/Jerusalem\"",
        ),
        (
            "split",
            "takes one or more separators, e.g. split: \",\", \";\"",
        ),
        (
            "split: \"\"",
            "takes one or more separators, e.g. split: \",\", \";\"",
        ),
        (
            "split: 1",
            "takes one or more separators, e.g. split: \",\", \";\"",
        ),
        ("join", "takes one text, e.g. join: \", \""),
    ] {
        let call = calls(chain).pop().unwrap();
        match Filter::new(&call) {
            Err(FilterFault::Use(name, message)) => {
                assert_eq!(
                    (name, message.as_str()),
                    (call.name.as_str(), takes),
                    "{chain}"
                );
            }
            other => panic!("{chain}: {other:?}"),
        }
    }
    let unknown = calls("uper").pop().unwrap();
    assert_eq!(Filter::new(&unknown), Err(FilterFault::Unknown));
}

proptest! {
    #[test]
    fn a_truncated_text_is_a_beginning_and_as_long_as_it_may_be(text in any::<String>(), most in 1_usize..20) {
        let cut = truncated(&text, most);
        prop_assert!(text.starts_with(cut) && units(cut) <= most);
        let next = text.get(cut.len()..).and_then(|rest| rest.chars().next());
        prop_assert!(next.is_none_or(|c| units(cut) + c.len_utf16() > most));
    }

    #[test]
    fn split_parts_hold_no_separator_and_are_never_blank(text in "[a-c,; א]{0,30}") {
        let Value::List(parts) = apply("split: \",\", \";\"", &text).unwrap() else { panic!() };
        prop_assert!(parts.iter().all(|part| !part.contains([',', ';']) && !is_blank(part)));
    }
}
