//! Blinks: quick, at human intervals, now and then two in a row.

use crate::motion::{Dice, ease};

const CLOSING: f32 = 0.09;
const SHUT: f32 = 0.04;
const OPENING: f32 = 0.17;

/// When the next blink comes and how far the present one is.
#[derive(Clone, Debug)]
pub(super) struct Blink {
    next_in: f32,
    since: f32,
}

impl Blink {
    pub(super) fn new(dice: &mut Dice) -> Self {
        Self {
            next_in: dice.between(1.0, 3.0),
            since: 9.0,
        }
    }

    /// Goes on for `dt` seconds; 1 is open, 0 is shut. Whoever talks blinks a little more often.
    pub(super) fn step(&mut self, talking: bool, dice: &mut Dice, dt: f32) -> f32 {
        self.since += dt;
        self.next_in -= dt;
        if self.next_in <= 0.0 && self.since > CLOSING + SHUT + OPENING {
            self.since = 0.0;
            self.next_in = if dice.roll() < 0.12 {
                0.42
            } else if talking {
                dice.between(1.8, 4.6)
            } else {
                dice.between(2.4, 6.2)
            };
        }
        let t = self.since;
        1.0 - ease(0.0, CLOSING, t) + ease(CLOSING + SHUT, CLOSING + SHUT + OPENING, t)
    }
}
