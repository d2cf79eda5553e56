//! Faults on demand: what shall go wrong next, set over HTTP by a test.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

/// How the minting of a token fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MintFault {
    /// 401, as for a key that was taken back.
    Refuse,
    /// 429, too many requests.
    RateLimit,
    /// 429, the account is out of money.
    InsufficientQuota,
    /// No answer at all.
    Timeout,
    /// 500.
    ServerError,
}

/// How the mail provider fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MailFault {
    /// 500, as when the provider is ill.
    Refuse,
    /// No answer, and no mail.
    Timeout,
}

/// How Stripe's API fails. `…After` takes place first, and the client never learns of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StripeFault {
    /// 429.
    RateLimit,
    /// 500. Like Stripe's, it is kept under the request's idempotency key.
    ServerError,
    /// The same after the effect took place.
    ServerErrorAfter,
    /// No answer at all.
    Timeout,
    /// The same after the effect took place.
    TimeoutAfter,
    /// The connection is closed without a byte.
    Reset,
    /// The same after the effect took place.
    ResetAfter,
}

/// What shall go wrong. A fault stays until it is cleared, or until it happened `times` often.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Faults {
    /// Minting a token fails this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mint: Option<MintFault>,
    /// The SDP answer comes this many milliseconds late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) slow_answer_ms: Option<u64>,
    /// Sending mail fails this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mail: Option<MailFault>,
    /// Stripe's API fails this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stripe: Option<StripeFault>,
    /// Only requests to paths that begin so, such as `/v1/refunds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stripe_path: Option<String>,
    /// How often, all faults counted together; without it, until cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u32>,
}

/// What goes wrong in a call that is under way, from the moment at which it is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CallFaults {
    /// The peer falls dead, without a word.
    pub(crate) drop_peer: bool,
    /// Santa's sound stops, while events go on.
    pub(crate) freeze_sound: bool,
    /// For so many milliseconds no datagram of the call gets through, either way.
    pub(crate) lose_network_for_ms: Option<u64>,
}

impl CallFaults {
    /// Whether nothing is to go wrong, which nobody can mean.
    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Tells a call what goes wrong in it from now on.
#[derive(Debug)]
pub(crate) struct Cue {
    /// What goes wrong.
    pub(crate) faults: CallFaults,
    /// Answered once it does; dropped where the call is over first.
    pub(crate) done: oneshot::Sender<()>,
}

/// The faults now in force, shared by all routes.
#[derive(Debug, Default)]
pub(crate) struct FaultBoard {
    faults: Mutex<Faults>,
}

impl FaultBoard {
    /// Replaces what shall go wrong.
    pub(crate) fn set(&self, faults: Faults) {
        *crate::lock(&self.faults) = faults;
    }

    /// What shall go wrong, as far as it is not used up.
    pub(crate) fn show(&self) -> Faults {
        crate::lock(&self.faults).clone()
    }

    /// The fault for a token request that is being answered now.
    pub(crate) fn take_mint(&self) -> Option<MintFault> {
        self.take(|faults| faults.mint)
    }

    /// The fault for a mail that is being sent now.
    pub(crate) fn take_mail(&self) -> Option<MailFault> {
        self.take(|faults| faults.mail)
    }

    /// The fault for a request to Stripe's API that is being answered now.
    pub(crate) fn take_stripe(&self, path: &str) -> Option<StripeFault> {
        self.take(|faults| {
            let wanted = faults.stripe_path.as_deref().unwrap_or_default();
            faults.stripe.filter(|_| path.starts_with(wanted))
        })
    }

    /// By how much the SDP answer of a call that begins now is late.
    pub(crate) fn take_slow_answer(&self) -> Option<u64> {
        self.take(|faults| faults.slow_answer_ms)
    }

    /// Takes a fault and counts it, if it is set and not used up.
    fn take<T>(&self, pick: impl Fn(&Faults) -> Option<T>) -> Option<T> {
        let mut faults = crate::lock(&self.faults);
        let fault = pick(&faults)?;
        match &mut faults.times {
            Some(0) => return None,
            Some(1) => *faults = Faults::default(),
            Some(times) => *times -= 1,
            None => {}
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_lasts_until_cleared_or_used_up() {
        let board = FaultBoard::default();
        assert_eq!(board.take_mint(), None);
        board.set(Faults {
            mint: Some(MintFault::RateLimit),
            ..Faults::default()
        });
        assert_eq!(board.take_mint(), Some(MintFault::RateLimit));
        assert_eq!(board.take_mint(), Some(MintFault::RateLimit));
        board.set(Faults {
            mint: Some(MintFault::Refuse),
            times: Some(2),
            ..Faults::default()
        });
        assert_eq!(board.take_mail(), None, "another fault is not counted");
        assert_eq!(
            [board.take_mint(), board.take_mint(), board.take_mint()],
            [Some(MintFault::Refuse), Some(MintFault::Refuse), None]
        );
        assert_eq!(board.show(), Faults::default());
    }

    #[test]
    fn a_fault_of_stripe_may_be_for_one_route() {
        let board = FaultBoard::default();
        board.set(Faults {
            stripe: Some(StripeFault::Reset),
            stripe_path: Some("/v1/refunds".into()),
            times: Some(1),
            ..Faults::default()
        });
        assert_eq!(board.take_stripe("/v1/customers"), None);
        assert_eq!(board.take_stripe("/v1/refunds"), Some(StripeFault::Reset));
        assert_eq!(board.take_stripe("/v1/refunds"), None);
    }

    #[test]
    fn an_unknown_fault_is_refused() {
        assert!(
            serde_json::from_str::<Faults>(r#"{"mint":"insufficient_quota","times":1}"#).is_ok()
        );
        assert!(serde_json::from_str::<Faults>(r#"{"mint":"explode"}"#).is_err());
        assert!(serde_json::from_str::<Faults>(r#"{"drop":1}"#).is_err());
    }
}
