//! The session that is asked of OpenAI when a token is minted.
//!
//! Source of the shape: OpenAI's description of `POST /v1/realtime/client_secrets` (GA). Tracing is off, no reusable
//! prompt is used, the child's words are not transcribed, and turn detection is off until the greeting has been heard.

use serde_json::{Value, json};

use super::instructions;
use crate::{
    call::{TOKEN_SECONDS, tool::Tool},
    child::Draft,
};

/// The longest answer, in tokens of sound: about a minute, so that a story is not cut and a loop is.
const LONGEST_ANSWER_TOKENS: u32 = 1_200;

/// The body of the request for an ephemeral token.
pub fn token_request(profile: &Draft, model: &str, voice: &str) -> Value {
    json!({
        "expires_after": { "anchor": "created_at", "seconds": TOKEN_SECONDS },
        "session": {
            "type": "realtime",
            "model": model,
            "instructions": instructions(profile),
            "output_modalities": ["audio"],
            "audio": {
                "input": {
                    "transcription": null,
                    "noise_reduction": { "type": "far_field" },
                    "turn_detection": null,
                },
                "output": { "voice": voice },
            },
            "tools": tools(),
            "tool_choice": "auto",
            "max_output_tokens": LONGEST_ANSWER_TOKENS,
            "truncation": { "type": "retention_ratio", "retention_ratio": 0.8 },
            "tracing": null,
        },
    })
}

fn tools() -> Value {
    let tool = |tool: Tool, description: &str, properties: Value| {
        let required: Vec<_> = properties
            .as_object()
            .map(|p| p.keys().cloned().collect())
            .unwrap_or_default();
        json!({
            "type": "function",
            "name": tool.name(),
            "description": description,
            "parameters": {
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            },
        })
    };
    json!([
        tool(
            Tool::NoteWish,
            "Passes on one wish that the child has just told.",
            json!({ "wish": { "type": "string", "description": "The wish in the child's words, at most ten words." } }),
        ),
        tool(
            Tool::CallGrownUp,
            "Shows the child a calm picture that says to get a grown-up it feels safe with.",
            json!({}),
        ),
        tool(
            Tool::SayGoodbye,
            "Ends the call after you have said goodbye.",
            json!({})
        ),
    ])
}
