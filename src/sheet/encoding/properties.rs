//! What holds for all bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::io::{self, Cursor, Read};

use proptest::prelude::*;

use super::corpus::{LANGUAGES, encoded};
use super::{Encoding, Found, decoded, find};

/// A source that gives a few bytes at a time.
struct Drops {
    bytes: Vec<u8>,
    at: usize,
    size: usize,
}

impl Read for Drops {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.size = self.size % 7 + 1;
        let count = self.size.min(buffer.len()).min(self.bytes.len() - self.at);
        buffer[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

fn drops(bytes: &[u8], size: usize) -> Drops {
    Drops {
        bytes: bytes.to_vec(),
        at: 0,
        size,
    }
}

fn read(source: impl Read + Send + 'static, found: &Found) -> Vec<u8> {
    let mut text = Vec::new();
    decoded(Box::new(source), found)
        .read_to_end(&mut text)
        .unwrap();
    text
}

/// Texts of all languages in all their encodings, joined two by two, cut somewhere, or any bytes.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let rows = || {
        (0..LANGUAGES.len(), 0..8_usize, 0..8_usize).prop_map(|(language, page, rows)| {
            let language = &LANGUAGES[language];
            let labels = [language.encodings, &["utf-8", "utf-16le", "utf-16be"]].concat();
            let encoding = Encoding::named(labels[page % labels.len()]).unwrap();
            let rows = &language.rows[..=rows % language.rows.len()];
            encoded(&format!("{}\n", rows.join("\n")), encoding).unwrap_or_default()
        })
    };
    prop_oneof![
        2 => rows(),
        2 => (rows(), rows()).prop_map(|(one, other)| [one, other].concat()),
        1 => (rows(), any::<prop::sample::Index>()).prop_map(|(rows, at)| rows[..at.index(rows.len() + 1)].to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => prop::collection::vec(prop_oneof![Just(0), Just(b'\n'), Just(b','), 0x80..=0xFFu8], 0..200),
    ]
}

/// Words of one script each: a lone word of two, an Arabic letter before a Latin one, may well be Czech in windows-1250.
fn words() -> impl Strategy<Value = String> {
    let word =
        "([a-z0-9]{0,8}|[a-zäöüß]{0,8}|[א-ת]{0,8}|[ء-غف-يپچژکگی]{0,8}|[а-я]{0,8}|[王小明]{0,8})";
    prop::string::string_regex(&format!("({word}[,;\n\0]){{0,12}}")).unwrap()
}

fn told() -> impl Strategy<Value = Option<Encoding>> {
    let labels = [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "1255",
        "1252",
        "gbk",
        "sjis",
        "cp862",
        "iso-2022-jp",
        "gb18030",
    ];
    prop::option::of(
        prop::sample::select(labels.to_vec()).prop_map(|label| Encoding::named(label).unwrap()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_panic_and_it_does_not_matter_where_they_are_cut(
        bytes in bytes(), told in told(), whole: bool, size in 0..7_usize,
    ) {
        let at_once = find(&mut bytes.as_slice(), whole, told);
        let in_drops = find(&mut drops(&bytes, size), whole, told);
        match (at_once, in_drops) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(&one, &other);
                let text = read(Cursor::new(bytes.clone()), &one);
                prop_assert_eq!(&text, &read(drops(&bytes, size), &one));
                if one.encoding != Encoding::Utf8 {
                    prop_assert!(std::str::from_utf8(&text).is_ok());
                }
                prop_assert!(one.samples.len() <= 5);
                prop_assert!(one.samples.iter().all(|word| !word.chars().any(char::is_control)));
            }
            (Err(one), Err(other)) => prop_assert_eq!(one.to_string(), other.to_string()),
            (one, other) => prop_assert!(false, "{:?} {:?}", one, other),
        }
    }

    #[test]
    fn any_text_in_utf8_is_handed_on_as_it_is(text in words(), mark: bool) {
        let mut bytes = if mark { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
        bytes.extend_from_slice(text.as_bytes());
        let found = find(&mut bytes.as_slice(), true, None).unwrap();
        prop_assert_eq!(found.encoding, Encoding::Utf8);
        prop_assert_eq!(found.damaged, 0);
        prop_assert_eq!(read(Cursor::new(bytes), &found), text.into_bytes());
    }

    #[test]
    fn any_text_is_read_in_the_encoding_that_was_told(text in "[a-z]{1,8}(,[א-ת]{1,12}){1,8}\n") {
        for label in ["windows-1255", "cp862", "iso-8859-8", "utf-16le", "utf-16be"] {
            let encoding = Encoding::named(label).unwrap();
            let bytes = encoded(&text, encoding).unwrap();
            let found = Found {
                encoding,
                evidence: super::Evidence::Told,
                mark: 0,
                samples: Vec::new(),
                damaged: 0,
                rival: None,
                doubled: None,
            };
            prop_assert_eq!(read(Cursor::new(bytes), &found), text.clone().into_bytes());
        }
    }
}
