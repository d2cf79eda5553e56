//! Requests: what the app sends.

use serde::{Deserialize, Serialize};

use crate::{Language, call::EndReason, id::ChildId};

/// Asks for a sign-in code.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestCode {
    /// Where to send it.
    pub email: String,
    /// The language of the mail, and of a new account.
    pub language: Language,
}

/// Trades a code for a session; the pending browser is known by its cookie.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterCode {
    /// The code as typed.
    pub code: String,
}

/// Starts a call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartCall {
    /// Who calls.
    pub child: ChildId,
    /// Whether a call of the account that goes on, such as one whose page was lost while it rang, is ended for it.
    #[serde(default)]
    pub instead: bool,
}

/// Reports that the call stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connected {
    /// OpenAI's id of the call (`rtc_…`), from the `Location` of its answer.
    pub openai_call_id: String,
}

/// Reports that the call is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndCall {
    /// Why, as the browser saw it.
    pub reason: EndReason,
}

/// Moves the clock of a test build forward.
#[cfg(feature = "test-clock")]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveClock {
    /// By how many milliseconds.
    pub forward_ms: i64,
}
