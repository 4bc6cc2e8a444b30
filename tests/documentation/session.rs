//! What the README shows of a terminal is what a terminal shows.

use std::process::Command;

use crate::readme::{Block, README, blocks};
use crate::support::{Desk, binary};

/// How the README starts the program where it is not installed yet.
const BY_CARGO: &str = "cargo run --release -- ";

/// A command and what it is said to say.
#[derive(Debug)]
struct Shown {
    command: String,
    said: String,
}

#[test]
fn every_command_says_what_is_shown() {
    let desk = Desk::new();
    let mut commands = 0;
    for block in blocks() {
        match &block.file {
            Some(file) => desk.write(file, &block.text),
            None if block.language == "console" => {
                for shown in session(&block) {
                    let said = run(&desk, &shown.command);
                    assert!(
                        fits(&shown.said, &said),
                        "$ {}\n--- the README shows\n{}--- it says\n{said}",
                        shown.command,
                        shown.said
                    );
                    commands += 1;
                }
            }
            None => {}
        }
    }
    assert!(commands >= 8, "{commands} commands were found");
}

#[test]
fn every_picture_is_there_and_small() {
    const MOST: u64 = 200 * 1024;
    let mut pictures = 0;
    for link in README.split("](").skip(1) {
        let target = link.split(')').next().unwrap();
        if target.ends_with(".png") {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(target);
            let meta = path
                .metadata()
                .unwrap_or_else(|error| panic!("{target}: {error}"));
            assert!(meta.len() < MOST, "{target}: {} bytes", meta.len());
            pictures += 1;
        }
    }
    assert_eq!(pictures, 2);
}

#[test]
fn the_tests_are_run_as_the_readme_says() {
    let (_, section) = README.split_once("\n## Tests\n").unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    let command = block.lines().next().unwrap();
    let script = include_str!("../../.ci/run");
    assert!(
        script.lines().any(|line| line == command),
        ".ci/run does not run {command:?}"
    );
}

#[test]
fn a_pattern_fits_what_it_should_and_nothing_else() {
    let said = "to x\nrows 3\n\ncreated 3\n";
    for good in [
        said,
        "…\n",
        "to …\n…\ncreated 3\n",
        "…\ncreated …\n",
        "to x\n…\nrows …\n\n…\n",
    ] {
        assert!(fits(good, said), "{good:?}");
    }
    for bad in [
        "",
        "to x\n",
        "…\ncreated 4\n",
        "rows 3\n…\n",
        "…\nto y\n…\n",
    ] {
        assert!(!fits(bad, said), "{bad:?}");
    }
}

fn session(block: &Block) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for line in block.text.lines() {
        match (line.strip_prefix("$ "), shown.last_mut()) {
            (Some(command), _) => shown.push(Shown {
                command: command.to_owned(),
                said: String::new(),
            }),
            (None, Some(last)) => last.said.push_str(&format!("{line}\n")),
            (None, None) => panic!("a console block begins with a command: {block:?}"),
        }
    }
    shown
}

/// Runs a line with the binary under test at hand as `glassix-import`.
fn run(desk: &Desk, line: &str) -> String {
    let line = line.replace(BY_CARGO, "glassix-import ");
    let program = binary();
    let folder = std::path::Path::new(program.get_program())
        .parent()
        .unwrap();
    let mut path = folder.as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {line}; }} 2>&1")])
        .current_dir(desk.folder())
        .env_clear()
        .env("PATH", path)
        .output()
        .expect("a shell");
    let said = String::from_utf8(output.stdout).expect("text");
    // Blanks at the ends of lines are not seen, and not kept in the README, which shows a terminal: the last word of
    // a log is not said there.
    said.lines()
        .filter(|line| !line.starts_with("error: ended with status"))
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

/// Whether a pattern fits the whole of what was said.
fn fits(pattern: &str, said: &str) -> bool {
    let pattern: Vec<&str> = pattern.lines().collect();
    let said: Vec<&str> = said.lines().collect();
    lines_fit(&pattern, &said)
}

fn lines_fit(pattern: &[&str], said: &[&str]) -> bool {
    match pattern {
        [] => said.is_empty(),
        ["…", rest @ ..] => (0..=said.len()).any(|skipped| lines_fit(rest, &said[skipped..])),
        [first, rest @ ..] => said
            .split_first()
            .is_some_and(|(line, below)| line_fits(first, line) && lines_fit(rest, below)),
    }
}

fn line_fits(pattern: &str, line: &str) -> bool {
    match pattern.split_once('…') {
        None => pattern == line,
        Some((before, after)) => line.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|end| line_fits(after, &rest[end..]))
        }),
    }
}
