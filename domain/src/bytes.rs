//! Bytes in JSON and in the store: base64url without padding, as WebAuthn writes them everywhere.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

/// Why a text holds no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not base64url without padding")]
pub struct NotBytes;

/// Bytes that are written as base64url. Their `Debug` output is hidden: some are secrets, none is of use in a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bytes(hidden)")
    }
}

impl TryFrom<String> for Bytes {
    type Error = NotBytes;
    fn try_from(text: String) -> Result<Self, NotBytes> {
        Base64UrlUnpadded::decode_vec(&text)
            .map(Self)
            .map_err(|_| NotBytes)
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> String {
        bytes.text()
    }
}

impl Bytes {
    /// The bytes as text.
    pub fn text(&self) -> String {
        Base64UrlUnpadded::encode_string(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_cross_the_wire_and_nothing_else_does() {
        let bytes = Bytes(vec![0xfb, 0xff, 0x00]);
        assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"-_8A\"");
        assert_eq!(serde_json::from_str::<Bytes>("\"-_8A\"").unwrap(), bytes);
        for wrong in [
            "\"+/8A\"",
            "\"-_9\"",
            "\"-\"",
            "\"-_8A=\"",
            "\"-_8A \"",
            "7",
            "\"é\"",
        ] {
            assert!(serde_json::from_str::<Bytes>(wrong).is_err(), "{wrong}");
        }
        assert!(!format!("{bytes:?}").contains("251"));
    }
}
