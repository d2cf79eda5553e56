//! The call meter: what the edge does about one call, from the hold to the settlement.
//!
//! Sans-IO. [`Meter::handle`] takes what happened and when; [`Meter::poll`] gives what to do, one effect at a time;
//! [`Meter::next_deadline_ms`] says when to look again. The shell around it (a Durable Object with one alarm, delivered
//! at least once) stores the meter after every `handle`, carries the effects out and reports how they went.
//!
//! Invariants: `Settle` is given out until `Settled` is reported, and settling twice is harmless because the ledger's
//! keys are unique; once the call is over, no input changes why or how long it was; the hang-up is tried before the
//! settlement, but its failure never holds the settlement up for long.
//!
//! Never in here: names, tokens, anything that was said. The object holds ids and times only.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{EndReason, HEARTBEAT_SECONDS, HEARTBEATS_MISSED, LIMIT_GRACE_SECONDS};

/// Silence after which a call that stood counts as gone, in milliseconds.
const SILENCE_MS: i64 = (HEARTBEAT_SECONDS * (HEARTBEATS_MISSED + 1) + 5) as i64 * 1000;
/// How long to wait before a hang-up or a settlement is tried again, in milliseconds.
const RETRY_MS: i64 = 5_000;
/// How often a hang-up is tried.
const HANG_UP_TRIES: u8 = 4;

/// Something that happened to the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The browser reported that the call stands, under this id at OpenAI.
    Connected {
        /// `rtc_…`
        openai_call_id: String,
    },
    /// The browser reported that the call goes on.
    Heartbeat,
    /// The browser reported the end, or the edge knows of it.
    Ended(EndReason),
    /// The alarm rang.
    Alarm,
    /// OpenAI ended the call that it was told to hang up.
    HungUp,
    /// OpenAI could not be told.
    HangUpFailed,
    /// The ledger and the call row say what the call came to.
    Settled,
}

/// Something that the shell is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Tell OpenAI to hang up; report [`Input::HungUp`] or [`Input::HangUpFailed`].
    HangUp {
        /// `rtc_…`
        openai_call_id: String,
    },
    /// Book the outcome; report [`Input::Settled`]. Without that report it is given out again at the next alarm.
    Settle {
        /// Why the call ended.
        reason: EndReason,
        /// How long the line stood, in milliseconds; `None` where it never did.
        stood_ms: Option<i64>,
    },
    /// Delete everything that is stored about this call.
    Forget,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Phase {
    /// Credits are on hold, a token is out, the browser has not reported.
    Held,
    /// The browser reported that the line stands.
    Live { since_ms: i64, heard_ms: i64 },
    /// The call is over; the hang-up or the settlement is under way.
    Ending {
        reason: EndReason,
        stood_ms: Option<i64>,
        hang_up: HangUp,
        retry_at_ms: i64,
    },
    /// Booked.
    Settled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum HangUp {
    /// Still to be confirmed, tried so many times.
    Tried(u8),
    /// Done, given up, or never needed.
    Over,
}

/// One call's meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    token_expires_at_ms: i64,
    limit_ms: i64,
    openai_call_id: Option<String>,
    phase: Phase,
    effects: VecDeque<Effect>,
}

impl Meter {
    /// A meter for a call whose credits are on hold and whose token works until `token_expires_at_ms`.
    pub fn held(token_expires_at_ms: i64, limit_seconds: u32) -> Self {
        Self {
            token_expires_at_ms,
            limit_ms: i64::from(limit_seconds) * 1000,
            openai_call_id: None,
            phase: Phase::Held,
            effects: VecDeque::new(),
        }
    }

