//! The client data: what the browser itself says of the ceremony, as JSON.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;

use super::{Disbelief, Expected};

/// What the browser was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    /// To make a passkey.
    Create,
    /// To sign with one.
    Get,
}

impl Ceremony {
    fn name(self) -> &'static str {
        match self {
            Ceremony::Create => "webauthn.create",
            Ceremony::Get => "webauthn.get",
        }
    }
}

// Browsers may add further members at any time, so unknown ones are let be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    /// Only there in a foreign frame, where we never are.
    top_origin: Option<String>,
}

/// Compares the client data with what is expected.
pub(super) fn check(
    json: &[u8],
    ceremony: Ceremony,
    expected: &Expected<'_>,
) -> Result<(), Disbelief> {
    let data: ClientData =
        serde_json::from_slice(json).map_err(|_| Disbelief::UnreadableClientData)?;
    if data.kind != ceremony.name() {
        return Err(Disbelief::WrongCeremony);
    }
    if data.challenge != Base64UrlUnpadded::encode_string(expected.challenge) {
        return Err(Disbelief::WrongChallenge);
    }
    if data.origin != expected.origin {
        return Err(Disbelief::WrongOrigin);
    }
    if data.cross_origin || data.top_origin.is_some() {
        return Err(Disbelief::CrossOrigin);
    }
    Ok(())
}
