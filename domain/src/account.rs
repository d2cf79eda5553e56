//! A parent's account: the e-mail address that names it and the code that opens it.
//!
//! Never in here: passwords. A parent signs in by a code sent by mail; the rules of that code stand below, its
//! storage and its counting belong to the edge.

use serde::{Deserialize, Serialize};

/// How long a sign-in code works, in milliseconds.
pub const CODE_LIFETIME_MS: i64 = 10 * 60 * 1000;
/// How many wrong tries a sign-in code survives.
pub const CODE_TRIES: u32 = 5;
/// How many codes one network may have sent to one address within an hour.
pub const CODES_AN_HOUR: u32 = 5;
/// How many codes an address is sent within an hour, whoever asks. More than one network gets, so that a stranger who
/// uses up his own share leaves the parent's untouched; not many more, so that nobody's inbox is flooded.
pub const CODES_AN_HOUR_FOR_AN_ADDRESS: u32 = 20;
/// How many codes a network may ask for within an hour, whatever the addresses: plenty for a family and for the many
/// that share a mobile network's address, and few for somebody who goes through a list.
pub const CODES_AN_HOUR_FOR_A_NETWORK: u32 = 60;
/// How many digits a sign-in code has.
pub const CODE_DIGITS: usize = 8;
/// The longest parent's name, in characters.
pub const NAME_CHARACTERS: usize = 60;

/// Why a text is not an e-mail address that we would write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address")]
pub struct NotAnAddress;

/// An e-mail address in the one form that we compare by: trimmed, lower case.
///
/// Its `Debug` output is hidden, so that an address can't slip into a log.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Parses what a parent typed. Deliberately loose: only a delivered mail proves an address.
    pub fn parse(typed: &str) -> Result<Self, NotAnAddress> {
        let address = typed.trim().to_lowercase();
        let (local, host) = address.rsplit_once('@').ok_or(NotAnAddress)?;
        let host_is_plausible = host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
            && host
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
        let local_is_plausible = !local.is_empty()
            && local.len() <= 64
            && !local.chars().any(|c| {
                c.is_whitespace()
                    || c.is_control()
                    || matches!(c, '@' | '<' | '>' | ',' | ';' | '"')
            });
        if address.len() <= 254 && host_is_plausible && local_is_plausible {
            Ok(Self(address))
        } else {
            Err(NotAnAddress)
        }
    }

    /// The address as text, for the store and the mail adapter.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmailAddress(hidden)")
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnAddress;
    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

/// By what a parent signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// By a code that came by mail.
    Code,
    /// By a passkey.
    Passkey,
}

impl SignInWay {
    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            SignInWay::Code => "code",
            SignInWay::Passkey => "passkey",
        }
    }
}

/// Tidies a parent's name; `None` where it is too long. An empty one is fine: the name is the parent's choice.
pub fn read_name(typed: &str) -> Option<String> {
    let name = crate::child::one_line(typed);
    (name.chars().count() <= NAME_CHARACTERS).then_some(name)
}

/// Makes a sign-in code of eight digits from random bits, evenly spread.
///
/// `None` for the few bit patterns that would favour low codes; draw again then.
pub fn sign_in_code(random: u32) -> Option<String> {
    const CODES: u32 = 100_000_000;
    const FAIR_BELOW: u32 = u32::MAX - u32::MAX % CODES;
    (random < FAIR_BELOW).then(|| format!("{:08}", random % CODES))
}

/// Reads a code as people type and paste it: spaces and dashes between the digits are fine.
pub fn read_sign_in_code(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    (digits.len() == CODE_DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_lowered() {
        assert_eq!(
            EmailAddress::parse("  Mor@Example.DK ").map(String::from),
            Ok("mor@example.dk".into())
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in [
            "",
            "mor",
            "@example.dk",
            "mor@",
            "mor@dk",
            "mor@.dk",
            "mor@example..dk",
            "mor@example.dk.",
            "mo r@example.dk",
            "mor@exa mple.dk",
            "mor\n@example.dk",
            "<mor@example.dk>",
            "a,b@example.dk",
        ] {
            assert_eq!(EmailAddress::parse(wrong), Err(NotAnAddress), "{wrong}");
        }
        assert!(EmailAddress::parse(&format!("{}@example.dk", "a".repeat(65))).is_err());
    }

    #[test]
    fn debug_hides_the_address() {
        let address = EmailAddress::parse("mor@example.dk").unwrap();
        assert!(!format!("{address:?}").contains("mor"));
    }

    #[test]
    fn codes_have_eight_digits_and_no_bias() {
        assert_eq!(sign_in_code(42).as_deref(), Some("00000042"));
        assert_eq!(sign_in_code(4_200_000_000), None);
        assert_eq!(sign_in_code(u32::MAX), None);
    }

    #[test]
    fn a_name_is_optional_tidied_and_not_endless() {
        assert_eq!(read_name("").as_deref(), Some(""));
        assert_eq!(read_name(" Mor\n Mette ").as_deref(), Some("Mor Mette"));
        assert!(read_name(&"å".repeat(NAME_CHARACTERS)).is_some());
        assert!(read_name(&"å".repeat(NAME_CHARACTERS + 1)).is_none());
    }

    #[test]
    fn a_typed_code_may_have_gaps() {
        assert_eq!(
            read_sign_in_code(" 1234 5678 ").as_deref(),
            Some("12345678")
        );
        assert_eq!(read_sign_in_code("1234-5678").as_deref(), Some("12345678"));
        for wrong in ["1234567", "123456789", "1234567a", ""] {
            assert_eq!(read_sign_in_code(wrong), None);
        }
    }
}
