//! A small file system of our own, where root may make one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A mounted tmpfs. Dropping it takes it down.
pub(crate) struct Mount {
    folder: TempDir,
}

fn mount(options: &str, rest: &[&str], at: &Path) -> bool {
    Command::new("mount")
        .args(["-o", options])
        .args(rest)
        .arg(at)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

impl Mount {
    /// One of so many KiB; none, with a message, where we may not.
    pub(crate) fn of_kib(size: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={size}k");
        let mounted = mount(&options, &["-t", "tmpfs", "none"], folder.path());
        if !mounted {
            eprintln!("skipped: only root may mount a small file system");
        }
        mounted.then_some(Self { folder })
    }

    /// Changes it.
    pub(crate) fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(mount(&options, &[], self.folder.path()), "{options}");
    }

    /// A path in it.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Lazily: a process that still holds a file there must not keep the folder from going.
        let _ = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
    }
}
