//! The call machine: what the browser does in a call, from the tap to the goodbye.
//!
//! Sans-IO. [`Machine::handle`] takes one input and when it came; [`Machine::poll`] gives what to do, one action at a time;
//! [`Machine::wait_until_ms`] says when to come back with [`Input::Tick`]. The screen reads one derived [`CallView`] and
//! nothing else.
//!
//! Invariants: the microphone comes before the token; Santa's greeting is heard to its end before he listens, so that he
//! is not cut off by his own echo; a second answer is never asked for while one is being made; every call that was
//! started at the edge is reported ended exactly once; a hang-up is instant in every state.

mod cues;
mod input;
#[cfg(test)]
mod tests;
mod turns;
mod view;

use std::collections::VecDeque;

pub use input::{Action, AnswerProblem, Input, Line, MicrophoneProblem, Refusal, Started};
pub use view::{CallView, Ending, Stage};

use super::{EndReason, HEARTBEAT_SECONDS, captions::Captions, realtime::ClientEvent};

/// How long the edge may take to start a call, in milliseconds.
const STARTING_MS: i64 = 20_000;
/// How long a placed call may take until the session stands, in milliseconds.
const CONNECTING_MS: i64 = 15_000;
/// How long Santa may take to be heard once the session stands, in milliseconds.
const GREETING_MS: i64 = 15_000;
/// How long a shaky line may take to recover, in milliseconds.
const GRACE_MS: i64 = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    AskingMicrophone,
    /// The edge was asked for a call.
    Starting {
        give_up_ms: i64,
    },
    /// The offer is on its way, or the line is being built.
    Connecting {
        give_up_ms: i64,
    },
    /// Santa says his first words and does not listen yet; `None` once he is heard.
    Greeting {
        give_up_ms: Option<i64>,
    },
    /// The conversation; whose turn it is follows from [`turns::Turns`].
    Talking,
    /// Goodbye has been asked for or begun.
    Farewell,
    Ended(Ending),
}

/// One call, as the browser lives it.
#[derive(Debug)]
pub struct Machine {
    state: State,
    started: Option<Started>,
    /// When OpenAI answered: the moment from which the call is counted.
    connected_ms: Option<i64>,
    heartbeat_due_ms: Option<i64>,
    shaky_since_ms: Option<i64>,
    turns: turns::Turns,
    cues: cues::Schedule,
    captions: Captions,
    grown_up_wanted: bool,
    wishes: Vec<String>,
    actions: VecDeque<Action>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            state: State::Idle,
            started: None,
            connected_ms: None,
            heartbeat_due_ms: None,
            shaky_since_ms: None,
            turns: turns::Turns::default(),
            cues: cues::Schedule::default(),
            captions: Captions::default(),
            grown_up_wanted: false,
            wishes: Vec::new(),
            actions: VecDeque::new(),
        }
    }
}

impl Machine {
    /// Takes in what happened at `now_ms`.
    pub fn handle(&mut self, input: Input, now_ms: i64) {
        match (input, self.state) {
            (Input::Started(Ok(started)), State::Ended(_)) if self.started.is_none() => {
                // The child changed its mind while the edge was asked: the hold is given back.
                self.started = Some(started);
                self.actions.push_back(Action::ReportEnd(EndReason::HungUp));
            }
            (_, State::Ended(_)) => return,
            (Input::Tap, State::Idle) => {
                self.move_to(State::AskingMicrophone, Action::AskMicrophone)
            }
            (Input::Microphone(Ok(())), State::AskingMicrophone) => {
                self.move_to(
                    State::Starting {
                        give_up_ms: now_ms + STARTING_MS,
                    },
                    Action::StartCall,
                );
            }
            (Input::Microphone(Err(problem)), State::AskingMicrophone) => {
                self.end(Ending::NoMicrophone(problem))
            }
            (Input::Started(Ok(started)), State::Starting { .. }) => {
                self.started = Some(started);
                self.move_to(
                    State::Connecting {
                        give_up_ms: now_ms + CONNECTING_MS,
                    },
                    Action::PlaceCall,
                );
            }
            (Input::Started(Err(refusal)), State::Starting { .. }) => {
                self.end(Ending::Refused(refusal))
            }
            (Input::Answer(Ok(openai_call_id)), State::Connecting { .. }) => {
                self.connected_ms = Some(now_ms);
                self.heartbeat_due_ms = Some(now_ms + heartbeat_ms());
                self.actions
                    .push_back(Action::ReportConnected { openai_call_id });
            }
            (Input::Answer(Err(problem)), State::Connecting { .. }) => {
                self.end(Ending::Over(match problem {
                    AnswerProblem::Refused => EndReason::VoiceFailed,
                    AnswerProblem::Unreachable => EndReason::FailedToConnect,
                }))
            }
            (Input::Server(event), _) => self.server(event, now_ms),
            (Input::Line(_), State::Idle | State::AskingMicrophone) => {}
            (Input::Line(line), _) => self.line(line, now_ms),
            (Input::HangUp, _) => self.end(Ending::Over(EndReason::HungUp)),
            (Input::Tick, _) => {}
            // Late or impossible here; nothing follows from it.
            _ => {}
        }
        self.pass_time(now_ms);
    }

