#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn grammar(spaced: bool, escape: Option<u8>) -> Grammar {
    Grammar {
        dialect: Dialect {
            delimiter: b',',
            spaced,
            quote: Some(b'"'),
            escape,
        },
        breaks: Breaks::Feed,
    }
}

fn parsed(grammar: Grammar, text: &str) -> (Vec<String>, Option<Flaw>) {
    let mut parse = Parse::default();
    assert!(grammar.parse(text.as_bytes(), true, &mut parse));
    let cells = parse.cells();
    let cells = cells.map(|cell| String::from_utf8_lossy(cell).into_owned());
    (cells.collect(), parse.flaw)
}

fn cells(text: &str) -> Vec<String> {
    let (cells, flaw) = parsed(grammar(false, None), text);
    assert_eq!(flaw, None, "{text:?}");
    cells
}

#[test]
fn sound_quotes_are_no_flaw() {
    assert_eq!(cells(""), [""]);
    assert_eq!(cells("a,b\n"), ["a", "b"]);
    assert_eq!(cells("\"a\",\"b\"\r\n"), ["a", "b"]);
    assert_eq!(cells("\"\",\"\""), ["", ""]);
    let word = "\"a \"\"word\"\" of it\",\"\"\"\"\n";
    assert_eq!(cells(word), ["a \"word\" of it", "\""]);
    let lines = "\"two\nlines\",\"and\r\nagain\"\n";
    assert_eq!(cells(lines), ["two\nlines", "and\r\nagain"]);
    assert_eq!(cells("\"a,b\",c,"), ["a,b", "c", ""]);
}

#[test]
fn a_quote_in_a_cell_that_does_not_start_with_one_is_text() {
    assert_eq!(cells("בע\"מ,x\n"), ["בע\"מ", "x"]);
    assert_eq!(cells("5\" pipe,x"), ["5\" pipe", "x"]);
    assert_eq!(cells("a\",\"b\"\n"), ["a\"", "b"]);
    assert_eq!(cells(" \"a\" b,c"), [" \"a\" b", "c"]);
    assert_eq!(cells("a\"\"b"), ["a\"\"b"]);
}

#[test]
fn blanks_behind_a_closing_quote_are_dropped() {
    assert_eq!(cells("\"a\" ,\"b\"\t\n"), ["a", "b"]);
}

#[test]
fn blanks_behind_a_delimiter_are_dropped_where_the_dialect_is_spaced() {
    let (cells, flaw) = parsed(grammar(true, None), "a, \"b, c\",  d ,\n");
    assert_eq!(cells, ["a", "b, c", "d ", ""]);
    assert_eq!(flaw, None);
    let (cells, _) = parsed(grammar(true, None), "a,  b, , d\n");
    assert_eq!(cells, ["a", "b", "", "d"]);
}

#[test]
fn an_escaped_quote_and_an_escaped_escape_are_text() {
    let backslash = grammar(false, Some(b'\\'));
    let text = r#""say \"hi\"","C:\\","a\nb",c\"d"#;
    let (cells, flaw) = parsed(backslash, text);
    assert_eq!(cells, ["say \"hi\"", "C:\\", "a\\nb", "c\\\"d"]);
    assert_eq!(flaw, None);
}

#[test]
fn flaws_are_named_by_their_place() {
    for (text, flaw) in [
        ("k1,\"Call me\nk2,x\n", Flaw::Open { open: 3 }),
        ("\"", Flaw::Open { open: 0 }),
        ("\"a\"\"", Flaw::Open { open: 0 }),
        ("k1,\"a\"b\n", Flaw::Stray { open: 3, at: 6 }),
        ("k1,\"a\nb\" c", Flaw::Stray { open: 3, at: 9 }),
        ("a\rb,c\n", Flaw::Return),
        ("a\rb,\"c\"\n", Flaw::Return),
    ] {
        assert_eq!(parsed(grammar(false, None), text).1, Some(flaw), "{text:?}");
    }
}

#[test]
fn cells_beyond_the_most_are_a_flaw() {
    let text = ",".repeat(MAX_CELLS);
    let (cells, flaw) = parsed(grammar(false, None), &text);
    assert_eq!((cells.len(), flaw), (MAX_CELLS, Some(Flaw::Cells)));
}

proptest! {
    #[test]
    fn more_bytes_do_not_change_a_record_that_is_whole(
        text in "[\",\r\nab ]{1,24}",
        cut in 1..24_usize,
        feed in any::<bool>(),
    ) {
        let breaks = if feed { Breaks::Feed } else { Breaks::Return };
        let grammar = Grammar { breaks, ..grammar(false, None) };
        let (mut whole, mut piece) = (Parse::default(), Parse::default());
        let bytes = text.as_bytes();
        prop_assert!(grammar.parse(bytes, true, &mut whole));
        let start = bytes.get(..cut).unwrap_or(bytes);
        if grammar.parse(start, false, &mut piece) {
            prop_assert_eq!(piece.length, whole.length);
            prop_assert_eq!(piece.cells, whole.cells);
            prop_assert_eq!(piece.ends, whole.ends);
            prop_assert_eq!(piece.flaw, whole.flaw);
            prop_assert_eq!(piece.breaks, whole.breaks);
        }
    }
}
