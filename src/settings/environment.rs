//! Credentials from the environment, from the files that it names, or from the unit that the process belongs to.

use std::path::PathBuf;

use secrecy::SecretString;
use thiserror::Error;

use super::credential_file::{of_unit, read};
use crate::glassix::Credentials;

/// Where variables come from: the process, or a table in tests.
pub trait Environment {
    /// The variable, if it is set and not blank.
    fn get(&self, name: &str) -> Option<String>;
}

/// The environment of this process.
#[derive(Debug)]
pub struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    fn get(&self, name: &str) -> Option<String> {
        std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty())
    }
}

/// Why the environment cannot be used.
#[derive(Debug, Error)]
pub enum EnvironmentError {
    /// Both forms of a variable are set.
    #[error("{name} and {name}_FILE are both set; leave one of them out")]
    Both {
        /// The variable.
        name: &'static str,
    },
    /// The file of a variable cannot be read.
    #[error("cannot read {}, which stands for {name}: {source}", .path.display())]
    Unreadable {
        /// The variable.
        name: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A variable is neither yes nor no.
    #[error("{name} is {found:?}; write 1 for yes or 0 for no")]
    Switch {
        /// The variable.
        name: &'static str,
        /// Its value.
        found: String,
    },
    /// Something is missing.
    #[error(
        "no credentials: set {missing} (or with _FILE behind the name, the path of a file that holds it); to try things out without an account, use --sandbox"
    )]
    Missing {
        /// The variables that are not set.
        missing: String,
    },
}

/// A variable, or the content of the file that `NAME_FILE` names, without blanks at its ends. Where neither is set, the
/// credential of the systemd unit that this process belongs to.
///
/// # Errors
/// [`EnvironmentError`] when both are set or the file cannot be read.
pub fn value(
    environment: &impl Environment,
    name: &'static str,
) -> Result<Option<String>, EnvironmentError> {
    let named = environment.get(&format!("{name}_FILE")).map(PathBuf::from);
    let path = match (environment.get(name), named) {
        (Some(_), Some(_)) => return Err(EnvironmentError::Both { name }),
        (Some(text), None) => return Ok(Some(text.trim().to_owned())),
        (None, Some(path)) => path,
        (None, None) => match of_unit(environment, name) {
            Some(path) => path,
            None => return Ok(None),
        },
    };
    let text = read(environment, name, &path).map_err(|source| EnvironmentError::Unreadable {
        name,
        path,
        source,
    })?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Whether the environment itself names a variable or its file, whatever the unit holds.
fn is_named(environment: &impl Environment, name: &str) -> bool {
    environment.get(name).is_some() || environment.get(&format!("{name}_FILE")).is_some()
}

/// A variable that says yes or no.
///
/// # Errors
/// [`EnvironmentError`] when it says something else.
pub(super) fn switch(
    environment: &impl Environment,
    name: &'static str,
) -> Result<Option<bool>, EnvironmentError> {
    let Some(found) = environment.get(name) else {
        return Ok(None);
    };
    match found.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" => Ok(Some(true)),
        "0" | "false" | "no" => Ok(Some(false)),
        _ => Err(EnvironmentError::Switch { name, found }),
    }
}

