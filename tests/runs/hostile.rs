//! Sheets, file names and answers that are made to steer what shows them: nothing of it arrives raw.

use std::os::unix::fs::PermissionsExt as _;

use crate::support::{Desk, End, Impostor, Reply, Table};

/// Colours, a link to elsewhere (OSC 8), a C1 control sequence, a bell, and marks that turn the direction of text.
pub(crate) const STEERING: &str = "\u{1b}[31mred\u{1b}]8;;http://evil.example\u{1b}\\x\u{9b}2J\u{7}\u{8}\u{7f}\u{202e}\u{2066}\u{200f}\u{2028}";

/// A name that a file can have.
pub(crate) const NAME: &str = "evil\u{1b}[31m\u{9b}2J\u{202e}<b>.csv";

/// What would be code in a page.
const HTML: &str = "<img src=x onerror=alert(1)><script>alert(2)</script>";

/// How cells begin that a spreadsheet would calculate.
const FORMULAS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '＝'];

/// Whether a character may steer a terminal or the direction of a text.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn assert_harmless(text: &str, what: &str) {
    let found = text.chars().find(|c| steers(*c));
    assert_eq!(found, None, "{what}: {text}");
}

fn assert_neutral(page: &str, what: &str) {
    assert_harmless(page, what);
    assert!(page.contains("</html>"), "{what}: no page");
    assert!(
        !page.contains("<img") && !page.contains("<script>alert"),
        "{what}"
    );
}

/// A sheet whose name, header and cells are all made to do harm.
pub(crate) fn sheet() -> String {
    let mut sheet = format!("id,phone,tags,message,field1,evil{STEERING}{HTML}\n");
    for (n, cell) in [
        STEERING,
        HTML,
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "＝1",
        "\t=1",
    ]
    .iter()
    .enumerate()
    {
        let cell = cell.replace('"', "\"\"");
        // Sound rows, and rows that are wrong in each column.
        sheet += &format!("s{n},+1 808-555-01{n:02},VIP,\"{cell}\",\"{cell}\",\"{cell}\"\n");
        sheet += &format!("\"{cell}{n}\",\"{cell}\",\"{cell}\",\"{cell}\",\"{cell}\",\"{cell}\"\n");
    }
    sheet
}

