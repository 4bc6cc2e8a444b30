//! How columns are found, named and placed.
#![allow(clippy::unwrap_used)]
use super::*;

fn columns(names: &[&str]) -> Columns {
    Columns::new(&Header::new(
        names.iter().map(ToString::to_string).collect(),
    ))
}

#[test]
fn a_column_is_found_exactly_and_then_folded() {
    let columns = columns(&["Phone", "phone", "Lead ID", "\u{200F}שם פרטי"]);
    assert_eq!(columns.find("k", "phone").unwrap(), 1);
    assert_eq!(columns.find("k", "Phone").unwrap(), 0);
    assert_eq!(columns.find("k", "lead_id").unwrap(), 2);
    assert_eq!(columns.find("k", "שם_פרטי").unwrap(), 3);
}

#[test]
fn a_name_that_fits_two_columns_names_both_places() {
    let columns = columns(&["a", "Phone", "phone"]);
    assert_eq!(
        columns
            .find("ticket.field1", "PHONE")
            .unwrap_err()
            .to_string(),
        "ticket.field1: \"PHONE\" fits two columns, 2 (B) and 3 (C); rename one of them in the sheet, or name the column by its place in a mapping file, as in {{ column 1 }}"
    );
    let twice = self::columns(&["phone", "x", "phone"]);
    assert_eq!(
        twice
            .find("ticket.field1", "phone")
            .unwrap_err()
            .to_string(),
        "ticket.field1: \"phone\" fits two columns, 1 (A) and 3 (C); rename one of them in the sheet, or name the column by its place in a mapping file, as in {{ column 1 }}"
    );
}

#[test]
fn an_unknown_name_tells_the_nearest_and_all() {
    let columns = columns(&["destination", "city"]);
    assert_eq!(
        columns
            .find("ticket.field1", "destinaton")
            .unwrap_err()
            .to_string(),
        "ticket.field1: there is no column \"destinaton\"; did you mean \"destination\"? the columns are: destination, city"
    );
    assert_eq!(
        columns.find("ticket.field1", "x").unwrap_err().to_string(),
        "ticket.field1: there is no column \"x\"; the columns are: destination, city"
    );
    assert_eq!(
        self::columns(&[])
            .find("ticket.field1", "x")
            .unwrap_err()
            .to_string(),
        "ticket.field1: there is no column \"x\"; the sheet has no columns at all"
    );
}

#[test]
fn a_place_is_a_name_where_no_column_has_it() {
    let twice = columns(&["phone", "", "phone", ""]);
    assert_eq!(twice.find("k", "column 3").unwrap(), 2);
    assert_eq!(twice.find("k", "Column_4").unwrap(), 3);
    let places = (0..4).map(|index| twice.reference(index).unwrap());
    assert_eq!(
        places.collect::<Vec<_>>(),
        ["column 1", "column 2", "column 3", "column 4"]
    );
    for wrong in [
        "column 0",
        "column 5",
        "column 03",
        "column",
        "column +1",
        "3",
    ] {
        assert!(twice.find("k", wrong).is_err(), "{wrong}");
    }
    assert!(twice.find("k", "column 99999999999999999999").is_err());
}

#[test]
fn a_name_beats_a_place() {
    let columns = columns(&["a", "column 1", "", "Column 3", "column 3", ""]);
    assert_eq!(columns.find("k", "column 1").unwrap(), 1);
    assert_eq!(columns.reference(0).as_deref(), Some("a"));
    assert_eq!(columns.reference(1).as_deref(), Some("column 1"));
    assert_eq!(
        columns.reference(2),
        None,
        "its place is the name of another"
    );
    assert_eq!(columns.reference(3).as_deref(), Some("Column 3"));
}

#[test]
fn no_two_columns_have_one_canonical_name() {
    let columns = columns(&["Phone", "phone", "", "", "x", "x", "City"]);
    let names: Vec<_> = (0..7).map(|index| columns.canonical(index)).collect();
    assert_eq!(names, ["Phone", "phone", " 3", " 4", " 5", " 6", "city"]);
}

#[test]
fn a_known_name_is_found_without_its_accents_unless_one_has_them() {
    let columns = columns(&["Prenom", "Tel.", "tel", "TELEFONO", "Teléfono"]);
    assert_eq!(columns.named("prénom"), [0]);
    assert_eq!(columns.named("tel"), [2]);
    assert_eq!(columns.named("teléfono"), [4]);
    assert_eq!(columns.named("telefono"), [3]);
    assert!(columns.named("nom").is_empty());
}

#[test]
fn positions_are_those_of_a_spreadsheet() {
    for (index, letter) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
        assert_eq!(letters(index), letter);
    }
}

#[test]
fn columns_without_a_name_are_told_by_their_place() {
    assert_eq!(columns(&["a", "", "c"]).others(&[0]), ["column 2 (B)", "c"]);
}
