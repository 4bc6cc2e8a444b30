#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr
)]

use super::*;

/// What a sample is: its delimiter, its width, and what else is unusual.
#[derive(Clone, Copy)]
enum Is {
    /// Quotes are doubled, nothing is spaced.
    Plain(u8, usize),
    Spaced(u8, usize),
    Single(u8, usize),
    Escaped(u8, usize),
    Column,
    /// A person has to say it.
    Open,
}
use Is::*;

fn samples() -> Vec<(&'static str, String, Is)> {
    let s = str::to_owned;
    vec![
        (
            "crm export",
            s(
                "id,name,phone,mail\n1,Dana Levi,050-1234567,dana@x.il\n2,Noa Bar,052-7654321,noa@x.il\n",
            ),
            Plain(b',', 4),
        ),
        (
            "one row",
            s("name,phone\nDana,0501234567\n"),
            Plain(b',', 2),
        ),
        ("only a header", s("id,name,phone\n"), Plain(b',', 3)),
        (
            "only a header, semicolons",
            s("id;full name;phone number"),
            Plain(b';', 3),
        ),
        (
            "only a header, tabs",
            s("id\tname\tphone\n"),
            Plain(b'\t', 3),
        ),
        (
            "german excel",
            s(
                "Nr;Name;Betrag;Datum\r\n1;Müller, Hans;1.234,50;01.02.2024\r\n2;Groß;12,00;03.02.2024\r\n3;Weiß;7,5;04.02.2024\r\n",
            ),
            Plain(b';', 4),
        ),
        (
            "decimal commas only",
            s("a;b\n1,5;2,5\n3,5;4,5\n5,5;6,5\n"),
            Plain(b';', 2),
        ),
        (
            "decimal commas, no header",
            s("1,5;2,5;3,1\n3,5;4,5;1,1\n5,5;6,5;9,1\n"),
            Plain(b';', 3),
        ),
        (
            "french excel",
            s(
                "Nom;Prénom;Téléphone;Ville\nDupont;Jean;06 12 34 56 78;L'Haÿ-les-Roses\nd'Artagnan;Charles;06 98 76 54 32;Lupiac\n",
            ),
            Plain(b';', 4),
        ),
        (
            "hebrew excel",
            s(
                "שם,טלפון,הערות\nדנה,050-1234567,\"חברה בע\"\"מ\"\nנועה,052-7654321,צה\"ל\nמשה,053-1112222,רח' הרצל 5\n",
            ),
            Plain(b',', 3),
        ),
        (
            "hebrew semicolons",
            s("שם;עיר;חברה\nדנה לוי;תל אביב;אלון בע\"מ\nנועה;חיפה;ג'ורג'\n"),
            Plain(b';', 3),
        ),
        (
            "bank statement",
            s(
                "Kontoauszug;;;\nKonto;DE12 3456;;\n;;;\nDatum;Text;Betrag;Saldo\n01.02.2024;REWE, Markt;-12,50;100,00\n02.02.2024;Miete;-500,00;-400,00\n05.02.2024;Lohn;2.000,00;1.600,00\n",
            ),
            Plain(b';', 4),
        ),
        (
            "bank statement, bare preamble",
            s(
                "Account statement\nPeriod: 01/2024 - 02/2024\n\nDate,Description,Amount,Balance\n2024-01-02,Coffee shop,-3.50,100.00\n2024-01-03,\"Rent, flat\",-500.00,-400.00\n2024-01-04,Salary,2000.00,1600.00\nTotal,,1496.50,\n",
            ),
            Plain(b',', 4),
        ),
        (
            "government preamble",
            s(
                "Ministry of Health; Data Unit\nPublished: 2024-05-01\nSource: https://data.gov/x\n\nyear,region,cases,rate\n2020,North,12,0.5\n2021,North,14,0.6\n2022,South,9,0.4\n2023,South,8,0.3\nNotes: provisional; see site\n",
            ),
            Plain(b',', 4),
        ),
        (
            "log like",
            s(
                "2024-05-01 12:30:00|INFO|login: ok, user=5\n2024-05-01 12:31:10|WARN|slow; retry, again\n2024-05-01 12:32:00|INFO|logout: ok\n",
            ),
            Plain(b'|', 3),
        ),
        (
            "tsv",
            s("id\tname\tnote\n1\tDana\tHello, world; bye\n2\tNoa\tsee you, soon\n3\tAvi\t\n"),
            Plain(b'\t', 3),
        ),
        (
            "tsv with quotes",
            s("id\tname\n1\t\"a\tb\"\n2\tc\n"),
            Plain(b'\t', 2),
        ),
        (
            "pipe",
            s("id|name|phone\n1|Dana|050-1234567\n2|Noa|052-1234567\n"),
            Plain(b'|', 3),
        ),
        (
            "pipe with commas",
            s(
                "id|address|city\n1|Herzl 5, floor 2|Tel Aviv, IL\n2|Weizmann 7, floor 1|Haifa, IL\n",
            ),
            Plain(b'|', 3),
        ),
        (
            "caret",
            s("id^name^amount\n1^Dana^12.50\n2^Noa^13.50\n"),
            Plain(b'^', 3),
        ),
        (
            "tilde",
            s("id~name~amount\n1~Dana~12.50\n2~Noa~13.50\n"),
            Plain(b'~', 3),
        ),
        (
            "colon",
            s("root:x:0:0\ndaemon:x:1:1\nbin:x:2:2\nsys:x:3:3\n"),
            Plain(b':', 4),
        ),
        (
            "space table",
            s("x y z\n1 2 3\n4 5 6\n7 8 9\n"),
            Plain(b' ', 3),
        ),
        (
            "aligned space table",
            s("x    y    z\n1    2    3\n44   55   66\n7    8    9\n"),
            Spaced(b' ', 3),
        ),
        (
            "slash",
            s("id/code/amount\n1/AB/10\n2/CD/20\n3/EF/30\n"),
            Plain(b'/', 3),
        ),
        (
            "comma and space",
            s("id, name, phone\n1, Dana, 0501234567\n2, Noa, 0521234567\n"),
            Spaced(b',', 3),
        ),
        (
            "comma and space, quoted",
            s("id, \"name\", \"note\"\n1, \"Levi, Dana\", \"x\"\n2, \"Bar, Noa\", \"y\"\n"),
            Spaced(b',', 3),
        ),
        (
            "semicolon and space",
            s("id; name; amount\n1; Dana; 1,5\n2; Noa; 2,5\n"),
            Spaced(b';', 3),
        ),
        (
            "all quoted",
            s(
                "\"id\",\"name\",\"note\"\n\"1\",\"Levi, Dana\",\"a;b;c\"\n\"2\",\"Bar, Noa\",\"d;e;f\"\n",
            ),
            Plain(b',', 3),
        ),
        (
            "all quoted semicolons",
            s(
                "\"id\";\"name\";\"note\"\n\"1\";\"Levi, Dana\";\"a,b\"\n\"2\";\"Bar, Noa\";\"c,d\"\n",
            ),
            Plain(b';', 3),
        ),
        (
            "quoted with line breaks",
            s("id,note,city\n1,\"Dear Dana,\nthanks; bye\",Haifa\n2,\"x\n\ny\",Acre\n3,z,Lod\n"),
            Plain(b',', 3),
        ),
        (
            "single quotes",
            s("'id','name','note'\n'1','Levi, Dana','x'\n'2','Bar, Noa','it''s'\n"),
            Single(b',', 3),
        ),
        (
            "some single quotes",
            s("id,name,city\n1,'Levi, Dana',Haifa\n2,'Bar, Noa',Acre\n3,'Gil, Ron',Lod\n"),
            Single(b',', 3),
        ),
        (
            "apostrophes in names",
            s("id,name,city\n1,O'Brien,L'Aquila\n2,d'Artagnan,Xi'an\n3,D'Souza,N'Djamena\n"),
            Plain(b',', 3),
        ),
        (
            "excel's leading apostrophe",
            s("id,phone\n1,'0501234567\n2,'0521234567\n3,'0531234567\n"),
            Plain(b',', 2),
        ),
        (
            "backslash escapes",
            s("id,name,note\n1,\"say \\\"hi\\\", Dana\",x\n2,\"the \\\"best\\\", one\",y\n"),
            Escaped(b',', 3),
        ),
        (
            "backslash at the end of a cell",
            s("\"id\",\"path\",\"x\"\n\"1\",\"C:\\dir\\\",\"a\"\n\"2\",\"D:\\dir\\\",\"b\"\n"),
            Plain(b',', 3),
        ),
        ("sep line", s("sep=;\r\na;b\r\n1,5;2,5\r\n"), Plain(b';', 2)),
        (
            "quoted sep line",
            s("\"sep=|\"\na|b\nx, y|z\n"),
            Plain(b'|', 2),
        ),
        (
            "commas in free text",
            s("id;note;x\n1;Hello, Dana, how are you;a\n2;Fine, thanks;b\n3;ok;c\n"),
            Plain(b';', 3),
        ),
        (
            "times",
            s("day,from,to\n2024-05-01,12:30,14:00\n2024-05-02,09:15,10:45\n"),
            Plain(b',', 3),
        ),
        (
            "urls",
            s("id,url\n1,https://x.com/a:b\n2,https://y.com/c/d\n3,http://z.com/\n"),
            Plain(b',', 2),
        ),
        (
            "urls with commas in them, semicolons",
            s("id;url\n1;https://x.com/a,b\n2;https://y.com/c,d\n"),
            Plain(b';', 2),
        ),
        (
            "one row with another delimiter",
            s("id,name,city\n1,Dana,Haifa\n2;Noa;Acre\n3,Ron,Lod\n4,Gil,Eilat\n5,Avi,Yavne\n"),
            Plain(b',', 3),
        ),
        (
            "title rows",
            s("Customers of May\n\nid,name,city\n1,Dana,Haifa\n2,Noa,Acre\n3,Gil,Lod\n"),
            Plain(b',', 3),
        ),
        (
            "padded title rows",
            s("Customers of May,,\n,,\nid,name,city\n1,Dana,Haifa\n2,Noa,Acre\n"),
            Plain(b',', 3),
        ),
        (
            "footer",
            s(
                "id,name,city\n1,Dana,Haifa\n2,Noa,Acre\n3,Gil,Lod\nTotal: 3\nGenerated by X; 2024-05-01 12:00\n",
            ),
            Plain(b',', 3),
        ),
        (
            "ragged row",
            s("id,name,city\n1,Dana,Haifa\n2,Levi, Noa,Acre\n3,Gil\n4,Ron,Yavne\n"),
            Plain(b',', 3),
        ),
        (
            "tags by semicolon",
            s("id,name,tags\n1,Dana,vip;new\n2,Noa,vip;old\n3,Gil,new;old\n"),
            Plain(b',', 3),
        ),
        (
            "tags by pipe",
            s("id,name,tags\n1,Dana,vip|new|x\n2,Noa,vip|old|y\n3,Gil,new|old|z\n"),
            Plain(b',', 3),
        ),
        (
            "e-mails by semicolon",
            s("name,mails\nDana,a@x.il;b@x.il\nNoa,c@x.il;d@x.il\n"),
            Plain(b',', 2),
        ),
        (
            "empty cells",
            s("a,b,c,d\n,,,\n1,,,\n,2,,\n,,,3\n"),
            Plain(b',', 4),
        ),
        (
            "inch marks",
            s("id,size,name\n1,5\" pipe,a\n2,7\" pipe,b\n3,9\" pipe,c\n"),
            Plain(b',', 3),
        ),
        (
            "lone carriage returns",
            s("id,name\r1,Dana\r2,Noa\r3,Gil\r"),
            Plain(b',', 2),
        ),
        (
            "no header",
            s("1,Dana,050-1234567\n2,Noa,052-1234567\n3,Gil,053-1234567\n"),
            Plain(b',', 3),
        ),
        (
            "phones",
            s("phone\n050-1234567\n052-1234567\n+972-53-1234567\n"),
            Column,
        ),
        (
            "phones without a header",
            s("0501234567\n0521234567\n"),
            Column,
        ),
        ("e-mails", s("email\ndana@x.il\nnoa@y.co.il\n"), Column),
        (
            "names",
            s("Full name\nDana Levi\nNoa Bar\nRon Gil\n"),
            Column,
        ),
        (
            "names of several words",
            s("name\nDana Levi\nNoa Bar Lev\nRon\n"),
            Column,
        ),
        (
            "one column of times",
            s("time\n12:30\n13:45\n09:00\n"),
            Column,
        ),
        (
            "one column of dates",
            s("date\n01/02/2024\n03/04/2024\n05/06/2024\n"),
            Column,
        ),
        (
            "one column of dates and times",
            s("when\n2024-05-01 12:30\n2024-05-02 13:30\n2024-05-03 14:30\n"),
            Column,
        ),
        (
            "one column of urls",
            s("url\nhttps://x.com/a\nhttps://y.com/b\n"),
            Column,
        ),
        (
            "one column of decimal commas",
            s("price\n1,5\n2,5\n3,75\n"),
            Column,
        ),
        (
            "one column of streets",
            s("address\nHerzl 5\nWeizmann 17\nDizengoff 99\n"),
            Column,
        ),
        (
            "one quoted column",
            s("\"name\"\n\"Levi, Dana\"\n\"Bar, Noa\"\n"),
            Column,
        ),
        ("one word", s("phone"), Column),
        (
            "last, first",
            s("Full name\nLevi, Dana\nBar, Noa\nGil, Ron\n"),
            Open,
        ),
        (
            "sentences",
            s("note\nHello, Dana, how are you\nfine, thanks\nok, see you, bye\n"),
            Open,
        ),
        ("two delimiters", s("a,b;c,d\ne,f;g,h\ni,j;k,l\n"), Open),
        (
            "wide, mostly empty",
            format!("{}\n{}\n", "c,".repeat(40), "1,".repeat(40)),
            Plain(b',', 41),
        ),
        (
            "us dates and amounts",
            s("date,amount\n1/2/2024,\"1,200.50\"\n1/3/2024,\"3,400.00\"\n"),
            Plain(b',', 2),
        ),
        (
            "semicolons, quoted, decimal commas",
            s("\"a\";\"b\"\n\"1,5\";\"2,5\"\n\"3,5\";\"4,5\"\n"),
            Plain(b';', 2),
        ),
        (
            "swiss amounts",
            s("Name;Betrag\nMeier;1'200.50\nKeller;3'400.00\n"),
            Plain(b';', 2),
        ),
        (
            "json in a cell",
            s("id\tdata\n1\t{\"a\": 1, \"b\": 2}\n2\t{\"a\": 3, \"b\": 4}\n"),
            Plain(b'\t', 2),
        ),
        (
            "last, first with other columns",
            s("name;city\nLevi, Dana;Haifa\nBar, Noa;Acre\n"),
            Plain(b';', 2),
        ),
        (
            "names and cities by comma",
            s("name,city\nDana Levi,Tel Aviv\nNoa Bar,Kfar Saba\n"),
            Plain(b',', 2),
        ),
        (
            "trailing delimiters",
            s("id;name;\n1;Dana;\n2;Noa;\n"),
            Plain(b';', 3),
        ),
        (
            "a stray quote",
            s("id,name,city\n1,\"Dana,Haifa\n2,Noa,Acre\n3,Gil,Lod\n4,Ron,Yavne\n"),
            Plain(b',', 3),
        ),
        (
            "a stray quote in quotes",
            s("\"id\",\"name\"\n\"1\",\"Da\"na\"\n\"2\",\"Noa\"\n\"3\",\"Gil\"\n"),
            Plain(b',', 2),
        ),
        (
            "access log",
            s(
                "127.0.0.1 - - [01/May/2024:12:30:00 +0000] \"GET / HTTP/1.1\" 200 512\n127.0.0.2 - - [01/May/2024:12:31:00 +0000] \"GET /a, b HTTP/1.1\" 404 12\n10.0.0.3 - - [01/May/2024:12:32:00 +0000] \"POST /c HTTP/1.1\" 200 7\n",
            ),
            Plain(b' ', 9),
        ),
        (
            "blanks with quotes",
            s("id name amount\n1 \"Dana Levi\" 12.5\n2 \"Noa Bar\" 13.5\n3 \"Ron Gil\" 14.5\n"),
            Plain(b' ', 3),
        ),
        (
            "a comma in a header",
            s("Name, first;City\nDana;Haifa\nNoa;Acre\n"),
            Plain(b';', 2),
        ),
        (
            "coordinates in one column",
            s("coords\n32.1,34.8\n31.9,35.2\n32.8,34.9\n"),
            Open,
        ),
        (
            "title above two columns",
            s("Customers\nid,name\n1,Dana\n2,Noa\n3,Gil\n"),
            Plain(b',', 2),
        ),
        (
            "thousands in one column",
            s("amount\n1,234\n5,678\n12,345\n"),
            Column,
        ),
        (
            "semicolons in titles",
            s(
                "Report; May; draft\nBy: Dana; Noa\nid,name,date\n1,Dana,2024-05-01\n2,Noa,2024-05-02\n3,Gil,2024-05-03\n4,Ron,2024-05-04\n",
            ),
            Plain(b',', 3),
        ),
        (
            "addresses",
            s("id,address\n1,\"Herzl 5, Tel Aviv\"\n2,\"Weizmann 7, Haifa\"\n"),
            Plain(b',', 2),
        ),
        (
            "unquoted addresses at the end",
            s("id;address\n1;Herzl 5, Tel Aviv, Israel\n2;Weizmann 7, Haifa, Israel\n"),
            Plain(b';', 2),
        ),
        (
            "two word columns by tab",
            s("name\tcity\nDana Levi\tTel Aviv\nNoa Bar\tKfar Saba\n"),
            Plain(b'\t', 2),
        ),
        (
            "keys and values",
            s("name: Dana\ncity: Haifa\nphone: 050-1234567\n"),
            Column,
        ),
        ("arabic", s("الاسم،الهاتف\nدانا،0501234567\n"), Column),
        (
            "windows paths",
            s("id;path\n1;C:\\a\\b\n2;D:\\c\\d\n"),
            Plain(b';', 2),
        ),
        (
            "date and time columns by blanks and commas",
            s("2024-05-01 12:30,5\n2024-05-01 12:31,6\n2024-05-01 12:32,7\n"),
            Plain(b',', 2),
        ),
        (
            "german dates and times",
            s("Datum;Zeit;Wert\n01.05.2024;12:30:00;1,25\n02.05.2024;12:31:00;2,50\n"),
            Plain(b';', 3),
        ),
        (
            "header only in quotes",
            s("\"id\",\"name\"\n"),
            Plain(b',', 2),
        ),
        ("one header, one cell", s("phone\n0501234567\n"), Column),
        ("two empty columns", s(",\n,\n"), Plain(b',', 2)),
        (
            "multi-line first",
            s("\"Long\nname\",\"Phone\"\n\"Dana; x\",1\n\"Noa; y\",2\n"),
            Plain(b',', 2),
        ),
        (
            "tilde and commas",
            s("1~Levi, Dana~Haifa\n2~Bar, Noa~Acre\n3~Gil, Ron~Lod\n"),
            Plain(b'~', 3),
        ),
    ]
}

