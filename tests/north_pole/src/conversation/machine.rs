//! The conversation machine: one call from `session.created` to its last word.
//!
//! Feed it one [`Input`] with the time in milliseconds since the call began, then drain [`Machine::poll`], then
//! wait until [`Machine::deadline`]. It holds no socket, no clock and no sound: the peer synthesises what
//! [`Output::Speak`] asks for and reports how long it lasts. This file keeps the settings, the items and the
//! client's events; `listening` decides whose turn it is, `speaking` makes the answers.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::brain::{Brain, Moment};
use super::response::{Response, Tokens};
use super::vad::{Ear, Measured};
use super::{Language, events};
use crate::ids::with_prefix;
use crate::openai::client_event::{self, ClientEvent, EventFault};
use crate::openai::schema::SchemaFault;
use crate::openai::session::Session;
use crate::pace::Pace;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input<'a> {
    /// The data channel is open.
    Opened,
    /// A message from the client.
    Client(&'a Value),
    /// Sound from the client, 48 kHz.
    Heard(&'a [f32]),
    /// The asked-for utterance is ready to be played.
    Voiced { utterance: u64, duration_ms: u64 },
    /// The asked-for utterance can't be made.
    Voiceless { utterance: u64 },
    /// A deadline has come.
    Time,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Send this event to the client.
    Event(Value),
    /// Make sound of these words, so many times as fast as usual, and report back with [`Input::Voiced`].
    Speak {
        utterance: u64,
        text: String,
        language: Language,
        speed: f64,
    },
    /// Play the utterance that was made, from its beginning, now, and no longer than this.
    Play { utterance: u64, duration_ms: u64 },
    /// Stop playing at once.
    Hush,
    /// Santa's words, for the report.
    Said(String),
    /// A finished response in short, for the report.
    Responded(Value),
    /// A tool that was called, for the report.
    Called(Value),
}

/// Sound that is being played to the client.
#[derive(Debug)]
pub(super) struct Playing {
    pub(super) response_id: String,
    pub(super) item_id: String,
    pub(super) began_ms: u64,
    pub(super) ends_ms: u64,
}

/// One conversation.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(super) session: Session,
    pub(super) brain: Brain,
    pub(super) ear: Ear,
    pub(super) tokens: Tokens,
    pub(super) items: Vec<Value>,
    pub(super) moment: Moment,
    pub(super) response: Option<Response>,
    pub(super) playing: Option<Playing>,
    pub(super) turn_item_id: Option<String>,
    pub(super) committed_ms: u64,
    pub(super) last_sound_ms: u64,
    pub(super) idle_since_ms: Option<u64>,
    pub(super) utterances: u64,
    pub(super) voice_heard: bool,
    pub(super) pace: Pace,
    pub(super) now_ms: u64,
    out: VecDeque<Output>,
}

impl Machine {
    /// A conversation with these settings, at this pace.
    pub(crate) fn new(session: Session, pace: Pace) -> Self {
        let mut tokens = Tokens::default();
        tokens.read(session.instructions());
        Self {
            brain: Brain::new(session.instructions()),
            session,
            ear: Ear::new(),
            tokens,
            items: Vec::new(),
            moment: Moment::default(),
            response: None,
            playing: None,
            turn_item_id: None,
            committed_ms: 0,
            last_sound_ms: 0,
            idle_since_ms: None,
            utterances: 0,
            voice_heard: false,
            pace,
            now_ms: 0,
            out: VecDeque::new(),
        }
    }

    /// Takes one input at `now_ms` since the call began.
    pub(crate) fn handle(&mut self, input: Input<'_>, now_ms: u64) {
        self.now_ms = self.now_ms.max(now_ms);
        match input {
            Input::Opened => self.send(events::session("session.created", self.session.to_json())),
            Input::Client(message) => self.client(message),
            Input::Heard(sound) => self.hear(sound),
            Input::Voiced {
                utterance,
                duration_ms,
            } => self.voiced(utterance, duration_ms),
            Input::Voiceless { utterance } => self.voiceless(utterance),
            Input::Time => {}
        }
        self.listen_on();
        self.speak_on();
    }

