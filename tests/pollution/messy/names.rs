//! Headers: blank, repeated, broken, doubled or missing names.

use super::draft::{Draft, file};

fn named(name: &'static str, text: &str) -> Draft {
    file("names", name, text)
}

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    vec![
        named("blank in the middle", "id,name,,city\n1,Dana,x,Haifa\n2,Omri,,Lod\n3,Noa,y,Acre\n")
            .header("id¦name¦¦city")
            .rows("1¦Dana¦x¦Haifa\n2¦Omri¦¦Lod\n3¦Noa¦y¦Acre"),
        named("an index without a name", ",name,city\n0,Dana,Haifa\n1,Omri,Lod\n2,Noa,Acre\n")
            .header("¦name¦city")
            .rows("0¦Dana¦Haifa\n1¦Omri¦Lod\n2¦Noa¦Acre"),
        named(
            "repeated",
            "name,phone,phone,e-mail,e-mail\nDana,050-1234567,03-5550100,d@one.example,\nOmri,,052-7654321,,o@two.example\n",
        )
        .header("name¦phone¦phone¦e-mail¦e-mail")
        .rows("Dana¦050-1234567¦03-5550100¦d@one.example¦\nOmri¦¦052-7654321¦¦o@two.example"),
        named(
            "line breaks in names",
            "\"Customer\nname\",\"Phone\n(mobile)\",City\nDana,050-1234567,Haifa\nOmri,052-7654321,Lod\n",
        )
        .header("Customer name¦Phone (mobile)¦City")
        .rows("Dana¦050-1234567¦Haifa\nOmri¦052-7654321¦Lod")
        .end("\r\n"),
        named("blanks around names", " id , name ,city \n1,Dana,Haifa\n2,Omri,Lod\n")
            .header("id¦name¦city")
            .rows("1¦Dana¦Haifa\n2¦Omri¦Lod"),
        named(
            "two rows, merged",
            "Customer,,Contact,\nfirst,last,phone,e-mail\nDana,Levi,050-1234567,d@one.example\nOmri,Cohen,052-7654321,o@two.example\nNoa,Katz,053-5550144,n@two.example\n",
        )
        .header("first¦last¦phone¦e-mail")
        .header("Customer first¦Customer last¦Contact phone¦Contact e-mail")
        .header("Customer first¦last¦Contact phone¦e-mail")
        .header("Customer / first¦Customer / last¦Contact / phone¦Contact / e-mail")
        .rows("Dana¦Levi¦050-1234567¦d@one.example\nOmri¦Cohen¦052-7654321¦o@two.example\nNoa¦Katz¦053-5550144¦n@two.example")
        .or_refused(),
        named(
            "units below the names",
            "name,height,weight\n,cm,kg\nDana,170,61\nOmri,181,80\nNoa,165,58\n",
        )
        .header("name¦height¦weight")
        .header("name¦height cm¦weight kg")
        .header("name¦height / cm¦weight / kg")
        .rows("Dana¦170¦61\nOmri¦181¦80\nNoa¦165¦58")
        .or_refused(),
        named("missing", "1,Dana Levi,050-1234567\n2,Omri Cohen,052-7654321\n3,Noa Mizrahi,054-5550199\n")
            .header("¦¦")
            .rows("1¦Dana Levi¦050-1234567\n2¦Omri Cohen¦052-7654321\n3¦Noa Mizrahi¦054-5550199")
            .or_refused(),
        named("years as names", "product,2021,2022,2023\nlamp,10,12,9\nkettle,4,8,15\nshelf,1,0,2\n")
            .header("product¦2021¦2022¦2023")
            .rows("lamp¦10¦12¦9\nkettle¦4¦8¦15\nshelf¦1¦0¦2")
            .or_refused(),
        named("nothing below them", "id;name;phone\r\n").header("id¦name¦phone").or_refused(),
        named("one column of e-mails", "e-mail\nd@one.example\no@two.example\nn@two.example\n")
            .header("e-mail")
            .rows("d@one.example\no@two.example\nn@two.example"),
        named("one column of phones", "טלפון\n050-1234567\n052-7654321\n\n03-5550100\n")
            .header("טלפון")
            .rows("050-1234567\n052-7654321\n03-5550100"),
        named(
            "one column, quoted with commas",
            "\"name\"\n\"Levi, Dana\"\n\"Cohen, Omri\"\n\"Katz, Noa\"\n",
        )
        .header("name")
        .rows("Levi, Dana\nCohen, Omri\nKatz, Noa"),
        named("one column, raw commas", "name\nLevi, Dana\nCohen, Omri\nKatz, Noa\nGolan, Gil\n")
            .header("name")
            .either("Levi, Dana\nCohen, Omri\nKatz, Noa\nGolan, Gil")
            .or_refused(),
    ]
}
