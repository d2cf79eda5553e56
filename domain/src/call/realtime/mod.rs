//! The realtime protocol as far as a call needs it: server events read, client events written.
//!
//! Source: OpenAI's description of the Realtime API (GA, over WebRTC: JSON texts on the data channel `oai-events`).
//! The reader takes any input: what it does not know or can't read is `None` and is ignored, because servers learn new
//! words faster than tablets do.

mod client;
#[cfg(test)]
mod fuzz;

pub use client::ClientEvent;

use serde_json::Value;

/// The longest text that is looked at, in bytes: the longest event of a real call is a tenth of it.
const LONGEST_EVENT: usize = 256 * 1024;
/// The longest piece of a transcript that is taken, in characters.
const LONGEST_PIECE: usize = 4_000;

/// Something that the server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerEvent {
    /// The session stands; the first event of every call.
    SessionCreated,
    /// A `session.update` took effect.
    SessionUpdated,
    /// Something was refused or failed; mostly the call goes on.
    Error {
        /// A stable code, such as `conversation_already_has_active_response`.
        code: String,
    },
    /// The child began to speak.
    SpeechStarted,
    /// The child has finished.
    SpeechStopped,
    /// An answer is being made.
    ResponseCreated,
    /// A piece of what Santa says, ahead of its sound.
    TranscriptDelta {
        /// The piece.
        text: String,
    },
    /// The sound of an answer begins to be heard.
    SoundStarted,
    /// The sound of an answer has been heard to its end.
    SoundStopped,
    /// The rest of the sound was thrown away.
    SoundCleared,
    /// Santa uses a tool.
    ToolCall {
        /// To answer under.
        call_id: String,
        /// The tool's name.
        name: String,
        /// The arguments, parsed; `null` where they are no JSON.
        arguments: Value,
    },
    /// An answer is complete, or will never be.
    ResponseDone {
        /// How it went.
        status: ResponseStatus,
        /// Why it failed, where it did and the server said so, such as `insufficient_quota`.
        fault: String,
    },
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseStatus {
    /// To its end.
    Completed,
    /// Interrupted, by the child or by us.
    Cancelled,
    /// Cut by a limit or a filter.
    Incomplete,
    /// Not at all.
    Failed,
}

/// Reads one text from the data channel; `None` for anything that a call has no use for.
pub fn read(text: &str) -> Option<ServerEvent> {
    if text.len() > LONGEST_EVENT {
        return None;
    }
    let event: Value = serde_json::from_str(text).ok()?;
    let text_at = |pointer: &str| {
        event
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    Some(match event.get("type")?.as_str()? {
        "session.created" => ServerEvent::SessionCreated,
        "session.updated" => ServerEvent::SessionUpdated,
        "error" => ServerEvent::Error {
            code: text_at("/error/code")
                .or_else(|| text_at("/error/type"))
                .unwrap_or_default(),
        },
        "input_audio_buffer.speech_started" => ServerEvent::SpeechStarted,
        "input_audio_buffer.speech_stopped" => ServerEvent::SpeechStopped,
        "response.created" => ServerEvent::ResponseCreated,
        "response.output_audio_transcript.delta" => ServerEvent::TranscriptDelta {
            text: text_at("/delta")?.chars().take(LONGEST_PIECE).collect(),
        },
        "output_audio_buffer.started" => ServerEvent::SoundStarted,
        "output_audio_buffer.stopped" => ServerEvent::SoundStopped,
        "output_audio_buffer.cleared" => ServerEvent::SoundCleared,
        "response.function_call_arguments.done" => ServerEvent::ToolCall {
            call_id: text_at("/call_id")?,
            name: text_at("/name")?,
            arguments: text_at("/arguments")
                .and_then(|arguments| serde_json::from_str(&arguments).ok())
                .unwrap_or_default(),
        },
        "response.done" => ServerEvent::ResponseDone {
            status: match event.pointer("/response/status")?.as_str()? {
                "completed" => ResponseStatus::Completed,
                "cancelled" => ResponseStatus::Cancelled,
                "incomplete" => ResponseStatus::Incomplete,
                _ => ResponseStatus::Failed,
            },
            fault: text_at("/response/status_details/error/code")
                .or_else(|| text_at("/response/status_details/error/type"))
                .unwrap_or_default(),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn events_are_read_with_what_a_call_needs_of_them() {
        let table = [
            (
                r#"{"type":"session.created","event_id":"e","session":{}}"#,
                ServerEvent::SessionCreated,
            ),
            (
                r#"{"type":"error","error":{"type":"invalid_request_error","code":"conversation_already_has_active_response"}}"#,
                ServerEvent::Error {
                    code: "conversation_already_has_active_response".into(),
                },
            ),
            (
                r#"{"type":"error","error":{"type":"server_error","code":null}}"#,
                ServerEvent::Error {
                    code: "server_error".into(),
                },
            ),
            (
                r#"{"type":"response.output_audio_transcript.delta","delta":"Ho ho"}"#,
                ServerEvent::TranscriptDelta {
                    text: "Ho ho".into(),
                },
            ),
            (
                r#"{"type":"response.function_call_arguments.done","call_id":"c","name":"note_wish","arguments":"{\"wish\":\"en cykel\"}"}"#,
                ServerEvent::ToolCall {
                    call_id: "c".into(),
                    name: "note_wish".into(),
                    arguments: json!({"wish": "en cykel"}),
                },
            ),
            (
                r#"{"type":"response.function_call_arguments.done","call_id":"c","name":"say_goodbye","arguments":"{oops"}"#,
                ServerEvent::ToolCall {
                    call_id: "c".into(),
                    name: "say_goodbye".into(),
                    arguments: Value::Null,
                },
            ),
            (
                r#"{"type":"response.done","response":{"status":"cancelled"}}"#,
                ServerEvent::ResponseDone {
                    status: ResponseStatus::Cancelled,
                    fault: String::new(),
                },
            ),
            (
                r#"{"type":"response.done","response":{"status":"a new word"}}"#,
                ServerEvent::ResponseDone {
                    status: ResponseStatus::Failed,
                    fault: String::new(),
                },
            ),
            (
                r#"{"type":"response.done","response":{"status":"failed","status_details":{"error":{"code":"insufficient_quota"}}}}"#,
                ServerEvent::ResponseDone {
                    status: ResponseStatus::Failed,
                    fault: "insufficient_quota".into(),
                },
            ),
        ];
        for (text, event) in table {
            assert_eq!(read(text), Some(event), "{text}");
        }
    }

    #[test]
    fn what_is_unknown_or_broken_is_ignored() {
        for text in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"rate_limits.updated"}"#,
            r#"{"type":"response.done"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
