//! One fault of each family, and what is left behind by it.

use std::time::Duration;

use glassix_import::sandbox::{Route, SandboxOptions};
use serde_json::Value;

use super::client::*;

#[tokio::test]
async fn answers_are_lost_or_spoilt_after_the_ticket_was_made() {
    let plan = "create:commit_then_close:at=1 create:commit_then_503:at=2,retry_after=7,body=html \
                create:commit_then_truncated_json:at=3 create:commit_then_html:at=4 create:commit_then_empty_body:at=5 \
                create:commit_then_wrong_echo:at=6 create:commit_then_delay:at=7,ms=1 \
                create:commit_then_cut_body:at=8";
    let sandbox = faulty(plan).await;
    let user = User::of(&sandbox).await;
    user.create("k1").await.unwrap_err();
    let gateway = user.create("k2").await.unwrap();
    assert_eq!(
        (gateway.status, gateway.header("retry-after")),
        (503, Some("7"))
    );
    assert!(gateway.text.contains("<h1>503 Service Unavailable</h1>"));
    let half = user.create("k3").await.unwrap();
    assert!(
        half.status == 200
            && half.text.starts_with('{')
            && serde_json::from_str::<Value>(&half.text).is_err()
    );
    assert!(user.create("k4").await.unwrap().text.contains("<html>"));
    assert_eq!(user.create("k5").await.unwrap().text, "");
    let echo = user.create("k6").await.unwrap().json();
    assert_ne!(echo["uniqueArgument"], "k6");
    assert_eq!(
        user.create("k7").await.unwrap().json()["uniqueArgument"],
        "k7"
    );
    user.create("k8").await.unwrap_err();
    for n in 1..=8 {
        assert_eq!(
            sandbox.journal().tickets_of(&format!("k{n}")).len(),
            1,
            "k{n}"
        );
    }
    let recorded: Vec<_> = sandbox
        .journal()
        .recorded()
        .into_iter()
        .filter(|r| r.route == Route::Create)
        .collect();
    let statuses: Vec<u16> = recorded.iter().map(|record| record.status).collect();
    assert_eq!(statuses, [0, 503, 200, 200, 200, 200, 200, 200]);
    assert_eq!(recorded[0].fault.as_deref(), Some("commit_then_close"));
    assert_eq!(recorded[0].unique_argument.as_deref(), Some("k1"));
}

#[tokio::test]
async fn requests_fail_before_anything_was_done() {
    let plan = "create:close:at=1 create:500:at=2 create:429:at=3,retry_after=date:5,body=plain \
                create:redirect:at=4,url=http://elsewhere.invalid/login create:403:at=5,body=empty";
    let sandbox = faulty(plan).await;
    let user = User::of(&sandbox).await;
    user.create("k").await.unwrap_err();
    let error = user.create("k").await.unwrap();
    assert_eq!(
        (error.status, error.json()["message"].is_string()),
        (500, true)
    );
    let throttled = user.create("k").await.unwrap();
    assert!(throttled.status == 429 && throttled.header("retry-after").unwrap().ends_with("GMT"));
    let redirect = user.create("k").await.unwrap();
    assert_eq!(
        (redirect.status, redirect.header("location")),
        (302, Some("http://elsewhere.invalid/login"))
    );
    assert_eq!(user.create("k").await.unwrap().status, 403);
    assert_eq!(sandbox.journal().totals().tickets, 0);
    assert_eq!(user.create("k").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_hanging_answer_ends_when_the_client_gives_up_or_the_sandbox_ends() {
    let sandbox = faulty("create:hang:at=1 create:commit_then_hang:at=2/3").await;
    let user = User::of(&sandbox).await;
    let request = body(
        user.http.post(format!("{}/tickets/create", user.base)),
        &ticket("before"),
    );
    let request = request
        .bearer_auth(&user.token)
        .timeout(Duration::from_millis(300));
    assert!(send(request).await.unwrap_err().is_timeout());
    let journal = sandbox.journal();
    {
        // A client that gives up as soon as its ticket exists: dropping the future closes the connection.
        let mut giving_up = std::pin::pin!(user.create("after"));
        while journal.tickets_of("after").is_empty() {
            tokio::select! {
                answer = giving_up.as_mut() => panic!("{answer:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
    }
    assert_eq!(
        (
            journal.tickets_of("before").len(),
            journal.tickets_of("after").len()
        ),
        (0, 1)
    );
    let waiting = tokio::spawn(async move { user.create("third").await.is_err() });
    while journal.tickets_of("third").is_empty() {
        tokio::task::yield_now().await;
    }
    tokio::time::timeout(PATIENCE, sandbox.shutdown())
        .await
        .unwrap();
    assert!(waiting.await.unwrap());
}

#[tokio::test]
async fn a_late_commit_appears_after_its_connection_was_closed() {
    let sandbox = faulty("create:late_commit:ms=200,max=1").await;
    let user = User::of(&sandbox).await;
    let before = jiff::Timestamp::now();
    user.create("k").await.unwrap_err();
    assert_eq!(
        sandbox.journal().totals().late_waiting + sandbox.journal().totals().tickets,
        1
    );
    let journal = sandbox.journal();
    let wait = async {
        while journal.tickets_of("k").is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
    let ticket = journal.ticket(journal.tickets_of("k")[0]).unwrap();
    assert!(ticket.open.timestamp() - jiff::SignedDuration::from_millis(199) >= before);
}

#[tokio::test]
async fn lists_lag_repeat_drop_and_lead_elsewhere() {
    let plan = "list:list_lag:ms=600000,at=1 list:list_repeat:at=2 list:list_drop:at=3 list:list_next_elsewhere:at=4 \
                list:500:at=5";
    let sandbox = faulty(plan).await;
    let user = User::of(&sandbox).await;
    for n in 0..3 {
        user.create(&format!("k{n}")).await.unwrap();
    }
    let url = format!("/tickets/list?{}", window(0));
    let count = |got: &Got| got.json()["tickets"].as_array().unwrap().len();
    assert_eq!(count(&user.get(&url).await), 0);
    assert_eq!(count(&user.get(&url).await), 4);
    assert_eq!(count(&user.get(&url).await), 2);
    let elsewhere = user.get(&url).await.json();
    assert!(
        elsewhere["paging"]["next"]
            .as_str()
            .unwrap()
            .starts_with("http://elsewhere.invalid/")
    );
    assert_eq!(user.get(&url).await.status, 500);
    assert_eq!(count(&user.get(&url).await), 3);
}

#[tokio::test]
async fn a_skewed_clock_skews_everything_that_is_said() {
    let skew = -90_000;
    let sandbox = sandbox(SandboxOptions {
        clock_skew_seconds: skew,
        ..Default::default()
    })
    .await;
    let user = User::of(&sandbox).await;
    let got = user.create("k").await.unwrap();
    let said = jiff::fmt::rfc2822::parse(got.header("date").unwrap())
        .unwrap()
        .timestamp();
    let open: jiff::Timestamp = got.json()["open"].as_str().unwrap().parse().unwrap();
    for time in [said, open] {
        let off = time.duration_since(jiff::Timestamp::now()).as_secs() - skew;
        assert!(off.abs() <= PATIENCE.as_secs() as i64, "{off}");
    }
    assert_eq!(user.list(0).await.len(), 0);
    assert_eq!(user.list(skew).await.len(), 1);
}
