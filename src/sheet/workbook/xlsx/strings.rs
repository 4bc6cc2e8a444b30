//! The texts that cells refer to by number, kept in one piece of memory.

use super::super::error::WorkbookError;
use super::super::grid::MAX_ROW;
use super::super::xml::{Node, Xml};

/// Largest part of shared texts, unpacked, in bytes, and so the largest memory of them. A million customers
/// with ten texts of 20 bytes each are 350 MiB if no two texts are the same.
pub(super) const MAX_STRINGS: u64 = 512 * 1024 * 1024;

/// Most shared texts, so that their places take 128 MiB at most.
const MAX_COUNT: usize = 32 * 1024 * 1024;

/// The shared texts.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// The text of this number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// Reads the part of the shared texts.
    pub(super) fn read(mut xml: Xml) -> Result<Self, WorkbookError> {
        let (mut strings, mut item) = (Self::default(), String::new());
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "si" => {}
                Node::Open(tag) if tag.name() == "sst" => continue,
                Node::Open(_) => {
                    xml.skip()?;
                    continue;
                }
                Node::End => return Ok(strings),
                _ => continue,
            }
            item.clear();
            read_rich(&mut xml, &mut item)?;
            strings.text.push_str(&item);
            // The part is bounded far below what 32 bits hold.
            let end = u32::try_from(strings.text.len()).unwrap_or(u32::MAX);
            strings.ends.push(end);
            if strings.ends.len() > MAX_COUNT {
                return Err(xml.too_large(format!("it has more than {MAX_COUNT} texts")));
            }
        }
    }
}

/// Appends the text of the tag that was opened last: its runs one behind the other, without the phonetic
/// signs of East Asian texts. Spaces are kept whether or not they are marked as kept.
pub(super) fn read_rich(xml: &mut Xml, out: &mut String) -> Result<(), WorkbookError> {
    let (outside, start) = (xml.depth().saturating_sub(1), out.len());
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()? {
            match tag.name() {
                "t" => read_text(xml, out)?,
                "r" => {}
                _ => xml.skip()?,
            }
        }
    }
    unescape(out, start);
    Ok(())
}

/// Appends the text of the tag that was opened last, up to its end.
pub(super) fn read_text(xml: &mut Xml, out: &mut String) -> Result<(), WorkbookError> {
    let (outside, start) = (xml.depth().saturating_sub(1), out.len());
    while xml.depth() > outside {
        match xml.next()? {
            Node::Text(text) => out.push_str(&text),
            Node::Char(char) => out.push(char),
            Node::Open(_) => xml.skip()?,
            _ => {}
        }
        if out.len() - start > MAX_ROW {
            let what = format!("it has a cell of more than {} MiB", MAX_ROW / 1024 / 1024);
            return Err(xml.too_large(what));
        }
    }
    Ok(())
}

/// Replaces the escapes of characters that XML cannot hold, like `_x000D_`, behind `start`.
pub(super) fn unescape(text: &mut String, start: usize) {
    let tail = text.get(start..).unwrap_or_default();
    if !tail.contains("_x") {
        return;
    }
    let mut plain = String::with_capacity(tail.len());
    let mut rest = tail;
    while let Some(at) = rest.find("_x") {
        let (before, behind) = rest.split_at(at);
        plain.push_str(before);
        let (char, length) = escaped(behind).unwrap_or(('_', 1));
        plain.push(char);
        rest = behind.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    text.truncate(start);
    text.push_str(&plain);
}

/// The character that an escape at the start of `text` stands for, and the escape's length. Characters
/// beyond 16 bits are two escapes.
fn escaped(text: &str) -> Option<(char, usize)> {
    let first = unit(text)?;
    if let Some(char) = char::from_u32(u32::from(first)) {
        return Some((char, 7));
    }
    let second = unit(text.get(7..)?)?;
    let char = char::decode_utf16([first, second]).next()?.ok()?;
    Some((char, 14))
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let is_escape = text.as_bytes().get(6) == Some(&b'_')
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_escape
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> String {
        let mut out = format!("_x0041_{text}");
        unescape(&mut out, 7);
        out.split_off(7)
    }

    #[test]
    fn escapes_are_characters() {
        for (text, meant) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "_xD83D_"),
            ("_x00G0_ _x12 __x0041_", "_x00G0_ _x12 _A"),
            ("_x", "_x"),
            ("_xאבגד_", "_xאבגד_"),
        ] {
            assert_eq!(plain(text), meant);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[_x0dD8א]{0,20}") {
            plain(&text);
        }
    }
}
