//! What the report of a run is in a browser.

use serde_json::Value;

use crate::chromium::look;
use crate::support::{Desk, Service};

/// Sums, the table, and the two ways to look for a row.
const USE: &str = r##"(window, document) => {
  const number = (of) => Number(of.dataset.count);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const shown = () => all("#rows tbody tr").filter((row) => !row.hidden).length;
  const seen = {
    whole: number(document.getElementById("whole")),
    shares: all("dd.share").map(number),
    reasons: all("#reasons tbody td[data-count]").map(number),
    inAll: all("#reasons tfoot td[data-count]").map(number),
    rows: shown(),
    charts: all(".chart svg").length,
    pwned: window.pwned === true || document.querySelector("img, iframe, object") !== null,
    unnamed: all("[aria-labelledby]").filter((of) => !document.getElementById(of.getAttribute("aria-labelledby"))).length,
    scripts: document.scripts.length,
  };
  const words = document.getElementById("words");
  if (words === null) return seen;
  seen.searchIsThere = !document.getElementById("search").hidden;
  words.value = "CULTURE must";
  words.dispatchEvent(new window.Event("input"));
  seen.found = shown();
  seen.told = document.getElementById("found").textContent;
  words.value = "";
  words.dispatchEvent(new window.Event("input"));
  document.querySelector("#reasons tbody button").click();
  seen.ofFirstReason = shown();
  seen.pressed = document.querySelector("#reasons tbody button").getAttribute("aria-pressed");
  document.querySelector("#reasons tbody button").click();
  const line = document.querySelector("#rows thead button");
  const lines = () => all("#rows tbody th").map((of) => Number(of.dataset.value));
  line.click();
  seen.up = lines();
  line.click();
  seen.down = lines();
  seen.sorted = document.querySelector("#rows thead th").getAttribute("aria-sort");
  return seen;
}"##;

fn sum(numbers: &Value) -> u64 {
    let numbers = numbers.as_array().unwrap().iter();
    numbers.map(|number| number.as_u64().unwrap()).sum()
}

/// What must be so of every page.
fn assert_sound(seen: &Value) {
    assert_eq!(seen["error"], Value::Null, "{seen}");
    assert_eq!(
        sum(&seen["shares"]),
        seen["whole"].as_u64().unwrap(),
        "{seen}"
    );
    assert_eq!(
        seen["requests"],
        serde_json::json!([]),
        "it asks for nothing"
    );
    assert_eq!(seen["pwned"], false);
    assert_eq!(seen["scripts"], 1);
    assert_eq!(seen["unnamed"], 0);
    assert_eq!(
        seen["tooWide"], false,
        "nothing but tables scrolls sideways"
    );
}

#[test]
fn sums_add_up_and_rows_are_found_and_sorted_on_a_desk_and_on_a_phone() {
    let (service, desk) = (Service::faulty("create:delay:ms=300"), Desk::new());
    let arguments = [
        "samples/mistakes.csv",
        "--config",
        "samples/leads.toml",
        "--report",
        "run.html",
        "--concurrency",
        "1",
    ];
    let summary = desk.run(&arguments).to(&service).end().summary_of(3);
    for width in [1200, 390] {
        let Some(seen) = look(&desk, "run.html", width, USE) else {
            return;
        };
        assert_sound(&seen);
        assert_eq!(seen["whole"], summary.number("rows_read"));
        assert_eq!(seen["rows"], summary.number("rejected"));
        assert_eq!(sum(&seen["reasons"]), summary.number("rejected"));
        assert_eq!(sum(&seen["inAll"]), summary.number("rejected"));
        assert_eq!(
            (&seen["searchIsThere"], &seen["found"]),
            (&true.into(), &2.into()),
            "{seen}"
        );
        assert_eq!(seen["told"], "2 of 18 rows");
        assert_eq!(seen["ofFirstReason"], seen["reasons"][0]);
        assert_eq!(
            (&seen["pressed"], &seen["sorted"]),
            (&"true".into(), &"descending".into())
        );
        let lines = |name: &str| -> Vec<u64> {
            seen[name]
                .as_array()
                .unwrap()
                .iter()
                .map(|line| line.as_u64().unwrap())
                .collect()
        };
        assert!(lines("up").is_sorted(), "{seen}");
        assert!(lines("down").iter().rev().is_sorted(), "{seen}");
        assert_eq!(seen["charts"], 4, "two charts in two sizes: {seen}");
    }
}

