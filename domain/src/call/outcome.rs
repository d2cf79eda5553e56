//! What a call costs: one table of how it ended × how far it came.

use serde::{Deserialize, Serialize};

/// Why a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The child, or the parent beside it, pressed the button.
    HungUp,
    /// Santa had said goodbye.
    SaidGoodbye,
    /// The time was used up and the meter hung up.
    LimitReached,
    /// The call never stood, and the app said so.
    FailedToConnect,
    /// The connection broke, and the app said so.
    ConnectionLost,
    /// OpenAI refused or failed.
    VoiceFailed,
    /// The app fell silent in a call that stood.
    WentSilent,
    /// The app never said whether the call stood.
    NeverReported,
}

impl EndReason {
    /// Every reason.
    pub const ALL: [EndReason; 8] = [
        EndReason::HungUp,
        EndReason::SaidGoodbye,
        EndReason::LimitReached,
        EndReason::FailedToConnect,
        EndReason::ConnectionLost,
        EndReason::VoiceFailed,
        EndReason::WentSilent,
        EndReason::NeverReported,
    ];

    /// Whether a browser may give this reason; the others are for the edge to find out.
    pub fn may_be_reported(self) -> bool {
        !matches!(self, EndReason::WentSilent | EndReason::NeverReported)
    }

    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            EndReason::HungUp => "hung_up",
            EndReason::SaidGoodbye => "said_goodbye",
            EndReason::LimitReached => "limit_reached",
            EndReason::FailedToConnect => "failed_to_connect",
            EndReason::ConnectionLost => "connection_lost",
            EndReason::VoiceFailed => "voice_failed",
            EndReason::WentSilent => "went_silent",
            EndReason::NeverReported => "never_reported",
        }
    }

    /// Reads what [`EndReason::as_str`] wrote.
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// How far a call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Credits on hold for it.
    pub held: u32,
    /// How long the line stood, in milliseconds; `None` where it never did.
    pub stood_ms: Option<i64>,
    /// Whether this account may still have a reported failure released by itself today.
    pub failure_allowance_left: bool,
}

/// What a call comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// How long the line stood, in whole seconds, rounded up.
    pub seconds: u32,
    /// Credits charged, never more than were held.
    pub charged: u32,
    /// Whether the day's allowance of released failures is used by it.
    pub uses_allowance: bool,
}

/// A break within this time is free, in milliseconds.
const FREE_BREAK_MS: i64 = 20_000;

/// The table. A credit is one started minute; a failure that the app reports is free while the allowance lasts.
pub fn outcome(reason: EndReason, stretch: Stretch) -> Outcome {
    let stood_ms = stretch.stood_ms.map(|ms| ms.max(0));
    let seconds = stood_ms.map_or(0, |ms| u32::try_from((ms + 999) / 1000).unwrap_or(u32::MAX));
    let started_minutes = seconds.div_ceil(60).max(1).min(stretch.held);
    let in_full = Outcome {
        seconds,
        charged: stretch.held,
        uses_allowance: false,
    };
    let by_the_minute = Outcome {
        seconds,
        charged: started_minutes,
        uses_allowance: false,
    };
    let released = Outcome {
        seconds,
        charged: 0,
        uses_allowance: true,
    };

    match (reason, stood_ms) {
        // Nobody told us anything: the token could have been used to the full, so the hold is.
        (EndReason::NeverReported, _) => in_full,
        // The line never stood, and the app says so: by a failure, or by a child who changed its mind while it rang.
        (_, None) if stretch.failure_allowance_left => released,
        (_, None) => in_full,
        (EndReason::FailedToConnect | EndReason::VoiceFailed, Some(_))
            if stretch.failure_allowance_left =>
        {
            released
        }
        (EndReason::ConnectionLost, Some(ms))
            if ms < FREE_BREAK_MS && stretch.failure_allowance_left =>
        {
            released
        }
        _ => by_the_minute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EndReason::*;
    use proptest::prelude::*;

    #[test]
    fn the_table() {
        // reason, stood for seconds, allowance left → charged of 5 held, uses the allowance
        let table = [
            (HungUp, Some(1), true, 1, false),
            (HungUp, Some(60), true, 1, false),
            (HungUp, Some(61), true, 2, false),
            (SaidGoodbye, Some(299), true, 5, false),
            (LimitReached, Some(308), true, 5, false),
            (WentSilent, Some(130), true, 3, false),
            (NeverReported, None, true, 5, false),
            (HungUp, None, true, 0, true),
            (FailedToConnect, None, true, 0, true),
            (FailedToConnect, None, false, 5, false),
            (VoiceFailed, None, true, 0, true),
            (VoiceFailed, Some(200), true, 0, true),
            (VoiceFailed, Some(200), false, 4, false),
            (ConnectionLost, Some(19), true, 0, true),
            (ConnectionLost, Some(19), false, 1, false),
            (ConnectionLost, Some(20), true, 1, false),
            (ConnectionLost, Some(121), true, 3, false),
        ];
        for (reason, seconds, allowance, charged, uses) in table {
            let got = outcome(
                reason,
                Stretch {
                    held: 5,
                    stood_ms: seconds.map(|s: i64| s * 1000),
                    failure_allowance_left: allowance,
                },
            );
            assert_eq!(
                (got.charged, got.uses_allowance),
                (charged, uses),
                "{reason:?} {seconds:?} {allowance}"
            );
        }
    }

    #[test]
    fn reasons_survive_the_store() {
        for reason in EndReason::ALL {
            assert_eq!(EndReason::from_stored(reason.as_str()), Some(reason));
        }
        assert_eq!(EndReason::from_stored("bored"), None);
    }

    proptest! {
        #[test]
        fn nothing_costs_more_than_the_hold(
            index in 0usize..EndReason::ALL.len(),
            held in 1u32..=15,
            stood in prop::option::of(-5_000i64..10_000_000),
            allowance: bool,
        ) {
            let got = outcome(EndReason::ALL[index], Stretch { held, stood_ms: stood, failure_allowance_left: allowance });
            prop_assert!(got.charged <= held);
            prop_assert!(!got.uses_allowance || got.charged == 0);
        }
    }
}
