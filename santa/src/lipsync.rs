//! From sound to mouth: what is heard every ten milliseconds becomes an opening and a shape of the lips.
//!
//! [`hearing`] turns samples into rows of numbers, [`guess`] says what mouth they come from, and here that
//! is eased into a [`Mouth`], held shut in silence, and counted. No sample is kept.

mod guess;
mod hearing;
mod weights;

use crate::motion::{ease, mix};
use crate::pose::Mouth;
pub use guess::Viseme;
use guess::{Guess, Memory};
use hearing::{Hearing, Hop};

/// Sound quieter than this is silence for the end-to-end count, in decibels of full scale.
pub const AUDIBLE_DBFS: f32 = -45.0;

const ATTACK_SECONDS: f32 = 0.012;
const RELEASE_SECONDS: f32 = 0.020;
const SHAPE_SECONDS: f32 = 0.030;
/// Below the first the jaw stays shut, whatever the voice; from the second on it is free.
const FLOOR_DBFS: (f32, f32) = (-50.0, -42.0);
/// What lies farther than this below the voice's own ceiling is a room and no voice, in decibels.
const UNDER_VOICE: (f32, f32) = (-34.0, -24.0);
/// Without samples for this long the mouth closes by itself.
const PATIENCE_SECONDS: f32 = 0.06;
/// A mouth that nothing reaches any more closes as fast as this.
const CLOSING_SECONDS: f32 = 0.06;

/// Ears for one voice.
#[derive(Clone, Debug)]
pub struct LipSync {
    hearing: Hearing,
    memory: Memory,
    mouth: Mouth,
    viseme: Viseme,
    heard_lately: bool,
    quiet_for: f32,
    loudest_dbfs: f32,
    audible_seconds: f32,
}

impl LipSync {
    /// Ears for samples that come at `sample_rate` a second.
    #[must_use]
    pub fn new(sample_rate: f32) -> Self {
        let sample_rate = if (4_000.0..=384_000.0).contains(&sample_rate) {
            sample_rate
        } else {
            48_000.0
        };
        Self {
            hearing: Hearing::new(sample_rate),
            memory: Memory::default(),
            mouth: Mouth::default(),
            viseme: Viseme::Rest,
            heard_lately: false,
            quiet_for: 0.0,
            loudest_dbfs: f32::NEG_INFINITY,
            audible_seconds: 0.0,
        }
    }

    /// Takes samples (−1..1) in the order they sound.
    pub fn hear(&mut self, samples: &[f32]) {
        self.heard_lately = !samples.is_empty();
        for sample in samples {
            if let Some(hop) = self.hearing.hear(*sample) {
                self.end_hop(&hop);
            }
        }
    }

    /// Tells that `dt` seconds went by; a mouth that no sound reaches closes.
    pub fn pass(&mut self, dt: f32) {
        // However long this step was: if sound came within it, nobody fell silent.
        if core::mem::take(&mut self.heard_lately) {
            self.quiet_for = 0.0;
            return;
        }
        self.quiet_for += dt;
        if self.quiet_for > PATIENCE_SECONDS {
            self.move_towards(Mouth::default(), dt, CLOSING_SECONDS);
        }
    }

    /// The voice was cut off: close now.
    pub fn hush(&mut self) {
        self.mouth = Mouth::default();
        self.viseme = Viseme::Rest;
        self.memory = Memory::default();
        self.hearing.start_anew();
    }

    /// The mouth as it is now.
    #[must_use]
    pub fn mouth(&self) -> Mouth {
        self.mouth
    }

    /// The likeliest shape of the latest hop.
    #[must_use]
    pub fn viseme(&self) -> Viseme {
        self.viseme
    }

    /// Seconds of audible sound so far.
    #[must_use]
    pub fn audible_seconds(&self) -> f32 {
        self.audible_seconds
    }

    /// The loudest hop since this was last asked, in dBFS (−∞ for digital silence).
    pub fn take_loudest_dbfs(&mut self) -> f32 {
        core::mem::replace(&mut self.loudest_dbfs, f32::NEG_INFINITY)
    }

