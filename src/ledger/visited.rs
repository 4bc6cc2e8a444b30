//! Which rows of the ledger the file at hand has already shown.

use foldhash::HashMap;

use super::item::Place;

/// Places a chunk covers. 8 KiB of bits a chunk: ten million rows in order cost 1.25 MB.
const CHUNK_BITS: u32 = 16;

/// A sparse set of places. It tells a key that stands twice in one file from a key that an earlier run
/// brought, at one bit a row instead of a key a row.
#[derive(Debug, Default)]
pub(super) struct Visited {
    chunks: HashMap<i64, Box<[u64]>>,
}

impl Visited {
    /// Adds a place; false if it was there.
    pub(super) fn insert(&mut self, place: Place) -> bool {
        let chunk = self
            .chunks
            .entry(place.0 >> CHUNK_BITS)
            .or_insert_with(|| vec![0; (1 << CHUNK_BITS) / 64].into_boxed_slice());
        let (word, mask) = bit(place);
        match chunk.get_mut(word) {
            Some(word) if *word & mask == 0 => {
                *word |= mask;
                true
            }
            _ => false,
        }
    }

    /// Adds places that follow one another; gives how many of them were there.
    pub(super) fn insert_all(&mut self, first: Place, count: u32) -> u64 {
        let places = (0..i64::from(count)).map(|more| Place(first.0 + more));
        places.filter(|place| !self.insert(*place)).count() as u64
    }

    /// Takes a place out again: its row comes by once more.
    pub(super) fn remove(&mut self, place: Place) {
        let (word, mask) = bit(place);
        let chunk = self.chunks.get_mut(&(place.0 >> CHUNK_BITS));
        if let Some(word) = chunk.and_then(|chunk| chunk.get_mut(word)) {
            *word &= !mask;
        }
    }
}

/// Where a place stands in its chunk: which word, and which bit of it.
fn bit(place: Place) -> (usize, u64) {
    let bit = place.0 & ((1 << CHUNK_BITS) - 1);
    (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_new_once() {
        let mut visited = Visited::default();
        for place in [Place::new(1, 1), Place::new(2, 1), Place::new(1, 70_000)] {
            assert!(visited.insert(place));
            assert!(!visited.insert(place));
        }
        assert!(visited.insert(Place::new(1, 2)));
        visited.remove(Place::new(1, 1));
        assert!(visited.insert(Place::new(1, 1)));
        assert!(!visited.insert(Place::new(1, 2)));
    }
}
