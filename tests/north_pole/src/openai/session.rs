//! A session's settings: kept as the JSON that the client sees, read through typed questions.

use serde_json::{Map, Value, json};

use super::schema::{SchemaFault, Shape};
use super::shapes::SESSION;

/// How the stand-in decides that it is its turn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TurnDetection {
    /// 0 to 1: how loud a voice must be.
    pub(crate) threshold: f32,
    /// Milliseconds of sound before the first loud moment that belong to the turn.
    pub(crate) prefix_ms: u64,
    /// Milliseconds of silence that end a turn.
    pub(crate) silence_ms: u64,
    /// Milliseconds of silence after Santa's words before he speaks again by himself.
    pub(crate) idle_timeout_ms: Option<u64>,
    /// Whether the end of a turn starts an answer.
    pub(crate) create_response: bool,
    /// Whether a voice stops Santa.
    pub(crate) interrupt_response: bool,
}

/// The settings of one session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    settings: Map<String, Value>,
}

impl Session {
    /// A session as minted: the service's defaults, overlaid by what the client asked for.
    /// `asked` must already have passed the [`SESSION`] check.
    pub(crate) fn new(asked: &Value) -> Self {
        let defaults = json!({
            "type": "realtime",
            "object": "realtime.session",
            "id": crate::ids::with_prefix("sess"),
            "model": "gpt-realtime-2.1-mini",
            "output_modalities": ["audio"],
            "instructions": "",
            "tools": [],
            "tool_choice": "auto",
            "max_output_tokens": "inf",
            "tracing": null,
            "truncation": "auto",
            "prompt": null,
            "include": null,
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": 24_000},
                    "transcription": null,
                    "noise_reduction": null,
                    "turn_detection": {
                        "type": "server_vad", "threshold": 0.5, "prefix_padding_ms": 300,
                        "silence_duration_ms": 500, "idle_timeout_ms": null,
                        "create_response": true, "interrupt_response": true,
                    },
                },
                "output": {"format": {"type": "audio/pcm", "rate": 24_000}, "voice": "alloy", "speed": 1.0},
            },
        });
        let mut session = Self {
            settings: defaults.as_object().cloned().unwrap_or_default(),
        };
        session.overlay(asked);
        session
    }

    /// Applies a `session.update`, or says why not. `voice_heard` freezes the voice.
    pub(crate) fn update(&mut self, asked: &Value, voice_heard: bool) -> Result<(), SchemaFault> {
        SESSION.check(asked, "session")?;
        let differs = |path: &str| {
            asked
                .pointer(path)
                .is_some_and(|wanted| self.at(path) != wanted)
        };
        if differs("/model") {
            return Err(SchemaFault {
                code: "invalid_request_error",
                param: "session.model".into(),
                message: "The model cannot be changed once a session has begun.".into(),
            });
        }
        if voice_heard && differs("/audio/output/voice") {
            return Err(SchemaFault {
                code: "cannot_update_voice",
                param: "session.audio.output.voice".into(),
                message: "Cannot update a conversation's voice if assistant audio is present."
                    .into(),
            });
        }
        self.overlay(asked);
        Ok(())
    }

    /// The settings as the client sees them in `session.created` and `session.updated`.
    pub(crate) fn to_json(&self) -> Value {
        Value::Object(self.settings.clone())
    }

    /// What the model was told to be.
    pub(crate) fn instructions(&self) -> &str {
        self.at("/instructions").as_str().unwrap_or_default()
    }

    /// Names of the tools the session declares.
    pub(crate) fn tools(&self) -> Vec<String> {
        if self.at("/tool_choice") == "none" {
            return Vec::new();
        }
        tool_names(self.at("/tools"))
    }

    /// How long one answer may last by `max_output_tokens`, at twenty tokens a second of sound, in milliseconds.
    pub(crate) fn longest_answer_ms(&self) -> Option<u64> {
        self.at("/max_output_tokens")
            .as_u64()
            .map(|tokens| tokens * 50)
    }

    /// Whether the client asked for the child's words in writing.
    pub(crate) fn wants_transcription(&self) -> bool {
        self.at("/audio/input/transcription").is_object()
    }

    /// The turn taking now in force; `None` when the client alone decides.
    pub(crate) fn turn_detection(&self) -> Option<TurnDetection> {
        let asked = self.at("/audio/input/turn_detection");
        let number = |name: &str, default: u64| asked[name].as_u64().unwrap_or(default);
        let flag = |name: &str| asked[name].as_bool().unwrap_or(true);
        let silence_ms = match asked["type"].as_str()? {
            "server_vad" => number("silence_duration_ms", 500),
            // The real service judges the words and waits at most 8, 4 or 2 s. Energy alone can't judge words,
            // so shorter fixed waits stand in for it; they also keep tests quick.
            _ => match asked["eagerness"].as_str() {
                Some("low") => 1_500,
                Some("high") => 500,
                _ => 900,
            },
        };
        Some(TurnDetection {
            threshold: asked["threshold"].as_f64().unwrap_or(0.5) as f32,
            prefix_ms: number("prefix_padding_ms", 300),
            silence_ms,
            idle_timeout_ms: asked["idle_timeout_ms"].as_u64(),
            create_response: flag("create_response"),
            interrupt_response: flag("interrupt_response"),
        })
    }

    /// One setting by JSON pointer, null when absent.
    pub(crate) fn at(&self, path: &str) -> &Value {
        static NOTHING: Value = Value::Null;
        let mut parts = path.trim_start_matches('/').split('/');
        let first = parts
            .next()
            .and_then(|name| self.settings.get(name))
            .unwrap_or(&NOTHING);
        parts.fold(first, |value, name| value.get(name).unwrap_or(&NOTHING))
    }

    fn overlay(&mut self, asked: &Value) {
        let Value::Object(asked) = asked else { return };
        for (name, value) in asked {
            match (name.as_str(), self.settings.get_mut(name)) {
                // Only `audio` is merged part by part; every other field is replaced whole.
                ("audio", Some(Value::Object(audio))) => {
                    for side in ["input", "output"] {
                        if let (Some(Value::Object(parts)), Some(Value::Object(kept))) =
                            (value.get(side), audio.get_mut(side))
                        {
                            kept.extend(parts.clone());
                        }
                    }
                }
                _ => {
                    self.settings.insert(name.clone(), value.clone());
                }
            }
        }
    }
}

