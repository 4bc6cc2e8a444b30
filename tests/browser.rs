//! The report in a real browser: headless Chromium, where one is installed; otherwise the tests say so and pass.
//!
//! A page beside the report holds it in a frame, uses it as a person would, and writes down what it saw;
//! the browser prints that page when it has settled. It is started without a network.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr
)]

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/report.rs"]
mod report;
mod support;
