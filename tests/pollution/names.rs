//! Names of columns, as far as a reader is free in them.

/// The header is a right one. Blanks at its end are as good as none.
pub(crate) fn fit(right: &[String], seen: &[String]) -> bool {
    fitting(right, seen).iter().all(|fits| *fits)
}

/// Which columns have a right name.
pub(crate) fn fitting(right: &[String], seen: &[String]) -> Vec<bool> {
    let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
    let column = |at: usize| {
        let wanted = name(right, at);
        let earlier = right.iter().take(at).filter(|other| **other == wanted);
        fits(&wanted, at + 1, earlier.count() + 1, &name(seen, at))
    };
    (0..right.len().max(seen.len())).map(column).collect()
}

/// One name is right: line breaks and repeated blanks are folded, a blank name may be called by its position,
/// and a repeated one may carry its position or its count.
fn fits(right: &str, position: usize, occurrence: usize, seen: &str) -> bool {
    let (right, seen) = (folded(right), folded(seen));
    if right == seen {
        return true;
    }
    let counted = |text: &str, number: usize| digits(text) == number.to_string();
    if right.is_empty() {
        return counted(&seen, position) || seen == letter(position);
    }
    let rest = seen.strip_prefix(&right);
    occurrence > 1 && rest.is_some_and(|rest| counted(rest, occurrence) || counted(rest, position))
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The letter of one of the first columns in a spreadsheet.
fn letter(position: usize) -> String {
    ('A'..='Z').nth(position - 1).into_iter().collect()
}
