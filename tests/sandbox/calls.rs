//! The good path of every call.

use glassix_import::sandbox::{ListOptions, PagingEnd, Route, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::*;

#[tokio::test]
async fn a_ticket_is_created_listed_and_read_back() {
    let sandbox = sandbox(SandboxOptions::default()).await;
    let user = User::of(&sandbox).await;
    let got = user.create("JX867641").await.unwrap();
    assert_eq!(
        (got.status, got.header("x-glassix-sandbox")),
        (200, Some("true"))
    );
    assert!(got.header("date").is_some_and(|date| date.ends_with("GMT")));
    let made = got.json();
    let id = made["id"].as_i64().unwrap();
    assert_eq!(made["uniqueArgument"], "JX867641");
    assert_eq!(made["departmentId"], "00000000-1111-2222-3333-444444444444");
    assert_eq!(made["tags"], json!(["VIP"]));
    assert_eq!(made["owner"]["UserName"], "importer@example.com");
    assert_eq!(
        (&made["field10"], &made["state"]),
        (&json!(""), &json!("Open"))
    );
    assert_eq!(made["close"], "0001-01-01T00:00:00");
    let open = made["open"].as_str().unwrap();
    assert!(
        open.len() == "2026-05-03T08:15:30.1234567Z".len() && open.ends_with('Z'),
        "{open}"
    );
    let participant = &made["participants"][0];
    assert_eq!(
        (&participant["id"], &participant["userName"]),
        (&json!(1), &json!(""))
    );
    assert_eq!(participant["contactId"].as_str().unwrap().len(), 36);
    assert_eq!(made["transactions"], json!([]));

    assert_eq!(user.get(&format!("/tickets/get/{id}")).await.json(), made);
    let listed = user.list(0).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["id"], id);
    assert!(listed[0].get("transactions").is_none());

    let journal = sandbox.journal();
    assert_eq!(
        journal.tickets_by_key(),
        [("JX867641".to_owned(), vec![id])].into()
    );
    let totals = journal.totals();
    assert_eq!(
        (
            totals.tickets,
            totals.greetings,
            totals.webhooks,
            totals.unread
        ),
        (1, 0, 1, 0)
    );
    assert_eq!(journal.requests(Route::Create), 1);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_ticket_can_be_changed_noted_tagged_and_closed() {
    let sandbox = sandbox(SandboxOptions::default()).await;
    let user = User::of(&sandbox).await;
    let id = user.create("a").await.unwrap().json()["id"]
        .as_i64()
        .unwrap();
    let put = |path: String, sent: Value| {
        let user = &user;
        async move { user.call(Method::PUT, &path, Some(&sent)).await.unwrap() }
    };
    let fields = json!({ "field2": "68 Colorado Way", "field1": null, "uniqueArgument": "b" });
    assert_eq!(
        put(format!("/tickets/setfields/{id}"), fields).await.status,
        200
    );
    let note = json!({ "text": "only for agents" });
    assert_eq!(
        user.call(Method::POST, &format!("/tickets/addnote/{id}"), Some(&note))
            .await
            .unwrap()
            .status,
        200
    );
    let tags = user
        .call(
            Method::POST,
            &format!("/tickets/addtags/{id}"),
            Some(&json!(["משפחות"])),
        )
        .await
        .unwrap();
    assert_eq!(tags.json(), json!(["VIP", "משפחות"]));
    let closing =
        format!("/tickets/setstate/{id}?nextState=Closed&sendTicketStateChangedMessage=false");
    assert!(
        put(closing, json!({})).await.json()["message"]
            .as_str()
            .unwrap()
            .contains(&id.to_string())
    );
    let ticket = user.get(&format!("/tickets/get/{id}")).await.json();
    assert_eq!(
        (&ticket["field1"], &ticket["field2"]),
        (&json!("Caribbean vacation"), &json!("68 Colorado Way"))
    );
    assert_eq!(
        (&ticket["state"], &ticket["uniqueArgument"]),
        (&json!("Closed"), &json!("b"))
    );
    assert_eq!(ticket["transactions"][0]["text"], "only for agents");
    assert_ne!(ticket["close"], "0001-01-01T00:00:00");
    assert_eq!(user.list(0).await.len(), 1);
    assert_eq!(sandbox.journal().tickets_of("b"), [id]);
    assert_eq!(sandbox.journal().totals().state_messages, 0);
}

#[tokio::test]
async fn the_department_shows_its_tags_users_and_whether_it_is_there() {
    let sandbox = sandbox(SandboxOptions::default()).await;
    let user = User::of(&sandbox).await;
    let tags = user.get("/tenants/gettags").await.json();
    assert!(
        tags.as_array()
            .unwrap()
            .iter()
            .any(|tag| tag["name"] == "עסקים" && tag["isDeleted"] == false)
    );
    let users = user.get("/users/allusers").await.json();
    assert_eq!(
        (&users[0]["type"], &users[1]["UserName"]),
        (&json!("AGENT"), &json!("importer@example.com"))
    );
    let probe = client().get(format!(
        "{}/tenants/isonline?departmentId=x&protocolType=Web",
        sandbox.base_url()
    ));
    assert_eq!(send(probe).await.unwrap().json(), json!(true));
}

#[tokio::test]
async fn pages_follow_the_host_that_was_asked_and_hold_each_ticket_once() {
    let list = ListOptions {
        page_size: 10,
        end: PagingEnd::EmptyNext,
        ..Default::default()
    };
    let sandbox = sandbox(SandboxOptions {
        list,
        ..Default::default()
    })
    .await;
    let mut user = User::of(&sandbox).await;
    for n in 0..35 {
        assert_eq!(user.create(&format!("k{n}")).await.unwrap().status, 200);
    }
    user.base = sandbox.base_url().replace("127.0.0.1", "localhost");
    let first = user
        .get(&format!("/tickets/list?{}", window(0)))
        .await
        .json();
    let next = first["paging"]["next"].as_str().unwrap();
    assert!(
        next.starts_with(&format!("{}/tickets/list?page=", user.base)),
        "{next}"
    );
    // What comes after the first page is not on the pages of this query.
    user.create("late").await.unwrap();
    let mut page = user.get(next).await.json();
    let mut ids: Vec<i64> = Vec::new();
    for tickets in [&first["tickets"], &page["tickets"]] {
        ids.extend(
            tickets
                .as_array()
                .unwrap()
                .iter()
                .map(|ticket| ticket["id"].as_i64().unwrap()),
        );
    }
    while let Some(next) = page["paging"]["next"]
        .as_str()
        .filter(|next| !next.is_empty())
    {
        page = user.get(next).await.json();
        ids.extend(
            page["tickets"]
                .as_array()
                .unwrap()
                .iter()
                .map(|ticket| ticket["id"].as_i64().unwrap()),
        );
    }
    assert_eq!(page["paging"], json!({ "next": "" }));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 35);

    let both = user.get(&format!("{next}&{}", window(0))).await;
    assert_eq!(both.status, 400);
    assert!(both.json()["message"].as_str().unwrap().contains("page"));
    assert_eq!(user.get("/tickets/list?page=made-up").await.status, 400);
    assert_eq!(
        user.get("/tickets/list?since=2026-07-01&until=2026-07-02")
            .await
            .status,
        400
    );
}
