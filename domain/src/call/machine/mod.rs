//! The call machine: what the browser does in a call, from the tap to the goodbye.
//!
//! Sans-IO. [`Machine::handle`] takes one input and when it came; [`Machine::poll`] gives what to do, one action at a time;
//! [`Machine::wait_until_ms`] says when to come back with [`Input::Tick`]. The screen reads one derived [`CallView`] and
//! nothing else.
//!
//! Invariants: the microphone comes before the token wherever a question could outlast it, and beside it elsewhere; no
//! session stands before the call's id is known; Santa's greeting is heard to its end before he listens, so that he is not
//! cut off by his own echo; a second answer is never asked for while one is being made; a broken line is replaced once and
//! never twice; every call that was started at the edge is reported ended exactly once; a hang-up is instant in every state.
//!
//! | file | subject |
//! |---|---|
//! | `start` | from the tap to the session that stands |
//! | `turns`, `requests` | whose turn it is; asking Santa for answers, one after the other |
//! | `cues` | what he is told along the way, and when |
//! | `tools` | what he does besides talking |
//! | `repair` | shaky, broken and frozen lines, and an edge that is out of reach |
//! | `memory` | what a second line has to know |
//! | `view` | what the screen shows |

mod cues;
mod input;
mod memory;
mod repair;
mod requests;
mod start;
#[cfg(test)]
mod tests;
mod tools;
mod turns;
mod view;

use std::collections::VecDeque;

pub use input::{Action, AnswerProblem, Input, Line, MicrophoneProblem, Picture, Refusal, Started};
pub use view::{CallView, Ending, Gesture, Stage};

use super::{EndReason, captions::Captions, realtime::ClientEvent};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    AskingMicrophone,
    /// The edge was asked for a call.
    Starting {
        give_up_ms: i64,
    },
    /// Another call of the account goes on, and whoever sits here is asked what to do about it.
    Elsewhere,
    /// The offer is on its way, or the line is being built.
    Connecting {
        give_up_ms: i64,
    },
    /// Santa says his first words on this line and does not listen yet.
    Greeting {
        /// When he should have been heard, or heard to his end.
        give_up_ms: i64,
    },
    /// The conversation; whose turn it is follows from [`turns::Turns`].
    Talking,
    /// The line broke, and the edge is asked for a second one.
    Reconnecting {
        give_up_ms: i64,
        /// When to ask once more, where the edge could not be reached.
        ask_again_ms: Option<i64>,
    },
    /// Goodbye has been asked for or begun.
    Farewell {
        give_up_ms: i64,
    },
    Ended(Ending),
}

/// One call, as the browser lives it.
#[derive(Debug)]
pub struct Machine {
    state: State,
    started: Option<Started>,
    /// Whether a call that went on elsewhere was ended for this one.
    instead: bool,
    microphone: bool,
    /// The browser was known to hand the microphone out without asking, and is still at it.
    microphone_on_its_way: bool,
    /// When OpenAI first answered: the moment from which the call is counted.
    connected_ms: Option<i64>,
    line: repair::Watch,
    heart: repair::Heart,
    turns: turns::Turns,
    requests: requests::Requests,
    cues: cues::Schedule,
    captions: Captions,
    memory: memory::Memory,
    tools: tools::Doings,
    /// Since when the page can't be seen.
    hidden_since_ms: Option<i64>,
    refused_to_play: bool,
    actions: VecDeque<Action>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            state: State::Idle,
            started: None,
            instead: false,
            microphone: false,
            microphone_on_its_way: false,
            connected_ms: None,
            line: repair::Watch::default(),
            heart: repair::Heart::default(),
            turns: turns::Turns::default(),
            requests: requests::Requests::default(),
            cues: cues::Schedule::default(),
            captions: Captions::default(),
            memory: memory::Memory::default(),
            tools: tools::Doings::default(),
            hidden_since_ms: None,
            refused_to_play: false,
            actions: VecDeque::new(),
        }
    }
}

