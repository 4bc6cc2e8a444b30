#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::collections::BTreeSet;
use std::path::Path;

use super::*;

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn every_input_that_was_kept_for_a_fuzzer_breaks_no_promise() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    if !fuzz.join("Cargo.toml").exists() {
        // A package holds no other package, and so neither the fuzzers nor their seeds.
        return;
    }
    let targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names(&fuzz.join("seeds")),
        targets,
        "a folder for each target"
    );
    for (name, target) in TARGETS {
        let folder = fuzz.join("seeds").join(name);
        let seeds = names(&folder);
        assert!(!seeds.is_empty(), "{name} has no seed");
        for seed in seeds {
            let bytes = std::fs::read(folder.join(&seed)).unwrap();
            let outcome = std::panic::catch_unwind(|| target(&bytes));
            assert!(
                outcome.is_ok(),
                "{name} fails on {}",
                folder.join(seed).display()
            );
            // What is near to a seed is tried as well: its beginnings, and an empty input.
            for end in [0, bytes.len() / 2, bytes.len().saturating_sub(1)] {
                target(&bytes[..end]);
            }
        }
    }
}

#[test]
fn every_target_has_its_fuzzer() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    if !fuzz.join("Cargo.toml").exists() {
        return;
    }
    let fuzzers = names(&fuzz.join("fuzz_targets"));
    let targets: Vec<String> = TARGETS
        .iter()
        .map(|(name, _)| format!("{name}.rs"))
        .collect();
    assert_eq!(fuzzers, targets);
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
    }
}
