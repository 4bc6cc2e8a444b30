//! Cells that hold more than one number: a second one, or an extension.

use super::fault::PhoneFault;

/// Digits that are a number by themselves: the shortest national ones that lists hold.
const WHOLE: usize = 7;

/// Most digits of an extension.
const EXTENSION: usize = 6;

/// Signs between two numbers, as they are and as a template writes them.
const SIGNS: [(char, &str); 9] = [
    ('\n', "\\n"),
    ('\r', "\\r"),
    (';', ";"),
    ('|', "|"),
    (',', ","),
    ('\u{60C}', "\u{60C}"),
    ('/', "/"),
    ('\\', "\\\\"),
    ('&', "&"),
];

/// Words between two numbers, in small letters.
const WORDS: [&str; 12] = [
    " or ", " and ", " או ", " וגם ", " oder ", " und ", " ou ", " et ", " o ", " y ", " e ",
    " أو ",
];

/// Words before an extension, in small letters, the longer of two that begin alike first.
const EXTENSIONS: [&str; 14] = [
    "extension",
    "ext",
    "xtn",
    "x",
    "#",
    "שלוחה",
    "של'",
    "durchwahl",
    "dw",
    "poste",
    "ramal",
    "interno",
    "تحويلة",
    "доб",
];

/// What is wrong where a cell holds more than one number.
pub(super) fn fault(text: &str) -> Option<PhoneFault> {
    // Digits and dashes alone are the common case.
    if text.bytes().all(super::writing::is_plain) {
        return None;
    }
    by_sign(text).or_else(|| by_word(text))
}

fn by_sign(text: &str) -> Option<PhoneFault> {
    let (at, sign, written) = text.char_indices().find_map(|(at, c)| {
        let (sign, written) = SIGNS.iter().find(|(sign, _)| *sign == c)?;
        Some((at, *sign, *written))
    })?;
    let before = count(text.get(..at)?);
    let after = count(text.get(at..)?);
    match sign {
        _ if before >= WHOLE && after >= WHOLE => Some(PhoneFault::Several(written)),
        // 050-1234567/8: two numbers that share their beginning.
        '/' | '\\' if before >= WHOLE && after > 0 => Some(PhoneFault::Several(written)),
        // A pause, and what is dialled behind it.
        ',' | ';' if before >= WHOLE && (1..=EXTENSION).contains(&after) => {
            Some(PhoneFault::Extension)
        }
        _ => None,
    }
}

fn by_word(text: &str) -> Option<PhoneFault> {
    let text = text.to_lowercase();
    for word in WORDS {
        if let Some((before, after)) = text.split_once(word)
            && count(before) >= WHOLE
            && count(after) >= WHOLE
        {
            return Some(PhoneFault::Several(word));
        }
    }
    let at = text.find(|c: char| c.is_alphabetic() || c == '#')?;
    let (number, tail) = (text.get(..at)?, text.get(at..)?);
    if count(number) < WHOLE {
        return None;
    }
    let extension = EXTENSIONS
        .iter()
        .find_map(|word| tail.strip_prefix(word))?
        .trim_matches([' ', '.', ':', '-', ')', '\u{A0}']);
    let digits = (1..=EXTENSION).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_digit());
    digits.then_some(PhoneFault::Extension)
}

fn count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
