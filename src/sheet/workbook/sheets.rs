//! Which sheet of a workbook is read.

use super::error::WorkbookError;

/// Names that a message lists at most.
const LISTED: usize = 40;

/// Which sheet the user wants.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Choice<'a> {
    /// Its name, or its number among the visible sheets, from 1. None for the first visible sheet that holds
    /// something.
    pub(crate) sheet: Option<&'a str>,
}

/// A worksheet that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherSheet {
    /// Its name.
    pub(crate) name: String,
    /// Whether the program does not show it.
    pub(crate) hidden: bool,
}

/// A worksheet.
pub(super) type Tab = OtherSheet;

/// The sheets that may be read, by their places in `tabs`, the best one first: one where there is a choice,
/// else all visible ones, of which the first that holds something is meant.
pub(super) fn pick(tabs: &[Tab], choice: &Choice<'_>) -> Result<Vec<usize>, WorkbookError> {
    if tabs.is_empty() {
        return Err(WorkbookError::NoSheet);
    }
    let shown = || (0..tabs.len()).filter(|index| tabs.get(*index).is_some_and(|tab| !tab.hidden));
    let Some(wanted) = choice.sheet else {
        let visible: Vec<usize> = shown().collect();
        if visible.is_empty() {
            return Err(WorkbookError::NothingVisible { names: names(tabs) });
        }
        return Ok(visible);
    };
    let folded = wanted.trim().to_lowercase();
    let exact = tabs.iter().position(|tab| tab.name == wanted);
    let named = || {
        tabs.iter()
            .position(|tab| tab.name.trim().to_lowercase() == folded)
    };
    let numbered = || {
        let number: usize = wanted.trim().parse().ok()?;
        shown().nth(number.checked_sub(1)?)
    };
    match exact.or_else(named).or_else(numbered) {
        Some(index) => Ok(vec![index]),
        None => Err(WorkbookError::NoSuchSheet {
            wanted: wanted.to_owned(),
            names: names(tabs),
        }),
    }
}

/// The name of the sheet at `index`, and the other sheets.
pub(super) fn others(mut tabs: Vec<Tab>, index: usize) -> (String, Vec<OtherSheet>) {
    let sheet = if index < tabs.len() {
        tabs.remove(index).name
    } else {
        String::new()
    };
    (sheet, tabs)
}

fn names(tabs: &[Tab]) -> String {
    let name = |tab: &Tab| {
        format!(
            "{:?}{}",
            tab.name,
            if tab.hidden { " (hidden)" } else { "" }
        )
    };
    let mut names: Vec<String> = tabs.iter().take(LISTED).map(name).collect();
    if tabs.len() > LISTED {
        names.push(format!("and {} more", tabs.len() - LISTED));
    }
    names.join(", ")
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

    fn tabs() -> Vec<Tab> {
        let tab = |(name, hidden): (&str, bool)| Tab {
            name: name.into(),
            hidden,
        };
        [
            ("Old", true),
            ("Leads ", false),
            ("לידים", false),
            ("1", false),
        ]
        .map(tab)
        .into()
    }

    fn picked(sheet: Option<&str>) -> Result<Vec<usize>, String> {
        pick(&tabs(), &Choice { sheet }).map_err(|error| error.to_string())
    }

    #[test]
    fn sheets_are_chosen_by_name_before_number_and_hidden_ones_by_name_only() {
        assert_eq!(picked(None), Ok(vec![1, 2, 3]));
        assert_eq!(picked(Some(" leads")), Ok(vec![1]));
        assert_eq!(picked(Some("לידים")), Ok(vec![2]));
        assert_eq!(picked(Some("1")), Ok(vec![3]));
        assert_eq!(picked(Some("2")), Ok(vec![2]));
        assert_eq!(picked(Some("old")), Ok(vec![0]));
    }

    #[test]
    fn a_sheet_that_is_not_there_is_refused_with_the_names_of_those_that_are() {
        let error = picked(Some("4")).unwrap_err();
        assert_eq!(
            error,
            r#"has no sheet "4"; its sheets are "Old" (hidden), "Leads ", "לידים", "1""#
        );
        let hidden = [Tab {
            name: "a".into(),
            hidden: true,
        }];
        assert!(matches!(
            pick(&hidden, &Choice::default()),
            Err(WorkbookError::NothingVisible { .. })
        ));
    }
}
