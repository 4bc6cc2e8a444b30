//! The words by which programs and people mark what is no customer.

use super::nature::Nature;
use crate::sheet::raw::{Raw, is_blank, trimmed};

/// Words for sums, as they stand in the first filled cell of a row of sums.
const TOTALS: [&str; 33] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sub total",
    "sum",
    "count",
    "average",
    "avg",
    "summe",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "zwischensumme",
    "anzahl",
    "somme",
    "total général",
    "sous-total",
    "moyenne",
    "suma",
    "total general",
    "subtotales",
    "soma",
    "total geral",
    "סה\"כ",
    "סה״כ",
    "סהכ",
    "סך הכל",
    "סך הכול",
    "المجموع",
    "الإجمالي",
    "اجمالي",
];

/// What lines begin with that say who made a sheet, when, and what is to be known about it.
const NOTES: [&str; 36] = [
    "generated",
    "exported",
    "created by",
    "created on",
    "report generated",
    "printed",
    "end of",
    "page ",
    "source:",
    "source :",
    "sources:",
    "note:",
    "notes:",
    "note :",
    "n.b.",
    "confidential",
    "copyright",
    "©",
    "(c) ",
    "as of ",
    "last updated",
    "updated:",
    "rows:",
    "records:",
    "total rows",
    "total records",
    "number of records",
    "erstellt",
    "exportiert",
    "quelle",
    "stand:",
    "généré",
    "exporté",
    "הופק",
    "נוצר",
    "יוצא",
];

/// Whether a cell says that the figures beside it are sums.
pub(super) fn is_total(cell: &str) -> bool {
    if !begins_like_total(trimmed(cell)) {
        return false;
    }
    let folded = folded(cell);
    let word = folded.trim_end_matches([':', '.', '=']).trim_end();
    TOTALS.contains(&word)
        || TOTALS.iter().any(|total| {
            folded
                .strip_prefix(total)
                .is_some_and(|rest| rest.trim_start().starts_with([':', '(', '=']))
        })
}

/// Whether a cell begins a remark on the sheet.
pub(super) fn is_note(cell: &str) -> bool {
    let folded = folded(cell);
    NOTES.iter().any(|word| folded.starts_with(word))
        || folded.starts_with(['*', '†', '‡'])
        || is_total(cell)
        || TOTALS.iter().any(|total| {
            folded
                .strip_prefix(total)
                .is_some_and(|rest| rest.starts_with(' '))
        })
}

/// Whether a cell begins a comment, or is a ruling of dashes.
pub(super) fn is_comment(cell: &str) -> bool {
    let cell = trimmed(cell);
    cell.starts_with('#') && !cell.starts_with("#N/A")
        || cell.starts_with("//")
        || cell.len() >= 3
            && cell
                .chars()
                .all(|c| matches!(c, '-' | '=' | '_' | '*' | '+' | '|'))
}

/// Whether a cell is blank or a part of a ruling between rows.
pub(super) fn is_ruling(cell: &str) -> bool {
    trimmed(cell).chars().all(|c| matches!(c, '-' | '=' | '_'))
}

/// A row of sums: the word for it in its first filled cell, and nothing but figures beside it.
pub(super) fn is_sums(raw: &Raw) -> bool {
    let mut filled = raw.row.cells().filter(|cell| !is_blank(cell));
    filled.next().is_some_and(is_total)
        && filled.all(|cell| matches!(Nature::of(cell), Nature::Digits | Nature::Blank))
}

/// Whether a cell is an amount of money or a mean, which no phone number and no identifier is written like.
pub(super) fn is_amount(cell: &str) -> bool {
    let cell = trimmed(cell);
    let decimals =
        |rest: &str| (1..=2).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
    Nature::of(cell) == Nature::Digits
        && !cell.starts_with(['+', '0', '('])
        && cell.rsplit_once(['.', ',']).is_some_and(|(whole, rest)| {
            decimals(rest)
                && whole.contains(|c: char| c.is_ascii_digit())
                && !whole.contains(['-', '/', ':'])
        })
}

/// Whether a cell may begin with a word for a sum. It is asked of every row, and folding takes memory.
fn begins_like_total(cell: &str) -> bool {
    let Some(first) = cell.bytes().next() else {
        return false;
    };
    let first = first.to_ascii_lowercase();
    let begins = |total: &str| {
        let head = cell.as_bytes().get(..total.len());
        total.as_bytes().first() == Some(&first)
            && head.is_some_and(|head| head.eq_ignore_ascii_case(total.as_bytes()))
    };
    !cell.is_ascii() || TOTALS.iter().any(|total| begins(total))
}

fn folded(cell: &str) -> String {
    trimmed(cell).to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::super::tests::raws;
    use super::*;

    #[test]
    fn sums_and_remarks_are_known_by_their_words() {
        for cell in [
            "Total",
            "TOTAL:",
            "סה\"כ",
            "Gesamtsumme",
            "Total (84)",
            "Sub-total",
        ] {
            assert!(is_total(cell), "{cell}");
        }
        for cell in ["Total Energies", "Summer", "Counter", "Totally"] {
            assert!(!is_total(cell), "{cell}");
        }
        for cell in [
            "Generated by CRM on 2026-11-01",
            "Source: ministry",
            "* estimate",
            "Total rows 84",
        ] {
            assert!(is_note(cell), "{cell}");
        }
        for cell in ["655.40", "1,655.40", "12,5"] {
            assert!(is_amount(cell), "{cell}");
        }
        for cell in ["050-1234567", "+1 202.555.0101", "03.04.26", "12"] {
            assert!(!is_amount(cell), "{cell}");
        }
        assert!(is_comment("# made by hand") && is_comment("-----") && !is_comment("-"));
        assert!(is_sums(&raws("Total,,,12\n")[0]) && !is_sums(&raws("Total,Paris\n")[0]));
    }
}
