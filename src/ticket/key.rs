//! The key of a row: its `uniqueArgument`, the idempotency key that everything hangs on.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use sha2::{Digest as _, Sha256};

use super::problem::{Problem, Rule};
use crate::sheet::is_invisible;

/// Longest key in UTF-16 units. The ticket page states no length; a contact's `uniqueArgument` is
/// documented with 50, and a key that the service cuts could never be found again.
pub const MAX_KEY_UNITS: usize = 50;

/// Bytes of SHA-256 that a derived key carries: 128 bits leave no collision to think about.
const DERIVED_BYTES: usize = 16;

/// Goes into every derived key, so that another way of deriving can never give the same one.
const DERIVATION: &[u8] = b"glassix-import row key 1\0";

/// How the ledger's name of a row without a usable key begins.
const NO_KEY: &str = "no-key:";

/// How the ledger's name of a record begins that could not be read as a row.
const NO_ROW: &str = "no-row:";

/// A row's `uniqueArgument`, fit to be sent and to be found again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Box<str>);

impl Key {
    /// A key from the sheet: trimmed, otherwise as typed.
    ///
    /// # Errors
    /// A [`Problem`] when it is empty, too long, or holds characters that would not come back as sent.
    pub fn given(text: &str) -> Result<Self, Problem> {
        // A word of printable ASCII is the common case.
        let is_word = text.bytes().all(|byte| byte.is_ascii_graphic());
        if is_word && (1..=MAX_KEY_UNITS).contains(&text.len()) {
            return Ok(Self(text.into()));
        }
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let place = "uniqueArgument";
        if text.is_empty() {
            return Err(Problem::new(
                Rule::KeyMissing,
                place,
                "is empty; every row needs its own",
            ));
        }
        if let Some(c) = text.chars().find(|&c| c.is_control() || is_invisible(c)) {
            return Err(Problem::new(
                Rule::KeyUnusable,
                place,
                format!(
                    "holds the invisible character U+{:04X}; remove it",
                    u32::from(c)
                ),
            ));
        }
        if text.contains('\u{FFFD}') {
            return Err(Problem::new(
                Rule::KeyUnusable,
                place,
                "holds U+FFFD, the mark of a lost character",
            ));
        }
        let length = super::text::units(text);
        if length > MAX_KEY_UNITS {
            return Err(Problem::new(
                Rule::KeyUnusable,
                place,
                format!("is {length} long; keep it within {MAX_KEY_UNITS}"),
            ));
        }
        Ok(Self(text.into()))
    }

    /// A key for a row of a sheet without a key column: the same content has the same key in every
    /// run, on every machine. Lower-case base32, so that a service that ignores case keeps it apart.
    #[must_use]
    pub fn derived(content: &[u8]) -> Self {
        Self(hashed(content).into())
    }

    /// The name under which a rejected row without a usable key is remembered. It is never sent.
    #[must_use]
    pub fn of_unusable_row(content: &[u8]) -> Self {
        Self(format!("{NO_KEY}{}", hashed(content)).into())
    }

    /// The name under which a record is remembered that could not be read as a row. It is never sent.
    #[must_use]
    pub fn of_unreadable_row(content: &[u8]) -> Self {
        Self(format!("{NO_ROW}{}", hashed(content)).into())
    }

    /// Whether a text is such a name of the ledger's own, and no key of a customer.
    #[must_use]
    pub fn is_stand_in(text: &str) -> bool {
        text.starts_with(NO_KEY) || text.starts_with(NO_ROW)
    }

    /// A key as it stands in the ledger, which took only valid ones.
    pub(crate) fn from_ledger(text: &str) -> Self {
        Self(text.into())
    }

    /// The text as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn hashed(content: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(DERIVATION);
    hash.update(content);
    let full = hash.finalize();
    BASE32_NOPAD
        .encode(full.get(..DERIVED_BYTES).unwrap_or(&full))
        .to_ascii_lowercase()
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", &self.0)
    }
}

/// A short hash of what a row says, to see whether it says the same as last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 8]);

impl Digest {
    /// The digest of a mapped row, as it would be sent.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        let full = Sha256::digest(content);
        let mut short = [0; 8];
        for (to, from) in short.iter_mut().zip(full) {
            *to = from;
        }
        Self(short)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_given_key_is_trimmed_and_otherwise_as_typed() {
        assert_eq!(Key::given(" \u{200F}Ab-01 ").unwrap().as_str(), "Ab-01");
        assert_eq!(Key::given("007").unwrap().as_str(), "007");
    }

    #[test]
    fn keys_that_would_not_come_back_are_refused() {
        assert_eq!(Key::given(" ").unwrap_err().rule, Rule::KeyMissing);
        for bad in ["a\tb", "a\u{200B}b", "a\u{FFFD}", &"k".repeat(51)] {
            assert_eq!(
                Key::given(bad).unwrap_err().rule,
                Rule::KeyUnusable,
                "{bad:?}"
            );
        }
    }

    #[test]
    fn what_stands_in_for_a_key_is_told_from_one() {
        let stand_ins = [Key::of_unusable_row(b"x"), Key::of_unreadable_row(b"x")];
        assert_ne!(stand_ins[0], stand_ins[1]);
        assert!(stand_ins.iter().all(|key| Key::is_stand_in(key.as_str())));
        assert!(!Key::is_stand_in(Key::derived(b"x").as_str()));
    }

    #[test]
    fn a_derived_key_never_changes_between_versions() {
        // Changing this value makes every import without a key column start anew.
        assert_eq!(
            Key::derived(b"content").as_str(),
            Key::derived(b"content").as_str()
        );
        assert_eq!(Key::derived(b"content").as_str().len(), 26);
        assert_ne!(Key::derived(b"content"), Key::derived(b"contenu"));
    }
}
