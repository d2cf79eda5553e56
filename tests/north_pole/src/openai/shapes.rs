//! The tables: which fields a session, a conversation item, a response and each client event may have.
//!
//! Made from the public description of the generally available API. Fields that the service accepts but that
//! the product must not use (`prompt`) or that mean nothing to a voice (`text` output) are left out on purpose:
//! using them is a mistake worth a 400.

use super::schema::{Field, Shape, optional, required};

/// Models a new session may use: those without an announced end.
pub(crate) const MODELS: &[&str] = &["gpt-realtime-2.1-mini", "gpt-realtime-2.1"];

const VOICES: &[&str] = &[
    "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar",
];

static TEXT: Shape = Shape::Text;
static BOOL: Shape = Shape::Bool;
static TOKENS: Shape = Shape::Either(&[&Shape::OneOf(&["inf"]), &Shape::Integer(1, 4_096)]);
static MODALITIES: Shape = Shape::List(&Shape::OneOf(&["audio"]));

static AUDIO_FORMAT: Shape = Shape::ByType(&[
    (
        "audio/pcm",
        &[optional("rate", &Shape::Integer(24_000, 24_000))],
    ),
    ("audio/pcmu", &[]),
    ("audio/pcma", &[]),
]);

static TRANSCRIPTION: Shape = Shape::Object(&[
    optional(
        "model",
        &Shape::OneOf(&[
            "whisper-1",
            "gpt-4o-transcribe",
            "gpt-4o-mini-transcribe",
            "gpt-4o-transcribe-diarize",
            "gpt-realtime-whisper",
        ]),
    ),
    optional("language", &TEXT),
    optional("prompt", &TEXT),
]);

static NOISE_REDUCTION: Shape = Shape::Object(&[required(
    "type",
    &Shape::OneOf(&["near_field", "far_field"]),
)]);

static TURN_DETECTION: Shape = Shape::ByType(&[
    (
        "server_vad",
        &[
            optional("threshold", &Shape::Number(0.0, 1.0)),
            optional("prefix_padding_ms", &Shape::Integer(0, 10_000)),
            optional("silence_duration_ms", &Shape::Integer(0, 10_000)),
            optional(
                "idle_timeout_ms",
                &Shape::Nullable(&Shape::Integer(5_000, 30_000)),
            ),
            optional("create_response", &BOOL),
            optional("interrupt_response", &BOOL),
        ],
    ),
    (
        "semantic_vad",
        &[
            optional(
                "eagerness",
                &Shape::OneOf(&["low", "medium", "high", "auto"]),
            ),
            optional("create_response", &BOOL),
            optional("interrupt_response", &BOOL),
        ],
    ),
]);

static AUDIO: Shape = Shape::Object(&[
    optional(
        "input",
        &Shape::Object(&[
            optional("format", &AUDIO_FORMAT),
            optional("transcription", &Shape::Nullable(&TRANSCRIPTION)),
            optional("noise_reduction", &Shape::Nullable(&NOISE_REDUCTION)),
            optional("turn_detection", &Shape::Nullable(&TURN_DETECTION)),
        ]),
    ),
    optional(
        "output",
        &Shape::Object(&[
            optional("format", &AUDIO_FORMAT),
            optional("voice", &Shape::OneOf(VOICES)),
            optional("speed", &Shape::Number(0.25, 1.5)),
        ]),
    ),
]);

static TOOLS: Shape = Shape::List(&Shape::ByType(&[(
    "function",
    &[
        required("name", &Shape::TextUpTo(64)),
        optional("description", &TEXT),
        optional("parameters", &Shape::AnyObject),
    ],
)]));

static TOOL_CHOICE: Shape = Shape::Either(&[
    &Shape::ByType(&[("function", &[required("name", &TEXT)])]),
    &Shape::OneOf(&["auto", "none", "required"]),
]);

static REASONING: Shape = Shape::Object(&[optional(
    "effort",
    &Shape::OneOf(&["minimal", "low", "medium", "high", "xhigh"]),
)]);

static TRUNCATION: Shape = Shape::Either(&[
    &Shape::OneOf(&["auto", "disabled"]),
    &Shape::ByType(&[(
        "retention_ratio",
        &[
            required("retention_ratio", &Shape::Number(0.0, 1.0)),
            optional(
                "token_limits",
                &Shape::Object(&[optional("post_instructions", &Shape::Integer(0, 1_000_000))]),
            ),
        ],
    )]),
]);

static TRACING: Shape = Shape::Either(&[
    &Shape::OneOf(&["auto"]),
    &Shape::Nullable(&Shape::Object(&[
        optional("group_id", &TEXT),
        optional("metadata", &Shape::AnyObject),
        optional("workflow_name", &TEXT),
    ])),
]);

