//! Any story at all: whatever happens in whatever order, what the machine promises holds.

use proptest::prelude::*;

use super::{super::*, script};

const ANYTHING: [&str; 50] = [
    "tap",
    "tap granted",
    "microphone granted",
    "microphone refused",
    "microphone lost",
    "camera lost",
    "devices changed",
    "started",
    "started one-minute",
    "started no_credits",
    "started call_in_progress",
    "instead",
    "answer rtc_1",
    "answer rtc_2",
    "answer refused",
    "answer token-expired",
    "leg granted",
    "leg unreachable",
    "leg call_over",
    "beat heard",
    "beat unreachable",
    "beat call_over",
    "line up",
    "line shaky",
    "line down",
    "packets 1",
    "packets 2",
    "plays",
    "play refused",
    "picture yes",
    "picture wave",
    "page hidden",
    "page seen",
    "tick",
    "hang-up",
    "server session",
    "server updated",
    "server created",
    "server says Ho",
    "server sound",
    "server heard",
    "server cleared",
    "server child",
    "server child-done",
    "server done completed",
    "server done cancelled",
    "server done failed",
    "server tool say_goodbye",
    "server tool call_grown_up",
    "server error conversation_already_has_active_response",
];

/// Inputs after which a story is more likely to get far than to end.
fn any_input() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => prop::sample::select(ANYTHING[..34].to_vec()),
        1 => Just("hang-up"),
        12 => prop::sample::select(ANYTHING[35..].to_vec()),
    ]
}

fn beginning() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![
        None,
        Some("connected"),
        Some("greeted"),
        Some("second line greeted"),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// A started call is reported ended at most once; after the line was closed nothing more is said on it; there is no
    /// third line; an answer is never asked for while one is being made; the machine always knows when to look again.
    #[test]
    fn every_story_keeps_the_promises(
        beginning in beginning(),
        inputs in prop::collection::vec((any_input(), 0i64..20_000), 0..80),
    ) {
        let mut machine = beginning.map_or_else(Machine::default, script::after);
        let mut legs = usize::from(beginning == Some("second line greeted"));
        let (mut now, mut closed, mut reports, mut making, mut sign) = (20_000, false, 0, false, 0);
        for (what, later) in inputs {
            now += later;
            match what {
                "server created" => (making, sign) = (true, now),
                "server says Ho" | "server sound" => sign = now,
                "server done completed" | "server done cancelled" | "server done failed" => making = false,
                _ => {}
            }
            let legs_before = legs;
            machine.handle(script::input(what).unwrap(), now);
            while let Some(action) = machine.poll() {
                let late = matches!(action, Action::ReportEnd(_) | Action::ReportConnected { .. } | Action::CallGrownUp);
                prop_assert!(!closed || late, "{action:?} on a closed line");
                closed |= action == Action::CloseLine;
                reports += i32::from(matches!(action, Action::ReportEnd(_)));
                legs += usize::from(action == Action::AskLeg && what != "leg unreachable");
                if let Action::Send(ClientEvent::Respond { .. }) = action {
                    // An answer that gave no sign for long is given up; nobody knows that but the machine.
                    prop_assert!(!making || now - sign >= 20_000, "asked twice");
                    making = false;
                }
            }
            if legs > legs_before {
                making = false;
            }
            prop_assert_eq!(machine.view(now).ending.is_some(), closed);
            prop_assert!(machine.wait_until_ms().is_none_or(|_| !closed));
        }
        prop_assert!(reports <= 1);
    }

    /// Left alone, every call comes to an end by itself, and in time.
    #[test]
    fn every_call_ends_by_itself(
        beginning in prop::sample::select(vec!["connected", "greeted", "second line greeted"]),
        inputs in prop::collection::vec((any_input(), 0i64..3_000), 0..30),
    ) {
        let mut machine = script::after(beginning);
        let mut now = 20_000;
        for (what, later) in inputs {
            now += later;
            machine.handle(script::input(what).unwrap(), now);
        }
        for _ in 0..500 {
            while machine.poll().is_some() {}
            let Some(at) = machine.wait_until_ms() else { break };
            prop_assert!(at < 1_000_000, "it waits until {at}");
            now = now.max(at);
            machine.handle(Input::Tick, now);
        }
        prop_assert!(machine.view(now).ending.is_some(), "{machine:?}");
        prop_assert!(now <= 301_100, "it took until {now}");
    }
}

#[test]
fn a_hang_up_is_instant_after_every_line_of_every_script() {
    let mut stops = 0;
    for (_, text) in super::SUBJECTS {
        for case in script::cases(text) {
            stops += case.hang_up_after_every_line();
        }
    }
    assert!(stops > 800, "only {stops} places to hang up at");
}
