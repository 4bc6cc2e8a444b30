//! The importer as a user starts it: one folder, one sheet, one ledger, the same command again and again.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

use super::service::Service;
use super::sheet::Rows;
use super::{GLANCE, PATIENCE, PROGRAM};

/// Requests under way at once.
pub(crate) const AT_ONCE: usize = 4;

/// Rows that may be claimed at once, and that a kill may leave in doubt at the most: twice the requests under way.
pub(crate) const CLAIMS: usize = 2 * AT_ONCE;

/// Whether this program settles rows in doubt. Where it does not, a row that was in flight stays in doubt.
pub(crate) fn settles() -> bool {
    static SETTLES: OnceLock<bool> = OnceLock::new();
    *SETTLES.get_or_init(|| {
        let help = Command::new(PROGRAM).args(["run", "--help"]).output();
        String::from_utf8_lossy(&help.unwrap().stdout).contains("--settle ")
    })
}

/// A place to import from.
pub(crate) struct Importer {
    folder: TempDir,
    /// The ledger, which may lie elsewhere than the rest.
    pub(crate) ledger: PathBuf,
    /// The sheet's rows.
    pub(crate) rows: Rows,
    /// Further options.
    pub(crate) options: Vec<String>,
    settle: &'static str,
}

/// How a process ended and what it said.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Importer {
    /// A folder with a sheet of these rows. `settle` must lie well above every delay of the faults at hand.
    pub(crate) fn new(rows: Rows, settle: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        rows.write(&folder.path().join("leads.csv"));
        Self {
            ledger: folder.path().join("ledger.sqlite"),
            folder,
            rows,
            options: vec!["--concurrency".into(), AT_ONCE.to_string()],
            settle,
        }
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The arguments, the program's name not among them.
    pub(crate) fn arguments(&self, service: &Service) -> Vec<String> {
        let mut arguments: Vec<String> = ["run", "leads.csv", "--ledger"].map(Into::into).to_vec();
        arguments.push(self.ledger.display().to_string());
        for option in ["--base-url", &service.base_url, "--rate", "none"] {
            arguments.push(option.into());
        }
        for option in ["--progress", "never", "--format", "json"] {
            arguments.push(option.into());
        }
        if settles() {
            arguments.extend(["--settle".into(), self.settle.into()]);
        }
        arguments.extend(self.options.iter().cloned());
        arguments
    }

    /// The command as a user types it.
    pub(crate) fn command(&self, service: &Service) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(self.arguments(service));
        self.prepared(command)
    }

    /// Any command in this folder with the credentials; what it says goes into files, so that no pipe
    /// is ever full.
    pub(crate) fn prepared(&self, mut command: Command) -> Command {
        command
            .current_dir(self.folder())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GLASSIX_API_KEY", "department")
            .env("GLASSIX_API_SECRET", "secret")
            .env("GLASSIX_USER_NAME", "importer@example.com")
            .stdin(Stdio::null())
            .stdout(File::create(self.folder().join("stdout")).unwrap())
            .stderr(File::create(self.folder().join("stderr")).unwrap());
        command
    }

    /// Runs to the end.
    pub(crate) fn run(&self, service: &Service) -> Ended {
        self.wait(self.command(service).spawn().unwrap())
    }

    /// Waits for the end of one that was started.
    pub(crate) fn wait(&self, mut child: Child) -> Ended {
        let since = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if since.elapsed() > PATIENCE {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("the importer did not end; it said: {}", self.said("stderr"));
            }
            std::thread::sleep(GLANCE);
        };
        Ended {
            status,
            stdout: self.said("stdout"),
            stderr: self.said("stderr"),
        }
    }

    fn said(&self, stream: &str) -> String {
        let bytes = std::fs::read(self.folder().join(stream)).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Ended {
    /// The exit status, where it was no signal.
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The summary.
    pub(crate) fn summary(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!("{error}: {:?}, stderr: {}", self.stdout, self.stderr);
        })
    }

    /// What is wrong with the summary of a run over so many rows: every row must be in exactly one count,
    /// and the exit status must follow from the counts.
    pub(crate) fn fault_of_summary(&self, rows: usize) -> Option<String> {
        let summary = self.summary();
        let count = |name: &str| summary[name].as_u64().unwrap_or(u64::MAX / 16);
        let sum: u64 = [
            "created",
            "already_created",
            "duplicates",
            "rejected",
            "failed",
            "conflicts",
            "in_doubt",
            "not_attempted",
        ]
        .into_iter()
        .map(count)
        .sum();
        let done = count("created") + count("already_created");
        let code = self.code().unwrap_or(-1);
        let stopped = !summary["stopped_by"].is_null();
        let right = sum == count("rows_read")
            && count("rows_read") == rows as u64
            && summary["exit_status"] == code
            && (code == 0) == (done == rows as u64 && !stopped)
            && (code == 5) == (count("in_doubt") > 0 && !stopped);
        (!right).then(|| format!("status {code} with the summary {summary}"))
    }
}