/// A session, when minted and in `session.update`.
pub(crate) static SESSION: Shape = Shape::Object(&[
    required("type", &Shape::OneOf(&["realtime"])),
    optional("model", &Shape::OneOf(MODELS)),
    optional("instructions", &TEXT),
    optional("output_modalities", &MODALITIES),
    optional("audio", &AUDIO),
    optional("tools", &TOOLS),
    optional("tool_choice", &TOOL_CHOICE),
    optional("parallel_tool_calls", &BOOL),
    optional("max_output_tokens", &TOKENS),
    optional("reasoning", &REASONING),
    optional("truncation", &TRUNCATION),
    optional("tracing", &TRACING),
    optional(
        "include",
        &Shape::List(&Shape::OneOf(&["item.input_audio_transcription.logprobs"])),
    ),
]);

/// The body of `POST /v1/realtime/client_secrets`. The real service has a default expiry; here it must be said,
/// because a token that lives for the default ten minutes is a mistake of the product.
pub(crate) static CLIENT_SECRET: Shape = Shape::Object(&[
    required(
        "expires_after",
        &Shape::Object(&[
            required("anchor", &Shape::OneOf(&["created_at"])),
            required("seconds", &Shape::Integer(10, 7_200)),
        ]),
    ),
    required("session", &SESSION),
]);

static CONTENT: Shape = Shape::List(&Shape::ByType(&[
    ("input_text", &[required("text", &TEXT)]),
    ("output_text", &[required("text", &TEXT)]),
]));

static ITEM: Shape = Shape::ByType(&[
    (
        "message",
        &[
            required("role", &Shape::OneOf(&["user", "assistant", "system"])),
            required("content", &CONTENT),
            optional("id", &Shape::TextUpTo(32)),
            optional("object", &Shape::OneOf(&["realtime.item"])),
            optional(
                "status",
                &Shape::OneOf(&["completed", "incomplete", "in_progress"]),
            ),
        ],
    ),
    (
        "function_call_output",
        &[
            required("call_id", &TEXT),
            required("output", &TEXT),
            optional("id", &Shape::TextUpTo(32)),
            optional("object", &Shape::OneOf(&["realtime.item"])),
            optional(
                "status",
                &Shape::OneOf(&["completed", "incomplete", "in_progress"]),
            ),
        ],
    ),
]);

static RESPONSE: Shape = Shape::Object(&[
    optional("instructions", &TEXT),
    optional("output_modalities", &MODALITIES),
    optional(
        "audio",
        &Shape::Object(&[optional(
            "output",
            &Shape::Object(&[
                optional("format", &AUDIO_FORMAT),
                optional("voice", &Shape::OneOf(VOICES)),
            ]),
        )]),
    ),
    optional("tools", &TOOLS),
    optional("tool_choice", &TOOL_CHOICE),
    optional("parallel_tool_calls", &BOOL),
    optional("max_output_tokens", &TOKENS),
    optional("reasoning", &REASONING),
    optional("conversation", &Shape::OneOf(&["auto", "none"])),
    optional("metadata", &Shape::Nullable(&Shape::AnyObject)),
]);

const EVENT_ID: Field = optional("event_id", &Shape::TextUpTo(512));

