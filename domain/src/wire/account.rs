//! The account page's own words on the wire: what a parent sees and changes of the account itself.

use serde::{Deserialize, Serialize};

use crate::{
    Language,
    account::SignInWay,
    confirmation::{Proof, Purpose},
    device::Device,
    id::SessionId,
    kid::Mode,
    mail::Topic,
};

/// Everything that the account page shows.
#[derive(Clone, Serialize, Deserialize)]
pub struct AccountPage {
    /// The address that codes go to.
    pub email: String,
    /// The parent's name; empty where none was given.
    pub name: String,
    /// The language of the account's mail.
    pub language: Language,
    /// What the parent has asked to get letters about.
    pub letters: Vec<Topic>,
    /// The browsers that are signed in, the one used last first.
    pub sessions: Vec<SessionView>,
    /// The latest sign-ins, newest first.
    pub sign_ins: Vec<SignInView>,
}

/// A browser that is signed in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Its id, to end it by.
    pub id: SessionId,
    /// What it is called.
    pub device: Device,
    /// What the parent calls it, where it was paired.
    pub name: Option<String>,
    /// Whether it is a parent's or the children's.
    pub mode: Mode,
    /// Since when.
    pub created_at_ms: i64,
    /// When it was used last, to the hour.
    pub last_seen_at_ms: i64,
    /// Whether it is the one that asks.
    pub this_one: bool,
}

/// A sign-in that took place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    /// By what.
    pub way: SignInWay,
    /// From where, as far as that is kept.
    pub device: Device,
    /// When.
    pub at_ms: i64,
}

/// Changes what a parent may change of the account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// The name; empty to have none.
    pub name: String,
    /// The language of the account's mail.
    pub language: Language,
}

/// Asks for letters about something, or no longer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseLetters {
    /// About what.
    pub topic: Topic,
    /// Whether they are wanted.
    pub wanted: bool,
    /// The version of the words that stood beside the tick.
    pub text_version: String,
    /// The language in which they were shown.
    pub language: Language,
}

/// Says that a consent was not the reader's doing, by the link in the letter about it: everything is deleted.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disavow {
    /// The token of the link.
    pub token: String,
}

/// Asks for a code, or for a passkey's challenge, that confirms something.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestConfirmation {
    /// What it is to confirm.
    pub purpose: Purpose,
}

/// Asks to move the account to another address.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// The new address.
    pub email: String,
    /// The proof that the parent asks, by the old address or a passkey.
    pub proof: Proof,
}

/// Takes consent back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawConsent {
    /// Whether the children's profiles go at once; otherwise they stay until the parent decides.
    pub delete_profiles: bool,
}