    /// Takes in what happened at `now_ms`.
    pub fn handle(&mut self, input: Input, now_ms: i64) {
        match (input, &mut self.phase) {
            (Input::Connected { openai_call_id }, Phase::Held) => {
                self.openai_call_id = Some(openai_call_id);
                self.phase = Phase::Live {
                    since_ms: now_ms,
                    heard_ms: now_ms,
                };
            }
            // A report that comes after the end: the line that it tells of must not stay open.
            (Input::Connected { openai_call_id }, Phase::Ending { hang_up, .. })
                if self.openai_call_id.is_none() =>
            {
                *hang_up = HangUp::Tried(1);
                self.openai_call_id = Some(openai_call_id);
                self.hang_up();
            }
            (Input::Heartbeat, Phase::Live { heard_ms, .. }) => *heard_ms = now_ms,
            (Input::Ended(reason), Phase::Held | Phase::Live { .. }) => self.end(reason, now_ms),
            (Input::Alarm, _) => self.alarm(now_ms),
            (Input::HungUp, Phase::Ending { hang_up, .. }) => {
                *hang_up = HangUp::Over;
                self.settle();
            }
            (
                Input::HangUpFailed,
                Phase::Ending {
                    hang_up,
                    retry_at_ms,
                    ..
                },
            ) => {
                *retry_at_ms = now_ms + RETRY_MS;
                if matches!(hang_up, HangUp::Tried(tries) if *tries >= HANG_UP_TRIES) {
                    *hang_up = HangUp::Over;
                    self.settle();
                }
            }
            (Input::Settled, Phase::Ending { .. }) => {
                self.phase = Phase::Settled;
                self.effects.clear();
                self.effects.push_back(Effect::Forget);
            }
            // Everything else is late or said twice, and changes nothing.
            _ => {}
        }
    }

    /// The next thing to do, if any.
    pub fn poll(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// When to look again without being asked, in Unix milliseconds; `None` once everything is done.
    pub fn next_deadline_ms(&self) -> Option<i64> {
        match &self.phase {
            Phase::Held => Some(self.token_expires_at_ms + self.limit_ms),
            Phase::Live { since_ms, heard_ms } => {
                Some(self.limit_at(*since_ms).min(heard_ms + SILENCE_MS))
            }
            Phase::Ending { retry_at_ms, .. } => Some(*retry_at_ms),
            Phase::Settled => None,
        }
    }

    /// Why the call ended and how long the line had stood, in milliseconds, while that is not booked yet.
    pub fn ended(&self) -> Option<(EndReason, Option<i64>)> {
        match self.phase {
            Phase::Ending {
                reason, stood_ms, ..
            } => Some((reason, stood_ms)),
            _ => None,
        }
    }

    /// Whether the call is over, settled or about to be.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ending { .. } | Phase::Settled)
    }

    fn limit_at(&self, since_ms: i64) -> i64 {
        since_ms + self.limit_ms + i64::from(LIMIT_GRACE_SECONDS) * 1000
    }

    fn alarm(&mut self, now_ms: i64) {
        if self
            .next_deadline_ms()
            .is_none_or(|deadline| now_ms < deadline)
        {
            return;
        }
        match &mut self.phase {
            Phase::Held => self.end(EndReason::NeverReported, now_ms),
            Phase::Live { since_ms, .. } => {
                let reason = if now_ms >= *since_ms + self.limit_ms {
                    EndReason::LimitReached
                } else {
                    EndReason::WentSilent
                };
                self.end(reason, now_ms);
            }
            Phase::Ending {
                hang_up: HangUp::Tried(tries),
                retry_at_ms,
                ..
            } => {
                *tries += 1;
                *retry_at_ms = now_ms + RETRY_MS;
                self.hang_up();
            }
            Phase::Ending {
                hang_up: HangUp::Over,
                retry_at_ms,
                ..
            } => {
                *retry_at_ms = now_ms + RETRY_MS;
                self.settle();
            }
            Phase::Settled => {}
        }
    }

    fn end(&mut self, reason: EndReason, now_ms: i64) {
        let stood_ms = match self.phase {
            Phase::Live { since_ms, .. } => Some(now_ms - since_ms),
            _ => None,
        };
        let line_is_open = self.openai_call_id.is_some();
        self.phase = Phase::Ending {
            reason,
            stood_ms,
            hang_up: if line_is_open {
                HangUp::Tried(1)
            } else {
                HangUp::Over
            },
            retry_at_ms: now_ms + RETRY_MS,
        };
        if line_is_open {
            self.hang_up()
        } else {
            self.settle()
        }
    }

    fn hang_up(&mut self) {
        if let Some(openai_call_id) = self.openai_call_id.clone() {
            self.effects.push_back(Effect::HangUp { openai_call_id });
        }
    }

    fn settle(&mut self) {
        if let Phase::Ending {
            reason, stood_ms, ..
        } = self.phase
        {
            self.effects.push_back(Effect::Settle { reason, stood_ms });
        }
    }
}

#[cfg(test)]
mod tests;
