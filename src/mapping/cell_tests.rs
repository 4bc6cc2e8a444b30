//! Cells as they come, in each role.
#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

const ROLES: [Role; 5] = [
    Role::Text,
    Role::Name,
    Role::Tag,
    Role::Identifier,
    Role::Key,
];

fn taken(cell: &str, role: Role) -> (String, Option<&'static str>) {
    let taken = take(cell, role, &[]).unwrap();
    (taken.text.into_owned(), taken.what)
}

fn rule(cell: &str, role: Role) -> Option<Rule> {
    take(cell, role, &[]).err().map(|(rule, _)| rule)
}

#[test]
fn ends_are_bared_in_every_role_and_that_is_said() {
    for role in ROLES {
        assert_eq!(taken("Dana", role), ("Dana".into(), None));
        assert_eq!(
            taken(" Dana\u{A0}", role),
            ("Dana".into(), Some(mending::BLANKS))
        );
        assert_eq!(
            taken("\u{200F}דנה ", role),
            ("דנה".into(), Some(mending::MARKS))
        );
        assert_eq!(
            taken(" \u{200F}", role),
            (String::new(), None),
            "nothing is no change"
        );
    }
}

#[test]
fn what_people_wrote_stays_to_the_letter_inside() {
    for text in [
        "007",
        "1e5",
        "12-5",
        "N/A",
        "NULL",
        "-",
        "אין",
        "a\u{200B}b\u{FEFF}c",
        "שלום\u{200F}! (x)",
        "a\u{A0}b  c\n\td",
        "e\u{301}",
        "👩\u{200D}👧",
        "#1",
        "0501234567.0",
        "'x",
        "=1+1",
    ] {
        assert_eq!(taken(text, Role::Text), (text.to_owned(), None));
    }
}

#[test]
fn a_name_loses_marks_that_say_nothing_and_keeps_those_that_do() {
    assert_eq!(taken("Da\u{200B}na\u{FEFF}", Role::Name).0, "Dana");
    assert_eq!(taken("Da\u{200B}na", Role::Name).1, Some(mending::MARKS));
    for name in ["דנה\u{200F} Levi", "می\u{200C}نا", "Dana\u{A0}Levi"] {
        assert_eq!(taken(name, Role::Name), (name.to_owned(), None));
    }
}

#[test]
fn words_for_nothing_become_nothing_where_nothing_else_can_be_meant() {
    for role in [Role::Name, Role::Tag, Role::Identifier] {
        for word in ["N/A", "#N/A", "-", "אין", "k.A.", "NULL", " n/a "] {
            assert_eq!(
                taken(word, role),
                (String::new(), Some(mending::NOTHING)),
                "{word}"
            );
        }
    }
    for name in ["Null", "None", "Nan"] {
        assert_eq!(taken(name, Role::Name), (name.to_owned(), None));
    }
    assert_eq!(rule("N/A", Role::Key), Some(Rule::KeyMissing));
}

#[test]
fn a_mapping_that_names_a_word_gets_it() {
    let filter = Filter::Map(
        [("N/A".into(), "unknown".into())].into(),
        None,
        "complaint".into(),
    );
    let taken = take("n/a", Role::Tag, &[filter]).unwrap();
    assert_eq!((&*taken.text, taken.what), ("n/a", None));
}

#[test]
fn errors_of_formulas_make_their_row_wrong_in_every_role() {
    for role in ROLES {
        for error in [
            "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#BEZUG!", "#WERT!",
            " #REF! ", "#####",
        ] {
            assert_eq!(rule(error, role), Some(Rule::CellError), "{error} {role:?}");
        }
    }
    assert_eq!(rule("#N/A", Role::Text), Some(Rule::CellError));
}

#[test]
fn a_cell_of_excels_limit_makes_its_row_wrong_unless_it_is_cut_on_purpose() {
    for text in ["x".repeat(EXCEL_LIMIT), "ש".repeat(EXCEL_LIMIT)] {
        assert_eq!(rule(&text, Role::Text), Some(Rule::CutOff));
        assert!(take(&text, Role::Text, &[Filter::Truncate(120)]).is_ok());
    }
    for length in [EXCEL_LIMIT - 1, EXCEL_LIMIT + 1] {
        assert_eq!(rule(&"x".repeat(length), Role::Text), None);
    }
}

#[test]
fn mojibake_makes_its_row_wrong_in_every_role() {
    for role in ROLES {
        assert_eq!(rule("×©×œ×•×", role), Some(Rule::Characters));
    }
}

proptest! {
    #[test]
    fn taking_never_panics_and_takes_no_more_than_the_ends_of_a_text(text in any::<String>()) {
        for role in ROLES {
            let _ = take(&text, role, &[]);
        }
        if let Ok(taken) = take(&text, Role::Text, &[]) {
            prop_assert_eq!(&*taken.text, bare(&text));
        }
    }

    #[test]
    fn a_text_without_marks_at_its_ends_travels_byte_for_byte(text in "[a-z0-9א-ת](\\PC|\\s){0,40}[a-z0-9א-ת]") {
        if let Ok(taken) = take(&text, Role::Text, &[]) {
            prop_assert_eq!(taken, Taken { text: Cow::Borrowed(text.as_str()), what: None });
        }
    }
}

proptest! {
    /// A blank behind it has the same cell looked at closely.
    #[test]
    fn a_plain_cell_is_taken_as_any_other(cell in "[#EnNkKuUiIdD(<\\[\\\\\\-_?./*a-zA-Z0-9!~ ]{1,12}") {
        for role in [Role::Text, Role::Name, Role::Tag, Role::Identifier, Role::Key] {
            if is_plain(&cell, role) {
                let wrapped = format!("{cell} ");
                let closely = take(&wrapped, role, &[]).map(|taken| taken.text.into_owned());
                prop_assert_eq!(closely, Ok(cell.clone()));
            }
        }
    }
}
