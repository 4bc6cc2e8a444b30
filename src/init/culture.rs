//! Columns that tell the language or the country of a customer, in words of their own.

use std::collections::BTreeMap;

use crate::mapping::fold;
use crate::ticket::DEFAULT_CULTURE;

/// Words for a language or a country, folded, and the culture of the ticket.
const WORDS: &[(&str, &[&str])] = &[
    (
        "he-IL",
        &[
            "he",
            "heil",
            "iw",
            "hebrew",
            "עברית",
            "il",
            "israel",
            "ישראל",
        ],
    ),
    (
        "en-US",
        &[
            "en",
            "enus",
            "engb",
            "english",
            "אנגלית",
            "englisch",
            "us",
            "usa",
            "uk",
            "unitedstates",
        ],
    ),
    (
        "es-ES",
        &[
            "es",
            "eses",
            "spanish",
            "español",
            "castellano",
            "ספרדית",
            "spain",
            "españa",
        ],
    ),
    (
        "pt-PT",
        &[
            "pt",
            "ptpt",
            "ptbr",
            "portuguese",
            "português",
            "פורטוגזית",
            "portugal",
            "brazil",
            "brasil",
        ],
    ),
];

/// Words of other languages that tell that a column is one of languages; their customers get the default culture.
const OTHERS: &[&str] = &[
    "ar",
    "arabic",
    "العربية",
    "ערבית",
    "de",
    "german",
    "deutsch",
    "fr",
    "french",
    "français",
    "ru",
    "russian",
    "רוסית",
    "it",
    "italian",
    "germany",
    "deutschland",
    "france",
    "russia",
];

/// Of the values of a column so many in a hundred must be known words.
const KNOWN: u64 = 60;

/// The arguments of the `map` filter that makes cultures of these values; `None` where they are no languages.
pub(super) fn arguments(values: &BTreeMap<String, u64>) -> Option<String> {
    let total: u64 = values.values().sum();
    let mut known = 0;
    let mut pairs = BTreeMap::new();
    for (value, count) in values {
        let folded = fold(value);
        let culture = WORDS
            .iter()
            .find(|(_, words)| words.contains(&folded.as_str()));
        if let Some((culture, _)) = culture {
            // What `map` compares is trimmed and without letter case.
            pairs.insert(value.to_lowercase(), *culture);
        }
        if culture.is_some() || OTHERS.contains(&folded.as_str()) {
            known += count;
        }
    }
    if pairs.is_empty() || known * 100 < total * KNOWN {
        return None;
    }
    let mut arguments: Vec<String> = pairs
        .iter()
        .map(|(value, culture)| format!("'{value}={culture}'"))
        .collect();
    arguments.push(format!("'*={DEFAULT_CULTURE}'"));
    Some(arguments.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[(&str, u64)]) -> Option<String> {
        arguments(
            &values
                .iter()
                .map(|(value, count)| ((*value).to_owned(), *count))
                .collect(),
        )
    }

    #[test]
    fn languages_and_countries_become_cultures() {
        assert_eq!(
            of(&[("Hebrew", 5), ("English", 3), ("Russian", 1)]).as_deref(),
            Some("'english=en-US', 'hebrew=he-IL', '*=en-US'")
        );
        assert_eq!(
            of(&[("עברית", 2), ("ערבית", 1)]).as_deref(),
            Some("'עברית=he-IL', '*=en-US'")
        );
        assert_eq!(of(&[("Gold", 5), ("es", 1)]), None);
        assert_eq!(of(&[]), None);
    }
}
