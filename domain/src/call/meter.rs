//! The call meter: what the edge does about one call, from the hold to the settlement.
//!
//! Sans-IO. [`Meter::handle`] takes what happened and when; [`Meter::poll`] gives what to do, one effect at a time;
//! [`Meter::next_deadline_ms`] says when to look again. The shell around it (a Durable Object with one alarm, delivered
//! at least once) stores the meter after every `handle`, carries the effects out and reports how they went.
//!
//! Invariants: `Settle` is given out until `Settled` is reported, and settling twice is harmless because the ledger's
//! keys are unique; once the call is over, no input changes why or how long it was; the hang-up is tried before the
//! settlement, but its failure never holds the settlement up for long; a call has one line at a time, and the one that is
//! left for another is hung up.
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
    /// What the call's row knows of its line, where the report that told of it may not have come as far as here.
    Stands {
        /// `rtc_…`
        openai_call_id: String,
        /// Since when, in Unix milliseconds.
        since_ms: i64,
    },
    /// A token for another line of the same call is about to be minted; it works until then.
    Leg {
        /// Unix milliseconds.
        token_expires_at_ms: i64,
    },
    /// The browser reported that the call goes on.
    Heartbeat,
    /// The browser reported the end, or the edge knows of it.
    Ended(EndReason),
    /// The alarm rang.
    Alarm,
    /// OpenAI ended the line that it was told to hang up.
    HungUp {
        /// `rtc_…`
        openai_call_id: String,
    },
    /// OpenAI could not be told.
    HangUpFailed {
        /// `rtc_…`
        openai_call_id: String,
    },
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
    Live {
        since_ms: i64,
        heard_ms: i64,
        /// A token for another line is out, and nobody has reported what became of it.
        leg_is_out: bool,
    },
    /// The call is over; lines are being hung up, then it is settled.
    Ending {
        reason: EndReason,
        stood_ms: Option<i64>,
        settle_at_ms: i64,
    },
    /// Booked.
    Settled,
}

/// A line that OpenAI may still have open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OpenLine {
    openai_call_id: String,
    hang_up: Option<HangUp>,
}

/// A hang-up that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct HangUp {
    tries: u8,
    again_at_ms: i64,
}

/// One call's meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    token_expires_at_ms: i64,
    limit_ms: i64,
    lines: Vec<OpenLine>,
    phase: Phase,
    effects: VecDeque<Effect>,
}

impl Meter {
    /// A meter for a call whose credits are on hold and whose token works until `token_expires_at_ms`.
    pub fn held(token_expires_at_ms: i64, limit_seconds: u32) -> Self {
        Self {
            token_expires_at_ms,
            limit_ms: i64::from(limit_seconds) * 1000,
            lines: Vec::new(),
            phase: Phase::Held,
            effects: VecDeque::new(),
        }
    }

    /// Takes in what happened at `now_ms`.
    pub fn handle(&mut self, input: Input, now_ms: i64) {
        match input {
            Input::Connected { openai_call_id } => self.connected(openai_call_id, now_ms),
            // Who has heard of a line knows better than the row, which learns later of one that was left for another.
            Input::Stands {
                openai_call_id,
                since_ms,
            } if self.phase == Phase::Held => self.connected(openai_call_id, since_ms),
            Input::Leg {
                token_expires_at_ms,
            } => self.leg(token_expires_at_ms, now_ms),
            Input::Heartbeat => {
                if let Phase::Live { heard_ms, .. } = &mut self.phase {
                    *heard_ms = now_ms;
                }
            }
            Input::Ended(reason) if !self.is_over() => self.end(reason, now_ms),
            Input::Alarm => self.alarm(now_ms),
            Input::HungUp { openai_call_id } => {
                self.lines
                    .retain(|line| line.openai_call_id != openai_call_id);
                self.settle_when_silent(now_ms);
            }
            Input::HangUpFailed { openai_call_id } => {
                self.lines.retain_mut(|line| match &mut line.hang_up {
                    Some(hang_up) if line.openai_call_id == openai_call_id => {
                        hang_up.again_at_ms = now_ms + RETRY_MS;
                        hang_up.tries < HANG_UP_TRIES
                    }
                    _ => true,
                });
                self.settle_when_silent(now_ms);
            }
            Input::Settled => {
                if matches!(self.phase, Phase::Ending { .. }) {
                    self.phase = Phase::Settled;
                    self.effects.clear();
                    self.effects.push_back(Effect::Forget);
                }
            }
            // The end was told before, and so was a line.
            Input::Ended(_) | Input::Stands { .. } => {}
        }
    }

