//! Whose turn it is, and what the server's events make of it.

use super::{Ending, Machine, State, requests::Request};
use crate::call::{
    EndReason,
    realtime::{ClientEvent, ResponseStatus, ServerEvent},
};

/// How often a failed greeting is asked for again.
const GREETING_TRIES: u8 = 2;
/// How many answers in a row may fail.
const FAILURES: u8 = 2;
/// How long Santa may take to be heard to the end of his first words, in milliseconds.
const GREETING_LASTS_MS: i64 = 40_000;
/// How long an answer may be in the making without a sign of it, in milliseconds. Turns of 8 s were seen in long calls.
const STUCK_MS: i64 = 20_000;
/// How long a child that has finished waits until an answer is asked for by hand, in milliseconds.
const UNANSWERED_MS: i64 = 10_000;
/// How soon turn detection is turned on once more when nobody said that it is, in milliseconds, and how often at most.
const LISTEN_AGAIN_MS: i64 = 4_000;
const LISTEN_TRIES: u8 = 3;
/// How soon sound is thrown away by hand when an answer was cancelled and it goes on, in milliseconds.
const CLEAR_AFTER_MS: i64 = 500;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Listening,
    Thinking,
    Speaking,
}

/// An answer that is being made.
#[derive(Debug, Clone, Copy)]
struct Making {
    /// When the last sign of it came.
    seen_ms: i64,
    /// It has a voice, so the child has had its reply.
    has_voice: bool,
    /// It used a tool.
    used_tool: bool,
}

/// What is known of the turns.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// The child is speaking.
    child_speaks: bool,
    /// Since when the child has finished and no answer has begun.
    child_waits_ms: Option<i64>,
    /// An answer is being made; a second one may not be asked for.
    making: Option<Making>,
    /// Santa's sound is being heard.
    pub(super) sound: bool,
    sound_since_ms: i64,
    /// It was thrown away, and only the word that it is gone has not come yet.
    pub(super) sound_is_being_cleared: bool,
    /// When sound that goes on after a cancelled answer is thrown away.
    clear_at_ms: Option<i64>,
    /// The call ends when the sound is over.
    goodbye: bool,
    /// How often the greeting was asked for.
    greetings: u8,
    /// Answers in a row that failed.
    failures: u8,
    /// When turn detection is turned on once more, and how often it was.
    listen_again_ms: Option<i64>,
    listen_tries: u8,
}

impl Turns {
    pub(super) fn turn(&self) -> Turn {
        if self.sound {
            Turn::Speaking
        } else if self.child_speaks {
            Turn::Listening
        } else if self.child_waits_ms.is_some() || self.making.is_some() {
            Turn::Thinking
        } else {
            Turn::Listening
        }
    }

    /// Whether Santa may be asked to say something without cutting anybody off.
    pub(super) fn is_quiet(&self) -> bool {
        self.turn() == Turn::Listening && !self.child_speaks
    }

    /// Whether an answer is being made.
    pub(super) fn answer_in_the_making(&self) -> bool {
        self.making.is_some()
    }

    /// Whether the child has the word, or waits for the answer that it brings by itself.
    pub(super) fn child_has_the_word(&self) -> bool {
        self.child_speaks || self.child_waits_ms.is_some()
    }

    /// Since when Santa is said to be heard.
    pub(super) fn sounding_since_ms(&self) -> Option<i64> {
        self.sound.then_some(self.sound_since_ms)
    }

    /// An answer was asked for.
    pub(super) fn asked(&mut self, now_ms: i64) {
        self.child_waits_ms = None;
        self.making = Some(Making {
            seen_ms: now_ms,
            has_voice: false,
            used_tool: false,
        });
    }

    /// The child said something by a picture.
    pub(super) fn child_answered(&mut self) {
        self.failures = 0;
    }

    /// No goodbye is on its way after all.
    pub(super) fn goodbye_did_not_begin(&mut self) {
        self.goodbye = false;
    }

    /// The answer in the making used a tool.
    pub(super) fn used_tool(&mut self) {
        if let Some(making) = &mut self.making {
            making.used_tool = true;
        }
    }

