//! `check --report`: the page that is written, and what it is not written over.

use crate::support::{Desk, End};

/// Two sound rows.
const SOUND: &str = "id,phone,tags\n1,+1 808-555-0101,VIP\n2,+1 808-555-0102,New\n";

fn check(desk: &Desk, arguments: &[&str]) -> End {
    desk.command(&["check"]).args(arguments).end()
}

fn names(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.folder()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_page_is_written_whole_and_over_no_input() {
    let desk = Desk::new();
    desk.write("sound.csv", SOUND);
    desk.write("glassix-import.toml", "[limits]\nrate = \"5/s\"\n");
    let end = check(&desk, &["sound.csv", "--report", "check.html"]);
    assert_eq!(end.status, Some(0), "{end}");
    let page = desk.read("check.html");
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"),
        "{page}"
    );
    for taken in [
        "sound.csv",
        "./sound.csv",
        "glassix-import.toml",
        "samples/leads.csv",
    ] {
        let before = desk.read(taken);
        let end = check(&desk, &["sound.csv", "--report", taken]);
        assert_eq!((end.status, end.stdout.as_str()), (Some(2), ""), "{end}");
        assert_eq!(desk.read(taken), before);
    }
    let end = check(&desk, &["sound.csv", "--report", "check.html"]);
    assert_eq!(end.status, Some(0), "a page is written over: {end}");
    let end = check(&desk, &["sound.csv", "--report", "nowhere/check.html"]);
    assert_eq!(end.status, Some(1), "{end}");
    assert_eq!(
        names(&desk),
        ["check.html", "glassix-import.toml", "samples", "sound.csv"]
    );
}

#[test]
fn hostile_cells_steer_neither_the_terminal_nor_the_page() {
    let desk = Desk::new();
    desk.write(
        "evil.csv",
        "id,phone,tags,<script>alert(0)</script>\n1,<script>alert(1)</script>,\u{202e}x,\n2,\"\u{1b}[2J\"\" onmouseover=\",,\n3,+1 808-555-0103,<img src=x>,\n",
    );
    let end = check(&desk, &["evil.csv", "--report", "check.html"]);
    assert_eq!(end.status, Some(3), "{end}");
    let page = desk.read("check.html");
    for text in [&end.stdout, &page] {
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202e}'),
            "{text}"
        );
        assert!(text.contains("\\u{1b}[2J"), "{text}");
    }
    assert!(
        !page.contains("<script") && !page.contains("<img"),
        "{page}"
    );
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}
