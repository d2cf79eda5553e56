//! Whole conversations, scripted: what goes in at which millisecond, and which events come out in which order.

use serde_json::{Value, json};

use super::{Input, Machine, Output};
use crate::openai::session::Session;
use crate::pace::Pace;

const PACE: Pace = Pace {
    speed: 1.0,
    think_ms: 250,
};

/// How long the pretended synthesiser takes, in milliseconds.
const SYNTHESIS_MS: u64 = 30;

/// A call whose clock is turned by the test.
struct Script {
    machine: Machine,
    now_ms: u64,
    voice_due: Option<(u64, u64)>,
    events: Vec<Value>,
    outputs: Vec<Output>,
    speech_ms: u64,
    voice_works: bool,
    speeds: Vec<f64>,
}

impl Script {
    fn new(session: Value) -> Self {
        Self::at(PACE, session)
    }

    fn at(pace: Pace, session: Value) -> Self {
        let mut asked = json!({"type": "realtime", "instructions": "<language>en</language>\
            <opening>Hello Bo, I am an AI. How are you?</opening>\
            <child_profile>{\"name\":\"Bo\",\"wishes\":[\"a kite\"]}</child_profile>"});
        if let (Value::Object(asked), Value::Object(session)) = (&mut asked, session) {
            asked.extend(session);
        }
        let mut script = Self {
            machine: Machine::new(Session::new(&asked), pace),
            now_ms: 0,
            voice_due: None,
            events: Vec::new(),
            outputs: Vec::new(),
            speech_ms: 3_000,
            voice_works: true,
            speeds: Vec::new(),
        };
        script.step(Input::Opened);
        script
    }

    fn step(&mut self, input: Input<'_>) {
        self.machine.handle(input, self.now_ms);
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Event(event) => self.events.push(event),
                Output::Speak {
                    utterance, speed, ..
                } => {
                    self.voice_due = Some((utterance, self.now_ms + SYNTHESIS_MS));
                    self.speeds.push(speed);
                }
                other => self.outputs.push(other),
            }
        }
    }

    fn client(&mut self, message: Value) {
        self.step(Input::Client(&message));
    }

    /// Lets time pass, 20 ms of microphone sound at a time.
    fn listen(&mut self, ms: u64, loud: bool) {
        let frame: Vec<f32> = (0..960)
            .map(|n| if loud && n % 96 < 48 { 0.2 } else { 0.0 })
            .collect();
        let end_ms = self.now_ms + ms;
        while self.now_ms < end_ms {
            self.pass(20);
            self.step(Input::Heard(&frame));
        }
    }

    /// Lets time pass with no packet from the microphone at all.
    fn pass(&mut self, ms: u64) {
        let end_ms = self.now_ms + ms;
        loop {
            let voice_ms = self.voice_due.map(|(_, at)| at);
            let next = [voice_ms, self.machine.deadline()]
                .into_iter()
                .flatten()
                .min();
            let Some(at) = next.filter(|at| *at <= end_ms) else {
                break;
            };
            self.now_ms = self.now_ms.max(at);
            match self.voice_due.take_if(|(_, due)| *due <= at) {
                Some((utterance, _)) if self.voice_works => {
                    let duration_ms = self.speech_ms;
                    self.step(Input::Voiced {
                        utterance,
                        duration_ms,
                    });
                }
                Some((utterance, _)) => self.step(Input::Voiceless { utterance }),
                None => self.step(Input::Time),
            }
        }
        self.now_ms = end_ms;
    }

    /// The event types since the last call, bursts of the same type written once.
    fn types(&mut self) -> Vec<String> {
        let mut types: Vec<String> = self
            .events
            .drain(..)
            .filter_map(|event| event["type"].as_str().map(str::to_owned))
            .collect();
        types.dedup();
        types
    }

    fn last(&self, kind: &str) -> &Value {
        self.events
            .iter()
            .rev()
            .find(|event| event["type"] == kind)
            .unwrap_or_else(|| panic!("no {kind}"))
    }
}

fn server_vad() -> Value {
    json!({"audio": {"input": {"turn_detection": {"type": "server_vad", "silence_duration_ms": 500}}}})
}

fn no_turns() -> Value {
    json!({"audio": {"input": {"turn_detection": null}}})
}

/// The events of one undisturbed answer.
const ANSWER: [&str; 15] = [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "output_audio_buffer.started",
    "response.output_audio_transcript.delta",
    "response.output_audio_transcript.done",
    "response.output_audio.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
    "output_audio_buffer.stopped",
];

