//! What the screen shows, derived from the machine and nothing else.

use super::{Machine, MicrophoneProblem, Refusal, State, turns::Turn};
use crate::call::{EndReason, tool::NameSound};

/// Where the call stands, as the screen and the style sheet name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before the tap.
    Idle,
    /// The browser asks for the microphone.
    Asking,
    /// Another call of the account goes on; whoever sits here is asked whether it shall end.
    Elsewhere,
    /// It rings.
    Ringing,
    /// Santa listens.
    Listening,
    /// Santa thinks.
    Thinking,
    /// Santa speaks.
    Speaking,
    /// The line broke and a second one is being built.
    Reconnecting,
    /// Santa says goodbye.
    Farewell,
    /// It is over.
    Ended,
}

impl Stage {
    /// The value of `data-call`.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Idle => "idle",
            Stage::Asking => "asking",
            Stage::Elsewhere => "elsewhere",
            Stage::Ringing => "ringing",
            Stage::Listening => "listening",
            Stage::Thinking => "thinking",
            Stage::Speaking => "speaking",
            Stage::Reconnecting => "reconnecting",
            Stage::Farewell => "farewell",
            Stage::Ended => "ended",
        }
    }
}

/// What Santa does with his body for a moment, besides what the stage has him do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// He laughs from the belly.
    Laugh,
    /// He waves.
    Wave,
    /// He looks at the list of wishes.
    LookAtList,
}

/// How the call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// There was no microphone.
    NoMicrophone(MicrophoneProblem),
    /// The edge did not start it.
    Refused(Refusal),
    /// It began and is over.
    Over(EndReason),
}

/// Everything that the call screen shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CallView {
    /// Where the call stands.
    pub stage: Stage,
    /// What Santa is saying, as far as it has been heard.
    pub caption: String,
    /// What is left of the candle: 1 at the beginning, 0 at the end.
    pub candle: f64,
    /// Minutes left, rounded up, for the parent; `None` before the line stands.
    pub minutes_left: Option<u32>,
    /// Whether the quiet picture "get a grown-up" is shown.
    pub grown_up_wanted: bool,
    /// What Santa does with his body just now.
    pub gesture: Option<Gesture>,
    /// The wish that Santa holds into the child's view.
    pub shown_wish: Option<String>,
    /// Whether the pictures by which a child answers without speaking can be tapped.
    pub pictures: bool,
    /// Whether Santa can't hear the child, because its microphone is gone.
    pub microphone_lost: bool,
    /// Whether the browser plays nothing without another tap.
    pub needs_tap_to_hear: bool,
    /// How it ended, once it has.
    pub ending: Option<Ending>,
}

impl Machine {
    /// What to show at `now_ms`.
    pub fn view(&self, now_ms: i64) -> CallView {
        let left_ms = self.left_ms(now_ms);
        let limit_ms = self.limit_ms().max(1);
        CallView {
            stage: self.stage(),
            caption: self.captions.line(now_ms),
            candle: left_ms.map_or(1.0, |left| left as f64 / limit_ms as f64),
            minutes_left: left_ms.and_then(|left| u32::try_from((left + 59_999) / 60_000).ok()),
            grown_up_wanted: self.tools.grown_up_wanted,
            gesture: self.tools.gesture(now_ms),
            shown_wish: self.tools.shown(now_ms).map(str::to_owned),
            pictures: self.state == State::Talking,
            microphone_lost: self.has_line() && !self.microphone && !self.microphone_on_its_way,
            needs_tap_to_hear: self.refused_to_play && self.has_session(),
            ending: match self.state {
                State::Ended(ending) => Some(ending),
                _ => None,
            },
        }
    }

    /// The wishes that Santa heard in this call: in memory only, for the parent to keep or to let go.
    pub fn wishes(&self) -> &[String] {
        &self.tools.wishes
    }

    /// How the children want their names to be said, as Santa learnt it in this call: in memory only, like the wishes.
    pub fn name_sounds(&self) -> &[NameSound] {
        &self.tools.name_sounds
    }

    fn stage(&self) -> Stage {
        // A second line that Santa was never heard on the first of still rings.
        let silent = if self.line.is_second() && self.memory.recall().is_some() {
            Stage::Reconnecting
        } else {
            Stage::Ringing
        };
        match self.state {
            State::Idle => Stage::Idle,
            State::AskingMicrophone => Stage::Asking,
            State::Elsewhere => Stage::Elsewhere,
            State::Starting { .. } | State::Connecting { .. } | State::Reconnecting { .. } => {
                silent
            }
            State::Greeting { .. } if self.turns.turn() != Turn::Speaking => silent,
            State::Greeting { .. } => Stage::Speaking,
            State::Talking => match self.turns.turn() {
                Turn::Listening => Stage::Listening,
                Turn::Thinking => Stage::Thinking,
                Turn::Speaking => Stage::Speaking,
            },
            State::Farewell { .. } => Stage::Farewell,
            State::Ended(_) => Stage::Ended,
        }
    }

    fn limit_ms(&self) -> i64 {
        self.started
            .as_ref()
            .map_or(0, |started| i64::from(started.limit_seconds) * 1000)
    }

    /// How long the call may still go on, in milliseconds; `None` before the line stands.
    pub(super) fn left_ms(&self, now_ms: i64) -> Option<i64> {
        self.connected_ms
            .map(|since| (since + self.limit_ms() - now_ms).max(0))
    }

    /// When the call's time is used up, in Unix milliseconds.
    pub(super) fn limit_at_ms(&self) -> Option<i64> {
        self.connected_ms.map(|since| since + self.limit_ms())
    }
}
