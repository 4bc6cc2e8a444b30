//! E-mail addresses: the bare address, out of what programs and people write around it.
//!
//! It is not the whole of RFC 5322: quoted local parts and comments are refused, since in a spreadsheet they
//! are mistakes. Letter case stays, as the part before the `@` may mean another mailbox in another case, and
//! nothing tells how the service compares. Letters of other scripts stay as well: RFC 6531 has them.

use super::mending;
use crate::sheet::is_invisible;

/// Longest e-mail address, longest part before the `@`, and longest label of a domain, in bytes: RFC 5321,
/// section 4.5.3.1, and RFC 1035, section 2.3.4.
const MAX_EMAIL: usize = 254;
const MAX_EMAIL_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

/// An address that a mail server could accept, and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) text: String,
    /// What was done, where anything was; of several things the last.
    pub(super) what: Option<&'static str>,
}

/// Reads an address.
///
/// # Errors
/// Why it is none; the message never holds the text.
pub(super) fn address(text: &str) -> Result<Address, &'static str> {
    let mut what = None;
    let mut text = text.to_owned();
    if let Some(narrow) = narrowed(&text) {
        (text, what) = (narrow, Some(mending::NARROW));
    }
    // Zero-width joiners are part of some names of domains; the others say nothing in an address.
    let silent =
        |c: char| c == '\u{AD}' || (is_invisible(c) && !matches!(c, '\u{200C}' | '\u{200D}'));
    if text.contains(silent) {
        text.retain(|c| !silent(c));
        what = Some(mending::MARKS);
    }
    let bare = unwrapped(&text)?;
    if bare.len() != text.len() {
        what = Some(mending::ADDRESS);
    }
    match fault(bare) {
        Some(fault) => Err(fault),
        None => Ok(Address {
            text: bare.to_owned(),
            what,
        }),
    }
}

const SEVERAL: &str = "has more than one address; one cell takes one, so give the second a column of its own, or choose by the split filter, e.g. split: \",\", \";\", \"/\" | first";

/// Full-width letters and signs as the ASCII ones, where there is one.
fn narrowed(text: &str) -> Option<String> {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{FE6B}' => '@',
        c => c,
    };
    let wide = text.chars().any(|c| narrow(c) != c);
    wide.then(|| text.chars().map(narrow).collect())
}

/// The address inside of `mailto:`, `Name <…>`, quotes, and before a full stop.
fn unwrapped(text: &str) -> Result<&str, &'static str> {
    let mut inner = text.trim();
    if let Some(open) = inner.find('<') {
        let (name, rest) = inner.split_at(open);
        let rest = rest.trim_end_matches([',', ';', '.', ' ']);
        let Some(between) = rest
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
        else {
            return Err(match rest.matches('@').count() {
                0 | 1 => "has a bracket that is not closed at its end; give the bare address",
                _ => SEVERAL,
            });
        };
        // Outlook writes the address as its own name.
        let name = name.trim_matches([' ', '"', '\'']);
        if name.contains('@') && !name.eq_ignore_ascii_case(between.trim()) {
            return Err(SEVERAL);
        }
        inner = between.trim();
    }
    for quote in ['"', '\''] {
        let between = inner
            .strip_prefix(quote)
            .and_then(|text| text.strip_suffix(quote));
        inner = between.unwrap_or(inner).trim();
    }
    let scheme = "mailto:";
    if let Some(head) = inner.get(..scheme.len())
        && head.eq_ignore_ascii_case(scheme)
    {
        let rest = inner.get(scheme.len()..).unwrap_or_default();
        // Behind the question mark stands a subject.
        inner = rest.split('?').next().unwrap_or_default().trim();
    }
    Ok(inner.trim_end_matches(['.', ',', ';', ' ']))
}

fn fault(text: &str) -> Option<&'static str> {
    let Some((local, domain)) = text.split_once('@') else {
        return Some("is not an e-mail address: it has no @");
    };
    let ats = text.matches('@').count();
    if ats > 1 {
        let between =
            text.contains([',', ';', '/', '|', '&']) || text.contains(char::is_whitespace);
        Some(if between {
            SEVERAL
        } else {
            "has more than one @; one cell takes one address"
        })
    } else if text.contains(char::is_whitespace) {
        Some("has a blank in it")
    } else if domain.contains(',') {
        Some("has a comma behind the @ where a dot may be meant")
    } else if text.contains([',', ';']) {
        Some("has a comma or semicolon; one cell takes one address")
    } else if text.contains(|c: char| c.is_control() || is_invisible(c) || c == '\u{FFFD}') {
        Some("has an invisible or lost character in it")
    } else if local.is_empty()
        || local.starts_with('.')
        || local.ends_with('.')
        || local.contains("..")
    {
        Some("has nothing, or a misplaced dot, before the @")
    } else if local.starts_with('\'')
        || local.contains(['<', '>', '(', ')', '[', ']', '"', '\\', ':'])
    {
        Some("has a bracket, quote or colon before the @; give the bare address")
    } else if mixes_alphabets(local) {
        Some("mixes letters of two alphabets before the @, which look alike; type it again")
    } else if !domain.contains('.') {
        Some("has no dot after the @")
    } else if !is_domain(domain) {
        Some("has a domain that cannot exist")
    } else if text.len() > MAX_EMAIL || local.len() > MAX_EMAIL_LOCAL {
        Some("is longer than an address may be")
    } else {
        None
    }
}

/// Whether every label could be one, and the last is no number.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL
            && !label.starts_with('-')
            && !label.ends_with('-')
            // Marks are parts of letters in many scripts.
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || (!c.is_ascii() && !c.is_control()))
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.split('.').all(label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether ASCII letters stand beside Greek, Cyrillic, Hebrew or Arabic ones.
fn mixes_alphabets(local: &str) -> bool {
    let other =
        |c: char| matches!(c, '\u{370}'..='\u{6FF}' | '\u{750}'..='\u{77F}') && c.is_alphabetic();
    local.contains(|c: char| c.is_ascii_alphabetic()) && local.contains(other)
}

#[cfg(test)]
#[path = "email_tests.rs"]
mod tests;
