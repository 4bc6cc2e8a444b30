//! Tells the program which commit it is built from, where that can be known.

use std::path::Path;
use std::process::Command;

/// Letters of a commit that tell it from all others.
const SHORT: usize = 9;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=GLASSIX_IMPORT_VERSION={}", version());
}

/// The version and, in brackets, the commit: of the packaged crate, else of the clone; else nothing.
fn version() -> String {
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    match packaged().or_else(cloned) {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    }
}

/// The commit that `cargo package` has written down.
fn packaged() -> Option<String> {
    let about = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = about.split_once("\"sha1\"")?;
    short(rest.split('"').nth(1)?)
}

/// The commit of the clone that this folder is the top of: a package that was unpacked within another clone is not of it.
fn cloned() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    // A commit changes one of these; a folder that is not there would have this run anew each time.
    for path in [".git/HEAD", ".git/logs/HEAD"] {
        if Path::new(path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let git = Command::new("git").args(["rev-parse", "HEAD"]).output();
    let git = git.ok().filter(|git| git.status.success())?;
    short(std::str::from_utf8(&git.stdout).ok()?.trim())
}

fn short(commit: &str) -> Option<String> {
    let is_commit = commit.len() >= SHORT && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_commit.then(|| commit.chars().take(SHORT).collect())
}
