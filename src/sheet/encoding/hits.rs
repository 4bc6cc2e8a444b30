//! How often the encoding is found, measured on the languages of the corpus.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::io::Read;

use super::corpus::{LANGUAGES, Language, encoded};
use super::{Encoding, decoded, find};

/// What became of the texts of one length.
#[derive(Default)]
struct Tally {
    texts: usize,
    hits: usize,
    unsure: usize,
    misses: Vec<String>,
    silent: Vec<String>,
}

impl Tally {
    fn measure(&mut self, language: &Language, label: &str, text: &str) {
        let encoding = Encoding::named(label).unwrap();
        let Some(bytes) = encoded(text, encoding) else {
            return;
        };
        if bytes.is_ascii() {
            return;
        }
        self.texts += 1;
        let (name, rival, read) = match find(&mut bytes.as_slice(), true, None) {
            Ok(found) => {
                let mut read = String::new();
                let source = Box::new(std::io::Cursor::new(bytes));
                decoded(source, &found).read_to_string(&mut read).unwrap();
                (found.encoding.name(), found.rival.is_some(), read)
            }
            Err(error) => ("refused", true, error.to_string()),
        };
        self.unsure += usize::from(rival);
        if read == text {
            self.hits += 1;
            return;
        }
        let miss = format!("{} in {label} as {name}: {read:?}", language.name);
        if !rival {
            self.silent.push(miss.clone());
        }
        self.misses.push(miss);
    }

    fn rate(&self) -> f64 {
        self.hits as f64 / self.texts as f64
    }
}

fn tally(texts: impl Fn(&Language) -> Vec<String>) -> Tally {
    let mut tally = Tally::default();
    for language in LANGUAGES {
        for label in language.encodings {
            for text in texts(language) {
                tally.measure(language, label, &text);
            }
        }
    }
    if std::env::var_os("SHOW_HITS").is_some() {
        panic!(
            "{}/{} unsure {} {:#?} SILENT {:#?}",
            tally.hits, tally.texts, tally.unsure, tally.misses, tally.silent
        );
    }
    tally
}

#[test]
fn every_sheet_of_several_rows_is_read_right() {
    let sheets = tally(|language| {
        vec![format!(
            "{}\r\n{}\r\n",
            language.header,
            language.rows.join("\r\n")
        )]
    });
    assert!(sheets.texts >= 40, "{}", sheets.texts);
    assert_eq!(sheets.misses, [""; 0]);
    assert!(sheets.unsure <= 3, "{}", sheets.unsure);
}

#[test]
fn a_plain_header_and_three_rows_are_read_right() {
    let few = tally(|language| vec![format!("id,name,x\n{}\n", language.rows[..3].join("\n"))]);
    assert!(few.texts >= 40, "{}", few.texts);
    assert_eq!(few.misses, [""; 0]);
}

#[test]
fn one_row_is_mostly_read_right_and_never_wrong_without_a_word() {
    let one = tally(|language| {
        language
            .rows
            .iter()
            .map(|row| format!("id,name,x\n{row}\n"))
            .collect()
    });
    assert!(one.rate() > 0.98, "{:#?}", one.misses);
    assert_eq!(one.silent, [""; 0]);
}

#[test]
fn one_name_is_read_right_nine_times_in_ten_and_hardly_ever_wrong_without_a_word() {
    let names = tally(|language| {
        let cell = |row: &&str| {
            row.split([',', ';'])
                .nth(1)
                .map(|name| format!("name\n{name}\n"))
        };
        language.rows.iter().filter_map(cell).collect()
    });
    assert!(names.rate() > 0.85, "{:#?}", names.misses);
    assert!(names.silent.len() <= 1, "{:#?}", names.silent);
}
