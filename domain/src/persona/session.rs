//! The session that is asked of OpenAI when a token is minted.
//!
//! Source of the shape: OpenAI's description of `POST /v1/realtime/client_secrets` (GA). Tracing is off, no reusable
//! prompt is used, the child's words are not transcribed, and turn detection is off until the greeting has been heard.

use serde_json::{Value, json};

use super::{Occasion, instructions};
use crate::call::{TOKEN_SECONDS, tool::Tool};

/// The longest answer, in tokens of sound: about a minute, so that a story is not cut and a loop is.
const LONGEST_ANSWER_TOKENS: u32 = 1_200;

/// The body of the request for an ephemeral token.
pub fn token_request(occasion: &Occasion, model: &str, voice: &str) -> Value {
    json!({
        "expires_after": { "anchor": "created_at", "seconds": TOKEN_SECONDS },
        "session": {
            "type": "realtime",
            "model": model,
            "instructions": instructions(occasion),
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

/// Santa's tools as the model is told of them.
fn tools() -> Value {
    Tool::ALL.map(declaration).into_iter().collect()
}

fn declaration(tool: Tool) -> Value {
    let wish =
        |description: &str| json!({ "wish": { "type": "string", "description": description } });
    let (description, properties) = match tool {
        Tool::Laugh => (
            "Your picture laughs from the belly. Use it with a laugh of yours, never beside a sad or frightened child.",
            json!({}),
        ),
        Tool::Wave => ("Your picture waves, as in a hello or a goodbye.", json!({})),
        Tool::LookAtList => (
            "Your picture looks down at a list, as when you think of a wish.",
            json!({}),
        ),
        Tool::ShowWish => (
            "Holds a card with one wish before the child while you two talk about it. It is no promise.",
            wish("The thing in one to five words."),
        ),
        Tool::NoteWish => (
            "Passes one wish on to the parent. Once for each new wish that the child tells in this call; don't announce it.",
            wish("The wish in the child's own words, at most ten."),
        ),
        Tool::NoteNameSound => (
            "Passes on to the parent how a child's name is said, once for each correction; don't announce it.",
            json!({
                "name": { "type": "string", "description": "The child's name as it is written." },
                "sound": {
                    "type": "string",
                    "description": "How the child says it, spelt as one reads your language, stressed part in capitals: AL-ma. \
            At most six words, letters only.",
                },
            }),
        ),
        Tool::CallGrownUp => (
            "Shows the child a calm picture that says to get a grown-up it feels safe with. At once when it cries, is hurt, \
in danger or very afraid.",
            json!({}),
        ),
        Tool::SayGoodbye => (
            "Ends the call. Only after you have said goodbye in words.",
            json!({}),
        ),
    };
    let required: Vec<_> = properties
        .as_object()
        .map(|properties| properties.keys().cloned().collect())
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
}