fn is_right(sniffed: &Sniffed, is: Is) -> bool {
    let dialect = sniffed.dialect;
    let (delimiter, width, spaced, quote, escape) = match is {
        Plain(delimiter, width) => (delimiter, width, false, b'"', None),
        Spaced(delimiter, width) => (delimiter, width, true, b'"', None),
        Single(delimiter, width) => (delimiter, width, false, b'\'', None),
        Escaped(delimiter, width) => (delimiter, width, false, b'"', Some(b'\\')),
        Column => return sniffed.width == 1,
        Open => return false,
    };
    dialect.delimiter == delimiter
        && sniffed.width == width
        && dialect.spaced == spaced
        && dialect.quote == Some(quote)
        && dialect.escape == escape
}

#[test]
fn dialects_are_found_or_asked_for_and_never_wrong_with_certainty() {
    let (mut right, mut careful, mut wrong) = (0, Vec::new(), Vec::new());
    let samples = samples();
    for (name, text, is) in &samples {
        match sniff(text.as_bytes(), true, &Told::default()) {
            Ok(sniffed) if is_right(&sniffed, *is) => {
                right += 1;
                if !sniffed.certain {
                    careful.push(format!("{name}: right, not certain"));
                }
            }
            Err(_) if matches!(is, Open) => right += 1,
            Ok(sniffed) if !sniffed.certain => careful.push(format!("{name}: {sniffed:?}")),
            Ok(sniffed) => wrong.push(format!("{name}: {sniffed:?}")),
            Err(error) => careful.push(format!("{name}: {error}")),
        }
    }
    eprintln!("{right} of {} right; {careful:#?}", samples.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(right * 100 >= samples.len() * 95);
}
