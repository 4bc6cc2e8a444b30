//! Marks that a sheet holds and nobody sees.

/// Invisible marks that spreadsheets put around right-to-left text and numbers. They say nothing, and
/// make two equal values differ.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}')
}
