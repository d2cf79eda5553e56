//! The server events, each written once, in the field names of the generally available API.

use serde_json::{Map, Value, json};

use crate::ids::with_prefix;
use crate::openai::client_event::EventFault;

/// Stamps a server event with its type and an id of its own.
fn event(kind: &str, fields: Value) -> Value {
    let mut event = Map::new();
    event.insert("type".into(), kind.into());
    event.insert("event_id".into(), with_prefix("event").into());
    if let Value::Object(fields) = fields {
        event.extend(fields);
    }
    Value::Object(event)
}

pub(super) fn session(kind: &str, session: Value) -> Value {
    event(kind, json!({"session": session}))
}

pub(super) fn error(refused: &EventFault) -> Value {
    let fault = &refused.fault;
    event(
        "error",
        json!({"error": {
            "type": "invalid_request_error",
            "code": fault.code,
            "message": fault.message,
            "param": if fault.param.is_empty() { Value::Null } else { fault.param.as_str().into() },
            "event_id": refused.event_id,
        }}),
    )
}

pub(super) fn speech_started(audio_start_ms: u64, item_id: &str) -> Value {
    event(
        "input_audio_buffer.speech_started",
        json!({"audio_start_ms": audio_start_ms, "item_id": item_id}),
    )
}

pub(super) fn speech_stopped(audio_end_ms: u64, item_id: &str) -> Value {
    event(
        "input_audio_buffer.speech_stopped",
        json!({"audio_end_ms": audio_end_ms, "item_id": item_id}),
    )
}

pub(super) fn committed(item_id: &str, previous_item_id: Option<&str>) -> Value {
    event(
        "input_audio_buffer.committed",
        json!({"item_id": item_id, "previous_item_id": previous_item_id}),
    )
}

pub(super) fn idle_timeout(audio_start_ms: u64, audio_end_ms: u64, item_id: &str) -> Value {
    event(
        "input_audio_buffer.timeout_triggered",
        json!({"audio_start_ms": audio_start_ms, "audio_end_ms": audio_end_ms, "item_id": item_id}),
    )
}

pub(super) fn input_cleared() -> Value {
    event("input_audio_buffer.cleared", json!({}))
}

pub(super) fn item_added(item: &Value, previous_item_id: Option<&str>) -> Value {
    event(
        "conversation.item.added",
        json!({"item": item, "previous_item_id": previous_item_id}),
    )
}

pub(super) fn item_done(item: &Value, previous_item_id: Option<&str>) -> Value {
    event(
        "conversation.item.done",
        json!({"item": item, "previous_item_id": previous_item_id}),
    )
}

pub(super) fn item_retrieved(item: &Value) -> Value {
    event("conversation.item.retrieved", json!({"item": item}))
}

pub(super) fn item_deleted(item_id: &str) -> Value {
    event("conversation.item.deleted", json!({"item_id": item_id}))
}

pub(super) fn item_truncated(item_id: &str, audio_end_ms: u64) -> Value {
    event(
        "conversation.item.truncated",
        json!({"item_id": item_id, "content_index": 0, "audio_end_ms": audio_end_ms}),
    )
}

/// The stand-in understands no words, and says so in the way the service reports a failed transcription.
pub(super) fn transcription_failed(item_id: &str) -> Value {
    event(
        "conversation.item.input_audio_transcription.failed",
        json!({"item_id": item_id, "content_index": 0, "error": {
            "type": "transcription_error",
            "code": "audio_unintelligible",
            "message": "The stand-in hears that somebody speaks, but not what is said.",
            "param": null,
        }}),
    )
}

/// `response.created` and `response.done` carry the whole response.
pub(super) fn response(kind: &str, response: Value) -> Value {
    event(kind, json!({"response": response}))
}

pub(super) fn output_item(
    kind: &str,
    response_id: &str,
    output_index: usize,
    item: &Value,
) -> Value {
    event(
        kind,
        json!({"response_id": response_id, "output_index": output_index, "item": item}),
    )
}

/// Where in a response a piece of speech belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) response_id: &'a str,
    pub(super) item_id: &'a str,
}

impl Place<'_> {
    fn event(self, kind: &str, field: &str, value: Value) -> Value {
        let mut fields = json!({"response_id": self.response_id, "item_id": self.item_id, "output_index": 0,
            "content_index": 0});
        if !field.is_empty() {
            fields[field] = value;
        }
        event(kind, fields)
    }

    pub(super) fn part(self, kind: &str, transcript: &str) -> Value {
        self.event(
            kind,
            "part",
            json!({"type": "audio", "transcript": transcript}),
        )
    }

    pub(super) fn transcript_delta(self, delta: &str) -> Value {
        self.event(
            "response.output_audio_transcript.delta",
            "delta",
            delta.into(),
        )
    }

    pub(super) fn transcript_done(self, transcript: &str) -> Value {
        self.event(
            "response.output_audio_transcript.done",
            "transcript",
            transcript.into(),
        )
    }

    pub(super) fn audio_done(self) -> Value {
        self.event("response.output_audio.done", "", Value::Null)
    }
}

/// `response.function_call_arguments.delta` or `.done`, whose text field differs.
pub(super) fn arguments(done: bool, response_id: &str, output_index: usize, item: &Value) -> Value {
    let mut fields = json!({"response_id": response_id, "item_id": item["id"], "output_index": output_index,
        "call_id": item["call_id"]});
    if done {
        fields["name"] = item["name"].clone();
        fields["arguments"] = item["arguments"].clone();
        event("response.function_call_arguments.done", fields)
    } else {
        fields["delta"] = item["arguments"].clone();
        event("response.function_call_arguments.delta", fields)
    }
}

pub(super) fn output_buffer(what: &str, response_id: &str) -> Value {
    event(
        &format!("output_audio_buffer.{what}"),
        json!({"response_id": response_id}),
    )
}

pub(super) fn rate_limits() -> Value {
    event(
        "rate_limits.updated",
        json!({"rate_limits": [
            {"name": "requests", "limit": 1_000, "remaining": 999, "reset_seconds": 60.0},
            {"name": "tokens", "limit": 40_000, "remaining": 39_000, "reset_seconds": 60.0},
        ]}),
    )
}
