//! From the tap to a session that stands, and what is given up when it takes too long.

use super::{Action, AnswerProblem, Ending, Machine, MicrophoneProblem, Refusal, Started, State};
use crate::{call::EndReason, wire::Code};

/// How long the edge may take to start a call, in milliseconds.
const STARTING_MS: i64 = 20_000;
/// How long a placed call may take until the session stands, in milliseconds.
const CONNECTING_MS: i64 = 15_000;
/// How long Santa may take to be heard once the session stands, in milliseconds.
pub(super) const GREETING_MS: i64 = 15_000;

impl Machine {
    pub(super) fn tap(&mut self, microphone_granted: bool, now_ms: i64) {
        if self.state != State::Idle {
            return;
        }
        self.microphone_on_its_way = microphone_granted;
        if microphone_granted {
            self.start(now_ms);
            self.actions.push_back(Action::AskMicrophone);
        } else {
            self.move_to(State::AskingMicrophone, Action::AskMicrophone);
        }
    }

    fn start(&mut self, now_ms: i64) {
        let give_up_ms = now_ms + STARTING_MS;
        let instead = self.instead;
        self.move_to(
            State::Starting { give_up_ms },
            Action::StartCall { instead },
        );
    }

    pub(super) fn microphone(&mut self, asked: Result<(), MicrophoneProblem>, now_ms: i64) {
        self.microphone_on_its_way = false;
        match (asked, self.state) {
            (Ok(()), State::AskingMicrophone) => {
                self.microphone = true;
                self.start(now_ms);
            }
            (Ok(()), _) => self.microphone = true,
            (Err(problem), State::AskingMicrophone | State::Starting { .. } | State::Elsewhere) => {
                self.end(Ending::NoMicrophone(problem));
            }
            // Nothing has been said yet, and a call without ears would be none.
            (Err(problem), State::Connecting { .. })
                if !self.microphone && !self.line.is_second() =>
            {
                self.end(Ending::NoMicrophone(problem));
            }
            // In a call that goes on, the pictures are left to the child; the screen says so.
            (Err(_), _) => {}
        }
    }

    pub(super) fn started(&mut self, answer: Result<Started, Refusal>, now_ms: i64) {
        if !matches!(self.state, State::Starting { .. }) {
            return;
        }
        match answer {
            Ok(started) => {
                self.started = Some(started);
                // The offer is the same with and without a microphone, which joins the line when it is there; the greeting
                // needs none.
                let give_up_ms = now_ms + CONNECTING_MS;
                self.move_to(State::Connecting { give_up_ms }, Action::PlaceCall);
            }
            Err(Refusal::Code(Code::CallInProgress)) if !self.instead => {
                self.state = State::Elsewhere;
            }
            Err(refusal) => self.end(Ending::Refused(refusal)),
        }
    }

    pub(super) fn instead(&mut self, now_ms: i64) {
        if self.state == State::Elsewhere {
            self.instead = true;
            self.start(now_ms);
        }
    }

    pub(super) fn answer(&mut self, answer: Result<String, AnswerProblem>, now_ms: i64) {
        if !matches!(self.state, State::Connecting { .. }) {
            return;
        }
        match answer {
            Ok(openai_call_id) => {
                self.connected_ms = self.connected_ms.or(Some(now_ms));
                self.heart.begin(now_ms);
                self.actions
                    .push_back(Action::ReportConnected { openai_call_id });
            }
            // No harm is done yet: the edge gives one more token on the same hold.
            Err(AnswerProblem::TokenExpired) => self.lose_line(now_ms),
            Err(AnswerProblem::Refused) if !self.line.is_second() => {
                self.end(Ending::Over(EndReason::VoiceFailed));
            }
            Err(_) => self.end(Ending::Over(self.broken())),
        }
    }

    /// The edge has given a token for a second line, or not.
    pub(super) fn leg(&mut self, answer: Result<(), Refusal>, now_ms: i64) {
        let State::Reconnecting { give_up_ms, .. } = self.state else {
            return;
        };
        match answer {
            Ok(()) => {
                let give_up_ms = now_ms + CONNECTING_MS;
                self.move_to(State::Connecting { give_up_ms }, Action::PlaceCall);
            }
            Err(Refusal::Unreachable) => self.ask_leg_again(give_up_ms, now_ms),
            Err(Refusal::Code(Code::CallOver)) => self.end_by_the_edge(now_ms),
            Err(Refusal::Code(_)) => self.end(Ending::Over(self.broken())),
        }
    }

    pub(super) fn session_stands(&mut self, now_ms: i64) {
        if matches!(self.state, State::Connecting { .. }) {
            self.state = State::Greeting {
                give_up_ms: now_ms + GREETING_MS,
            };
            self.line.is_up();
            self.greet(now_ms);
        }
    }

    pub(super) fn give_up_what_is_late(&mut self, now_ms: i64) {
        if self.late_at_ms().is_none_or(|at| now_ms < at) {
            return;
        }
        match self.state {
            State::Starting { .. } => self.end(Ending::Refused(Refusal::Unreachable)),
            State::Connecting { .. } => self.end(Ending::Over(self.broken())),
            // He was heard, and only the word that he had finished was lost.
            State::Greeting { .. } if self.turns.sound => self.greeting_heard(now_ms),
            State::Greeting { .. } => self.end(Ending::Over(EndReason::VoiceFailed)),
            State::Reconnecting { .. } => self.end(Ending::Over(EndReason::ConnectionLost)),
            State::Farewell { .. } => self.end(Ending::Over(EndReason::SaidGoodbye)),
            State::Idle
            | State::AskingMicrophone
            | State::Elsewhere
            | State::Talking
            | State::Ended(_) => {}
        }
    }

    pub(super) fn late_at_ms(&self) -> Option<i64> {
        match self.state {
            State::Starting { give_up_ms }
            | State::Connecting { give_up_ms }
            | State::Greeting { give_up_ms }
            | State::Farewell { give_up_ms }
            | State::Reconnecting { give_up_ms, .. } => Some(give_up_ms),
            _ => None,
        }
    }
}
