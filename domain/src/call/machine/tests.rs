//! Calls as scripts: `at <ms> <what happened>`, then what is expected of the machine.

use super::*;
use crate::{
    call::realtime::{ServerEvent, read},
    wire::{CallCues, Code},
};
use proptest::prelude::*;

/// Plays a script and fails at the first line that does not hold.
///
/// ```text
/// at 120 answer rtc_1        an input at that time
/// do report-connected rtc_1  exactly this action comes out next
/// quiet                      no action is waiting
/// is ringing                 the stage that the screen shows
/// ends said_goodbye          how the call ended
/// hears Ho ho ho             the caption
/// ```
fn play(script: &str) -> Machine {
    let mut machine = Machine::default();
    let mut now = 0;
    for (number, line) in script.lines().map(str::trim).enumerate() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let place = format!("line {}: {line}", number + 1);
        match word {
            "" | "#" => {}
            "at" => {
                let (time, what) = rest.split_once(' ').expect(&place);
                now = time.parse().expect(&place);
                machine.handle(input(what), now);
            }
            "do" => assert_eq!(machine.poll().map(name), Some(rest.to_owned()), "{place}"),
            "quiet" => assert_eq!(machine.poll(), None, "{place}"),
            "is" => assert_eq!(machine.view(now).stage.as_str(), rest, "{place}"),
            "hears" => assert_eq!(machine.view(now).caption, rest, "{place}"),
            "ends" => assert_eq!(
                machine.view(now).ending.map(ending),
                Some(rest.to_owned()),
                "{place}"
            ),
            _ => panic!("{place}: no such word"),
        }
    }
    machine
}

fn started() -> Started {
    Started {
        limit_seconds: 300,
        cues: CallCues {
            nudge: "nudge".into(),
            wind_down: "wind-down".into(),
            farewell: "farewell".into(),
            ..CallCues::default()
        },
    }
}

fn input(what: &str) -> Input {
    let (word, rest) = what.split_once(' ').unwrap_or((what, ""));
    match (word, rest) {
        ("tap", _) => Input::Tap,
        ("microphone", "granted") => Input::Microphone(Ok(())),
        ("microphone", "refused") => Input::Microphone(Err(MicrophoneProblem::Refused)),
        ("started", "") => Input::Started(Ok(started())),
        ("started", "no-credits") => Input::Started(Err(Refusal::Code(Code::NoCredits))),
        ("started", "unreachable") => Input::Started(Err(Refusal::Unreachable)),
        ("answer", "refused") => Input::Answer(Err(AnswerProblem::Refused)),
        ("answer", "unreachable") => Input::Answer(Err(AnswerProblem::Unreachable)),
        ("answer", id) => Input::Answer(Ok(id.into())),
        ("line", "up") => Input::Line(Line::Up),
        ("line", "shaky") => Input::Line(Line::Shaky),
        ("line", "down") => Input::Line(Line::Down),
        ("hang-up", _) => Input::HangUp,
        ("tick", _) => Input::Tick,
        ("server", event) => Input::Server(server(event)),
        _ => panic!("no such input: {what}"),
    }
}

fn server(event: &str) -> ServerEvent {
    let (kind, rest) = event.split_once(' ').unwrap_or((event, ""));
    let json = match kind {
        "says" => return ServerEvent::TranscriptDelta { text: rest.into() },
        "tool" => {
            let (name, arguments) = rest.split_once(' ').unwrap_or((rest, "{}"));
            serde_json::json!({
                "type": "response.function_call_arguments.done", "call_id": "c1", "name": name, "arguments": arguments,
            })
        }
        "done" => serde_json::json!({ "type": "response.done", "response": { "status": rest } }),
        "error" => serde_json::json!({ "type": "error", "error": { "code": rest } }),
        kind => serde_json::json!({ "type": kind }),
    };
    read(&json.to_string()).unwrap_or_else(|| panic!("no such event: {event}"))
}

fn name(action: Action) -> String {
    match action {
        Action::AskMicrophone => "ask-microphone".into(),
        Action::StartCall => "start-call".into(),
        Action::PlaceCall => "place-call".into(),
        Action::ReportConnected { openai_call_id } => format!("report-connected {openai_call_id}"),
        Action::Heartbeat => "heartbeat".into(),
        Action::CloseLine => "close-line".into(),
        Action::ReportEnd(reason) => format!("report-end {}", reason.as_str()),
        Action::Send(ClientEvent::Respond { cue: None }) => "respond".into(),
        Action::Send(ClientEvent::Respond { cue: Some(cue) }) => format!("respond {cue}"),
        Action::Send(ClientEvent::ListenForTurns) => "listen-for-turns".into(),
        Action::Send(ClientEvent::Cancel) => "cancel".into(),
        Action::Send(ClientEvent::ClearSound) => "clear-sound".into(),
        Action::Send(ClientEvent::ToolResult { call_id }) => format!("tool-result {call_id}"),
    }
}

