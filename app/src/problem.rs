//! What each failure is called on the page. Every code of the wire has its words; the compiler counts them.

use domain::wire::{Code, Problem};
use leptos::prelude::*;

use crate::{
    api::Failure,
    words::{Key, Text, text::problem as words},
};

/// The words for a failure.
pub(crate) fn in_words(failure: &Failure) -> Key {
    match failure {
        Failure::Unreachable => words::UNREACHABLE,
        Failure::Unreadable => words::UNREADABLE,
        Failure::Refused(problem) => of_code(problem.code),
    }
}

/// The number that a parent can tell support, where the edge gave one.
pub(crate) fn reference(failure: &Failure) -> Option<Text> {
    match failure {
        Failure::Refused(Problem {
            reference: Some(number),
            ..
        }) => Some(words::reference(number)),
        _ => None,
    }
}

/// Whether the edge refused with this code.
pub(crate) fn is(failure: &Failure, code: Code) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.code == code)
}

/// Whether the failure is for the want of a session.
pub(crate) fn is_signed_out(failure: &Failure) -> bool {
    is(failure, Code::SignInNeeded)
}

/// What went wrong, as two: the words that belong beside a field where the edge refused with this code, and everything
/// else.
pub(crate) fn beside_field(
    failure: RwSignal<Option<Failure>>,
    code: Code,
) -> (Signal<Option<Text>>, Signal<Option<Failure>>) {
    let beside = move || {
        failure
            .get()
            .filter(|failure| is(failure, code))
            .map(|failure| Text::from(in_words(&failure)))
    };
    let elsewhere = move || failure.get().filter(|failure| !is(failure, code));
    (Signal::derive(beside), Signal::derive(elsewhere))
}

/// A refusal that we foresee without asking, in the shape of the edge's own.
pub(crate) fn foreseen(code: Code) -> Failure {
    Failure::Refused(Problem::new(code, 0))
}

/// The words for a code of the wire.
pub(crate) fn of_code(code: Code) -> Key {
    match code {
        Code::NotFound => words::NOT_FOUND,
        Code::MethodNotAllowed => words::METHOD_NOT_ALLOWED,
        Code::MalformedRequest => words::MALFORMED_REQUEST,
        Code::ForeignOrigin => words::FOREIGN_ORIGIN,
        Code::SignInNeeded => words::SIGN_IN_NEEDED,
        Code::Forbidden => words::FORBIDDEN,
        Code::InvalidEmail => words::INVALID_EMAIL,
        Code::WrongCode => words::WRONG_CODE,
        Code::ProofNeeded => words::PROOF_NEEDED,
        Code::SameEmail => words::SAME_EMAIL,
        Code::PasskeyRefused => words::PASSKEY_REFUSED,
        Code::InvalidPasskeyName => words::INVALID_PASSKEY_NAME,
        Code::TooManyPasskeys => words::TOO_MANY_PASSKEYS,
        Code::InvalidDeviceName => words::INVALID_DEVICE_NAME,
        Code::TooManyPairings => words::TOO_MANY_PAIRINGS,
        Code::TooManyTries => words::TOO_MANY_TRIES,
        Code::MailUnavailable => words::MAIL_UNAVAILABLE,
        Code::ConsentTextChanged => words::CONSENT_TEXT_CHANGED,
        Code::StaleLink => words::STALE_LINK,
        Code::ConsentIncomplete => words::CONSENT_INCOMPLETE,
        Code::ConsentNeeded => words::CONSENT_NEEDED,
        Code::CallConsentNeeded => words::CALL_CONSENT_NEEDED,
        Code::NameTooLong => words::NAME_TOO_LONG,
        Code::InvalidProfile => words::INVALID_PROFILE,
        Code::TooManyChildren => words::TOO_MANY_CHILDREN,
        Code::NoCredits => words::NO_CREDITS,
        Code::CallInProgress => words::CALL_IN_PROGRESS,
        Code::DailyCapReached => words::DAILY_CAP_REACHED,
        Code::PackNotSold => words::PACK_NOT_SOLD,
        Code::ExpressWishChanged => words::EXPRESS_WISH_CHANGED,
        Code::PurchaseOver => words::PURCHASE_OVER,
        Code::PaymentUnavailable => words::PAYMENT_UNAVAILABLE,
        Code::NothingToWithdraw => words::NOTHING_TO_WITHDRAW,
        Code::NothingCharged => words::NOTHING_CHARGED,
        Code::ComplaintUsed => words::COMPLAINT_USED,
        Code::CallOver => words::CALL_OVER,
        Code::ZeroDataRetentionUnconfirmed => words::ZERO_DATA_RETENTION_UNCONFIRMED,
        Code::VoiceMisconfigured => words::VOICE_MISCONFIGURED,
        Code::VoiceBusy => words::VOICE_BUSY,
        Code::VoiceQuotaExhausted => words::VOICE_QUOTA_EXHAUSTED,
        Code::VoiceUnavailable => words::VOICE_UNAVAILABLE,
        Code::PinNeeded => words::PIN_NEEDED,
        Code::UnfitPin => words::UNFIT_PIN,
        Code::WrongPin => words::WRONG_PIN,
        Code::GrownUpNeeded => words::GROWN_UP_NEEDED,
        Code::Fault => words::FAULT,
    }
}