    /// What is being said is the goodbye.
    pub(super) fn says_goodbye(&mut self) {
        self.goodbye = true;
    }
}

impl Machine {
    pub(super) fn server(&mut self, event: ServerEvent, now_ms: i64) {
        match event {
            ServerEvent::SessionCreated => self.session_stands(now_ms),
            ServerEvent::SessionUpdated => self.turns.listen_again_ms = None,
            ServerEvent::Error { code } => self.refused(&code, now_ms),
            ServerEvent::SpeechStarted => {
                self.turns.child_speaks = true;
                self.turns.child_waits_ms = None;
                self.cues.child_heard();
            }
            ServerEvent::SpeechStopped => {
                self.turns.child_speaks = false;
                self.turns.child_waits_ms = Some(now_ms);
                self.cues.quiet_since(now_ms);
            }
            ServerEvent::ResponseCreated => self.answer_begins(now_ms),
            ServerEvent::TranscriptDelta { text } => {
                self.answer_is_heard_of(now_ms);
                self.captions.add(&text);
            }
            ServerEvent::SoundStarted => {
                if let State::Greeting { give_up_ms } = &mut self.state {
                    *give_up_ms = now_ms + GREETING_LASTS_MS;
                }
                self.turns.sound = true;
                self.turns.sound_is_being_cleared = false;
                self.turns.sound_since_ms = now_ms;
                self.answer_is_heard_of(now_ms);
                self.captions.sound_started(now_ms);
            }
            ServerEvent::SoundStopped => {
                self.captions.sound_stopped();
                self.sound_over(now_ms);
            }
            ServerEvent::SoundCleared => {
                self.captions.sound_cut(now_ms);
                self.sound_over(now_ms);
            }
            ServerEvent::ToolCall {
                call_id,
                name,
                arguments,
            } => self.tool(call_id, &name, &arguments, now_ms),
            ServerEvent::ResponseDone { status, fault } => self.answer_done(status, &fault, now_ms),
        }
    }

    fn refused(&mut self, code: &str, now_ms: i64) {
        match code {
            "conversation_already_has_active_response" => self.came_second(now_ms),
            // There was nothing to cancel: whatever was being made is made.
            "response_cancel_not_active" => {
                self.turns.making = None;
                self.ask_on(now_ms);
            }
            "session_expired" => self.lose_line(now_ms),
            "insufficient_quota" => self.end(Ending::Over(EndReason::VoiceFailed)),
            _ => {}
        }
    }

    /// An answer was asked for while one was being made: it stays in the queue until that one is done.
    fn came_second(&mut self, now_ms: i64) {
        if self.turns.making.is_none() {
            self.turns.asked(now_ms);
        }
        self.ask_once_more_later();
    }

    fn answer_begins(&mut self, now_ms: i64) {
        self.turns.asked(now_ms);
        // Once goodbye was asked for, every answer is the goodbye.
        self.turns.goodbye |= matches!(self.state, State::Farewell { .. });
        // The line of an answer that is still being heard must not be wiped by the next one.
        if !self.turns.sound {
            self.captions.begin();
        }
    }

    fn answer_is_heard_of(&mut self, now_ms: i64) {
        if let Some(making) = &mut self.turns.making {
            making.has_voice = true;
            making.seen_ms = now_ms;
        }
    }

    pub(super) fn greet(&mut self, now_ms: i64) {
        self.turns.greetings += 1;
        if self.turns.greetings == 1
            && let Some(said) = self.memory.recall()
        {
            let said = said.to_owned();
            self.send(ClientEvent::Recall { text: said });
            self.recall_what_was_told();
        }
        self.ask(
            match self.memory.recall() {
                Some(_) => Request::Reconnected,
                None => Request::Answer,
            },
            now_ms,
        );
    }

