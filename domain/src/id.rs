//! Identifiers: one type per kind of thing, so that a call's id can't be passed where a child's is wanted.
//!
//! Every identifier is 128 random bits written as 32 lower-case hexadecimal digits. The randomness comes from the
//! caller, because this crate has none.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 32 lower-case hexadecimal digits")]
pub struct NotAnId;

fn checked(text: String) -> Result<String, NotAnId> {
    let well_formed =
        text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if well_formed { Ok(text) } else { Err(NotAnId) }
}

fn hex(bits: [u8; 16]) -> String {
    bits.iter().map(|byte| format!("{byte:02x}")).collect()
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Makes an identifier of 128 random bits.
            pub fn from_random(bits: [u8; 16]) -> Self {
                Self(hex(bits))
            }

            /// The 32 hexadecimal digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                checked(text).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                checked(text.to_owned()).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

identifiers! {
    /// A parent's account.
    AccountId,
    /// A child's profile.
    ChildId,
    /// One call to Santa, from the hold to the settlement.
    CallId,
    /// The nameless purse that credits belong to; it outlives the account.
    WalletId,
    /// A browser that is signed in.
    SessionId,
    /// One act of consent.
    ConsentId,
    /// A letter in the outbox.
    LetterId,
    /// A passkey of an account.
    PasskeyId,
    /// A device that was paired into kid mode.
    PairingId,
    /// A purchase, from the click to the last refund.
    PurchaseId,
    /// One click on "buy", made by the page, so that asking twice for the same click buys once.
    ClickId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_thirty_two_lower_case_hex_digits_are_an_id() {
        let id = CallId::from_random([0xab; 16]);
        assert_eq!(id.as_str(), "ab".repeat(16));
        assert_eq!(id.as_str().parse::<CallId>().as_ref(), Ok(&id));
        for wrong in [
            "",
            "ab",
            &"AB".repeat(16),
            &"g0".repeat(16),
            &"ab".repeat(17),
        ] {
            assert_eq!(wrong.parse::<CallId>(), Err(NotAnId), "{wrong}");
        }
    }

    #[test]
    fn a_malformed_id_does_not_pass_the_wire() {
        assert!(serde_json::from_str::<ChildId>("\"../../me\"").is_err());
    }
}
