//! The workbook part and its relations: which worksheets there are, and where.

use std::collections::HashMap;

use super::super::archive::Archive;
use super::super::error::WorkbookError;
use super::super::moment::Epoch;
use super::super::xml::{Node, Tag, is_true};
use super::strings::unescape;

/// Largest part that describes the workbook, unpacked, in bytes: a sheet is 100 bytes of it.
const MAX_DESCRIPTION: u64 = 64 * 1024 * 1024;

/// Most sheets, far more than a program can show.
const MAX_SHEETS: usize = 16_384;

/// Where every common writer puts the workbook part.
pub(in super::super) const USUAL_WORKBOOK: &str = "xl/workbook.xml";

/// A worksheet of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// The name of its part.
    pub(super) part: String,
}

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The worksheets in the order of their tabs; charts and macros are none.
    pub(super) sheets: Vec<Place>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) epoch: Epoch,
    /// Whether it asks to be calculated before it is shown.
    pub(super) uncalculated: bool,
}

/// A part that another one refers to.
struct Relation {
    kind: String,
    target: String,
}

/// The name of the workbook part, from the relations of the whole package.
pub(in super::super) fn workbook_part(archive: &Archive) -> Result<Option<String>, WorkbookError> {
    if archive.has("_rels/.rels") {
        let relations = relations(archive, "")?;
        let main = relations
            .into_values()
            .find(|relation| relation.kind == "officeDocument");
        if let Some(main) = main.filter(|main| archive.has(&main.target)) {
            return Ok(Some(main.target));
        }
    }
    Ok(archive
        .has(USUAL_WORKBOOK)
        .then(|| USUAL_WORKBOOK.to_owned()))
}

impl Package {
    /// Reads the workbook part `part`.
    pub(super) fn read(archive: &Archive, part: &str) -> Result<Self, WorkbookError> {
        let mut package = Self::default();
        let relations = relations(archive, part)?;
        for relation in relations.values() {
            match relation.kind.as_str() {
                "sharedStrings" => package.strings = Some(relation.target.clone()),
                "styles" => package.styles = Some(relation.target.clone()),
                _ => {}
            }
        }
        let mut xml = archive.xml(part, MAX_DESCRIPTION)?;
        loop {
            let depth = xml.depth();
            let read = match xml.next()? {
                Node::Open(tag) => match (depth, tag.name()) {
                    (0, root) if root != "workbook" => {
                        return Err(WorkbookError::NotWorkbook {
                            found: "an Office document of another kind",
                            advice: "save the table in it as .xlsx or as CSV",
                        });
                    }
                    (1, "workbookPr") => tag.each(|name, value| {
                        if name == "date1904" && is_true(value) {
                            package.epoch = Epoch::Year1904;
                        }
                    }),
                    (1, "calcPr") => tag.each(|name, value| {
                        package.uncalculated |= name == "fullCalcOnLoad" && is_true(value);
                    }),
                    (2, "sheet") => package.sheet(&tag, &relations),
                    _ => Ok(()),
                },
                Node::End => return Ok(package),
                _ => continue,
            };
            read.map_err(|fault| xml.damaged(fault))?;
            if package.sheets.len() > MAX_SHEETS {
                return Err(xml.too_large(format!("it has more than {MAX_SHEETS} sheets")));
            }
        }
    }

    fn sheet(
        &mut self,
        tag: &Tag<'_>,
        relations: &HashMap<String, Relation>,
    ) -> Result<(), String> {
        let mut name = tag.attribute("name")?.ok_or("a sheet of it has no name")?;
        unescape(&mut name, 0);
        let id = tag.attribute("id")?.unwrap_or_default();
        let state = tag.attribute("state")?.unwrap_or_default();
        let Some(relation) = relations.get(&id) else {
            return Err(format!("it does not say where its sheet {name:?} is"));
        };
        if relation.kind == "worksheet" {
            self.sheets.push(Place {
                name,
                hidden: matches!(state.as_str(), "hidden" | "veryHidden"),
                part: relation.target.clone(),
            });
        }
        Ok(())
    }
}

/// The relations of `part`, by id; of the package for the name "".
fn relations(archive: &Archive, part: &str) -> Result<HashMap<String, Relation>, WorkbookError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = match folder {
        "" => format!("_rels/{file}.rels"),
        folder => format!("{folder}/_rels/{file}.rels"),
    };
    let mut xml = archive.xml(&name, MAX_DESCRIPTION)?;
    let mut relations = HashMap::new();
    loop {
        let read = match xml.next()? {
            Node::Open(tag) if tag.name() == "Relationship" => relation(&tag, folder),
            Node::End => return Ok(relations),
            _ => continue,
        };
        relations.extend(read.map_err(|fault| xml.damaged(fault))?);
    }
}

fn relation(tag: &Tag<'_>, folder: &str) -> Result<Option<(String, Relation)>, String> {
    if tag.attribute("TargetMode")?.as_deref() == Some("External") {
        return Ok(None);
    }
    let id = tag.attribute("Id")?.unwrap_or_default();
    let kind = tag.attribute("Type")?.unwrap_or_default();
    let target = resolve(folder, &tag.attribute("Target")?.unwrap_or_default());
    // The types are URLs of two standards that end in the same word.
    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Some((id, Relation { kind, target })))
}

/// The name of the part that is meant by `target` in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_or_absolute() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            (
                "xl",
                "/xl/worksheets/sheet1.xml",
                "xl/worksheets/sheet1.xml",
            ),
            ("xl", "../data/./s.xml", "data/s.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
            ("xl", "../../../s.xml", "s.xml"),
        ] {
            assert_eq!(resolve(folder, target), part);
        }
    }
}
