//! Santa's acting: what he is doing, what his mouth does and how much time went by → a [`Pose`].
//!
//! Deterministic: the same seed and the same inputs give the same performance. Every channel passes
//! through a spring or a pendulum, so nothing can pop, whatever the app says and however unevenly
//! frames come. No clock is read here: time comes as an argument.

mod blink;
mod gaze;
mod manner;

use crate::motion::{Dice, Pendulum, Spring, ease, mix, wander};
use crate::pose::{Mouth, Pose};
use crate::wire::State;
use blink::Blink;
use gaze::Gaze;
use manner::Manner;

/// The longest step that is acted out at once, in seconds. After a pause Santa goes on where he was.
const LONGEST_STEP: f32 = 0.1;
/// How long jaw and lips take for their whole way, in seconds: as quick as speech and not quicker.
const JAW_SECONDS: f32 = 0.050;
const LIP_SECONDS: f32 = 0.09;

/// Santa playing himself.
#[derive(Clone, Debug)]
pub struct Performance {
    state: State,
    in_state_seconds: f32,
    seconds: f32,
    calm: Spring,
    reduced_motion: bool,
    dice: Dice,
    blink: Blink,
    gaze: Gaze,
    nod: Nod,
    manner: [Spring; Manner::CHANNELS],
    laugh: Spring,
    arm: Spring,
    waving: Spring,
    list: Spring,
    lips: Lips,
    beard: Pendulum,
    pompom: Pendulum,
}

/// The springs of the mouth.
#[derive(Clone, Debug, Default)]
struct Lips {
    jaw: Spring,
    width: Spring,
    round: Spring,
    press: Spring,
    bite: Spring,
}

/// A nod now and then while the child talks.
#[derive(Clone, Debug, Default)]
struct Nod {
    next_in: f32,
    since: f32,
    depth: Spring,
}

