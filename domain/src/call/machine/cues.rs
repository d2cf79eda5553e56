//! What Santa is told along the way, and when: to nudge a silent child, to wind down, to say goodbye.

use super::{Machine, State, view::Ending};
use crate::call::{EndReason, realtime::ClientEvent};

/// How long a child may be silent before Santa says something, in milliseconds; longer each time.
const NUDGES_AFTER_MS: [i64; 3] = [12_000, 20_000, 40_000];
/// How long before the end Santa begins to wind down, in milliseconds.
const WIND_DOWN_MS: i64 = 60_000;
/// How long before the end Santa says goodbye when nobody is speaking, in milliseconds.
const FAREWELL_MS: i64 = 20_000;
/// How long before the end he says it even if somebody is, in milliseconds.
const FAREWELL_AT_LAST_MS: i64 = 12_000;

/// Which cues were given, and since when it has been quiet.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    quiet_since_ms: Option<i64>,
    nudges: usize,
    wound_down: bool,
}

impl Schedule {
    /// Nobody speaks since `now_ms`.
    pub(super) fn quiet_since(&mut self, now_ms: i64) {
        self.quiet_since_ms = Some(now_ms);
    }

    /// The child speaks: patience begins anew.
    pub(super) fn child_heard(&mut self) {
        self.quiet_since_ms = None;
        self.nudges = 0;
    }

    fn nudge_at_ms(&self) -> Option<i64> {
        Some(self.quiet_since_ms? + NUDGES_AFTER_MS.get(self.nudges)?)
    }
}

impl Machine {
    /// Gives the cue that is due, if any.
    pub(super) fn follow_schedule(&mut self, now_ms: i64) {
        let Some(limit_ms) = self.limit_at_ms() else {
            return;
        };
        if now_ms >= limit_ms {
            let reason = if self.state == State::Farewell {
                EndReason::SaidGoodbye
            } else {
                EndReason::LimitReached
            };
            return self.end(Ending::Over(reason));
        }
        if self.state != State::Talking {
            return;
        }
        let quiet = self.turns.is_quiet();
        if now_ms >= limit_ms - FAREWELL_AT_LAST_MS || (quiet && now_ms >= limit_ms - FAREWELL_MS) {
            self.say_farewell();
        } else if quiet
            && !self.cues.wound_down
            && self.winds_down_at(limit_ms).is_some_and(|at| now_ms >= at)
        {
            self.cues.wound_down = true;
            self.cue(|cues| &cues.wind_down);
        } else if quiet && self.cues.nudge_at_ms().is_some_and(|at| now_ms >= at) {
            self.cues.nudges += 1;
            self.cue(|cues| &cues.nudge);
        }
    }

    /// When something of the schedule is due next.
    pub(super) fn schedule_due_ms(&self) -> Option<i64> {
        let limit_ms = self.limit_at_ms()?;
        if self.state != State::Talking {
            return Some(limit_ms);
        }
        if !self.turns.is_quiet() {
            return Some(limit_ms - FAREWELL_AT_LAST_MS);
        }
        let wind_down = self
            .winds_down_at(limit_ms)
            .filter(|_| !self.cues.wound_down);
        [
            Some(limit_ms - FAREWELL_MS),
            wind_down,
            self.cues.nudge_at_ms(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// A call too short to be steered is only said goodbye to.
    fn winds_down_at(&self, limit_ms: i64) -> Option<i64> {
        let connected_ms = self.connected_ms?;
        (limit_ms - connected_ms > 2 * WIND_DOWN_MS).then_some(limit_ms - WIND_DOWN_MS)
    }

    /// Makes way for the goodbye, and asks for it as soon as no other answer is being made.
    fn say_farewell(&mut self) {
        self.state = State::Farewell;
        if self.turns.sound {
            self.send(ClientEvent::ClearSound);
        }
        if self.turns.answer_in_the_making {
            self.send(ClientEvent::Cancel);
        } else {
            self.ask_for_farewell();
        }
    }

    pub(super) fn ask_for_farewell(&mut self) {
        self.cue(|cues| &cues.farewell);
    }

    fn cue(&mut self, which: impl Fn(&crate::wire::CallCues) -> &String) {
        let cue = self
            .started
            .as_ref()
            .map(|started| which(&started.cues).clone());
        self.ask_for_answer(cue);
    }
}
