//! The code pages of DOS, which `encoding_rs` leaves out and Excel's "CSV (MS-DOS)" still writes.

/// A code page of DOS that has a table here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dos {
    /// Code page 437: American.
    American,
    /// Code page 850: western Europe.
    Western,
    /// Code page 862: Hebrew.
    Hebrew,
}

impl Dos {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::American, Self::Western, Self::Hebrew];

    /// The usual name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::American => "cp437",
            Self::Western => "cp850",
            Self::Hebrew => "cp862",
        }
    }

    /// The character of a byte. Every byte has one.
    pub(super) fn character(self, byte: u8) -> char {
        let Some(place) = byte.checked_sub(0x80) else {
            return char::from(byte);
        };
        let letter = match self {
            Self::Hebrew if place <= TAV => char::from_u32(u32::from('א') + u32::from(place)),
            Self::American | Self::Hebrew => AMERICAN.get(usize::from(place)).copied(),
            Self::Western => WESTERN.get(usize::from(place)).copied(),
        };
        letter.unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// How far behind the first Hebrew letter the last one stands, final forms included.
const TAV: u8 = 26;

/// Code page 437 from 0x80 on.
#[rustfmt::skip]
const AMERICAN: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐',
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧',
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀',
    'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩',
    '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{A0}',
];

/// Code page 850 from 0x80 on.
#[rustfmt::skip]
const WESTERN: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    '\u{AD}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{A0}',
];

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    fn text(page: Dos, bytes: &[u8]) -> String {
        bytes.iter().map(|byte| page.character(*byte)).collect()
    }

    #[test]
    fn hebrew_of_dos_stands_where_accents_stand_elsewhere() {
        assert_eq!(
            text(Dos::Hebrew, b"\x8B\x84\x8F, \x99\x8C\x85\x8D"),
            "כהן, שלום"
        );
        assert_eq!(text(Dos::Hebrew, b"\x80\x9A\x9B\xFF"), "את¢\u{A0}");
    }

    #[test]
    fn german_of_dos_is_the_same_on_both_western_pages() {
        for page in [Dos::American, Dos::Western] {
            assert_eq!(
                text(page, b"M\x81ller, K\x94ln, Stra\xE1e, \x8Ergernis"),
                "Müller, Köln, Straße, Ärgernis"
            );
        }
    }

    #[test]
    fn letters_that_only_western_europe_has_are_on_its_page() {
        assert_eq!(text(Dos::Western, b"Jo\xC6o, \xB5ngel"), "João, Ángel");
    }
}
