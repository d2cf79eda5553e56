//! The handlers, one file a resource. Each reads its request, asks the store and the adapters, and replies.

pub(crate) mod account;
mod assertion;
mod callers;
pub(crate) mod calls;
pub(crate) mod children;
#[cfg(feature = "test-clock")]
pub(crate) mod clock;
pub(crate) mod config;
pub(crate) mod confirmation;
pub(crate) mod consents;
pub(crate) mod email;
pub(crate) mod kid;
pub(crate) mod letters;
mod limits;
pub(crate) mod overview;
pub(crate) mod pairing;
pub(crate) mod passkey_sign_in;
pub(crate) mod passkeys;
pub(crate) mod policy;
pub(crate) mod purchases;
pub(crate) mod sign_in;
pub(crate) mod stripe;

use domain::wire::Code;

use crate::error::Failure;

/// Reads the identifier in a path. What has not even the form of one is not found.
fn id_in_path<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Code::NotFound.into())
}