/// A service whose every word is made to do harm; `status` is how it answers a create.
pub(crate) fn service(status: u16) -> Impostor {
    Impostor::answering(move |asked| {
        let words = serde_json::json!({ "message": format!("{STEERING}{HTML}") }).to_string();
        let what = asked.what.split('?').next().unwrap_or_default();
        match what.rsplit('/').next().unwrap_or_default() {
            "get" if what.contains("token") => {
                Reply::new(200, r#"{"access_token":"t0ken-t0ken","expires_in":10800}"#)
            }
            "gettags" => Reply::new(
                200,
                serde_json::json!([{ "name": STEERING }, { "name": HTML }, { "name": "VIP" }])
                    .to_string(),
            ),
            "list" => Reply::new(200, r#"{"tickets":[],"paging":null}"#),
            "create" if status == 200 => {
                let sent: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
                let body = serde_json::json!({
                    "id": 7, "uniqueArgument": sent["uniqueArgument"], "field1": STEERING, "field2": HTML,
                    "tags": [STEERING], "open": STEERING, "culture": STEERING,
                });
                Reply::new(200, body.to_string()).header("Date: \u{9b}")
            }
            _ => Reply::new(status, words),
        }
    })
}

#[test]
fn what_is_made_to_steer_is_shown_as_its_code_by_every_command() {
    for status in [200, 400, 409, 403, 500] {
        let (service, desk) = (service(status), Desk::new());
        desk.write(NAME, sheet());
        let check = |arguments: &[&str]| {
            let command = desk.command(arguments);
            let end = match arguments[0] {
                "run" | "retry" | "verify" => {
                    let place = ["--base-url", &service.base_url()];
                    let command = command.args(&place).args(&["-vv"]);
                    command
                        .env("GLASSIX_API_KEY", STEERING.trim_matches('\0'))
                        .env("GLASSIX_API_SECRET", "not-a-real-secret")
                        .env("GLASSIX_USER_NAME", STEERING)
                        .end()
                }
                _ => command.end(),
            };
            let what = format!("{status} {}", arguments[0]);
            assert!(!end.stderr.contains("panicked"), "{what}: {end}");
            assert_harmless(&end.stdout, &what);
            assert_harmless(&end.stderr, &what);
            end
        };
        check(&["check", NAME, "--report", "check.html"]);
        assert_neutral(&desk.read("check.html"), "check");
        check(&["init", NAME, "--yes", "-o", "m.toml"]);
        let patient = [
            "--patience",
            "1s",
            "--deadline",
            "3s",
            "--settle",
            "1s",
            "--max-attempts",
            "1",
        ];
        let run = [
            "run",
            NAME,
            "--unknown-tags",
            "reject",
            "--with-values",
            "--report",
            "run.html",
        ];
        let end = check(&[&run[..], &patient].concat());
        assert!(end.stdout.contains("rejected"), "{end}");
        assert_neutral(&desk.read("run.html"), "run");
        check(&[&["retry"][..], &patient].concat());
        check(&["verify"]);
        check(&["status", "--with-values"]);
        check(&["explain", "s0"]);
        check(&["explain", &format!("{}1", HTML)]);
        check(&["report", "--with-values", "-o", "report.html"]);
        assert_neutral(&desk.read("report.html"), "report");
        check(&["ledger", "export", "-o", "e.jsonl"]);
        check(&["ledger", "import", "e.jsonl", "--ledger", "other.sqlite"]);
        check(&["results", "-o", "all.csv"]);
        let table = Table::open(&desk.path("all.csv"));
        for cell in table.header.iter().chain(table.rows.iter().flatten()) {
            // A negative number runs nothing and stays what it is.
            let is_formula = cell.starts_with(FORMULAS) && cell.parse::<i64>().is_err();
            assert!(!is_formula, "{cell:?} would be calculated");
        }
        check(&["results", "-o", "all.xlsx"]);
        // In a workbook each cell is text by its kind, which opening it as a table checks.
        assert!(!Table::open(&desk.path("all.xlsx")).rows.is_empty());
        for scheduler in ["systemd", "cron", "kubernetes", "launchd", "windows"] {
            check(&[
                "schedule",
                "--for",
                scheduler,
                "--",
                NAME,
                "--workspace",
                "acme",
            ]);
        }
    }
}

#[test]
fn names_of_files_that_are_not_there_or_cannot_be_read_steer_no_terminal() {
    let desk = Desk::new();
    desk.write(NAME, "\0\0\0\0");
    let absent = format!("no{NAME}");
    for arguments in [
        &["check", &absent][..],
        &["check", NAME],
        &["init", &absent],
        &["run", &absent, "--sandbox"],
        &["run", NAME, "--sandbox", "--config", &absent],
        &["status", "--ledger", &absent],
        &["status", "--ledger", NAME],
        &["explain", STEERING, "--ledger", NAME],
        &["results", "--ledger", &absent],
        &["report", "--ledger", &absent],
        &["verify", "--ledger", &absent, "--sandbox"],
        &["retry", "--ledger", &absent, "--sandbox"],
        &["ledger", "import", &absent],
        &["ledger", "backup", "-o", &absent, "--ledger", NAME],
        &["sandbox", "--config", &absent],
        &["sandbox", "--fault", STEERING],
        &["run", "x.csv", "--base-url", STEERING],
        &["run", "x.csv", "--workspace", STEERING],
        &["run", "x.csv", "--sandbox", "--rate", STEERING],
        &["run", "x.csv", "--sandbox", "--archive", &absent],
        &["run", "x.csv", "--sandbox", "--report", NAME],
        &["run", "x.csv", "--sandbox", "--results", NAME],
        &["schedule", "--", "x.csv", "--workspace", STEERING],
    ] {
        let end: End = desk.command(arguments).end();
        let what = arguments.join(" ").escape_debug().to_string();
        assert_ne!(end.status, Some(0), "{what}: {end}");
        assert!(!end.stderr.contains("panicked"), "{what}: {end}");
        assert_harmless(&format!("{}{}", end.stdout, end.stderr), &what);
    }
}

#[test]
fn no_output_is_written_over_an_input_by_whatever_name() {
    let desk = Desk::new();
    desk.write("leads.csv", "id,phone\n1,+1 808-555-0101\n2,no phone\n");
    desk.write("m.toml", "[limits]\nrate = \"none\"\n");
    let run = ["run", "leads.csv", "--sandbox", "--config", "m.toml"];
    assert_eq!(desk.command(&run).end().status, Some(3));
    let inputs = ["leads.csv", "m.toml", "glassix-import.sqlite"];
    for input in inputs {
        for (kind, suffix) in [("soft", "html"), ("hard", "prom")] {
            let link = desk.path(&format!("{kind}-{input}.{suffix}"));
            match kind {
                "soft" => std::os::unix::fs::symlink(input, &link).unwrap(),
                _ => std::fs::hard_link(desk.path(input), &link).unwrap(),
            }
        }
    }
    let before = inputs.map(|input| std::fs::read(desk.path(input)).unwrap());
    for input in inputs {
        for output in [
            input.to_owned(),
            format!("./{input}"),
            format!("soft-{input}.html"),
            format!("hard-{input}.prom"),
        ] {
            let output = output.as_str();
            for arguments in [
                &[
                    "check",
                    "leads.csv",
                    "--config",
                    "m.toml",
                    "--report",
                    output,
                ][..],
                &["check", "leads.csv", "--records", output],
                &[&run[..], &["--report", output]].concat(),
                &[&run[..], &["--results", output]].concat(),
                &[&run[..], &["--metrics-file", output]].concat(),
                &["report", "-o", output],
                &["results", "-o", output],
                &["ledger", "export", "-o", output],
                &["ledger", "backup", "-o", output],
                &["init", "leads.csv", "--yes", "-o", output],
            ] {
                let end = desk.command(arguments).end();
                assert!(!end.stderr.contains("panicked"), "{end}");
                for (input, content) in inputs.iter().zip(&before) {
                    let now = std::fs::read(desk.path(input)).unwrap();
                    assert!(
                        *input == "glassix-import.sqlite" || now == *content,
                        "{} wrote over {input}: {end}",
                        arguments.join(" ")
                    );
                    assert!(now.starts_with(&content[..16]), "{}", arguments.join(" "));
                }
            }
        }
    }
    let whole = desk.command(&["status"]).end();
    assert_eq!(whole.status, Some(0), "the ledger is one still: {whole}");
}

#[test]
fn what_tells_of_customers_is_for_its_owner_alone() {
    let desk = Desk::new();
    let run = desk
        .sample()
        .args(&["--sandbox", "--limit", "3", "--results", "r.jsonl"]);
    run.args(&["--report", "r.html"]).end().summary_of(4);
    for arguments in [
        &["check", "samples/leads.csv", "--report", "c.html"][..],
        &["results", "-o", "a.csv"],
        &["results", "-o", "a.xlsx"],
        &["ledger", "export", "-o", "e.jsonl"],
        &["ledger", "backup", "-o", "b.sqlite"],
    ] {
        let end = desk.command(arguments).end();
        assert!(matches!(end.status, Some(0 | 3)), "{end}");
    }
    for name in [
        "glassix-import.sqlite",
        "glassix-import.sqlite.sandbox",
        "r.jsonl",
        "r.html",
        "c.html",
        "a.csv",
        "a.xlsx",
        "e.jsonl",
        "b.sqlite",
    ] {
        let mode = std::fs::metadata(desk.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
