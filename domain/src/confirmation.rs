//! Confirmation: a fresh proof that the parent is there, before what a session alone must not do.
//!
//! A [`Proof`] is a code that was just sent by mail, or a passkey that just answered a challenge. Either was asked for by
//! one session for one [`Purpose`], and is used up by being tried. A code's length, life and tries are those of a
//! sign-in code; storing and counting belong to the edge.

use serde::{Deserialize, Serialize};

use crate::passkey::PasskeyAnswer;

/// How long a sign-in itself counts as a fresh proof, in milliseconds. As long as a code works: whoever signed in so
/// lately has proved no less than by another code, and asking twice teaches people to type codes without reading.
pub const FRESH_SIGN_IN_MS: i64 = 10 * 60 * 1000;

/// What a proof is for; asked for one thing, it opens no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Deleting the account with everything in it.
    DeleteAccount,
    /// Taking a tablet out of the child's hands again.
    LeaveKidMode,
    /// Moving the account to another e-mail address.
    ChangeEmail,
    /// Adding a passkey.
    AddPasskey,
    /// Removing a passkey.
    RemovePasskey,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 5] = [
        Purpose::DeleteAccount,
        Purpose::LeaveKidMode,
        Purpose::ChangeEmail,
        Purpose::AddPasskey,
        Purpose::RemovePasskey,
    ];

    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::DeleteAccount => "delete_account",
            Purpose::LeaveKidMode => "leave_kid_mode",
            Purpose::ChangeEmail => "change_email",
            Purpose::AddPasskey => "add_passkey",
            Purpose::RemovePasskey => "remove_passkey",
        }
    }

    /// Whether a session that was opened at `signed_in_at_ms` needs a proof for this. A passkey may come and go on a
    /// fresh sign-in, because the parent is told of it by mail and nothing is lost by it; the rest is always asked for.
    pub fn needs_proof(self, signed_in_at_ms: i64, now_ms: i64) -> bool {
        match self {
            Purpose::AddPasskey | Purpose::RemovePasskey => {
                now_ms - signed_in_at_ms >= FRESH_SIGN_IN_MS
            }
            Purpose::DeleteAccount | Purpose::LeaveKidMode | Purpose::ChangeEmail => true,
        }
    }
}

/// What proves that the parent is there now.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The code that came by mail, as typed.
    Code(String),
    /// A passkey's answer to the challenge.
    Passkey(PasskeyAnswer),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_name_is_the_one_on_the_wire() {
        for purpose in Purpose::ALL {
            assert_eq!(serde_json::to_value(purpose).unwrap(), purpose.as_str());
        }
    }

    #[test]
    fn a_fresh_sign_in_counts_for_passkeys_alone_and_for_ten_minutes() {
        for purpose in Purpose::ALL {
            let lenient = matches!(purpose, Purpose::AddPasskey | Purpose::RemovePasskey);
            assert_eq!(purpose.needs_proof(0, FRESH_SIGN_IN_MS - 1), !lenient);
            assert!(purpose.needs_proof(0, FRESH_SIGN_IN_MS));
        }
    }

    #[test]
    fn a_proof_is_one_thing_at_a_time() {
        let read = |json: &str| serde_json::from_str::<Proof>(json);
        assert!(
            matches!(read(r#"{"code":"1234 5678"}"#), Ok(Proof::Code(code)) if code == "1234 5678")
        );
        for wrong in [
            r#"{}"#,
            r#"{"code":"1","passkey":{}}"#,
            r#"{"pin":"0815"}"#,
            r#""code""#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
