//! The rows of a worksheet, as a stream.

use super::super::error::WorkbookError;
use super::super::grid::{self, Grid, GridRow, MAX_COLUMNS, MAX_ROW, letters};
use super::super::xml::{Node, Tag, Xml, is_true};
use super::cell::{Cell, Context, Kind};
use super::strings::{read_rich, read_text};

/// Reads the rows of one part.
pub(super) struct Rows {
    xml: Xml,
    context: Context,
    grid: Grid,
    cell: Cell,
    /// The number of the row that was read last.
    number: u64,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Inside,
    Done,
}

/// What a row's tag says.
#[derive(Default)]
struct Head {
    number: Option<String>,
    hidden: bool,
}

impl Head {
    fn of(tag: &Tag<'_>) -> Result<Self, String> {
        let mut head = Self::default();
        tag.each(|name, value| match name {
            "r" => head.number = Some(value.to_owned()),
            "hidden" => head.hidden |= is_true(value),
            "ht" => head.hidden |= value.parse() == Ok(0.0),
            _ => {}
        })?;
        Ok(head)
    }
}

impl Rows {
    /// Reads the worksheet `xml`, whose cells refer to `context`.
    pub(super) fn new(xml: Xml, context: Context) -> Self {
        Self {
            xml,
            context,
            grid: Grid::default(),
            cell: Cell::default(),
            number: 0,
            stage: Stage::Before,
        }
    }

    /// Takes what the cells refer to, for another worksheet, once this one is at its end.
    pub(super) fn context(&mut self) -> Context {
        std::mem::take(&mut self.context)
    }

    /// The next row that holds something. At the end, the rest of the part is read to know it is whole.
    pub(super) fn next(&mut self) -> Result<Option<GridRow>, WorkbookError> {
        while self.stage != Stage::Done {
            let depth = self.xml.depth();
            let head = match self.xml.next()? {
                Node::Open(tag) => match (self.stage, tag.name()) {
                    (Stage::Before, "worksheet") if depth == 0 => continue,
                    (Stage::Before, "sheetData") if depth == 1 => {
                        self.stage = Stage::Inside;
                        continue;
                    }
                    (Stage::Inside, "row") => Some(Head::of(&tag)),
                    _ => None,
                },
                Node::Close if self.stage == Stage::Inside => {
                    self.xml.finish()?;
                    self.stage = Stage::Done;
                    continue;
                }
                Node::End => {
                    return Err(self
                        .xml
                        .damaged("it has no cells, not even an empty list of them"));
                }
                _ => continue,
            };
            let Some(head) = head else {
                self.xml.skip()?;
                continue;
            };
            let head = head.map_err(|fault| self.xml.damaged(fault))?;
            self.begin(head.number.as_deref())?;
            self.read_row()?;
            let row = self.grid.row(self.number, head.hidden);
            let row = row.map_err(|column| {
                let cell = format!("{}{}", letters(column), self.number);
                self.xml.damaged(format!("its cell {cell} is there twice"))
            })?;
            if row.is_some() {
                return Ok(row);
            }
        }
        Ok(None)
    }

    /// Begins the row of this number; rows without one follow the row before.
    fn begin(&mut self, number: Option<&str>) -> Result<(), WorkbookError> {
        let last = self.number;
        self.number = match number {
            None => last + 1,
            Some(written) => written.parse().map_err(|_| {
                self.xml
                    .damaged(format!("it has a row of the number {written:?}"))
            })?,
        };
        if self.number <= last {
            let fault = format!("its row {} stands behind row {last}", self.number);
            return Err(self.xml.damaged(fault));
        }
        grid::check_row(self.xml.part(), self.number)?;
        self.grid.begin();
        Ok(())
    }

    fn read_row(&mut self) -> Result<(), WorkbookError> {
        let (outside, mut next_column) = (self.xml.depth().saturating_sub(1), 0);
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            if tag.name() != "c" {
                self.xml.skip()?;
                continue;
            }
            let cell = &mut self.cell;
            (cell.kind, cell.style, cell.formula) = (Kind::Number, 0, false);
            let (mut column, mut fault, number) = (None, None, self.number);
            let read = tag.each(|name, value| match name {
                "r" => match place(value) {
                    Some((at, row)) if row == number => column = Some(at),
                    _ => fault = Some(format!("its row {number} has a cell {value:?}")),
                },
                "s" => match value.parse() {
                    Ok(style) => cell.style = style,
                    Err(_) => fault = Some(format!("a cell has the style {value:?}")),
                },
                "t" => match Kind::of(value) {
                    Some(kind) => cell.kind = kind,
                    None => fault = Some(format!("a cell is of the unknown type {value:?}")),
                },
                _ => {}
            });
            if let Some(fault) = read.err().or(fault) {
                return Err(self.xml.damaged(fault));
            }
            let column = column.unwrap_or(next_column);
            next_column = column + 1;
            if column >= MAX_COLUMNS {
                let what = format!("its row {number} has more than {MAX_COLUMNS} columns");
                return Err(self.xml.too_large(what));
            }
            self.read_cell()?;
            let fault = self.context.write(&self.cell, &mut self.grid.text);
            let fault = fault.map_err(|fault| {
                let cell = format!("{}{number}", letters(column));
                self.xml.damaged(format!("{fault} (cell {cell})"))
            })?;
            self.grid.close(column, fault);
            if self.grid.is_too_large() {
                let what = format!(
                    "its row {number} is larger than {} MiB",
                    MAX_ROW / 1024 / 1024
                );
                return Err(self.xml.too_large(what));
            }
        }
        Ok(())
    }

    fn read_cell(&mut self) -> Result<(), WorkbookError> {
        let outside = self.xml.depth().saturating_sub(1);
        self.cell.value.clear();
        self.cell.inline.clear();
        while self.xml.depth() > outside {
            if let Node::Open(tag) = self.xml.next()? {
                match tag.name() {
                    "v" => read_text(&mut self.xml, &mut self.cell.value)?,
                    "is" => read_rich(&mut self.xml, &mut self.cell.inline)?,
                    "f" => {
                        self.cell.formula = true;
                        self.xml.skip()?;
                    }
                    _ => self.xml.skip()?,
                }
            }
        }
        Ok(())
    }
}

/// Column (from 0) and row (from 1) of a reference like `B7`.
pub(super) fn place(reference: &str) -> Option<(usize, u64)> {
    let letters = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let (column, row) = reference.split_at_checked(letters)?;
    if letters == 0 || letters > 3 || !row.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column = column.bytes().fold(0, |column, letter| {
        column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Some((column - 1, row.parse().ok()?))
}
