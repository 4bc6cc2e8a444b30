//! Which letters belong together: the scripts, and the languages that sheets are written in.

/// A script, as far as it takes to see that a word is made of letters of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin, accents included.
    Latin,
    /// Greek.
    Greek,
    /// Cyrillic.
    Cyrillic,
    /// Hebrew, with its points.
    Hebrew,
    /// Arabic, with its points.
    Arabic,
    /// Thai.
    Thai,
    /// Chinese characters, kana and Korean syllables, which stand beside each other.
    EastAsian,
    /// A living script of India, Ethiopia, the Caucasus or the east of Asia that only UTF-8 writes.
    Living,
    /// Any other: what a sheet has no word in.
    Rare,
}

impl Script {
    /// The script of a letter or of a mark on one, `None` for what is neither.
    pub(super) fn of(c: char) -> Option<Self> {
        Some(match c {
            'a'..='z'
            | 'A'..='Z'
            | '\u{C0}'..='\u{D6}'
            | '\u{D8}'..='\u{F6}'
            | '\u{F8}'..='\u{24F}' => Self::Latin,
            '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' => Self::Latin,
            '\u{386}' | '\u{388}'..='\u{3CE}' => Self::Greek,
            '\u{401}'..='\u{45F}' | '\u{490}' | '\u{491}' => Self::Cyrillic,
            '\u{591}'..='\u{5BD}'
            | '\u{5BF}'
            | '\u{5C1}'
            | '\u{5C2}'
            | '\u{5D0}'..='\u{5EA}'
            | '\u{5F0}'..='\u{5F2}' => Self::Hebrew,
            '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' => Self::Arabic,
            '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' => Self::Thai,
            '\u{3005}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FC}'
            | '\u{3400}'..='\u{9FFF}' => Self::EastAsian,
            '\u{AC00}'..='\u{D7A3}' | '\u{FF66}'..='\u{FF9F}' => Self::EastAsian,
            '\u{530}'..='\u{58F}'
            | '\u{900}'..='\u{DFF}'
            | '\u{E80}'..='\u{13FF}'
            | '\u{1780}'..='\u{17FF}' => Self::Living,
            _ if c.is_alphabetic() => Self::Rare,
            _ => return None,
        })
    }
}

/// Regions whose languages share an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// Western and northern Europe.
    West,
    /// Central Europe.
    Centre,
    /// Turkey.
    Turkey,
    /// The Baltic.
    Baltic,
    /// Anything else: letters are not weighed by language.
    Elsewhere,
}

impl Region {
    /// The letters beyond ASCII of each of its languages, lower-case.
    pub(super) fn languages(self) -> &'static [&'static str] {
        match self {
            Self::West => &[
                "äöüß",
                "éèàêçôîâûëïùœæ",
                "óíáéñúü",
                "ãçéáóõêíâúàô",
                "àèéìòù",
                "åäöéü",
                "äöåšž",
                "øæåéöä",
                "áéíóúýþæöð",
                "ëïéèçóü",
                "äöüõ",
            ],
            Self::Centre => &[
                "łąęśżóćńź",
                "íáéěýřščžůúťďňóľĺŕôä",
                "áéíóöőúüű",
                "ăâîşţ",
                "čćžšđ",
                "äöüß",
            ],
            Self::Turkey => &["ıişğüöçâîû", "äöüß"],
            Self::Baltic => &["ėąęįųūčšž", "āēīūčšžģķļņ", "äöüõšž"],
            Self::Elsewhere => &[],
        }
    }
}

/// The letters of the languages in Cyrillic, lower-case.
pub(super) const CYRILLIC: &[&str] = &[
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
];

/// The letters of Greek, lower-case.
pub(super) const GREEK: &[&str] = &["αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"];
