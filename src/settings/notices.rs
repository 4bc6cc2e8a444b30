//! Who is told of a run. It is found out first of all, so that they are told too when the rest cannot be used.

use std::path::PathBuf;

use secrecy::SecretString;

use super::{Environment, SettingsError, at, value};
use crate::cli::RunArgs;
use crate::notice::{Address, FIRST_LINE};

/// How files must be named that the collector reads.
const EXTENSION: &str = "prom";

/// Who is told of a run.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// Is handed the summary at the end.
    pub notify: Option<Address>,
    /// Hears of start and end.
    pub ping: Option<Address>,
    /// Holds what the last run counted.
    pub metrics: Option<PathBuf>,
}

impl Notices {
    /// What was typed, or else stands in the environment. The mapping file has no say: it is shared, and an address
    /// often holds a token.
    ///
    /// # Errors
    /// [`SettingsError`] for an address or a file that cannot be used.
    pub fn new(args: &RunArgs, environment: &impl Environment) -> Result<Self, SettingsError> {
        Ok(Self {
            notify: address(
                args.notify_url.as_ref(),
                "--notify-url",
                "GLASSIX_IMPORT_NOTIFY_URL",
                environment,
            )?,
            ping: address(
                args.ping_url.as_ref(),
                "--ping-url",
                "GLASSIX_IMPORT_PING_URL",
                environment,
            )?,
            metrics: args.metrics_file.clone().map(metrics_file).transpose()?,
        })
    }
}

fn address(
    typed: Option<&SecretString>,
    flag: &'static str,
    variable: &'static str,
    environment: &impl Environment,
) -> Result<Option<Address>, SettingsError> {
    let (text, place) = match typed {
        Some(text) => (Some(text.clone()), flag),
        None => (value(environment, variable)?.map(Into::into), variable),
    };
    let address = text.as_ref().map(Address::parse).transpose();
    address.map_err(|error| at(place)(error.to_string()))
}

/// A file that the collector would read, and that holds nothing else than what a run has written there.
fn metrics_file(path: PathBuf) -> Result<PathBuf, SettingsError> {
    let refused = |fault: &str| Err(at("--metrics-file")(format!("{} {fault}", path.display())));
    if path
        .extension()
        .is_none_or(|extension| extension != EXTENSION)
    {
        return refused(
            "would not be read: the collector takes only files whose names end in .prom",
        );
    }
    match std::fs::read(&path) {
        Ok(bytes) if !bytes.is_empty() && !bytes.starts_with(FIRST_LINE.as_bytes()) => {
            refused("is there already and was not written by a run; name another file")
        }
        _ => Ok(path),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::environment::tests::Table;
    use super::*;

    #[test]
    fn a_typed_address_beats_the_environment_and_a_wrong_one_is_not_shown() {
        let table = Table::of(&[("GLASSIX_IMPORT_PING_URL", "https://a.example/T0K3N")]);
        let notices = Notices::new(&RunArgs::default(), &table).unwrap();
        assert_eq!(notices.ping.unwrap().to_string(), "https://a.example");
        assert!(notices.notify.is_none());
        let args = RunArgs {
            ping_url: Some("http://b.example/T0K3N".into()),
            ..RunArgs::default()
        };
        let error = Notices::new(&args, &table).unwrap_err().to_string();
        assert_eq!(
            error,
            "--ping-url: would tell it in the clear; only https leaves this machine"
        );
    }

    #[test]
    fn metrics_are_written_over_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.prom");
        let new = || {
            let args = RunArgs {
                metrics_file: Some(path.clone()),
                ..RunArgs::default()
            };
            Notices::new(&args, &Table::of(&[]))
        };
        assert!(new().is_ok());
        std::fs::write(&path, format!("{FIRST_LINE}\n")).unwrap();
        assert!(new().is_ok());
        std::fs::write(&path, "node_x 1\n").unwrap();
        let error = new().unwrap_err().to_string();
        assert!(error.contains("was not written by a run"), "{error}");
        let args = RunArgs {
            metrics_file: Some("leads.csv".into()),
            ..RunArgs::default()
        };
        assert!(Notices::new(&args, &Table::of(&[])).is_err());
    }
}