    fn end_hop(&mut self, hop: &Hop) {
        self.loudest_dbfs = self.loudest_dbfs.max(hop.dbfs);
        if hop.dbfs > AUDIBLE_DBFS {
            self.audible_seconds += hop.seconds;
        }
        let guess = self.memory.guess(hop.row);
        // A network may see a mouth in a hum of the room; silence is silence.
        let voice = ease(FLOOR_DBFS.0, FLOOR_DBFS.1, hop.dbfs)
            * ease(UNDER_VOICE.0, UNDER_VOICE.1, hop.dbfs - hop.ceiling_dbfs);
        self.viseme = likeliest(&guess, voice);
        self.move_towards(mouth_of(&guess, voice), hop.seconds, RELEASE_SECONDS);
    }

    fn move_towards(&mut self, goal: Mouth, dt: f32, release_seconds: f32) {
        let rate = |seconds: f32| 1.0 - (-dt / seconds).exp();
        let mouth = &mut self.mouth;
        let jaw_rate = rate(if goal.jaw > mouth.jaw {
            ATTACK_SECONDS
        } else {
            release_seconds
        });
        mouth.jaw = mix(mouth.jaw, goal.jaw, jaw_rate);
        let rate = rate(SHAPE_SECONDS.max(release_seconds));
        mouth.width = mix(mouth.width, goal.width, rate);
        mouth.round = mix(mouth.round, goal.round, rate);
        mouth.press = mix(mouth.press, goal.press, rate);
        mouth.bite = mix(mouth.bite, goal.bite, rate);
    }
}

fn likeliest(guess: &Guess, voice: f32) -> Viseme {
    if voice < 0.2 {
        return Viseme::Rest;
    }
    let mut best = (Viseme::Rest, 0.0);
    for (viseme, likely) in Viseme::ALL.into_iter().zip(guess.shape) {
        if likely > best.1 {
            best = (viseme, likely);
        }
    }
    best.0
}

