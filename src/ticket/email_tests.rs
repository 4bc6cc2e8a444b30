//! Addresses as sheets hold them.
#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

#[test]
fn the_bare_address_is_taken_and_every_change_is_said() {
    let wrapped = Some(mending::ADDRESS);
    for (cell, text, what) in [
        ("dana@example.com", "dana@example.com", None),
        ("Dana.Levi@Example.COM", "Dana.Levi@Example.COM", None),
        (
            "d.levi+x@mail.example.co.il",
            "d.levi+x@mail.example.co.il",
            None,
        ),
        ("o'brien@example.com", "o'brien@example.com", None),
        ("dvořák@bücher.example", "dvořák@bücher.example", None),
        ("דנה@דוגמה.example", "דנה@דוגמה.example", None),
        ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example", None),
        ("a_b-c%d@example.com", "a_b-c%d@example.com", None),
        ("mailto:dana@example.com", "dana@example.com", wrapped),
        (
            "MAILTO:dana@example.com?subject=Hi",
            "dana@example.com",
            wrapped,
        ),
        ("Dana Levi <dana@example.com>", "dana@example.com", wrapped),
        (
            "\"Levi, Dana\" <dana@example.com>;",
            "dana@example.com",
            wrapped,
        ),
        ("<dana@example.com>", "dana@example.com", wrapped),
        (
            "dana@example.com <Dana@example.com>",
            "Dana@example.com",
            wrapped,
        ),
        ("'dana@example.com'", "dana@example.com", wrapped),
        ("\"dana@example.com\"", "dana@example.com", wrapped),
        ("dana@example.com.", "dana@example.com", wrapped),
        ("dana@example.com;", "dana@example.com", wrapped),
        ("dana@example.com,", "dana@example.com", wrapped),
        (
            "dana＠example．com",
            "dana@example.com",
            Some(mending::NARROW),
        ),
        (
            "ｄana@example.com",
            "dana@example.com",
            Some(mending::NARROW),
        ),
        (
            "da\u{200B}na@exam\u{200F}ple.com",
            "dana@example.com",
            Some(mending::MARKS),
        ),
        (
            "dana@exam\u{AD}ple.com",
            "dana@example.com",
            Some(mending::MARKS),
        ),
    ] {
        let expected = Address {
            text: text.into(),
            what,
        };
        assert_eq!(address(cell), Ok(expected), "{cell}");
    }
}

#[test]
fn what_no_server_takes_is_refused_with_the_reason() {
    for (cell, reason) in [
        ("dana", "has no @"),
        ("", "has no @"),
        ("050-1234567", "has no @"),
        ("www.example.com", "has no @"),
        ("dana@@example.com", "more than one @"),
        ("lead209@mail@example.com", "more than one @"),
        ("a@example.com;b@example.com", "more than one address"),
        ("a@example.com, b@example.com", "more than one address"),
        ("a@example.com b@example.com", "more than one address"),
        ("a@example.com/b@example.com", "more than one address"),
        ("a@example.com\nb@example.com", "more than one address"),
        ("A <a@example.com>, B <b@example.com>", "more than one"),
        ("b@example.com <a@example.com>", "more than one address"),
        ("dana@exa mple.com", "blank"),
        ("dana levi@example.com", "blank"),
        ("dana @example.com", "blank"),
        ("dana@gmail,com", "comma behind the @"),
        ("da,na@example.com", "comma or semicolon"),
        ("dana@example", "no dot"),
        ("@example.com", "nothing"),
        ("a.@example.com", "misplaced dot"),
        (".a@example.com", "misplaced dot"),
        ("a..b@example.com", "misplaced dot"),
        ("a@-example.com", "cannot exist"),
        ("a@example..com", "cannot exist"),
        ("a@exam_ple.com", "cannot exist"),
        ("a@[192.0.2.1]", "cannot exist"),
        ("a@192.0.2.1", "cannot exist"),
        ("a@example.com (Dana)", "blank"),
        ("Dana <dana@example.com", "not closed"),
        ("[a](mailto:a@example.com)", "bracket"),
        ("'dana@example.com", "quote"),
        ("dаna@example.com", "two alphabets"),
        ("dana@exam\u{FFFD}ple.com", "lost"),
        ("dana@exam\u{0}ple.com", "lost"),
        ("da\u{200D}na@example.com", "invisible"),
    ] {
        let fault = address(cell).unwrap_err();
        assert!(fault.contains(reason), "{cell}: {fault}");
    }
    let long = format!("{}@example.com", "a".repeat(65));
    assert!(address(&long).unwrap_err().contains("longer"));
    let label = format!("a@{}.com", "b".repeat(64));
    assert!(address(&label).unwrap_err().contains("cannot exist"));
}

proptest! {
    #[test]
    fn reading_an_address_never_panics_and_reads_its_own_result(text in any::<String>(), near in "[a-z<>@.;, '\"＠\u{200B}:?]{0,20}") {
        for cell in [text, near] {
            if let Ok(read) = address(&cell) {
                prop_assert_eq!(address(&read.text), Ok(Address { text: read.text.clone(), what: None }));
            }
        }
    }
}
