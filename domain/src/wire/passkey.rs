//! Passkeys on the wire: what a browser needs to make or use one, and what it hands back.

use serde::{Deserialize, Serialize};

use crate::{bytes::Bytes, confirmation::Proof, id::PasskeyId};

/// What a browser needs to make a passkey.
#[derive(Clone, Serialize, Deserialize)]
pub struct PasskeyInvitation {
    /// To be answered once, within five minutes, by this session.
    pub challenge: Bytes,
    /// The account, as the passkey shall know it; it says nothing about anybody.
    pub user: Bytes,
    /// Credentials that the account has already, so that a device does not get a second one.
    pub known: Vec<Bytes>,
}

/// Asks for something that a session does by itself only while its sign-in is fresh.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// The fresh proof, once it was asked for.
    #[serde(default)]
    pub proof: Option<Proof>,
}

/// What a browser needs to use a passkey. The same for everybody: which passkey, the visitor chooses.
#[derive(Clone, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// To be answered once, within five minutes, by the browser that asked.
    pub challenge: Bytes,
}

/// A passkey to add.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddPasskey {
    /// What the parent calls it.
    pub name: String,
    /// The credential's id.
    pub credential: Bytes,
    /// `clientDataJSON`.
    pub client_data: Bytes,
    /// What `getAuthenticatorData()` gave.
    pub authenticator_data: Bytes,
    /// What `getPublicKey()` gave.
    pub public_key: Bytes,
}

/// Another name for a passkey.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenamePasskey {
    /// What the parent calls it.
    pub name: String,
}

/// A passkey as its parent sees it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// Our id of it.
    pub id: PasskeyId,
    /// What the parent calls it.
    pub name: String,
    /// When it was added.
    pub created_at_ms: i64,
    /// When it last let somebody in; `None` if it never did.
    pub used_at_ms: Option<i64>,
}
