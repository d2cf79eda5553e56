//! Passkeys: what has to be true of a WebAuthn registration or assertion before we believe it.
//!
//! The browser hands over the authenticator data and the public key (SPKI) ready-made, so no CBOR is read. No
//! attestation is asked for: a registration says which key a signed-in parent wants to use and proves nothing more,
//! so the key need not be taken out of the authenticator data, while the credential's id is compared with it.
//!
//! The signature itself is checked by the platform's own cryptography, which is a call and not a rule; [`Claim`] keeps
//! what the assertion is worth to itself until it is told how that went. Never in here: whose passkey it is, and
//! whether a challenge was used before.

mod authenticator;
mod client_data;
mod key;
mod signature;
#[cfg(test)]
mod tests;

pub use key::{Algorithm, PublicKey};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bytes::Bytes;
use authenticator::AuthenticatorData;
use client_data::Ceremony;

/// How long a challenge can be answered, in milliseconds.
pub const CHALLENGE_LIFETIME_MS: i64 = 5 * 60 * 1000;
/// The most passkeys of an account.
pub const PASSKEYS: usize = 10;
/// The longest name of a passkey, in characters.
pub const NAME_CHARACTERS: usize = 40;
/// The longest credential id that WebAuthn allows, in bytes.
pub const CREDENTIAL_ID_BYTES: usize = 1023;

/// Why a registration or an assertion is not believed. For tests and for reading; the caller is told only "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Disbelief {
    /// The client data is not the JSON that a browser writes.
    #[error("the client data can't be read")]
    UnreadableClientData,
    /// It is about the other ceremony.
    #[error("the ceremony is another one")]
    WrongCeremony,
    /// It answers another challenge.
    #[error("the challenge is another one")]
    WrongChallenge,
    /// It was made on a page that is not ours.
    #[error("the page is not ours")]
    WrongOrigin,
    /// It was made in a frame inside somebody else's page.
    #[error("the page stood in a foreign frame")]
    CrossOrigin,
    /// The authenticator data is cut off or has bytes that its flags don't announce.
    #[error("the authenticator data can't be read")]
    UnreadableAuthenticatorData,
    /// The passkey belongs to another site.
    #[error("the passkey belongs to another site")]
    WrongSite,
    /// Nobody touched the device.
    #[error("nobody was there")]
    UserAbsent,
    /// The device did not make sure who touched it.
    #[error("the user was not verified")]
    UserUnverified,
    /// It says that it is backed up and that it can't be.
    #[error("the backup flags contradict each other")]
    ImpossibleBackup,
    /// The registration names no credential, or one of no length or too great a length.
    #[error("there is no credential in it")]
    NoCredential,
    /// The credential is not the one that the authenticator data or the store tells of.
    #[error("the credential is another one")]
    WrongCredential,
    /// The passkey was made for another account.
    #[error("the account is another one")]
    WrongUser,
    /// The key is of a kind that we did not ask for, or too short.
    #[error("the key is of no kind that is taken")]
    UnsupportedKey,
    /// The counter has not moved on: there may be a copy of the passkey.
    #[error("the counter went back")]
    CounterWentBack,
    /// The signature does not have the form of one.
    #[error("the signature has no form")]
    UnreadableSignature,
    /// The signature does not fit.
    #[error("the signature does not fit")]
    WrongSignature,
}

/// What we have to compare with.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The challenge that was given out for this.
    pub challenge: &'a [u8],
    /// The one origin of our pages, such as `https://callsanta.space`.
    pub origin: &'a str,
}

impl Expected<'_> {
    /// The site that passkeys are bound to: the host of the origin, without a port.
    fn site(&self) -> &str {
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);
        host.split_once(':').map_or(host, |(name, _)| name)
    }
}

/// A passkey that a browser offers to add.
#[derive(Clone, Copy)]
pub struct Registration<'a> {
    /// The credential's id, as the browser names it.
    pub credential: &'a [u8],
    /// `clientDataJSON`.
    pub client_data: &'a [u8],
    /// What `getAuthenticatorData()` gave.
    pub authenticator_data: &'a [u8],
    /// What `getPublicKey()` gave: SPKI.
    pub public_key: &'a [u8],
}

/// A passkey that was believed and can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    /// The credential's id.
    pub credential: Vec<u8>,
    /// Its key.
    pub key: PublicKey,
    /// How often it has been used, by its own account; 0 where it does not count.
    pub counter: u32,
}

