//! What is read of workbooks of OpenDocument.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use super::Merge;
use super::fixture::{cells, ods, open, refusal, rows, seen, zip};

fn table(rows: &str) -> Vec<u8> {
    ods(&format!(
        r#"<table:table table:name="a" table:style-name="ta1"><table:table-column/>{rows}</table:table>"#
    ))
}

#[test]
fn cells_of_every_type_are_the_texts_that_are_shown() {
    let bytes = table(
        r#"<table:table-row><table:table-cell office:value-type="float" office:value="0.30000000000000004"><text:p>0.3</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="1250"><text:p>1,250.00 ₪</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-14"><text:p>14/03/26</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-14T09:29:59.999999999"/><table:table-cell office:value-type="time" office:time-value="PT36H05M00S"/><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell><table:table-cell table:formula="of:=FALSE()" office:value-type="float" office:value="0"><text:p>FALSCH</text:p></table:table-cell><table:table-cell office:value-type="string" office:string-value="st &amp; ated"/><table:table-cell office:value-type="float" office:value="501"><text:p>00501</text:p></table:table-cell></table:table-row>"#,
    );
    assert_eq!(
        cells(&bytes),
        [[
            "0.3",
            "0.25",
            "1250",
            "2026-03-14",
            "2026-03-14T09:30:00",
            "36:05:00",
            "TRUE",
            "FALSE",
            "st & ated",
            "00501"
        ]]
    );
}

#[test]
fn paragraphs_keep_what_is_meant_and_leave_notes_and_drawings_out() {
    let bytes = table(
        r##"<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>  a
   b<text:s text:c="2"/>c<text:tab/>d &lt;<text:line-break/><text:a href="#">link</text:a> <text:span>x<office:annotation><text:p>no</text:p></office:annotation></text:span> </text:p><text:p>second</text:p><draw:frame xmlns:draw="d"><text:p>drawn</text:p></draw:frame></table:table-cell></table:table-row>"##,
    );
    assert_eq!(cells(&bytes), [["a b  c\td <\nlink x\nsecond"]]);
}

#[test]
fn errors_and_formulas_without_values_are_faults_of_their_cells() {
    let bytes = table(
        r#"<table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell><table:table-cell table:formula="of:=A" office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell><table:table-cell table:formula="of:=1+1"/><table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value="" calcext:value-type="string"><text:p></text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell></table:table-row>"#,
    );
    let (_, _, texts, faults) = seen(&bytes).remove(0);
    assert_eq!(texts, ["#DIV/0!", "Err:502", "", "", "#N/A"]);
    assert_eq!(faults.len(), 3);
    assert!(
        faults[0].ends_with("#DIV/0!") && faults[1].contains("Err:") && faults[2].contains("never")
    );
}

#[test]
fn repeated_rows_and_cells_are_repeated_and_blank_ones_cost_nothing() {
    let bytes = table(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="16379"/></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-header-rows><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table-header-rows><table:table-row table:number-rows-repeated="18446744073709551615"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    let rows: Vec<_> = seen(&bytes)
        .into_iter()
        .map(|row| (row.0, row.2.join("|")))
        .collect();
    assert_eq!(
        rows,
        [(1, "|||7|7".into()), (2, "|||7|7".into()), (6, "1".into())]
    );
}

#[test]
fn hidden_rows_merges_and_covered_cells_are_known() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let bytes = table(&format!(
        r#"<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3" office:value-type="string"><text:p>t</text:p></table:table-cell><table:covered-table-cell office:value-type="string"><text:p>no</text:p></table:covered-table-cell>{cell}</table:table-row><table:table-row table:visibility="filter">{cell}</table:table-row><table:table-row-group table:display="false"><table:table-row>{cell}</table:table-row></table:table-row-group><table:table-row table:visibility="collapse">{cell}</table:table-row><table:table-row>{cell}</table:table-row>"#
    ));
    let mut book = open(&bytes, None).unwrap();
    assert_eq!(
        book.merges(),
        [Merge {
            first_row: 1,
            last_row: 3,
            first_column: 0,
            last_column: 1
        }]
    );
    let rows = rows(&mut book).unwrap();
    assert_eq!(rows[0].cells().collect::<Vec<_>>(), ["t", "", "1"]);
    assert_eq!(
        rows.iter().map(|row| row.hidden).collect::<Vec<_>>(),
        [false, true, true, true, false]
    );
}

#[test]
fn the_first_visible_sheet_that_holds_something_is_read() {
    let row = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    let bytes = ods(&format!(
        r#"<table:table table:name="hidden" table:style-name="ta2">{row}</table:table><table:table table:name="empty"/><table:table table:name="leads">{row}{row}</table:table>"#
    ));
    let mut book = open(&bytes, None).unwrap();
    assert_eq!((book.kind(), book.sheet()), ("ods", "leads"));
    assert!(book.others()[0].hidden && !book.others()[1].hidden);
    assert_eq!(rows(&mut book).unwrap().len(), 2);
    assert_eq!(
        rows(&mut open(&bytes, Some("hidden")).unwrap())
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        rows(&mut open(&bytes, Some("1")).unwrap()).unwrap().len(),
        0
    );
}

#[test]
fn repetitions_beyond_a_sheet_and_beyond_reason_are_refused() {
    let cell = r#"<table:table-cell office:value-type="string" table:number-columns-repeated="COLUMNS"><text:p>TEXT</text:p></table:table-cell>"#;
    for (rows, columns, text, why) in [
        ("1048577", "1", "a".to_owned(), "sheets end at row 1048576"),
        ("1", "16385", "a".to_owned(), "more than 16384 columns"),
        (
            "1",
            "16384",
            "a".repeat(1_000),
            "its row 1 is larger than 4 MiB",
        ),
        (
            "1048576",
            "100",
            "a".to_owned(),
            "its repeated rows are more than 256 MiB",
        ),
    ] {
        let cell = cell.replace("COLUMNS", columns).replace("TEXT", &text);
        let row = format!(
            r#"<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>"#
        );
        let refusal = refusal(&table(&row));
        assert!(refusal.contains(why), "{refusal}");
    }
}

#[test]
fn an_encrypted_document_is_refused_as_such() {
    let bytes = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<m><file-entry><encryption-data/></file-entry></m>",
        ),
        ("content.xml", "scrambled"),
    ]);
    assert_eq!(
        refusal(&bytes),
        "is protected by a password; save it without one"
    );
}
