//! What must hold of every performance, whatever the app says and however frames come.

use super::*;

const FRAME: f32 = 1.0 / 60.0;

/// A mouth as unkind as sound can make it: it jumps at random between shut and wide.
fn rough_mouth(dice: &mut Dice) -> Mouth {
    Mouth {
        jaw: if dice.roll() < 0.5 { 0.0 } else { 1.0 },
        width: dice.between(-1.0, 1.0),
        round: dice.roll(),
        press: dice.roll(),
        bite: dice.roll(),
    }
}

#[test]
fn nothing_pops_in_random_scripts() {
    for seed in 0..60 {
        let mut dice = Dice::new(seed * 31 + 5);
        let mut santa = Performance::new(seed);
        let mut mouth = Mouth::default();
        let mut last = santa.step(FRAME, mouth);
        for frame in 0..1500 {
            if dice.roll() < 0.02 {
                santa.act(State::ALL[(dice.roll() * 10.0) as usize % 10]);
            }
            if dice.roll() < 0.01 {
                santa.reduce_motion(dice.roll() < 0.5);
            }
            if dice.roll() < 0.2 {
                mouth = rough_mouth(&mut dice);
            }
            let pose = santa.step(FRAME, mouth);
            for ((name, now), (_, before)) in pose.channels().into_iter().zip(last.channels()) {
                let most = match name {
                    // A blink shuts in about five frames; lips are as quick as speech.
                    "lids" => 0.35,
                    "jaw" | "width" | "round" | "press" | "bite" => 0.75,
                    "smile" => 0.17,
                    "squint" => 0.12,
                    "gaze_x" | "gaze_y" => 0.25,
                    "brows" => 0.14,
                    "brow_tilt" => 0.08,
                    "pompom" | "wave" => 0.06,
                    _ => 0.05,
                };
                assert!(now.is_finite(), "{name} is not a number");
                assert!(
                    (now - before).abs() <= most,
                    "{name} jumps by {} at frame {frame} of seed {seed}",
                    now - before
                );
            }
            last = pose;
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_performance_and_another_seed_another() {
    let play = |seed| {
        let mut santa = Performance::new(seed);
        let mut last = Pose::default();
        for frame in 0..900 {
            if frame == 200 {
                santa.act(State::Speaking);
            }
            last = santa.step(FRAME, Mouth::default());
        }
        last
    };
    assert_eq!(play(3), play(3));
    assert_ne!(play(3), play(4));
}

#[test]
fn blinks_come_at_human_intervals() {
    for state in [State::Idle, State::Speaking, State::Listening] {
        let mut santa = Performance::new(11);
        santa.act(state);
        let (mut blinks, mut shut, mut since, mut longest) = (0, false, 0.0_f32, 0.0_f32);
        for _ in 0..(120.0 / FRAME) as usize {
            let pose = santa.step(FRAME, Mouth::default());
            since += FRAME;
            if pose.lids < 0.2 && !shut {
                shut = true;
                blinks += 1;
                longest = longest.max(since);
                since = 0.0;
            } else if pose.lids > 0.7 {
                shut = false;
            }
        }
        // Adults blink 10 to 30 times a minute.
        assert!((20..=60).contains(&blinks), "{blinks} blinks in 120 s");
        assert!(longest < 8.0, "stared for {longest} s");
    }
}

#[test]
fn each_state_shows() {
    let settle = |state| {
        let mut santa = Performance::new(2);
        santa.act(state);
        let (mut most_jaw, mut least_lids) = (0.0_f32, 2.0_f32);
        let mut pose = Pose::default();
        for _ in 0..180 {
            pose = santa.step(FRAME, Mouth::default());
            most_jaw = most_jaw.max(pose.mouth.jaw);
            least_lids = least_lids.min(pose.lids);
        }
        (pose, most_jaw, least_lids)
    };
    let idle = settle(State::Idle).0;
    assert!(idle.arm < 0.01 && idle.smile > 0.4);
    assert!(settle(State::Waving).0.arm > 0.95);
    assert!(settle(State::Farewell).0.arm > 0.95);
    assert!(settle(State::Farewell).0.smile > idle.smile + 0.2);
    let (laughing, most_jaw, least_lids) = settle(State::Laughing);
    assert!(laughing.pitch > 0.08 && most_jaw > 0.6 && least_lids < 0.2);
    assert!(settle(State::Listening).0.roll > 0.03);
    let reading = settle(State::Reading).0;
    assert!(reading.list > 0.95 && reading.pitch < -0.05 && idle.list < 0.01);
    let surprised = settle(State::Surprised).0;
    assert!(surprised.brows > 0.9 && surprised.lids > 1.0);
    assert!(surprised.mouth.round > 0.6 && surprised.mouth.jaw > 0.25);
    assert!(settle(State::Idle).1 < 0.05, "no voice, no jaw");
}

#[test]
fn the_jaw_follows_the_voice_within_a_tenth_of_a_second() {
    let mut santa = Performance::new(1);
    santa.act(State::Speaking);
    let open = Mouth {
        jaw: 0.9,
        ..Mouth::default()
    };
    for _ in 0..60 {
        santa.step(FRAME, Mouth::default());
    }
    let mut pose = Pose::default();
    for _ in 0..6 {
        pose = santa.step(FRAME, open);
    }
    assert!(pose.mouth.jaw > 0.75, "jaw at {}", pose.mouth.jaw);
    for _ in 0..6 {
        pose = santa.step(FRAME, Mouth::default());
    }
    assert!(pose.mouth.jaw < 0.15, "jaw at {}", pose.mouth.jaw);
}

#[test]
fn reduced_motion_keeps_mouth_and_blinks_and_drops_the_rest() {
    let mut santa = Performance::new(8);
    santa.reduce_motion(true);
    santa.act(State::Speaking);
    for _ in 0..180 {
        santa.step(FRAME, Mouth::default());
    }
    let (mut swayed, mut blinked, mut jaw) = (0.0_f32, false, 0.0_f32);
    for frame in 0..1200 {
        let heard = Mouth {
            jaw: if frame % 30 < 15 { 0.8 } else { 0.0 },
            ..Mouth::default()
        };
        let pose = santa.step(FRAME, heard);
        swayed = swayed.max(pose.sway.abs());
        blinked |= pose.lids < 0.1;
        jaw = jaw.max(pose.mouth.jaw);
    }
    assert!(swayed < 0.002 && blinked && jaw > 0.6);
}

#[test]
fn a_long_pause_or_a_broken_clock_does_no_harm() {
    let mut santa = Performance::new(1);
    let before = santa.step(FRAME, Mouth::default());
    let after = santa.step(3600.0, Mouth::default());
    assert!((after.yaw - before.yaw).abs() < 0.1);
    for dt in [f32::NAN, f32::INFINITY, -1.0] {
        let pose = santa.step(dt, Mouth::default());
        assert!(pose.channels().iter().all(|(_, value)| value.is_finite()));
    }
}
