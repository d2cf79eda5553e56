//! `POST /v1/realtime/client_secrets`: mints the short-lived token with which a browser may place calls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::session::{Session, check_secret_request};
use crate::faults::MintFault;
use crate::north_pole::NorthPole;

/// The only standard key that opens the stand-in.
pub(crate) const STANDARD_KEY: &str = "sk-north-pole";

/// A token and what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    /// The settings every call under this token begins with.
    pub(crate) session: Session,
    /// Unix milliseconds after which no call may be placed.
    pub(crate) expires_at_ms: u64,
    /// Whether the mint request named the account by a hash.
    pub(crate) safety_identifier_present: bool,
}

/// All tokens, by their value. Expired ones stay, so that they are refused as expired and not as unknown.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    by_value: Mutex<HashMap<String, Secret>>,
}

impl Secrets {
    fn keep(&self, value: String, secret: Secret) {
        crate::lock(&self.by_value).insert(value, secret);
    }

    /// The secret behind a bearer token, if it may be used now.
    pub(crate) fn open(&self, value: &str, now_ms: u64) -> Result<Secret, Refusal> {
        let secret = crate::lock(&self.by_value)
            .get(value)
            .cloned()
            .ok_or_else(|| Refusal::bad_token(false))?;
        if now_ms < secret.expires_at_ms {
            Ok(secret)
        } else {
            Err(Refusal::bad_token(true))
        }
    }
}

/// The bearer token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// Checks the standard key.
pub(crate) fn require_standard_key(headers: &HeaderMap) -> Result<(), Refusal> {
    if bearer(headers) == Some(STANDARD_KEY) {
        Ok(())
    } else {
        Err(Refusal::bad_key())
    }
}

/// The route.
pub(crate) async fn create(
    State(pole): State<Arc<NorthPole>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    match pole.faults.take_mint() {
        Some(MintFault::Refuse) => return Err(Refusal::bad_key()),
        Some(MintFault::RateLimit) => return Err(Refusal::rate_limited()),
        Some(MintFault::InsufficientQuota) => return Err(Refusal::out_of_quota()),
        Some(MintFault::ServerError) => {
            return Err(Refusal::server_error(
                "The server had an error while processing your request.",
            ));
        }
        Some(MintFault::Timeout) => std::future::pending().await,
        None => {}
    }
    require_standard_key(&headers)?;
    let body: Value = serde_json::from_slice(&body).map_err(|_| {
        Refusal::bad_request(
            StatusCode::BAD_REQUEST,
            None,
            "We could not parse the JSON body of your request.",
        )
    })?;
    check_secret_request(&body)?;
    let seconds = body["expires_after"]["seconds"]
        .as_u64()
        .unwrap_or_default();
    let session = Session::new(&body["session"]);
    let value = format!("ek_{}", crate::ids::token(32));
    let expires_at_ms = crate::unix_ms() + seconds * 1_000;
    let answer =
        json!({"value": value, "expires_at": expires_at_ms / 1_000, "session": session.to_json()});
    pole.secrets.keep(
        value,
        Secret {
            session,
            expires_at_ms,
            safety_identifier_present: headers.contains_key("openai-safety-identifier"),
        },
    );
    Ok(Json(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_until_it_expires() {
        let secrets = Secrets::default();
        let session = Session::new(&json!({"type": "realtime"}));
        let secret = Secret {
            session,
            expires_at_ms: 1_000,
            safety_identifier_present: true,
        };
        secrets.keep("ek_1".into(), secret);
        assert!(secrets.open("ek_1", 999).is_ok());
        assert_eq!(
            secrets.open("ek_1", 1_000).unwrap_err(),
            Refusal::bad_token(true)
        );
        assert_eq!(
            secrets.open("ek_2", 0).unwrap_err(),
            Refusal::bad_token(false)
        );
    }

    #[test]
    fn only_the_standard_key_mints() {
        let mut headers = HeaderMap::new();
        assert!(require_standard_key(&headers).is_err());
        headers.insert(header::AUTHORIZATION, "Bearer sk-other".parse().unwrap());
        assert!(require_standard_key(&headers).is_err());
        headers.insert(
            header::AUTHORIZATION,
            "Bearer sk-north-pole".parse().unwrap(),
        );
        assert!(require_standard_key(&headers).is_ok());
    }
}
