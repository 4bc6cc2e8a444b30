//! `schedule`: what a scheduler needs to start this very job.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use super::placement::place;
use crate::cli::ScheduleArgs;
use crate::exit;
use crate::schedule::arguments::{self, Typed};
use crate::schedule::{
    CREDENTIALS, Job, Kind, Machine, Mapping, NOTIFY_URL, Order, Owner, PING_URL, Paper, Zone,
    install, papers,
};
use crate::settings::{DEFAULT_LEDGER, Environment, Notices, ProcessEnvironment, Settings, value};
use crate::terminal::{visible, write_stderr, write_stdout};

/// Prints or writes the papers.
pub(super) fn schedule(args: &ScheduleArgs) -> anyhow::Result<ExitCode> {
    let typed = arguments::read(&args.run).map_err(Failure::usage)?;
    let settings = Settings::new(&typed.run, &AtNight).map_err(Failure::usage)?;
    Notices::new(&typed.run, &AtNight).map_err(Failure::usage)?;
    let order = order(args)?;
    let job = job(args, &typed, &settings)?;
    let papers = papers(&job, &order).map_err(Failure::usage)?;
    notes(&typed, &settings);
    let folder = match &args.install {
        None => {
            let texts: Vec<&str> = papers.iter().map(|paper| paper.text.as_str()).collect();
            write_stdout(texts.join("\n").trim_end())?;
            say("\nnext, to write this: the same command with --install; then:");
            None
        }
        Some(folder) => {
            let folder = match folder {
                Some(folder) => std::path::absolute(folder)?,
                None => {
                    let here = std::env::current_dir()?;
                    let usual = install::folder(&order, home().as_deref(), &here);
                    usual.map_err(Failure::usage)?
                }
            };
            write(&folder, &papers, args.force)?;
            say("\nnext:");
            Some(folder)
        }
    };
    for line in install::next(&job, &order, folder.as_deref()) {
        say(&format!("  {}", visible(&line)));
    }
    Ok(ExitCode::SUCCESS)
}

/// The environment that the job will have, as far as it is known: the credentials are there, whatever they are.
struct AtNight;

impl Environment for AtNight {
    fn get(&self, name: &str) -> Option<String> {
        let secrets = CREDENTIALS.iter().chain([&NOTIFY_URL, &PING_URL]);
        let mut variables = secrets
            .map(|secret| secret.variable)
            .chain(["GLASSIX_ACCESS_TOKEN"]);
        if CREDENTIALS.iter().any(|secret| secret.variable == name) {
            return Some("in a file".into());
        }
        // Nor does the unit that this command may run in lend its credentials to another.
        let is_secret =
            name == "CREDENTIALS_DIRECTORY" || variables.any(|variable| name.starts_with(variable));
        ProcessEnvironment.get(name).filter(|_| !is_secret)
    }
}

fn order(args: &ScheduleArgs) -> Result<Order, Failure> {
    let kind = args.kind.unwrap_or_else(usual);
    if args.system && kind != Kind::Systemd {
        return Err(Failure::usage(
            "--system: only systemd has units of the system",
        ));
    }
    let user = || {
        let names = ["SUDO_USER", "USER", "LOGNAME"].into_iter();
        names.filter_map(|name| ProcessEnvironment.get(name)).next()
    };
    let owner = match (args.system, user()) {
        (false, _) => Owner::User,
        (true, Some(user)) => Owner::System(user),
        (true, None) => {
            return Err(Failure::usage(crate::schedule::ScheduleError::Nobody));
        }
    };
    let image = concat!("glassix-import:", env!("CARGO_PKG_VERSION"));
    Ok(Order {
        kind,
        at: args.at.parse().map_err(Failure::usage)?,
        zone: Zone::find(args.time_zone.as_deref()).map_err(Failure::usage)?,
        owner,
        image: args.image.clone().unwrap_or_else(|| image.to_owned()),
    })
}

/// What starts jobs on this machine.
fn usual() -> Kind {
    if cfg!(windows) {
        Kind::Windows
    } else if cfg!(target_os = "macos") {
        Kind::Launchd
    } else if Path::new("/run/systemd/system").exists() {
        Kind::Systemd
    } else {
        Kind::Cron
    }
}

fn job(args: &ScheduleArgs, typed: &Typed, settings: &Settings) -> anyhow::Result<Job> {
    let mapping = match &settings.intake.file {
        None => None,
        Some(path) => Some(Mapping {
            path: path.clone(),
            text: std::fs::read_to_string(path)?,
        }),
    };
    let secrets = [NOTIFY_URL, PING_URL].into_iter().filter(|secret| {
        let file = format!("{}_FILE", secret.variable);
        [secret.variable, &file]
            .iter()
            .any(|name| ProcessEnvironment.get(name).is_some())
    });
    let ledger = PathBuf::from(DEFAULT_LEDGER);
    let machine = Machine {
        program: std::env::current_exe()?,
        folder: std::env::current_dir()?,
        home: home(),
        ledger: ledger.exists().then_some(ledger),
        archive: settings.inbox.archive.clone(),
        workspace: value(&AtNight, "GLASSIX_WORKSPACE")?,
        timeout: settings.timeout.value,
        secrets: secrets.collect(),
    };
    Ok(Job::new(&args.name, typed, mapping, &machine).map_err(Failure::usage)?)
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute())
}

/// What is likely to be a mistake, and may be meant.
fn notes(typed: &Typed, settings: &Settings) {
    for file in typed.missing() {
        say(&format!(
            "note: {} is not there; a run without it ends with status {}",
            visible(&file.display().to_string()),
            exit::USAGE
        ));
    }
    if let Some(folder) = settings
        .inbox
        .archive
        .as_ref()
        .filter(|folder| !folder.exists())
    {
        say(&format!(
            "note: {} is not there, where finished files go; make it, so that the job may write to it",
            visible(&folder.display().to_string())
        ));
    }
    if typed.run.files.len() > 1 {
        say(
            "note: the job reads these files every night; for those that will have arrived, put a pattern in quotes, as in 'inbox/*.csv'",
        );
    }
    if typed.run.sending.dry_run {
        say("note: the job will send nothing (--dry-run)");
    }
}

/// Writes all of them or, where one would be written over another text, none.
fn write(folder: &Path, papers: &[Paper], force: bool) -> Result<(), Failure> {
    let paths: Vec<PathBuf> = papers
        .iter()
        .map(|paper| folder.join(&paper.name))
        .collect();
    let name = |path: &Path| visible(&path.display().to_string());
    let differs = |path: &Path, paper: &Paper| match std::fs::read(path) {
        Ok(bytes) => bytes != paper.bytes(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    };
    for (path, paper) in paths.iter().zip(papers) {
        if !force && differs(path, paper) {
            return Err(Failure::usage(format!(
                "{} is there already and says something else; give --force to replace it, or --name for a job of another name",
                name(path)
            )));
        }
    }
    let failed = |path: &Path, error: &io::Error| Failure {
        status: exit::FATAL,
        message: format!("cannot write {}: {error}", name(path)),
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for (path, paper) in paths.iter().zip(papers) {
        place(path, &paper.bytes()).map_err(|error| failed(path, &error))?;
        say(&format!("wrote {}", name(path)));
    }
    Ok(())
}

/// A line for people.
fn say(text: &str) {
    write_stderr(&format!("{text}\n"));
}
