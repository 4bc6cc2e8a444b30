//! The text of a paragraph of OpenDocument, whose spaces have rules of their own.

use super::super::error::WorkbookError;
use super::super::grid::MAX_ROW;
use super::super::xml::{Node, Xml};

/// Appends the text of the paragraph whose tag was opened last. Runs of white space are one space, and none
/// at the ends; what is meant to be more is written as tags.
pub(super) fn read(xml: &mut Xml, out: &mut String) -> Result<(), WorkbookError> {
    let outside = xml.depth().saturating_sub(1);
    // Whether white space that comes next is dropped, as at the start.
    let mut collapsing = true;
    while xml.depth() > outside {
        match xml.next()? {
            Node::Text(text) => append(&text, &mut collapsing, out),
            Node::Char(char) => append(char.encode_utf8(&mut [0; 4]), &mut collapsing, out),
            Node::Open(tag) => match tag.name() {
                "s" => {
                    let count = tag.attribute("c");
                    let count = count.map(|count| count.and_then(|count| count.parse().ok()));
                    let count = count.map_err(|fault| xml.damaged(fault))?.unwrap_or(1);
                    out.extend(std::iter::repeat_n(' ', usize::min(count, MAX_ROW + 1)));
                    collapsing = false;
                    xml.skip()?;
                }
                "tab" | "line-break" => {
                    out.push(if tag.name() == "tab" { '\t' } else { '\n' });
                    collapsing = false;
                    xml.skip()?;
                }
                // Notes, and how a text is read aloud, are not the text.
                "annotation" | "annotation-end" | "note" | "ruby-text" | "bookmark" | "frame" => {
                    xml.skip()?;
                }
                _ => {}
            },
            _ => {}
        }
        if out.len() > MAX_ROW {
            let what = format!("it has a cell of more than {} MiB", MAX_ROW / 1024 / 1024);
            return Err(xml.too_large(what));
        }
    }
    if collapsing && out.ends_with(' ') {
        out.pop();
    }
    Ok(())
}

fn append(text: &str, collapsing: &mut bool, out: &mut String) {
    for (index, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
        if index > 0 && !*collapsing {
            out.push(' ');
            *collapsing = true;
        }
        if !word.is_empty() {
            out.push_str(word);
            *collapsing = false;
        }
    }
}
