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
    /// Whose call it is.
    pub child: ChildId,
    /// Brothers and sisters who call along.
    #[serde(default)]
    pub siblings: Vec<ChildId>,
    /// How far the device's clock stands before UTC, in minutes, for the season where the child is; `None` where the
    /// device does not say.
    #[serde(default)]
    pub utc_offset_minutes: Option<i32>,
    /// Whether a call of the account that goes on, such as one whose page was lost while it rang, is ended for it.
    #[serde(default)]
    pub instead: bool,
}

/// Asks for another line of a call, for the same children as before: they are stored nowhere with the call.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReconnectCall {
    /// Brothers and sisters who call along.
    #[serde(default)]
    pub siblings: Vec<ChildId>,
    /// How far the device's clock stands before UTC, in minutes.
    #[serde(default)]
    pub utc_offset_minutes: Option<i32>,
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
