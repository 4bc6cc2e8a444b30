//! Exports, read again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use super::*;
use proptest::prelude::*;

#[test]
fn cells_that_a_spreadsheet_would_run_or_change_are_marked_and_no_others() {
    for cell in [
        "=1+1",
        "+972 55-555-0101",
        "-2+3",
        "-cmd|' /C calc'!A0",
        "@SUM(1)",
        "@handle",
        "\t=1",
        "\r=1",
        " =1",
        "\u{200E}=1",
        "＝1",
        "0555550101",
        "972555550101",
        "'quoted",
        "-05",
        "-1.50",
        "03/04/2026",
        "2026-03-14",
        "2026-03-14T09:30:00Z",
        "14.3.26 9:30",
        "1-2",
        "5/2026",
    ] {
        assert_eq!(marked(cell), format!("'{cell}"), "{cell:?}");
    }
    for cell in [
        "",
        "-",
        "-5",
        "-0",
        "5",
        "0",
        "18085550101",
        "a=b",
        "L-1",
        "תל אביב",
        "a'b",
        "0x1",
        "3.14",
        "555-0103",
        "10.0.0.1",
        "2026",
        "1/2 pint of",
    ] {
        assert_eq!(marked(cell), cell, "{cell:?}");
    }
}

proptest! {
    #[test]
    fn a_marked_cell_is_read_back_as_it_was(cell in "['=+@\t -]{0,3}.{0,8}") {
        let (text, grid) = (marked(&cell), marked_text(&cell));
        prop_assert_eq!(unmarked(&text), cell.as_str());
        prop_assert_eq!(unmarked(&grid), cell.as_str());
        prop_assert!(!is_formula(&text));
    }
}

fn names(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

#[test]
fn a_file_is_an_export_by_three_of_its_columns_wherever_they_stand() {
    let moved = names("_key,id,_error,'=x,_status,_line");
    let export = Export::of(&moved).unwrap();
    assert_eq!(export.names(&moved), ["id", "=x"]);
    let row = Row::of(1, 2, ["K", "'+1", "why", "''", "failed", "7"]);
    let Left::Row(left) = export.left(&row) else {
        panic!("a row")
    };
    assert_eq!(left.cells().collect::<Vec<_>>(), ["+1", "'"]);
    assert_eq!((left.record, left.line), (1, 2));
    let earlier = left.earlier.unwrap();
    assert_eq!((earlier.key.as_str(), earlier.error.as_str()), ("K", "why"));
    for other in [
        "id,_id,_status",
        "_status,_error",
        "_status,_error,_key,_key",
    ] {
        assert!(Export::of(&names(other)).is_none(), "{other}");
    }
}

#[test]
fn rows_without_cells_and_rows_with_too_many_are_told_apart() {
    let columns = names("id,name,_more,_status,_error,_key");
    let export = Export::of(&columns).unwrap();
    let left = |cells: [&str; 6]| export.left(&Row::of(1, 2, cells));
    assert!(matches!(
        left(["", " ", "", "created", "", "K"]),
        Left::Nothing(_)
    ));
    assert!(matches!(
        left(["1", "", "x", "rejected", "", "K"]),
        Left::More(_)
    ));
    assert!(matches!(left(["1", "", "", "", "", ""]), Left::Row(_)));
}

#[test]
fn an_export_is_announced_by_whole_names_in_any_encoding() {
    let header = "id;_status;_error;\"_key\"\r\n1";
    assert!(announced(header.as_bytes()));
    let wide: Vec<u8> = header.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(announced(&wide));
    assert!(!announced(b"order_status,import_error,api_key\n"));
    assert!(!announced(b"_status,_error\n"));
}
