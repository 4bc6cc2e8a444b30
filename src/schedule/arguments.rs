//! What would stand behind `run`, read by `run`'s own definition, so that whatever `run` takes can be scheduled and
//! nothing else.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::builder::ValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, CommandFactory as _, FromArgMatches as _};

use super::{NOTIFY_URL, PING_URL, ScheduleError, Secret};
use crate::cli::{Cli, RunArgs};
use crate::inbox::is_pattern;

/// The command that is scheduled.
const RUN: &str = "run";

/// Options whose values stand in files of their own.
const SECRETS: [(&str, Secret); 2] = [("notify_url", NOTIFY_URL), ("ping_url", PING_URL)];

/// The arguments of a run, taken apart.
#[derive(Debug)]
pub struct Typed {
    /// As `run` reads them.
    pub run: RunArgs,
    /// The sheets, as they were typed; each may be a pattern.
    pub(super) files: Vec<PathBuf>,
    /// The mapping file that was named.
    pub(super) config: Option<PathBuf>,
    /// The ledger that was named.
    pub(super) ledger: Option<PathBuf>,
    /// All other options.
    pub(super) options: Vec<Piece>,
    /// What was typed and must not be written down.
    pub(super) secrets: Vec<Secret>,
}

/// An option as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A switch.
    Switch(String),
    /// An option with a text.
    Text(String, OsString),
    /// An option with the path of a file.
    File(String, PathBuf),
    /// An option with the path of a folder.
    Folder(String, PathBuf),
}

impl Piece {
    fn new(argument: &Arg, flag: String, value: &OsStr) -> Self {
        if argument.get_value_parser().type_id() != ValueParser::path_buf().type_id() {
            return Self::Text(flag, value.to_owned());
        }
        let names = argument.get_value_names().unwrap_or_default();
        if names
            .iter()
            .any(|name| matches!(name.as_str(), "DIR" | "FOLDER"))
        {
            Self::Folder(flag, value.into())
        } else {
            Self::File(flag, value.into())
        }
    }

    /// The flag.
    pub(super) fn flag(&self) -> &str {
        match self {
            Self::Switch(flag)
            | Self::Text(flag, _)
            | Self::File(flag, _)
            | Self::Folder(flag, _) => flag,
        }
    }
}

/// Reads what would stand behind `run`; the word itself may stand there too.
///
/// # Errors
/// What `run` says of them.
pub fn read(words: &[OsString]) -> Result<Typed, ScheduleError> {
    let words = match words {
        [first, rest @ ..] if first == RUN => rest,
        all => all,
    };
    let refused = |error: clap::Error| {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        ScheduleError::Arguments(text.lines().next().unwrap_or_default().to_owned())
    };
    let mut cli = Cli::command();
    let command = cli.find_subcommand_mut(RUN);
    let command = command.ok_or_else(|| ScheduleError::Arguments(RUN.into()))?;
    let mut command = command.clone().no_binary_name(true);
    let matches = command.try_get_matches_from_mut(words).map_err(refused)?;
    let mut typed = Typed {
        run: RunArgs::from_arg_matches(&matches).map_err(refused)?,
        files: Vec::new(),
        config: None,
        ledger: None,
        options: Vec::new(),
        secrets: Vec::new(),
    };
    for argument in command.get_arguments() {
        typed.take(argument, &matches);
    }
    if typed.files.iter().any(|file| file == Path::new("-")) {
        return Err(ScheduleError::StandardInput);
    }
    Ok(typed)
}

impl Typed {
    fn take(&mut self, argument: &Arg, matches: &ArgMatches) {
        let id = argument.get_id().as_str();
        if matches.value_source(id) != Some(ValueSource::CommandLine) {
            return;
        }
        if let Some((_, secret)) = SECRETS.iter().find(|(name, _)| *name == id) {
            self.secrets.push(*secret);
            return;
        }
        let flag = format!("--{}", argument.get_long().unwrap_or(id));
        match argument.get_action() {
            ArgAction::SetTrue => self.options.push(Piece::Switch(flag)),
            ArgAction::Count => {
                let times = usize::from(matches.get_count(id));
                self.options
                    .extend(std::iter::repeat_n(Piece::Switch(flag), times));
            }
            _ => {
                for value in matches.get_raw(id).into_iter().flatten() {
                    match id {
                        "files" => self.files.push(value.into()),
                        "config" => self.config = Some(value.into()),
                        "ledger" => self.ledger = Some(value.into()),
                        _ => self.options.push(Piece::new(argument, flag.clone(), value)),
                    }
                }
            }
        }
    }

    /// The files that are no patterns and are not there. Looks at the disk.
    pub fn missing(&self) -> impl Iterator<Item = &Path> {
        let files = self.files.iter().map(PathBuf::as_path);
        files.filter(|file| !is_pattern(&file.to_string_lossy()) && !file.exists())
    }

    /// Whether it was typed where tickets go.
    pub(super) fn names_place(&self) -> bool {
        let place = &self.run.place;
        place.sandbox || place.workspace.is_some() || place.base_url.is_some()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn words(text: &str) -> Vec<OsString> {
        text.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn every_option_of_run_is_taken_apart_by_its_kind() {
        let text = "run inbox/*.csv b.csv --config m.toml --ledger l.sqlite --rate 5/s --rate 9/min -vv --again";
        let typed = read(&words(text)).unwrap();
        assert_eq!(
            typed.files,
            [PathBuf::from("inbox/*.csv"), PathBuf::from("b.csv")]
        );
        assert_eq!(typed.config, Some("m.toml".into()));
        assert_eq!(typed.ledger, Some("l.sqlite".into()));
        let switch = |flag: &str| Piece::Switch(flag.into());
        let rate = |value: &str| Piece::Text("--rate".into(), value.into());
        assert_eq!(
            typed.options,
            [
                rate("5/s"),
                rate("9/min"),
                switch("--verbose"),
                switch("--verbose"),
                switch("--again")
            ]
        );
        assert!(!typed.names_place());
        assert!(read(&words("a.csv --sandbox")).unwrap().names_place());
    }

    #[test]
    fn what_run_would_not_take_is_refused_in_its_words() {
        let error = read(&words("a.csv --nonsense")).unwrap_err().to_string();
        assert!(
            error.contains("unexpected argument '--nonsense'"),
            "{error}"
        );
        assert!(read(&words("--sandbox")).is_err(), "no file");
        assert_eq!(
            read(&words("- --sandbox")).unwrap_err(),
            ScheduleError::StandardInput
        );
    }
}
