//! Rows that are wider or narrower than the header.

use super::draft::{Draft, file};

/// Rows of delimiters that a spreadsheet leaves below its data.
const LEFT_OVER: usize = 5_000;

fn named(name: &'static str, text: impl Into<String>) -> Draft {
    file("width", name, text)
}

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    let mut drafts = even();
    drafts.extend(single());
    drafts
}

const NAMES: &str = "id¦name¦phone¦notes";
const ROWS: &str =
    "1¦Dana¦050-1234567¦VIP\n2¦Omri¦¦late\n3¦Noa¦054-5550199¦\n4¦Itay¦¦\n5¦Maya¦053-5550144¦new";

/// All rows are of the same make.
fn even() -> Vec<Draft> {
    let five = |name, text: &str| named(name, text).header(NAMES).rows(ROWS);
    let left_over = "id;name;phone;notes\n1;Dana;050-1234567;VIP\n2;Omri;;late\n3;Noa;054-5550199;\n4;Itay;;\n5;Maya;053-5550144;new\n".to_owned()
        + &";;;\n".repeat(LEFT_OVER);
    let left_wide = "id,name,phone,notes,,,,\n1,Dana,050-1234567,VIP,,,,\n2,Omri,,late,,,,\n3,Noa,054-5550199,,,,,\n4,Itay,,,,,,\n5,Maya,053-5550144,new,,,,\n";
    vec![
        five(
            "a delimiter at the end of every line",
            "id,name,phone,notes,\n1,Dana,050-1234567,VIP,\n2,Omri,,late,\n3,Noa,054-5550199,,\n4,Itay,,,\n5,Maya,053-5550144,new,\n",
        ),
        five(
            "a delimiter at the end of the header",
            "id,name,phone,notes,\n1,Dana,050-1234567,VIP\n2,Omri,,late\n3,Noa,054-5550199,\n4,Itay,,\n5,Maya,053-5550144,new\n",
        ),
        five(
            "a delimiter at the end of each row",
            "id,name,phone,notes\n1,Dana,050-1234567,VIP,\n2,Omri,,late,\n3,Noa,054-5550199,,\n4,Itay,,,\n5,Maya,053-5550144,new,\n",
        ),
        five(
            "rows end at their last filled cell",
            "id,name,phone,notes\n1,Dana,050-1234567,VIP\n2,Omri,,late\n3,Noa,054-5550199\n4,Itay\n5,Maya,053-5550144,new\n",
        ),
        five("empty columns to the right", left_wide),
        named("thousands of empty rows below", left_over)
            .header(NAMES)
            .rows(ROWS)
            .end("\r\n"),
        file(
            "width",
            "a column without a name that has values",
            "id,name,phone\n1,Dana,050-1234567,VIP\n2,Omri,,late\n3,Noa,054-5550199,new\n",
        )
        .header("id¦name¦phone")
        .header("id¦name¦phone¦")
        .either("1¦Dana¦050-1234567¦VIP\n2¦Omri¦¦late\n3¦Noa¦054-5550199¦new")
        .or_refused(),
    ]
}

const ABOVE: &str = "id,name,city,phone,notes\n1,Dana Levi,Haifa,050-1234567,VIP\n2,Omri Cohen,Lod,052-7654321,\n3,Noa Katz,Acre,054-5550199,call first\n";
const BELOW: &str = "5,Maya Golan,Holon,053-5550144,\n6,Lior Dahan,Netanya,055-5550122,new\n7,Gil Malka,Eilat,050-5550177,\n";

/// One row is unlike the others. Whether it may be handed on as it was meant is for the caller to say.
fn around(name: &'static str, line: &str, middle: impl Fn(Draft) -> Draft) -> Draft {
    let text = format!("{ABOVE}{line}\n{BELOW}");
    let draft = named(name, text)
        .header("id¦name¦city¦phone¦notes")
        .rows("1¦Dana Levi¦Haifa¦050-1234567¦VIP\n2¦Omri Cohen¦Lod¦052-7654321¦\n3¦Noa Katz¦Acre¦054-5550199¦call first");
    middle(draft)
        .rows("5¦Maya Golan¦Holon¦053-5550144¦\n6¦Lior Dahan¦Netanya¦055-5550122¦new\n7¦Gil Malka¦Eilat¦050-5550177¦")
}

fn single() -> Vec<Draft> {
    let lost = |name, line: &str, row: &str| around(name, line, |draft| draft.report(row));
    let either = |name, line: &str, row: &str| around(name, line, |draft| draft.either(row));
    vec![
        either(
            "a raw comma in a name",
            "4,Peretz, Itay,Ramla,052-5550133,",
            "4¦Peretz, Itay¦Ramla¦052-5550133¦",
        ),
        either(
            "a raw comma in a note",
            "4,Itay Peretz,Ramla,052-5550133,wants 2, maybe 3",
            "4¦Itay Peretz¦Ramla¦052-5550133¦wants 2, maybe 3",
        ),
        either(
            "a line break without quotes",
            "4,Itay\nPeretz,Ramla,052-5550133,VIP",
            "4¦Itay⏎Peretz¦Ramla¦052-5550133¦VIP",
        ),
        either(
            "semicolons",
            "4;Itay Peretz;Ramla;052-5550133;",
            "4¦Itay Peretz¦Ramla¦052-5550133¦",
        ),
        either(
            "nothing but a note",
            ",,,,moved here from the old list",
            "¦¦¦¦moved here from the old list",
        ),
        lost(
            "a cell short",
            "4,Itay Peretz,052-5550133,VIP",
            "4¦Itay Peretz¦052-5550133¦VIP",
        ),
        lost("cut in the middle", "4,Itay Per", "4¦Itay Per"),
        lost(
            "two rows on one line",
            "4,Itay Peretz,Ramla,052-5550133,8,Tamar Biton,Lod,052-5550134,",
            "4¦Itay Peretz¦Ramla¦052-5550133¦8¦Tamar Biton¦Lod¦052-5550134",
        ),
    ]
}
