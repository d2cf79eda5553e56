//! Lines that are shaky, broken or frozen, and an edge that is out of reach.
//!
//! A shaky line has a grace in which to recover. A line that is broken, or on which Santa is said to speak while no sound
//! comes, is replaced: once in a call, on the same hold. Heartbeats go on meanwhile, so that the meter waits.

use super::{Action, Ending, Line, Machine, Refusal, State};
use crate::call::{EndReason, HEARTBEAT_SECONDS};

/// How long a shaky line may take to recover, in milliseconds.
const GRACE_MS: i64 = 5_000;
/// How long Santa may be said to speak without a packet of sound, in milliseconds.
const FROZEN_MS: i64 = 4_000;
/// How long a second line may take to be granted, in milliseconds: most losses of a network are over by then, and the
/// meter's patience is longer.
const RECONNECTING_MS: i64 = 25_000;
/// How soon the edge is asked again when it could not be reached, in milliseconds.
const ASK_AGAIN_MS: i64 = 2_000;
/// How soon a heartbeat is tried again when the edge could not be reached, in milliseconds.
const BEAT_AGAIN_MS: i64 = 5_000;
/// How long heartbeats may go unanswered until Santa says goodbye by himself, in milliseconds. The meter hangs up before
/// long, and a goodbye is kinder than silence.
const UNHEARD_MS: i64 = 20_000;
/// How much of a call must be left for a second line to be worth it, in milliseconds.
const WORTH_A_LINE_MS: i64 = 15_000;

/// What is known of the line.
#[derive(Debug, Default)]
pub(super) struct Watch {
    second: bool,
    shaky_since_ms: Option<i64>,
    /// Packets received, and since when there have been no more.
    packets: Option<(u64, i64)>,
}

impl Watch {
    /// Whether this is the second line of the call, so that there will be no third.
    pub(super) fn is_second(&self) -> bool {
        self.second
    }

    pub(super) fn is_up(&mut self) {
        self.shaky_since_ms = None;
    }
}

/// The heartbeats.
#[derive(Debug, Default)]
pub(super) struct Heart {
    due_ms: Option<i64>,
    unheard_since_ms: Option<i64>,
}

impl Heart {
    /// The line stands for the first time.
    pub(super) fn begin(&mut self, now_ms: i64) {
        self.due_ms = self.due_ms.or(Some(now_ms + heartbeat_ms()));
    }
}

impl Machine {
    pub(super) fn line(&mut self, line: Line, now_ms: i64) {
        if !self.has_session() {
            return;
        }
        match line {
            Line::Up => self.line.is_up(),
            Line::Shaky => {
                self.line.shaky_since_ms = self.line.shaky_since_ms.or(Some(now_ms));
            }
            Line::Down => self.lose_line(now_ms),
        }
    }

    /// Sound has come, or has not.
    pub(super) fn received(&mut self, packets: u64, now_ms: i64) {
        match self.line.packets {
            Some((known, since_ms)) if known == packets => {
                let Some(sounding_since_ms) = self.turns.sounding_since_ms() else {
                    return;
                };
                self.captions.stalls(now_ms);
                let silent_since_ms = since_ms.max(sounding_since_ms);
                if now_ms - silent_since_ms >= FROZEN_MS && self.has_session() {
                    self.lose_line(now_ms);
                }
            }
            _ => {
                self.line.packets = Some((packets, now_ms));
                self.captions.flows(now_ms);
            }
        }
    }

    /// What a broken line is called, by how far the call had come.
    pub(super) fn broken(&self) -> EndReason {
        match (self.state, self.connected_ms) {
            // Santa had begun his goodbye: the call came to its end, if a little early.
            (State::Farewell { .. }, _) => EndReason::SaidGoodbye,
            (State::Starting { .. } | State::Connecting { .. }, _) if !self.line.second => {
                EndReason::FailedToConnect
            }
            (_, None) => EndReason::FailedToConnect,
            _ => EndReason::ConnectionLost,
        }
    }

