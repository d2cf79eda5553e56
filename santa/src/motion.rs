//! The small physics of a puppet: springs that never jump, slow wandering, and a seeded dice.
//!
//! Everything that moves in Santa goes through one of these, so that a change of mind in the acting
//! can never show as a pop on the screen.

/// A seeded stream of numbers (xorshift32): the same seed gives the same Santa.
#[derive(Clone, Debug)]
pub struct Dice(u32);

impl Dice {
    /// A dice from any seed.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        // Zero is the one state that xorshift can't leave, and close seeds should not start alike.
        Self(seed.wrapping_mul(0x9E37_79B9).rotate_left(7) | 1)
    }

    /// The next number, in 0..1.
    pub fn roll(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) as f32 / 16_777_216.0
    }

    /// The next number, in `low..high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.roll()
    }
}

/// A critically damped spring: it follows a goal without overshooting, and its speed never jumps.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spring {
    /// Where it is.
    pub at: f32,
    speed: f32,
}

impl Spring {
    /// A spring at rest.
    #[must_use]
    pub fn at(at: f32) -> Self {
        Self { at, speed: 0.0 }
    }

    /// Moves towards `goal` for `dt` seconds; `seconds` is about how long the whole way takes.
    ///
    /// The closed form of the damped spring is used, so that no step is too long for it.
    pub fn follow(&mut self, goal: f32, seconds: f32, dt: f32) -> f32 {
        let stiffness = 4.6 / seconds.max(1e-3);
        let away = self.at - goal;
        let push = (self.speed + stiffness * away) * dt;
        let fade = (-stiffness * dt).exp();
        self.speed = (self.speed - stiffness * push) * fade;
        self.at = goal + (away + push) * fade;
        self.at
    }
}

/// A pendulum (pompom, beard tips): it lags behind what it hangs on, then swings out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pendulum {
    /// How far it hangs from its rest, in the units of what drives it.
    pub at: f32,
    speed: f32,
}

impl Pendulum {
    /// Moves for `dt` seconds towards `goal`, at `hertz` swings a second, losing `damping` (0..1).
    pub fn swing(&mut self, goal: f32, hertz: f32, damping: f32, dt: f32) -> f32 {
        let pull = core::f32::consts::TAU * hertz;
        // Several short steps keep the explicit integration calm when a frame was long.
        let steps = (dt / 0.008).ceil().max(1.0);
        let step = dt / steps;
        for _ in 0..steps as u32 {
            let force = (goal - self.at) * pull * pull - 2.0 * damping * pull * self.speed;
            self.speed += force * step;
            self.at += self.speed * step;
        }
        self.at
    }
}

/// A slow wandering in −1..1 without a beginning or an end: three sines that never meet again.
#[must_use]
pub fn wander(seconds: f32, hertz: f32, phase: f32) -> f32 {
    let turn = core::f32::consts::TAU * hertz * seconds;
    0.5 * (turn + phase).sin()
        + 0.3 * (turn * 1.618 + phase * 2.3).sin()
        + 0.2 * (turn * 2.414 + phase * 0.7).sin()
}

/// An S-shaped step from 0 to 1 while `x` goes from `low` to `high`.
#[must_use]
pub fn ease(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The way from `a` to `b`, at `t` in 0..1.
#[must_use]
pub fn mix(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spring_arrives_and_does_not_overshoot() {
        let mut spring = Spring::at(0.0);
        for _ in 0..90 {
            assert!(spring.follow(1.0, 0.5, 1.0 / 60.0) <= 1.0 + 1e-4);
        }
        assert!((spring.at - 1.0).abs() < 0.01);
    }

    #[test]
    fn one_long_frame_does_not_throw_a_spring_or_a_pendulum() {
        let mut spring = Spring::at(0.0);
        assert!(spring.follow(1.0, 0.2, 5.0).abs() <= 1.01);
        let mut pendulum = Pendulum::default();
        assert!(pendulum.swing(1.0, 1.5, 0.2, 0.25).abs() < 2.0);
    }

    #[test]
    fn wandering_stays_within_its_bounds() {
        assert!((0..10_000).all(|i| wander(i as f32 * 0.1, 0.3, 1.0).abs() <= 1.0));
    }

    #[test]
    fn the_dice_is_fair_enough_and_repeats_itself() {
        let (mut a, mut b) = (Dice::new(7), Dice::new(7));
        let mean = (0..4000).map(|_| a.roll()).sum::<f32>() / 4000.0;
        assert!((mean - 0.5).abs() < 0.03);
        let again = (0..4000).map(|_| b.roll()).sum::<f32>() / 4000.0;
        assert!((mean - again).abs() < f32::EPSILON);
    }
}
