//! The tests that CONTRIBUTING.md names are there.

use std::path::Path;

/// The page.
const PAGE: &str = include_str!("../../CONTRIBUTING.md");

/// Everything below a folder of this crate, one text behind the other.
fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_is_named_is_there() {
    let mut code = String::new();
    for folder in ["src", "tests"] {
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut code,
        );
    }
    let (_, table) = PAGE.split_once("| point | test |").unwrap();
    let cells = table.lines().filter_map(|line| line.split('|').nth(2));
    let names: Vec<&str> = cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        let is_there = name.contains('/') || code.contains(&format!("fn {name}("));
        assert!(is_there, "there is no test {name}");
    }
}
