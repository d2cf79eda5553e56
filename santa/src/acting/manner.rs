//! How Santa carries himself in each state: the goals that the springs of the acting ease towards.
//!
//! A table of numbers and nothing else. Whoever wants another Santa changes a line here.

use crate::wire::State;

/// One way to carry head, brows, lids and smile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) yaw: f32,
    pub(super) pitch: f32,
    pub(super) roll: f32,
    pub(super) lids: f32,
    pub(super) squint: f32,
    pub(super) brows: f32,
    pub(super) brow_tilt: f32,
    pub(super) smile: f32,
    /// How much the head wanders by itself.
    pub(super) liveliness: f32,
    /// How far the mouth stands open and round by itself.
    pub(super) agape: f32,
    /// About how long he takes to get there, in seconds. Not eased itself.
    pub(super) ease_seconds: f32,
}

impl Manner {
    pub(super) const CHANNELS: usize = 10;

    pub(super) fn channels(&self) -> [f32; Self::CHANNELS] {
        [
            self.yaw,
            self.pitch,
            self.roll,
            self.lids,
            self.squint,
            self.brows,
            self.brow_tilt,
            self.smile,
            self.liveliness,
            self.agape,
        ]
    }

    pub(super) fn from_channels(c: [f32; Self::CHANNELS]) -> Self {
        let [
            yaw,
            pitch,
            roll,
            lids,
            squint,
            brows,
            brow_tilt,
            smile,
            liveliness,
            agape,
        ] = c;
        Self {
            yaw,
            pitch,
            roll,
            lids,
            squint,
            brows,
            brow_tilt,
            smile,
            liveliness,
            agape,
            ease_seconds: 0.0,
        }
    }

    pub(super) fn of(state: State) -> Self {
        let at_ease = Self {
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            lids: 0.94,
            squint: 0.30,
            brows: 0.1,
            brow_tilt: 0.02,
            smile: 0.62,
            liveliness: 1.0,
            agape: 0.0,
            ease_seconds: 0.7,
        };
        match state {
            State::Idle => at_ease,
            State::Ringing => Self {
                yaw: 0.12,
                pitch: 0.06,
                roll: -0.05,
                lids: 1.04,
                squint: 0.1,
                brows: 0.55,
                smile: 0.42,
                liveliness: 1.5,
                ..at_ease
            },
            State::Listening => Self {
                yaw: -0.05,
                pitch: -0.03,
                roll: 0.085,
                lids: 1.0,
                squint: 0.16,
                brows: 0.34,
                brow_tilt: 0.35,
                smile: 0.55,
                ..at_ease
            },
            State::Thinking => Self {
                yaw: -0.14,
                pitch: 0.08,
                roll: -0.07,
                lids: 0.9,
                squint: 0.2,
                brows: 0.3,
                brow_tilt: -0.25,
                smile: 0.4,
                liveliness: 0.7,
                ..at_ease
            },
            State::Speaking => Self {
                pitch: 0.01,
                brows: 0.22,
                smile: 0.6,
                liveliness: 1.7,
                ..at_ease
            },
            State::Laughing => Self {
                pitch: 0.17,
                roll: -0.05,
                squint: 1.0,
                brows: 0.25,
                brow_tilt: 0.5,
                smile: 1.0,
                ease_seconds: 0.5,
                ..at_ease
            },
            State::Waving => Self {
                yaw: -0.04,
                roll: 0.07,
                lids: 0.98,
                squint: 0.35,
                brows: 0.45,
                smile: 0.95,
                liveliness: 1.2,
                ..at_ease
            },
            State::Farewell => Self {
                roll: 0.1,
                pitch: -0.02,
                lids: 0.9,
                squint: 0.45,
                brows: 0.25,
                brow_tilt: 0.45,
                smile: 1.0,
                ease_seconds: 0.9,
                ..at_ease
            },
            State::Reading => Self {
                yaw: 0.12,
                pitch: -0.09,
                roll: 0.0,
                lids: 0.86,
                squint: 0.2,
                brows: 0.38,
                brow_tilt: 0.45,
                smile: 0.6,
                liveliness: 0.8,
                ease_seconds: 0.9,
                ..at_ease
            },
            State::Surprised => Self {
                pitch: 0.07,
                lids: 1.10,
                squint: 0.0,
                brows: 1.0,
                brow_tilt: 0.55,
                smile: 0.45,
                agape: 1.0,
                ease_seconds: 0.35,
                ..at_ease
            },
        }
    }
}
