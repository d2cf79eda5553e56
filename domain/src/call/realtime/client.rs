//! What the browser says on the data channel.

use serde_json::{Value, json};

/// Something that the browser says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// From now on listen for the child's turns and answer them.
    ListenForTurns,
    /// Make an answer; with a cue, after having been told that.
    ///
    /// The cue goes in as a message of the system's and not as `response.instructions`, which would stand in the place of
    /// the persona for this one answer, and with it of every rule of conduct.
    Respond {
        /// A cue of `wire::CallCues`.
        cue: Option<String>,
    },
    /// The child says something by a picture instead of by voice.
    ChildSays {
        /// The words, in the child's language.
        text: String,
    },
    /// What Santa said before the line was lost, so that he can go on from there.
    Recall {
        /// His own words.
        text: String,
    },
    /// Stop making the answer.
    Cancel,
    /// Throw away the sound that has not been heard yet.
    ClearSound,
    /// What a tool came to.
    ToolResult {
        /// Of the tool call.
        call_id: String,
        /// Whether there is such a tool and it could make something of what it was given.
        done: bool,
    },
}

impl ClientEvent {
    /// The texts for the data channel, in this order.
    pub fn to_json(&self) -> Vec<String> {
        let message = |role: &str, kind: &str, text: &str| {
            json!({
                "type": "conversation.item.create",
                "item": { "type": "message", "role": role, "content": [{ "type": kind, "text": text }] },
            })
        };
        let respond = || json!({ "type": "response.create" });
        let events: Vec<Value> = match self {
            // Children think long: the patient setting waits for a whole thought.
            ClientEvent::ListenForTurns => vec![json!({
                "type": "session.update",
                "session": {
                    "type": "realtime",
                    "audio": { "input": { "turn_detection": {
                        "type": "semantic_vad",
                        "eagerness": "low",
                        "create_response": true,
                        "interrupt_response": true,
                    } } },
                },
            })],
            ClientEvent::Respond { cue: None } => vec![respond()],
            ClientEvent::Respond { cue: Some(cue) } => {
                vec![message("system", "input_text", cue), respond()]
            }
            ClientEvent::ChildSays { text } => vec![message("user", "input_text", text)],
            ClientEvent::Recall { text } => vec![message("assistant", "output_text", text)],
            ClientEvent::Cancel => vec![json!({ "type": "response.cancel" })],
            ClientEvent::ClearSound => vec![json!({ "type": "output_audio_buffer.clear" })],
            ClientEvent::ToolResult { call_id, done } => vec![json!({
                "type": "conversation.item.create",
                "item": {
                    "type": "function_call_output",
                    "call_id": call_id,
                    "output": json!({ "ok": done }).to_string(),
                },
            })],
        };
        events.iter().map(Value::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(event: ClientEvent) -> Vec<Value> {
        let texts = event.to_json();
        texts
            .iter()
            .map(|text| serde_json::from_str(text).unwrap())
            .collect()
    }

    #[test]
    fn every_client_event_is_json_with_a_type() {
        let events = [
            ClientEvent::ListenForTurns,
            ClientEvent::Respond { cue: None },
            ClientEvent::Respond {
                cue: Some("sig \"farvel\"".into()),
            },
            ClientEvent::ChildSays { text: "Ja!".into() },
            ClientEvent::Recall { text: "Ho".into() },
            ClientEvent::Cancel,
            ClientEvent::ClearSound,
            ClientEvent::ToolResult {
                call_id: "c".into(),
                done: false,
            },
        ];
        for event in events {
            let said = said(event.clone());
            assert!(!said.is_empty(), "{event:?}");
            assert!(said.iter().all(|it| it["type"].is_string()), "{event:?}");
        }
    }

    #[test]
    fn a_cue_is_told_beside_the_persona_and_never_in_its_place() {
        let said = said(ClientEvent::Respond {
            cue: Some("wind down".into()),
        });
        assert_eq!(said[0]["item"]["role"], "system");
        assert_eq!(said[0]["item"]["content"][0]["text"], "wind down");
        assert_eq!(said[1], json!({ "type": "response.create" }));
    }

    #[test]
    fn santas_own_words_are_recalled_as_his() {
        let said = said(ClientEvent::Recall { text: "Ho".into() });
        assert_eq!(said[0]["item"]["role"], "assistant");
        assert_eq!(said[0]["item"]["content"][0]["type"], "output_text");
    }
}
