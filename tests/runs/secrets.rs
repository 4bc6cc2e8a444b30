//! No secret is ever written: not to a screen, not to a log, not to a file, whatever goes wrong.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::{Desk, End, Import, Impostor, Listener, Reply, Service, until};

/// What marks a secret; nothing else in these tests holds it.
const MARK: &str = "S3CRET";

/// The secrets of the environment. The sandbox takes any.
const API_SECRET: &str = "S3CRET-of-the-department";
const TOKEN: &str = "S3CRET-ready-token";

/// The token that a service gives.
const GIVEN: &str = "S3CRET-given-token";

const KEY: &str = "00000000-1111-2222-3333-444444444444";

/// A way of being told secrets.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    Environment,
    Files,
    Unit,
}

/// A desk whose files of secrets stand in a folder of their own.
struct Safe {
    desk: Desk,
    secrets: tempfile::TempDir,
}

impl Safe {
    fn new(notify: &Listener) -> Self {
        let secrets = tempfile::tempdir().unwrap();
        let url = notify.url().replace("T0K3N", MARK);
        for (name, text) in [
            ("api-key", KEY),
            ("api-secret", API_SECRET),
            ("user-name", "importer@example.com"),
            ("notify-url", &url),
            ("ping-url", &url),
        ] {
            let path = secrets.path().join(name);
            std::fs::write(&path, format!("{text}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let desk = Desk::new();
        desk.write(
            "few.csv",
            "id,phone,tags\n1,+1 808-555-0101,VIP\n2,no phone,VIP\n3,+1 808-555-0103,New\n",
        );
        Self { desk, secrets }
    }

    fn command(&self, arguments: &[&str], told: Told) -> Import {
        let mut command = self.desk.command(arguments);
        if told == Told::Unit {
            let folder = self.secrets.path().to_str().unwrap();
            return command.env("CREDENTIALS_DIRECTORY", folder);
        }
        for (variable, file) in [
            ("GLASSIX_API_KEY", "api-key"),
            ("GLASSIX_API_SECRET", "api-secret"),
            ("GLASSIX_USER_NAME", "user-name"),
            ("GLASSIX_IMPORT_NOTIFY_URL", "notify-url"),
            ("GLASSIX_IMPORT_PING_URL", "ping-url"),
        ] {
            let path = self.secrets.path().join(file);
            command = if told == Told::Files {
                command.env(&format!("{variable}_FILE"), path.to_str().unwrap())
            } else {
                command.env(variable, std::fs::read_to_string(path).unwrap().trim())
            };
        }
        command
    }

    /// Nothing that was said or written holds a secret.
    fn assert_kept(&self, end: &End, what: &str) {
        assert!(!format!("{end}").contains(MARK), "{what} says it: {end}");
        assert!(!end.stderr.contains("panicked"), "{what}: {end}");
        search(self.desk.folder(), what);
    }
}

/// Looks through every file below a folder.
fn search(folder: &Path, what: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            search(&path, what);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let wide: Vec<u8> = MARK.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for mark in [MARK.as_bytes(), &wide] {
            let is_there = bytes.windows(mark.len()).any(|piece| piece == mark);
            assert!(!is_there, "{what} writes it into {}", path.display());
        }
    }
}

#[test]
fn no_command_says_or_writes_a_secret_however_it_was_told() {
    for told in [Told::Environment, Told::Files, Told::Unit] {
        let (service, heard) = (Service::start(), Listener::answering(&[500, 200]));
        let safe = Safe::new(&heard);
        let base = service.base_url();
        let check = |arguments: &[&str], statuses: &[i32]| {
            let what = format!("{told:?} {}", arguments.join(" "));
            let end = safe.command(arguments, told).end();
            assert!(statuses.contains(&end.status.unwrap()), "{what}: {end}");
            safe.assert_kept(&end, &what);
        };
        let place = ["--base-url", &base, "-vv"];
        let with = |words: &[&'static str]| [words, &place[..]].concat();
        check(&with(&["check", "few.csv", "--report", "c.html"]), &[3]);
        check(
            &[
                "init",
                "few.csv",
                "--yes",
                "-o",
                "m.toml",
                "--base-url",
                &base,
                "-vv",
            ],
            &[0],
        );
        let run = with(&[
            "run",
            "few.csv",
            "--format",
            "json",
            "--log-format",
            "json",
            "--report",
            "r.html",
            "--results",
            "r.jsonl",
            "--metrics-file",
            "a.prom",
        ]);
        check(&run, &[3]);
        check(&with(&["run", "few.csv"]), &[3]);
        check(&with(&["retry"]), &[0, 2, 3]);
        check(&with(&["verify"]), &[0]);
        for words in [
            &["status"][..],
            &["status", "--format", "json", "--with-values"],
            &["explain", "1"],
            &["results", "--only", "created,rejected", "-o", "a.csv"],
            &["results", "-o", "a.xlsx"],
            &["report", "-o", "b.html", "--with-values"],
            &["ledger", "export", "-o", "e.jsonl"],
            &["ledger", "backup", "-o", "b.sqlite"],
            &["ledger", "vacuum"],
            &["ledger", "import", "e.jsonl", "--ledger", "other.sqlite"],
        ] {
            check(&[words, &["-vv"]].concat(), &[0, 3]);
        }
        for scheduler in ["systemd", "cron", "kubernetes", "launchd", "windows"] {
            let words = ["schedule", "--for", scheduler, "--install", "papers", "--"];
            check(&[&words[..], &["few.csv"], &place[..2]].concat(), &[0]);
        }
        assert!(heard.calls().len() > 2, "somebody was told");
    }
}

#[test]
fn a_login_that_is_refused_shows_no_secret_even_if_the_service_repeats_it() {
    for status in [400, 401, 403, 404, 302, 200] {
        let service = Impostor::answering(move |asked| {
            Reply::new(
                status,
                format!("{{\"message\":\"bad: {}\"}}", asked.body.replace('"', "'")),
            )
        });
        let heard = Listener::answering(&[]);
        let safe = Safe::new(&heard);
        for command in [&["run", "few.csv", "--format", "json"][..], &["verify"]] {
            let place = ["--base-url", &service.base_url(), "-vv"];
            let import = safe.command(&[command, &place].concat(), Told::Files);
            let import = if command[0] == "run" {
                import.args(&["--patience", "1s"])
            } else {
                import
            };
            let end = import.end();
            assert_ne!(end.status, Some(0), "{end}");
            safe.assert_kept(&end, &format!("{} after {status}", command[0]));
        }
        for call in heard.calls() {
            assert!(!call.body.contains(MARK), "{}", call.body);
        }
        assert!(service.asked()[0].body.contains(API_SECRET));
    }
}

#[test]
fn a_token_that_is_refused_or_repeated_shows_itself_nowhere() {
    for status in [401, 403, 500] {
        let service = Impostor::answering(move |asked| {
            if asked.what.ends_with("/token/get") {
                let token = format!("{{\"access_token\":\"{GIVEN}\",\"expires_in\":10800}}");
                return Reply::new(200, token);
            }
            // What the client sent, as it sent it.
            let sent = [GIVEN, TOKEN].into_iter().find(|token| {
                let line = format!("authorization: bearer {}", token.to_lowercase());
                asked.head.contains(&line)
            });
            Reply::new(status, format!("{{\"message\":\"no: {}\"}}", sent.unwrap()))
        });
        let heard = Listener::answering(&[]);
        let safe = Safe::new(&heard);
        for variable in ["GLASSIX_ACCESS_TOKEN", "NOTHING"] {
            let end = safe
                .command(
                    &["run", "few.csv", "--base-url", &service.base_url(), "-vv"],
                    Told::Environment,
                )
                .args(&["--patience", "1s", "--settle", "1s", "--max-attempts", "2"])
                .env(variable, TOKEN)
                .end();
            assert_ne!(end.status, Some(0), "{end}");
            safe.assert_kept(&end, &format!("{variable} after {status}"));
        }
    }
}

#[test]
fn a_place_that_cannot_be_reached_and_settings_that_cannot_be_used_show_no_secret() {
    let heard = Listener::answering(&[]);
    let safe = Safe::new(&heard);
    for arguments in [
        &[
            "run",
            "few.csv",
            "--base-url",
            "https://127.0.0.1:1/api/v1.2",
            "--patience",
            "1s",
        ][..],
        &[
            "run",
            "few.csv",
            "--base-url",
            "https://x:S3CRET@127.0.0.1/api/v1.2",
        ],
        &[
            "run",
            "few.csv",
            "--base-url",
            "https://127.0.0.1/api?token=S3CRET",
        ],
        &[
            "run",
            "absent.csv",
            "--sandbox",
            "--notify-url=http://a.example/S3CRET",
        ],
        &["run", "absent.csv", "--sandbox", "--ping-url", "S3CRET"],
        &[
            "schedule",
            "--",
            "few.csv",
            "--workspace",
            "acme",
            "--ping-url",
            "https://a.example/S3CRET",
        ],
        &["verify", "--base-url", "https://127.0.0.1:1/api/v1.2"],
    ] {
        let end = safe.command(arguments, Told::Files).end();
        safe.assert_kept(&end, &arguments[..2].join(" "));
    }
    let place = [
        "run",
        "few.csv",
        "--base-url",
        "https://127.0.0.1:1/api/v1.2",
    ];
    let folder = safe.secrets.path().to_str().unwrap();
    let end = safe.desk.command(&place);
    let end = end.env("GLASSIX_API_SECRET_FILE", folder).end();
    assert_eq!(end.status, Some(2), "{end}");
    safe.assert_kept(&end, "a folder instead of a file");
    let end = safe.desk.command(&place);
    let end = end.env("GLASSIX_ACCESS_TOKEN", "S3CRET\nX-Other: 1").end();
    assert_eq!(end.status, Some(7), "no header takes this token: {end}");
    safe.assert_kept(&end, "a token with a line break in it");
}

#[test]
fn a_run_that_is_killed_leaves_no_secret_in_its_files() {
    let (service, heard) = (Service::start(), Listener::answering(&[]));
    let safe = Safe::new(&heard);
    let run = [
        "run",
        "samples/leads.csv",
        "--config",
        "samples/leads.toml",
        "--rate",
        "20/s",
        "-vv",
    ];
    let place = ["--base-url", &service.base_url(), "--results", "r.jsonl"];
    let run = safe
        .command(&[&run[..], &place].concat(), Told::Files)
        .start();
    service.until_creates(5);
    run.signal(rustix::process::Signal::KILL);
    let end = run.end();
    assert!(safe.desk.path("glassix-import.sqlite-wal").exists());
    safe.assert_kept(&end, "a run that was killed");
}

#[test]
fn the_sandbox_neither_logs_nor_keeps_what_it_was_told() {
    let heard = Listener::answering(&[]);
    let safe = Safe::new(&heard);
    let listen = [
        "sandbox",
        "--listen",
        "127.0.0.1:0",
        "--state",
        "tickets",
        "-vv",
    ];
    let sandbox = safe.desk.command(&listen).start();
    let base = until("the sandbox says where it listens", || {
        let said = sandbox.stdout();
        let (url, _) = said.split_once("/api/v1.2\n")?;
        Some(format!("http{}/api/v1.2", url.rsplit_once("http")?.1))
    });
    let run = ["run", "few.csv", "--base-url", &base];
    assert_eq!(safe.command(&run, Told::Files).end().status, Some(3));
    sandbox.signal(rustix::process::Signal::TERM);
    safe.assert_kept(&sandbox.end(), "the sandbox");
}

#[test]
fn a_secret_that_others_can_read_is_warned_about_once_and_a_platforms_own_is_not() {
    let heard = Listener::answering(&[]);
    let safe = Safe::new(&heard);
    let path = safe.secrets.path().join("api-secret");
    let warnings = |import: Import| {
        let end = import.args(&["--dry-run"]).end();
        assert_eq!(end.status, Some(3), "{end}");
        let lines = end.stderr.lines();
        let lines = lines.filter(|line| line.contains("chmod 600"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let run = [
        "run",
        "few.csv",
        "--base-url",
        "http://127.0.0.1:9/api/v1.2",
    ];
    assert!(warnings(safe.command(&run, Told::Files)).is_empty());
    for mode in [0o640, 0o604, 0o660] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let lines = warnings(safe.command(&run, Told::Files));
        assert_eq!(lines.len(), 1, "{mode:o}: {lines:?}");
        assert!(lines[0].contains(path.to_str().unwrap()), "{lines:?}");
        assert!(lines[0].contains("GLASSIX_API_SECRET"), "{lines:?}");
    }
    let unit = safe.secrets.path().to_str().unwrap();
    let units_own = safe.command(&run, Told::Files);
    assert!(warnings(units_own.env("CREDENTIALS_DIRECTORY", unit)).is_empty());
    assert!(warnings(safe.command(&run, Told::Unit)).is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_process_leaves_no_core_file_that_would_hold_its_secrets() {
    let (service, desk) = (Service::start(), Desk::new());
    let run = desk.sample_at("5/s").to(&service).start();
    service.until_creates(1);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", run.id())).unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = line.unwrap().split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"]);
    run.signal(rustix::process::Signal::TERM);
    run.end().summary_of(143);
}
