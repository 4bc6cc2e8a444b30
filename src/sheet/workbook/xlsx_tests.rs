//! What is read of workbooks of Excel.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use super::fixture::{Xlsx, cells, open, refusal, rows, seen, texts, worksheet, xlsx};

#[test]
fn cells_of_every_type_are_the_texts_that_are_shown() {
    let strings = "<si><t>plain</t></si><si><r><t xml:space=\"preserve\">rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb=\"0\" eb=\"1\"><t>ねこ</t></rPh><phoneticPr/></si><si><t>a_x000D_\nb &amp; &#8362;<![CDATA[<c>]]></t></si><si/>";
    let bytes = xlsx(
        r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="s"><v>3</v></c><c r="E2" t="inlineStr"><is><t>in</t></is></c><c r="F2" t="str"><f>A2</f><v>of</v></c><c r="G2" t="b"><v>1</v></c><c r="H2" t="b"><v>0</v></c><c r="I2" t="d"><v>2026-03-14T09:30:00Z</v></c><c r="J2"><v> 5.0 </v></c><c r="L2"><f>1+1</f><v>2</v></c></row>"#,
        strings,
        "",
    );
    assert_eq!(
        cells(&bytes),
        [[
            "plain",
            "rich text",
            "a\r\nb & ₪<c>",
            "",
            "in",
            "of",
            "TRUE",
            "FALSE",
            "2026-03-14T09:30:00",
            "5",
            "",
            "2"
        ]]
    );
}

#[test]
fn errors_and_formulas_without_values_are_faults_of_their_cells() {
    let bytes = xlsx(
        r#"<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><f>A1</f><v></v></c><c><f>A1</f></c><c t="str"><f>""</f><v></v></c><c t="e"><v>#ODD</v></c><c><v>12a</v></c><c t="d"><v>soon</v></c><c><v>1234567890123456</v></c></row>"#,
        "",
        "",
    );
    let (_, _, texts, faults) = seen(&bytes).remove(0);
    assert_eq!(
        texts,
        [
            "#DIV/0!",
            "",
            "",
            "",
            "#ODD",
            "12a",
            "soon",
            "1234567890123460"
        ]
    );
    assert_eq!(
        faults,
        [
            "0: holds the error #DIV/0!",
            "1: holds a formula that was never calculated; open the workbook, let it calculate, and save it",
            "2: holds a formula that was never calculated; open the workbook, let it calculate, and save it",
            "4: holds the error of a formula",
            "5: is marked as a number and holds none",
            "6: is marked as a date and holds none",
            "7: holds a number of more than 15 digits, of which spreadsheets keep only 15",
        ]
    );
}

#[test]
fn zeros_of_formulas_are_doubted_where_the_workbook_asks_to_be_calculated() {
    let sheet =
        worksheet(r#"<row><c><f>1+1</f><v>0</v></c><c><v>0</v></c><c><f>2</f><v>2</v></c></row>"#);
    let bytes = Xlsx {
        sheets: &[("a", "", &sheet)],
        properties: r#"<calcPr fullCalcOnLoad="1"/>"#,
        ..Xlsx::default()
    }
    .bytes();
    let (_, _, _, faults) = seen(&bytes).remove(0);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("0: holds a formula that was probably never calculated"));
}

#[test]
fn number_formats_tell_dates_and_leading_zeros() {
    let styles = r#"<numFmts count="2"><numFmt numFmtId="164" formatCode="[$-409]d/m/yyyy\ h:mm;@"/><numFmt numFmtId="165" formatCode="000\-0000000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/><xf numFmtId="10"/><xf numFmtId="20"/></cellXfs><dxfs><dxf><numFmt numFmtId="166" formatCode="0"/></dxf></dxfs>"#;
    let row = r#"<row><c s="0"><v>46095</v></c><c s="1"><v>46095</v></c><c s="2"><v>46095.395833333336</v></c><c s="3"><v>501234567</v></c><c s="4"><v>1.5</v></c><c s="5"><v>0.25</v></c><c s="6"><v>0.39583333333333331</v></c><c s="9"><v>7</v></c><c s="1"><v>60</v></c><c s="3"><v>5.5</v></c></row>"#;
    assert_eq!(
        cells(&xlsx(row, "", styles)),
        [[
            "46095",
            "2026-03-14",
            "2026-03-14T09:30:00",
            "050-1234567",
            "36:00:00",
            "0.25",
            "09:30:00",
            "7",
            "60",
            "5.5"
        ]]
    );
    let sheet = worksheet(r#"<row><c s="1"><v>44633</v></c></row>"#);
    let bytes = Xlsx {
        sheets: &[("a", "", &sheet)],
        styles,
        properties: r#"<workbookPr date1904="1"/>"#,
        ..Xlsx::default()
    }
    .bytes();
    assert_eq!(cells(&bytes), [["2026-03-14"]]);
}

#[test]
fn rows_and_cells_without_references_follow_the_ones_before() {
    let bytes = xlsx(
        r#"<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c><c r="A5"><v>1</v></c></row><row><c><v>6</v></c></row>"#,
        "",
        "",
    );
    let rows = seen(&bytes);
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 5, 6]);
    assert_eq!(rows[0].2, ["1", "", "3"]);
    assert_eq!(rows[1].2, ["1", "", "3", "4"]);
}

