//! One answer of Santa's while it is being made, and its JSON.

use serde_json::{Value, json};

use super::brain::{ToolCall, Turn};
use crate::ids::with_prefix;
use crate::openai::client_event::ResponseWish;
use crate::openai::session::Session;

/// Words sent together, as a model's tokens come in small bursts.
pub(super) const WORDS_IN_A_BURST: usize = 2;

/// Milliseconds between bursts: about eight words a second, well ahead of the sound (two a second) and yet slow
/// enough that an interruption often meets an answer in the making, as it does with the real service. At another pace
/// the words keep step with the sound.
pub(super) const BURST_EVERY_MS: f64 = 240.0;

/// An answer from its creation to `response.done`.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) id: String,
    pub(super) wish: ResponseWish,
    pub(super) stage: Stage,
}

/// How far it has come.
#[derive(Debug)]
pub(super) enum Stage {
    /// Nothing is said before this time.
    Thinking { until_ms: u64 },
    /// The words are known.
    Speaking(Speech),
}

/// Words on their way out.
#[derive(Debug)]
pub(super) struct Speech {
    pub(super) utterance: u64,
    pub(super) item_id: String,
    pub(super) previous_item_id: Option<String>,
    pub(super) text: String,
    pub(super) tool_calls: Vec<ToolCall>,
    pub(super) next_burst_ms: u64,
    pub(super) voiced_ms: Option<u64>,
    pub(super) cut_short: bool,
    words: Vec<String>,
    words_sent: usize,
}

impl Response {
    pub(super) fn new(wish: ResponseWish, until_ms: u64) -> Self {
        Self {
            id: with_prefix("resp"),
            wish,
            stage: Stage::Thinking { until_ms },
        }
    }

    /// The words on their way out, once they are known.
    pub(super) fn speech(&self) -> Option<&Speech> {
        match &self.stage {
            Stage::Thinking { .. } => None,
            Stage::Speaking(speech) => Some(speech),
        }
    }

    /// As [`Response::speech`], to be changed.
    pub(super) fn speech_mut(&mut self) -> Option<&mut Speech> {
        match &mut self.stage {
            Stage::Thinking { .. } => None,
            Stage::Speaking(speech) => Some(speech),
        }
    }

    /// The response as it stands in `response.created` and `response.done`.
    pub(super) fn to_json(
        &self,
        session: &Session,
        status: &str,
        reason: Option<&str>,
        output: Vec<Value>,
        usage: Value,
    ) -> Value {
        let status_details = match status {
            "in_progress" | "completed" => Value::Null,
            "failed" => {
                json!({"type": "failed", "error": {"type": "server_error", "code": reason}})
            }
            _ => json!({"type": status, "reason": reason}),
        };
        json!({
            "object": "realtime.response",
            "id": self.id,
            "status": status,
            "status_details": status_details,
            "output": output,
            "conversation_id": session.at("/id").as_str().map(|id| id.replace("sess_", "conv_")),
            "output_modalities": ["audio"],
            "max_output_tokens": session.at("/max_output_tokens"),
            "audio": {"output": {
                "format": session.at("/audio/output/format"),
                "voice": session.at("/audio/output/voice"),
            }},
            "usage": usage,
            "metadata": self.wish.metadata,
        })
    }
}

impl Speech {
    pub(super) fn new(
        utterance: u64,
        turn: Turn,
        previous_item_id: Option<String>,
        now_ms: u64,
    ) -> Self {
        let words = turn
            .text
            .split_inclusive(char::is_whitespace)
            .map(str::to_owned)
            .collect();
        Self {
            utterance,
            item_id: with_prefix("item"),
            previous_item_id,
            text: turn.text,
            tool_calls: turn.tool_calls,
            next_burst_ms: now_ms,
            voiced_ms: None,
            cut_short: false,
            words,
            words_sent: 0,
        }
    }

    /// The next burst of words, if any are left. They come so many times as fast as usual.
    pub(super) fn burst(&mut self, now_ms: u64, speed: f64) -> Vec<String> {
        let end = (self.words_sent + WORDS_IN_A_BURST).min(self.words.len());
        let burst = self.words[self.words_sent..end].to_vec();
        self.words_sent = end;
        self.next_burst_ms = now_ms + (BURST_EVERY_MS / speed).round() as u64;
        burst
    }

    /// The limit of tokens was reached after this share of the sound: the rest of the words is dropped.
    pub(super) fn cut_to(&mut self, share: f64) {
        let kept = (self.words.len() as f64 * share) as usize;
        self.words.truncate(kept.max(self.words_sent));
        self.cut_short = true;
    }

    /// Whether all words were sent.
    pub(super) fn all_said(&self) -> bool {
        self.words_sent == self.words.len()
    }

    /// The words sent so far.
    pub(super) fn said(&self) -> String {
        self.words[..self.words_sent].concat()
    }

    /// The message item, as far as it was said.
    pub(super) fn item(&self, status: &str) -> Value {
        let content = if status == "in_progress" {
            json!([])
        } else {
            json!([{"type": "output_audio", "transcript": self.said()}])
        };
        json!({"id": self.item_id, "object": "realtime.item", "type": "message", "status": status,
            "role": "assistant", "content": content})
    }
}

/// A tool call as an item of the conversation.
pub(super) fn call_item(call: &ToolCall) -> Value {
    json!({"id": with_prefix("item"), "object": "realtime.item", "type": "function_call", "status": "completed",
        "call_id": with_prefix("call"), "name": call.name, "arguments": call.arguments.to_string()})
}

/// Token counts in the service's proportions: ten a second of sound heard, twenty a second of sound spoken, one
/// for about four characters of text.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    context_text: u64,
    context_audio: u64,
    cached: u64,
}

impl Tokens {
    pub(super) fn read(&mut self, text: &str) {
        self.context_text += text.chars().count() as u64 / 4 + 1;
    }

    pub(super) fn heard(&mut self, speech_ms: u64) {
        self.context_audio += speech_ms / 100;
    }

    /// The usage of one response; what it said joins the context of the next.
    pub(super) fn usage(&mut self, text: &str, spoken_ms: u64) -> Value {
        let (input_text, input_audio) = (self.context_text, self.context_audio);
        let input = input_text + input_audio;
        let (output_text, output_audio) = (text.chars().count() as u64 / 4, spoken_ms / 50);
        let usage = json!({
            "total_tokens": input + output_text + output_audio,
            "input_tokens": input,
            "output_tokens": output_text + output_audio,
            "input_token_details": {
                "text_tokens": input_text, "audio_tokens": input_audio, "image_tokens": 0, "cached_tokens": self.cached,
            },
            "output_token_details": {"text_tokens": output_text, "audio_tokens": output_audio},
        });
        self.cached = input;
        self.context_text += output_text;
        self.context_audio += output_audio;
        usage
    }
}
