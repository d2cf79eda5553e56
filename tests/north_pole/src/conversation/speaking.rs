//! Santa's answers: the half of the machine that thinks, sends words ahead of the sound, plays, and is stopped.

use serde_json::{Value, json};

use super::events::{self, Place};
use super::machine::{Machine, Output, Playing};
use super::response::{Response, Speech, Stage, call_item};
use crate::openai::client_event::ResponseWish;
use crate::openai::schema::SchemaFault;

impl Machine {
    pub(super) fn create_response(&mut self, wish: ResponseWish) -> Result<(), SchemaFault> {
        if let Some(active) = &self.response {
            return Err(SchemaFault {
                code: "conversation_already_has_active_response",
                param: String::new(),
                message: format!(
                    "Conversation already has an active response in progress: {}. Wait until the response is finished \
                     before creating a new one.",
                    active.id
                ),
            });
        }
        self.begin_response(wish);
        Ok(())
    }

    pub(super) fn begin_response(&mut self, wish: ResponseWish) {
        self.idle_since_ms = None;
        let response = Response::new(wish, self.now_ms + self.pace.think_ms);
        let shown = response.to_json(&self.session, "in_progress", None, Vec::new(), Value::Null);
        self.send(events::response("response.created", shown));
        self.response = Some(response);
    }

    pub(super) fn client_cancels(&mut self, response_id: Option<&str>) -> Result<(), SchemaFault> {
        let active = self
            .response
            .as_ref()
            .filter(|active| response_id.is_none_or(|id| id == active.id));
        if active.is_none() {
            return Err(SchemaFault {
                code: "response_cancel_not_active",
                param: String::new(),
                message: "Cancellation failed: no active response found".into(),
            });
        }
        // The sound already sent plays on until `output_audio_buffer.clear`, as with the real service.
        self.end_response("cancelled", Some("client_cancelled"));
        Ok(())
    }

    /// A voice was heard while Santa may be thinking or talking.
    pub(super) fn interrupted(&mut self) {
        self.end_response("cancelled", Some("turn_detected"));
        let Some(playing) = self.clear_sound() else {
            return;
        };
        let played_ms = self.now_ms.min(playing.ends_ms) - playing.began_ms;
        self.send(events::item_truncated(&playing.item_id, played_ms));
    }

    /// Throws away the sound not yet played and says so.
    pub(super) fn clear_sound(&mut self) -> Option<Playing> {
        let playing = self.playing.take()?;
        self.idle_since_ms = Some(self.now_ms);
        self.emit(Output::Hush);
        self.send(events::output_buffer("cleared", &playing.response_id));
        Some(playing)
    }

    pub(super) fn voiced(&mut self, utterance: u64, full_ms: u64) {
        let longest_ms = self.session.longest_answer_ms().unwrap_or(u64::MAX);
        let duration_ms = full_ms.min(longest_ms);
        let Some(response) = &mut self.response else {
            return;
        };
        let response_id = response.id.clone();
        let Some(speech) = response.speech_mut() else {
            return;
        };
        if speech.utterance != utterance || speech.voiced_ms.is_some() {
            return;
        }
        speech.voiced_ms = Some(duration_ms);
        if duration_ms < full_ms {
            speech.cut_to(duration_ms as f64 / full_ms as f64);
        }
        let playing = Playing {
            response_id,
            item_id: speech.item_id.clone(),
            began_ms: self.now_ms,
            ends_ms: self.now_ms + duration_ms,
        };
        self.voice_heard = true;
        self.emit(Output::Play {
            utterance,
            duration_ms,
        });
        self.send(events::output_buffer("started", &playing.response_id));
        self.playing = Some(playing);
    }

    pub(super) fn voiceless(&mut self, utterance: u64) {
        let speech = self.response.as_ref().and_then(Response::speech);
        let waits_for_it = speech.is_some_and(|speech| speech.utterance == utterance);
        if waits_for_it {
            self.end_response("failed", Some("voice_unavailable"));
        }
    }

    /// Does what is due by the clock: begin to talk, send the next words, finish, fall silent.
    pub(super) fn speak_on(&mut self) {
        if let Some(playing) = self
            .playing
            .take_if(|playing| self.now_ms >= playing.ends_ms)
        {
            self.idle_since_ms = Some(self.now_ms);
            self.send(events::output_buffer("stopped", &playing.response_id));
        }
        let now_ms = self.now_ms;
        let speaker_is_free = self.playing.is_none();
        match &mut self.response {
            Some(Response {
                stage: Stage::Thinking { until_ms },
                ..
            }) if now_ms >= *until_ms && speaker_is_free => {
                self.begin_speech();
                self.send_words();
            }
            Some(Response {
                stage: Stage::Speaking(speech),
                ..
            }) if !speech.all_said() && now_ms >= speech.next_burst_ms => self.send_words(),
            _ => {}
        }
        let speech = self.response.as_ref().and_then(Response::speech);
        let finished = speech.filter(|speech| speech.all_said() && speech.voiced_ms.is_some());
        match finished.map(|speech| speech.cut_short) {
            Some(true) => self.end_response("incomplete", Some("max_output_tokens")),
            Some(false) => self.end_response("completed", None),
            None => {}
        }
    }

