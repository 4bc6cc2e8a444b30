//! Clean tables of invented people and things, the ground that is polluted.

/// A table, its names for two upper header rows, and a title.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) header: Vec<String>,
    /// One name above several columns stands above the first of them, the others are blank.
    pub(crate) groups: Vec<String>,
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The tables.
pub(crate) fn all() -> Vec<Table> {
    vec![leads(), stock(), words()]
}

/// One of a list that is divided by `|`, round and round.
fn pick(list: &str, at: usize) -> &str {
    let count = list.split('|').count();
    list.split('|').nth(at % count).unwrap_or_default()
}

/// Texts as cells.
pub(crate) fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

const FIRST: &str =
    "Dana|Omri|Noa|Itay|Maya|Jürgen|Lior|Tamar|Zoë|Amit|Rivka|Peter|נועה|Yael|דוד|Anne-Marie|Gil";
const LAST: &str = "Levi|Cohen|Mizrahi|O'Brien|Peretz|Bar On|Friedman|Azulay|Katz|מזרחי|Biton|Dahan|Schäfer|Malka|\
    Gabay|de la Cruz|Sasson|כהן|Golan";
const CITIES: &str =
    "Haifa|Tel Aviv|Eilat|באר שבע|Nahariya|Lod|Jerusalem|Köln|Holon|רמת גן|Acre|Netanya|Ashdod";
const NOTES: &str = "call after 17:00, not on Friday||asked for \"the blue one\"|VIP||לקוח ותיק, לחזור בבוקר|\
    wants 2, maybe 3||came through the fair|said: \"later, please\", then hung up|חברת אור בע\"מ||\
    speaks English, Hebrew and French|e-mail only|do not call|";

/// Typed columns, blanks in the middle and at the end, quoted notes, some Hebrew.
fn leads() -> Table {
    let row = |at: usize| {
        let (first, last) = (pick(FIRST, at), pick(LAST, at));
        let unless = |blank: bool, cell: String| if blank { String::new() } else { cell };
        let mail = format!("lead{}@mail{}.example", at + 1, at % 5);
        let date = format!("2024-{:02}-{:02}", at % 12 + 1, at * 7 % 28 + 1);
        vec![
            (1001 + at).to_string(),
            first.to_owned(),
            last.to_owned(),
            format!("05{}-{:07}", at % 5, 1_200_345 + at * 77_717),
            unless(at % 11 == 5, mail),
            unless(at % 17 == 9, pick(CITIES, at).to_owned()),
            unless(
                at % 13 == 7,
                format!("{}.{:02}", 90 + at * 53, at * 31 % 100),
            ),
            unless(at % 16 == 4, date),
            pick(NOTES, at).to_owned(),
        ]
    };
    Table {
        name: "leads",
        header: owned(&[
            "id",
            "first name",
            "last name",
            "phone",
            "e-mail",
            "city",
            "amount",
            "date",
            "notes",
        ]),
        groups: owned(&["Lead", "", "", "Contact", "", "", "Deal", "", ""]),
        title: "Leads of the spring campaign",
        rows: (0..84).map(row).collect(),
    }
}

/// Articles before their names begin again with the next number.
const ROUND: usize = 15;
const THINGS: &str = "garden hose|desk lamp|bolt M6|kettle|steel shelf|paint, white|door mat|pipe 5/8|ladder|\
    rope, 20 m|bucket|tile, grey, small|hinge|saw|glue";

/// Mostly numbers and no quotes; some cells with commas, some with line breaks.
fn stock() -> Table {
    let row = |at: usize| {
        let thing = pick(THINGS, at);
        let large = at % 6 == 3;
        let price = 4 + at * 37 % 900;
        vec![
            format!("{:05}", 230 + at * 9),
            format!("{thing} {}", at / ROUND + 1),
            (at * 13 % 400).to_string(),
            if at % 9 == 2 {
                String::new()
            } else {
                (at % 7).to_string()
            },
            format!("{price}.{:02}", at * 45 % 100),
            if large {
                format!("{},{:03}", at % 8 + 1, price)
            } else {
                price.to_string()
            },
            format!("{}", 2000 + at % 24),
            format!("-{}.5", at % 30),
            match at % 10 {
                4 => format!("hall {}\nshelf {}", at % 4 + 1, at % 20),
                7 => String::new(),
                _ => format!("hall {}", at % 4 + 1),
            },
        ]
    };
    Table {
        name: "stock",
        header: owned(&[
            "code", "article", "pieces", "reserved", "price", "yearly", "since", "change", "place",
        ]),
        groups: owned(&["Article", "", "Count", "", "Money", "", "Other", "", ""]),
        title: "Stock of the northern store",
        rows: (0..60).map(row).collect(),
    }
}

const STREETS: &str = "Rose|Harbour|Mill|Old Station|Cedar|King's|Orchard|Bridge|Hill|Library|Well";
const COLOURS: &str = "green|deep blue|red, dark|white|amber||grey";
const TRADES: &str = "baker|teacher|nurse|carpenter \"the tall\"|pilot|gardener, retired|judge|plumber||actor|cook|\
    painter";

/// Text in every column: no type tells a header from a row.
fn words() -> Table {
    let row = |at: usize| {
        vec![
            format!("{} {}", pick(FIRST, at * 5), pick(LAST, at * 3)),
            pick(CITIES, at * 4 + 1).to_owned(),
            format!("{} Street", pick(STREETS, at)),
            pick(TRADES, at).to_owned(),
            pick(FIRST, at * 3 + 2).to_owned(),
            pick(COLOURS, at).to_owned(),
        ]
    };
    Table {
        name: "words",
        header: owned(&[
            "full name",
            "city",
            "street",
            "profession",
            "partner",
            "colour",
        ]),
        groups: owned(&["Person", "Place", "", "Life", "", ""]),
        title: "People of the valley",
        rows: (0..40).map(row).collect(),
    }
}