    /// The next thing to do, until `None`.
    pub(crate) fn poll(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// When [`Input::Time`] is due, in milliseconds since the call began.
    pub(crate) fn deadline(&self) -> Option<u64> {
        [self.listening_deadline(), self.speaking_deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// What was heard so far.
    pub(crate) fn measured(&self) -> Measured {
        self.ear.measured()
    }

    /// The language of the talk.
    pub(crate) fn language(&self) -> Language {
        self.brain.language()
    }

    pub(super) fn send(&mut self, event: Value) {
        self.out.push_back(Output::Event(event));
    }

    pub(super) fn emit(&mut self, output: Output) {
        self.out.push_back(output);
    }

    /// Puts an item at the end of the conversation and announces it; returns the id of the one before.
    pub(super) fn add_item(&mut self, item: Value, announce_done: bool) {
        let previous = self.last_item_id();
        self.send(events::item_added(&item, previous.as_deref()));
        if announce_done {
            self.send(events::item_done(&item, previous.as_deref()));
        }
        self.items.push(item);
    }

    pub(super) fn last_item_id(&self) -> Option<String> {
        self.items
            .last()
            .and_then(|item| item["id"].as_str())
            .map(str::to_owned)
    }

    pub(super) fn item_mut(&mut self, item_id: &str) -> Option<&mut Value> {
        self.items.iter_mut().find(|item| item["id"] == item_id)
    }

    fn client(&mut self, message: &Value) {
        let outcome = client_event::parse(message).and_then(|(event, event_id)| {
            self.obey(event)
                .map_err(|fault| EventFault { fault, event_id })
        });
        if let Err(refused) = outcome {
            self.send(events::error(&refused));
        }
    }

    fn obey(&mut self, event: ClientEvent) -> Result<(), SchemaFault> {
        match event {
            ClientEvent::SessionUpdate(asked) => self.update_session(&asked),
            ClientEvent::ItemCreate {
                item,
                previous_item_id,
            } => self.create_item(item, previous_item_id.as_deref()),
            ClientEvent::ItemTruncate {
                item_id,
                audio_end_ms,
            } => self.truncate_item(&item_id, audio_end_ms),
            ClientEvent::ItemDelete { item_id } => {
                let Some(index) = self
                    .items
                    .iter()
                    .position(|item| item["id"] == item_id.as_str())
                else {
                    return Err(no_such_item("item_delete_invalid_item_id", &item_id));
                };
                self.items.remove(index);
                self.send(events::item_deleted(&item_id));
                Ok(())
            }
            ClientEvent::ItemRetrieve { item_id } => match self.item_mut(&item_id).cloned() {
                Some(item) => {
                    self.send(events::item_retrieved(&item));
                    Ok(())
                }
                None => Err(no_such_item("item_retrieve_invalid_item_id", &item_id)),
            },
            ClientEvent::ResponseCreate(wish) => self.create_response(wish),
            ClientEvent::ResponseCancel { response_id } => {
                self.client_cancels(response_id.as_deref())
            }
            ClientEvent::OutputClear => {
                self.clear_sound();
                Ok(())
            }
            ClientEvent::InputCommit => self.commit_by_hand(),
            ClientEvent::InputClear => {
                self.ear.forget_turn();
                self.turn_item_id = None;
                self.committed_ms = self.ear.measured().heard_ms;
                self.send(events::input_cleared());
                Ok(())
            }
        }
    }

    fn update_session(&mut self, asked: &Value) -> Result<(), SchemaFault> {
        let before = self.session.turn_detection();
        self.session.update(asked, self.voice_heard)?;
        if asked.get("instructions").is_some() {
            self.brain.instruct(self.session.instructions());
            self.tokens.read(self.session.instructions());
        }
        if self.session.turn_detection() != before {
            self.ear.forget_turn();
            self.turn_item_id = None;
        }
        self.send(events::session("session.updated", self.session.to_json()));
        Ok(())
    }

    fn create_item(
        &mut self,
        item: Map<String, Value>,
        previous_item_id: Option<&str>,
    ) -> Result<(), SchemaFault> {
        let mut item = Value::Object(item);
        if let Some(previous) = previous_item_id
            && previous != "root"
            && !self.items.iter().any(|item| item["id"] == previous)
        {
            return Err(no_such_item(
                "item_create_invalid_previous_item_id",
                previous,
            ));
        }
        if item["id"].is_null() {
            item["id"] = with_prefix("item").into();
        }
        item["object"] = "realtime.item".into();
        item["status"] = "completed".into();
        if item["type"] == "function_call_output" {
            let known = self
                .items
                .iter()
                .any(|other| other["call_id"] == item["call_id"]);
            if !known {
                return Err(SchemaFault {
                    code: "invalid_tool_call_id",
                    param: "item.call_id".into(),
                    message: format!(
                        "Tool call ID {} not found in conversation.",
                        item["call_id"]
                    ),
                });
            }
            self.tokens
                .read(item["output"].as_str().unwrap_or_default());
        } else {
            let parts = item["content"].as_array().into_iter().flatten();
            let text = parts
                .filter_map(|part| part["text"].as_str())
                .collect::<Vec<_>>()
                .join(" ");
            self.tokens.read(&text);
            if item["role"] == "assistant" {
                self.moment.seeded = true;
            } else if item["role"] == "system" {
                // The system's word counts as the child's never does, and the latest of them most.
                self.moment.instructions = Some(text);
            } else {
                self.moment.texts.push(text);
            }
        }
        self.add_item(item, true);
        Ok(())
    }

    fn truncate_item(&mut self, item_id: &str, audio_end_ms: u64) -> Result<(), SchemaFault> {
        let spoken = self
            .item_mut(item_id)
            .is_some_and(|item| item["role"] == "assistant");
        if !spoken {
            return Err(no_such_item("item_truncate_invalid_item_id", item_id));
        }
        if let Some(item) = self.item_mut(item_id) {
            // The transcript goes with the sound: what was not heard was not said.
            item["content"] = json!([{"type": "output_audio", "transcript": null}]);
        }
        self.send(events::item_truncated(item_id, audio_end_ms));
        Ok(())
    }

    /// What happened since the last answer; empties the memory of it.
    pub(super) fn take_moment(
        &mut self,
        tools: Vec<String>,
        instructions: Option<String>,
    ) -> Moment {
        let moment = std::mem::take(&mut self.moment);
        Moment {
            tools,
            instructions: instructions.or(moment.instructions),
            ..moment
        }
    }
}

fn no_such_item(code: &'static str, item_id: &str) -> SchemaFault {
    SchemaFault {
        code,
        param: "item_id".into(),
        message: format!("Item with item_id '{item_id}' not found."),
    }
}

#[cfg(test)]
mod tests;
