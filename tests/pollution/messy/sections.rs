//! Several tables or sections in one file, and lines between rows.

use super::draft::{Draft, file};

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    let mut drafts = joined();
    drafts.extend(sections());
    drafts.extend(lines());
    drafts
}

const NAMES: &str = "id¦name¦city";
const ROWS: &str =
    "1¦Dana¦Haifa\n2¦Omri¦Lod\n3¦Noa¦Acre\n4¦Itay¦Eilat\n5¦Maya¦Holon\n6¦Lior¦Netanya";

fn export(kind: &'static str, name: &'static str, text: &str) -> Draft {
    file(kind, name, text).header(NAMES).rows(ROWS)
}

fn joined() -> Vec<Draft> {
    let named = |name, text| export("joined", name, text);
    vec![
        named(
            "two exports",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\nid,name,city\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        named(
            "two exports with their marks",
            "\u{feff}id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n\u{feff}id,name,city\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        named(
            "the header on each page",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n\nid,name,city\n3,Noa,Acre\n4,Itay,Eilat\n\nid,name,city\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        named(
            "the second export written in capitals",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n\nID,Name,City\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        file(
            "joined",
            "another order of columns in the second export",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n\ncity,id,name\nEilat,4,Itay\nHolon,5,Maya\n",
        )
        .header(NAMES)
        .rows("1¦Dana¦Haifa\n2¦Omri¦Lod\n3¦Noa¦Acre")
        .report("Eilat¦4¦Itay\nHolon¦5¦Maya")
        .or_refused(),
        export(
            "second table",
            "wider, after a blank line",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n\nproduct,price,stock,shelf\nlamp,12.50,4,A1\nkettle,30.00,2,B7\n",
        )
        .or_refused(),
        export(
            "second table",
            "as wide, after a blank line",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n\nproduct,price,stock\nlamp,12.50,4\nkettle,30.00,2\n",
        )
        .or_refused(),
        export(
            "second table",
            "narrower, padded, with a title",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n,,\nSummary by status,,\nstatus,count,\nopen,4,\nclosed,2,\n",
        )
        .or_refused(),
    ]
}

fn sections() -> Vec<Draft> {
    let named = |name, text| export("sections", name, text);
    vec![
        named(
            "bare lines",
            "id,name,city\nRegion North\n1,Dana,Haifa\n2,Omri,Lod\nRegion South\n3,Noa,Acre\n4,Itay,Eilat\nRegion Centre\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        named(
            "padded lines",
            "id,name,city\nRegion North,,\n1,Dana,Haifa\n2,Omri,Lod\nRegion South,,\n3,Noa,Acre\n4,Itay,Eilat\nRegion Centre,,\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        named(
            "padded lines between lines of delimiters",
            "id,name,city\n1,Dana,Haifa\n2,Omri,Lod\n,,\nRegion South,,\n3,Noa,Acre\n4,Itay,Eilat\n,,\nRegion Centre,,\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        file(
            "sections",
            "subtotals",
            "name,city,amount\nDana,Haifa,10.00\nOmri,Lod,20.00\nSubtotal,,30.00\nNoa,Acre,5.00\nItay,Eilat,7.00\nSubtotal,,12.00\nTotal,,42.00\n",
        )
        .header("name¦city¦amount")
        .rows("Dana¦Haifa¦10.00\nOmri¦Lod¦20.00\nNoa¦Acre¦5.00\nItay¦Eilat¦7.00"),
    ]
}

fn lines() -> Vec<Draft> {
    let named = |name, text| export("lines between", name, text);
    vec![
        named(
            "blank lines",
            "id,name,city\n\n1,Dana,Haifa\n2,Omri,Lod\n\n\n3,Noa,Acre\n4,Itay,Eilat\n  \n5,Maya,Holon\n6,Lior,Netanya\n\n\n",
        ),
        named(
            "lines of delimiters",
            "id,name,city\n1,Dana,Haifa\n,,\n2,Omri,Lod\n3,Noa,Acre\n\"\",\"\",\"\"\n4,Itay,Eilat\n, ,\n5,Maya,Holon\n6,Lior,Netanya\n,,\n",
        ),
        named(
            "comments",
            "id,name,city\n1,Dana,Haifa\n# the second shift\n2,Omri,Lod\n3,Noa,Acre\n# Gil, Ramla: left\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n",
        ),
        named(
            "a ruler below the header",
            "id,name,city\n--,----,----\n1,Dana,Haifa\n2,Omri,Lod\n3,Noa,Acre\n4,Itay,Eilat\n5,Maya,Holon\n6,Lior,Netanya\n\n(6 rows affected)\n",
        ),
        named(
            "CR CR LF",
            "id,name,city\r\r\n1,Dana,Haifa\r\r\n2,Omri,Lod\r\r\n3,Noa,Acre\r\r\n4,Itay,Eilat\r\r\n5,Maya,Holon\r\r\n6,Lior,Netanya\r\r\n",
        ),
        named(
            "CR alone",
            "id,name,city\r1,Dana,Haifa\r2,Omri,Lod\r3,Noa,Acre\r4,Itay,Eilat\r5,Maya,Holon\r6,Lior,Netanya\r",
        ),
        named(
            "Ctrl-Z at the end",
            "id,name,city\r\n1,Dana,Haifa\r\n2,Omri,Lod\r\n3,Noa,Acre\r\n4,Itay,Eilat\r\n5,Maya,Holon\r\n6,Lior,Netanya\r\n\u{1a}",
        ),
        file(
            "lines between",
            "aligned with blanks after commas",
            "id, name, city\n1,  Dana, Haifa\n2,  Omri, Lod\n3,  Noa,  Acre\n",
        )
        .header(NAMES)
        .rows("1¦Dana¦Haifa")
        .or("1¦ Dana¦Haifa")
        .or("1¦  Dana¦ Haifa")
        .rows("2¦Omri¦Lod")
        .or("2¦ Omri¦Lod")
        .or("2¦  Omri¦ Lod")
        .rows("3¦Noa¦Acre")
        .or("3¦ Noa¦ Acre")
        .or("3¦  Noa¦  Acre"),
    ]
}
