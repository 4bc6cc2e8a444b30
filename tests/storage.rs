//! The storage fails under the ledger: system calls that err, a process that dies at one of them, full and
//! read-only disks, files that are damaged, replaced or gone. Nothing is sent without its intent, the
//! message is clear, and once the cause is gone the same command finishes.
//!
//! The ordinary run takes a sample of the points. All of them:
//!
//! ```text
//! STORAGE=1 cargo test --release --test storage -- --nocapture
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod breaking;

#[path = "storage/bench.rs"]
mod bench;
#[path = "storage/calls.rs"]
mod calls;
#[path = "storage/disk.rs"]
mod disk;
#[path = "storage/file.rs"]
mod file;
#[path = "storage/mount.rs"]
mod mount;
