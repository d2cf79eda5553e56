//! Asking Santa for answers, one after the other: the service takes no second `response.create` while an answer is being
//! made, so whatever comes meanwhile waits in a queue.

use std::collections::VecDeque;

use super::{Machine, Picture, State};
use crate::{call::realtime::ClientEvent, wire::CallCues};

/// How long a goodbye may take from being asked for to being heard, in milliseconds.
const FAREWELL_LASTS_MS: i64 = 30_000;

/// An answer to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    /// Whatever he wants to say.
    Answer,
    /// Something easy to answer, to a child that is silent.
    Nudge,
    /// A short rhyme, to a child that stays silent.
    Rhyme,
    /// Steering towards the end.
    WindDown,
    /// Goodbye.
    Farewell,
    /// An excuse for the sleigh's bad connection, and on with the talk.
    Reconnected,
    /// An answer to a picture that the child tapped.
    Picture(Picture),
}

impl Request {
    /// Whether it does not wait for a child that speaks, nor for the end of sound that was thrown away for it.
    fn cuts_in(self) -> bool {
        matches!(self, Request::Farewell | Request::Picture(_))
    }

    /// Whether it has lost its sense once the child has the word.
    fn is_void_when_the_child_speaks(self) -> bool {
        matches!(self, Request::Answer | Request::Nudge | Request::Rhyme)
    }
}

/// What is asked for and what waits.
#[derive(Debug, Default)]
pub(super) struct Requests {
    waiting: VecDeque<Request>,
    asked: Option<Request>,
}

impl Requests {
    /// The answer that was asked for is made, or another in its place.
    pub(super) fn done(&mut self) {
        self.asked = None;
    }
}

impl Machine {
    /// Asks for an answer, now or as soon as none is being made.
    pub(super) fn ask(&mut self, request: Request, now_ms: i64) {
        if !self.requests.waiting.contains(&request) {
            self.requests.waiting.push_back(request);
        }
        self.ask_on(now_ms);
    }

    /// Asks for what waits, if its time has come.
    pub(super) fn ask_on(&mut self, now_ms: i64) {
        if !self.has_session() || self.turns.answer_in_the_making() {
            return;
        }
        if self.turns.child_has_the_word() {
            self.requests
                .waiting
                .retain(|request| !request.is_void_when_the_child_speaks());
        }
        let Some(&next) = self.requests.waiting.front() else {
            return;
        };
        let others_speak = if next.cuts_in() {
            self.turns.sound && !self.turns.sound_is_being_cleared
        } else {
            self.turns.sound || self.turns.child_has_the_word()
        };
        if others_speak {
            return;
        }
        self.requests.waiting.pop_front();
        self.requests.asked = Some(next);
        self.turns.asked(now_ms);
        if let Request::Picture(picture) = next {
            let text = self.cues_told(|cues| match picture {
                Picture::Yes => &cues.yes,
                Picture::No => &cues.no,
                Picture::Wave => &cues.wave,
            });
            self.send(ClientEvent::ChildSays {
                text: text.unwrap_or_default(),
            });
        }
        let cue = match next {
            Request::Answer | Request::Picture(_) => None,
            Request::Nudge => self.cues_told(|cues| &cues.nudge),
            Request::Rhyme => self.cues_told(|cues| &cues.rhyme),
            Request::WindDown => self.cues_told(|cues| &cues.wind_down),
            Request::Farewell => self.cues_told(|cues| &cues.farewell),
            Request::Reconnected => self.cues_told(|cues| &cues.reconnected),
        };
        self.send(ClientEvent::Respond { cue });
    }

    /// What was asked for last came second to another answer; it is asked for again when that one is done.
    pub(super) fn ask_once_more_later(&mut self) {
        let again = match self.requests.asked.take() {
            // The child's words stand in the conversation already.
            Some(Request::Picture(_)) => Request::Answer,
            Some(Request::Farewell) => {
                self.turns.goodbye_did_not_begin();
                Request::Farewell
            }
            Some(request) if !matches!(request, Request::Nudge | Request::Rhyme) => request,
            _ => return,
        };
        self.requests.waiting.push_front(again);
    }

    /// The child tapped a picture: that is its turn, whoever was speaking.
    pub(super) fn picture(&mut self, picture: Picture, now_ms: i64) {
        if self.state != State::Talking {
            return;
        }
        self.cues.child_heard();
        self.turns.child_answered();
        self.make_way();
        self.ask(Request::Picture(picture), now_ms);
    }

    /// Makes way for the goodbye, and asks for it as soon as no other answer is being made.
    pub(super) fn say_farewell(&mut self, now_ms: i64) {
        self.state = State::Farewell {
            give_up_ms: now_ms + FAREWELL_LASTS_MS,
        };
        self.requests.waiting.clear();
        self.make_way();
        self.ask(Request::Farewell, now_ms);
    }

    /// Stops what is being said and what is about to be: the one does not stop the other.
    fn make_way(&mut self) {
        if self.turns.sound {
            self.turns.sound_is_being_cleared = true;
            self.send(ClientEvent::ClearSound);
        }
        if self.turns.answer_in_the_making() {
            self.send(ClientEvent::Cancel);
        }
    }

    pub(super) fn cues_told(&self, which: impl Fn(&CallCues) -> &String) -> Option<String> {
        self.started
            .as_ref()
            .map(|started| which(&started.cues).clone())
    }
}
