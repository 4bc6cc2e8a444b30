//! A bare server: it takes every create, gives back what was sent under an id of its own, and keeps nothing.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

/// What the documents show of a ticket beside what was sent: an answer has some 1.2 KB.
const REST: &str = r#""departmentId":"5a4db0c5-0000-4000-8000-000000000001","owner":{"id":"00000000-0000-0000-0000-000000000000","userName":"importer@example.com","type":"User"},"state":"Open","firstCustomerMessageDateTime":"0001-01-01T00:00:00","lastActivity":"2026-01-01T00:00:00","firstAgentMediumReply":"0001-01-01T00:00:00","dynamicParameters":[],"ticketSummary":null,"filler":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#;

/// What tickets/list shows: nothing.
const NO_TICKETS: &str = r#"{"tickets":[],"paging":{"next":null}}"#;

/// What token/get gives.
const TOKEN: &str = r#"{"access_token":"a-token","token_type":"bearer","expires_in":10800.0}"#;

/// Serves until the process ends. `seen` is told the path of each request.
pub(crate) fn serve(listener: TcpListener, seen: impl Fn(&str) + Send + Sync + 'static) {
    listener.set_nonblocking(true).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (ids, seen) = (Arc::new(AtomicI64::new(231_000_000)), Arc::new(seen));
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let (ids, seen) = (Arc::clone(&ids), Arc::clone(&seen));
            tokio::spawn(async move {
                let answer = service_fn(move |request| {
                    let (ids, seen) = (Arc::clone(&ids), Arc::clone(&seen));
                    async move {
                        let path = request.uri().path().to_owned();
                        seen(&path);
                        let id = ids.fetch_add(1, Ordering::Relaxed);
                        Ok::<_, Infallible>(answer(&path, request, id).await)
                    }
                });
                let connection = hyper::server::conn::http1::Builder::new();
                // A client that goes away is no failure.
                let _ = connection
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    });
}

async fn answer(path: &str, request: Request<Incoming>, id: i64) -> Response<Full<Bytes>> {
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let text = if path.ends_with("tickets/create") {
        let sent = std::str::from_utf8(&body).unwrap();
        let now = jiff::Timestamp::now();
        format!(
            "{{\"id\":{id},\"open\":\"{now}\",{REST},{}",
            sent.trim_start_matches('{')
        )
    } else if path.ends_with("token/get") {
        TOKEN.to_owned()
    } else if path.ends_with("gettags") {
        r#"[{"name":"VIP"}]"#.to_owned()
    } else {
        NO_TICKETS.to_owned()
    };
    let answer = Response::builder().header("content-type", "application/json");
    answer.body(Full::new(text.into())).unwrap()
}

/// A free port of this machine, listened to.
pub(crate) fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}
