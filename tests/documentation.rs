//! The README is true: its commands are run, and its tables are held against the program.
//!
//! A block that is fenced as `console` is run from top to bottom by a shell, in a folder that holds a copy of
//! `samples/` and what earlier blocks left there. A line that begins with `$ ` is a command; the lines below it are what
//! it says, on standard output and standard error. `…` stands for any text within a line, and alone on a line for any
//! number of lines. A block fenced with a file name behind its language (`toml vacation.toml`) is that file.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

#[path = "documentation/contributing.rs"]
mod contributing;
#[path = "documentation/readme.rs"]
mod readme;
#[path = "documentation/session.rs"]
mod session;
mod support;
#[path = "documentation/tables.rs"]
mod tables;