fn ending(ending: Ending) -> String {
    match ending {
        Ending::NoMicrophone(problem) => format!("no microphone: {problem:?}"),
        Ending::Refused(refusal) => format!("refused: {refusal:?}"),
        Ending::Over(reason) => reason.as_str().into(),
    }
}

/// Up to the moment when Santa listens for the first time.
const GREETED: &str = "
    at 0 tap
    is asking
    do ask-microphone
    at 500 microphone granted
    is ringing
    do start-call
    at 900 started
    do place-call
    at 1100 answer rtc_1
    do report-connected rtc_1
    at 1300 server session.created
    do respond
    is ringing
    at 1350 server response.created
    at 1500 server says Ho ho ho, Alma!
    at 1700 server output_audio_buffer.started
    is speaking
    hears Ho
    at 2700 tick
    hears Ho ho ho, Alma!
    at 3000 server done completed
    is speaking
    at 4000 server output_audio_buffer.stopped
    do listen-for-turns
    is listening
    quiet
";

fn after_greeting(script: &str) -> Machine {
    play(&format!("{GREETED}{script}"))
}

#[test]
fn a_call_from_the_tap_to_the_first_turn() {
    let machine = play(GREETED);
    assert_eq!(
        machine.wait_until_ms(),
        Some(16_000),
        "a nudge, 12 s after the greeting was heard"
    );
}

#[test]
fn a_turn_goes_from_the_child_to_santa_and_back() {
    after_greeting(
        "at 6000 server input_audio_buffer.speech_started
         is listening
         at 8000 server input_audio_buffer.speech_stopped
         is thinking
         at 8100 server response.created
         is thinking
         at 8400 server output_audio_buffer.started
         is speaking
         at 9000 server done completed
         at 11000 server output_audio_buffer.stopped
         is listening
         quiet",
    );
}

#[test]
fn a_child_that_interrupts_is_listened_to_and_the_unspoken_rest_is_dropped() {
    after_greeting(
        "at 8100 server response.created
         at 8200 server says Jeg ville netop fortælle dig om rensdyrene
         at 8400 server output_audio_buffer.started
         at 9000 server input_audio_buffer.speech_started
         at 9050 server output_audio_buffer.cleared
         at 9060 server done cancelled
         is listening
         hears Jeg ville netop
         at 20000 tick
         hears Jeg ville netop",
    );
}

#[test]
fn microphone_and_edge_may_say_no() {
    play(
        "at 0 tap
          do ask-microphone
          at 100 microphone refused
          ends no microphone: Refused
          do close-line
          quiet",
    );
    play(
        "at 0 tap
          do ask-microphone
          at 100 microphone granted
          do start-call
          at 300 started no-credits
          ends refused: Code(NoCredits)
          do close-line
          quiet",
    );
    play(
        "at 0 tap
          do ask-microphone
          at 100 microphone granted
          do start-call
          at 20100 tick
          ends refused: Unreachable
          do close-line
          quiet",
    );
}

#[test]
fn a_call_that_openai_does_not_take_is_reported_so_that_it_costs_nothing() {
    for (answer, reason) in [
        ("refused", "voice_failed"),
        ("unreachable", "failed_to_connect"),
    ] {
        play(&format!(
            "at 0 tap
             do ask-microphone
             at 1 microphone granted
             do start-call
             at 2 started
             do place-call
             at 3 answer {answer}
             ends {reason}
             do close-line
             do report-end {reason}
             quiet"
        ));
    }
}

#[test]
fn a_line_that_never_comes_up_is_given_up() {
    play(
        "at 0 tap
          do ask-microphone
          at 1 microphone granted
          do start-call
          at 2 started
          do place-call
          at 100 answer rtc_1
          do report-connected rtc_1
          at 15002 tick
          ends failed_to_connect
          do close-line
          do report-end failed_to_connect
          quiet",
    );
}

#[test]
fn a_hang_up_is_instant_in_every_state() {
    let steps: Vec<&str> = GREETED
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("at "))
        .collect();
    for end in 0..steps.len() {
        let mut machine = Machine::default();
        for step in &steps[..=end] {
            let (time, what) = step[3..].split_once(' ').unwrap();
            machine.handle(input(what), time.parse().unwrap());
        }
        machine.handle(Input::HangUp, 5_000);
        assert_eq!(
            machine.view(5_000).stage,
            Stage::Ended,
            "after {}",
            steps[end]
        );
        assert_eq!(
            machine.poll(),
            Some(Action::CloseLine),
            "after {}",
            steps[end]
        );
    }
}

