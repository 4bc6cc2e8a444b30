//! What may be done to a value, as the few texts by which changes are grouped.
//!
//! They stand in summaries and reports, so they name no value.

use std::borrow::Cow;

use super::change::Change;

/// White space (a line break or a no-break space as well) was taken off the ends.
pub(crate) const BLANKS: &str = "blanks removed at the ends";

/// Marks that nobody sees, and that say nothing where they stood, were taken out.
pub(crate) const MARKS: &str = "invisible marks removed";

/// `N/A`, `NULL`, `-` and their like became nothing.
pub(crate) const NOTHING: &str = "word for nothing left out";

/// A date was written as an instant in UTC.
pub(crate) const DATE: &str = "date written in ISO-8601";

/// Letters of two code points became one (NFC).
pub(crate) const COMPOSED: &str = "letters composed (NFC)";

/// A tag of the row stood there already.
pub(crate) const REPEATED: &str = "repeated tag left out";

/// The signs between the digits of a number went; the digits are those of the sheet.
pub(crate) const DIGITS: &str = "number written as digits";

/// A number got the country code that it lacked.
pub(crate) const IN_FULL: &str = "number written in full";

/// A 0 between country code and number, which nobody dials, went.
pub(crate) const ZERO: &str = "0 behind the country code dropped";

/// What stood around a number went: `tel:`, quotes, `.0`.
pub(crate) const UNWRAPPED: &str = "text around the number removed";

/// What stood around an e-mail address went: `mailto:`, a name, a full stop.
pub(crate) const ADDRESS: &str = "text around the address removed";

/// Full-width signs of an address became the ASCII ones.
pub(crate) const NARROW: &str = "full-width signs written as ASCII";

impl Change {
    /// Adds that a value was changed. If the value is what an earlier change at this place made, both are one
    /// change of the value as it stood in the sheet.
    pub(crate) fn note(
        changes: &mut Vec<Self>,
        place: Cow<'static, str>,
        what: &'static str,
        from: &str,
        to: &str,
    ) {
        let earlier = changes
            .iter_mut()
            .rev()
            .find(|change| change.place == place && change.to == from);
        if let Some(earlier) = earlier {
            earlier.what = what;
            to.clone_into(&mut earlier.to);
        } else {
            // Most rows with a change have one.
            changes.reserve_exact(usize::from(changes.is_empty()));
            changes.push(Self {
                place,
                what,
                from: from.to_owned(),
                to: to.to_owned(),
            });
        }
    }
}