impl Performance {
    /// A Santa at ease, with his own rhythm drawn from `seed`.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        let mut dice = Dice::new(seed);
        let start = Manner::of(State::Idle).channels().map(Spring::at);
        Self {
            state: State::Idle,
            in_state_seconds: 0.0,
            seconds: dice.between(0.0, 20.0),
            calm: Spring::at(1.0),
            reduced_motion: false,
            blink: Blink::new(&mut dice),
            gaze: Gaze::default(),
            nod: Nod {
                next_in: 1.0,
                since: 9.0,
                ..Nod::default()
            },
            manner: start,
            laugh: Spring::default(),
            arm: Spring::default(),
            waving: Spring::default(),
            list: Spring::default(),
            lips: Lips::default(),
            beard: Pendulum::default(),
            pompom: Pendulum::default(),
            dice,
        }
    }

    /// Eases into another state.
    pub fn act(&mut self, state: State) {
        if state != self.state {
            self.state = state;
            self.in_state_seconds = 0.0;
            self.gaze.startle();
            self.nod.next_in = self.nod.next_in.min(0.9);
        }
    }

    /// Keeps mouth and blinks and drops sway, nods and waving to and fro.
    pub fn reduce_motion(&mut self, on: bool) {
        self.reduced_motion = on;
    }

    /// Plays on for `dt` seconds and gives the pose at the end of them.
    pub fn step(&mut self, dt: f32, heard: Mouth) -> Pose {
        let dt = if dt.is_finite() {
            dt.clamp(0.0, LONGEST_STEP)
        } else {
            0.0
        };
        self.seconds += dt;
        self.in_state_seconds += dt;
        let calm = self
            .calm
            .follow(if self.reduced_motion { 0.0 } else { 1.0 }, 0.8, dt);
        let now = self.seconds;

        let wish = Manner::of(self.state);
        for (spring, goal) in self.manner.iter_mut().zip(wish.channels()) {
            spring.follow(goal, wish.ease_seconds, dt);
        }
        let m = Manner::from_channels(self.manner.map(|spring| spring.at));

        let (jaw, mouth) = self.mouth(heard, &m, dt);
        let (shake, laugh) = self.laughter(dt, calm);
        let nod = self.nods(dt) * calm;
        let (gaze_x, gaze_y) = self.gaze.step(self.state, &mut self.dice, dt);
        let blinking = self
            .blink
            .step(self.state == State::Speaking, &mut self.dice, dt);

        // A voice moves the whole head a little: a puppet that only flaps its jaw looks dead.
        let emphasis = jaw * 0.055 * calm;
        let breath = (now * core::f32::consts::TAU * 0.24).sin() * 0.012;
        let sway = wander(now, 0.07, 0.4) * 0.05 * calm;
        let yaw = m.yaw + wander(now, 0.11, 2.1) * m.liveliness * 0.09 * calm + gaze_x * 0.10;
        let pitch = m.pitch + wander(now, 0.13, 4.0) * m.liveliness * 0.05 * calm + gaze_y * 0.06
            - nod
            + emphasis
            + shake * 0.5;
        let roll = m.roll + wander(now, 0.09, 5.2) * m.liveliness * 0.035 * calm + sway * 0.3;

        let raised = matches!(self.state, State::Waving | State::Farewell);
        let arm = self
            .arm
            .follow(f32::from(u8::from(raised)), 0.85, dt)
            .clamp(0.0, 1.0);
        let to_and_fro = self
            .waving
            .follow(f32::from(u8::from(raised && arm > 0.6)), 0.7, dt);
        let hertz = 1.35;
        let wave = (now * core::f32::consts::TAU * hertz).sin() * 0.21 * to_and_fro * calm;

        let reading = self.state == State::Reading;
        let list = self
            .list
            .follow(f32::from(u8::from(reading)), 0.95, dt)
            .clamp(0.0, 1.0);

        let hang = roll * 0.9 + yaw * 0.8 + sway * 0.6;
        let beard = self.beard.swing(-hang * 0.35, 1.1, 0.32, dt) * mix(0.3, 1.0, calm);
        let pompom = self.pompom.swing(-hang * 0.9, 1.5, 0.16, dt) * mix(0.3, 1.0, calm);

        let lids = (m.lids * (1.0 - 0.94 * laugh) * blinking).max(0.0);
        Pose {
            sway,
            lift: breath + shake,
            yaw,
            pitch,
            roll,
            gaze_x,
            gaze_y,
            lids,
            squint: (m.squint + laugh * 0.5).min(1.0),
            brows: m.brows + jaw * 0.16 + wander(now, 0.21, 1.3) * 0.08 * calm + laugh * 0.2,
            brow_tilt: m.brow_tilt,
            mouth,
            smile: (m.smile - mouth.round * 0.35).clamp(0.0, 1.0),
            arm,
            wave,
            beard,
            pompom,
            list,
        }
    }

    fn mouth(&mut self, heard: Mouth, m: &Manner, dt: f32) -> (f32, Mouth) {
        let laugh = self.laugh.at;
        // Laughter opens the mouth by itself; a voice on top of it wins where it is wider.
        let beat = 0.5 + 0.5 * (self.seconds * core::f32::consts::TAU * 4.2).sin();
        let ha = laugh * (0.62 + 0.2 * beat);
        let lips = &mut self.lips;
        // A mouth that something surprised stays open until a voice shapes it.
        let own = m.agape * (1.0 - heard.jaw.clamp(0.0, 1.0));
        let goal = heard.jaw.clamp(0.0, 1.0).max(ha).max(own * 0.34);
        let jaw = lips.jaw.follow(goal, JAW_SECONDS, dt).clamp(0.0, 1.0);
        let width =
            heard.width.clamp(-1.0, 1.0) + m.smile * 0.15 * (1.0 - heard.round) + laugh * 0.25;
        let mut ease = |spring: fn(&mut Lips) -> &mut Spring, goal: f32| {
            spring(lips).follow(goal, LIP_SECONDS, dt)
        };
        let mouth = Mouth {
            jaw,
            width: ease(|lips| &mut lips.width, width),
            round: ease(
                |lips| &mut lips.round,
                heard.round.clamp(0.0, 1.0).max(own * 0.8),
            ),
            press: ease(
                |lips| &mut lips.press,
                heard.press.clamp(0.0, 1.0) * (1.0 - laugh),
            ),
            bite: ease(
                |lips| &mut lips.bite,
                heard.bite.clamp(0.0, 1.0) * (1.0 - laugh),
            ),
        };
        (jaw, mouth)
    }

    /// The belly's shaking and how far into a laugh he is.
    fn laughter(&mut self, dt: f32, calm: f32) -> (f32, f32) {
        // A laugh comes in gusts: full for two seconds and a half, then a breath, then again.
        let gust = if self.state == State::Laughing {
            let t = self.in_state_seconds % 3.4;
            mix(0.45, 1.0, 1.0 - ease(2.3, 2.9, t) + ease(3.1, 3.4, t))
        } else {
            0.0
        };
        let laugh = self.laugh.follow(gust, 0.45, dt).clamp(0.0, 1.0);
        let shake = (self.seconds * core::f32::consts::TAU * 4.2).sin() * 0.028 * laugh * calm;
        (shake, laugh)
    }

    fn nods(&mut self, dt: f32) -> f32 {
        self.nod.since += dt;
        if self.state == State::Listening {
            self.nod.next_in -= dt;
            if self.nod.next_in <= 0.0 {
                self.nod.next_in = self.dice.between(2.2, 5.0);
                self.nod.since = 0.0;
            }
        }
        let t = self.nod.since;
        let goal = if t < 0.9 {
            (t / 0.9 * core::f32::consts::TAU).sin().max(0.0) * 0.12
        } else {
            0.0
        };
        self.nod.depth.follow(goal, 0.25, dt)
    }
}

#[cfg(test)]
mod tests;
