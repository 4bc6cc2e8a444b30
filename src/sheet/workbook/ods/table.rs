//! The sheets of the content, one behind the other, and the rows of each.

use super::super::error::WorkbookError;
use super::super::grid::{self, Grid, GridRow, MAX_COLUMNS, MAX_ROW};
use super::super::merge::{MAX_MERGES, Merge, WATCHED_ROWS};
use super::super::sheets::Tab;
use super::super::xml::{Node, Tag, Xml};
use super::HiddenStyles;
use super::cell::Cell;

/// Most styles of hidden sheets.
const MAX_HIDDEN_STYLES: usize = 65_536;

/// Most bytes of rows that are there only because a row is repeated. A repeated row of a few cells down to
/// the end of the sheet is 16 MiB; a few kilobytes of file must not become a day of reading.
const MAX_REPEATED: u64 = 256 * 1024 * 1024;

/// Reads the sheets.
pub(super) struct Tables {
    xml: Xml,
    hidden_styles: HiddenStyles,
    /// The style whose definition is open, with the number of tags that are open around it.
    style: Option<String>,
    /// How many tags are open inside of the sheet, if one is open.
    inside: Option<usize>,
    /// How many tags are open around the group of rows that is not shown, if one is open.
    hidden_group: Option<usize>,
    /// The number of the row that was read last.
    number: u64,
    grid: Grid,
    cell: Cell,
    /// A row, and how often it is still to be handed on.
    repeated: Option<(GridRow, u64)>,
    repeated_bytes: u64,
    merges: Vec<Merge>,
}

/// What a row's tag says.
struct Head {
    repeated: u64,
    hidden: bool,
}

impl Tables {
    /// Reads the content `xml` from its start.
    pub(super) fn new(xml: Xml) -> Self {
        Self {
            xml,
            hidden_styles: HiddenStyles::new(),
            style: None,
            inside: None,
            hidden_group: None,
            number: 0,
            grid: Grid::default(),
            cell: Cell::default(),
            repeated: None,
            repeated_bytes: 0,
            merges: Vec::new(),
        }
    }

    /// The number of the row that was read last.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The merged ranges that were seen in the sheet.
    pub(super) fn take_merges(&mut self) -> Vec<Merge> {
        std::mem::take(&mut self.merges)
    }

