//! What spreadsheet programs show in a cell whose formula went wrong, or that is too narrow for its value.

/// The error values, in the languages in which they are known for certain.
const ERRORS: [&str; 50] = [
    // English, and newer ones that are the same in every language seen.
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#PYTHON!",
    "#GETTING_DATA",
    // Google Sheets.
    "#ERROR!",
    // LibreOffice.
    "Err:501",
    "Err:502",
    "Err:503",
    "Err:504",
    "Err:508",
    "Err:509",
    "Err:511",
    "Err:512",
    "Err:522",
    // German.
    "#BEZUG!",
    "#WERT!",
    "#ZAHL!",
    "#NV",
    "#ÜBERLAUF!",
    // French.
    "#VALEUR!",
    "#NOMBRE!",
    "#NOM?",
    "#NUL!",
    // Spanish, Portuguese, Italian.
    "#¡REF!",
    "#¡VALOR!",
    "#¡DIV/0!",
    "#¡NUM!",
    "#¡NULO!",
    "#¿NOMBRE?",
    "#N/D",
    "#VALOR!",
    "#NÚM!",
    "#NOME?",
    "#NULO!",
    "#RIF!",
    "#VALORE!",
    "#NULLO!",
    // Hebrew.
    "#ערך!",
];

/// Most bytes of an error value.
const LONGEST: usize = 16;

/// So many `#` and nothing else is a value that its column was too narrow for.
const NARROW: usize = 4;

/// Whether a cell that begins so may show an error.
pub(super) fn may_begin(first: u8) -> bool {
    matches!(first, b'#' | b'E')
}

/// What is wrong with a cell (without blanks at its ends) that shows an error.
pub(super) fn message(text: &str) -> Option<String> {
    if !text.bytes().next().is_some_and(may_begin) {
        return None;
    }
    if text.len() >= NARROW && text.bytes().all(|byte| byte == b'#') {
        return Some(
            "is nothing but #: its column was too narrow when the sheet was saved, and the value is lost; widen the column and save it again".into(),
        );
    }
    if text.len() > LONGEST {
        return None;
    }
    let error = ERRORS.iter().find(|error| **error == text)?;
    Some(format!(
        "is the error value {error} of a formula; mend the formula in the sheet"
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn every_error_value_is_known_and_nothing_else_is() {
        for error in ERRORS {
            assert!(error.len() <= LONGEST && may_begin(error.as_bytes()[0]));
            assert!(message(error).is_some_and(|message| message.contains(error)));
        }
        assert!(message("########").is_some_and(|message| message.contains("too narrow")));
        for text in [
            "#1",
            "#VIP",
            "#REF! in C4",
            "###",
            "Err",
            "E-Mail",
            "",
            "REF!",
            "#sale!",
        ] {
            assert_eq!(message(text), None, "{text}");
        }
    }
}
