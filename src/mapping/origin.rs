//! From a part of the ticket back to the columns that it is made of, so that a problem can be shown where
//! somebody can mend it.

use super::Mapping;

/// The place of a problem with all participants at once.
const EVERYBODY: &str = "participants";

/// How the place of a participant's address ends.
const ADDRESS: &str = " identifier";

impl Mapping {
    /// The indices of the columns that a part of the ticket is made of, ascending; none where it is made of
    /// none, as a part that is missing. `place` is that of a [`Problem`](crate::ticket::Problem) or a
    /// [`Change`](crate::ticket::Change).
    #[must_use]
    pub fn columns_of(&self, place: &str) -> Vec<usize> {
        let mut columns: Vec<usize> = self
            .parts
            .templates()
            .filter(|template| {
                template.place() == place
                    || (place == EVERYBODY && template.place().ends_with(ADDRESS))
            })
            .flat_map(|template| template.columns().iter().copied())
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sheet::Header;

    #[test]
    fn a_part_is_traced_back_to_its_columns() {
        let section = toml::from_str(
            r#"
            field2 = "{{ street }}, {{ city }}"
            tags = ["VIP", "{{ labels | split: ',' }}", "{{ city }}"]
            participants = [{ identifier = "{{ mobile }}" }, { identifier = "{{ mail }}", name = "{{ name }}" }]
            "#,
        )
        .unwrap();
        let names = ["city", "labels", "mail", "mobile", "name", "street"];
        let header = Header::new(names.map(str::to_owned).to_vec());
        let mapping = Mapping::from_config(&section, &header).unwrap();
        assert_eq!(mapping.columns_of("field2"), [0, 5]);
        assert_eq!(mapping.columns_of("tags"), [0, 1]);
        assert_eq!(mapping.columns_of("participants"), [2, 3]);
        assert_eq!(mapping.columns_of("participant 1 identifier"), [3]);
        assert_eq!(mapping.columns_of("participant 2 name"), [4]);
        assert!(mapping.columns_of("row").is_empty());
        assert!(mapping.columns_of("close").is_empty());
    }
}
