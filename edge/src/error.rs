//! What can go wrong, in two kinds: a [`Refusal`] is the caller's doing, a [`Fault`] is ours.
//!
//! This is the only place that picks an HTTP status. There is no blanket `From` for the runtime's errors: whoever meets
//! one says what it was doing, by [`During::during`].

use domain::{
    child::FieldError,
    wire::{Code, Problem},
};

/// Why a request was not answered as asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No, and the caller can tell why.
    Refusal(Refusal),
    /// Something broke.
    Fault(Fault),
}

/// A no with its stable code.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: Code,
    fields: Vec<FieldError>,
}

/// Something of ours that broke.
#[derive(Debug)]
pub(crate) struct Fault {
    during: &'static str,
    cause: String,
}

impl Fault {
    /// A fault met while doing `during`. `cause` is logged, so it may hold no personal data.
    pub(crate) fn new(during: &'static str, cause: &str) -> Self {
        Self {
            during,
            cause: cause.to_owned(),
        }
    }

    /// Logs the fault under an opaque reference, once.
    pub(crate) fn log(&self, reference: &str) {
        worker::console_error!(
            "{{\"event\":\"fault\",\"reference\":\"{reference}\",\"during\":\"{}\",\"cause\":{}}}",
            self.during,
            serde_json::Value::from(self.cause.as_str())
        );
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Failure::Refusal(Refusal {
            code,
            fields: Vec::new(),
        })
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Fault(fault)
    }
}

impl Failure {
    /// The code that the caller will see.
    pub(crate) fn code(&self) -> Code {
        match self {
            Failure::Refusal(refusal) => refusal.code,
            Failure::Fault(_) => Code::Fault,
        }
    }

    /// A refused profile, with what is wrong where.
    pub(crate) fn invalid_profile(fields: Vec<FieldError>) -> Self {
        Failure::Refusal(Refusal {
            code: Code::InvalidProfile,
            fields,
        })
    }

    /// The problem to send. `reference` is used for a fault only, which is logged under it here.
    pub(crate) fn into_problem(self, reference: String) -> Problem {
        match self {
            Failure::Refusal(refusal) => Problem {
                fields: refusal.fields,
                ..Problem::new(refusal.code, status(refusal.code))
            },
            Failure::Fault(fault) => {
                fault.log(&reference);
                Problem {
                    reference: Some(reference),
                    ..Problem::new(Code::Fault, status(Code::Fault))
                }
            }
        }
    }
}

/// The HTTP status of a code.
fn status(code: Code) -> u16 {
    match code {
        Code::MalformedRequest => 400,
        Code::SignInNeeded => 401,
        Code::NoCredits => 402,
        Code::ForeignOrigin
        | Code::Forbidden
        | Code::ProofNeeded
        | Code::ConsentNeeded
        | Code::CallConsentNeeded
        | Code::GrownUpNeeded => 403,
        Code::NotFound => 404,
        Code::MethodNotAllowed => 405,
        Code::StaleLink => 410,
        Code::ConsentTextChanged
        | Code::TooManyChildren
        | Code::TooManyPasskeys
        | Code::TooManyPairings
        | Code::CallInProgress
        | Code::PinNeeded
        | Code::PackNotSold
        | Code::ExpressWishChanged
        | Code::PurchaseOver
        | Code::NothingToWithdraw
        | Code::NothingCharged
        | Code::ComplaintUsed
        | Code::CallOver => 409,
        Code::InvalidEmail
        | Code::SameEmail
        | Code::WrongCode
        | Code::ConsentIncomplete
        | Code::NameTooLong
        | Code::PasskeyRefused
        | Code::InvalidPasskeyName
        | Code::InvalidDeviceName
        | Code::WrongPin
        | Code::UnfitPin
        | Code::InvalidProfile => 422,
        Code::TooManyTries | Code::DailyCapReached => 429,
        Code::Fault => 500,
        Code::VoiceMisconfigured | Code::VoiceQuotaExhausted => 502,
        Code::MailUnavailable
        | Code::PaymentUnavailable
        | Code::ZeroDataRetentionUnconfirmed
        | Code::VoiceBusy
        | Code::VoiceUnavailable => 503,
    }
}

/// Says what was being done when an error of the runtime came up.
pub(crate) trait During<T> {
    /// Turns the error into a fault.
    fn during(self, what: &'static str) -> Result<T, Fault>;
}

impl<T> During<T> for worker::Result<T> {
    fn during(self, what: &'static str) -> Result<T, Fault> {
        self.map_err(|error| Fault::new(what, &loggable(&error)))
    }
}

impl<T> During<T> for serde_json::Result<T> {
    fn during(self, what: &'static str) -> Result<T, Fault> {
        // The error's text may quote what it could not read, which may be anything; where it stood is enough.
        self.map_err(|error| {
            Fault::new(
                what,
                &format!("json, line {} column {}", error.line(), error.column()),
            )
        })
    }
}

/// The message of a database error: it names tables, columns, triggers, never values, because values are bound.
pub(crate) fn database_message(error: &worker::Error) -> Option<String> {
    let message = match error {
        worker::Error::D1(error) => {
            let outer: &worker::js_sys::Error = error.as_ref();
            String::from(outer.message())
        }
        worker::Error::UnknownJsError { message, .. } => message.clone(),
        _ => return None,
    };
    message.starts_with("D1_").then_some(message)
}

/// What may be logged of an error: a database message, else only its kind, because a text may quote anything.
fn loggable(error: &worker::Error) -> String {
    database_message(error).unwrap_or_else(|| match error {
        worker::Error::UnknownJsError { name, .. } => name.clone().unwrap_or_default(),
        other => <&'static str>::from(other).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_tells_the_caller_a_reference_and_nothing_else() {
        let problem = Problem {
            reference: Some("0123".into()),
            ..Problem::new(Code::Fault, status(Code::Fault))
        };
        let json = serde_json::to_string(&problem).unwrap();
        assert_eq!(
            json,
            r#"{"type":"urn:call-santa:fault","status":500,"code":"fault","reference":"0123"}"#
        );
    }

    #[test]
    fn refusals_are_client_errors_and_the_rest_server_errors() {
        for (code, expected) in [
            (Code::SignInNeeded, 401),
            (Code::ConsentNeeded, 403),
            (Code::NotFound, 404),
            (Code::CallInProgress, 409),
            (Code::ZeroDataRetentionUnconfirmed, 503),
        ] {
            assert_eq!(status(code), expected);
        }
    }

    #[test]
    fn what_json_could_not_read_is_not_repeated() {
        let error = serde_json::from_str::<u8>("\"Alma\"")
            .during("reading")
            .unwrap_err();
        assert!(!error.cause.contains("Alma"));
    }
}
