//! Texts in the encodings of older programs, as far as these files need them.

/// Hebrew Windows.
pub(crate) fn windows_1255(text: &str) -> Vec<u8> {
    single(text, |char| match char {
        'א'..='ת' => Some(0xE0 + offset('א', char)),
        '₪' => Some(0xA4),
        '׳' => Some(0xD7),
        '״' => Some(0xD8),
        '\u{200e}' => Some(0xFD),
        '\u{200f}' => Some(0xFE),
        _ => None,
    })
}

/// Western Windows.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    single(text, |char| match char {
        '€' => Some(0x80),
        '’' => Some(0x92),
        '–' => Some(0x96),
        'œ' => Some(0x9C),
        '\u{a0}'..='ÿ' => u8::try_from(u32::from(char)).ok(),
        _ => None,
    })
}

/// Central European Windows.
pub(crate) fn windows_1250(text: &str) -> Vec<u8> {
    const POLISH: [(char, u8); 18] = [
        ('Ł', 0xA3),
        ('ą', 0xB9),
        ('ł', 0xB3),
        ('Ś', 0x8C),
        ('ś', 0x9C),
        ('ź', 0x9F),
        ('Ź', 0x8F),
        ('ż', 0xBF),
        ('Ż', 0xAF),
        ('ć', 0xE6),
        ('Ć', 0xC6),
        ('ę', 0xEA),
        ('Ę', 0xCA),
        ('ń', 0xF1),
        ('Ń', 0xD1),
        ('ó', 0xF3),
        ('Ó', 0xD3),
        ('Ą', 0xA5),
    ];
    single(text, |char| {
        POLISH
            .iter()
            .find(|(letter, _)| *letter == char)
            .map(|(_, byte)| *byte)
    })
}

/// Cyrillic Windows.
pub(crate) fn windows_1251(text: &str) -> Vec<u8> {
    single(text, |char| match char {
        'А'..='я' => Some(0xC0 + offset('А', char)),
        'ё' => Some(0xB8),
        '№' => Some(0xB9),
        _ => None,
    })
}

/// Arabic Windows.
pub(crate) fn windows_1256(text: &str) -> Vec<u8> {
    single(text, |char| match char {
        '\u{621}'..='\u{636}' => Some(0xC1 + offset('\u{621}', char)),
        '\u{637}'..='\u{63a}' => Some(0xD8 + offset('\u{637}', char)),
        '\u{640}'..='\u{643}' => Some(0xDC + offset('\u{640}', char)),
        'ل' => Some(0xE1),
        '\u{645}'..='\u{648}' => Some(0xE3 + offset('\u{645}', char)),
        'ى' => Some(0xEC),
        'ي' => Some(0xED),
        _ => None,
    })
}

/// UTF-16 as Windows has it, without a mark.
pub(crate) fn utf_16_le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// UTF-16 of the other order, without a mark.
pub(crate) fn utf_16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// ASCII as it is, and what the encoding has beyond it.
fn single(text: &str, beyond: impl Fn(char) -> Option<u8>) -> Vec<u8> {
    let byte = |char: char| match u8::try_from(char) {
        Ok(byte) if byte.is_ascii() => byte,
        _ => beyond(char).unwrap_or_else(|| panic!("the encoding lacks {char:?}")),
    };
    text.chars().map(byte).collect()
}

fn offset(first: char, char: char) -> u8 {
    u8::try_from(u32::from(char) - u32::from(first)).expect("a letter of the block")
}
