//! What is seen of columns.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

/// A survey of one column with these cells.
fn column(cells: &[&str]) -> Survey {
    let mut survey = Survey::new(1);
    for cell in cells {
        survey.add_cells(std::iter::once(*cell));
    }
    survey
}

#[test]
fn ids_are_filled_different_and_no_row_numbers() {
    let ids = |cells: &[&str]| {
        let survey = column(cells);
        survey.columns[0].holds_ids(survey.rows)
    };
    assert!(ids(&["L-1", "L-7", "L-3"]));
    assert!(
        ids(&["10023", "10024", "10025"]),
        "ids may follow each other"
    );
    assert!(!ids(&["1", "2", "3"]), "row numbers");
    assert!(!ids(&["0", "1", "2"]), "row numbers");
    assert!(!ids(&["L-1", "L-1", "L-3"]), "not unique");
    assert!(!ids(&["L-1", "", "L-3"]), "not filled");
    assert!(
        !ids(&["1 Hill Road", "2 Hill Road", "3 Hill Road"]),
        "addresses"
    );
    assert!(!ids(&[]), "nothing to see");
}

#[test]
fn what_most_cells_hold_is_what_a_column_holds() {
    let survey = column(&[
        "050-1234567",
        "+972 50 1234568",
        "0501234569",
        "n/a",
        "052-1234567",
    ]);
    let facts = &survey.columns[0];
    assert!(facts.mostly(facts.phones) && facts.is_varied());
    assert_eq!(facts.national, ["0501234567", "0501234569", "0521234567"]);
    assert_eq!(survey.countries, [("IL".to_owned(), 1)].into());
    let agents = column(&[
        "a@example.com",
        "a@example.com",
        "b@example.com",
        "a@example.com",
    ]);
    let facts = &agents.columns[0];
    assert!(facts.mostly(facts.emails) && !facts.is_varied());
}

#[test]
fn a_few_words_that_repeat_are_a_choice() {
    let cells: Vec<&str> = ["VIP", "New", "VIP", "Family", "New"].repeat(4);
    let survey = column(&cells);
    assert_eq!(survey.columns[0].choice().unwrap().len(), 3);
    assert_eq!(
        column(&["VIP", "New"]).columns[0].choice(),
        None,
        "too few to tell"
    );
    let numbers: Vec<&str> = ["1", "2", "3"].repeat(6);
    assert_eq!(column(&numbers).columns[0].choice(), None);
}

#[test]
fn a_survey_is_bounded_in_rows_and_in_cells() {
    let mut narrow = Survey::new(3);
    for _ in 0..MAX_ROWS {
        assert!(!narrow.is_full());
        narrow.add_cells(["a", "b", "c"].into_iter());
    }
    assert!(narrow.is_full());
    let mut wide = Survey::new(150_000);
    wide.add_cells(std::iter::empty());
    assert!(!wide.is_full());
    wide.add_cells(std::iter::empty());
    assert!(wide.is_full());
}

#[test]
fn what_is_kept_of_a_column_is_bounded() {
    let mut survey = Survey::new(2);
    for n in 0..MAX_ROWS {
        let (number, text) = (format!("050{:07}", n * 7919), "x".repeat(100));
        survey.add_cells([number.as_str(), &text].into_iter());
    }
    let [numbers, texts] = survey.columns.as_slice() else {
        unreachable!()
    };
    assert_eq!(numbers.national.len(), MAX_NUMBERS);
    assert!(numbers.values.is_none() && texts.values.is_none());
}

#[test]
fn blanks_and_marks_are_no_cells() {
    let survey = column(&[" ", "\u{200F}", "\u{200F}א\u{200F}"]);
    assert_eq!((survey.columns[0].filled, survey.hebrew), (1, 1));
}

#[test]
fn countries_are_pointed_at_by_codes_and_by_the_ends_of_addresses() {
    let survey = column(&[
        "+4915112345678",
        "x@example.de",
        "x@example.co.uk",
        "x@example.co",
        "x@example.com",
    ]);
    assert_eq!(
        survey.countries,
        [("DE".to_owned(), 2), ("GB".to_owned(), 1)].into()
    );
}
