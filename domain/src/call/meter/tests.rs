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
    hang_up_of("rtc_1")
}

fn hang_up_of(openai_call_id: &str) -> Effect {
    Effect::HangUp {
        openai_call_id: openai_call_id.into(),
    }
}

fn hung_up() -> Input {
    hung_up_of("rtc_1")
}

fn hung_up_of(openai_call_id: &str) -> Input {
    Input::HungUp {
        openai_call_id: openai_call_id.into(),
    }
}

fn connected(openai_call_id: &str) -> Input {
    Input::Connected {
        openai_call_id: openai_call_id.into(),
    }
}

fn stands(openai_call_id: &str, since_ms: i64) -> Input {
    Input::Stands {
        openai_call_id: openai_call_id.into(),
        since_ms,
    }
}

#[test]
fn a_line_of_which_only_the_row_knew_is_hung_up_and_paid_for() {
    let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
    meter.handle(stands("rtc_1", 2_000), 70_000);
    meter.handle(Input::Ended(EndReason::HungUp), 72_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
    assert_eq!(meter.ended(), Some((EndReason::HungUp, Some(70_000))));
}

#[test]
fn a_row_that_is_behind_brings_no_old_line_back() {
    let mut meter = live_since(2_000);
    let leg = Input::Leg {
        token_expires_at_ms: 80_000,
    };
    meter.handle(leg, 40_000);
    meter.handle(hung_up(), 40_100);
    meter.handle(connected("rtc_2"), 45_000);
    drained(&mut meter);
    let before = meter.clone();
    meter.handle(stands("rtc_1", 2_000), 46_000);
    assert_eq!(meter, before);
}

#[test]
fn a_call_that_the_child_ends_is_hung_up_then_settled_then_forgotten() {
    let mut meter = live_since(2_000);
    meter.handle(Input::Ended(EndReason::HungUp), 72_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
    meter.handle(hung_up(), 72_100);
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
    meter.handle(hung_up_of("rtc_1"), 78_200);
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
    meter.handle(hung_up(), 308_010);
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
    meter.handle(hung_up(), 95_600);
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
            Effect::HangUp { openai_call_id } => {
                tries += 1;
                meter.handle(Input::HangUpFailed { openai_call_id }, now);
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

fn leg(token_expires_at_ms: i64) -> Input {
    Input::Leg {
        token_expires_at_ms,
    }
}

#[test]
fn a_second_line_takes_the_place_of_the_first_on_the_same_hold() {
    let mut meter = live_since(0);
    meter.handle(leg(90_000), 60_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
    meter.handle(hung_up(), 60_100);
    meter.handle(connected("rtc_2"), 62_000);
    assert_eq!(drained(&mut meter), []);
    // Its time goes on from the first line.
    meter.handle(Input::Ended(EndReason::SaidGoodbye), 130_000);
    assert_eq!(drained(&mut meter), [hang_up_of("rtc_2")]);
    meter.handle(hung_up_of("rtc_2"), 130_100);
    let settled = Effect::Settle {
        reason: EndReason::SaidGoodbye,
        stood_ms: Some(130_000),
    };
    assert_eq!(drained(&mut meter), [settled]);
}

#[test]
fn every_line_is_hung_up_before_the_call_is_settled() {
    let mut meter = live_since(0);
    meter.handle(leg(90_000), 60_000);
    drained(&mut meter);
    meter.handle(connected("rtc_2"), 61_000);
    meter.handle(Input::Ended(EndReason::HungUp), 61_500);
    assert_eq!(drained(&mut meter), [hang_up_of("rtc_2")]);
    meter.handle(hung_up_of("rtc_2"), 61_600);
    assert_eq!(
        drained(&mut meter),
        [],
        "the first line was not confirmed yet"
    );
    meter.handle(Input::Alarm, 65_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
    meter.handle(hung_up(), 65_100);
    assert!(matches!(drained(&mut meter)[..], [Effect::Settle { .. }]));
}

#[test]
fn a_line_that_is_left_without_a_word_is_hung_up_too() {
    let mut meter = live_since(0);
    meter.handle(connected("rtc_2"), 1_000);
    assert_eq!(drained(&mut meter), [hang_up()]);
}

#[test]
fn a_token_for_a_second_line_that_is_never_used_costs_what_it_could_have_cost() {
    let mut meter = live_since(0);
    meter.handle(leg(90_000), 60_000);
    meter.handle(hung_up(), 60_100);
    drained(&mut meter);
    meter.handle(Input::Alarm, 110_000);
    let settled = Effect::Settle {
        reason: EndReason::NeverReported,
        stood_ms: Some(110_000),
    };
    assert_eq!(drained(&mut meter), [settled]);
}

#[test]
fn heartbeats_keep_a_call_alive_while_its_line_is_repaired() {
    let mut meter = live_since(0);
    meter.handle(leg(90_000), 60_000);
    meter.handle(hung_up(), 60_100);
    drained(&mut meter);
    meter.handle(Input::Heartbeat, 75_000);
    meter.handle(Input::Alarm, 110_000);
    assert_eq!(drained(&mut meter), []);
    assert_eq!(meter.next_deadline_ms(), Some(125_000));
}

#[test]
fn a_token_that_ran_out_is_replaced_before_any_line_stood() {
    let mut meter = Meter::held(TOKEN_MS, LIMIT_S);
    meter.handle(leg(70_000), 40_000);
    assert_eq!(drained(&mut meter), []);
    assert_eq!(meter.next_deadline_ms(), Some(370_000));
    meter.handle(connected("rtc_1"), 41_000);
    assert_eq!(meter.next_deadline_ms(), Some(91_000));
}

#[test]
fn no_second_line_brings_a_call_back_that_is_over() {
    let mut meter = live_since(0);
    meter.handle(Input::Ended(EndReason::HungUp), 5_000);
    drained(&mut meter);
    meter.handle(leg(90_000), 5_100);
    assert!(meter.is_over());
    meter.handle(connected("rtc_2"), 5_200);
    assert_eq!(drained(&mut meter), [hang_up_of("rtc_2")]);
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
        Just(connected("rtc_2")),
        Just(leg(TOKEN_MS + 60_000)),
        Just(Input::Heartbeat),
        (0usize..EndReason::ALL.len()).prop_map(|i| Input::Ended(EndReason::ALL[i])),
        Just(Input::Alarm),
        Just(hung_up()),
        Just(Input::HangUpFailed {
            openai_call_id: "rtc_1".into()
        }),
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
        for _ in 0..40 {
            let Some(deadline) = meter.next_deadline_ms() else { break };
            now = now.max(deadline);
            meter.handle(Input::Alarm, now);
            for effect in drained(&mut meter) {
                match effect {
                    Effect::HangUp { openai_call_id } => meter.handle(Input::HangUpFailed { openai_call_id }, now),
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
