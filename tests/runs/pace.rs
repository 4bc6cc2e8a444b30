//! How fast a run goes, and how it answers a service that wants it slower. No speed is asserted from below.

use crate::support::{Desk, Service};

/// Rows of a small sheet, each for another contact.
fn few(rows: u64) -> String {
    let row = |row| format!("K-{row},A,1202555{row:04}\n");
    let rows: String = (100..100 + rows).map(row).collect();
    format!("id,name,whatsapp\n{rows}")
}

#[test]
fn every_request_passes_the_gate_tokens_lookups_and_retries_too() {
    const PER_SECOND: f64 = 40.0;
    let fault =
        "create:503:at=5/9 create:429:at=20,retry_after=0 create:revoke_tokens:at=30 list:500:at=2";
    let (service, desk) = (Service::faulty(fault), Desk::new());
    desk.write("few.csv", few(40));
    let run = desk.run(&["few.csv", "--rate", "40/s"]).to(&service);
    let summary = run.end().summary_of(0);
    let log = service.log();
    assert_eq!(summary.number("requests"), log.len() as u64);
    for call in ["token", "create", "list"] {
        assert!(service.requests(call) > 1, "{call}");
    }
    let mut arrived: Vec<i64> = log
        .iter()
        .map(|r| r["arrived_us"].as_i64().unwrap())
        .collect();
    arrived.sort_unstable();
    // A window in which more arrived than the pace allows, but for what one late arrival explains.
    let late_us = 300_000;
    for (count, window) in [10, 20, 40].map(|count| (count, arrived.windows(count + 1))) {
        let least = (count as f64 / PER_SECOND * 1e6) as i64 - late_us;
        for times in window {
            assert!(times[count] - times[0] >= least, "{count} in {times:?}");
        }
    }
}

#[test]
fn a_storm_of_refusals_for_half_of_the_time_costs_a_handful_and_no_row() {
    const FEW: u64 = 300;
    let storms = "create:429:from=0,to=1,retry_after=1 create:429:from=2,to=3,retry_after=1";
    let (service, desk) = (Service::faulty(storms), Desk::new());
    desk.write("few.csv", few(FEW));
    let end = desk.run(&["few.csv", "--rate", "200/s"]).to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(
        summary.numbers(["created", "failed", "in_doubt"]),
        [FEW, 0, 0]
    );
    let throttled = summary.number("throttled");
    assert!(
        (1..=2 * 8).contains(&throttled),
        "{throttled} refusals: {end}"
    );
    assert_eq!(service.total("throttled"), throttled);
    assert!(summary.text("pace_held").ends_with("/s"), "{summary:?}");
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_slow_service_gets_as_many_requests_at_once_as_the_pace_needs_unless_somebody_said_how_many() {
    for (arguments, least, most) in [(&[][..], 12, 256), (&["--concurrency", "3"][..], 1, 3)] {
        let service = Service::faulty("create:delay:ms=500..600");
        let desk = Desk::new();
        desk.write("few.csv", few(120));
        let run = desk.run(&["few.csv", "--rate", "60/s"]).args(arguments);
        run.to(&service).end().summary_of(0);
        let log = service.log();
        let creates = log.iter().filter(|one| one["route"] == "create");
        let mut arrived: Vec<i64> = creates
            .map(|one| one["arrived_us"].as_i64().unwrap())
            .collect();
        arrived.sort_unstable();
        // No answer comes within half a second: whatever arrives in less is under way together.
        let together = |from: &i64| {
            let window = *from..from + 450_000;
            arrived.iter().filter(|at| window.contains(at)).count()
        };
        let peak = arrived.iter().map(together).max().unwrap();
        assert!((least..=most).contains(&peak), "{peak} at once");
    }
}

#[test]
fn a_pace_that_the_service_never_refuses_is_not_told() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("few.csv", few(5));
    let summary = desk.run(&["few.csv"]).to(&service).end().summary_of(0);
    assert!(summary.get("pace_held").is_null());
}

#[test]
fn a_service_that_says_what_is_left_is_not_driven_into_refusing() {
    for form in ["ratelimit", "x_ratelimit", "x_ratelimit_unix"] {
        let service = Service::configured(&format!(
            "limits = [{{ count = 20, per_seconds = 1, window = \"sliding\" }}]\nrate_headers = \"{form}\""
        ));
        let desk = Desk::new();
        desk.write("few.csv", few(50));
        let alone = ["few.csv", "--rate", "none", "--concurrency", "1"];
        let summary = desk.run(&alone).to(&service).end().summary_of(0);
        assert_eq!(summary.numbers(["created", "throttled"]), [50, 0], "{form}");
    }
}