#[test]
fn a_greeting_comes_in_the_services_order() {
    let mut script = Script::new(no_turns());
    assert_eq!(script.types(), ["session.created"]);
    script.client(json!({"type": "response.create"}));
    script.pass(10_000);
    let done = script.last("response.done")["response"].clone();
    assert_eq!(
        (&done["status"], &done["status_details"]),
        (&json!("completed"), &Value::Null)
    );
    assert_eq!(
        done["output"][0]["content"][0]["transcript"],
        "Hello Bo, I am an AI. How are you?"
    );
    assert!(done["usage"]["output_token_details"]["audio_tokens"].as_u64() > Some(0));
    let deltas: String = script
        .events
        .iter()
        .filter_map(|event| event["delta"].as_str())
        .collect();
    assert_eq!(deltas, "Hello Bo, I am an AI. How are you?");
    assert_eq!(script.types(), ANSWER);
}

#[test]
fn every_event_has_an_id_of_its_own() {
    let mut script = Script::new(no_turns());
    script.client(json!({"type": "response.create"}));
    script.pass(10_000);
    let ids: std::collections::HashSet<&str> = script
        .events
        .iter()
        .map(|event| event["event_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), script.events.len());
}

#[test]
fn words_run_ahead_of_the_sound() {
    let mut script = Script::new(no_turns());
    script.speech_ms = 20_000;
    script.client(json!({"type": "response.create"}));
    script.pass(5_000);
    assert_eq!(
        script.last("response.done")["response"]["status"],
        "completed"
    );
    assert!(
        !script
            .types()
            .contains(&"output_audio_buffer.stopped".to_owned()),
        "he is still speaking"
    );
    script.pass(16_000);
    assert_eq!(script.types(), ["output_audio_buffer.stopped"]);
}

#[test]
fn a_spoken_turn_is_heard_committed_and_answered() {
    let mut script = Script::new(server_vad());
    script.types();
    script.listen(1_000, true);
    script.listen(480, false);
    assert_eq!(script.types(), ["input_audio_buffer.speech_started"]);
    script.listen(7_000, false);
    let mut expected = vec![
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ];
    expected.extend(ANSWER);
    assert_eq!(script.types(), expected);
}

#[test]
fn without_turn_detection_a_voice_changes_nothing_until_it_is_switched_on() {
    let mut script = Script::new(no_turns());
    script.types();
    script.listen(2_000, true);
    assert_eq!(script.types(), Vec::<String>::new());
    assert_eq!(script.machine.measured().speech_ms, 2_000);
    script.client(
        json!({"type": "session.update", "session": {"type": "realtime",
        "audio": {"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "high"}}}}}),
    );
    script.listen(1_000, true);
    assert_eq!(
        script.types(),
        ["session.updated", "input_audio_buffer.speech_started"]
    );
}

#[test]
fn a_voice_cuts_an_answer_in_the_making() {
    let mut script = Script::new(server_vad());
    script.client(json!({"type": "response.create"}));
    script.listen(500, false);
    script.types();
    script.listen(100, true);
    let done = script.last("response.done")["response"].clone();
    assert_eq!(done["status"], "cancelled");
    assert_eq!(done["status_details"]["reason"], "turn_detected");
    assert_eq!(done["output"][0]["status"], "incomplete");
    let played_ms = script.last("conversation.item.truncated")["audio_end_ms"]
        .as_u64()
        .unwrap();
    assert!((200..=320).contains(&played_ms), "{played_ms}");
    let types = script.types();
    let tail: Vec<&str> = types
        .iter()
        .rev()
        .take(4)
        .rev()
        .map(String::as_str)
        .collect();
    assert_eq!(
        tail,
        [
            "response.done",
            "rate_limits.updated",
            "output_audio_buffer.cleared",
            "conversation.item.truncated"
        ]
    );
    assert_eq!(script.outputs.last(), Some(&Output::Hush));
}

#[test]
fn a_voice_cuts_sound_whose_answer_is_already_done() {
    let mut script = Script::new(server_vad());
    script.speech_ms = 20_000;
    script.client(json!({"type": "response.create"}));
    script.listen(5_000, false);
    script.types();
    script.listen(100, true);
    assert_eq!(
        script.types(),
        [
            "input_audio_buffer.speech_started",
            "output_audio_buffer.cleared",
            "conversation.item.truncated"
        ]
    );
}

#[test]
fn a_voice_that_may_not_interrupt_lets_him_finish() {
    let mut session = server_vad();
    session["audio"]["input"]["turn_detection"]["interrupt_response"] = false.into();
    session["audio"]["input"]["turn_detection"]["silence_duration_ms"] = 200.into();
    let mut script = Script::new(session);
    script.client(json!({"type": "response.create"}));
    script.listen(400, false);
    script.listen(300, true);
    script.listen(220, false);
    script.last("input_audio_buffer.committed");
    script.listen(8_000, false);
    assert_eq!(
        script.last("response.done")["response"]["status"],
        "completed"
    );
    let created = script
        .events
        .iter()
        .filter(|event| event["type"] == "response.created")
        .count();
    assert_eq!(created, 1, "a turn during an answer starts no second one");
}

#[test]
fn cancelling_leaves_the_sound_until_it_is_cleared() {
    let mut script = Script::new(no_turns());
    script.client(json!({"type": "response.create"}));
    script.pass(600);
    script.client(json!({"type": "response.cancel"}));
    assert_eq!(
        script.last("response.done")["response"]["status_details"]["reason"],
        "client_cancelled"
    );
    assert!(
        !script
            .types()
            .contains(&"output_audio_buffer.cleared".to_owned())
    );
    script.client(json!({"type": "output_audio_buffer.clear"}));
    assert_eq!(script.types(), ["output_audio_buffer.cleared"]);
    script.client(json!({"type": "output_audio_buffer.clear"}));
    assert_eq!(
        script.types(),
        Vec::<String>::new(),
        "nothing left to clear"
    );
}

#[test]
fn a_second_answer_at_once_is_an_error_and_a_later_one_waits_for_the_sound() {
    let mut script = Script::new(no_turns());
    script.client(json!({"type": "response.create"}));
    script.client(json!({"type": "response.create", "event_id": "mine"}));
    let error = script.last("error")["error"].clone();
    assert_eq!(error["code"], "conversation_already_has_active_response");
    assert_eq!(error["event_id"], "mine");

    script.speech_ms = 5_000;
    script.pass(4_000);
    script.types();
    script.client(json!({"type": "response.create"}));
    script.listen(700, false);
    assert_eq!(
        script.types(),
        ["response.created"],
        "the first answer is still being played"
    );
    script.listen(600, false);
    assert_eq!(
        script.types()[..2],
        ["output_audio_buffer.stopped", "response.output_item.added"]
    );
}

#[test]
fn a_message_of_the_systems_steers_the_next_answer() {
    let mut script = Script::new(no_turns());
    let told = json!({"type": "message", "role": "system", "content": [{"type": "input_text", "text": "Say goodbye"}]});
    script.client(json!({"type": "conversation.item.create", "item": told}));
    script.client(json!({"type": "response.create"}));
    script.pass(10_000);
    let said = script.last("response.output_audio_transcript.done")["transcript"].clone();
    assert!(said.as_str().unwrap().contains("oodbye") || said.as_str().unwrap().contains("arvel"));
}

#[test]
fn tools_are_called_after_the_words() {
    let tools = json!([{"type": "function", "name": "say_goodbye"}]);
    let mut script =
        Script::new(json!({"tools": tools, "audio": {"input": {"turn_detection": null}}}));
    script.client(json!({"type": "response.create", "response": {"instructions": "Say goodbye"}}));
    script.pass(10_000);
    let done = script.last("response.done")["response"].clone();
    assert_eq!(done["output"][1]["name"], "say_goodbye");
    assert_eq!(done["output"][1]["arguments"], "{}");
    let call_id = script.last("response.function_call_arguments.done")["call_id"].clone();
    assert_eq!(call_id, done["output"][1]["call_id"]);
    let types = script.types();
    let place = |kind: &str| types.iter().position(|seen| seen == kind).unwrap();
    assert!(place("response.output_audio.done") < place("response.function_call_arguments.delta"));
    assert!(place("response.function_call_arguments.done") < place("response.done"));

    let output = json!({"type": "function_call_output", "call_id": call_id, "output": "ok"});
    script.client(json!({"type": "conversation.item.create", "item": output}));
    assert_eq!(
        script.types(),
        ["conversation.item.added", "conversation.item.done"]
    );
    let unknown = json!({"type": "function_call_output", "call_id": "call_x", "output": "ok"});
    script.client(json!({"type": "conversation.item.create", "item": unknown}));
    assert_eq!(
        script.last("error")["error"]["code"],
        "invalid_tool_call_id"
    );
}

#[test]
fn items_can_be_written_read_cut_and_deleted() {
    let mut script = Script::new(no_turns());
    let message = json!({"id": "item_1", "type": "message", "role": "user",
        "content": [{"type": "input_text", "text": "are you real?"}]});
    script.client(json!({"type": "conversation.item.create", "item": message}));
    script.client(json!({"type": "response.create"}));
    script.pass(10_000);
    assert!(
        script.last("response.output_audio_transcript.done")["transcript"]
            .as_str()
            .unwrap()
            .contains("an AI")
    );
    let spoken = script.last("response.done")["response"]["output"][0]["id"].clone();
    script.client(json!({"type": "conversation.item.truncate", "item_id": spoken, "content_index": 0, "audio_end_ms": 900}));
    assert_eq!(
        script.last("conversation.item.truncated")["audio_end_ms"],
        900
    );
    script.client(json!({"type": "conversation.item.retrieve", "item_id": "item_1"}));
    assert_eq!(
        script.last("conversation.item.retrieved")["item"]["role"],
        "user"
    );
    script.client(json!({"type": "conversation.item.delete", "item_id": "item_1"}));
    assert_eq!(
        script.last("conversation.item.deleted")["item_id"],
        "item_1"
    );
    script.client(json!({"type": "conversation.item.delete", "item_id": "item_1"}));
    assert_eq!(
        script.last("error")["error"]["code"],
        "item_delete_invalid_item_id"
    );
}

#[test]
fn a_turn_can_be_committed_by_hand() {
    let mut script = Script::new(no_turns());
    script.client(json!({"type": "input_audio_buffer.commit"}));
    assert_eq!(
        script.last("error")["error"]["code"],
        "input_audio_buffer_commit_empty"
    );
    script.types();
    script.listen(1_000, true);
    script.client(json!({"type": "input_audio_buffer.commit"}));
    assert_eq!(
        script.types(),
        [
            "input_audio_buffer.committed",
            "conversation.item.added",
            "conversation.item.done"
        ]
    );
}

#[test]
fn a_microphone_that_stops_sending_ends_the_turn() {
    let mut script = Script::new(server_vad());
    script.listen(1_000, true);
    script.types();
    script.pass(600);
    assert_eq!(
        script.types()[..2],
        [
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed"
        ]
    );
}

#[test]
fn a_silent_child_is_nudged_when_the_session_asks_for_it() {
    let mut session = server_vad();
    session["audio"]["input"]["turn_detection"]["idle_timeout_ms"] = 5_000.into();
    let mut script = Script::new(session);
    script.client(json!({"type": "response.create"}));
    script.listen(3_400, false);
    script.types();
    script.listen(4_800, false);
    assert_eq!(script.types(), Vec::<String>::new());
    script.listen(1_000, false);
    assert_eq!(script.types()[0], "input_audio_buffer.timeout_triggered");
    script.listen(5_000, false);
    let said = script.last("response.output_audio_transcript.done")["transcript"]
        .as_str()
        .unwrap();
    assert!(said.contains("still here"), "{said}");
}

#[test]
fn a_voice_that_cannot_be_made_fails_the_answer() {
    let mut script = Script::new(no_turns());
    script.voice_works = false;
    script.client(json!({"type": "response.create"}));
    script.pass(2_000);
    assert_eq!(script.last("response.done")["response"]["status"], "failed");
    script.voice_works = true;
    script.client(json!({"type": "response.create"}));
    script.pass(10_000);
    assert_eq!(
        script.last("response.done")["response"]["status"],
        "completed"
    );
}

#[test]
fn an_answer_longer_than_its_tokens_is_incomplete() {
    let mut script =
        Script::new(json!({"max_output_tokens": 20, "audio": {"input": {"turn_detection": null}}}));
    script.client(json!({"type": "response.create"}));
    script.pass(290);
    script.types();
    script.pass(5_000);
    let done = script.last("response.done")["response"].clone();
    assert_eq!(done["status"], "incomplete");
    assert_eq!(done["status_details"]["reason"], "max_output_tokens");
    let said = done["output"][0]["content"][0]["transcript"]
        .as_str()
        .unwrap();
    assert!(
        said.len() < 20 && "Hello Bo, I am an AI. How are you?".starts_with(said),
        "{said}"
    );
    let played = script
        .outputs
        .iter()
        .find(|output| matches!(output, Output::Play { .. }));
    assert_eq!(
        played,
        Some(&Output::Play {
            utterance: 1,
            duration_ms: 1_000
        })
    );
}

#[test]
fn at_a_quick_pace_the_words_still_run_ahead_of_the_sound() {
    let quick = Pace {
        speed: 3.0,
        think_ms: 100,
    };
    let slow_talker =
        json!({"audio": {"input": {"turn_detection": null}, "output": {"speed": 0.5}}});
    let mut script = Script::at(quick, slow_talker);
    script.speech_ms = 700;
    script.client(json!({"type": "response.create"}));
    script.pass(5_000);
    assert_eq!(script.speeds, [1.5], "the session's own speed counts");
    let types = script.types();
    let place = |kind: &str| types.iter().position(|seen| seen == kind);
    let (done, stopped) = (place("response.done"), place("output_audio_buffer.stopped"));
    assert!(done.is_some() && done < stopped, "{types:?}");
}
