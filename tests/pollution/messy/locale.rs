//! Exports in the manner of a country: its letters, its delimiter, its decimal sign.

use super::draft::{Draft, file};
use super::encoding::{
    utf_16_be, utf_16_le, windows_1250, windows_1251, windows_1252, windows_1255, windows_1256,
};

const HEBREW: &str = "מספר,שם פרטי,שם משפחה,טלפון,עיר,הערות
1001,דנה,לוי,050-1234567,חיפה,לחזור אחרי 17:00
1002,עמרי,כהן,052-7654321,תל אביב,
1003,נועה,מזרחי,054-5550199,באר שבע,\"לקוחה ותיקה, חשבונית חודשית\"
1004,Peter,Schwarz,03-5550100,רמת גן,דובר אנגלית
1005,יעל,ביטון,08-5550123,אשדוד,
";
const HEBREW_NAMES: &str = "מספר¦שם פרטי¦שם משפחה¦טלפון¦עיר¦הערות";
const HEBREW_ROWS: &str = "1001¦דנה¦לוי¦050-1234567¦חיפה¦לחזור אחרי 17:00
1002¦עמרי¦כהן¦052-7654321¦תל אביב¦
1003¦נועה¦מזרחי¦054-5550199¦באר שבע¦לקוחה ותיקה, חשבונית חודשית
1004¦Peter¦Schwarz¦03-5550100¦רמת גן¦דובר אנגלית
1005¦יעל¦ביטון¦08-5550123¦אשדוד¦";

fn hebrew(name: &'static str, text: String) -> Draft {
    file("locale", name, text)
        .header(HEBREW_NAMES)
        .rows(HEBREW_ROWS)
}

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    let mut drafts = semitic();
    drafts.extend(european());
    drafts
}

fn semitic() -> Vec<Draft> {
    let plain = HEBREW.to_owned();
    let marked = format!("\u{feff}{HEBREW}");
    let tabs = HEBREW
        .replace("ותיקה, ", "ותיקה; ")
        .replace(',', "\t")
        .replace("ותיקה; ", "ותיקה, ");
    let marked_tabs = format!("\u{feff}{tabs}");
    let late = "id,name,phone\n".to_owned()
        + &(1..=60)
            .map(|at| format!("{at},Customer {at},050-55501{at:02}\n"))
            .collect::<String>()
        + "61,מרים אלון,050-5550161\n";
    let late_rows: Vec<String> = (1..=60)
        .map(|at| format!("{at}¦Customer {at}¦050-55501{at:02}"))
        .collect();
    vec![
        hebrew("Hebrew, windows-1255", plain.clone()).end("\r\n").encoded(windows_1255),
        hebrew("Hebrew, UTF-8 with a mark", marked).end("\r\n"),
        hebrew("Hebrew, Excel's Unicode text", marked_tabs.clone()).end("\r\n").encoded(utf_16_le),
        hebrew("Hebrew, UTF-16 LE without a mark", tabs).end("\r\n").encoded(utf_16_le),
        hebrew("Hebrew, UTF-16 BE", marked_tabs).encoded(utf_16_be),
        hebrew("Hebrew, semicolons", plain.replace("ותיקה, ", "ותיקה¦ ").replace(',', ";").replace('¦', ",")),
        file("locale", "Hebrew only in the last row, windows-1255", late)
            .header("id¦name¦phone")
            .rows(&late_rows.join("\n"))
            .rows("61¦מרים אלון¦050-5550161")
            .encoded(windows_1255),
        file(
            "locale",
            "direction marks around names and phones",
            "\u{200f}שם,\u{200f}טלפון\nדנה לוי,\u{200e}050-1234567\u{200e}\nעמרי כהן,\u{202a}052-7654321\u{202c}\n",
        )
        .header("שם¦טלפון")
        .header("\u{200f}שם¦\u{200f}טלפון")
        .rows("דנה לוי¦\u{200e}050-1234567\u{200e}")
        .or("דנה לוי¦050-1234567")
        .rows("עמרי כהן¦\u{202a}052-7654321\u{202c}")
        .or("עמרי כהן¦052-7654321"),
        file(
            "locale",
            "Arabic, windows-1256, semicolons",
            "الرقم;الاسم;الهاتف;المدينة\n1;محمد علي;0501234567;الناصرة\n2;فاطمة حسن;0527654321;عكا\n3;خالد يوسف;;حيفا\n",
        )
        .header("الرقم¦الاسم¦الهاتف¦المدينة")
        .rows("1¦محمد علي¦0501234567¦الناصرة\n2¦فاطمة حسن¦0527654321¦عكا\n3¦خالد يوسف¦¦حيفا")
        .end("\r\n")
        .encoded(windows_1256),
    ]
}