    /// Goes on to the next sheet. None at the end of the content, which is then known to be whole.
    pub(super) fn next_table(&mut self) -> Result<Option<Tab>, WorkbookError> {
        if let Some(inside) = self.inside.take() {
            self.xml.leave(inside - 1)?;
        }
        (self.number, self.repeated, self.hidden_group) = (0, None, None);
        self.merges.clear();
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(None),
                _ => continue,
            };
            let found = match tag.name() {
                "style" => tag.attribute("name").map(|name| {
                    self.style = name;
                    None
                }),
                "table-properties" => tag.attribute("display").map(|display| {
                    if display.as_deref() == Some("false") {
                        self.hidden_styles.extend(self.style.take());
                    }
                    None
                }),
                "table" => tab(&tag, &self.hidden_styles).map(Some),
                // Changes that were made since, with the rows that were deleted.
                "tracked-changes" => {
                    self.xml.skip()?;
                    continue;
                }
                _ => Ok(None),
            };
            if let Some(tab) = found.map_err(|fault| self.xml.damaged(fault))? {
                self.inside = Some(self.xml.depth());
                return Ok(Some(tab));
            }
            if self.hidden_styles.len() > MAX_HIDDEN_STYLES {
                return Err(self
                    .xml
                    .too_large("it has too many styles of hidden sheets"));
            }
        }
    }

    /// The next row of the sheet that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<GridRow>, WorkbookError> {
        if let Some(row) = self.repeat() {
            return Ok(Some(row));
        }
        let Some(inside) = self.inside else {
            return Ok(None);
        };
        loop {
            let depth = self.xml.depth();
            let read = match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "table-row" => Head::of(&tag).map(Some),
                    "table-rows" | "table-header-rows" => continue,
                    "table-row-group" => tag.attribute("display").map(|display| {
                        if display.as_deref() == Some("false") && self.hidden_group.is_none() {
                            self.hidden_group = Some(depth);
                        }
                        None
                    }),
                    _ => {
                        self.xml.skip()?;
                        continue;
                    }
                },
                Node::Close if depth <= inside => {
                    self.inside = None;
                    return Ok(None);
                }
                Node::Close => {
                    self.hidden_group = self.hidden_group.filter(|outside| *outside + 1 < depth);
                    continue;
                }
                _ => continue,
            };
            let Some(head) = read.map_err(|fault| self.xml.damaged(fault))? else {
                continue;
            };
            if let Some(row) = self.row(&head)? {
                return Ok(Some(row));
            }
        }
    }

    fn repeat(&mut self) -> Option<GridRow> {
        let (row, left) = self.repeated.as_mut()?;
        row.number += 1;
        *left -= 1;
        if *left > 0 {
            return Some(row.clone());
        }
        self.repeated.take().map(|(row, _)| row)
    }

    /// Reads the row whose tag was opened last.
    fn row(&mut self, head: &Head) -> Result<Option<GridRow>, WorkbookError> {
        let first = self.number + 1;
        self.number = self.number.saturating_add(head.repeated);
        self.grid.begin();
        self.read_cells(first)?;
        let hidden = head.hidden || self.hidden_group.is_some();
        // Columns come in order, so that none is there twice.
        let Ok(Some(row)) = self.grid.row(first, hidden) else {
            return Ok(None);
        };
        grid::check_row(self.xml.part(), self.number)?;
        if head.repeated > 1 {
            let bytes = (row.text.len() + row.ends.len() * size_of::<u32>()) as u64;
            self.repeated_bytes += bytes.saturating_mul(head.repeated);
            if self.repeated_bytes > MAX_REPEATED {
                let what = format!(
                    "its repeated rows are more than {} MiB",
                    MAX_REPEATED / 1024 / 1024
                );
                return Err(self.xml.too_large(what));
            }
            self.repeated = Some((row.clone(), head.repeated - 1));
        }
        Ok(Some(row))
    }

    fn read_cells(&mut self, row: u64) -> Result<(), WorkbookError> {
        let (outside, mut column) = (self.xml.depth() - 1, 0_usize);
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            let covered = match tag.name() {
                "table-cell" => false,
                "covered-table-cell" => true,
                _ => {
                    self.xml.skip()?;
                    continue;
                }
            };
            let begun = self.cell.begin(&tag);
            begun.map_err(|fault| self.xml.damaged(fault))?;
            let (at, repeated) = (column, self.cell.repeated);
            column = column.saturating_add(repeated);
            // What a merged range covers is not shown, whatever it holds.
            if covered {
                self.xml.skip()?;
                continue;
            }
            if row <= WATCHED_ROWS && at < MAX_COLUMNS {
                self.note_merge(row, at)?;
            }
            self.cell.read(&mut self.xml)?;
            let fault = self.cell.write(&mut self.grid.text);
            if self.cell.is_blank(fault) {
                continue;
            }
            if column > MAX_COLUMNS {
                let what = format!("its row {row} has more than {MAX_COLUMNS} columns");
                return Err(self.xml.too_large(what));
            }
            self.grid.close(at, fault);
            for column in at + 1..column {
                self.grid.repeat(column);
                if self.grid.is_too_large() {
                    break;
                }
            }
            if self.grid.is_too_large() {
                let what = format!("its row {row} is larger than {} MiB", MAX_ROW / 1024 / 1024);
                return Err(self.xml.too_large(what));
            }
        }
        Ok(())
    }

    fn note_merge(&mut self, row: u64, column: usize) -> Result<(), WorkbookError> {
        let (columns, rows) = (self.cell.columns, self.cell.rows);
        if columns < 2 && rows < 2 {
            return Ok(());
        }
        if self.merges.len() == MAX_MERGES {
            let what = format!(
                "more than {MAX_MERGES} merged ranges start in its first {WATCHED_ROWS} rows"
            );
            return Err(self.xml.too_large(what));
        }
        self.merges.push(Merge {
            first_row: row,
            last_row: row.saturating_add(rows.max(1) - 1),
            first_column: column,
            last_column: column
                .saturating_add(columns.max(1) - 1)
                .min(MAX_COLUMNS - 1),
        });
        Ok(())
    }
}

impl Head {
    fn of(tag: &Tag<'_>) -> Result<Self, String> {
        let (mut repeated, mut hidden) = (Ok(1), false);
        tag.each(|name, value| match name {
            "number-rows-repeated" => repeated = value.parse::<u64>().map(|count| count.max(1)),
            "visibility" => hidden = value != "visible",
            _ => {}
        })?;
        let repeated = repeated.map_err(|_| "a row of it is repeated by no number".to_owned())?;
        Ok(Self { repeated, hidden })
    }
}

fn tab(tag: &Tag<'_>, hidden: &HiddenStyles) -> Result<Tab, String> {
    let name = tag.attribute("name")?.unwrap_or_default();
    let style = tag.attribute("style-name")?;
    let hidden = style.is_some_and(|style| hidden.contains(&style));
    Ok(Tab { name, hidden })
}
