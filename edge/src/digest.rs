//! Digests: how secrets are kept without being kept.
//!
//! A random token is stored as its SHA-256. What people could guess (codes, addresses, account ids) is stored or sent
//! as a hash under a secret key, with the purpose mixed in, so that a hash made for one thing means nothing elsewhere.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of a random token.
pub(crate) fn of_token(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// What a keyed hash is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// A sign-in code, bound to the browser that asked for it.
    SignInCode,
    /// A code that confirms one purpose in one session.
    Confirmation,
    /// The six digits that pair a device.
    Pairing,
    /// The session and the purpose that a passkey's challenge belongs to.
    ConfirmationChallenge,
    /// A code to the address that an account is moving to, bound to the session that asked.
    AddressCode,
    /// An e-mail address, for counting codes.
    Address,
    /// A network address, for the rate limit.
    Network,
    /// The grown-up's PIN of an account.
    Pin,
    /// Letters of a topic to an account, as their link turns them off.
    Unsubscribe,
    /// An account, as OpenAI is told of it.
    SafetyIdentifier,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Purpose::SignInCode => "sign-in-code",
            Purpose::Confirmation => "confirmation",
            Purpose::Pairing => "pairing",
            Purpose::ConfirmationChallenge => "confirmation-challenge",
            Purpose::AddressCode => "address-code",
            Purpose::Address => "address",
            Purpose::Network => "network",
            Purpose::Pin => "pin",
            Purpose::Unsubscribe => "unsubscribe",
            Purpose::SafetyIdentifier => "safety-identifier",
        }
    }
}

/// The HMAC-SHA-256 of `parts` under `key`. Lengths are mixed in, so no two lists of parts look alike.
pub(crate) fn keyed(key: &str, purpose: Purpose, parts: &[&str]) -> String {
    // HMAC takes keys of any length; the constructor's error can't occur for it.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    for part in std::iter::once(purpose.label()).chain(parts.iter().copied()) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    hex(&mac.finalize().into_bytes())
}

/// How often a slow hash is hashed again: some milliseconds in Cloudflare's runtime, which gives a request ten on the
/// smallest plan. What really keeps a PIN is the key, which is not in the database.
const SLOW_ROUNDS: u32 = 2_000;

/// The keyed hash of what has few possible values, hashed over and over, so that trying them all takes its time.
pub(crate) fn keyed_slowly(key: &str, purpose: Purpose, parts: &[&str]) -> String {
    let Ok(fresh) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    let round = |bytes: &[u8]| {
        let mut mac = fresh.clone();
        mac.update(bytes);
        mac.finalize().into_bytes()
    };
    let first = round(keyed(key, purpose, parts).as_bytes());
    hex(&(1..SLOW_ROUNDS).fold(first, |hash, _| round(&hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_hash_is_sha_256() {
        assert_eq!(
            of_token("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn key_purpose_and_the_cut_between_parts_all_matter() {
        let hashes = [
            keyed("k", Purpose::SignInCode, &["ab", "c"]),
            keyed("k", Purpose::SignInCode, &["a", "bc"]),
            keyed("k", Purpose::Address, &["ab", "c"]),
            keyed("K", Purpose::SignInCode, &["ab", "c"]),
        ];
        let different: std::collections::HashSet<_> = hashes.iter().collect();
        assert_eq!(different.len(), hashes.len());
        assert!(hashes.iter().all(|hash| hash.len() == 64));
    }

    #[test]
    fn a_slow_hash_depends_on_all_that_a_quick_one_does() {
        let hash = |key, purpose, parts: &[&str]| keyed_slowly(key, purpose, parts);
        let reference = hash("k", Purpose::Pin, &["a", "0815"]);
        assert_eq!(reference, hash("k", Purpose::Pin, &["a", "0815"]));
        for other in [
            hash("K", Purpose::Pin, &["a", "0815"]),
            hash("k", Purpose::SignInCode, &["a", "0815"]),
            hash("k", Purpose::Pin, &["b", "0815"]),
            hash("k", Purpose::Pin, &["a", "0816"]),
            keyed("k", Purpose::Pin, &["a", "0815"]),
        ] {
            assert_ne!(reference, other);
        }
    }
}
