//! Faults from below: strace makes system calls fail, or kills the process at one of them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::PROGRAM;

/// Whether strace is here and may trace; says so where it is not.
pub(crate) fn is_here() -> bool {
    static HERE: OnceLock<bool> = OnceLock::new();
    let here = *HERE.get_or_init(|| {
        Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync"])
            .args([PROGRAM, "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    });
    if !here {
        eprintln!("skipped: strace is not here, or may not trace");
    }
    here
}

/// A command that runs the program under strace with this log and these options.
pub(crate) fn traced(log: &Path, options: &[&str], arguments: &[String]) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o"])
        .arg(log)
        .args(options)
        .arg(PROGRAM)
        .args(arguments);
    command
}