#[test]
fn a_child_that_hangs_up_before_the_edge_has_answered_gets_its_hold_back() {
    play(
        "at 0 tap
          do ask-microphone
          at 1 microphone granted
          do start-call
          at 2 hang-up
          do close-line
          quiet
          at 300 started
          do report-end hung_up
          quiet",
    );
}

#[test]
fn a_greeting_that_fails_is_asked_for_once_more() {
    let connected = "at 0 tap
         do ask-microphone
         at 1 microphone granted
         do start-call
         at 2 started
         do place-call
         at 3 answer rtc_1
         do report-connected rtc_1
         at 4 server session.created
         do respond
         at 5 server response.created
         at 6 server done failed
         do respond
         at 7 server response.created\n";
    play(&format!(
        "{connected} at 8 server done failed
         ends voice_failed
         do close-line
         do report-end voice_failed"
    ));
    play(&format!(
        "{connected} at 9000 server output_audio_buffer.started
         is speaking
         at 15000 server done completed
         at 15100 server output_audio_buffer.stopped
         do listen-for-turns
         do heartbeat
         is listening"
    ));
    play(&format!(
        "{connected} at 15004 tick
         ends voice_failed"
    ));
}

#[test]
fn a_silent_child_is_nudged_more_and_more_rarely_and_then_left_in_peace() {
    after_greeting(
        "at 15999 tick
         quiet
         at 16000 tick
         do respond nudge
         quiet
         at 16100 server response.created
         at 16200 server output_audio_buffer.started
         do heartbeat
         at 17000 server done completed
         at 18000 server output_audio_buffer.stopped
         at 37999 tick
         do heartbeat
         quiet
         at 38000 tick
         do respond nudge
         quiet",
    );
}

#[test]
fn a_child_that_speaks_is_not_nudged() {
    after_greeting(
        "at 14000 server input_audio_buffer.speech_started
         at 30000 tick
         do heartbeat
         quiet",
    );
}

#[test]
fn a_second_answer_is_never_asked_for_while_one_is_being_made() {
    after_greeting(
        "at 15000 server response.created
         at 16100 tick
         do heartbeat
         quiet
         at 16200 server error conversation_already_has_active_response
         at 29000 tick
         quiet",
    );
}

/// Keeps quiet until `until`, doing whatever is due and forgetting it.
fn left_alone(machine: &mut Machine, until: i64) -> Vec<String> {
    let mut done = Vec::new();
    let mut now = 0;
    while let Some(due) = machine.wait_until_ms().filter(|due| *due <= until) {
        now = due.max(now);
        machine.handle(Input::Tick, now);
        while let Some(action) = machine.poll() {
            let asked = matches!(action, Action::Send(ClientEvent::Respond { .. }));
            done.push(format!("{now} {}", name(action)));
            if asked {
                for event in ["response.created", "output_audio_buffer.started"] {
                    machine.handle(Input::Server(server(event)), now);
                }
                machine.handle(Input::Server(server("done completed")), now);
                machine.handle(
                    Input::Server(server("output_audio_buffer.stopped")),
                    now + 1_000,
                );
            }
        }
    }
    done.retain(|line| !line.ends_with("heartbeat") && !line.ends_with("nudge"));
    done
}

#[test]
fn a_quiet_call_winds_down_a_minute_before_the_end_and_says_goodbye() {
    let mut machine = play(GREETED);
    assert_eq!(
        left_alone(&mut machine, 400_000),
        [
            "241100 respond wind-down",
            "281100 respond farewell",
            "281100 close-line",
            "281100 report-end said_goodbye",
        ]
    );
}

#[test]
fn a_story_that_goes_on_is_cut_for_the_goodbye_and_the_goodbye_waits_its_turn() {
    after_greeting(
        "at 280000 server response.created
         do heartbeat
         at 280100 server output_audio_buffer.started
         at 281200 tick
         quiet
         at 289100 tick
         do clear-sound
         do cancel
         is farewell
         quiet
         at 289200 server output_audio_buffer.cleared
         at 289300 server done cancelled
         do respond farewell
         at 289400 server response.created
         at 289500 server output_audio_buffer.started
         at 290000 server done completed
         at 293000 server output_audio_buffer.stopped
         ends said_goodbye
         do close-line
         do report-end said_goodbye
         quiet",
    );
}