/// The credentials: a ready token if there is one, else what a token is got with.
///
/// # Errors
/// [`EnvironmentError`] that names everything that is missing.
pub fn credentials(environment: &impl Environment) -> Result<Credentials, EnvironmentError> {
    let api_key = value(environment, "GLASSIX_API_KEY")?;
    // What somebody names is meant before what merely lies in the unit's folder.
    let is_token_meant = is_named(environment, "GLASSIX_ACCESS_TOKEN")
        || !is_named(environment, "GLASSIX_API_SECRET");
    if is_token_meant && let Some(token) = value(environment, "GLASSIX_ACCESS_TOKEN")? {
        return Ok(Credentials::Token {
            token: token.into(),
            api_key,
        });
    }
    let api_secret = value(environment, "GLASSIX_API_SECRET")?;
    let user_name = value(environment, "GLASSIX_USER_NAME")?;
    match (api_key, api_secret, user_name) {
        (Some(api_key), Some(api_secret), Some(user_name)) => Ok(Credentials::Department {
            api_key,
            api_secret: SecretString::from(api_secret),
            user_name,
        }),
        (api_key, api_secret, user_name) => {
            let missing = [
                ("GLASSIX_API_KEY", api_key.is_none()),
                ("GLASSIX_API_SECRET", api_secret.is_none()),
                ("GLASSIX_USER_NAME", user_name.is_none()),
            ];
            let names: Vec<&str> = missing
                .iter()
                .filter(|(_, is_missing)| *is_missing)
                .map(|(name, _)| *name)
                .collect();
            Err(EnvironmentError::Missing {
                missing: names.join(", "),
            })
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::unwrap_in_result)]
    use super::*;
    use std::collections::HashMap;

    pub(in crate::settings) struct Table(pub(in crate::settings) HashMap<String, String>);

    impl Table {
        pub(in crate::settings) fn of(pairs: &[(&str, &str)]) -> Self {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            Self(pairs.iter().map(own).collect())
        }
    }

    impl Environment for Table {
        fn get(&self, name: &str) -> Option<String> {
            self.0.get(name).cloned()
        }
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let error = credentials(&Table::of(&[("GLASSIX_API_KEY", "k")])).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("set GLASSIX_API_SECRET, GLASSIX_USER_NAME ("),
            "{text}"
        );
    }

    #[test]
    fn a_file_holds_a_secret_without_its_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "s3cret\n").unwrap();
        let path = path.to_str().unwrap();
        let table = Table::of(&[("GLASSIX_API_SECRET_FILE", path)]);
        assert_eq!(
            value(&table, "GLASSIX_API_SECRET").unwrap().as_deref(),
            Some("s3cret")
        );
        let both = Table::of(&[
            ("GLASSIX_API_SECRET_FILE", path),
            ("GLASSIX_API_SECRET", "x"),
        ]);
        assert!(value(&both, "GLASSIX_API_SECRET").is_err());
    }

    #[test]
    fn a_units_credentials_are_taken_where_the_environment_names_none() {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in [("api-key", "k"), ("api-secret", "s"), ("user-name", "u")] {
            std::fs::write(folder.path().join(file), text).unwrap();
        }
        let directory = ("CREDENTIALS_DIRECTORY", folder.path().to_str().unwrap());
        let found = credentials(&Table::of(&[directory])).unwrap();
        assert_eq!((found.department(), found.user()), ("k", "u"));
        let named = [directory, ("GLASSIX_USER_NAME", "other")];
        assert_eq!(credentials(&Table::of(&named)).unwrap().user(), "other");
        std::fs::write(folder.path().join("access-token"), "t").unwrap();
        let is_token = |pairs: &[(&str, &str)]| {
            let found = credentials(&Table::of(pairs)).unwrap();
            matches!(found, Credentials::Token { .. })
        };
        assert!(is_token(&[directory]));
        assert!(!is_token(&[directory, ("GLASSIX_API_SECRET", "s")]));
    }

    #[test]
    fn a_switch_says_yes_or_no_and_nothing_else() {
        let said = |text: &str| switch(&Table::of(&[("A", text)]), "A");
        assert_eq!(said("1").unwrap(), Some(true));
        assert_eq!(said(" No ").unwrap(), Some(false));
        assert!(said("on").is_err());
        assert_eq!(switch(&Table::of(&[]), "A").unwrap(), None);
    }

    #[test]
    fn a_ready_token_is_enough_and_never_shows_itself() {
        let table = Table::of(&[("GLASSIX_ACCESS_TOKEN", "tok-123")]);
        let credentials = credentials(&table).unwrap();
        assert!(!format!("{credentials:?}").contains("tok-123"));
        assert_eq!(credentials.department(), "");
    }
}
