//! What a package holds beside the program: manual pages, completions, units. `.ci/deb` builds it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::schedule::{checker, text, value};
use crate::support::{Desk, binary};

/// The top of the crate.
const TOP: &str = env!("CARGO_MANIFEST_DIR");

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect()
}

#[test]
fn what_the_debian_package_holds_is_there_or_is_written_by_its_script() {
    let script = Path::new(TOP).join(".ci/papers");
    if !script.exists() {
        // What is published has no scripts.
        return;
    }
    let desk = Desk::new();
    let program = env!("CARGO_BIN_EXE_glassix-import");
    let folder = desk.path("papers");
    let Some(output) = checker(
        "bash",
        &[
            &script.display().to_string(),
            program,
            &folder.display().to_string(),
        ],
    ) else {
        return;
    };
    assert!(output.status.success(), "{}", text(&output.stderr));
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let deb = &manifest["package"]["metadata"]["deb"];
    for asset in deb["assets"].as_array().unwrap() {
        let source = asset[0].as_str().unwrap();
        let pattern: PathBuf = match source.strip_prefix("target/papers/") {
            Some(paper) => folder.join(paper),
            // It is what is built.
            None if source == "target/dist/glassix-import" => continue,
            None => Path::new(TOP).join(source),
        };
        let found = glob::glob(pattern.to_str().unwrap()).unwrap();
        assert!(found.flatten().any(|path| path.is_file()), "{source}");
    }
    let commands = ["run", "check", "schedule", "ledger-export", "man"];
    let pages = names(&folder.join("man"));
    for command in commands {
        assert!(
            pages.contains(&format!("glassix-import-{command}.1")),
            "{pages:?}"
        );
    }
    for (shell, arguments) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let script = folder
            .join(format!("glassix-import.{shell}"))
            .display()
            .to_string();
        if let Some(output) = checker(shell, &[arguments, &script]) {
            assert!(output.status.success(), "{shell}: {}", text(&output.stderr));
        }
    }
    let packed = fs::File::open(folder.join("built-in.txt.gz")).unwrap();
    let built_in = std::io::read_to_string(flate2::read::GzDecoder::new(packed)).unwrap();
    for (crate_, is_built_in) in [
        ("rusqlite", true),
        ("libsqlite3-sys", true),
        ("proptest", false),
    ] {
        assert_eq!(
            built_in.contains(&format!("\n{crate_} ")),
            is_built_in,
            "{crate_}"
        );
    }
}

#[test]
fn bash_completes_the_options_of_commands_and_their_values() {
    let desk = Desk::new();
    let script = desk.command(&["completions", "bash"]).end().stdout;
    desk.write("completions", script);
    let completions = desk.path("completions").display().to_string();
    for (words, current, before, expected) in [
        ("glassix-import che", "che", "glassix-import", "check"),
        ("glassix-import run --prog", "--prog", "run", "--progress"),
        (
            "glassix-import run --progress pl",
            "pl",
            "--progress",
            "plain",
        ),
        ("glassix-import ledger ex", "ex", "ledger", "export"),
    ] {
        let asked = format!(
            "source {completions}; complete=$(complete -p glassix-import); complete=${{complete##*-F }}; \
             COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             ${{complete%% *}} glassix-import {current} {before}; echo ${{COMPREPLY[@]}}"
        );
        let Some(output) = checker("bash", &["-c", &asked]) else {
            return;
        };
        assert_eq!(
            text(&output.stdout).trim_end(),
            expected,
            "{words}: {}",
            text(&output.stderr)
        );
    }
}

#[test]
fn systemd_takes_the_units_of_the_package_which_run_the_program_as_printed_ones_do() {
    let desk = Desk::new();
    let printed = desk
        .command(&[
            "schedule",
            "--for",
            "systemd",
            "--system",
            "--",
            "/srv/leads/*.csv",
            "--workspace",
            "acme",
        ])
        .env("USER", "glassix-import")
        .end();
    assert_eq!(printed.status, Some(0), "{printed}");
    let (printed, _) = printed.stdout.split_once("# glassix-import.timer").unwrap();
    let (_, printed) = printed.split_once("[Service]").unwrap();
    let units = Path::new(TOP).join("samples/systemd");
    let unit = fs::read_to_string(units.join("glassix-import@.service")).unwrap();
    let (_, ours) = unit.split_once("[Service]").unwrap();
    // Names and paths are those of the instance; all else is the same.
    let named = [
        "ExecStart",
        "LoadCredential",
        "Environment",
        "StateDirectory",
        "ReadWritePaths",
    ];
    let settings = |unit: &str| -> BTreeSet<String> {
        let joined = unit.replace(" \\\n", " ");
        let lines = joined
            .lines()
            .filter(|line| line.contains('=') && !line.starts_with('#'));
        let other = lines.filter(|line| !named.contains(&line.split('=').next().unwrap()));
        other.map(str::to_owned).collect()
    };
    let mut expected = settings(printed);
    expected.insert("PrivateTmp=yes".into());
    assert_eq!(settings(ours), expected);

    let command = value(&unit, "ExecStart").remove(0);
    let command = command.strip_prefix(":/usr/bin/glassix-import ").unwrap();
    let command = command.replace("%i", "leads").replace("%S", "/var/lib");
    // The command is one that the program takes; the mapping is missed first.
    let output = binary().args(command.split_whitespace()).output().unwrap();
    let said = text(&output.stderr);
    assert!(said.contains("/etc/glassix-import/leads.toml"), "{said}");

    let mut verify = vec!["verify".to_owned(), "--man=no".to_owned()];
    for name in names(&units).iter().filter(|name| name.contains('@')) {
        let text = fs::read_to_string(units.join(name)).unwrap();
        let program = env!("CARGO_BIN_EXE_glassix-import");
        let (stem, kind) = name.split_once('@').unwrap();
        let name = format!("{stem}@leads{kind}");
        desk.write(&name, text.replace("/usr/bin/glassix-import", program));
        verify.push(desk.path(&name).display().to_string());
    }
    assert_eq!(verify.len(), 5);
    let verify: Vec<&str> = verify.iter().map(String::as_str).collect();
    if let Some(output) = checker("systemd-analyze", &verify) {
        let said = text(&output.stderr);
        assert!(
            output.status.success() && !said.contains("glassix-import"),
            "{said}"
        );
    }
}
