#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
use flate2::{Compress, Compression, FlushCompress};

use super::super::fixture;
use super::*;

const MIB: usize = 1024 * 1024;

/// A part of this many MiB of spaces, packed.
fn spaces(mib: usize) -> (Arc<File>, Place) {
    let mut packed = Vec::with_capacity(MIB);
    let mut packer = Compress::new(Compression::best(), false);
    // Whole blocks can be repeated.
    packer
        .compress_vec(&vec![b' '; MIB], &mut packed, FlushCompress::Full)
        .unwrap();
    let packed = packed.repeat(mib);
    let place = Place {
        name: "spaces".into(),
        start: 0,
        packed: packed.len() as u64,
        size: (mib * MIB) as u64,
        crc: 0,
        deflated: true,
    };
    (Arc::new(fixture::file(&packed)), place)
}

fn refusal(mib: usize, limit: u64) -> String {
    let (file, place) = spaces(mib);
    Part::new(file, place, limit)
        .drain()
        .unwrap_err()
        .to_string()
}

#[test]
fn a_bomb_is_refused_by_its_ratio_once_it_is_large() {
    assert!(refusal(66, u64::MAX).contains("more than 500 times its packed size"));
}

#[test]
fn a_part_is_refused_beyond_its_limit_whatever_it_declares() {
    assert!(refusal(2, MIB as u64).contains("it unpacks to more than 1 MiB"));
}

#[test]
fn a_part_that_does_not_end_or_has_another_checksum_is_damaged() {
    // The packed blocks have no last one.
    assert!(refusal(1, u64::MAX).contains("cut off"));
    let place = Place {
        name: "stored".into(),
        start: 0,
        packed: 4,
        size: 4,
        crc: 1,
        deflated: false,
    };
    let file = Arc::new(fixture::file(b"text"));
    let wrong = Part::new(Arc::clone(&file), place.clone(), 10).drain();
    assert!(
        wrong
            .unwrap_err()
            .to_string()
            .contains("its checksum is wrong")
    );
    let longer = Place {
        packed: 5,
        size: 5,
        ..place
    };
    assert!(Part::new(file, longer, 10).drain().is_err());
}
