#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;
use crate::mapping::Mapping;
use crate::prepare::{Judged, prepare};
use crate::sheet::{Earlier, Header, Record, Row};
use crate::ticket::Terms;

fn shard(text: &str) -> Shard {
    text.parse().unwrap()
}

fn prepared(key: &str, earlier: Option<&str>) -> Prepared {
    let header = Header::new(vec!["id".into(), "phone".into()]);
    let mapping = Mapping::by_name(&header).unwrap();
    let mut row = Row::of(1, 2, [key, "12025550101"]);
    row.earlier = earlier.map(|key| {
        Box::new(Earlier {
            key: key.into(),
            error: String::new(),
        })
    });
    prepare(Record::Row(row), &mapping, Terms::default())
}

/// A key of that shard.
fn key_of(shard: Shard) -> String {
    let mut keys = (0..).map(|n| format!("K-{n}"));
    keys.find(|key| shard.owns(key)).unwrap()
}

#[test]
fn a_shard_is_typed_as_a_number_of_so_many() {
    assert_eq!(shard(" 2 / 4 ").to_string(), "2/4");
    for wrong in [
        "0/4", "5/4", "4", "1/0", "a/b", "1/4/2", "-1/4", "1/1001", "",
    ] {
        assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
    }
}

#[test]
fn a_key_belongs_to_the_same_shard_for_ever() {
    // Reckoned by another program: int.from_bytes(sha256(key)[:8], "big") % 4 + 1.
    let of_four = |key: &str| {
        (1..=4)
            .find(|n| Shard::new(*n, 4).unwrap().owns(key))
            .unwrap()
    };
    assert_eq!(["L-104233", "1001", "ä", ""].map(of_four), [4, 4, 1, 1]);
}

#[test]
fn the_ledger_has_the_shard_in_its_name() {
    let name = shard("1/4").ledger("glassix-import.sqlite");
    assert_eq!(name, Path::new("glassix-import.1-of-4.sqlite"));
}

#[test]
fn a_row_without_a_usable_key_belongs_to_one_shard_too() {
    let takers = (1..=3).filter(|n| Shard::new(*n, 3).unwrap().takes(&mut prepared("", None)));
    assert_eq!(takers.count(), 1);
}

#[test]
fn a_row_that_was_sent_under_another_key_stays_with_that_one_and_is_held_to_it() {
    let (one, two) = (shard("1/2"), shard("2/2"));
    let (earlier, today) = (key_of(one), key_of(two));
    let mut row = prepared(&today, Some(&earlier));
    assert!(!two.takes(&mut row) && row.is_ready());
    assert!(one.takes(&mut row));
    let Judged::Rejected(rejection) = &row.judged else {
        unreachable!("a key of another shard must not be sent");
    };
    assert_eq!(rejection.key.as_str(), earlier);
    // One that never had a key is where its key is.
    let mut row = prepared(&today, Some("no-key:abc"));
    assert!(!one.takes(&mut row) && two.takes(&mut row) && row.is_ready());
}

proptest! {
    #[test]
    fn every_key_belongs_to_exactly_one_shard(key in ".{0,60}", of in 1..=MAX_SHARDS) {
        let owners = (1..=of).filter(|n| Shard::new(*n, of).unwrap().owns(&key));
        prop_assert_eq!(owners.count(), 1);
    }
}
