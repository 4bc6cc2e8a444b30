//! A short hash of a mapping, to see whether a later run means the same.

use sha2::{Digest as _, Sha256};

use super::parts::Parts;
use super::template::Template;
use crate::ticket::{Reach, Switches};

/// Goes into every fingerprint, so that another way of making them never gives the same one. The number also
/// stands for what is done to cells: keys that are derived from the content of rows depend on it.
const KIND: &[u8] = b"glassix-import mapping 2\0";

/// The first 8 bytes of SHA-256 over the canonical text of all parts.
pub(crate) fn of(parts: &Parts, switches: Switches, reach: Reach) -> [u8; 8] {
    let mut hash = Sha256::new();
    hash.update(KIND);
    let count = u64::try_from(parts.participants.len()).unwrap_or(u64::MAX);
    hash.update(count.to_le_bytes());
    hash.update([
        u8::from(reach == Reach::First),
        u8::from(switches.add_introduction_message),
        u8::from(switches.get_available_user),
        u8::from(switches.enable_webhook),
        u8::from(switches.mark_as_read),
    ]);
    for template in parts.templates() {
        note(&mut hash, template);
    }
    let full = hash.finalize();
    let mut short = [0; 8];
    short.iter_mut().zip(full).for_each(|(to, from)| *to = from);
    short
}

/// Adds a part with its lengths, so that no two sequences of parts look alike.
fn note(hash: &mut Sha256, template: &Template) {
    for text in [template.place(), template.canonical()] {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        hash.update(length.to_le_bytes());
        hash.update(text);
    }
}
