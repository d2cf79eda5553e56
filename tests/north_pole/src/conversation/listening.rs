//! Whose turn is it? The half of the machine that hears the child begin and end, and lets a voice stop Santa.

use serde_json::{Value, json};

use super::events;
use super::machine::Machine;
use super::vad::Heard;
use crate::ids::with_prefix;
use crate::openai::client_event::ResponseWish;
use crate::openai::schema::SchemaFault;

/// Less sound than this (milliseconds) is no turn to commit by hand, as with the real service.
const SHORTEST_COMMIT_MS: u64 = 100;

impl Machine {
    pub(super) fn hear(&mut self, sound: &[f32]) {
        self.last_sound_ms = self.now_ms;
        let detection = self.session.turn_detection();
        for heard in self.ear.hear(sound, detection.as_ref()) {
            self.heard(heard);
        }
    }

    pub(super) fn commit_by_hand(&mut self) -> Result<(), SchemaFault> {
        let buffered_ms = self.ear.measured().heard_ms - self.committed_ms;
        if buffered_ms < SHORTEST_COMMIT_MS {
            return Err(SchemaFault {
                code: "input_audio_buffer_commit_empty",
                param: String::new(),
                message: format!(
                    "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but \
                     buffer only has {buffered_ms}.00ms of audio."
                ),
            });
        }
        self.ear.forget_turn();
        let item_id = self
            .turn_item_id
            .take()
            .unwrap_or_else(|| with_prefix("item"));
        self.commit(&item_id);
        Ok(())
    }

    /// What is due by the clock alone.
    pub(super) fn listen_on(&mut self) {
        if self.ear.is_speaking() && self.sound_lost_at().is_some_and(|at| self.now_ms >= at) {
            // The microphone went silent in the middle of a word, packets and all.
            if let Some(heard) = self.ear.lost() {
                self.heard(heard);
            }
        }
        if self.idle_ends_at().is_some_and(|at| self.now_ms >= at) {
            self.idle_since_ms = None;
            let heard_ms = self.ear.measured().heard_ms;
            let item_id = with_prefix("item");
            self.send(events::idle_timeout(self.committed_ms, heard_ms, &item_id));
            self.moment.idle = true;
            self.commit(&item_id);
            self.moment.heard_voice = false;
            self.respond_by_itself();
        }
    }

    pub(super) fn listening_deadline(&self) -> Option<u64> {
        let lost = if self.ear.is_speaking() {
            self.sound_lost_at()
        } else {
            None
        };
        [lost, self.idle_ends_at()].into_iter().flatten().min()
    }

    fn heard(&mut self, heard: Heard) {
        match heard {
            Heard::SpeechStarted { audio_start_ms } => {
                self.idle_since_ms = None;
                let item_id = with_prefix("item");
                self.send(events::speech_started(audio_start_ms, &item_id));
                self.turn_item_id = Some(item_id);
                if self
                    .session
                    .turn_detection()
                    .is_some_and(|detection| detection.interrupt_response)
                {
                    self.interrupted();
                }
            }
            Heard::SpeechStopped { audio_end_ms } => {
                let Some(item_id) = self.turn_item_id.take() else {
                    return;
                };
                self.send(events::speech_stopped(audio_end_ms, &item_id));
                self.commit(&item_id);
                if self
                    .session
                    .turn_detection()
                    .is_some_and(|detection| detection.create_response)
                {
                    self.respond_by_itself();
                }
            }
        }
    }

    fn commit(&mut self, item_id: &str) {
        let heard_ms = self.ear.measured().heard_ms;
        self.tokens.heard(heard_ms - self.committed_ms);
        self.committed_ms = heard_ms;
        self.moment.heard_voice = true;
        self.send(events::committed(item_id, self.last_item_id().as_deref()));
        let transcript = Value::Null;
        let item = json!({"id": item_id, "object": "realtime.item", "type": "message", "status": "completed",
            "role": "user", "content": [{"type": "input_audio", "transcript": transcript}]});
        self.add_item(item, true);
        if self.session.wants_transcription() {
            self.send(events::transcription_failed(item_id));
        }
    }

    /// Answers a turn, unless an answer is being made that the child was not allowed to stop.
    fn respond_by_itself(&mut self) {
        if self.response.is_none() {
            self.begin_response(ResponseWish::default());
        }
    }

    fn sound_lost_at(&self) -> Option<u64> {
        let detection = self.session.turn_detection()?;
        Some(self.last_sound_ms + detection.silence_ms.max(200))
    }

    fn idle_ends_at(&self) -> Option<u64> {
        let timeout_ms = self.session.turn_detection()?.idle_timeout_ms?;
        let silent = self.response.is_none() && self.playing.is_none() && !self.ear.is_speaking();
        self.idle_since_ms
            .filter(|_| silent)
            .map(|since| since + timeout_ms)
    }
}