    pub(super) fn speaking_deadline(&self) -> Option<u64> {
        let sound = self.playing.as_ref().map(|playing| playing.ends_ms);
        let words = match &self.response {
            // While older sound still plays, its end is what the next answer waits for.
            Some(Response {
                stage: Stage::Thinking { until_ms },
                ..
            }) if sound.is_none() => Some(*until_ms),
            Some(Response {
                stage: Stage::Speaking(speech),
                ..
            }) if !speech.all_said() => Some(speech.next_burst_ms),
            _ => None,
        };
        [sound, words].into_iter().flatten().min()
    }

    fn begin_speech(&mut self) {
        let Some(mut response) = self.response.take() else {
            return;
        };
        let tools = response
            .wish
            .tools
            .clone()
            .unwrap_or_else(|| self.session.tools());
        let moment = self.take_moment(tools, response.wish.instructions.clone());
        let turn = self.brain.turn(&moment);
        self.utterances += 1;
        let language = turn.language;
        let speech = Speech::new(self.utterances, turn, self.last_item_id(), self.now_ms);

        let item = speech.item("in_progress");
        self.send(events::output_item(
            "response.output_item.added",
            &response.id,
            0,
            &item,
        ));
        self.add_item(item, false);
        let place = Place {
            response_id: &response.id,
            item_id: &speech.item_id,
        };
        self.send(place.part("response.content_part.added", ""));
        self.emit(Output::Said(speech.text.clone()));
        let speed = self
            .session
            .at("/audio/output/speed")
            .as_f64()
            .unwrap_or(1.0)
            * self.pace.speed;
        self.emit(Output::Speak {
            utterance: self.utterances,
            text: speech.text.clone(),
            language,
            speed,
        });
        response.stage = Stage::Speaking(speech);
        self.response = Some(response);
    }

    fn send_words(&mut self) {
        let (now_ms, speed) = (self.now_ms, self.pace.speed);
        let Some(response) = &mut self.response else {
            return;
        };
        let response_id = response.id.clone();
        let Some(speech) = response.speech_mut() else {
            return;
        };
        let (item_id, burst) = (speech.item_id.clone(), speech.burst(now_ms, speed));
        for word in burst {
            self.send(
                Place {
                    response_id: &response_id,
                    item_id: &item_id,
                }
                .transcript_delta(&word),
            );
        }
    }

    /// Closes the response under way, if any, with everything that belongs to its end.
    fn end_response(&mut self, status: &str, reason: Option<&str>) {
        let Some(response) = self.response.take() else {
            return;
        };
        let completed = status == "completed";
        let mut output = Vec::new();
        let mut usage_of = (String::new(), 0);
        if let Stage::Speaking(speech) = &response.stage {
            let item = self.close_message(&response.id, speech, completed);
            output.push(item);
            if completed {
                for call in &speech.tool_calls {
                    let item = call_item(call);
                    self.announce_call(&response.id, output.len(), &item);
                    output.push(item);
                }
            }
            usage_of = (speech.said(), speech.voiced_ms.unwrap_or(0));
        }
        let usage = self.tokens.usage(&usage_of.0, usage_of.1);
        self.emit(Output::Responded(
            json!({"id": response.id, "status": status, "reason": reason, "usage": usage}),
        ));
        let shown = response.to_json(&self.session, status, reason, output, usage);
        self.send(events::response("response.done", shown));
        self.send(events::rate_limits());
        if self.playing.is_none() {
            self.idle_since_ms = Some(self.now_ms);
        }
    }

    fn close_message(&mut self, response_id: &str, speech: &Speech, completed: bool) -> Value {
        let item = speech.item(if completed { "completed" } else { "incomplete" });
        let said = speech.said();
        let place = Place {
            response_id,
            item_id: &speech.item_id,
        };
        self.send(place.transcript_done(&said));
        self.send(place.audio_done());
        self.send(place.part("response.content_part.done", &said));
        self.send(events::item_done(&item, speech.previous_item_id.as_deref()));
        self.send(events::output_item(
            "response.output_item.done",
            response_id,
            0,
            &item,
        ));
        if let Some(kept) = self.item_mut(&speech.item_id) {
            *kept = item.clone();
        }
        item
    }

    fn announce_call(&mut self, response_id: &str, output_index: usize, item: &Value) {
        let mut begun = item.clone();
        begun["status"] = "in_progress".into();
        begun["arguments"] = "".into();
        let previous = self.last_item_id();
        self.send(events::output_item(
            "response.output_item.added",
            response_id,
            output_index,
            &begun,
        ));
        self.send(events::item_added(&begun, previous.as_deref()));
        self.send(events::arguments(false, response_id, output_index, item));
        self.send(events::arguments(true, response_id, output_index, item));
        self.send(events::item_done(item, previous.as_deref()));
        self.send(events::output_item(
            "response.output_item.done",
            response_id,
            output_index,
            item,
        ));
        self.items.push(item.clone());
        self.emit(Output::Called(
            json!({"name": item["name"], "arguments": item["arguments"],
            "call_id": item["call_id"]}),
        ));
    }
}