/// Every event a client may send, by its type.
pub(crate) static CLIENT_EVENT: Shape = Shape::ByType(&[
    ("session.update", &[EVENT_ID, required("session", &SESSION)]),
    (
        "conversation.item.create",
        &[
            EVENT_ID,
            required("item", &ITEM),
            optional("previous_item_id", &Shape::Nullable(&TEXT)),
        ],
    ),
    (
        "conversation.item.truncate",
        &[
            EVENT_ID,
            required("item_id", &TEXT),
            required("content_index", &Shape::Integer(0, 0)),
            required("audio_end_ms", &Shape::Integer(0, i64::MAX)),
        ],
    ),
    (
        "conversation.item.delete",
        &[EVENT_ID, required("item_id", &TEXT)],
    ),
    (
        "conversation.item.retrieve",
        &[EVENT_ID, required("item_id", &TEXT)],
    ),
    (
        "response.create",
        &[EVENT_ID, optional("response", &RESPONSE)],
    ),
    (
        "response.cancel",
        &[EVENT_ID, optional("response_id", &TEXT)],
    ),
    ("output_audio_buffer.clear", &[EVENT_ID]),
    ("input_audio_buffer.commit", &[EVENT_ID]),
    ("input_audio_buffer.clear", &[EVENT_ID]),
]);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn fault(shape: &Shape, value: Value) -> (String, String) {
        match shape.check(&value, "") {
            Ok(()) => ("fine".into(), String::new()),
            Err(fault) => (fault.code.into(), fault.param),
        }
    }

    fn secret(session: Value) -> Value {
        json!({"expires_after": {"anchor": "created_at", "seconds": 60}, "session": session})
    }

    #[test]
    fn a_full_session_is_accepted() {
        let session = json!({
            "type": "realtime", "model": "gpt-realtime-2.1-mini", "instructions": "…",
            "output_modalities": ["audio"],
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": 24000}, "transcription": null,
                    "noise_reduction": {"type": "far_field"},
                    "turn_detection": {"type": "semantic_vad", "eagerness": "low", "create_response": true,
                        "interrupt_response": true},
                },
                "output": {"voice": "cedar", "speed": 0.95},
            },
            "tools": [{"type": "function", "name": "note_wish", "description": "…",
                "parameters": {"type": "object", "properties": {"wish": {"type": "string"}}}}],
            "tool_choice": "auto", "max_output_tokens": 800, "reasoning": {"effort": "minimal"},
            "truncation": {"type": "retention_ratio", "retention_ratio": 0.8,
                "token_limits": {"post_instructions": 4000}},
            "tracing": null,
        });
        assert_eq!(CLIENT_SECRET.check(&secret(session), ""), Ok(()));
    }

    #[test]
    fn what_openai_would_refuse_is_refused() {
        let cases = [
            (
                json!({"type": "realtime", "temperature": 0.8}),
                "unknown_parameter",
                "session.temperature",
            ),
            (
                json!({"type": "realtime", "prompt": {"id": "x"}}),
                "unknown_parameter",
                "session.prompt",
            ),
            (
                json!({"model": "gpt-realtime-2.1"}),
                "missing_required_parameter",
                "session.type",
            ),
            (
                json!({"type": "transcription"}),
                "invalid_value",
                "session.type",
            ),
            (
                json!({"type": "realtime", "model": "gpt-4o-realtime-preview"}),
                "invalid_value",
                "session.model",
            ),
            (
                json!({"type": "realtime", "instructions": 7}),
                "invalid_type",
                "session.instructions",
            ),
            (
                json!({"type": "realtime", "voice": "cedar"}),
                "unknown_parameter",
                "session.voice",
            ),
            (
                json!({"type": "realtime", "audio": {"output": {"voice": "santa"}}}),
                "invalid_value",
                "session.audio.output.voice",
            ),
            (
                json!({"type": "realtime", "audio": {"output": {"speed": 2}}}),
                "decimal_above_max_value",
                "session.audio.output.speed",
            ),
            (
                json!({"type": "realtime", "audio": {"input": {"turn_detection": {"type": "semantic_vad", "threshold": 0.5}}}}),
                "unknown_parameter",
                "session.audio.input.turn_detection.threshold",
            ),
            (
                json!({"type": "realtime", "audio": {"input": {"turn_detection": {"eagerness": "low"}}}}),
                "missing_required_parameter",
                "session.audio.input.turn_detection.type",
            ),
            (
                json!({"type": "realtime", "max_output_tokens": 4097}),
                "integer_above_max_value",
                "session.max_output_tokens",
            ),
            (
                json!({"type": "realtime", "tools": [{"type": "function"}]}),
                "missing_required_parameter",
                "session.tools[0].name",
            ),
            (
                json!({"type": "realtime", "output_modalities": ["text"]}),
                "invalid_value",
                "session.output_modalities[0]",
            ),
        ];
        for (session, code, param) in cases {
            assert_eq!(
                fault(&CLIENT_SECRET, secret(session.clone())),
                (code.into(), param.into()),
                "{session}"
            );
        }
    }

    #[test]
    fn the_expiry_has_bounds_and_must_be_said() {
        for (seconds, code) in [
            (json!(9), "integer_below_min_value"),
            (json!(10), "fine"),
            (json!(7_200), "fine"),
            (json!(7_201), "integer_above_max_value"),
            (json!("60"), "invalid_type"),
            (json!(60.5), "invalid_type"),
        ] {
            let body = json!({"expires_after": {"anchor": "created_at", "seconds": seconds}, "session": {"type": "realtime"}});
            assert_eq!(fault(&CLIENT_SECRET, body).0, code, "{seconds}");
        }
        let body = json!({"session": {"type": "realtime"}});
        assert_eq!(fault(&CLIENT_SECRET, body).1, "expires_after");
    }

    #[test]
    fn client_events_are_checked_by_their_type() {
        let cases = [
            (json!({"type": "response.create"}), "fine"),
            (
                json!({"type": "response.create", "response": {"instructions": "x"}}),
                "fine",
            ),
            (
                json!({"type": "response.create", "response": {"voice": "x"}}),
                "unknown_parameter",
            ),
            (json!({"type": "response.cancel", "event_id": "e1"}), "fine"),
            (json!({"type": "conversation.created"}), "invalid_value"),
            (json!({"type": 4}), "invalid_type"),
            (json!({}), "missing_required_parameter"),
            (
                json!({"type": "conversation.item.create", "item": {"type": "message", "role": "user",
                    "content": [{"type": "input_text", "text": "hej"}]}}),
                "fine",
            ),
            (
                json!({"type": "conversation.item.create", "item": {"type": "message", "role": "user",
                    "content": [{"type": "text", "text": "hej"}]}}),
                "invalid_value",
            ),
            (
                json!({"type": "conversation.item.truncate", "item_id": "x", "content_index": 0}),
                "missing_required_parameter",
            ),
        ];
        for (event, code) in cases {
            assert_eq!(fault(&CLIENT_EVENT, event.clone()).0, code, "{event}");
        }
    }
}