impl Machine {
    /// Takes in what happened at `now_ms`.
    pub fn handle(&mut self, input: Input, now_ms: i64) {
        if matches!(self.state, State::Ended(_)) {
            return self.after_the_end(input);
        }
        match input {
            Input::Tap { microphone_granted } => self.tap(microphone_granted, now_ms),
            Input::Microphone(asked) => self.microphone(asked, now_ms),
            Input::Started(answer) => self.started(answer, now_ms),
            Input::Instead => self.instead(now_ms),
            Input::Answer(answer) => self.answer(answer, now_ms),
            Input::Leg(answer) => self.leg(answer, now_ms),
            Input::Server(event) if self.has_session() => self.server(event, now_ms),
            Input::Line(line) => self.line(line, now_ms),
            Input::Received(packets) => self.received(packets, now_ms),
            Input::Beat(answer) => self.beat(answer, now_ms),
            Input::Playing(heard) => self.refused_to_play = !heard,
            Input::Picture(picture) => self.picture(picture, now_ms),
            Input::MicrophoneLost if self.has_line() && self.microphone => {
                self.microphone = false;
                self.actions.push_back(Action::AskMicrophone);
            }
            Input::CameraLost => self.actions.push_back(Action::DropPicture),
            Input::DevicesChanged if self.has_line() => {
                self.actions.push_back(Action::CheckDevices);
            }
            Input::Seen(seen) => self.seen(seen, now_ms),
            Input::HangUp => self.hang_up(),
            // Late or impossible here, or time alone; nothing more follows from it.
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

    /// Whether OpenAI's events mean something now.
    fn has_session(&self) -> bool {
        matches!(
            self.state,
            State::Connecting { .. }
                | State::Greeting { .. }
                | State::Talking
                | State::Farewell { .. }
        )
    }

    /// Whether there is or was a line, so that devices matter.
    fn has_line(&self) -> bool {
        self.has_session() || matches!(self.state, State::Reconnecting { .. })
    }

    fn seen(&mut self, seen: bool, now_ms: i64) {
        if !seen {
            self.hidden_since_ms = self.hidden_since_ms.or(Some(now_ms));
            return;
        }
        let was_hidden = self.hidden_since_ms.take().is_some();
        self.cues.quiet_since(now_ms);
        if was_hidden && self.has_line() {
            // A tablet that slept may have stopped the sound, taken the microphone and let the screen go dark.
            self.actions.push_back(Action::StayAwake);
            self.actions.push_back(Action::CheckDevices);
        }
    }

    fn hang_up(&mut self) {
        self.end(match self.state {
            // Nothing was begun here: the other call goes on.
            State::Elsewhere => Ending::Refused(Refusal::Code(crate::wire::Code::CallInProgress)),
            _ => Ending::Over(EndReason::HungUp),
        });
    }

    /// Ends the call once and for all: the line is closed first, then the edge is told.
    fn end(&mut self, ending: Ending) {
        self.state = State::Ended(ending);
        // Whatever was still to be done for the call is void, but not a cry for help.
        self.actions.retain(|it| *it == Action::CallGrownUp);
        self.actions.push_front(Action::CloseLine);
        if self.started.is_some() {
            self.actions.push_back(Action::ReportEnd(match ending {
                Ending::Over(reason) => reason,
                Ending::NoMicrophone(_) | Ending::Refused(_) => EndReason::FailedToConnect,
            }));
        }
    }

    /// What comes too late still has to be put right.
    fn after_the_end(&mut self, input: Input) {
        match input {
            // The child changed its mind while the edge was asked: the hold is given back.
            Input::Started(Ok(started)) if self.started.is_none() => {
                self.started = Some(started);
                self.actions.push_back(Action::ReportEnd(EndReason::HungUp));
            }
            // A line that stood up too late: the edge hangs up what it is told of now.
            Input::Answer(Ok(openai_call_id)) => self
                .actions
                .push_back(Action::ReportConnected { openai_call_id }),
            _ => {}
        }
    }

    /// Does what is due at `now_ms`.
    fn pass_time(&mut self, now_ms: i64) {
        self.give_up_what_is_late(now_ms);
        self.watch_line(now_ms);
        self.beat_on(now_ms);
        self.listen_for_answers(now_ms);
        self.follow_schedule(now_ms);
    }

    fn is_over(&self) -> bool {
        matches!(self.state, State::Ended(_))
    }

    /// When to come back with [`Input::Tick`] at the latest, in Unix milliseconds; `None` when nothing is waited for.
    pub fn wait_until_ms(&self) -> Option<i64> {
        if self.is_over() {
            return None;
        }
        [
            self.late_at_ms(),
            self.line_due_ms(),
            self.heart_due_ms(),
            self.answer_due_ms(),
            self.schedule_due_ms(),
            self.tools.gone_at_ms(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}
