//! Refusals: the stable codes by which the edge says no.

use serde::{Deserialize, Serialize};

use crate::child::FieldError;

/// Why the edge refused. The app translates each code into words; a code, once out, keeps its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No such path.
    NotFound,
    /// The path exists, under another method.
    MethodNotAllowed,
    /// The body is not what this path takes.
    MalformedRequest,
    /// The request came from a page that is not ours.
    ForeignOrigin,
    /// Nobody is signed in.
    SignInNeeded,
    /// This session may not do that.
    Forbidden,
    /// The e-mail address can't be one.
    InvalidEmail,
    /// The code is wrong, used or too old; one answer for all three.
    WrongCode,
    /// A fresh proof that the parent is there is needed first.
    ProofNeeded,
    /// The new address is the one that the account has.
    SameEmail,
    /// The passkey was not believed; one answer for every reason.
    PasskeyRefused,
    /// The name of a passkey is missing or too long.
    InvalidPasskeyName,
    /// The account has as many passkeys as it may.
    TooManyPasskeys,
    /// The name of a device is missing or too long.
    InvalidDeviceName,
    /// The account has as many paired devices as it may.
    TooManyPairings,
    /// Too many tries; wait a little.
    TooManyTries,
    /// The mail provider did not take the mail.
    MailUnavailable,
    /// The consent text has changed; read it again.
    ConsentTextChanged,
    /// The link from a letter is unknown, used or too old; one answer for all three.
    StaleLink,
    /// A tick that is needed is missing.
    ConsentIncomplete,
    /// Consent is needed first.
    ConsentNeeded,
    /// The parent has not agreed that the conversation goes to OpenAI.
    CallConsentNeeded,
    /// The parent's name is longer than it may be.
    NameTooLong,
    /// Fields of the profile break the limits; see [`Problem::fields`].
    InvalidProfile,
    /// The account has as many profiles as it may.
    TooManyChildren,
    /// No credits left for a call.
    NoCredits,
    /// A call of this account is already going on.
    CallInProgress,
    /// The day's calls are used up.
    DailyCapReached,
    /// The call is over already.
    CallOver,
    /// The operator has not confirmed zero data retention, so no child may be called.
    ZeroDataRetentionUnconfirmed,
    /// OpenAI refused the key or the request: the operator's doing.
    VoiceMisconfigured,
    /// OpenAI has too much to do just now.
    VoiceBusy,
    /// The operator's account at OpenAI is empty.
    VoiceQuotaExhausted,
    /// OpenAI can't be reached or failed.
    VoiceUnavailable,
    /// The tablet can't be handed over before the grown-up has chosen a PIN.
    PinNeeded,
    /// The PIN has not four to six digits, or a child would guess it.
    UnfitPin,
    /// The PIN is wrong.
    WrongPin,
    /// Something stands in the way that only a grown-up may know and see to; kid mode's word for several refusals.
    GrownUpNeeded,
    /// The pack is not for sale, or no longer.
    PackNotSold,
    /// The sentence of the express wish has changed; read it again.
    ExpressWishChanged,
    /// This click's purchase is paid, failed or too old; buying anew takes a new click.
    PurchaseOver,
    /// Stripe can't be reached or failed; nothing was paid.
    PaymentUnavailable,
    /// There is nothing to give back of this purchase, or it is too late, or the bank is claiming it.
    NothingToWithdraw,
    /// The call cost nothing, so there is nothing to give back.
    NothingCharged,
    /// A call was given back to this account before; further ones are for support.
    ComplaintUsed,
    /// Something broke on our side; see [`Problem::reference`].
    Fault,
}

/// The body of every refusal and fault, as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The code, as a URN.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// Which fields are wrong, for [`Code::InvalidProfile`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The opaque number of a [`Code::Fault`], to tell support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Problem {
    /// A problem with neither fields nor reference.
    pub fn new(code: Code, status: u16) -> Self {
        let name = serde_json::to_value(code)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default();
        Self {
            kind: format!("urn:call-santa:{name}"),
            status,
            code,
            fields: Vec::new(),
            reference: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_the_shape_of_rfc_9457_with_our_code() {
        let json = serde_json::to_value(Problem::new(Code::NoCredits, 402)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"type": "urn:call-santa:no_credits", "status": 402, "code": "no_credits"})
        );
    }
}
