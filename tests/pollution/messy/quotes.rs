//! Quotes as text, quotes that are lost, line breaks within cells, other escapes.

use super::draft::{Draft, file};
use super::encoding::windows_1255;

fn named(name: &'static str, text: &str) -> Draft {
    file("quotes", name, text)
}

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    let mut drafts = text();
    drafts.extend(breaks());
    drafts.extend(lost());
    drafts.extend(escapes());
    drafts
}

/// Quotes that are letters of a word.
fn text() -> Vec<Draft> {
    vec![
        named(
            "Hebrew abbreviations, raw, windows-1255",
            "מספר,חברה,איש קשר,סכום\n1,אור השקעות בע\"מ,דנה לוי,120\n2,גל בע\"מ,עו\"ד עמרי כהן,80\n3,נוף בע\"מ,ד\"ר נועה כץ,99\n4,טל,רו\"ח יעל גבאי,15\n",
        )
        .header("מספר¦חברה¦איש קשר¦סכום")
        .rows("1¦אור השקעות בע\"מ¦דנה לוי¦120\n2¦גל בע\"מ¦עו\"ד עמרי כהן¦80\n3¦נוף בע\"מ¦ד\"ר נועה כץ¦99\n4¦טל¦רו\"ח יעל גבאי¦15")
        .end("\r\n")
        .encoded(windows_1255),
        named(
            "Hebrew abbreviations, quoted as they should be",
            "id,company,city\n1,\"אור בע\"\"מ\",חיפה\n2,\"גל, נוף ושות' בע\"\"מ\",לוד\n3,טל,עכו\n",
        )
        .header("id¦company¦city")
        .rows("1¦אור בע\"מ¦חיפה\n2¦גל, נוף ושות' בע\"מ¦לוד\n3¦טל¦עכו"),
        named(
            "Hebrew abbreviations in quotes that are not doubled",
            "id,company,city\n1,\"אור בע\"מ\",חיפה\n2,\"גל בע\"מ\",לוד\n3,\"טל\",עכו\n4,\"נוף\",אילת\n",
        )
        .header("id¦company¦city")
        .either("1¦אור בע\"מ¦חיפה\n2¦גל בע\"מ¦לוד")
        .rows("3¦טל¦עכו\n4¦נוף¦אילת"),
        named(
            "inches, tabs, quotes are text",
            "code\tarticle\tprice\n1\t5\" pipe\t10\n2\t3/4\" valve, brass\t7\n3\t\"Best\" lamp\t30\n4\tplain hose\t12\n",
        )
        .header("code¦article¦price")
        .rows("1¦5\" pipe¦10\n2¦3/4\" valve, brass¦7")
        .either("3¦\"Best\" lamp¦30")
        .rows("4¦plain hose¦12"),
        named(
            "inches at the end of cells",
            "code,article,size\n1,pipe,5\"\n2,valve,3\"\n3,screen,27\"\n4,hose,none\n",
        )
        .header("code¦article¦size")
        .rows("1¦pipe¦5\"\n2¦valve¦3\"\n3¦screen¦27\"\n4¦hose¦none"),
        named(
            "apostrophes at the start of words",
            "id,name,note\n1,'t Hooft,first\n2,O'Brien,'tis late\n3,d'Arc,rock 'n' roll\n4,Levi,it's\n",
        )
        .header("id¦name¦note")
        .rows("1¦'t Hooft¦first\n2¦O'Brien¦'tis late\n3¦d'Arc¦rock 'n' roll\n4¦Levi¦it's"),
        named(
            "curly quotes",
            "id;name;note\n1;Dana;said “later, please”\n2;Omri;„ja“\n3;Noa;‘no’\n",
        )
        .header("id¦name¦note")
        .rows("1¦Dana¦said “later, please”\n2¦Omri¦„ja“\n3¦Noa¦‘no’"),
    ]
}

/// Line breaks within quoted cells.
fn breaks() -> Vec<Draft> {
    vec![
        named(
            "notes of many lines",
            "id,name,notes\n1,Dana,\"called\nno answer\ncall again\"\n2,Omri,\n3,Noa,\"first line, with a comma\n\nafter a blank line: \"\"yes\"\"\"\n4,Itay,ok\n",
        )
        .header("id¦name¦notes")
        .rows("1¦Dana¦called⏎no answer⏎call again\n2¦Omri¦\n3¦Noa¦first line, with a comma⏎⏎after a blank line: \"yes\"\n4¦Itay¦ok")
        .end("\r\n"),
        named(
            "a note that looks like rows",
            "id,name,notes\n1,Dana,\"copied from the old list:\n8,Gil,late\n9,Lior,new\"\n2,Omri,fine\n3,Noa,\n",
        )
        .header("id¦name¦notes")
        .rows("1¦Dana¦copied from the old list:⏎8,Gil,late⏎9,Lior,new\n2¦Omri¦fine\n3¦Noa¦"),
        named(
            "line separators and form feeds are text",
            "id,name,notes\n1,Dana,one\u{2028}two\n2,Omri,one\u{b}two\n3,Noa,one\u{85}two\n4,Itay,\u{c}page\n",
        )
        .header("id¦name¦notes")
        .either("1¦Dana¦one\u{2028}two\n2¦Omri¦one\u{b}two\n3¦Noa¦one\u{85}two\n4¦Itay¦\u{c}page"),
    ]
}

