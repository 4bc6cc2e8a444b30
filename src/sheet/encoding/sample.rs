//! Lines kept for a closer look: some of the whole file, in bounded memory.

use super::alphabet::Script;
use super::plausible;

/// Bytes that are kept. It takes a few hundred to tell an encoding, and all of them are decoded by every
/// candidate.
const KEPT: usize = 32 * 1024;

/// Bytes of a line that are kept: a cell may be longer than all rows together.
const LINE: usize = 4 * 1024;

/// Words that are shown to people.
const SHOWN: usize = 5;

/// Characters of a word that is shown.
const WIDTH: usize = 24;

/// Every n-th of the lines it was given, n growing with them.
#[derive(Debug, Default)]
pub(super) struct Sample {
    lines: Vec<Box<[u8]>>,
    size: usize,
    seen: u64,
    /// 2 to this power of the lines are passed for each that is kept.
    thinned: u32,
}

impl Sample {
    /// Offers a line.
    pub(super) fn see(&mut self, line: &[u8]) {
        let place = self.seen;
        self.seen += 1;
        if place & ((1 << self.thinned) - 1) != 0 {
            return;
        }
        let line = line.get(..LINE).unwrap_or(line);
        self.size += line.len();
        self.lines.push(line.into());
        while self.size > KEPT && self.lines.len() > 1 && self.thinned < 62 {
            let mut even = false;
            self.lines.retain(|_| {
                even = !even;
                even
            });
            self.size = self.lines.iter().map(|line| line.len()).sum();
            self.thinned += 1;
        }
    }

    /// The lines that were kept.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.lines.iter().map(AsRef::as_ref)
    }

    /// The lines that were kept, as they would stand in a file.
    pub(super) fn joined(&self) -> Vec<u8> {
        let mut all = Vec::with_capacity(self.size + self.lines.len());
        for line in self.lines() {
            all.extend_from_slice(line);
            all.push(b'\n');
        }
        all
    }
}

/// Words of a text by which a person sees whether it is decoded right: with letters beyond ASCII, short, no
/// two alike; of different lines as far as there are some.
pub(super) fn shown(text: &str) -> Vec<String> {
    let first_of_each = text.lines().filter_map(|line| telling(line).next());
    let mut shown: Vec<String> = Vec::new();
    for word in first_of_each.chain(text.lines().flat_map(telling)) {
        let word: String = word
            .chars()
            .filter(|c| !c.is_control() && !is_unseen(*c))
            .take(WIDTH)
            .collect();
        if !word.is_empty() && !shown.contains(&word) {
            shown.push(word);
            if shown.len() == SHOWN {
                break;
            }
        }
    }
    shown
}

/// The words with letters beyond ASCII.
fn telling(line: &str) -> impl Iterator<Item = &str> {
    line.split(plausible::is_gap).filter(|word| {
        word.chars()
            .any(|c| !c.is_ascii() && Script::of(c).is_some())
    })
}

/// Marks that nobody sees. They tell nothing, and turn round the text beside them.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}')
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    #[test]
    fn a_sample_is_of_the_whole_file_and_bounded() {
        let mut sample = Sample::default();
        for number in 0..100_000 {
            sample.see(format!("{number},some cell").as_bytes());
        }
        let kept: Vec<_> = sample.lines().collect();
        assert!(sample.size <= KEPT && kept.len() > 500, "{}", kept.len());
        let last: u64 = std::str::from_utf8(kept[kept.len() - 1])
            .unwrap()
            .split(',')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(last > 90_000);
    }

    #[test]
    fn words_are_shown_without_controls_and_once() {
        let text = "1,plain,דנה כהן\n2,plain,דנה לוי\n3,\u{1b}Müller\u{9d}\u{202e}x\n";
        assert_eq!(shown(text), ["דנה", "Müllerx", "כהן", "לוי"]);
    }
}
