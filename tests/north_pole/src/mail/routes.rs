//! `POST /emails` as the provider has it, and the inbox for developers and tests.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::inbox::{KeyReused, Mail, Submission};
use super::page;
use crate::faults::MailFault;
use crate::north_pole::NorthPole;
use crate::openai::secrets::bearer;

/// The only key that may send.
const MAIL_KEY: &str = "re_north_pole";

/// The provider's limits for an idempotency key, in characters.
const LONGEST_KEY: usize = 256;

/// Takes a mail.
pub(crate) async fn send(
    State(pole): State<Arc<NorthPole>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match pole.faults.take_mail() {
        Some(MailFault::Refuse) => {
            return refuse(500, "application_error", "An unexpected error occurred.");
        }
        Some(MailFault::Timeout) => std::future::pending().await,
        None => {}
    }
    if bearer(&headers) != Some(MAIL_KEY) {
        return refuse(401, "invalid_api_key", "API key is invalid");
    }
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return refuse(
            400,
            "validation_error",
            "The request body is not valid JSON.",
        );
    };
    let submission: Submission = match serde_json::from_value(body.clone()) {
        Ok(submission) => submission,
        Err(fault) => return refuse(422, "validation_error", &fault.to_string()),
    };
    let addresses_fit = submission
        .to
        .all()
        .iter()
        .all(|address| address.contains('@'));
    if !addresses_fit || !submission.from.contains('@') {
        return refuse(422, "validation_error", "Invalid `to` or `from` field.");
    }
    if submission.html.is_empty() && submission.text.is_empty() {
        return refuse(422, "validation_error", "Missing `html` or `text` field.");
    }
    let key = headers
        .get("idempotency-key")
        .and_then(|key| key.to_str().ok());
    if key.is_some_and(|key| key.is_empty() || key.len() > LONGEST_KEY) {
        return refuse(
            400,
            "invalid_idempotency_key",
            "The key must be between 1-256 chars.",
        );
    }
    match pole.inbox.take(&submission, &body, key, crate::unix_ms()) {
        Ok(id) => Json(json!({"id": id})).into_response(),
        Err(KeyReused) => refuse(
            409,
            "invalid_idempotent_request",
            "This idempotency key has been used on a request that had a different payload.",
        ),
    }
}

/// Whose mail to list.
#[derive(Debug, Deserialize)]
pub(crate) struct InboxQuery {
    to: Option<String>,
}

/// The inbox as JSON, the newest first.
pub(crate) async fn list(
    State(pole): State<Arc<NorthPole>>,
    Query(query): Query<InboxQuery>,
) -> Json<Vec<Mail>> {
    Json(pole.inbox.list(query.to.as_deref()))
}

/// The inbox as a page.
pub(crate) async fn show(State(pole): State<Arc<NorthPole>>) -> Html<String> {
    Html(page::inbox(&pole.inbox.list(None)))
}

/// Empties the inbox.
pub(crate) async fn clear(State(pole): State<Arc<NorthPole>>) -> StatusCode {
    pole.inbox.clear();
    StatusCode::NO_CONTENT
}

fn refuse(status: u16, name: &str, message: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        Json(json!({"statusCode": status.as_u16(), "name": name, "message": message})),
    )
        .into_response()
}
