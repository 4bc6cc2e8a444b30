//! The ledgers of all shards as one page, and a key that is looked for in all of them.

use std::collections::BTreeSet;

use crate::support::{Desk, End, Service, Summary};

/// Shards of these imports.
const SHARDS: u64 = 3;

/// The ledgers of the shards, with the flag that names them.
fn named() -> Vec<String> {
    let ledger = |number| format!("glassix-import.{number}-of-{SHARDS}.sqlite");
    let ledgers = (1..=SHARDS).map(ledger);
    ["--ledger".to_owned()].into_iter().chain(ledgers).collect()
}

/// Has each shard import its part of the sheet with mistakes, one beside the other.
fn import(desk: &Desk, service: &Service) -> Vec<Summary> {
    let state = desk.path("state").display().to_string();
    let sheet = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let run = |number: u64| {
        let part = format!("{number}/{SHARDS}");
        let run = desk.run(&sheet).args(&["--shard", &part, "--rate", "90/s"]);
        run.to(service).env("XDG_STATE_HOME", &state).start()
    };
    let started: Vec<_> = (1..=SHARDS).map(run).collect();
    let ends = started.into_iter().map(|process| process.end());
    ends.map(|end| end.summary()).collect()
}

fn on(desk: &Desk, words: &[&str], ledgers: &[String]) -> End {
    let ledgers: Vec<&str> = ledgers.iter().map(String::as_str).collect();
    desk.command(words).args(&ledgers).end()
}

/// The numbers that stand in a part of a page.
fn counts(page: &str) -> Vec<u64> {
    let counts = page.split("data-count=\"").skip(1);
    counts
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

/// The part of a page between these two.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("no {from}"));
    rest.1.split_once(to).unwrap_or_else(|| panic!("no {to}")).0
}

#[test]
fn the_ledgers_of_all_shards_become_one_page_whose_sums_are_those_of_all() {
    let (service, desk) = (Service::start(), Desk::new());
    let summaries = import(&desk, &service);
    let sum = |count: &str| summaries.iter().map(|of| of.number(count)).sum::<u64>();
    let [created, rejected] = ["created", "rejected"].map(sum);
    let end = on(&desk, &["report"], &named());
    assert_eq!(end.status, Some(0), "{end}");
    let page = desk.read("report.html");
    assert!(page.contains("<h1>Everything in 3 ledgers</h1>"));
    let outcome = between(&page, "<h2 id=\"outcome\"", "</section>");
    assert!(
        outcome.contains(&format!(
            " rows in these ledgers = {created} created + {rejected} rejected"
        )),
        "{outcome}"
    );

    // Every line and the last one of the table of ledgers.
    let table = between(&page, "<table id=\"parts\"", "</table>");
    for number in 1..=SHARDS {
        assert!(table.contains(&format!("shard {number} of {SHARDS}")));
    }
    let each = counts(table);
    let (lines, all) = each.split_at(each.len() - 5);
    assert_eq!(all, [created + rejected, created, rejected, 0, 0]);
    let created_of: Vec<u64> = lines.chunks(5).map(|line| line[1]).collect();
    let expected: Vec<u64> = summaries.iter().map(|of| of.number("created")).collect();
    assert_eq!(created_of, expected);

    // The reasons add up, and no row stands there twice.
    let reasons = counts(between(&page, "<table id=\"reasons\"", "</table>"));
    assert_eq!(reasons.last(), Some(&rejected));
    assert_eq!(reasons.iter().sum::<u64>(), 2 * rejected);
    let rows = between(&page, "<table id=\"rows\"", "</table>");
    let lines = rows.split("role=\"rowheader\" data-value=\"").skip(1);
    let lines: Vec<&str> = lines.map(|row| row.split('"').next().unwrap()).collect();
    assert_eq!(lines.len() as u64, rejected);
    let once: BTreeSet<&&str> = lines.iter().collect();
    assert_eq!(once.len(), lines.len());

    // The charts are of all runs together, and the commands are those of all that are not done.
    assert!(
        page.contains("Added up from 3 runs that went on at the same time"),
        "{page}"
    );
    let course = between(&page, "<h2 id=\"course\"", "</section>");
    assert!(course.contains(&format!("{created} tickets in ")));
    assert!(!page.contains("were not told the same"));
    let next = between(&page, "<h2 id=\"next\"", "</section>");
    for number in 1..=SHARDS {
        assert!(next.contains(&format!("--shard {number}/{SHARDS}")));
    }
    assert!(next.contains("results --output mend.csv --ledger glassix-import.1-of-3.sqlite glassix-import.2-of-3.sqlite"));

    // A ledger under two names counts once; one that is missing is missed.
    let mut twice = named();
    twice.remove(2);
    twice.push("./glassix-import.1-of-3.sqlite".to_owned());
    let end = on(&desk, &["report", "--output", "two.html"], &twice);
    assert_eq!(end.status, Some(0), "{end}");
    let page = desk.read("two.html");
    assert!(page.contains("<h1>Everything in 2 ledgers</h1>"));
    assert!(page.contains("of 3 shards, these ledgers lack number 2."));
    let outcome = between(&page, "<h2 id=\"outcome\"", "</section>");
    let [first, _, last] = summaries.as_slice() else {
        panic!("three shards");
    };
    let both = first.number("created") + last.number("created");
    assert!(
        outcome.contains(&format!("= {both} created + ")),
        "{outcome}"
    );
}