fn european() -> Vec<Draft> {
    vec![
        german("German, windows-1252").encoded(windows_1252),
        german("German, UTF-8 without a mark"),
        file(
            "locale",
            "German, one decimal comma in every row",
            "Kunde;Betrag\nMüller;12,50\nSchäfer;8,00\nWeiß;1100,25\nKrüger;9,99\n",
        )
        .header("Kunde¦Betrag")
        .rows("Müller¦12,50\nSchäfer¦8,00\nWeiß¦1100,25\nKrüger¦9,99")
        .end("\r\n"),
        file(
            "locale",
            "German, sep line",
            "sep=;\nName;Ort;Saldo\nMüller;Köln;-12,50\nSchäfer;Bonn;0,00\n",
        )
        .header("Name¦Ort¦Saldo")
        .rows("Müller¦Köln¦-12,50\nSchäfer¦Bonn¦0,00")
        .end("\r\n")
        .encoded(windows_1252),
        file(
            "locale",
            "sep line behind a mark, quoted cells",
            "\u{feff}\"sep=,\"\nname,\"city\"\n\"Levi, Dana\",Haifa\n\"Cohen, Omri\",Lod\n",
        )
        .header("name¦city")
        .rows("Levi, Dana¦Haifa\nCohen, Omri¦Lod"),
        file("locale", "sep line with a tab", "SEP=\t\nname\tcity\nDana\tHaifa\nOmri\tLod\n")
            .header("name¦city")
            .rows("Dana¦Haifa\nOmri¦Lod"),
        french("French, windows-1252").encoded(windows_1252),
        french("French, UTF-8"),
        file(
            "locale",
            "French, all quoted",
            "\"N°\";\"Prénom\";\"Adresse\"\n\"1\";\"Zoé\";\"3, rue du Moulin\"\n\"2\";\"Anaïs\";\"12; bis, quai \"\"Sud\"\"\"\n\"3\";\"Léa\";\"\"\n",
        )
        .header("N°¦Prénom¦Adresse")
        .rows("1¦Zoé¦3, rue du Moulin\n2¦Anaïs¦12; bis, quai \"Sud\"\n3¦Léa¦")
        .encoded(windows_1252),
        file(
            "locale",
            "Portuguese, UTF-8 with a mark",
            "\u{feff}nome;telefone;cidade;crédito\nJoão Ávila;+351 21 555 0100;Évora;1.250,00\nInês Brandão;+351 22 555 0101;Braga;0,50\n",
        )
        .header("nome¦telefone¦cidade¦crédito")
        .rows("João Ávila¦+351 21 555 0100¦Évora¦1.250,00\nInês Brandão¦+351 22 555 0101¦Braga¦0,50")
        .end("\r\n"),
        file(
            "locale",
            "Russian, windows-1251",
            "№;Имя;Город;Заметки\n1;Анна;Москва;позвонить утром, до 10\n2;Пётр;Казань;\n3;Ольга;Тверь;новый клиент\n",
        )
        .header("№¦Имя¦Город¦Заметки")
        .rows("1¦Анна¦Москва¦позвонить утром, до 10\n2¦Пётр¦Казань¦\n3¦Ольга¦Тверь¦новый клиент")
        .end("\r\n")
        .encoded(windows_1251),
        file(
            "locale",
            "Polish, windows-1250",
            "Imię;Nazwisko;Miasto\nŁukasz;Woźniak;Łódź\nMałgorzata;Dąbrowska;Kraków\nŻaneta;Król;Świdnica\n",
        )
        .header("Imię¦Nazwisko¦Miasto")
        .rows("Łukasz¦Woźniak¦Łódź\nMałgorzata¦Dąbrowska¦Kraków\nŻaneta¦Król¦Świdnica")
        .end("\r\n")
        .encoded(windows_1250),
    ]
}

/// A comma in every address and in every sum: commas are as even as semicolons.
fn german(name: &'static str) -> Draft {
    let text = "Kundennr.;Name;Straße;Umsatz;Seit
00017;Jürgen Groß;Müllerstraße 5, Hinterhaus;1.234,50 €;01.02.2019
00018;Änne Böhm;Am Tor 1, EG;99,00 €;31.12.2024
00019;Uwe Käfer;Lindenweg 12, 2. Stock;0,00 €;15.06.2021
";
    file("locale", name, text)
        .header("Kundennr.¦Name¦Straße¦Umsatz¦Seit")
        .rows(
            "00017¦Jürgen Groß¦Müllerstraße 5, Hinterhaus¦1.234,50 €¦01.02.2019
00018¦Änne Böhm¦Am Tor 1, EG¦99,00 €¦31.12.2024
00019¦Uwe Käfer¦Lindenweg 12, 2. Stock¦0,00 €¦15.06.2021",
        )
        .end("\r\n")
}

/// No-break blanks within numbers.
fn french(name: &'static str) -> Draft {
    let text = "Prénom;Nom;Téléphone;Montant;Remarque
Zoé;Lefèvre;01 55 50 01 00;1\u{a0}234,50;rappeler l’après-midi
Rémy;d'Arc;06 55 50 01 01;8,00;\"dit : \"\"oui\"\"\"
Maëlle;Noël;;12\u{a0}000,00;
";
    file("locale", name, text)
        .header("Prénom¦Nom¦Téléphone¦Montant¦Remarque")
        .rows(
            "Zoé¦Lefèvre¦01 55 50 01 00¦1\u{a0}234,50¦rappeler l’après-midi
Rémy¦d'Arc¦06 55 50 01 01¦8,00¦dit : \"oui\"
Maëlle¦Noël¦¦12\u{a0}000,00¦",
        )
        .end("\r\n")
}
