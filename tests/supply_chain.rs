//! What is built in may be given away under the licences of this crate, and comes from where it should.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// The rules, which cargo-deny reads too.
const RULES: &str = include_str!("../deny.toml");

fn packages() -> Vec<Value> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let cargo = cargo
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    let said = String::from_utf8_lossy(&cargo.stderr).into_owned();
    assert!(cargo.status.success(), "{said}");
    let found: Value = serde_json::from_slice(&cargo.stdout).expect("metadata");
    found["packages"].as_array().expect("packages").clone()
}

/// Whether a licence expression can be met with these: one of those joined by OR (also written as a slash), all of those
/// joined by AND, with parentheses.
fn is_met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.trim();
    // AND binds more than OR.
    for or in [" OR ", "/"] {
        if let Some(parts) = split(expression, or) {
            return parts.into_iter().any(|part| is_met(part, allowed));
        }
    }
    if let Some(parts) = split(expression, " AND ") {
        return parts.into_iter().all(|part| is_met(part, allowed));
    }
    match expression
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => is_met(inner, allowed),
        None => allowed.contains(expression),
    }
}

/// The parts between a word that stands outside of parentheses, if it does.
fn split<'a>(expression: &'a str, word: &str) -> Option<Vec<&'a str>> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && expression[at..].starts_with(word) => {
                parts.push(&expression[start..at]);
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    (parts.len() > 1).then_some(parts)
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let rules: toml::Table = RULES.parse().expect("deny.toml");
    let allowed = rules["licenses"]["allow"].as_array().expect("licences");
    let allowed: BTreeSet<&str> = allowed.iter().map(|name| name.as_str().unwrap()).collect();
    let mut refused = Vec::new();
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_met(licence, &allowed) {
            refused.push(format!("{} {licence}", package["name"]));
        }
    }
    assert_eq!(
        refused, [""; 0],
        "these licences are not allowed in deny.toml"
    );
}

#[test]
fn no_crate_comes_from_elsewhere_or_is_banned() {
    let rules: toml::Table = RULES.parse().expect("deny.toml");
    let banned = rules["bans"]["deny"].as_array().expect("bans");
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let source = package["source"].as_str();
        assert!(
            source.is_none_or(|source| source.starts_with("registry+")),
            "{name} comes from {source:?}"
        );
        assert!(
            banned.iter().all(|ban| ban["crate"].as_str() != Some(name)),
            "{name}"
        );
    }
}

#[test]
fn no_crate_asks_for_a_younger_compiler_than_this_one_does() {
    let version = |text: &str| -> Vec<u32> {
        let numbers = text.split('.').map(|number| number.parse().unwrap());
        numbers.collect()
    };
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    for package in packages() {
        if let Some(theirs) = package["rust_version"].as_str() {
            assert!(
                version(theirs) <= [&ours[..], &[0]].concat(),
                "{} {theirs}",
                package["name"]
            );
        }
    }
}

#[test]
fn the_licences_of_an_expression_are_told_apart() {
    let allowed = BTreeSet::from(["MIT", "ISC"]);
    for met in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "ISC AND (MIT OR GPL-3.0)",
        "(MIT AND ISC)",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "none",
        "(GPL-3.0 OR EUPL-1.2) AND MIT",
    ] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}
