//! What is done with bytes that a stranger has made: a function for each kind, which fails by a panic and by nothing
//! else. The bodies stand beside the code whose insides they reach (`fuzz.rs`). The fuzzers of `tests/fuzz` call them
//! with bytes that they make, and the test below with those that are kept in `tests/fuzz/seeds`.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

mod choices;
mod json;

pub(crate) use choices::Choices;

use crate::{glassix, ledger, mapping, sandbox, settings, sheet};

/// Takes bytes from anywhere, and panics where they break a promise.
pub type Target = fn(&[u8]);

/// All targets, by the name of their fuzzer and the folder of their seeds.
pub const TARGETS: [(&str, Target); 11] = [
    ("answer", glassix::fuzz::answer),
    ("csv", sheet::fuzz::csv),
    ("headers", glassix::fuzz::headers),
    ("json", json::json),
    ("ledger", ledger::fuzz::import_text),
    ("mapping", mapping::fuzz::mapping),
    ("ods_xls", sheet::fuzz::ods_xls),
    ("sandbox", sandbox::fuzz::request),
    ("settings", settings::fuzz::settings),
    ("text", sheet::fuzz::text),
    ("xlsx", sheet::fuzz::xlsx),
];

/// Runs the target of this name.
///
/// # Panics
/// Where a promise is broken, and where there is no such target.
pub fn run(name: &str, data: &[u8]) {
    let known = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = known.expect("a target of this name");
    target(data);
}

#[cfg(test)]
#[path = "replay.rs"]
mod tests;