/// Quotes that are opened or closed once too often.
fn lost() -> Vec<Draft> {
    let names = "id¦name¦city¦notes";
    vec![
        named(
            "unclosed in the middle",
            "id,name,city,notes\n1,Dana,Haifa,VIP\n2,Omri,Lod,\"call, then mail\"\n3,Noa,Acre,\"not sure\n4,Itay,Eilat,late\n5,Maya,Holon,\n6,Lior,Ramla,\"yes, soon\"\n7,Gil,Lod,new\n",
        )
        .header(names)
        .rows("1¦Dana¦Haifa¦VIP\n2¦Omri¦Lod¦call, then mail")
        .either("3¦Noa¦Acre¦not sure")
        .or("3¦Noa¦Acre¦\"not sure")
        .rows("4¦Itay¦Eilat¦late\n5¦Maya¦Holon¦\n6¦Lior¦Ramla¦yes, soon\n7¦Gil¦Lod¦new"),
        named(
            "unclosed in the last row",
            "id,name,city,notes\n1,Dana,Haifa,VIP\n2,Omri,Lod,ok\n3,Noa,Acre,\"not sure\n",
        )
        .header(names)
        .rows("1¦Dana¦Haifa¦VIP\n2¦Omri¦Lod¦ok")
        .either("3¦Noa¦Acre¦not sure")
        .or("3¦Noa¦Acre¦\"not sure"),
        named(
            "unclosed, and closed by the next row's",
            "id,name,city,notes\n1,Dana,Haifa,VIP\n2,\"Omri,Lod,ok\n3,Noa,Acre,\"maybe\"\n4,Itay,Eilat,late\n5,Maya,Holon,\n",
        )
        .header(names)
        .rows("1¦Dana¦Haifa¦VIP")
        .either("2¦Omri¦Lod¦ok")
        .or("2¦\"Omri¦Lod¦ok")
        .either("3¦Noa¦Acre¦maybe")
        .rows("4¦Itay¦Eilat¦late\n5¦Maya¦Holon¦"),
        named(
            "text after the closing one",
            "id,name,city,notes\n1,Dana,Haifa,VIP\n2,\"Omri\" Cohen,Lod,ok\n3,Noa,Acre,\"maybe\"\n4,Itay,Eilat,late\n",
        )
        .header(names)
        .rows("1¦Dana¦Haifa¦VIP")
        .either("2¦\"Omri\" Cohen¦Lod¦ok")
        .rows("3¦Noa¦Acre¦maybe\n4¦Itay¦Eilat¦late"),
        named(
            "whole lines in quotes",
            "\"id,name,city\"\n\"1,Dana,Haifa\"\n\"2,Omri,Lod\"\n\"3,\"\"Katz, Noa\"\",Acre\"\n",
        )
        .header("id¦name¦city")
        .either("1¦Dana¦Haifa\n2¦Omri¦Lod\n3¦Katz, Noa¦Acre")
        .or_refused(),
    ]
}

/// Dialects of other programs, and texts that programs like to change.
fn escapes() -> Vec<Draft> {
    vec![
        named(
            "backslashes and nulls of a database",
            "\"id\",\"name\",\"notes\"\n\"1\",\"Dana\",\"said \\\"later, please\\\"\"\n\"2\",\"Omri\",\\N\n\"3\",\"Noa\",\"\"\n\"4\",\"Itay\",\"ends with \\\"x\\\"\"\n",
        )
        .header("id¦name¦notes")
        .rows("1¦Dana¦said \"later, please\"\n2¦Omri¦\\N")
        .or("2¦Omri¦")
        .rows("3¦Noa¦\n4¦Itay¦ends with \"x\""),
        named(
            "single quotes around texts",
            "'id','name','notes'\n'1','Dana','call, then mail'\n'2','O''Brien','he said \"no\"'\n'3','Noa',''\n",
        )
        .header("id¦name¦notes")
        .rows("1¦Dana¦call, then mail\n2¦O'Brien¦he said \"no\"\n3¦Noa¦"),
        named(
            "pipes with blanks around them",
            "id | name | city\n1 | Dana | Haifa\n2 | Omri | Lod\n3 | Noa | Acre\n",
        )
        .header("id¦name¦city")
        .rows("1¦Dana¦Haifa")
        .or("1 ¦ Dana ¦ Haifa")
        .rows("2¦Omri¦Lod")
        .or("2 ¦ Omri ¦ Lod")
        .rows("3¦Noa¦Acre")
        .or("3 ¦ Noa ¦ Acre"),
        named(
            "digits that are text",
            "id,phone,code,dose\n0001,0501234567,1e5,12-5\n0002,+972501234567,007,1/2\n0003,9.72501E+11,TRUE,NULL\n",
        )
        .header("id¦phone¦code¦dose")
        .rows("0001¦0501234567¦1e5¦12-5\n0002¦+972501234567¦007¦1/2\n0003¦9.72501E+11¦TRUE¦NULL"),
        named(
            "formulas that keep zeros",
            "id,phone,city\n1,=\"0501234567\",Haifa\n2,=\"0527654321\",Lod\n3,,Acre\n",
        )
        .header("id¦phone¦city")
        .either("1¦=\"0501234567\"¦Haifa")
        .or("1¦0501234567¦Haifa")
        .either("2¦=\"0527654321\"¦Lod")
        .or("2¦0527654321¦Lod")
        .rows("3¦¦Acre"),
    ]
}