    /// The next thing to do, if any.
    pub fn poll(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// When to look again without being asked, in Unix milliseconds; `None` once everything is done.
    pub fn next_deadline_ms(&self) -> Option<i64> {
        let hang_ups = self.lines.iter().filter_map(|line| line.hang_up);
        let hang_up_ms = hang_ups.map(|hang_up| hang_up.again_at_ms).min();
        let phase_ms = match &self.phase {
            Phase::Held => Some(self.token_expires_at_ms + self.limit_ms),
            Phase::Live {
                since_ms, heard_ms, ..
            } => Some(self.limit_at(*since_ms).min(heard_ms + SILENCE_MS)),
            Phase::Ending { settle_at_ms, .. } => self.lines.is_empty().then_some(*settle_at_ms),
            Phase::Settled => return None,
        };
        [hang_up_ms, phase_ms].into_iter().flatten().min()
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

    fn connected(&mut self, openai_call_id: String, now_ms: i64) {
        let known = self
            .lines
            .iter()
            .any(|line| line.openai_call_id == openai_call_id);
        if known || self.phase == Phase::Settled {
            return;
        }
        // There is one line at a time: one that is left for another is not left open, nor one that is told of too late.
        self.hang_up_lines(now_ms);
        self.lines.push(OpenLine {
            openai_call_id,
            hang_up: None,
        });
        match &mut self.phase {
            Phase::Held => {
                self.phase = Phase::Live {
                    since_ms: now_ms,
                    heard_ms: now_ms,
                    leg_is_out: false,
                };
            }
            Phase::Live {
                heard_ms,
                leg_is_out,
                ..
            } => {
                *heard_ms = now_ms.max(*heard_ms);
                *leg_is_out = false;
            }
            Phase::Ending { .. } => self.hang_up_lines(now_ms),
            Phase::Settled => {}
        }
    }

    fn leg(&mut self, token_expires_at_ms: i64, now_ms: i64) {
        match &mut self.phase {
            Phase::Held => {
                self.token_expires_at_ms = self.token_expires_at_ms.max(token_expires_at_ms);
            }
            Phase::Live {
                heard_ms,
                leg_is_out,
                ..
            } => {
                *heard_ms = now_ms;
                *leg_is_out = true;
                self.hang_up_lines(now_ms);
            }
            Phase::Ending { .. } | Phase::Settled => {}
        }
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
        self.hang_up_again(now_ms);
        match self.phase {
            Phase::Held if now_ms >= self.token_expires_at_ms + self.limit_ms => {
                self.end(EndReason::NeverReported, now_ms);
            }
            Phase::Live { since_ms, .. } if now_ms >= self.limit_at(since_ms) => {
                self.end(EndReason::LimitReached, now_ms);
            }
            Phase::Live {
                since_ms,
                heard_ms,
                leg_is_out,
            } if now_ms >= heard_ms + SILENCE_MS => {
                self.end(
                    match leg_is_out {
                        // Like a first token of which nothing is heard, it could have been used to the full.
                        true => EndReason::NeverReported,
                        false if now_ms >= since_ms + self.limit_ms => EndReason::LimitReached,
                        false => EndReason::WentSilent,
                    },
                    now_ms,
                );
            }
            Phase::Ending { .. } => self.settle_when_silent(now_ms),
            _ => {}
        }
    }

    fn end(&mut self, reason: EndReason, now_ms: i64) {
        let stood_ms = match self.phase {
            Phase::Live { since_ms, .. } => Some(now_ms - since_ms),
            _ => None,
        };
        self.phase = Phase::Ending {
            reason,
            stood_ms,
            settle_at_ms: now_ms,
        };
        self.hang_up_lines(now_ms);
        self.settle_when_silent(now_ms);
    }

    /// Begins to hang up every line that is not being hung up yet.
    fn hang_up_lines(&mut self, now_ms: i64) {
        for line in self.lines.iter_mut().filter(|line| line.hang_up.is_none()) {
            line.hang_up = Some(HangUp {
                tries: 1,
                again_at_ms: now_ms + RETRY_MS,
            });
            self.effects.push_back(Effect::HangUp {
                openai_call_id: line.openai_call_id.clone(),
            });
        }
    }

    /// Tries the hang-ups again of which nothing was heard, and gives those up that were tried often enough.
    fn hang_up_again(&mut self, now_ms: i64) {
        let effects = &mut self.effects;
        self.lines.retain_mut(|line| match &mut line.hang_up {
            Some(hang_up) if now_ms >= hang_up.again_at_ms => {
                if hang_up.tries >= HANG_UP_TRIES {
                    return false;
                }
                hang_up.tries += 1;
                hang_up.again_at_ms = now_ms + RETRY_MS;
                effects.push_back(Effect::HangUp {
                    openai_call_id: line.openai_call_id.clone(),
                });
                true
            }
            _ => true,
        });
    }

    /// Settles a call that is over once no line is left to hang up, and again until that is confirmed.
    fn settle_when_silent(&mut self, now_ms: i64) {
        if let Phase::Ending {
            reason,
            stood_ms,
            settle_at_ms,
        } = &mut self.phase
            && self.lines.is_empty()
            && now_ms >= *settle_at_ms
        {
            *settle_at_ms = now_ms + RETRY_MS;
            self.effects.push_back(Effect::Settle {
                reason: *reason,
                stood_ms: *stood_ms,
            });
        }
    }
}

#[cfg(test)]
mod tests;