impl Registration<'_> {
    /// Believes the registration, or says why not.
    pub fn check(&self, expected: &Expected<'_>) -> Result<NewPasskey, Disbelief> {
        client_data::check(self.client_data, Ceremony::Create, expected)?;
        let data = AuthenticatorData::read(self.authenticator_data)?;
        data.check(expected.site())?;
        let told = data.credential.ok_or(Disbelief::NoCredential)?;
        if told.is_empty() || told.len() > CREDENTIAL_ID_BYTES {
            return Err(Disbelief::NoCredential);
        }
        if told != self.credential {
            return Err(Disbelief::WrongCredential);
        }
        Ok(NewPasskey {
            credential: told.to_vec(),
            key: PublicKey::read(self.public_key)?,
            counter: data.counter,
        })
    }
}

/// An answered challenge, as a browser hands it over.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasskeyAnswer {
    /// The credential's id.
    pub credential: Bytes,
    /// `clientDataJSON`.
    pub client_data: Bytes,
    /// `authenticatorData`.
    pub authenticator_data: Bytes,
    /// The signature.
    pub signature: Bytes,
    /// `userHandle`.
    pub user: Bytes,
}

impl PasskeyAnswer {
    /// The answer as an assertion to check.
    pub fn assertion(&self) -> Assertion<'_> {
        Assertion {
            credential: &self.credential.0,
            client_data: &self.client_data.0,
            authenticator_data: &self.authenticator_data.0,
            signature: &self.signature.0,
            user: &self.user.0,
        }
    }
}

/// An attempt to prove something by a passkey.
#[derive(Clone, Copy)]
pub struct Assertion<'a> {
    /// The credential's id.
    pub credential: &'a [u8],
    /// `clientDataJSON`.
    pub client_data: &'a [u8],
    /// `authenticatorData`.
    pub authenticator_data: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
    /// The user that the passkey says it was made for.
    pub user: &'a [u8],
}

/// A passkey as we know it.
#[derive(Debug, Clone)]
pub struct KnownPasskey {
    /// The credential's id.
    pub credential: Vec<u8>,
    /// Its key.
    pub key: PublicKey,
    /// The counter when it was last believed.
    pub counter: u32,
    /// The user that it was made for.
    pub user: Vec<u8>,
}

impl Assertion<'_> {
    /// Checks everything but the signature.
    pub fn check(&self, expected: &Expected<'_>, known: &KnownPasskey) -> Result<Claim, Disbelief> {
        client_data::check(self.client_data, Ceremony::Get, expected)?;
        if self.credential != known.credential {
            return Err(Disbelief::WrongCredential);
        }
        if self.user != known.user {
            return Err(Disbelief::WrongUser);
        }
        let data = AuthenticatorData::read(self.authenticator_data)?;
        data.check(expected.site())?;
        if !moved_on(known.counter, data.counter) {
            return Err(Disbelief::CounterWentBack);
        }
        let message = [
            self.authenticator_data,
            &Sha256::digest(self.client_data)[..],
        ]
        .concat();
        Ok(Claim {
            signature: signature::for_platform(known.key.algorithm(), self.signature)?,
            key: known.key.clone(),
            message,
            counter: data.counter,
        })
    }
}

/// Whether a counter may follow another. Passkeys that are kept in sync over devices do not count and stay at 0.
pub fn moved_on(before: u32, now: u32) -> bool {
    now > before || (before == 0 && now == 0)
}

/// An assertion in which all is right but the signature, which the platform has yet to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    key: PublicKey,
    message: Vec<u8>,
    signature: Vec<u8>,
    counter: u32,
}

impl Claim {
    /// The key to check with.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// What was signed: the authenticator data and the SHA-256 of the client data.
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The signature in the form that WebCrypto takes: for ES256 the two numbers of 32 bytes, for RS256 as it came.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Believes the assertion where its signature fits, and gives the counter to remember.
    pub fn settle(self, signature_fits: bool) -> Result<u32, Disbelief> {
        if signature_fits {
            Ok(self.counter)
        } else {
            Err(Disbelief::WrongSignature)
        }
    }
}

/// The name of a passkey as it is kept: trimmed, within its limit, without control characters; `None` for no name.
pub fn name(typed: &str) -> Option<String> {
    let name: String = typed.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim();
    (!name.is_empty() && name.chars().count() <= NAME_CHARACTERS).then(|| name.to_owned())
}