/// The mouth that a guess asks for, `voice` (0 to 1) of the way.
fn mouth_of(guess: &Guess, voice: f32) -> Mouth {
    let [_, _, ee, oo, mm, ff, ss] = guess.shape;
    Mouth {
        jaw: voice * guess.opening,
        width: voice * (0.85 * ee + 0.5 * ss - 0.6 * oo).clamp(-1.0, 1.0),
        round: voice * oo,
        press: voice * ease(0.25, 0.7, mm),
        bite: voice * ease(0.25, 0.7, ff),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Dice;

    const RATE: f32 = 48_000.0;

    /// A buzz of many harmonics under formants: a vowel as simple as one can make it.
    fn vowel(seconds: f32, pitch: f32, formants: &[(f32, f32)], loud: f32) -> Vec<f32> {
        (0..(seconds * RATE) as usize)
            .map(|i| {
                let t = i as f32 / RATE;
                (1..40)
                    .map(|n| {
                        let hertz = pitch * n as f32;
                        let gain: f32 = formants
                            .iter()
                            .map(|(at, wide)| (-((hertz - at) / wide).powi(2)).exp())
                            .sum();
                        gain * (core::f32::consts::TAU * hertz * t).sin()
                    })
                    .sum::<f32>()
                    * loud
            })
            .collect()
    }

    fn after(sound: &[f32]) -> Mouth {
        let mut ears = LipSync::new(RATE);
        for chunk in sound.chunks(480) {
            ears.hear(chunk);
        }
        ears.mouth()
    }

    #[test]
    fn a_burst_opens_the_mouth_within_60_ms_and_silence_closes_it_within_300_ms() {
        let burst = vowel(0.5, 110.0, &[(700.0, 200.0), (1150.0, 250.0)], 0.06);
        let mut ears = LipSync::new(RATE);
        ears.hear(&burst[..(0.06 * RATE) as usize]);
        assert!(ears.mouth().jaw > 0.4, "jaw {}", ears.mouth().jaw);
        ears.hear(&burst[(0.06 * RATE) as usize..]);
        assert!(ears.mouth().jaw > 0.55, "jaw {}", ears.mouth().jaw);
        ears.hear(&vec![0.0; (0.3 * RATE) as usize]);
        assert!(ears.mouth().jaw < 0.06, "jaw {}", ears.mouth().jaw);
    }

    #[test]
    fn the_mouth_closes_when_samples_stop_coming_at_all() {
        let mut ears = LipSync::new(RATE);
        ears.hear(&vowel(0.3, 110.0, &[(700.0, 200.0), (1150.0, 250.0)], 0.06));
        for _ in 0..30 {
            ears.pass(1.0 / 60.0);
        }
        assert!(ears.mouth().jaw < 0.06);
    }

    #[test]
    fn a_slow_painter_does_not_close_the_mouth_of_a_speaking_santa() {
        let sound = vowel(1.0, 110.0, &[(700.0, 200.0), (1150.0, 250.0)], 0.06);
        let mut ears = LipSync::new(RATE);
        // Eight frames a second, the sound of each arriving before it.
        for frame in sound.chunks((0.125 * RATE) as usize) {
            ears.hear(frame);
            ears.pass(0.125);
            assert!(ears.mouth().jaw > 0.4, "jaw {}", ears.mouth().jaw);
        }
    }

    #[test]
    fn vowels_differ_as_lips_do() {
        let aa = after(&vowel(0.4, 110.0, &[(750.0, 200.0), (1150.0, 250.0)], 0.06));
        let ee = after(&vowel(0.4, 110.0, &[(300.0, 120.0), (2400.0, 400.0)], 0.06));
        let oo = after(&vowel(0.4, 110.0, &[(330.0, 120.0), (600.0, 80.0)], 0.06));
        assert!(aa.jaw > ee.jaw && aa.jaw > oo.jaw, "{aa:?} {ee:?} {oo:?}");
        assert!(ee.width > 0.2 && ee.width > aa.width, "{ee:?} {aa:?}");
        assert!(oo.round > 0.35 && oo.round > aa.round + 0.2, "{oo:?}");
        assert!(ee.round < 0.1);
    }

    #[test]
    fn soft_and_loud_voices_open_alike() {
        let jaw = |loud| after(&vowel(4.0, 110.0, &[(700.0, 200.0), (1150.0, 250.0)], loud)).jaw;
        assert!((jaw(0.015) - jaw(0.12)).abs() < 0.25);
    }

    #[test]
    fn hiss_below_the_floor_moves_nothing_and_counts_nothing() {
        let mut dice = Dice::new(4);
        let mut ears = LipSync::new(RATE);
        let hiss: Vec<f32> = (0..96_000).map(|_| dice.between(-0.002, 0.002)).collect();
        ears.hear(&hiss);
        assert!(ears.mouth().jaw < 0.02);
        assert_eq!(ears.audible_seconds(), 0.0);
        assert!(ears.take_loudest_dbfs() < -50.0);
    }

    #[test]
    fn audible_seconds_are_counted_at_any_rate() {
        for rate in [24_000.0, 44_100.0, 48_000.0] {
            let mut ears = LipSync::new(rate);
            let tone: Vec<f32> = (0..rate as usize)
                .map(|i| (i as f32 / rate * 300.0 * core::f32::consts::TAU).sin() * 0.1)
                .collect();
            for chunk in tone.chunks(128) {
                ears.hear(chunk);
            }
            ears.hear(&vec![0.0; rate as usize]);
            assert!((ears.audible_seconds() - 1.0).abs() < 0.05);
            assert!((ears.take_loudest_dbfs() + 23.0).abs() < 1.0);
        }
    }

    #[test]
    fn broken_samples_do_no_harm() {
        let mut ears = LipSync::new(f32::NAN);
        ears.hear(&[f32::NAN, f32::INFINITY, -5.0, 5.0]);
        ears.hear(&vec![0.0; 48_000]);
        assert!(ears.mouth().jaw.is_finite() && ears.mouth().jaw < 0.1);
    }

    #[test]
    fn hush_closes_at_once() {
        let mut ears = LipSync::new(RATE);
        ears.hear(&vowel(0.3, 110.0, &[(700.0, 200.0), (1150.0, 250.0)], 0.06));
        ears.hush();
        assert_eq!(ears.mouth(), Mouth::default());
    }
}
