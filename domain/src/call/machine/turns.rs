//! Whose turn it is, and what the server's events make of it.

use super::{Action, GREETING_MS, Machine, State, view::Ending};
use crate::call::{
    EndReason,
    realtime::{ClientEvent, ServerEvent},
    tool::{Tool, wish_in},
};

/// The most wishes that are noted in one call.
const WISHES_NOTED: usize = 20;
/// How often a failed greeting is asked for again.
const GREETING_TRIES: u8 = 2;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Listening,
    Thinking,
    Speaking,
}

/// What is known of the turns.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// The child is speaking.
    pub(super) child_speaks: bool,
    /// The child has finished and no answer has begun.
    child_waits: bool,
    /// An answer is being made; a second one may not be asked for.
    pub(super) answer_in_the_making: bool,
    /// Santa's sound is being heard.
    pub(super) sound: bool,
    /// The answer in the making has a voice, so the child has had its reply.
    answer_has_voice: bool,
    /// The answer in the making used a tool.
    answer_used_tool: bool,
    /// The call ends when the sound is over.
    pub(super) goodbye: bool,
    /// How often the greeting was asked for.
    greetings: u8,
}

impl Turns {
    pub(super) fn turn(&self) -> Turn {
        if self.sound {
            Turn::Speaking
        } else if self.child_speaks {
            Turn::Listening
        } else if self.child_waits || self.answer_in_the_making {
            Turn::Thinking
        } else {
            Turn::Listening
        }
    }

    /// Whether Santa may be asked to say something without cutting anybody off.
    pub(super) fn is_quiet(&self) -> bool {
        self.turn() == Turn::Listening && !self.child_speaks
    }
}

impl Machine {
    pub(super) fn server(&mut self, event: ServerEvent, now_ms: i64) {
        match event {
            ServerEvent::SessionCreated => self.session_stands(now_ms),
            ServerEvent::SessionUpdated => {}
            ServerEvent::Error { code } if code == "conversation_already_has_active_response" => {
                self.turns.answer_in_the_making = true;
            }
            ServerEvent::Error { .. } => {}
            ServerEvent::SpeechStarted => {
                self.turns.child_speaks = true;
                self.turns.child_waits = false;
                self.cues.child_heard();
            }
            ServerEvent::SpeechStopped => {
                self.turns.child_speaks = false;
                self.turns.child_waits = true;
                self.cues.quiet_since(now_ms);
            }
            ServerEvent::ResponseCreated => {
                self.turns.answer_in_the_making = true;
                self.turns.answer_has_voice = false;
                self.turns.answer_used_tool = false;
                self.turns.child_waits = false;
                // Once goodbye was asked for, every answer is the goodbye.
                self.turns.goodbye |= self.state == State::Farewell;
                // The line of an answer that is still being heard must not be wiped by the next one.
                if !self.turns.sound {
                    self.captions.begin();
                }
            }
            ServerEvent::TranscriptDelta { text } => {
                self.turns.answer_has_voice = true;
                self.captions.add(&text);
            }
            ServerEvent::SoundStarted => {
                if let State::Greeting { give_up_ms } = &mut self.state {
                    *give_up_ms = None;
                }
                self.turns.sound = true;
                self.turns.answer_has_voice = true;
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
            } => self.tool(call_id, &name, &arguments),
            ServerEvent::ResponseDone { .. } => self.answer_done(now_ms),
        }
    }

    fn session_stands(&mut self, now_ms: i64) {
        if matches!(self.state, State::Connecting { .. }) {
            self.state = State::Greeting {
                give_up_ms: Some(now_ms + GREETING_MS),
            };
            self.shaky_since_ms = None;
            self.greet();
        }
    }

    fn greet(&mut self) {
        self.turns.greetings += 1;
        self.ask_for_answer(None);
    }

    pub(super) fn ask_for_answer(&mut self, cue: Option<String>) {
        self.turns.answer_in_the_making = true;
        self.turns.answer_has_voice = false;
        self.turns.answer_used_tool = false;
        self.send(ClientEvent::Respond { cue });
    }

    /// Santa has been heard to the end, or was cut off: the turn goes to the child, or the call is over.
    fn sound_over(&mut self, now_ms: i64) {
        self.turns.sound = false;
        self.cues.quiet_since(now_ms);
        match self.state {
            State::Greeting { .. } => {
                self.state = State::Talking;
                self.send(ClientEvent::ListenForTurns);
            }
            State::Farewell if self.turns.goodbye => self.end(Ending::Over(EndReason::SaidGoodbye)),
            _ => {}
        }
    }

    fn answer_done(&mut self, now_ms: i64) {
        self.turns.answer_in_the_making = false;
        self.cues.quiet_since(now_ms);
        let silent = !self.turns.answer_has_voice && !self.turns.sound;
        match self.state {
            State::Greeting { .. } if silent => {
                if self.turns.greetings < GREETING_TRIES {
                    self.greet();
                } else {
                    self.end(Ending::Over(EndReason::VoiceFailed));
                }
            }
            // What was said before the goodbye is out of the way now.
            State::Farewell if !self.turns.goodbye => self.ask_for_farewell(),
            // He hung up without a word, or had said goodbye before he used the tool.
            State::Farewell if silent => self.end(Ending::Over(EndReason::SaidGoodbye)),
            // A tool alone is no reply: the child is still waiting for words.
            State::Talking if silent && self.turns.answer_used_tool => self.ask_for_answer(None),
            _ => {}
        }
    }

    fn tool(&mut self, call_id: String, name: &str, arguments: &serde_json::Value) {
        self.turns.answer_used_tool = true;
        match Tool::named(name) {
            Some(Tool::NoteWish) => {
                let new = |wish: &String| {
                    self.wishes.len() < WISHES_NOTED
                        && !self
                            .wishes
                            .iter()
                            .any(|known| known.eq_ignore_ascii_case(wish))
                };
                if let Some(wish) = wish_in(arguments).filter(new) {
                    self.wishes.push(wish);
                }
            }
            Some(Tool::CallGrownUp) => self.grown_up_wanted = true,
            Some(Tool::SayGoodbye) if matches!(self.state, State::Talking | State::Farewell) => {
                self.turns.goodbye = true;
                self.state = State::Farewell;
            }
            _ => {}
        }
        self.actions
            .push_back(Action::Send(ClientEvent::ToolResult { call_id }));
    }
}
