//! Broken texts are found; sound ones are left alone.
use super::*;
use proptest::prelude::*;

/// What a program makes of UTF-8 when it reads windows-1252.
fn broken(text: &str) -> String {
    text.bytes()
        .map(|read| {
            (0..=0x2122_u32)
                .filter_map(char::from_u32)
                .find(|c| {
                    if read < 0x80 {
                        u32::from(*c) == u32::from(read)
                    } else {
                        byte(*c) == Some(read) && !matches!(u32::from(*c), 0x80..=0x9F)
                    }
                })
                .unwrap_or(char::from(read))
        })
        .collect()
}

#[test]
fn texts_that_were_read_as_windows_1252_are_found() {
    for text in [
        "שלום",
        "נועה כהן",
        "رامي حداد",
        "السلام",
        "Привет",
        "Αθήνα",
        "Müller",
        "café",
        "Grüße aus Köln",
        "São Paulo",
        "João",
        "Peña",
        "naïve",
        "Łódź",
        "Dvořák",
        "don’t",
        "„Zitat“",
        "5 €",
        "20 °C",
        "£50",
        "déjà vu",
        "Ångström",
        "École",
        "Iași, București",
        "😀",
        "Nguyễn",
        "smørrebrød",
        "garçon",
        "MÜLLER",
        "日本語",
    ] {
        let broken = broken(text);
        assert_eq!(read_as(&broken), Some("windows-1252"), "{text} {broken}");
        assert_eq!(read_as(text), None, "{text}");
    }
    for text in ["×©×œ×•×", "Ã¼", "Ø§Ù„", "Ã©tÃ©", "â€™", "ï»¿Dana", "ï¿½"]
    {
        assert_eq!(read_as(text), Some("windows-1252"), "{text}");
    }
}

#[test]
fn hebrew_and_arabic_that_were_read_in_their_old_encodings_are_found() {
    assert_eq!(read_as("׳©׳׳•׳\u{9D} ׳¨׳‘"), Some("windows-1255"));
    assert_eq!(read_as("ط§ظ„ط³ظ„ط§ظ…"), Some("windows-1256"));
}

#[test]
fn sound_texts_are_left_alone() {
    for text in [
        // French, with no-break spaces and ellipses where they stand.
        "Il est passé…\u{A0}! Où ça\u{A0}? À\u{A0}l’été « déjà\u{A0}»",
        "passé…\u{A0}?",
        "CAFÉ…",
        "NESCAFÉ®",
        "É…",
        "à «\u{A0}Google\u{A0}»",
        "L’Âge d’or",
        "RÉSUMÉ — ÂGÉ",
        "Œuvre",
        "CITROËN™",
        "« ÇA »",
        // German.
        "„Spaß“",
        "Spaß…",
        "GROẞ",
        "Straße – Maß",
        "ÄÖÜ äöü ß",
        "Ä…",
        "100 % Öl®",
        "Ü²",
        // Portuguese, Spanish.
        "AMANHÃ…",
        "IRMÃ\u{A0}DE JOÃO",
        "NÃO É SÓ",
        "MAÇÃ®",
        "MANHÃ’",
        "Ação, coração, pão",
        "¿Qué? ¡Sí! Ñ",
        "3.º Esq. 2ª",
        "Â",
        // Nordic, Polish, Romanian, Turkish.
        "SMØR…",
        "Å…",
        "på Øst",
        "10 Å ±2",
        "Łódź ąęć",
        "Ștefan Țiriac",
        "Güneş İzmir",
        "BRNĚ…",
        // Signs and numbers.
        "3×\u{A0}4",
        "5×’",
        "2×®",
        "20 °C ± 2 µm",
        "€ 5,–",
        "½ kg",
        "§ 5 “x”",
        // Hebrew and Arabic with geresh and signs.
        "ג׳ורג׳ צ׳רצ׳יל",
        "בע״מ – ת״א",
        "ד׳…",
        "טו״ב",
        "ط» ظ«",
        "خط…",
        "حظ® خط",
        "السلام عليكم",
        "שלום “רב” …",
        "Привет… «мир»",
        "Ελλάδα…",
    ] {
        assert_eq!(read_as(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn looking_never_panics(text in any::<String>(), western in "[\u{80}-\u{FF}€‚„…’“”•–—™œžŸ a-zA-Z]{0,24}") {
        let _ = read_as(&text);
        let _ = read_as(&western);
    }

    #[test]
    fn hebrew_words_are_sound_and_found_when_they_are_broken(word in "[א-ת]{3,12}") {
        prop_assert_eq!(read_as(&word), None);
        prop_assert_eq!(read_as(&broken(&word)), Some("windows-1252"));
    }

    #[test]
    fn western_words_are_sound(words in "([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{0,8}|[A-ZÀ-ÖØ-Þ]{1,8}|[a-zß-öø-ÿ]{1,8})([ ,.!?…]{1,2}([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{0,8}|[a-zß-öø-ÿ]{1,8})){0,3}") {
        prop_assert_eq!(read_as(&words), None);
    }
}