#[test]
fn a_goodbye_that_is_never_heard_does_not_outlast_the_limit() {
    after_greeting(
        "at 281200 tick
         do heartbeat
         do respond farewell
         at 301100 tick
         ends said_goodbye",
    );
}

#[test]
fn santa_ends_the_call_when_the_child_has_said_goodbye() {
    after_greeting(
        "at 6000 server response.created
         at 6100 server output_audio_buffer.started
         at 6200 server tool say_goodbye
         do tool-result c1
         is farewell
         at 6300 server done completed
         quiet
         at 8000 server output_audio_buffer.stopped
         ends said_goodbye
         do close-line
         do report-end said_goodbye",
    );
    after_greeting(
        "at 6000 server response.created
         at 6200 server tool say_goodbye
         do tool-result c1
         at 6300 server done completed
         ends said_goodbye",
    );
}

#[test]
fn a_tool_alone_is_followed_by_words() {
    let machine = after_greeting(
        "at 6000 server response.created
         at 6200 server tool note_wish {\"wish\":\"en rød cykel\"}
         do tool-result c1
         at 6300 server done completed
         do respond
         at 6400 server response.created
         at 6500 server output_audio_buffer.started
         at 6600 server tool note_wish {\"wish\":\"En rød cykel\"}
         do tool-result c1
         at 6700 server tool note_wish {\"wish\":\"  \"}
         do tool-result c1
         at 6800 server done completed
         quiet",
    );
    assert_eq!(machine.wishes(), ["en rød cykel"], "noted once");
}

#[test]
fn santa_can_ask_for_a_grown_up() {
    let machine = after_greeting("at 6000 server tool call_grown_up\n do tool-result c1\n quiet");
    assert!(machine.view(6_000).grown_up_wanted);
    assert!(!play(GREETED).view(5_000).grown_up_wanted);
}

#[test]
fn a_shaky_line_has_five_seconds_to_recover() {
    after_greeting(
        "at 6000 line shaky
         at 8000 line shaky
         at 10999 line up
         at 12000 tick
         quiet
         is listening",
    );
    after_greeting(
        "at 6000 line shaky
         at 8000 line shaky
         at 11000 tick
         ends connection_lost
         do close-line
         do report-end connection_lost
         quiet",
    );
    after_greeting(
        "at 6000 line down
         ends connection_lost",
    );
}

#[test]
fn the_candle_burns_from_one_to_nothing() {
    let machine = play(GREETED);
    assert_eq!(machine.view(1_100).candle, 1.0);
    assert_eq!(machine.view(151_100).candle, 0.5);
    assert_eq!(machine.view(151_100).minutes_left, Some(3));
    assert_eq!(machine.view(999_999).candle, 0.0);
    assert_eq!(Machine::default().view(0).minutes_left, None);
}

fn any_input() -> impl Strategy<Value = Input> {
    prop::sample::select(vec![
        "tap",
        "microphone granted",
        "microphone refused",
        "started",
        "started no-credits",
        "answer rtc_1",
        "answer refused",
        "line up",
        "line shaky",
        "line down",
        "tick",
        "server session.created",
        "server response.created",
        "server says Ho",
        "server output_audio_buffer.started",
        "server output_audio_buffer.stopped",
        "server output_audio_buffer.cleared",
        "server input_audio_buffer.speech_started",
        "server input_audio_buffer.speech_stopped",
        "server done completed",
        "server done failed",
        "server tool say_goodbye",
        "server tool note_wish {\"wish\":\"x\"}",
        "server error whatever",
        "hang-up",
    ])
    .prop_map(input)
}

proptest! {
    /// Whatever happens in whatever order, a started call is reported ended at most once, and after the line was closed
    /// nothing more is said on it.
    #[test]
    fn every_story_ends_at_most_once(inputs in prop::collection::vec((any_input(), 0i64..20_000), 0..80)) {
        let mut machine = Machine::default();
        let (mut now, mut closed, mut reports) = (0, false, 0);
        for (input, later) in inputs {
            now += later;
            machine.handle(input, now);
            while let Some(action) = machine.poll() {
                prop_assert!(!closed || matches!(action, Action::ReportEnd(_)), "{action:?} on a closed line");
                closed |= action == Action::CloseLine;
                reports += i32::from(matches!(action, Action::ReportEnd(_)));
            }
            prop_assert_eq!(machine.view(now).ending.is_some(), closed);
            prop_assert!(machine.wait_until_ms().is_none_or(|_| !closed));
        }
        prop_assert!(reports <= 1);
    }
}
