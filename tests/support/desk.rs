//! A folder of its own for each test, with the samples in it, and the real binary run there.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{End, Process, Service};

/// What a run of the sample is given: a thousand rows, as fast as the machine goes.
pub(crate) const SAMPLE: [&str; 5] = [
    "samples/leads.csv",
    "--config",
    "samples/leads.toml",
    "--rate",
    "none",
];

/// Variables that a child may see: no credentials, no proxy, no home, no wish about colours.
const KEPT: [&str; 4] = ["PATH", "TMPDIR", "SystemRoot", "LLVM_PROFILE_FILE"];

/// How long an unanswered request may still take effect: in these tests it does so within some 40 ms, or never.
const SETTLE: &str = "1s";

/// The binary under test, with an environment that is the same on every machine.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassix-import"));
    command.env_clear();
    for name in KEPT {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// A folder to work in; it is removed with this value.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A folder with a copy of the samples.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let desk = Self { folder };
        for samples in ["samples", "samples/messy"] {
            std::fs::create_dir(desk.path(samples)).expect("a folder");
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(samples);
            for entry in std::fs::read_dir(folder).expect("the samples") {
                let entry = entry.expect("a sample");
                let copy = desk.path(samples).join(entry.file_name());
                if entry.path().is_file() {
                    std::fs::copy(entry.path(), copy).expect("a copy");
                }
            }
        }
        desk
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a file that can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file that can be read")
    }

    /// The binary with these arguments, in this folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Import {
        let mut command = binary();
        command.args(arguments).current_dir(self.folder.path());
        Import {
            command,
            stdin: None,
        }
    }

    /// `run` with a summary for programs.
    pub(crate) fn run(&self, arguments: &[&str]) -> Import {
        self.command(&["run", "--format", "json"]).args(arguments)
    }

    /// `run` of the sample at this pace.
    pub(crate) fn sample_at(&self, rate: &str) -> Import {
        self.run(&SAMPLE[..3]).args(&["--rate", rate])
    }

    /// `run` of the sample.
    pub(crate) fn sample(&self) -> Import {
        self.run(&SAMPLE)
    }
}

/// A command that is about to be run.
pub(crate) struct Import {
    command: Command,
    stdin: Option<Vec<u8>>,
}

impl Import {
    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(bytes.into());
        self
    }

    /// Against this service, with credentials that it takes.
    pub(crate) fn to(self, service: &Service) -> Self {
        let base = service.base_url();
        self.against(&base)
    }

    /// Against whatever is at this base.
    pub(crate) fn against(self, base: &str) -> Self {
        self.args(&["--base-url", base, "--settle", SETTLE])
            .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
            .env("GLASSIX_API_SECRET", "not-a-real-secret")
            .env("GLASSIX_USER_NAME", "importer@example.com")
    }

    pub(crate) fn start(mut self) -> Process {
        Process::start(&mut self.command, self.stdin)
    }

    /// Starts it with nobody at the other end of its standard output.
    pub(crate) fn start_unheard(self) -> Process {
        Process::command_with_closed_stdout(self.command)
    }

    /// Runs it to its end on a terminal.
    #[cfg(unix)]
    pub(crate) fn on_terminal(self) -> super::Shown {
        super::Shown::by(self.command)
    }

    /// Runs it to its end.
    pub(crate) fn end(self) -> End {
        self.start().end()
    }
}
