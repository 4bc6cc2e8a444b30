//! Where a row stands, in four bytes: a line among the lines of all files, one behind the other.

/// A line of one of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot(u32);

/// The files in the order in which they are read, each with the first of its lines.
#[derive(Debug, Default)]
pub(super) struct Spots {
    files: Vec<(String, u64)>,
    /// The last line that was spotted.
    last: u64,
}

impl Spots {
    /// Begins a file; its lines stand behind those of the files before it.
    pub(super) fn begin(&mut self, name: &str) {
        self.files.push((name.to_owned(), self.last));
    }

    /// The name of the file that is being read.
    pub(super) fn file(&self) -> &str {
        self.files.last().map_or("", |(name, _)| name)
    }

    /// A line of the file that is being read. Beyond four billion lines, all are one: an example then names
    /// a wrong line, and no count is wrong.
    pub(super) fn spot(&mut self, line: u64) -> Spot {
        let base = self.files.last().map_or(0, |(_, base)| *base);
        self.last = self.last.max(base + line);
        Spot(u32::try_from(base + line).unwrap_or(u32::MAX))
    }

    /// Whether it stands in the file that is being read.
    pub(super) fn is_in_hand(&self, spot: Spot) -> bool {
        let base = self.files.last().map_or(0, |(_, base)| *base);
        u64::from(spot.0) > base
    }

    /// The file and the line of a spot.
    pub(super) fn find(&self, spot: Spot) -> (&str, u64) {
        let line = u64::from(spot.0);
        let before = self.files.partition_point(|(_, base)| *base < line);
        let file = before
            .checked_sub(1)
            .and_then(|index| self.files.get(index));
        file.map_or(("", line), |(name, base)| (name, line - base))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_remembers_its_file_and_line() {
        let mut spots = Spots::default();
        spots.begin("a.csv");
        let first = spots.spot(2);
        let last = spots.spot(900);
        spots.begin("empty.csv");
        spots.begin("b.csv");
        let other = spots.spot(1);
        assert_eq!(spots.find(first), ("a.csv", 2));
        assert_eq!(spots.find(last), ("a.csv", 900));
        assert_eq!(spots.find(other), ("b.csv", 1));
        assert!(spots.is_in_hand(other) && !spots.is_in_hand(last));
    }
}
