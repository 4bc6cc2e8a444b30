//! Answers as HTTP: headers that every one carries, error bodies in every shape, bodies that are written in pieces.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use hyper::{
    Response, StatusCode,
    body::{Body as HttpBody, Frame, SizeHint},
    header::{CONTENT_TYPE, DATE, HeaderName, HeaderValue},
};
use serde_json::json;

use super::{
    call::HangUp, choices::ErrorBody, fault::Body, moment::Moment, page::escape, rows::Rows,
    shared::Shared,
};

/// The header that says that nothing here is real.
const SANDBOX: HeaderName = HeaderName::from_static("x-glassix-sandbox");
/// JSON as the service labels it.
pub(crate) const JSON: &str = "application/json; charset=utf-8";
/// One JSON value per line.
pub(crate) const JSON_LINES: &str = "application/jsonl; charset=utf-8";
/// An HTML page.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// Plain text.
const PLAIN: &str = "text/plain; charset=utf-8";

/// The body of an answer.
pub(crate) enum Payload {
    Whole(Option<Bytes>),
    /// A beginning, and then the connection breaks; the number is the length that the head promises.
    Cut(Option<Bytes>, u64),
    /// Lines over all tickets, a few hundred at a time.
    Rows(Rows),
}

impl HttpBody for Payload {
    type Data = Bytes;
    type Error = HangUp;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HangUp>>> {
        let piece = match self.get_mut() {
            Self::Whole(bytes) => bytes.take().filter(|bytes| !bytes.is_empty()),
            Self::Cut(bytes, _) => match bytes.take() {
                Some(bytes) => Some(bytes),
                None => return Poll::Ready(Some(Err(HangUp))),
            },
            Self::Rows(rows) => rows.next_piece(),
        };
        Poll::Ready(piece.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Self::Cut(_, promised) => SizeHint::with_exact(*promised),
            Self::Rows(_) => SizeHint::default(),
        }
    }
}

/// An answer before it is sent.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: Payload,
    pub(crate) headers: Vec<(HeaderName, String)>,
}

impl Answer {
    pub(crate) fn new(status: u16, kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            kind,
            body: Payload::Whole(Some(body.into())),
            headers: Vec::new(),
        }
    }

    /// Half of a body under a head that promises all of it.
    pub(crate) fn cut(status: u16, kind: &'static str, mut body: Vec<u8>) -> Self {
        let promised = body.len() as u64;
        body.truncate(body.len() / 2);
        let body = Payload::Cut(Some(body.into()), promised);
        Self {
            status,
            kind,
            body,
            headers: Vec::new(),
        }
    }

    pub(crate) fn json(body: Vec<u8>) -> Self {
        Self::new(200, JSON, body)
    }

    pub(crate) fn rows(shared: Arc<Shared>, line: super::rows::Line) -> Self {
        Self {
            status: 200,
            kind: JSON_LINES,
            body: Payload::Rows(Rows::new(shared, line)),
            headers: Vec::new(),
        }
    }

    /// An error in the shape that the options set, or in the one that a fault asks for.
    pub(crate) fn error(status: u16, text: &str, usual: ErrorBody, asked: Body) -> Self {
        let shape = match asked {
            Body::Usual => usual,
            Body::Plain => ErrorBody::Plain,
            Body::Html => ErrorBody::Html,
            Body::Empty => ErrorBody::Empty,
        };
        let json = |value: serde_json::Value| Self::new(status, JSON, value.to_string());
        match shape {
            ErrorBody::Message => json(json!({ "message": text })),
            ErrorBody::CapitalMessage => json(json!({ "Message": text })),
            ErrorBody::Plain => Self::new(status, PLAIN, text.to_owned()),
            ErrorBody::Html => Self::new(status, HTML, error_page(status, text)),
            ErrorBody::Empty => Self::new(status, PLAIN, Bytes::new()),
        }
    }

    pub(crate) fn with(mut self, name: HeaderName, value: Option<String>) -> Self {
        self.headers.extend(value.map(|value| (name, value)));
        self
    }

    /// The response, dated by the clock that the sandbox shows.
    pub(crate) fn into_response(self, said: Moment) -> Response<Payload> {
        let mut response = Response::new(self.body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(SANDBOX, HeaderValue::from_static("true"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        let dynamic = [(DATE, said.http_date())].into_iter().chain(self.headers);
        for (name, value) in dynamic {
            // A value that is no header text comes from an option of the user's own; it is left out.
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// An error page as a gateway writes it.
pub(crate) fn error_page(status: u16, text: &str) -> String {
    let reason = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error");
    format!(
        "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n\
         <p>{}</p>\r\n<hr><center>glassix-import sandbox</center>\r\n</body>\r\n</html>\r\n",
        escape(text)
    )
}
