//! Headless Chromium, and a page that looks at another.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Desk;

/// Names under which systems have it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// The page that looks: it waits for the frame, calls `look(window, document)`, and writes down its answer.
const LOOKER: &str = include_str!("looker.html");

/// A generous bound for a page of some megabytes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is needed of a browser without a screen, a profile or a network.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--allow-file-access-from-files",
    "--enable-logging=stderr",
];

/// The browser's program, if there is one.
fn program() -> Option<&'static str> {
    let is_there = |name: &&str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
    };
    NAMES.into_iter().find(is_there)
}

/// What a page looks like to a script that is given its window, at this width; `None` without a browser.
/// Whatever the page said on its console fails the test.
pub(crate) fn look(desk: &Desk, page: &str, width: u32, script: &str) -> Option<Value> {
    let Some(program) = program() else {
        eprintln!("no Chromium: the page is not looked at");
        return None;
    };
    let looker = LOOKER
        .replace("PAGE", page)
        .replace("WIDTH", &width.to_string())
        .replace("SCRIPT", script);
    desk.write("looker.html", looker);
    let profile = desk.path("profile");
    let output = desk.path("dom.html");
    let mut child = Command::new(program)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(["--virtual-time-budget=10000", "--dump-dom"])
        .arg(format!("file://{}", desk.path("looker.html").display()))
        .stdout(std::fs::File::create(&output).unwrap())
        .stderr(std::fs::File::create(desk.path("browser.log")).unwrap())
        .spawn()
        .expect("the browser starts");
    let end = Instant::now() + PATIENCE;
    while child
        .try_wait()
        .expect("a child can be waited for")
        .is_none()
    {
        if Instant::now() > end {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the browser does not end: {}", desk.read("browser.log"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let log = desk.read("browser.log");
    let console: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("CONSOLE"))
        .collect();
    assert!(console.is_empty(), "the page complains: {console:?}");
    let dom = desk.read("dom.html");
    let seen = dom
        .split("<pre id=\"seen\">")
        .nth(1)
        .and_then(|rest| rest.split("</pre>").next());
    let seen = seen.unwrap_or_else(|| panic!("nothing was seen: {log}\n{dom}"));
    let seen = seen
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    Some(serde_json::from_str(&seen).unwrap_or_else(|_| panic!("no JSON: {seen}\n{log}")))
}