/// The names in a list of function tools.
pub(crate) fn tool_names(tools: &Value) -> Vec<String> {
    let names = tools
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tool| tool["name"].as_str());
    names.map(str::to_owned).collect()
}

/// Checks a session that is to be minted.
pub(crate) fn check_secret_request(body: &Value) -> Result<(), SchemaFault> {
    let shape: &Shape = &super::shapes::CLIENT_SECRET;
    shape.check(body, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_touches_only_what_it_names() {
        let mut session = Session::new(&json!({"type": "realtime", "instructions": "be Santa",
            "audio": {"output": {"voice": "cedar"}, "input": {"turn_detection": null}}}));
        assert_eq!(session.turn_detection(), None);
        let update = json!({"type": "realtime", "audio": {"input": {"turn_detection":
            {"type": "semantic_vad", "eagerness": "low"}}}});
        session.update(&update, true).unwrap();
        let detection = session.turn_detection().unwrap();
        assert_eq!(
            (detection.silence_ms, detection.interrupt_response),
            (1_500, true)
        );
        assert_eq!(session.at("/audio/output/voice"), "cedar");
        assert_eq!(session.instructions(), "be Santa");
    }

    #[test]
    fn silence_before_an_answer_follows_the_setting() {
        for (setting, silence_ms) in [
            (json!({"type": "server_vad"}), 500),
            (
                json!({"type": "server_vad", "silence_duration_ms": 800}),
                800,
            ),
            (json!({"type": "semantic_vad"}), 900),
            (json!({"type": "semantic_vad", "eagerness": "high"}), 500),
        ] {
            let session = Session::new(
                &json!({"type": "realtime", "audio": {"input": {"turn_detection": setting}}}),
            );
            assert_eq!(session.turn_detection().unwrap().silence_ms, silence_ms);
        }
    }

    #[test]
    fn model_and_spoken_voice_are_fixed() {
        let mut session =
            Session::new(&json!({"type": "realtime", "audio": {"output": {"voice": "cedar"}}}));
        let other_model = json!({"type": "realtime", "model": "gpt-realtime-2.1"});
        assert_eq!(
            session.update(&other_model, false).unwrap_err().param,
            "session.model"
        );
        let other_voice = json!({"type": "realtime", "audio": {"output": {"voice": "ash"}}});
        assert_eq!(
            session.update(&other_voice, true).unwrap_err().code,
            "cannot_update_voice"
        );
        assert!(session.update(&other_voice, false).is_ok());
    }

    #[test]
    fn tools_are_named_unless_forbidden() {
        let tools = json!([{"type": "function", "name": "note_wish"}, {"type": "function", "name": "say_goodbye"}]);
        let mut session = Session::new(&json!({"type": "realtime", "tools": tools}));
        assert_eq!(session.tools(), ["note_wish", "say_goodbye"]);
        session
            .update(&json!({"type": "realtime", "tool_choice": "none"}), false)
            .unwrap();
        assert!(session.tools().is_empty());
    }
}