    /// The line is gone for good: a second one is asked for where there may be one, else the call is over.
    pub(super) fn lose_line(&mut self, now_ms: i64) {
        let was_heard = matches!(self.state, State::Greeting { .. } | State::Talking);
        let had_no_token =
            matches!(self.state, State::Connecting { .. }) && self.connected_ms.is_none();
        let worth_it = self
            .left_ms(now_ms)
            .is_none_or(|left| left >= WORTH_A_LINE_MS);
        if self.line.second || !worth_it || !(was_heard || had_no_token) {
            return self.end(Ending::Over(self.broken()));
        }
        // What he was about to be heard saying is all that is left of this line.
        if self.turns.sound {
            self.captions.sound_cut(now_ms);
            self.memory.add(self.captions.text());
        }
        self.captions.begin();
        self.turns = super::turns::Turns::default();
        self.requests = super::requests::Requests::default();
        self.cues.child_heard();
        self.line = Watch {
            second: true,
            ..Watch::default()
        };
        // What was still to be said on the old line is void.
        self.actions
            .retain(|action| !matches!(action, Action::Send(_)));
        self.move_to(
            State::Reconnecting {
                give_up_ms: now_ms + RECONNECTING_MS,
                ask_again_ms: None,
            },
            Action::AskLeg,
        );
    }

    pub(super) fn ask_leg_again(&mut self, give_up_ms: i64, now_ms: i64) {
        self.state = State::Reconnecting {
            give_up_ms,
            ask_again_ms: Some(now_ms + ASK_AGAIN_MS),
        };
    }

    pub(super) fn watch_line(&mut self, now_ms: i64) {
        if let State::Reconnecting {
            give_up_ms,
            ask_again_ms: Some(at),
        } = self.state
            && now_ms >= at
        {
            self.move_to(
                State::Reconnecting {
                    give_up_ms,
                    ask_again_ms: None,
                },
                Action::AskLeg,
            );
        }
        let shaky_since_ms = self.line.shaky_since_ms.filter(|_| self.has_session());
        if shaky_since_ms.is_some_and(|since| now_ms >= since + GRACE_MS) {
            self.lose_line(now_ms);
        }
    }

    pub(super) fn line_due_ms(&self) -> Option<i64> {
        match self.state {
            State::Reconnecting { ask_again_ms, .. } => ask_again_ms,
            _ => self.line.shaky_since_ms.map(|since| since + GRACE_MS),
        }
    }

    pub(super) fn beat_on(&mut self, now_ms: i64) {
        if self.is_over() {
            return;
        }
        if self.heart.due_ms.is_some_and(|due| now_ms >= due) {
            self.heart.due_ms = Some(now_ms + heartbeat_ms());
            self.heart.unheard_since_ms = self.heart.unheard_since_ms.or(Some(now_ms));
            self.actions.push_back(Action::Heartbeat);
        }
        if self.state == State::Talking && self.unheard_at_ms().is_some_and(|at| now_ms >= at) {
            self.say_farewell(now_ms);
        }
    }

    fn unheard_at_ms(&self) -> Option<i64> {
        Some(self.heart.unheard_since_ms? + UNHEARD_MS)
    }

    pub(super) fn heart_due_ms(&self) -> Option<i64> {
        let unheard = self
            .unheard_at_ms()
            .filter(|_| self.state == State::Talking);
        [self.heart.due_ms, unheard].into_iter().flatten().min()
    }

    pub(super) fn beat(&mut self, answer: Result<(), Refusal>, now_ms: i64) {
        match answer {
            Ok(()) => self.heart.unheard_since_ms = None,
            Err(Refusal::Unreachable) => {
                self.heart.due_ms = self.heart.due_ms.map(|due| due.min(now_ms + BEAT_AGAIN_MS));
            }
            // The edge has settled the call, or knows nothing of who asks: nobody meters it any more.
            Err(Refusal::Code(_)) => self.end_by_the_edge(now_ms),
        }
    }

    /// The edge says that the call is over.
    pub(super) fn end_by_the_edge(&mut self, now_ms: i64) {
        let reason = match self.left_ms(now_ms) {
            Some(left) if left < WORTH_A_LINE_MS => EndReason::LimitReached,
            _ => self.broken(),
        };
        self.end(Ending::Over(reason));
    }
}

fn heartbeat_ms() -> i64 {
    i64::from(HEARTBEAT_SECONDS) * 1000
}
