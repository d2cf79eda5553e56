//! The way in for every API request: key, faults, form, idempotency; then the books; then the way out.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use serde_json::Value;

use super::books::{Books, Cause};
use super::idempotency::Answer;
use super::refusal::Refusal;
use super::schema::{self, Field};
use super::{API_VERSION, SECRET_KEY, form};
use crate::faults::StripeFault;
use crate::north_pole::NorthPole;

/// An API request as it came.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Ask {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (head, body) = request.into_parts();
        let body = Bytes::from_request(Request::new(body), state)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self {
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
        })
    }
}

impl Ask {
    /// Where the stand-in was reached, such as `http://localhost:8790`.
    pub(super) fn base(&self) -> String {
        let host = self.header(header::HOST).unwrap_or("localhost");
        format!("http://{host}")
    }

    fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn key(&self) -> Option<&str> {
        self.header(HeaderName::from_static("idempotency-key"))
            .filter(|_| self.method == Method::POST)
    }

    fn form(&self) -> Result<Value, Refusal> {
        if self.method != Method::POST {
            return form::read(self.uri.query().unwrap_or_default().as_bytes());
        }
        let kind = self.header(header::CONTENT_TYPE).unwrap_or_default();
        if !self.body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Refusal::no_form());
        }
        form::read(&self.body)
    }

    /// `Bearer sk_…`, or the key as the name of Basic.
    fn check_key(&self) -> Result<(), Refusal> {
        let header = self.header(header::AUTHORIZATION).unwrap_or_default();
        let (scheme, rest) = header.split_once(' ').unwrap_or_default();
        let basic = base64(&format!("{SECRET_KEY}:"));
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" if rest.trim() == SECRET_KEY => Ok(()),
            "basic" if rest.trim() == basic => Ok(()),
            "bearer" => Err(Refusal::bad_key(Some(rest))),
            "basic" => Err(Refusal::bad_key(Some(""))),
            _ => Err(Refusal::bad_key(None)),
        }
    }
}

/// Answers a request: `act` has its effect on the books, with the parameters checked.
pub(super) async fn enter(
    pole: &NorthPole,
    ask: Ask,
    fields: &'static [Field],
    act: impl FnOnce(&mut Books, &Value) -> Result<Value, Refusal>,
) -> Response {
    let request = format!("req_{}", crate::ids::token(14));
    let fault = pole.faults.take_stripe(ask.uri.path());
    match fault {
        Some(StripeFault::Reset) => return cut(),
        Some(StripeFault::Timeout) => return std::future::pending().await,
        _ => {}
    }
    let answered = answer(pole, &ask, &request, fields, fault, act);
    match fault {
        Some(StripeFault::ResetAfter) => return cut(),
        Some(StripeFault::TimeoutAfter) => return std::future::pending().await,
        _ => {}
    }
    let (answer, replayed) = match answered {
        Ok((answer, replayed)) => (answer, replayed),
        Err(refusal) => (Answer::from(&refusal), false),
    };
    let mut response = (answer.status, axum::Json(answer.body)).into_response();
    let headers = response.headers_mut();
    let mut put = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    put("request-id", &request);
    put("stripe-version", API_VERSION);
    if let Some(key) = ask.key() {
        put("idempotency-key", key);
    }
    if replayed {
        put("idempotent-replayed", "true");
    }
    response
}

/// The answer and whether it was given before. All of it happens with the books open, so that of two requests with one
/// key only one has an effect.
fn answer(
    pole: &NorthPole,
    ask: &Ask,
    request: &str,
    fields: &'static [Field],
    fault: Option<StripeFault>,
    act: impl FnOnce(&mut Books, &Value) -> Result<Value, Refusal>,
) -> Result<(Answer, bool), Refusal> {
    ask.check_key()?;
    if fault == Some(StripeFault::RateLimit) {
        return Err(Refusal::rate_limited());
    }
    let form = ask.form()?;
    let stripe = &pole.stripe;
    let (outcome, _) = stripe.work(|books| {
        let path = ask.uri.path();
        if let Some(key) = ask.key()
            && let Some(kept) = stripe.answered.find(key, path, &form)?
        {
            return Ok((kept, true));
        }
        let asked = schema::check(fields, &form)?;
        books.cause = Cause {
            request: Some(request.to_owned()),
            key: ask.key().map(str::to_owned),
        };
        let outcome = if fault == Some(StripeFault::ServerError) {
            Err(Refusal::server_error())
        } else {
            act(books, &asked).and_then(|done| books.expand(done, &asked))
        };
        let outcome = match (fault, outcome) {
            (Some(StripeFault::ServerErrorAfter), Ok(_)) => Err(Refusal::server_error()),
            (_, outcome) => outcome,
        };
        let (answer, is_final) = match &outcome {
            Ok(body) => {
                let status = StatusCode::OK;
                let body = body.clone();
                (Answer { status, body }, true)
            }
            Err(refusal) => (Answer::from(refusal), refusal.is_final),
        };
        if let Some(key) = ask.key().filter(|_| is_final) {
            stripe.answered.keep(key, path, form, answer.clone());
        }
        Ok((answer, false))
    });
    outcome
}

/// An answer that never comes: the connection is closed with not a byte sent.
fn cut() -> Response {
    Response::new(Body::new(Cut))
}

/// A body that fails before its first byte, upon which the server drops the connection, head and all.
struct Cut;

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }
}

/// Base64 as Basic has it.
fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encode = |chunk: &[u8]| {
        let bits = (0..3).fold(0u32, |bits, n| {
            bits << 8 | u32::from(chunk.get(n).copied().unwrap_or(0))
        });
        (0..4)
            .map(|n| match n <= chunk.len() {
                true => char::from(ALPHABET[(bits >> (18 - 6 * n) & 63) as usize]),
                false => '=',
            })
            .collect::<String>()
    };
    text.as_bytes().chunks(3).map(encode).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_is_padded() {
        let known = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob:", "Zm9vYjo="),
        ];
        for (plain, encoded) in known {
            assert_eq!(super::base64(plain), encoded);
        }
    }
}
