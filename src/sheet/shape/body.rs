//! Judging each record against the shape of its sheet.

use super::footer;
use super::nature::Nature;
use super::{Shape, last_filled};
use crate::sheet::aside::AsideKind;
use crate::sheet::hints::HiddenRows;
use crate::sheet::raw::{Raw, is_blank, trimmed};

/// Columns whose names have to stand in a row for it to be a header of the same or of another table.
const NAMES: usize = 2;

/// Fewest columns of a table in which a row with one filled cell is suspicious.
const WIDE: usize = 3;

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Verdict {
    /// A row.
    Row,
    /// No row, and nobody's loss.
    Aside(AsideKind),
    /// It may be a row and cannot be handed on: why, in words that follow "the row".
    Unreadable(String),
}

/// The shape of a sheet, held against one record after the other.
#[derive(Debug)]
pub(in super::super) struct Body {
    shape: Shape,
    hidden: HiddenRows,
    /// Whether a row without any text stands right before.
    after_blank: bool,
    /// The line on which another table begins, while we are in it.
    other_table: Option<u64>,
}

impl Body {
    pub(in super::super) fn new(shape: Shape, hidden: HiddenRows) -> Self {
        Self {
            shape,
            hidden,
            after_blank: false,
            other_table: None,
        }
    }

    /// For the same sheet from its beginning on.
    pub(in super::super) fn anew(&self) -> Self {
        Self::new(self.shape.clone(), self.hidden)
    }

    /// Judges the next record, from the first one of the sheet on. `None` is the header itself. A row is
    /// padded where its shape says that its end was left away.
    pub(in super::super) fn judge(&mut self, raw: &mut Raw) -> Option<Verdict> {
        let line = raw.row.line;
        if line < self.shape.body {
            let in_header = self
                .shape
                .header_lines
                .is_some_and(|(first, _)| line >= first);
            return (!in_header).then(|| {
                Verdict::Aside(if raw.filled() == 0 {
                    AsideKind::Blank
                } else {
                    AsideKind::Title
                })
            });
        }
        let gap = raw.gap || self.after_blank;
        let verdict = self.verdict(raw, gap);
        // A title below a blank line is followed by another table.
        self.after_blank = match verdict {
            Verdict::Aside(AsideKind::Blank) => true,
            Verdict::Aside(AsideKind::Footer | AsideKind::Comment) => gap,
            _ => false,
        };
        Some(verdict)
    }

    /// Whether what was judged last leaves the next record to itself.
    pub(in super::super) fn is_among_rows(&self) -> bool {
        !self.after_blank && self.other_table.is_none()
    }

    fn verdict(&mut self, raw: &mut Raw, gap: bool) -> Verdict {
        let width = self.shape.names.len();
        if raw.hidden {
            match self.hidden {
                HiddenRows::Read => {}
                HiddenRows::Skip => return Verdict::Aside(AsideKind::Hidden),
                HiddenRows::Report => {
                    return Verdict::Unreadable(
                        "is hidden in the workbook, so whether it is meant cannot be told; show it, or say --hidden-rows read or skip".into(),
                    );
                }
            }
        }
        if let Some(fault) = raw.fault.take() {
            return Verdict::Unreadable(fault);
        }
        // What nearly every record is, seen at one cell.
        let plain = raw.row.len() == width
            && !gap
            && self.other_table.is_none()
            && width >= WIDE
            && !is_blank(raw.row.cell(0))
            && self.shape.profile.knows(raw)
            && !footer::is_total(raw.row.cell(0))
            && raw.row.cells().filter(|cell| !cell.is_empty()).count() > 1;
        if plain {
            return Verdict::Row;
        }
        let filled = raw.filled();
        if filled == 0 {
            return Verdict::Aside(AsideKind::Blank);
        }
        if let Some(kind) = self.remark(raw, filled, gap) {
            return Verdict::Aside(kind);
        }
        if self.repeats_header(raw) {
            self.other_table = None;
            return Verdict::Aside(AsideKind::RepeatedHeader);
        }
        if self.begins_other_table(raw, filled, gap) {
            self.other_table = Some(raw.row.line);
            return Verdict::Unreadable("looks like the names of another table; one sheet is one table, so bring the other in a file of its own".into());
        }
        if let Some(line) = self.other_table {
            return Verdict::Unreadable(format!(
                "belongs to another table, which begins on line {line}; bring it in a file of its own"
            ));
        }
        self.fit_width(raw, width)
            .or_else(|| self.suspicion(raw, filled, width))
            .map_or(Verdict::Row, Verdict::Unreadable)
    }

