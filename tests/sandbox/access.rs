//! Who is let in: credentials, tokens, limits, methods.

use glassix_import::sandbox::{
    Code, ConflictRule, Credentials, ErrorBody, RateLimit, RetryAfter, SandboxOptions, Throttle,
    ThrottleBody, Window,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::*;

#[tokio::test]
async fn wrong_credentials_and_dead_tokens_get_401() {
    let known = Credentials {
        api_key: "k".into(),
        api_secret: "s".into(),
        user_name: "u".into(),
    };
    let strict = sandbox(SandboxOptions {
        credentials: vec![known],
        ..Default::default()
    })
    .await;
    let url = format!("{}/token/get", strict.base_url());
    let refused = send(body(client().post(&url), &credentials()))
        .await
        .unwrap();
    assert_eq!(refused.status, 401);
    assert!(refused.json()["message"].is_string());
    let known = json!({ "apiKey": "k", "apiSecret": "s", "userName": "u" });
    let token = send(body(client().post(&url), &known))
        .await
        .unwrap()
        .json();
    assert_eq!(
        (&token["token_type"], &token["expires_in"]),
        (&json!("bearer"), &json!(10799.87))
    );

    let lax = sandbox(SandboxOptions {
        token_lifetime_seconds: 0,
        ..Default::default()
    })
    .await;
    let magic = json!({ "apiKey": "k", "apiSecret": "the-wrong-one", "userName": "u" });
    let url = format!("{}/token/get", lax.base_url());
    assert_eq!(
        send(body(client().post(&url), &magic))
            .await
            .unwrap()
            .status,
        401
    );
    let expired = User::of(&lax).await.create("a").await.unwrap();
    assert_eq!(expired.status, 401);
    let without = client().get(format!("{}/tenants/gettags", lax.base_url()));
    assert_eq!(send(without).await.unwrap().status, 401);
    assert_eq!(lax.journal().totals().tickets, 0);

    let revoking = faulty("create:revoke_tokens:at=2").await;
    let mut user = User::of(&revoking).await;
    assert_eq!(user.create("a").await.unwrap().status, 200);
    assert_eq!(user.create("b").await.unwrap().status, 401);
    user.log_in().await;
    assert_eq!(user.create("b").await.unwrap().status, 200);

    let closed = sandbox(SandboxOptions {
        forbid_everything: true,
        ..Default::default()
    })
    .await;
    let url = format!("{}/token/get", closed.base_url());
    assert_eq!(
        send(body(client().post(url), &credentials()))
            .await
            .unwrap()
            .status,
        403
    );
}

#[tokio::test]
async fn over_the_limit_is_429_with_the_header_that_was_asked_for() {
    let limit = |count| {
        vec![RateLimit {
            count,
            per_seconds: 3600.0,
            window: Window::Sliding,
            routes: None,
        }]
    };
    for (retry_after, body, creates_anyway) in [
        (RetryAfter::None, ThrottleBody::Json, false),
        (RetryAfter::DueSeconds, ThrottleBody::Plain, false),
        (RetryAfter::DueDate, ThrottleBody::Json, true),
        (RetryAfter::Text("-1".into()), ThrottleBody::Json, false),
    ] {
        let throttle = Throttle {
            retry_after: retry_after.clone(),
            body,
            creates_anyway,
        };
        let options = SandboxOptions {
            limits: limit(1),
            token_limits: limit(2),
            throttle,
            ..Default::default()
        };
        let sandbox = sandbox(options).await;
        let mut user = User::of(&sandbox).await;
        assert_eq!(user.create("a").await.unwrap().status, 200);
        let got = user.create("b").await.unwrap();
        assert_eq!(got.status, 429);
        match (retry_after, got.header("retry-after")) {
            (RetryAfter::None, None) => {}
            (RetryAfter::DueSeconds, Some(seconds)) => {
                assert!((3500..=3600).contains(&seconds.parse().unwrap()))
            }
            (RetryAfter::DueDate, Some(date)) => assert!(date.ends_with("GMT")),
            (RetryAfter::Text(text), Some(header)) => assert_eq!(text, header),
            (asked, got) => panic!("{asked:?} gave {got:?}"),
        }
        assert_eq!(
            body == ThrottleBody::Json,
            serde_json::from_str::<Value>(&got.text).is_ok()
        );
        assert!(
            got.text.to_lowercase().contains("rate limit"),
            "{}",
            got.text
        );
        assert_eq!(
            sandbox.journal().tickets_of("b").len(),
            usize::from(creates_anyway)
        );
        assert_eq!(sandbox.journal().throttled(), 1);
        user.log_in().await;
        let refused = user
            .call(Method::POST, "/token/get", Some(&credentials()))
            .await
            .unwrap();
        assert_eq!(refused.status, 429);
    }
}

#[tokio::test]
async fn unknown_calls_and_wrong_methods_say_so_in_json() {
    let sandbox = sandbox(SandboxOptions::default()).await;
    let user = User::of(&sandbox).await;
    let unknown = user.get("/tickets/search").await;
    assert_eq!(
        (unknown.status, unknown.json()["message"].is_string()),
        (404, true)
    );
    let wrong = user.get("/tickets/create").await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("POST")));
    assert_eq!(user.get("/tickets/get/1").await.status, 404);
    let garbage = user
        .http
        .post(format!("{}/tickets/create", user.base))
        .bearer_auth(&user.token)
        .body("{");
    assert_eq!(send(garbage).await.unwrap().status, 400);
    let huge = user
        .http
        .post(format!("{}/tickets/create", user.base))
        .body(vec![b' '; (1 << 20) + 1]);
    // The connection is closed behind the answer, so a client that is still writing may see only that.
    if let Ok(got) = send(huge).await {
        assert_eq!(got.status, 413);
    }
    assert_eq!(sandbox.journal().totals().tickets, 0);
}

