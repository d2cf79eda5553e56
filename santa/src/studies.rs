//! Studies: named poses in which Santa is looked at, by people and by the picture test.

use crate::acting::Performance;
use crate::pose::{Mouth, Pose};
use crate::wire::State;

/// The names, in the order in which a sheet shows them.
#[cfg(test)]
const NAMES: [&str; 17] = [
    "rest",
    "blink",
    "smile",
    "AA",
    "EE",
    "OO",
    "MM",
    "FF",
    "SS",
    "laugh",
    "surprised",
    "listening",
    "thinking",
    "waving",
    "list",
    "farewell",
    "asleep",
];

/// The pose of that name. Always the same one.
pub(crate) fn pose(name: &str) -> Option<Pose> {
    let mouth = |jaw, width, round| Mouth {
        jaw,
        width,
        round,
        ..Mouth::default()
    };
    let says = |mouth| settled(State::Speaking, mouth);
    Some(match name {
        "rest" => settled(State::Idle, Mouth::default()),
        "blink" => Pose {
            lids: 0.0,
            ..settled(State::Idle, Mouth::default())
        },
        "smile" => Pose {
            smile: 1.0,
            squint: 0.55,
            brows: 0.35,
            mouth: mouth(0.20, 0.45, 0.0),
            ..settled(State::Idle, Mouth::default())
        },
        "AA" => says(mouth(0.85, 0.0, 0.0)),
        "EE" => says(mouth(0.24, 0.9, 0.0)),
        "OO" => says(mouth(0.34, -0.6, 1.0)),
        "MM" => says(Mouth {
            press: 1.0,
            ..Mouth::default()
        }),
        "FF" => says(Mouth {
            jaw: 0.16,
            bite: 1.0,
            ..Mouth::default()
        }),
        "SS" => says(mouth(0.14, 0.5, 0.0)),
        "laugh" => settled(State::Laughing, Mouth::default()),
        "surprised" => settled(State::Surprised, Mouth::default()),
        "listening" => settled(State::Listening, Mouth::default()),
        "thinking" => settled(State::Thinking, Mouth::default()),
        "waving" => settled(State::Waving, Mouth::default()),
        "list" => settled(State::Reading, Mouth::default()),
        "farewell" => settled(State::Farewell, mouth(0.2, 0.3, 0.0)),
        "asleep" => Pose {
            lids: 0.0,
            squint: 0.45,
            pitch: -0.15,
            roll: 0.13,
            brows: -0.25,
            brow_tilt: 0.35,
            smile: 0.85,
            pompom: 0.16,
            ..settled(State::Idle, Mouth::default())
        },
        _ => return None,
    })
}

/// A state as it looks after two seconds, caught with open eyes.
fn settled(state: State, mouth: Mouth) -> Pose {
    let mut santa = Performance::new(24);
    santa.act(state);
    let mut pose = santa.step(0.0, mouth);
    for frame in 0..600 {
        pose = santa.step(1.0 / 60.0, mouth);
        let at_work = match state {
            State::Thinking => pose.gaze_x < -0.25,
            State::Reading => pose.gaze_y < -0.4,
            _ => pose.gaze_x.abs() < 0.08,
        };
        if frame > 120 && at_work && (pose.lids > 0.8 || state == State::Laughing) {
            break;
        }
    }
    pose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_study_is_there_and_no_two_are_alike() {
        let poses: Vec<Pose> = NAMES.iter().map(|name| pose(name).unwrap()).collect();
        for (i, a) in poses.iter().enumerate() {
            assert!(
                poses[..i].iter().all(|b| a != b),
                "{} is there twice",
                NAMES[i]
            );
        }
        assert!(pose("grumpy").is_none());
    }

    #[test]
    fn a_study_shows_what_its_name_says() {
        let study = |name| pose(name).unwrap();
        assert!(study("AA").mouth.jaw > 0.75 && study("MM").mouth.jaw < 0.05);
        assert!(study("OO").mouth.round > 0.8 && study("EE").mouth.width > 0.7);
        assert!(study("thinking").gaze_x < -0.2 && study("list").list > 0.9);
        assert!(study("laugh").mouth.jaw > 0.4 && study("laugh").lids < 0.4);
    }
}