#[test]
fn hidden_rows_are_marked_and_formatted_empty_ones_left_off() {
    let bytes = xlsx(
        r#"<row r="1" s="1" customFormat="1"><c r="A1" s="1"/></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row><row r="3" ht="0" customHeight="1"><c r="A3"><v>3</v></c></row><row r="4" ht="15"><c r="A4"><v>4</v></c><c r="B4" s="3"/></row><row r="1048576" s="1"><c r="A1048576" s="1"/></row>"#,
        "",
        "",
    );
    let rows: Vec<_> = seen(&bytes)
        .into_iter()
        .map(|row| (row.0, row.1, row.2.len()))
        .collect();
    assert_eq!(rows, [(2, true, 1), (3, true, 1), (4, false, 1)]);
}

#[test]
fn contradictions_are_refused_with_their_place() {
    for (rows, why) in [
        (
            r#"<row r="3"/><row r="2"/>"#,
            "its row 2 stands behind row 3",
        ),
        (
            r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#,
            "its cell A1 is there twice",
        ),
        (
            r#"<row r="1"><c r="A2"><v>1</v></c></row>"#,
            r#"its row 1 has a cell "A2""#,
        ),
        (
            r#"<row r="1"><c t="s"><v>7</v></c></row>"#,
            r#"refers to text "7", which is not there (cell A1)"#,
        ),
        (r#"<row r="1"><c t="zz"><v>7</v></c></row>"#, "unknown type"),
        (
            r#"<row r="1048577"><c><v>7</v></c></row>"#,
            "sheets end at row 1048576",
        ),
        (
            r#"<row r="1"><c r="XFE1"><v>7</v></c></row>"#,
            "more than 16384 columns",
        ),
        (
            r#"<row r="1"><c><v>&bomb;</v></c></row>"#,
            "it has the entity &bomb;",
        ),
        (r#"<row r="1"><c><v>1</c></row>"#, "its XML is broken"),
    ] {
        let refusal = refusal(&xlsx(rows, "", ""));
        assert!(
            refusal.contains(why) && refusal.contains("sheet0.xml"),
            "{refusal}"
        );
    }
}

#[test]
fn a_workbook_of_an_excel_writing_library_is_read_as_it_was_written() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("לידים").unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let zip = Format::new().set_num_format("00000");
    sheet
        .merge_range(0, 0, 0, 3, "כותרת", &Format::new())
        .unwrap();
    sheet
        .write_string(1, 0, "  דנה \"לוי\" <a&b>\t\r\n")
        .unwrap();
    sheet.write_number(1, 1, 0.1 + 0.2).unwrap();
    let moment = ExcelDateTime::from_ymd(2026, 3, 14)
        .unwrap()
        .and_hms(9, 30, 0)
        .unwrap();
    sheet
        .write_datetime_with_format(1, 2, &moment, &date)
        .unwrap();
    sheet.write_number_with_format(1, 3, 501, &zip).unwrap();
    sheet.write_boolean(1, 4, true).unwrap();
    sheet
        .write_formula(1, 5, Formula::new("=1+1").set_result("2"))
        .unwrap();
    sheet.write_formula(1, 6, "=1+1").unwrap();
    sheet.write_blank(1, 9, &date).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.write_number(2, 0, 972_501_234_567_f64).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut book = open(&bytes, None).unwrap();
    assert_eq!(book.merges().len(), 1);
    let rows = rows(&mut book).unwrap();
    assert_eq!(
        texts(&rows[1]),
        [
            "  דנה \"לוי\" <a&b>\t\r\n",
            "0.3",
            "2026-03-14T09:30:00",
            "00501",
            "TRUE",
            "2",
            "0"
        ]
    );
    assert_eq!(rows[1].faults.len(), 1);
    assert_eq!(
        (texts(&rows[2]), rows[2].hidden),
        (vec!["972501234567".to_owned()], true)
    );
}
