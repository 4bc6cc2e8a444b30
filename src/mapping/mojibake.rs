//! Text in UTF-8 that some program read in a one-byte encoding: `×©×œ×•×` for `שלום`, `Ã¼` for `ü`.
//!
//! Only what is certain counts, since a row is refused for it. A letter of UTF-8 read as windows-1252 is a
//! capital letter (or `â`, `ð`) with one to three signs behind it. Capitals before signs exist in sound texts,
//! too (`NESCAFÉ®`, `AMANHÃ…`), so that the decoded letter has to make sense, and the pair must not be one that
//! people write: the sign is none that stands behind words, or the capital stands behind a small letter.

/// The encoding as which the text was read, if that is certain.
pub(super) fn read_as(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let suspicion = Suspicion::of(text);
    if suspicion.western && is_western(text) {
        Some("windows-1252")
    } else if suspicion.hebrew && has_pairs(text, &['\u{5F3}']) {
        Some("windows-1255")
    } else if suspicion.arabic && has_pairs(text, &['ط', 'ظ']) {
        Some("windows-1256")
    } else {
        None
    }
}

/// What one quick look at the bytes leaves possible: nothing in nearly every sound text.
#[derive(Clone, Copy, Debug, Default)]
struct Suspicion {
    western: bool,
    hebrew: bool,
    arabic: bool,
}

impl Suspicion {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let bytes = text.as_bytes();
        for pair in bytes.windows(3) {
            match pair {
                // À to ÿ, and no ASCII behind it.
                [0xC3, _, 0x80..=0xFF] => found.western = true,
                [0xD7, 0xB3, 0x80..=0xFF] => found.hebrew = true,
                [0xD8, 0xB7 | 0xB8, 0x80..=0xFF] => found.arabic = true,
                _ => {}
            }
        }
        found
    }
}

/// Of so many certain letters, one may have lost a byte: windows-1252 has no sign for five of them.
const LETTERS_PER_LOSS: usize = 3;

fn is_western(text: &str) -> bool {
    let chars = || text.chars().filter(|c| !c.is_ascii());
    if !chars().any(|c| matches!(c, '\u{C2}'..='\u{F4}')) || !chars().all(|c| byte(c).is_some()) {
        return false;
    }
    let text: Vec<char> = text.chars().collect();
    let (mut certain, mut odd) = (0, 0);
    // The letter before, where it ends, and whether it counted.
    let mut last: Option<(char, usize, bool)> = None;
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        if c.is_ascii() {
            at += 1;
            continue;
        }
        match letter(&text, at) {
            Some((decoded, length)) => {
                let beside =
                    last.filter(|(letter, end, _)| *end == at && same_script(*letter, decoded));
                if let Some((.., false)) = beside {
                    certain += 1;
                }
                let counts = beside.is_some() || is_certain(&text, at, length, decoded);
                certain += usize::from(counts);
                last = Some((decoded, at + length, counts));
                at += length;
            }
            None => {
                odd += 1;
                at += 1;
            }
        }
    }
    certain > 0 && odd * LETTERS_PER_LOSS <= certain
}

/// The letter whose bytes stand at `at` as signs, and their number.
fn letter(text: &[char], at: usize) -> Option<(char, usize)> {
    let lead = byte(*text.get(at)?)?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let signs = text.get(at..at + length)?;
    let bytes: Option<Vec<u8>> = signs.iter().map(|c| byte(*c)).collect();
    let decoded = std::str::from_utf8(&bytes?).ok()?.chars().next()?;
    makes_sense(decoded).then_some((decoded, length))
}

/// Letters and signs of the languages that sheets of this field hold.
fn makes_sense(c: char) -> bool {
    matches!(u32::from(c),
        0xA0..=0x17F | 0x218..=0x21B | 0x300..=0x304 | 0x386..=0x3CE | 0x401..=0x45F
        | 0x5B0..=0x5F4 | 0x60C..=0x6D5 | 0xE01..=0xE5B | 0x1EA0..=0x1EF9
        | 0x200B..=0x203A | 0x20A0..=0x20BF | 0x2116..=0x2122 | 0x2190..=0x27BF
        | 0x3040..=0x30FF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xFE0F | 0xFEFF | 0xFFFD
        | 0x1F300..=0x1FAFF)
}

/// Whether signs are this letter for certain, whatever stands around the pair.
fn is_certain(text: &[char], at: usize, length: usize, decoded: char) -> bool {
    let signs = text.get(at + 1..at + length).unwrap_or_default();
    let unusual = signs.iter().any(|c| !stands_behind_words(*c));
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let after = text.get(at + length);
    let inside =
        before.is_some_and(|c| c.is_lowercase()) || after.is_some_and(|c| c.is_lowercase());
    match u32::from(decoded) {
        // Â before °, £, « and their like: nothing is called Â.
        0xA0..=0xBF => !before.is_some_and(|c| c.is_alphabetic()) && decoded != '\u{A0}',
        0xC0..=0xFF => unusual || inside,
        0x100..=0x304 => inside,
        0x1EA0..=0x1EF9 => after.is_some_and(|c| c.is_lowercase()) || (unusual && inside),
        // â€™, â‚¬, â„¢, ï»¿, ï¿½ and emoji.
        0x2000..=0x2BFF | 0xFE0F.. => true,
        // Scripts of their own need two letters side by side, except where three bytes are one.
        _ => length > 2 && unusual && inside,
    }
}

/// Two letters of one script that is not Latin: side by side they are a word.
fn same_script(one: char, other: char) -> bool {
    let script = |c: char| match u32::from(c) {
        0x386..=0x3CE => 1,
        0x401..=0x45F => 2,
        0x5B0..=0x5F4 => 3,
        0x60C..=0x6D5 => 4,
        0xE01..=0xE5B => 5,
        0x3040..=0x30FF | 0x4E00..=0x9FFF => 6,
        0xAC00..=0xD7A3 => 7,
        _ => 0,
    };
    script(one) > 0 && script(one) == script(other)
}

/// Signs that people write directly behind a word.
fn stands_behind_words(c: char) -> bool {
    matches!(
        c,
        '…' | '’'
            | '‘'
            | '”'
            | '“'
            | '„'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '–'
            | '—'
            | '\u{A0}'
            | '™'
            | '®'
            | '©'
            | '°'
            | 'ª'
            | 'º'
            | '¹'
            | '²'
            | '³'
            | '•'
            | '·'
            | '´'
            | '¨'
            | '\u{AD}'
    )
}

/// The byte of a character in windows-1252, those that it leaves open included, as browsers read them.
fn byte(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match u32::from(c) {
        code @ (0x80..=0xFF) => u8::try_from(code).ok(),
        _ => {
            let at = HIGH.iter().position(|high| *high == c)?;
            u8::try_from(0x80 + at).ok()
        }
    }
}

/// Whether two letters stand side by side that are each one of `leads` with a sign behind it, as Hebrew read as
/// windows-1255 (a geresh before each letter) and Arabic read as windows-1256 look.
fn has_pairs(text: &str, leads: &[char]) -> bool {
    if !text.contains(leads) {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    let sign =
        |c: char| !c.is_ascii() && !c.is_alphabetic() && !c.is_whitespace() && c != '\u{5F3}';
    chars.windows(4).any(|four| match four {
        [one, a, two, b] => leads.contains(one) && leads.contains(two) && sign(*a) && sign(*b),
        _ => false,
    })
}

#[cfg(test)]
#[path = "mojibake_tests.rs"]
mod tests;
