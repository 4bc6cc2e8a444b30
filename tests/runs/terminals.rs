//! What is shown on a terminal, to whoever sees it, and to whoever has it read out.

use std::collections::BTreeSet;

use crate::support::{Desk, Service};

const SHEET: &str = "id,name,whatsapp\nA,Ann,12025550101\nB,Ben,12025550102\nC,Col,12025550103\n\
     D,Dan,12025550104\nE,no number,\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("few.csv", SHEET);
    desk
}

#[test]
fn sentences_are_said_line_by_line_and_nothing_is_written_over() {
    let (service, desk) = (Service::faulty("create:429:at=1,retry_after=6"), desk());
    let run = ["run", "few.csv", "--rate", "2/s", "--progress", "plain"];
    let run = desk.command(&run);
    let shown = run.to(&service).on_terminal();
    let text = &shown.text;
    assert_eq!(shown.status, Some(3), "{text}");
    for line in shown.lines() {
        assert!(!line.contains(char::is_control), "{line:?} in {text}");
        assert!(!line.contains(is_drawn), "{line:?} in {text}");
    }
    for sentence in [
        "The service asks us to wait, so that nothing is sent for another ".to_owned(),
        "The wait is over, and sending goes on, at most 1 request a second.".to_owned(),
        "Sending has ended: 5 of 5 rows done, 4 created, 1 rejected.".to_owned(),
    ] {
        let said = shown
            .lines()
            .into_iter()
            .filter(|line| line.starts_with(&sentence));
        assert_eq!(said.count(), 1, "{sentence} in {text}");
    }
    assert!(!text.contains("wait_seconds"), "it is said once: {text}");
}

/// Blocks of bars, and dots of spinners.
fn is_drawn(c: char) -> bool {
    matches!(c, '\u{2580}'..='\u{259F}' | '\u{2800}'..='\u{28FF}')
}

#[test]
fn sentences_are_said_elsewhere_too_and_not_to_whoever_wants_silence() {
    let desk = desk();
    let end = desk
        .run(&["few.csv", "--sandbox", "--progress", "plain"])
        .end();
    end.summary_of(3);
    let last = "\nSending has ended: 5 of 5 rows done, 4 created, 1 rejected.\n";
    assert!(end.stderr.contains(last), "{end}");
    let quiet = ["few.csv", "--sandbox", "--progress", "plain", "--quiet"];
    let end = desk.run(&quiet).end();
    assert!(!end.stderr.contains("Sending"), "{end}");
}

#[test]
fn an_outage_is_told_in_one_sentence_with_its_reason() {
    let (service, desk) = (Service::faulty("create:502:from=0,to=6"), desk());
    let run = desk.run(&["few.csv", "--rate", "40/s", "--progress", "plain"]);
    let end = run.to(&service).end();
    end.summary_of(3);
    let sentence =
        "\nThe service does not work (answered 502), so that everybody waits until it does.\n";
    assert_eq!(end.stderr.matches(sentence).count(), 1, "{end}");
    assert!(
        !end.stderr.contains("wait_seconds"),
        "it is said once: {end}"
    );
}

#[test]
fn colours_and_bars_are_for_terminals_that_have_them_and_people_who_want_them() {
    let desk = desk();
    let shown = |variables: &[(&str, &str)]| {
        let run = [
            "run",
            "few.csv",
            "--sandbox",
            "--dry-run",
            "--progress",
            "always",
            "-v",
        ];
        let mut run = desk.command(&run);
        for (name, value) in variables {
            run = run.env(name, value);
        }
        let shown = run.on_terminal();
        assert_eq!(shown.status, Some(3), "{}", shown.text);
        shown
    };
    let xterm = ("TERM", "xterm-256color");
    let coloured = shown(&[xterm]);
    assert!(coloured.has_colours());
    for variables in [
        &[xterm, ("NO_COLOR", "1")][..],
        &[xterm, ("CLICOLOR", "0")],
        &[("TERM", "dumb")],
    ] {
        let plain = shown(variables);
        assert!(!plain.has_colours(), "{variables:?}: {}", plain.text);
    }
    let dumb = shown(&[("TERM", "dumb")]);
    assert!(!dumb.text.contains('\u{1b}'), "{}", dumb.text);
    let forced = desk
        .command(&["check", "nowhere.csv"])
        .env("CLICOLOR_FORCE", "1");
    assert!(
        !forced.end().stderr.contains('\u{1b}'),
        "no line of it has a colour"
    );
    // What a colour says, a word says too.
    let levels: BTreeSet<&str> = ["ERROR", "WARN", "INFO", "DEBUG"].into();
    let plain = coloured.without_colours();
    for line in coloured
        .lines()
        .into_iter()
        .filter(|line| line.contains("\u{1b}[3"))
    {
        assert!(
            levels.iter().any(|level| line.contains(level)),
            "{line:?} in {plain}"
        );
    }
}

#[test]
fn help_and_complaints_about_what_was_typed_have_no_colours_for_whoever_wants_none() {
    let desk = Desk::new();
    for typed in [&["run", "--help"][..], &["run", "--rat", "5/s"]] {
        let shown = |name: &str, value: &str| {
            let command = desk.command(typed).env("TERM", "xterm");
            command.env(name, value).on_terminal()
        };
        let coloured = shown("CLICOLOR", "1");
        for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")] {
            let plain = shown(name, value);
            assert_eq!(plain.text, coloured.without_colours(), "{name}={value}");
        }
    }
}

const WIDE: &str = "id,שם,telefon,הערה\n\
     1001,דנה כהן 🇮🇱,12025550101,שָׁלוֹם\n\
     漢字-1,山田太郎 👩\u{200D}👩\u{200D}👧👩\u{200D}👩\u{200D}👧 מִמֶּלֶךְ מַלְכֵי הַמְּלָכִים הַקָּדוֹשׁ בָּרוּךְ הוּא מַלְאֲכֵי עֶלְיוֹן וְעוֹד וְעוֹד וְעוֹד,12025550103,\n";

#[test]
fn hebrew_cjk_emoji_and_marks_keep_to_the_columns_and_stay_whole() {
    let desk = Desk::new();
    desk.write("לקוחות חדשים.csv", WIDE);
    let check = ["check", "לקוחות חדשים.csv"];
    let shown = desk.command(&check).env("TERM", "xterm").on_terminal();
    assert_eq!(shown.status, Some(0), "{}", shown.text);
    for line in shown
        .lines()
        .iter()
        .take_while(|line| !line.starts_with("next"))
    {
        assert!(
            glassix_import::terminal::width(line) <= 80,
            "{line:?} in {}",
            shown.text
        );
        let opened = line.matches('\u{2068}').count();
        assert_eq!(opened, line.matches('\u{2069}').count(), "{line:?}");
        let cell = line.trim_start();
        assert!(
            !cell.starts_with(['\u{200D}', '\u{5B8}', '\u{5B0}']),
            "{line:?}"
        );
    }
    assert!(
        shown.text.contains("\u{2068}דנה כהן 🇮🇱\u{2069}"),
        "{}",
        shown.text
    );
    assert!(
        shown
            .text
            .contains("👩\u{200D}👩\u{200D}👧👩\u{200D}👩\u{200D}👧"),
        "{}",
        shown.text
    );
    assert!(
        !shown.text.contains("\\u{"),
        "nothing of it is harmful: {}",
        shown.text
    );
    // What is searched and copied has no marks.
    let end = desk.command(&check).end();
    assert!(end.stdout.contains("file     לקוחות חדשים.csv\n"), "{end}");
    assert!(!end.stdout.contains(['\u{2068}', '\u{2069}']), "{end}");
}
