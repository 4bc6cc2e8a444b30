//! One HTTP request from its head to its answer, or to the lack of one.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{Request, Response, body::Incoming, header::ALLOW};

use super::{
    admin,
    exchange::Exchange,
    fault::Body,
    http::{Answer, Payload},
    refusal::{Code, Refusal},
    route::{self, Target},
    shared::Shared,
};

/// Largest request body. A ticket with ten full fields and a long message is some 20 KiB.
const MAX_BODY: usize = 1 << 20;
/// How long a body may take to arrive: a client that stops in the middle must not hold a connection for ever.
const BODY_PATIENCE: Duration = Duration::from_secs(60);

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the sandbox closes this connection without an answer")]
pub(crate) struct HangUp;

/// Answers one request.
pub(crate) async fn answer(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Payload>, HangUp> {
    let (head, body) = request.into_parts();
    let (method, path) = (head.method.as_str(), head.uri.path());
    let answer = match route::find(method, path) {
        Target::Call(route, id) => {
            let query = head.uri.query().unwrap_or_default();
            Exchange {
                shared: &shared,
                route,
                id,
                query,
                headers: &head.headers,
            }
            .run(body)
            .await?
        }
        Target::WrongMethod(route) => refused(&shared, &Refusal::new(Code::Method, route.method()))
            .with(ALLOW, Some(route.method().to_owned())),
        Target::NoCall => refused(
            &shared,
            &Refusal::new(Code::NoCall, format!("{method} {path}")),
        ),
        Target::Elsewhere => admin::answer(&shared, method, path),
    };
    Ok(answer.into_response(shared.said()))
}

/// An error answer in the usual shape.
pub(crate) fn refused(shared: &Shared, refusal: &Refusal) -> Answer {
    let options = &shared.rules.options;
    Answer::error(
        refusal.status(),
        &refusal.text(&options.texts),
        options.error_body,
        Body::Usual,
    )
}

/// The whole body. An error without a refusal is a connection that broke or stalled.
pub(crate) async fn read(body: Incoming) -> Result<Bytes, Option<Refusal>> {
    match tokio::time::timeout(BODY_PATIENCE, Limited::new(body, MAX_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Some(Code::TooLarge.into())),
        Ok(Err(_)) | Err(_) => Err(None),
    }
}
