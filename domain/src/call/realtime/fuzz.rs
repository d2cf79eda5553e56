//! The reader against everything that could come down a data channel: it may ignore, it may not panic.
//!
//! Three ways in: any text (proptest), any JSON in the place of any field of a real event, and real events with bytes
//! flipped, cut, doubled and crossed. The last runs for a bounded number of rounds with the other tests, and as long as
//! one likes with `CALL_SANTA_FUZZ_SECONDS=600 cargo test -p domain realtime::fuzz`.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ServerEvent, read};
use crate::{
    call::machine::{Input, Machine, Started},
    wire::CallCues,
};

/// One of each event that a call sees, in the shape of the service's description.
fn real_events() -> Vec<Value> {
    let response = json!({
        "object": "realtime.response", "id": "resp_1", "status": "completed", "status_details": null,
        "output": [{"id": "item_1", "type": "message", "role": "assistant",
            "content": [{"type": "output_audio", "transcript": "Ho ho ho, Alma!"}]}],
        "usage": {"total_tokens": 80, "input_token_details": {"cached_tokens": 0}},
    });
    let mut failed = response.clone();
    failed["status"] = "failed".into();
    failed["status_details"] =
        json!({"type": "failed", "error": {"type": "server_error", "code": null}});
    vec![
        json!({"type": "session.created", "event_id": "e1", "session": {"type": "realtime", "audio": {"input": {}}}}),
        json!({"type": "session.updated", "event_id": "e2", "session": {"type": "realtime"}}),
        json!({"type": "error", "event_id": "e3", "error": {"type": "invalid_request_error",
            "code": "conversation_already_has_active_response", "message": "…", "param": null, "event_id": null}}),
        json!({"type": "input_audio_buffer.speech_started", "audio_start_ms": 12, "item_id": "i"}),
        json!({"type": "input_audio_buffer.speech_stopped", "audio_end_ms": 40, "item_id": "i"}),
        json!({"type": "input_audio_buffer.committed", "item_id": "i", "previous_item_id": null}),
        json!({"type": "conversation.item.added", "item": {"id": "i", "type": "message"}}),
        json!({"type": "response.created", "response": response.clone()}),
        json!({"type": "response.output_audio_transcript.delta", "response_id": "r", "delta": "Ho 🎅 ho"}),
        json!({"type": "output_audio_buffer.started", "response_id": "r"}),
        json!({"type": "output_audio_buffer.stopped", "response_id": "r"}),
        json!({"type": "output_audio_buffer.cleared", "response_id": "r"}),
        json!({"type": "response.function_call_arguments.done", "call_id": "c", "name": "note_wish",
            "arguments": "{\"wish\":\"en rød cykel\"}"}),
        json!({"type": "response.function_call_arguments.done", "call_id": "c", "name": "note_name_sound",
            "arguments": "{\"name\":\"Sigrid\",\"sound\":\"SI-gri\"}"}),
        json!({"type": "response.done", "response": response}),
        json!({"type": "response.done", "response": failed}),
        json!({"type": "rate_limits.updated", "rate_limits": [{"name": "tokens", "remaining": 1}]}),
    ]
}

/// A small generator of numbers that needs no library and is the same on every run with the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn mutated(dice: &mut Dice, texts: &[String]) -> String {
    let mut bytes = texts[dice.below(texts.len())].clone().into_bytes();
    for _ in 0..dice.below(3) {
        if bytes.is_empty() {
            break;
        }
        let at = dice.below(bytes.len());
        match dice.below(5) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => {
                let other = texts[dice.below(texts.len())].as_bytes();
                bytes.splice(at..at, other[dice.below(other.len())..].iter().copied());
            }
            3 => {
                let piece: Vec<u8> = bytes[at..].to_vec();
                bytes.extend(piece);
            }
            _ => bytes.splice(at..at, *b"[[[[{\"type\":").for_each(drop),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the reader makes of a text, and what a call in full flow makes of that.
fn taken(machine: &mut Machine, text: &str, now_ms: i64) {
    if let Some(event) = read(text) {
        machine.handle(Input::Server(event), now_ms);
        while machine.poll().is_some() {}
        let _ = machine.view(now_ms);
    }
}

fn in_a_call() -> Machine {
    let mut machine = Machine::default();
    let steps = [
        Input::Tap {
            microphone_granted: false,
        },
        Input::Microphone(Ok(())),
        Input::Started(Ok(Started {
            limit_seconds: 300,
            cues: CallCues::default(),
        })),
        Input::Answer(Ok("rtc_1".into())),
        Input::Server(ServerEvent::SessionCreated),
    ];
    for (now_ms, step) in (0..).zip(steps) {
        machine.handle(step, now_ms);
        while machine.poll().is_some() {}
    }
    machine
}

#[test]
fn mutated_events_are_taken_without_a_panic() {
    let texts: Vec<String> = real_events().iter().map(Value::to_string).collect();
    let seconds = std::env::var("CALL_SANTA_FUZZ_SECONDS").ok();
    let longer = seconds.and_then(|seconds| seconds.parse().ok());
    let until = longer.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut dice = Dice(0x5EED_0F5A_17A0_2026);
    let (mut round, mut understood) = (0_i64, 0);
    while round < 40_000 || until.is_some_and(|until| Instant::now() < until) {
        let mut machine = in_a_call();
        for _ in 0..50 {
            round += 1;
            let text = mutated(&mut dice, &texts);
            understood += i32::from(read(&text).is_some());
            taken(&mut machine, &text, round * 40);
        }
    }
    assert!(
        understood > 1_000,
        "the mutations left nothing to understand"
    );
}

#[test]
fn what_is_endless_or_bottomless_is_not_looked_at() {
    let deep = "[".repeat(100_000);
    assert_eq!(read(&deep), None);
    let long =
        json!({"type": "response.output_audio_transcript.delta", "delta": "x".repeat(300_000)});
    assert_eq!(read(&long.to_string()), None);
    let piece =
        json!({"type": "response.output_audio_transcript.delta", "delta": "ø".repeat(50_000)});
    assert_eq!(
        read(&piece.to_string()),
        Some(ServerEvent::TranscriptDelta {
            text: "ø".repeat(super::LONGEST_PIECE)
        })
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{0,9}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_taken_without_a_panic(text in ".{0,200}") {
        let _ = read(&text);
    }

    #[test]
    fn any_json_in_any_place_of_a_real_event_is_taken_without_a_panic(
        index in 0usize..16,
        field in prop::sample::select(vec![
            "type", "error", "response", "delta", "call_id", "name", "arguments", "session", "status", "code", "wish",
        ]),
        inside in prop::option::of(prop::sample::select(vec!["error", "response"])),
        value in any_json(),
    ) {
        let mut event = real_events().swap_remove(index);
        match inside {
            Some(place) if event[place].is_object() => event[place][field] = value,
            _ => event[field] = value,
        }
        taken(&mut in_a_call(), &event.to_string(), 1_000);
    }
}
