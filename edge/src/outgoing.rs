//! Outgoing requests: with a time limit, following no redirect (a bearer key must not wander).

use worker::{
    AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect,
    wasm_bindgen::JsValue,
};

/// An answer from outside.
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body, empty where it could not be read.
    pub(crate) body: String,
}

/// Nobody answered in time.
#[derive(Debug)]
pub(crate) struct Unreachable;

/// What a request carries.
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// JSON.
    Json(String),
    /// The fields of a form.
    Form(String),
}

/// A request to somebody else.
pub(crate) struct Outgoing<'a> {
    /// By which method.
    pub(crate) method: Method,
    /// Where to.
    pub(crate) url: String,
    /// The bearer key.
    pub(crate) key: &'a str,
    /// Further headers.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub(crate) body: Body,
    /// How long to wait, in milliseconds.
    pub(crate) within_ms: u32,
}

impl Outgoing<'_> {
    /// Sends it.
    pub(crate) async fn send(self) -> Result<Answer, Unreachable> {
        self.sent().await.map_err(|_| Unreachable)
    }

    async fn sent(self) -> worker::Result<Answer> {
        let headers = Headers::new();
        headers.set("Authorization", &format!("Bearer {}", self.key))?;
        for (name, value) in self.headers {
            headers.set(name, value)?;
        }
        let mut init = RequestInit::new();
        init.with_method(self.method)
            .with_redirect(RequestRedirect::Manual);
        let carried = match &self.body {
            Body::Empty => None,
            Body::Json(body) => Some(("application/json", body)),
            Body::Form(body) => Some(("application/x-www-form-urlencoded", body)),
        };
        if let Some((kind, body)) = carried {
            headers.set("Content-Type", kind)?;
            init.with_body(Some(JsValue::from_str(body)));
        }
        init.with_headers(headers);
        let request = Request::new_with_init(&self.url, &init)?;
        let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(self.within_ms));
        let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
        Ok(Answer {
            status: response.status_code(),
            body: response.text().await.unwrap_or_default(),
        })
    }
}
