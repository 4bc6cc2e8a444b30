//! Files as people have them: exports of CRMs and spreadsheets in several languages, with all that is wrong
//! with them, and with truths made by hand.

mod broken;
mod draft;
mod encoding;
mod foreign;
mod locale;
mod names;
mod quotes;
mod sections;
mod surroundings;
mod width;

use crate::truth::Case;

/// All of them.
pub(crate) fn all() -> Vec<Case> {
    let drafts = [
        locale::all(),
        surroundings::all(),
        sections::all(),
        names::all(),
        width::all(),
        quotes::all(),
        broken::all(),
        foreign::all(),
    ];
    drafts
        .into_iter()
        .flatten()
        .map(draft::Draft::case)
        .collect()
}
