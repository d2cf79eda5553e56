//! An error answer in OpenAI's shape: `{"error":{message,type,code,param}}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::schema::SchemaFault;

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    kind: &'static str,
    code: Option<&'static str>,
    param: Option<String>,
    message: String,
}

impl Refusal {
    /// 401: the key is missing or not known.
    pub(crate) fn bad_key() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "invalid_request_error",
            Some("invalid_api_key"),
            "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.",
        )
    }

    /// 401: the ephemeral token is unknown or too old.
    pub(crate) fn bad_token(expired: bool) -> Self {
        let (code, message) = if expired {
            ("token_expired", "Ephemeral token expired.")
        } else {
            (
                "invalid_ephemeral_token",
                "Incorrect ephemeral token provided.",
            )
        };
        Self::new(
            StatusCode::UNAUTHORIZED,
            "invalid_request_error",
            Some(code),
            message,
        )
    }

    /// 429: too many requests.
    pub(crate) fn rate_limited() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limit_error",
            Some("rate_limit_exceeded"),
            "Rate limit reached for requests. Please try again later.",
        )
    }

    /// 429: the account is out of money.
    pub(crate) fn out_of_quota() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "insufficient_quota",
            Some("insufficient_quota"),
            "You exceeded your current quota, please check your plan and billing details.",
        )
    }

    /// 500.
    pub(crate) fn server_error(message: &str) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_error",
            None,
            message,
        )
    }

    /// 404: no such call.
    pub(crate) fn no_such_call() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "invalid_request_error",
            Some("call_id_not_found"),
            "No session found for this call.",
        )
    }

    /// 400 or 415: the request itself is wrong.
    pub(crate) fn bad_request(
        status: StatusCode,
        code: Option<&'static str>,
        message: &str,
    ) -> Self {
        Self::new(status, "invalid_request_error", code, message)
    }

    fn new(
        status: StatusCode,
        kind: &'static str,
        code: Option<&'static str>,
        message: &str,
    ) -> Self {
        Self {
            status,
            kind,
            code,
            param: None,
            message: message.to_owned(),
        }
    }
}

impl From<SchemaFault> for Refusal {
    fn from(fault: SchemaFault) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            kind: "invalid_request_error",
            code: Some(fault.code),
            param: Some(fault.param).filter(|param| !param.is_empty()),
            message: fault.message,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": {"message": self.message, "type": self.kind, "code": self.code, "param": self.param}});
        (self.status, Json(body)).into_response()
    }
}
