//! Outgoing requests: JSON by POST, with a time limit, following no redirect (a bearer key must not wander).

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

/// A request to somebody else.
pub(crate) struct Outgoing<'a> {
    /// Where to.
    pub(crate) url: String,
    /// The bearer key.
    pub(crate) key: &'a str,
    /// Further headers.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The JSON body, if any.
    pub(crate) body: Option<String>,
    /// How long to wait, in milliseconds.
    pub(crate) within_ms: u32,
}

impl Outgoing<'_> {
    /// Sends it.
    pub(crate) async fn post(self) -> Result<Answer, Unreachable> {
        self.posted().await.map_err(|_| Unreachable)
    }

    async fn posted(self) -> worker::Result<Answer> {
        let headers = Headers::new();
        headers.set("Authorization", &format!("Bearer {}", self.key))?;
        for (name, value) in self.headers {
            headers.set(name, value)?;
        }
        let mut init = RequestInit::new();
        init.with_method(Method::Post)
            .with_redirect(RequestRedirect::Manual);
        if let Some(body) = &self.body {
            headers.set("Content-Type", "application/json")?;
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