    /// Santa has been heard to the end, or was cut off: the turn goes to the child, or the call is over.
    fn sound_over(&mut self, now_ms: i64) {
        if self.turns.sound {
            self.memory.add(self.captions.text());
        }
        self.turns.sound = false;
        self.turns.sound_is_being_cleared = false;
        self.turns.clear_at_ms = None;
        self.cues.quiet_since(now_ms);
        match self.state {
            State::Greeting { .. } => self.greeting_heard(now_ms),
            State::Farewell { .. } if self.turns.goodbye => {
                return self.end(Ending::Over(EndReason::SaidGoodbye));
            }
            _ => {}
        }
        self.ask_on(now_ms);
    }

    pub(super) fn greeting_heard(&mut self, now_ms: i64) {
        self.state = State::Talking;
        self.turns.sound = false;
        self.cues.quiet_since(now_ms);
        self.listen(now_ms);
    }

    fn listen(&mut self, now_ms: i64) {
        self.turns.listen_tries += 1;
        self.turns.listen_again_ms =
            (self.turns.listen_tries < LISTEN_TRIES).then_some(now_ms + LISTEN_AGAIN_MS);
        self.send(ClientEvent::ListenForTurns);
    }

    fn answer_done(&mut self, status: ResponseStatus, fault: &str, now_ms: i64) {
        let making = self.turns.making.take();
        self.requests.done();
        self.cues.quiet_since(now_ms);
        if fault == "insufficient_quota" {
            return self.end(Ending::Over(EndReason::VoiceFailed));
        }
        if status == ResponseStatus::Cancelled && self.turns.sound {
            self.turns.clear_at_ms = Some(now_ms + CLEAR_AFTER_MS);
        }
        let silent = !self.turns.sound && making.is_none_or(|making| !making.has_voice);
        let failed = status == ResponseStatus::Failed && silent;
        self.turns.failures = if failed { self.turns.failures + 1 } else { 0 };
        match self.state {
            State::Greeting { .. } if silent => {
                if self.turns.greetings >= GREETING_TRIES {
                    return self.end(Ending::Over(EndReason::VoiceFailed));
                }
                self.greet(now_ms);
            }
            // He hung up without a word, or had said goodbye before he used the tool.
            State::Farewell { .. } if self.turns.goodbye && silent => {
                return self.end(Ending::Over(EndReason::SaidGoodbye));
            }
            State::Talking if self.turns.failures >= FAILURES => {
                return self.end(Ending::Over(EndReason::VoiceFailed));
            }
            // A tool alone is no reply, nor is a failure: the child is still waiting for words.
            State::Talking if failed || (silent && making.is_some_and(|it| it.used_tool)) => {
                self.ask(Request::Answer, now_ms);
            }
            _ => {}
        }
        self.ask_on(now_ms);
    }

    /// Looks after answers that do not come, sound that does not stop, and ears that were not opened.
    pub(super) fn listen_for_answers(&mut self, now_ms: i64) {
        if !self.has_session() {
            return;
        }
        let due = |at: Option<i64>| at.is_some_and(|at| now_ms >= at);
        if due(self.turns.listen_again_ms) {
            self.listen(now_ms);
        }
        if due(self.turns.clear_at_ms) {
            self.turns.clear_at_ms = None;
            self.send(ClientEvent::ClearSound);
        }
        if due(self.stuck_at_ms()) {
            self.answer_done(ResponseStatus::Failed, "", now_ms);
        }
        if due(self.unanswered_at_ms()) && !self.is_over() {
            self.turns.child_waits_ms = None;
            self.ask(Request::Answer, now_ms);
        }
    }

    fn stuck_at_ms(&self) -> Option<i64> {
        let making = self.turns.making.filter(|_| !self.turns.sound)?;
        Some(making.seen_ms + STUCK_MS)
    }

    fn unanswered_at_ms(&self) -> Option<i64> {
        let waits = self.turns.making.is_none() && self.state == State::Talking;
        Some(self.turns.child_waits_ms.filter(|_| waits)? + UNANSWERED_MS)
    }

    pub(super) fn answer_due_ms(&self) -> Option<i64> {
        if !self.has_session() {
            return None;
        }
        [
            self.turns.listen_again_ms,
            self.turns.clear_at_ms,
            self.stuck_at_ms(),
            self.unanswered_at_ms(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}