    /// The next thing to do, if any.
    pub fn poll(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    fn move_to(&mut self, state: State, action: Action) {
        self.state = state;
        self.actions.push_back(action);
    }

    fn send(&mut self, event: ClientEvent) {
        self.actions.push_back(Action::Send(event));
    }

    fn line(&mut self, line: Line, now_ms: i64) {
        match line {
            Line::Up => self.shaky_since_ms = None,
            Line::Shaky => self.shaky_since_ms = self.shaky_since_ms.or(Some(now_ms)),
            Line::Down => self.end(Ending::Over(self.broken())),
        }
    }

    /// What a broken line is called, by how far the call had come.
    fn broken(&self) -> EndReason {
        match self.state {
            State::Starting { .. } | State::Connecting { .. } => EndReason::FailedToConnect,
            // Santa had begun his goodbye: the call came to its end, if a little early.
            State::Farewell => EndReason::SaidGoodbye,
            _ => EndReason::ConnectionLost,
        }
    }

    /// Ends the call once and for all: the line is closed first, then the edge is told.
    fn end(&mut self, ending: Ending) {
        let was_starting = matches!(self.state, State::Starting { .. });
        self.state = State::Ended(ending);
        self.actions.clear();
        self.actions.push_back(Action::CloseLine);
        if let (Ending::Over(reason), Some(_), false) = (ending, &self.started, was_starting) {
            self.actions.push_back(Action::ReportEnd(reason));
        }
    }

    /// Does what is due at `now_ms`.
    fn pass_time(&mut self, now_ms: i64) {
        match self.state {
            State::Starting { give_up_ms } if now_ms >= give_up_ms => {
                return self.end(Ending::Refused(Refusal::Unreachable));
            }
            State::Connecting { give_up_ms } if now_ms >= give_up_ms => {
                return self.end(Ending::Over(EndReason::FailedToConnect));
            }
            State::Greeting {
                give_up_ms: Some(give_up_ms),
            } if now_ms >= give_up_ms => {
                return self.end(Ending::Over(EndReason::VoiceFailed));
            }
            State::Ended(_) => return,
            _ => {}
        }
        if self
            .shaky_since_ms
            .is_some_and(|since| now_ms >= since + GRACE_MS)
        {
            return self.end(Ending::Over(self.broken()));
        }
        if self.heartbeat_due_ms.is_some_and(|due| now_ms >= due) {
            self.heartbeat_due_ms = Some(now_ms + heartbeat_ms());
            self.actions.push_back(Action::Heartbeat);
        }
        self.follow_schedule(now_ms);
    }

    /// When to come back with [`Input::Tick`] at the latest, in Unix milliseconds; `None` when nothing is waited for.
    pub fn wait_until_ms(&self) -> Option<i64> {
        let give_up = match self.state {
            State::Ended(_) => return None,
            State::Starting { give_up_ms } | State::Connecting { give_up_ms } => Some(give_up_ms),
            State::Greeting { give_up_ms } => give_up_ms,
            _ => None,
        };
        [
            give_up,
            self.shaky_since_ms.map(|since| since + GRACE_MS),
            self.heartbeat_due_ms,
            self.schedule_due_ms(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}

fn heartbeat_ms() -> i64 {
    i64::from(HEARTBEAT_SECONDS) * 1000
}
