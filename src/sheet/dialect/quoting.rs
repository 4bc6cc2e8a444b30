//! Whether cells are quoted, how, and whether blanks stand before them.

use memchr::{memchr_iter, memmem};

use super::super::csv::breaks::Breaks;
use super::Dialect;
use super::reading::Reading;

/// The best reading with this delimiter.
pub(super) fn best_reading(
    text: &[u8],
    delimiter: u8,
    told: Option<Option<u8>>,
    breaks: Breaks,
) -> Reading {
    let spaced = is_spaced(text, delimiter);
    let read = |quote, escape| {
        let dialect = Dialect {
            delimiter,
            spaced,
            quote,
            escape,
        };
        Reading::of(text, dialect, breaks)
    };
    let escaped = |quote: u8| {
        let plain = read(Some(quote), None);
        if memmem::find(text, &[b'\\', quote]).is_none() {
            return plain;
        }
        let escaped = read(Some(quote), Some(b'\\'));
        let better = escaped.flaws < plain.flaws
            || (escaped.flaws == plain.flaws && escaped.score > plain.score);
        if better { escaped } else { plain }
    };
    match told {
        Some(None) => return read(None, None),
        Some(Some(quote)) => return escaped(quote),
        None => {}
    }
    let double = escaped(b'"');
    let single = encloses(text, delimiter, b'\'').then(|| escaped(b'\''));
    if let Some(single) = single
        && single.quoted > double.quoted
        && single.flaws * 10 <= single.records
        && single.score >= double.score * 0.95
    {
        return single;
    }
    if double.flaws * 4 > double.records && double.flaws * 2 > double.quoted {
        let none = read(None, None);
        if none.score > double.score * 1.2 {
            return none;
        }
    }
    double
}

/// Whether blanks stand behind nearly all delimiters that have a cell behind them. Where they stand before
/// them as well, they are the cells' own, which are not to lose them at one end alone.
fn is_spaced(text: &[u8], delimiter: u8) -> bool {
    if delimiter == b' ' {
        return memmem::find(text, b"  ").is_some();
    }
    if delimiter == b'\t' {
        return false;
    }
    let (mut cells, mut blanks, mut before) = (0_usize, 0_usize, 0_usize);
    for at in memchr_iter(delimiter, text) {
        match text.get(at + 1) {
            None | Some(b'\n' | b'\r') => {}
            Some(byte) if *byte == delimiter => {}
            Some(b' ') => {
                cells += 1;
                blanks += 1;
                let preceded = at.checked_sub(1).and_then(|one| text.get(one)) == Some(&b' ');
                let quoted = matches!(text.get(at + 2), Some(b'"' | b'\''));
                before += usize::from(preceded && !quoted);
            }
            Some(_) => cells += 1,
        }
    }
    blanks > 0 && blanks * 10 >= cells * 9 && before * 10 < blanks * 9
}

/// Whether `quote` stands at both ends of several cells.
fn encloses(text: &[u8], delimiter: u8, quote: u8) -> bool {
    let edge = |byte: Option<&u8>| {
        byte.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'))
    };
    let (mut opened, mut closed) = (0_usize, 0_usize);
    for at in memchr_iter(quote, text) {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let indented =
            before == Some(&b' ') && at.checked_sub(2).is_some_and(|two| edge(text.get(two)));
        opened += usize::from(edge(before) || indented);
        closed += usize::from(edge(text.get(at + 1)));
    }
    opened >= 2 && closed >= 2 && opened.abs_diff(closed) * 5 <= opened
}
