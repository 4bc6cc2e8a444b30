//! Beginning and end: the state file, the journal, stopping.

use glassix_import::sandbox::{Sandbox, SandboxOptions};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::client::*;

#[tokio::test]
async fn tickets_survive_in_the_state_file_and_a_torn_line_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    let options = || SandboxOptions {
        state_file: Some(path.clone()),
        ..Default::default()
    };
    let first = sandbox(options()).await;
    let user = User::of(&first).await;
    let id = user.create("a").await.unwrap().json()["id"]
        .as_i64()
        .unwrap();
    user.create("b").await.unwrap();
    user.call(
        Method::PUT,
        &format!("/tickets/setfields/{id}"),
        Some(&json!({ "field1": "changed" })),
    )
    .await
    .unwrap();
    let in_use = Sandbox::start(SandboxOptions {
        listen: "127.0.0.1:0".parse().unwrap(),
        ..options()
    })
    .await;
    assert!(in_use.unwrap_err().to_string().contains("in use"));
    let shown = user.get(&format!("/tickets/get/{id}")).await.json();
    let journal = first.journal();
    first.shutdown().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"id\":231000003,\"depart");
    std::fs::write(&path, &bytes).unwrap();

    let second = sandbox(options()).await;
    assert_eq!(second.journal().tickets_by_key(), journal.tickets_by_key());
    let user = User::of(&second).await;
    assert_eq!(user.get(&format!("/tickets/get/{id}")).await.json(), shown);
    assert_eq!(user.list(0).await.len(), 2);
    let third = user.create("c").await.unwrap().json()["id"]
        .as_i64()
        .unwrap();
    assert_eq!(third, id + 2);
    second.shutdown().await;
    assert_eq!(sandbox(options()).await.journal().totals().distinct_keys, 3);

    let foreign = folder.path().join("leads.csv");
    std::fs::write(&foreign, "id,phone\n1,2").unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let refused = Sandbox::start(SandboxOptions {
        listen,
        state_file: Some(foreign.clone()),
        ..Default::default()
    })
    .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("not a state file")
    );
    assert_eq!(std::fs::read_to_string(foreign).unwrap(), "id,phone\n1,2");
}

#[tokio::test]
async fn the_journal_is_served_without_a_token_and_never_faulted() {
    let sandbox = faulty("any:500 any:close").await;
    let root = sandbox.base_url().replace("/api/v1.2", "");
    let get = |path: &str| send(client().get(format!("{root}{path}")));
    let page = get("/").await.unwrap();
    assert!(page.status == 200 && page.text.contains("Nothing here is real"));
    assert_eq!(
        get("/favicon.ico").await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(get("/sandbox/journal").await.unwrap().json()["tickets"], 0);

    let sandbox = faulty("create:commit_then_500:at=2").await;
    let user = User::of(&sandbox).await;
    for key in ["a", "b", "b"] {
        user.create(key).await.unwrap();
    }
    let root = sandbox.base_url().replace("/api/v1.2", "");
    let lines = |path: &'static str| {
        let url = format!("{root}{path}");
        async move {
            let text = send(client().get(url)).await.unwrap().text;
            text.lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect::<Vec<Value>>()
        }
    };
    let totals = &lines("/sandbox/journal").await[0];
    assert_eq!(
        (&totals["tickets"], &totals["distinct_keys"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(
        (
            &totals["keys_with_more_than_one"],
            &totals["requests"]["create"]
        ),
        (&json!(1), &json!(3))
    );
    let keys = lines("/sandbox/keys").await;
    assert_eq!(
        (keys.len(), keys[1]["tickets"].as_array().unwrap().len()),
        (2, 2)
    );
    assert_eq!(lines("/sandbox/tickets").await.len(), 3);
    let requests = lines("/sandbox/requests").await;
    assert_eq!(
        (
            requests.len(),
            &requests[2]["status"],
            &requests[2]["unique_argument"]
        ),
        (4, &json!(500), &json!("b"))
    );
}

#[tokio::test]
async fn a_dropped_sandbox_stops_listening() {
    let sandbox = sandbox(SandboxOptions::default()).await;
    let (address, journal) = (sandbox.addr(), sandbox.journal());
    drop(sandbox);
    let refused = async { while tokio::net::TcpStream::connect(address).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, refused).await.unwrap();
    assert_eq!(journal.totals().tickets, 0);
}