    /// A line that says something about the sheet and not about a customer.
    fn remark(&self, raw: &Raw, filled: usize, gap: bool) -> Option<AsideKind> {
        let width = self.shape.names.len();
        let usual = self.shape.profile.usual();
        if width > 1 && filled * 2 <= usual.max(2) && footer::is_sums(raw) {
            return Some(AsideKind::Footer);
        }
        if filled >= 2 && raw.row.cells().all(footer::is_ruling) {
            return Some(AsideKind::Comment);
        }
        let only = raw.only().filter(|_| width >= 2 && usual >= 2)?;
        let at_start = !is_blank(raw.row.cell(0));
        if at_start && footer::is_comment(only) {
            return Some(AsideKind::Comment);
        }
        if footer::is_note(only) {
            return Some(AsideKind::Footer);
        }
        if self.shape.profile.fit(raw).like > 0 {
            return None;
        }
        let words = matches!(Nature::of(only), Nature::Text | Nature::Url);
        (footer::is_note(only) || gap && at_start && words && width >= WIDE)
            .then_some(AsideKind::Footer)
    }

    /// Whether it is the header once more.
    fn repeats_header(&self, raw: &Raw) -> bool {
        if self.shape.header_lines.is_none() {
            return false;
        }
        let names = &self.shape.names;
        let mut equal = 0;
        let all = (0..names.len().max(last_filled(raw))).all(|column| {
            let name = names.get(column).map_or("", String::as_str);
            let cell = trimmed(raw.row.cell(column));
            equal += usize::from(!cell.is_empty());
            cell.eq_ignore_ascii_case(name)
        });
        all && (equal >= NAMES || names.len() == 1)
    }

    /// Whether another table begins here: a row of words where values should be, or of the same names in
    /// another order.
    fn begins_other_table(&self, raw: &Raw, filled: usize, gap: bool) -> bool {
        let shape = &self.shape;
        let named = |cell: &str| {
            let cell = trimmed(cell);
            !cell.is_empty()
                && shape
                    .names
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(cell))
        };
        let names = raw.row.cells().filter(|cell| named(cell)).count();
        if shape.header_lines.is_some() && names >= NAMES && names * 2 >= filled {
            return true;
        }
        if raw.row.len() != shape.names.len() || filled < NAMES {
            return false;
        }
        let fit = shape.profile.fit(raw);
        let words = raw.row.cells().all(|cell| {
            matches!(Nature::of(cell), Nature::Text | Nature::Blank) && !cell.contains(['\n', '\r'])
        });
        let typed = shape.profile.typed();
        let contradicts = fit.like == 0 && fit.words == fit.unlike;
        // Below a blank line one column says enough where there is no other; elsewhere it takes two, and all
        // cells filled with words.
        contradicts
            && (gap && fit.words >= NAMES.min(typed.max(1)) && fit.words > 0
                || words && fit.words >= NAMES && filled + 1 >= shape.names.len())
    }

    /// Makes the row as wide as the table where that moves nothing; otherwise what is wrong with it.
    fn fit_width(&self, raw: &mut Raw, width: usize) -> Option<String> {
        let found = raw.row.len();
        if found < width {
            let nameless = self
                .shape
                .names
                .get(found..)
                .unwrap_or_default()
                .iter()
                .all(|name| is_blank(name));
            let fits = || {
                let fit = self.shape.profile.fit(raw);
                fit.unlike == 0 || fit.like > fit.unlike
            };
            if self.shape.header_lines.is_some() && nameless || self.shape.ends_early && fits() {
                raw.row.pad(width);
                return None;
            }
        }
        if found > width && self.shape.ends_early && last_filled(raw) <= width {
            raw.row.cut(width);
            return None;
        }
        let likely = match found.cmp(&width) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less => "two cells may have run together",
            std::cmp::Ordering::Greater => "a cell may hold the delimiter without quotes around it",
        };
        Some(format!(
            "has {found} cells and the header has {width}; {likely}"
        ))
    }

    /// What is odd about a row of the right width.
    fn suspicion(&self, raw: &Raw, filled: usize, width: usize) -> Option<String> {
        let usual = self.shape.profile.usual();
        if width > 1
            && footer::is_sums(raw)
            && (filled < usual || self.shape.profile.fit(raw).words > 0)
        {
            return Some("looks like a total and not like a customer; take it out, or write the name in another way if it is one".into());
        }
        let lonely = filled == 1 && width >= WIDE && usual >= WIDE;
        let sum = || raw.only().is_some_and(footer::is_amount) && is_blank(raw.row.cell(0));
        (lonely && (sum() || self.shape.profile.fit(raw).like == 0)).then(|| {
            format!("has only one of its {width} cells filled, so it is probably a heading or a remark; take it out")
        })
    }
}
