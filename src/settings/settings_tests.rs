#![allow(clippy::unwrap_used, clippy::unwrap_in_result)]
use super::environment::tests::Table;
use super::*;
use crate::cli::PlaceArgs;

fn args(file: &str) -> (tempfile::TempDir, RunArgs) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapping.toml");
    std::fs::write(&path, file).unwrap();
    let place = PlaceArgs {
        config: Some(path),
        sandbox: true,
        ..PlaceArgs::default()
    };
    let args = RunArgs {
        place,
        ..RunArgs::default()
    };
    (folder, args)
}

#[test]
fn flags_beat_the_environment_which_beats_the_file_which_beats_defaults() {
    let (_folder, mut args) =
        args("[target]\nworkspace = \"from-file\"\n[limits]\nrate = \"7/s\"\nconcurrency = 3\n");
    args.place.sandbox = false;
    let mut table = Table::of(&[
        ("GLASSIX_ACCESS_TOKEN", "t"),
        ("GLASSIX_WORKSPACE", "from-environment"),
    ]);
    let host = |args: &RunArgs, table: &Table| {
        let Destination::Service(endpoint, _) = Settings::new(args, table).unwrap().destination
        else {
            return String::new();
        };
        endpoint.host()
    };
    assert_eq!(host(&args, &table), "from-environment.glassix.com");
    table.0.remove("GLASSIX_WORKSPACE");
    assert_eq!(host(&args, &table), "from-file.glassix.com");
    args.place.workspace = Some("typed".into());
    args.sending.rate = vec!["9/s".into()];
    assert_eq!(host(&args, &table), "typed.glassix.com");
    let settings = Settings::new(&args, &table).unwrap();
    assert_eq!(settings.rates.origin, Origin::Flag);
    assert_eq!(settings.rates.value.to_string(), "9/s");
    assert_eq!(
        (settings.concurrency.value, settings.concurrency.origin),
        (Concurrency::Exactly(3), Origin::File)
    );
    assert_eq!(settings.timeout.origin, Origin::Default);
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    for (file, expected) in [
        ("[limits]\nrate = \"fast\"", "rate: \"fast\" is not a rate"),
        (
            "[limits]\nconcurrency = 0",
            "concurrency: 0 is not between 1 and 4096",
        ),
        (
            "[limits]\ntimeout = \"soon\"",
            "timeout: \"soon\" is not a duration",
        ),
        (
            "[limits]\nmax_failures = \"0\"",
            "max-failures: \"0\" is neither",
        ),
        (
            "[limits]\nmax_equal_errors = 0",
            "max-equal-errors: \"0\" is no number of rows",
        ),
        (
            "[limits]\npatience = \"200h\"",
            "patience: \"200h\" is not between",
        ),
        (
            "[limits]\ndeadline = \"6 am\"",
            "deadline: \"6 am\" is not a duration",
        ),
        (
            "[limits]\nmax_duration = \"06:00\"",
            "max-duration: \"06:00\" is not a duration",
        ),
        (
            "[input]\ndelimiter = \";;\"",
            "input.delimiter: \";;\" is not one character",
        ),
        (
            "[input]\ndefault_region = \"Israel\"",
            "input.default_region: ",
        ),
    ] {
        let (_folder, args) = args(file);
        let error = Settings::new(&args, &Table::of(&[]))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn without_a_destination_nothing_starts() {
    let error = Settings::new(&RunArgs::default(), &Table::of(&[])).unwrap_err();
    assert!(matches!(error, SettingsError::NoDestination));
}
