//! Parts of a ticket, put into words only where something is said of them: nearly every row is right.

use std::borrow::Cow;

/// A part of a ticket, as problems and changes name it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// A part of the participant with this number, counted from 1.
    Participant(usize, &'static str),
    /// A path below `details`.
    Detail(&'a [String]),
}

/// Most rows that are changed are changed here.
const IDENTIFIERS: [&str; 4] = [
    "participant 1 identifier",
    "participant 2 identifier",
    "participant 3 identifier",
    "participant 4 identifier",
];

impl From<Place<'_>> for Cow<'static, str> {
    fn from(place: Place<'_>) -> Self {
        match place {
            Place::Participant(number, part) => IDENTIFIERS
                .get(number.wrapping_sub(1))
                .filter(|_| part == "identifier")
                .map_or_else(
                    || Cow::Owned(format!("participant {number} {part}")),
                    |place| Cow::Borrowed(*place),
                ),
            Place::Detail(path) => Cow::Owned(format!("details.{}", path.join("."))),
        }
    }
}

impl From<Place<'_>> for String {
    fn from(place: Place<'_>) -> Self {
        Cow::from(place).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_as_the_mapping_names_it() {
        let path = ["source".to_owned(), "title".to_owned()];
        for (place, name) in [
            (
                Place::Participant(1, "identifier"),
                "participant 1 identifier",
            ),
            (
                Place::Participant(9, "identifier"),
                "participant 9 identifier",
            ),
            (Place::Participant(2, "name"), "participant 2 name"),
            (Place::Detail(&path), "details.source.title"),
        ] {
            assert_eq!(String::from(place), name);
        }
    }
}