#[test]
fn a_page_of_one_run_is_of_one_ledger() {
    let (service, desk) = (Service::start(), Desk::new());
    let summaries = import(&desk, &service);
    let end = on(&desk, &["report", "--run", "last"], &named());
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("name one ledger"), "{end}");
    assert!(!desk.path("report.html").exists());
    let second = [named().remove(0), named().remove(2)];
    let end = on(&desk, &["report", "--run", "last"], &second);
    assert_eq!(end.status, Some(0), "{end}");
    let page = desk.read("report.html");
    assert!(page.contains(summaries[1].text("run_id")));
    assert!(!page.contains("id=\"ledgers\""));
}

#[test]
fn a_key_is_looked_for_in_every_ledger_that_is_named() {
    let (service, desk) = (Service::start(), Desk::new());
    import(&desk, &service);
    let keys = service.keys();
    let mut owners = BTreeSet::new();
    for key in keys.keys().take(12) {
        let end = on(&desk, &["explain", key, "--format", "json"], &named());
        assert_eq!(end.status, Some(0), "{end}");
        let told: serde_json::Value = serde_json::from_str(&end.stdout).unwrap();
        let [story] = told.as_array().unwrap().as_slice() else {
            panic!("one ledger has it: {end}");
        };
        assert_eq!(story["key"], *key);
        owners.insert(story["ledger"].as_str().unwrap().to_owned());
    }
    assert!(owners.len() > 1, "{owners:?}");
    let end = on(&desk, &["explain", "nobody"], &named());
    assert_eq!(end.status, Some(3), "{end}");
    assert!(
        end.stderr
            .contains("the 3 ledgers know no row with the key nobody"),
        "{end}"
    );
}

#[test]
fn retry_and_verify_keep_to_the_share_of_the_ledgers_that_they_are_given() {
    let (service, desk) = (Service::start(), Desk::new());
    import(&desk, &service);
    desk.write("pace.toml", "[limits]\nrate = \"600/s\"\n");
    let ledgers = named();
    let said = |words: &[&str], count: usize| {
        let ledgers: Vec<&str> = ledgers[..=count].iter().map(String::as_str).collect();
        let command = desk.command(words).args(&["--config", "pace.toml"]);
        // Verify knows nothing of the time in which a request settles.
        let base = service.base_url();
        let end = command
            .args(&["--base-url", &base])
            .args(&ledgers)
            .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
            .env("GLASSIX_API_SECRET", "not-a-real-secret")
            .env("GLASSIX_USER_NAME", "importer@example.com")
            .end();
        assert!(matches!(end.status, Some(0 | 3)), "{end}");
        end.stderr
    };
    let third = "200/s, a share of 600/s for 3 shards (from the mapping file)";
    assert!(said(&["retry"], 1).contains(third));
    assert!(said(&["verify"], 1).contains(third));
    let half = said(&["verify"], 2);
    assert!(half.contains("300/s, a share of 600/s for 2"), "{half}");
    for whole in [
        said(&["verify"], 3),
        said(&["verify", "--rate", "600/s"], 1),
        said(&["retry", "--rate", "600/s"], 1),
    ] {
        assert!(!whole.contains("a share of"), "{whole}");
    }
}