#[test]
fn the_page_of_several_ledgers_is_as_sound_as_that_of_one() {
    let (service, desk) = (Service::start(), Desk::new());
    let sheet = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let run = |shard: &str| {
        let run = desk.run(&sheet).args(&["--shard", shard]).to(&service);
        run.end().summary().number("rejected")
    };
    let rejected = run("1/2") + run("2/2");
    let ledgers = ["1-of-2", "2-of-2"].map(|part| format!("glassix-import.{part}.sqlite"));
    let [first, second] = ledgers.each_ref().map(String::as_str);
    let report = desk.command(&["report", "--ledger", first, second]);
    assert_eq!(report.end().status, Some(0));
    for width in [1200, 390] {
        let Some(seen) = look(&desk, "report.html", width, USE) else {
            return;
        };
        assert_sound(&seen);
        assert_eq!(sum(&seen["reasons"]), rejected);
        assert_eq!(seen["rows"], rejected);
    }
}

#[test]
fn twelve_thousand_rows_that_are_wrong_and_a_sheet_without_rows_are_pages_too() {
    let (service, desk) = (Service::start(), Desk::new());
    let mut sheet = String::from("id,whatsapp\n");
    for row in 0..12_000 {
        sheet.push_str(&format!("R-{row},555-01\n"));
    }
    desk.write("wrong.csv", sheet);
    desk.run(&["wrong.csv", "--report", "wrong.html"])
        .to(&service)
        .end()
        .summary_of(3);
    let Some(seen) = look(&desk, "wrong.html", 390, USE) else {
        return;
    };
    assert_sound(&seen);
    assert_eq!(
        (&seen["whole"], &seen["rows"]),
        (&12_000.into(), &1000.into())
    );
    assert_eq!(sum(&seen["reasons"]), 12_000);
    let page = desk.read("wrong.html");
    assert!(page.contains("11,000 rows more are not shown"));
    assert!(page.len() < 2 * 1024 * 1024, "{}", page.len());
    desk.write("none.csv", "id,whatsapp\n");
    desk.run(&["none.csv", "--report", "none.html"])
        .to(&service)
        .end()
        .summary_of(0);
    let seen = look(&desk, "none.html", 1200, USE).unwrap();
    assert_sound(&seen);
    assert_eq!((&seen["whole"], &seen["rows"]), (&0.into(), &0.into()));
}

#[test]
fn hostile_cells_do_nothing() {
    let (service, desk) = (Service::start(), Desk::new());
    let evil = "</script><script>window.pwned=true</script><img src=x onerror=window.pwned=true><svg onload=window.pwned=true>";
    desk.write(
        "evil.csv",
        format!("id,whatsapp,{evil}\n{evil},555,{evil}\n\"{evil}\u{202e}\",555,{evil}\n"),
    );
    let arguments = ["evil.csv", "--report", "evil.html", "--with-values"];
    desk.run(&arguments).to(&service).end().summary_of(3);
    assert!(
        desk.read("evil.html")
            .contains("&lt;script&gt;window.pwned")
    );
    let Some(seen) = look(&desk, "evil.html", 1200, USE) else {
        return;
    };
    assert_sound(&seen);
    assert_eq!(seen["rows"], 2);
}

#[test]
fn a_page_that_complains_or_asks_for_something_would_be_noticed() {
    let desk = Desk::new();
    desk.write(
        "bad.html",
        "<!DOCTYPE html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><img src=\"http://127.0.0.1:9/x\">",
    );
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        look(&desk, "bad.html", 1200, "() => ({})")
    }));
    assert!(
        !matches!(seen, Ok(Some(_))),
        "the policy was broken in silence"
    );
}
