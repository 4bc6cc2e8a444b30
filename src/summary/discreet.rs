//! Texts without what may tell of a person, for pages and logs that travel further than a terminal.

use crate::terminal::beginning;

/// Digits in a row from which on they may be a phone number.
const PHONE_DIGITS: usize = 7;

/// Characters of a text of the service that are kept: enough to tell what it is about.
const KEPT: usize = 240;

/// What the service said, without what may name a customer: texts in quotes, addresses, and long numbers
/// are left out. So messages that differ only in those are one reason.
#[must_use]
pub fn discreet(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut quoted: Option<char> = None;
    for c in text.chars() {
        match quoted {
            Some(end) if c == end => {
                kept.push('…');
                kept.push(c);
                quoted = None;
            }
            Some(_) => {}
            None => {
                kept.push(c);
                quoted = closing(c);
            }
        }
    }
    if quoted.is_some() {
        kept.push('…');
    }
    let words: Vec<String> = kept.split(' ').map(word).collect();
    let kept = words.join(" ");
    beginning(&kept, KEPT)
}

/// A key as it may be shown to anybody: one that looks like an address or a phone number is shortened.
#[must_use]
pub fn discreet_key(key: &str) -> String {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let is_phone = key.starts_with('+') || digits > PHONE_DIGITS + 1;
    if key.contains('@') || is_phone {
        let mut beginning: String = key.chars().take(2).collect();
        beginning.push('…');
        let end: Vec<char> = key.chars().rev().take(2).collect();
        beginning.extend(end.into_iter().rev());
        beginning
    } else {
        key.to_owned()
    }
}

fn closing(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' => Some('”'),
        '«' => Some('»'),
        '`' => Some('`'),
        _ => None,
    }
}

fn word(word: &str) -> String {
    if word.contains('@') {
        return "…".into();
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if digits < PHONE_DIGITS {
        return word.to_owned();
    }
    let first = word.find(|c: char| c.is_ascii_digit());
    let last = word.rfind(|c: char| c.is_ascii_digit());
    match first.zip(last) {
        Some((first, last)) => {
            let before = word.get(..first).unwrap_or_default();
            let after = word.get(last + 1..).unwrap_or_default();
            format!("{before}…{after}")
        }
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_name_a_customer_is_left_out_and_the_rest_stays() {
        assert_eq!(
            discreet("field1: is \"Dana Levi\", 130 characters long; write to dana@example.com"),
            "field1: is \"…\", 130 characters long; write to …"
        );
        assert_eq!(
            discreet("the contact (12025550143) has ticket 4711, \"open"),
            "the contact (…) has ticket 4711, \"…"
        );
        assert!(discreet(&"x".repeat(999)).chars().count() < 250);
    }

    #[test]
    fn a_key_is_shown_unless_it_looks_like_a_person() {
        assert_eq!(discreet_key("L-200003"), "L-200003");
        assert_eq!(discreet_key("dana@example.com"), "da…om");
        assert_eq!(discreet_key("+972 50-123-4567"), "+9…67");
    }
}
