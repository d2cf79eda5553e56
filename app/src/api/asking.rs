//! How a question goes to the edge and comes back as an answer, a refusal or nothing; never what is asked.

use std::pin::Pin;

use domain::wire::{Endpoint, Method, Problem};
use gloo_net::http::{RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::browser;

/// Why nothing came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The edge said no, and why.
    Refused(Problem),
    /// The edge could not be reached.
    Unreachable,
    /// What came back is no answer that we know: an old page, or something between us and the edge.
    Unreadable,
}

/// An answer, or why there is none.
pub(crate) type Answer<T> = Result<T, Failure>;

const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

pub(super) const NOTHING: Option<&()> = None;

/// The text of an answer that is on its way; empty where the edge has nothing to say. One boxed shape, so that what is
/// behind it is compiled once and not into every function above.
pub(super) type Asked = Pin<Box<dyn Future<Output = Answer<String>>>>;

pub(super) fn ask<B: Serialize>(endpoint: Endpoint, id: &str, body: Option<&B>) -> Asked {
    send(
        endpoint.method(),
        endpoint.path(id),
        JSON,
        body.map(serde_json::to_string).transpose(),
    )
}

pub(super) fn send(
    method: Method,
    path: String,
    kind: &'static str,
    body: serde_json::Result<Option<String>>,
) -> Asked {
    Box::pin(async move {
        let method = match method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
            Method::Put => gloo_net::http::Method::PUT,
            Method::Delete => gloo_net::http::Method::DELETE,
        };
        let request = RequestBuilder::new(&path).method(method);
        let request = match body.map_err(|_| Failure::Unreadable)? {
            Some(body) => request.header("Content-Type", kind).body(body),
            None => request.build(),
        };
        let request = request.map_err(|_| Failure::Unreadable)?;
        accepted(request.send().await.map_err(|_| Failure::Unreachable)?).await
    })
}

/// Posts a short text that the browser goes on sending when the page is gone.
pub(super) fn send_past_the_page(path: String, json: String) -> Asked {
    Box::pin(async move {
        let asked = browser::fetch_past_the_page(&path, &json).ok_or(Failure::Unreadable)?;
        let response = JsFuture::from(asked)
            .await
            .map_err(|_| Failure::Unreachable)?;
        accepted(response.unchecked_into::<web_sys::Response>().into()).await
    })
}

/// The text of a response that is an answer, or the refusal that it holds.
async fn accepted(response: Response) -> Answer<String> {
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return Ok(text);
    }
    Err(match read::<Problem>(&text) {
        Ok(problem) => Failure::Refused(problem),
        Err(failure) => failure,
    })
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(|_| Failure::Unreadable)
}
