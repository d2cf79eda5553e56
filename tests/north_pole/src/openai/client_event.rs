//! What the client says over the data channel, parsed once and strictly.

use serde_json::{Map, Value};

use super::schema::SchemaFault;
use super::session::tool_names;
use super::shapes::CLIENT_EVENT;

/// A client event that passed the check.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ClientEvent {
    /// Changes settings; the session itself checks what may change.
    SessionUpdate(Value),
    /// Adds a message or a tool's output to the conversation.
    ItemCreate {
        item: Map<String, Value>,
        previous_item_id: Option<String>,
    },
    /// Forgets the part of a spoken item that was never heard.
    ItemTruncate { item_id: String, audio_end_ms: u64 },
    /// Takes an item out.
    ItemDelete { item_id: String },
    /// Asks for an item.
    ItemRetrieve { item_id: String },
    /// Asks Santa to speak.
    ResponseCreate(ResponseWish),
    /// Stops the answer being made (not the sound already sent).
    ResponseCancel { response_id: Option<String> },
    /// Throws away the sound not yet played.
    OutputClear,
    /// Ends the child's turn by hand.
    InputCommit,
    /// Forgets the sound heard since the last turn.
    InputClear,
}

/// What a `response.create` may override.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ResponseWish {
    /// Instructions for this response only.
    pub(crate) instructions: Option<String>,
    /// Tools for this response only.
    pub(crate) tools: Option<Vec<String>>,
    /// Handed back unchanged.
    pub(crate) metadata: Value,
}

/// A client event that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventFault {
    /// The fault itself.
    pub(crate) fault: SchemaFault,
    /// The client's own id of the event, echoed so that it can tell which one failed.
    pub(crate) event_id: Option<String>,
}

/// Reads one message of the data channel. The second value is the client's `event_id`.
pub(crate) fn parse(message: &Value) -> Result<(ClientEvent, Option<String>), EventFault> {
    let event_id = message["event_id"].as_str().map(str::to_owned);
    CLIENT_EVENT
        .check(message, "")
        .map_err(|fault| EventFault {
            fault,
            event_id: event_id.clone(),
        })?;
    let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
    let event = match message["type"].as_str().unwrap_or_default() {
        "session.update" => ClientEvent::SessionUpdate(message["session"].clone()),
        "conversation.item.create" => ClientEvent::ItemCreate {
            item: message["item"].as_object().cloned().unwrap_or_default(),
            previous_item_id: message["previous_item_id"].as_str().map(str::to_owned),
        },
        "conversation.item.truncate" => ClientEvent::ItemTruncate {
            item_id: text("item_id"),
            audio_end_ms: message["audio_end_ms"].as_u64().unwrap_or_default(),
        },
        "conversation.item.delete" => ClientEvent::ItemDelete {
            item_id: text("item_id"),
        },
        "conversation.item.retrieve" => ClientEvent::ItemRetrieve {
            item_id: text("item_id"),
        },
        "response.create" => ClientEvent::ResponseCreate(response_wish(&message["response"])),
        "response.cancel" => ClientEvent::ResponseCancel {
            response_id: message["response_id"].as_str().map(str::to_owned),
        },
        "output_audio_buffer.clear" => ClientEvent::OutputClear,
        "input_audio_buffer.commit" => ClientEvent::InputCommit,
        // The check above let no other type through.
        _ => ClientEvent::InputClear,
    };
    Ok((event, event_id))
}

fn response_wish(response: &Value) -> ResponseWish {
    let silenced = response["tool_choice"] == "none";
    ResponseWish {
        instructions: response["instructions"].as_str().map(str::to_owned),
        tools: if silenced {
            Some(Vec::new())
        } else {
            response["tools"]
                .is_array()
                .then(|| tool_names(&response["tools"]))
        },
        metadata: response["metadata"].clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_unknown_event_is_refused_with_its_id() {
        let refused =
            parse(&json!({"type": "input_audio_buffer.append", "audio": "", "event_id": "e7"}))
                .unwrap_err();
        assert_eq!(refused.event_id.as_deref(), Some("e7"));
        assert_eq!(refused.fault.param, "type");
    }

    #[test]
    fn a_response_wish_keeps_its_overrides() {
        let message = json!({"type": "response.create", "response": {"instructions": "say goodbye", "tool_choice": "none"}});
        let (event, _) = parse(&message).unwrap();
        let ClientEvent::ResponseCreate(wish) = event else {
            panic!("{event:?}")
        };
        assert_eq!(wish.instructions.as_deref(), Some("say goodbye"));
        assert_eq!(wish.tools, Some(vec![]));
    }
}
