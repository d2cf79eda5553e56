//! What Santa is told along the way, and when: to nudge a silent child, to wind down, to say goodbye.

use super::{Ending, Machine, State, requests::Request};
use crate::call::EndReason;

/// How long a child may be silent before Santa does something about it, in milliseconds, and what that is; longer each
/// time. After the last of them he says goodbye: a child that is not there or does not want to shall not be pressed.
const SILENCES: [(i64, Request); 3] = [
    (12_000, Request::Nudge),
    (18_000, Request::Nudge),
    (20_000, Request::Rhyme),
];
/// How long a child may be silent after the rhyme, in milliseconds.
const SILENT_TO_THE_END_MS: i64 = 20_000;
/// How long before the end Santa begins to wind down, in milliseconds.
const WIND_DOWN_MS: i64 = 60_000;
/// How long before the end Santa says goodbye when nobody is speaking, in milliseconds.
const FAREWELL_MS: i64 = 20_000;
/// How long before the end he says it even if somebody is, in milliseconds.
const FAREWELL_AT_LAST_MS: i64 = 12_000;
/// How long the page may be hidden until the call is over, in milliseconds: nobody is there, and it costs.
const HIDDEN_MS: i64 = 60_000;

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

    /// The child is there: patience begins anew.
    pub(super) fn child_heard(&mut self) {
        self.quiet_since_ms = None;
        self.nudges = 0;
    }

    fn silence_at_ms(&self) -> Option<i64> {
        let patience = SILENCES
            .get(self.nudges)
            .map_or(SILENT_TO_THE_END_MS, |(patience, _)| *patience);
        Some(self.quiet_since_ms? + patience)
    }
}

impl Machine {
    /// Gives the cue that is due, if any.
    pub(super) fn follow_schedule(&mut self, now_ms: i64) {
        if self.is_over() {
            return;
        }
        if self.hidden_at_ms().is_some_and(|at| now_ms >= at) {
            return self.end(Ending::Over(EndReason::HungUp));
        }
        let Some(limit_ms) = self.limit_at_ms() else {
            return;
        };
        if now_ms >= limit_ms {
            return self.end(Ending::Over(match self.state {
                State::Farewell { .. } => EndReason::SaidGoodbye,
                // Its time ran out while the line was being repaired, and nobody came back.
                State::Reconnecting { .. } | State::Connecting { .. } => self.broken(),
                _ => EndReason::LimitReached,
            }));
        }
        if self.state != State::Talking {
            return;
        }
        let quiet = self.turns.is_quiet();
        if now_ms >= limit_ms - FAREWELL_AT_LAST_MS || (quiet && now_ms >= limit_ms - FAREWELL_MS) {
            self.say_farewell(now_ms);
        } else if quiet
            && !self.cues.wound_down
            && self.winds_down_at(limit_ms).is_some_and(|at| now_ms >= at)
        {
            self.cues.wound_down = true;
            self.ask(Request::WindDown, now_ms);
        } else if quiet
            && self.hidden_since_ms.is_none()
            && self.cues.silence_at_ms().is_some_and(|at| now_ms >= at)
        {
            match SILENCES.get(self.cues.nudges) {
                Some((_, request)) => {
                    self.cues.nudges += 1;
                    self.ask(*request, now_ms);
                }
                None => self.say_farewell(now_ms),
            }
        }
    }

    /// When something of the schedule is due next.
    pub(super) fn schedule_due_ms(&self) -> Option<i64> {
        let hidden = self.hidden_at_ms();
        let in_talk = self.limit_at_ms().and_then(|limit_ms| {
            if self.state != State::Talking {
                return Some(limit_ms);
            }
            if !self.turns.is_quiet() {
                return Some(limit_ms - FAREWELL_AT_LAST_MS);
            }
            let wind_down = self
                .winds_down_at(limit_ms)
                .filter(|_| !self.cues.wound_down);
            let silence = self
                .cues
                .silence_at_ms()
                .filter(|_| self.hidden_since_ms.is_none());
            [Some(limit_ms - FAREWELL_MS), wind_down, silence]
                .into_iter()
                .flatten()
                .min()
        });
        [hidden, in_talk].into_iter().flatten().min()
    }

    fn hidden_at_ms(&self) -> Option<i64> {
        let since_ms = self.hidden_since_ms.filter(|_| self.has_line())?;
        Some(since_ms + HIDDEN_MS)
    }

    /// A call too short to be steered is only said goodbye to.
    fn winds_down_at(&self, limit_ms: i64) -> Option<i64> {
        let connected_ms = self.connected_ms?;
        (limit_ms - connected_ms > 2 * WIND_DOWN_MS).then_some(limit_ms - WIND_DOWN_MS)
    }
}