#[tokio::test]
async fn errors_and_tickets_come_in_every_shape() {
    for (error_body, has_message) in [
        (ErrorBody::Message, Some("message")),
        (ErrorBody::CapitalMessage, Some("Message")),
        (ErrorBody::Plain, None),
        (ErrorBody::Html, None),
        (ErrorBody::Empty, None),
    ] {
        let text = "הפנייה לא נמצאה".to_owned();
        let options = SandboxOptions {
            error_body,
            texts: [(Code::NoTicket, text.clone())].into(),
            success_status: 201,
            extra_fields: true,
            shuffle_case: true,
            ..Default::default()
        };
        let sandbox = sandbox(options).await;
        let user = User::of(&sandbox).await;
        let got = user.get("/tickets/get/1").await;
        assert_eq!(got.status, 404);
        match has_message {
            Some(name) => assert_eq!(got.json(), json!({ name: text })),
            None => assert_eq!(got.text.contains(&text), error_body != ErrorBody::Empty),
        }
        let made = user.create("k").await.unwrap();
        assert_eq!(made.status, 201);
        let made = made.json();
        assert!(made["Id"].is_i64() && made["Participants"][0]["Identifier"].is_string());
        assert_eq!(made["Owner"]["userName"], "importer@example.com");
        assert!(made.get("aFieldNobodyKnows").is_some());
    }
}

#[tokio::test]
async fn a_conflict_names_the_open_ticket_whatever_its_status() {
    for status in [200, 400, 409] {
        let options = SandboxOptions {
            open_ticket_conflict: ConflictRule::Phone,
            open_ticket_conflict_status: status,
            ..Default::default()
        };
        let sandbox = sandbox(options).await;
        let user = User::of(&sandbox).await;
        let id = user.create("a").await.unwrap().json()["id"]
            .as_i64()
            .unwrap();
        let refused = user.create("b").await.unwrap();
        assert_eq!(refused.status, status);
        assert!(refused.json().get("id").is_none());
        assert!(
            refused.json()["message"]
                .as_str()
                .unwrap()
                .contains(&id.to_string())
        );
        assert_eq!(sandbox.journal().totals().tickets, 1);
    }
}
