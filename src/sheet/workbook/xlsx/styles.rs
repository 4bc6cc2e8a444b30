//! The number formats of a workbook's cells, by the numbers of their styles.

use std::collections::HashMap;

use super::super::error::WorkbookError;
use super::super::format::Format;
use super::super::xml::{Node, Xml};

/// Most styles that are read; Excel has 65,490.
const MAX_STYLES: usize = 65_536;

/// Most number formats of its own that a workbook has; Excel has a few hundred.
const MAX_FORMATS: usize = 65_536;

/// The formats, in the order of the cell styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    codes: Vec<Format>,
    styles: Vec<u32>,
}

impl Styles {
    /// The format of the style of this number; plain for one that is not there.
    pub(super) fn format(&self, style: usize) -> &Format {
        let code = self
            .styles
            .get(style)
            .and_then(|code| self.codes.get(*code as usize));
        code.unwrap_or(&Format::Plain)
    }

    /// Reads the part of the styles.
    pub(super) fn read(mut xml: Xml) -> Result<Self, WorkbookError> {
        let mut own: HashMap<u32, Format> = HashMap::new();
        let (mut ids, mut inside) = (Vec::new(), None);
        loop {
            let depth = xml.depth();
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close if inside == Some(depth) => {
                    inside = None;
                    continue;
                }
                Node::End => break,
                _ => continue,
            };
            let read = match (tag.name(), inside) {
                ("cellXfs", None) => {
                    inside = Some(depth + 1);
                    Ok(())
                }
                ("xf", Some(list)) if list == depth => {
                    let id = tag.attribute("numFmtId");
                    id.map(|id| ids.push(id.and_then(|id| id.parse().ok()).unwrap_or(0)))
                }
                ("numFmt", None) => own_format(&tag).map(|format| own.extend(format)),
                _ => Ok(()),
            };
            read.map_err(|fault| xml.damaged(fault))?;
            if ids.len() > MAX_STYLES || own.len() > MAX_FORMATS {
                return Err(xml.too_large(format!("it has more than {MAX_STYLES} styles")));
            }
        }
        Ok(Self::new(&ids, &own))
    }

    fn new(ids: &[u32], own: &HashMap<u32, Format>) -> Self {
        let (mut styles, mut places) = (Self::default(), HashMap::new());
        for id in ids {
            let place = *places.entry(*id).or_insert_with(|| {
                let format = own.get(id).cloned();
                styles
                    .codes
                    .push(format.unwrap_or_else(|| Format::built_in(*id)));
                // There are no more codes than styles.
                u32::try_from(styles.codes.len() - 1).unwrap_or(u32::MAX)
            });
            styles.styles.push(place);
        }
        styles
    }
}

/// A format of the workbook's own. Those inside conditional styles have the same numbers, so that it does
/// no harm to read them as well.
fn own_format(tag: &super::super::xml::Tag<'_>) -> Result<Option<(u32, Format)>, String> {
    let id = tag.attribute("numFmtId")?.and_then(|id| id.parse().ok());
    let code = tag.attribute("formatCode")?.unwrap_or_default();
    Ok(id.map(|id| (id, Format::of(&code))))
}
