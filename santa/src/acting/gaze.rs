//! Where Santa looks: mostly into the child's eyes, with the small departures that make eyes alive.

use crate::motion::{Dice, Spring};
use crate::wire::State;

/// The eyes' present goal and their springs.
#[derive(Clone, Debug, Default)]
pub(super) struct Gaze {
    goal: (f32, f32),
    next_in: f32,
    away: bool,
    x: Spring,
    y: Spring,
}

impl Gaze {
    /// Something changed: choose anew soon.
    pub(super) fn startle(&mut self) {
        self.next_in = self.next_in.min(0.12);
        self.away = true;
    }

    /// Goes on for `dt` seconds; −1..1 to the viewer's right and up.
    pub(super) fn step(&mut self, state: State, dice: &mut Dice, dt: f32) -> (f32, f32) {
        self.next_in -= dt;
        if self.next_in <= 0.0 {
            self.choose(state, dice);
        }
        // Eyes leap; 0.16 s for the whole way is a slow, friendly leap that still shows no jump.
        (
            self.x.follow(self.goal.0, 0.16, dt),
            self.y.follow(self.goal.1, 0.16, dt),
        )
    }

    fn choose(&mut self, state: State, dice: &mut Dice) {
        let wanders = match state {
            State::Ringing => 0.65,
            State::Thinking => 0.85,
            State::Speaking => 0.22,
            State::Idle => 0.3,
            // Mostly in the list, up to the child now and then.
            State::Reading => 1.0,
            State::Listening
            | State::Laughing
            | State::Waving
            | State::Farewell
            | State::Surprised => 0.1,
        };
        self.away = !self.away && dice.roll() < wanders;
        (self.goal, self.next_in) = if self.away {
            let goal = match state {
                State::Thinking => (dice.between(-0.75, -0.3), dice.between(0.35, 0.7)),
                State::Reading => (dice.between(0.35, 0.8), dice.between(-0.9, -0.5)),
                State::Ringing => (dice.between(-0.8, 0.8), dice.between(-0.15, 0.35)),
                _ => (dice.between(-0.45, 0.45), dice.between(-0.2, 0.3)),
            };
            (goal, dice.between(0.5, 1.5))
        } else {
            // Even a steady look is never quite still.
            let still = (dice.between(-0.05, 0.05), dice.between(-0.04, 0.04));
            (still, dice.between(0.9, 2.8))
        };
    }
}
