use super::*;
use proptest::prelude::*;

const TOKEN_MS: i64 = 30_000;
const LIMIT_S: u32 = 300;

fn live_since(now_ms: i64) -> Meter {
    let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
    meter.handle(
        Input::Connected {
            openai_call_id: "rtc_1".into(),
        },
        now_ms,
    );
    meter
}

fn drained(meter: &mut Meter) -> Vec<Effect> {
    std::iter::from_fn(|| meter.poll()).collect()
}

fn hang_up() -> Effect {
    Effect::HangUp {
        openai_call_id: "rtc_1".into(),
    }
}

#[test]
fn a_call_that_the_child_ends_is_hung_up_then_settled_then_forgotten() {
    let mut meter = live_since(2_000);
    meter.handle(Input::Ended(EndReason::HungUp), 72_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
    meter.handle(Input::HungUp, 72_100);
    assert_eq!(
        drained(&mut meter),
        [Effect::Settle {
            reason: EndReason::HungUp,
            stood_ms: Some(70_000)
        }]
    );
    meter.handle(Input::Settled, 72_200);
    assert_eq!(drained(&mut meter), [Effect::Forget]);
    assert_eq!(meter.next_deadline_ms(), None);
}

#[test]
fn what_ended_the_call_first_is_what_it_will_be_booked_as() {
    let mut meter = live_since(0);
    assert_eq!(meter.ended(), None);
    meter.handle(Input::Alarm, 78_000);
    meter.handle(Input::Ended(EndReason::VoiceFailed), 78_100);
    assert_eq!(meter.ended(), Some((EndReason::WentSilent, Some(78_000))));
    meter.handle(Input::HungUp, 78_200);
    meter.handle(Input::Settled, 78_300);
    assert_eq!(meter.ended(), None);
}

#[test]
fn the_limit_ends_a_call_even_while_heartbeats_come() {
    let mut meter = live_since(0);
    let mut now = 0;
    while now < 300_000 {
        now += 15_000;
        meter.handle(Input::Heartbeat, now);
        meter.handle(Input::Alarm, now);
        assert_eq!(drained(&mut meter), []);
    }
    assert_eq!(meter.next_deadline_ms(), Some(308_000));
    meter.handle(Input::Alarm, 308_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
    meter.handle(Input::HungUp, 308_010);
    assert_eq!(
        drained(&mut meter),
        [Effect::Settle {
            reason: EndReason::LimitReached,
            stood_ms: Some(308_000)
        }]
    );
}

#[test]
fn two_heartbeats_may_be_missed_and_a_third_ends_the_call() {
    let mut meter = live_since(0);
    meter.handle(Input::Alarm, 45_000);
    assert!(!meter.is_over());
    meter.handle(Input::Heartbeat, 45_500);
    assert_eq!(meter.next_deadline_ms(), Some(95_500));
    meter.handle(Input::Alarm, 95_500);
    meter.handle(Input::HungUp, 95_600);
    assert_eq!(
        drained(&mut meter).last(),
        Some(&Effect::Settle {
            reason: EndReason::WentSilent,
            stood_ms: Some(95_500)
        })
    );
}

#[test]
fn a_browser_that_never_reports_is_settled_when_token_and_limit_are_over() {
    let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
    meter.handle(Input::Alarm, 329_999);
    assert_eq!(drained(&mut meter), []);
    meter.handle(Input::Alarm, 330_000);
    assert_eq!(
        drained(&mut meter),
        [Effect::Settle {
            reason: EndReason::NeverReported,
            stood_ms: None
        }]
    );
}

#[test]
fn a_hang_up_that_keeps_failing_does_not_hold_up_the_settlement_for_ever() {
    let mut meter = live_since(0);
    let mut now = 10_000;
    meter.handle(Input::Ended(EndReason::HungUp), now);
    let mut tries = 0;
    while let Some(effect) = meter.poll() {
        match effect {
            Effect::HangUp { .. } => {
                tries += 1;
                meter.handle(Input::HangUpFailed, now);
                now += RETRY_MS;
                meter.handle(Input::Alarm, now);
            }
            Effect::Settle { stood_ms, .. } => {
                // What was tried afterwards does not lengthen the call.
                assert_eq!(stood_ms, Some(10_000));
                break;
            }
            Effect::Forget => unreachable!("nothing was settled"),
        }
    }
    assert_eq!(tries, HANG_UP_TRIES);
}

#[test]
fn a_settlement_that_got_lost_is_asked_for_again() {
    let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
    meter.handle(Input::Ended(EndReason::FailedToConnect), 1_000);
    let first = drained(&mut meter);
    meter.handle(Input::Alarm, 6_000);
    assert_eq!(drained(&mut meter), first);
}

#[test]
fn a_report_that_comes_after_the_end_still_hangs_up_the_line() {
    let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
    meter.handle(Input::Ended(EndReason::FailedToConnect), 1_000);
    drained(&mut meter);
    meter.handle(
        Input::Connected {
            openai_call_id: "rtc_1".into(),
        },
        1_500,
    );
    assert_eq!(drained(&mut meter), [hang_up()]);
}

#[test]
fn the_meter_survives_its_storage() {
    let mut meter = live_since(0);
    meter.handle(Input::Ended(EndReason::HungUp), 5_000);
    let stored = serde_json::to_string(&meter).unwrap();
    assert_eq!(serde_json::from_str::<Meter>(&stored).unwrap(), meter);
}

fn any_input() -> impl Strategy<Value = Input> {
    prop_oneof![
        Just(Input::Connected {
            openai_call_id: "rtc_1".into()
        }),
        Just(Input::Heartbeat),
        (0usize..EndReason::ALL.len()).prop_map(|i| Input::Ended(EndReason::ALL[i])),
        Just(Input::Alarm),
        Just(Input::HungUp),
        Just(Input::HangUpFailed),
    ]
}

proptest! {
    /// Whatever comes in whatever order: alarms alone bring every call to one settlement, with one reason.
    #[test]
    fn every_story_ends_in_one_settlement(inputs in prop::collection::vec((any_input(), 0i64..60_000), 0..40)) {
        let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
        let mut now = 0;
        let mut settlements = Vec::new();
        for (input, later) in inputs {
            now += later;
            meter.handle(input, now);
            settlements.extend(drained(&mut meter).into_iter().filter(|e| matches!(e, Effect::Settle { .. })));
        }
        for _ in 0..20 {
            let Some(deadline) = meter.next_deadline_ms() else { break };
            now = now.max(deadline);
            meter.handle(Input::Alarm, now);
            for effect in drained(&mut meter) {
                match effect {
                    Effect::HangUp { .. } => meter.handle(Input::HangUpFailed, now),
                    Effect::Settle { .. } => settlements.push(effect),
                    Effect::Forget => prop_assert!(false, "forgotten before it was settled"),
                }
            }
        }
        prop_assert!(!settlements.is_empty());
        prop_assert!(settlements.iter().all(|s| s == &settlements[0]));
        meter.handle(Input::Settled, now);
        prop_assert_eq!(drained(&mut meter), vec![Effect::Forget]);
        prop_assert_eq!(meter.next_deadline_ms(), None);
    }
}
