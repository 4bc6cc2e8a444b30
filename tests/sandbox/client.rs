//! A small client of the sandbox, and ways to start one.

use std::time::Duration;

use glassix_import::sandbox::{FaultPlan, Sandbox, SandboxOptions};
use reqwest::{Client, Method, RequestBuilder, header};
use serde_json::{Value, json};

/// A generous bound for what must end by itself; reached only when the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A client with a token.
pub(crate) struct User {
    pub(crate) http: Client,
    pub(crate) base: String,
    pub(crate) token: String,
}

/// An answer in full.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: header::HeaderMap,
    pub(crate) text: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub(crate) fn client() -> Client {
    let builder = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    builder
        .retry(reqwest::retry::never())
        .timeout(PATIENCE)
        .build()
        .unwrap()
}

pub(crate) async fn send(request: RequestBuilder) -> Result<Got, reqwest::Error> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Got {
        status,
        headers,
        text: response.text().await?,
    })
}

pub(crate) fn body(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.to_string())
}

pub(crate) fn credentials() -> Value {
    json!({
        "apiKey": "00000000-1111-2222-3333-444444444444", "apiSecret": "not-a-real-secret",
        "userName": "importer@example.com",
    })
}

pub(crate) fn ticket(key: &str) -> Value {
    json!({
        "field1": "Caribbean vacation", "culture": "en-US", "uniqueArgument": key, "tags": ["VIP", "Nobody knows it"],
        "participants": [
            { "type": "Client", "protocolType": "WhatsApp", "name": "Luke Long", "identifier": "17818469236" },
        ],
        "getAvailableUser": false, "addIntroductionMessage": false, "enableWebhook": true, "markAsRead": true,
    })
}

impl User {
    pub(crate) async fn of(sandbox: &Sandbox) -> Self {
        let mut user = Self {
            http: client(),
            base: sandbox.base_url(),
            token: String::new(),
        };
        user.log_in().await;
        user
    }

    pub(crate) async fn log_in(&mut self) {
        let got = self
            .call(Method::POST, "/token/get", Some(&credentials()))
            .await
            .unwrap();
        self.token = got.json()["access_token"].as_str().unwrap().to_owned();
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        sent: Option<&Value>,
    ) -> Result<Got, reqwest::Error> {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let request = self.http.request(method, url).bearer_auth(&self.token);
        send(match sent {
            Some(sent) => body(request, sent),
            None => request,
        })
        .await
    }

    pub(crate) async fn create(&self, key: &str) -> Result<Got, reqwest::Error> {
        self.call(Method::POST, "/tickets/create", Some(&ticket(key)))
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.call(Method::GET, path, None).await.unwrap()
    }

    /// All tickets of the last hour on the sandbox's clock, page by page.
    pub(crate) async fn list(&self, skew_seconds: i64) -> Vec<Value> {
        let mut url = format!("/tickets/list?{}", window(skew_seconds));
        let mut all = Vec::new();
        loop {
            let got = self.get(&url).await;
            assert_eq!(got.status, 200, "{got:?}");
            let page = got.json();
            all.extend(page["tickets"].as_array().unwrap().iter().cloned());
            match page["paging"]["next"].as_str() {
                Some(next) if !next.is_empty() => url = next.to_owned(),
                _ => return all,
            }
        }
    }
}

/// `since` and `until` around now.
pub(crate) fn window(skew_seconds: i64) -> String {
    let now = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(skew_seconds);
    let hour = jiff::SignedDuration::from_hours(1);
    let date =
        |time: jiff::Timestamp| glassix_import::sandbox::Moment::from_timestamp(time).list_date();
    let encode = |date: String| {
        date.replace('/', "%2F")
            .replace(':', "%3A")
            .replace(' ', "%20")
    };
    format!(
        "since={}&until={}",
        encode(date(now - hour)),
        encode(date(now + hour))
    )
}

pub(crate) async fn sandbox(options: SandboxOptions) -> Sandbox {
    Sandbox::start(SandboxOptions {
        listen: "127.0.0.1:0".parse().unwrap(),
        ..options
    })
    .await
    .unwrap()
}

pub(crate) async fn faulty(plan: &str) -> Sandbox {
    sandbox(SandboxOptions {
        faults: plan.parse::<FaultPlan>().unwrap(),
        ..Default::default()
    })
    .await
}
