//! From sound to mouth: loudness opens the jaw, the balance of three bands shapes the lips.
//!
//! Speech is heard in hops of ten milliseconds. The jaw follows the loudness in decibels between a
//! floor that silence sets and a ceiling that the voice itself sets, so that a soft and a loud voice
//! move it alike. Whether lips are round ("OO": all the energy is low) or wide ("EE", "SS": much of
//! it is high) comes from band filters, which cost a few operations a sample. No sample is kept: a
//! hop's energies are all that remains of a sound.

use crate::pose::Mouth;

/// Sound quieter than this is silence for the end-to-end count, in decibels of full scale.
pub const AUDIBLE_DBFS: f32 = -45.0;

const HOP_SECONDS: f32 = 0.010;
const ATTACK_SECONDS: f32 = 0.035;
const RELEASE_SECONDS: f32 = 0.085;
/// Below this the jaw stays shut, whatever the voice.
const FLOOR_DBFS: f32 = -46.0;
/// Without samples for this long the mouth closes by itself.
const PATIENCE_SECONDS: f32 = 0.06;

/// A second-order band-pass (constant peak gain), one per band.
#[derive(Clone, Copy, Debug)]
struct Band {
    gain: f32,
    a1: f32,
    a2: f32,
    x: [f32; 2],
    y: [f32; 2],
    energy: f32,
}

impl Band {
    fn new(sample_rate: f32, hertz: f32, q: f32) -> Self {
        let w = core::f32::consts::TAU * (hertz / sample_rate).min(0.45);
        let alpha = w.sin() / (2.0 * q);
        Self {
            gain: alpha / (1.0 + alpha),
            a1: -2.0 * w.cos() / (1.0 + alpha),
            a2: (1.0 - alpha) / (1.0 + alpha),
            x: [0.0; 2],
            y: [0.0; 2],
            energy: 0.0,
        }
    }

    fn hear(&mut self, x: f32) {
        let y = self.gain * (x - self.x[1]) - self.a1 * self.y[0] - self.a2 * self.y[1];
        self.x = [x, self.x[0]];
        self.y = [y, self.y[0]];
        self.energy += y * y;
    }

    fn take_energy(&mut self) -> f32 {
        core::mem::take(&mut self.energy)
    }
}

/// Ears for one voice.
#[derive(Clone, Debug)]
pub struct LipSync {
    sample_rate: f32,
    low: Band,
    middle: Band,
    high: Band,
    hop_energy: f32,
    hop_samples: f32,
    ceiling_dbfs: f32,
    mouth: Mouth,
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
            sample_rate,
            low: Band::new(sample_rate, 420.0, 0.9),
            middle: Band::new(sample_rate, 1150.0, 1.2),
            high: Band::new(sample_rate, 2600.0, 0.9),
            hop_energy: 0.0,
            hop_samples: 0.0,
            ceiling_dbfs: -20.0,
            mouth: Mouth::default(),
            heard_lately: false,
            quiet_for: 0.0,
            loudest_dbfs: f32::NEG_INFINITY,
            audible_seconds: 0.0,
        }
    }

    /// Takes samples (−1..1) in the order they sound.
    pub fn hear(&mut self, samples: &[f32]) {
        self.heard_lately = !samples.is_empty();
        let hop = self.sample_rate * HOP_SECONDS;
        for &sample in samples {
            let sample = if sample.is_finite() { sample } else { 0.0 };
            self.low.hear(sample);
            self.middle.hear(sample);
            self.high.hear(sample);
            self.hop_energy += sample * sample;
            self.hop_samples += 1.0;
            if self.hop_samples >= hop {
                self.end_hop();
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
            self.move_towards(Mouth::default(), dt);
        }
    }

    /// The voice was cut off: close now.
    pub fn hush(&mut self) {
        self.mouth = Mouth::default();
        self.hop_energy = 0.0;
        self.hop_samples = 0.0;
    }

    /// The mouth as it is now.
    #[must_use]
    pub fn mouth(&self) -> Mouth {
        self.mouth
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

    fn end_hop(&mut self) {
        let seconds = self.hop_samples / self.sample_rate;
        let dbfs = 10.0 * (self.hop_energy / self.hop_samples).max(1e-12).log10();
        let (low, middle, high) = (
            self.low.take_energy(),
            self.middle.take_energy(),
            self.high.take_energy(),
        );
        self.hop_energy = 0.0;
        self.hop_samples = 0.0;
        self.loudest_dbfs = self.loudest_dbfs.max(dbfs);
        if dbfs > AUDIBLE_DBFS {
            self.audible_seconds += seconds;
        }
        // The ceiling rises with the voice at once and sinks within seconds, never into the noise.
        self.ceiling_dbfs = dbfs.max(self.ceiling_dbfs - 3.0 * seconds).max(-32.0);
        let range = (self.ceiling_dbfs - 2.0 - FLOOR_DBFS).min(22.0);
        let loud = ((dbfs - (self.ceiling_dbfs - 2.0 - range)) / range).clamp(0.0, 1.0);
        self.move_towards(shape(loud, low, middle, high), seconds);
    }

    fn move_towards(&mut self, goal: Mouth, dt: f32) {
        let quick = 1.0 - (-dt / ATTACK_SECONDS).exp();
        let slow = 1.0 - (-dt / RELEASE_SECONDS).exp();
        let mouth = &mut self.mouth;
        let jaw_rate = if goal.jaw > mouth.jaw { quick } else { slow };
        mouth.jaw += (goal.jaw - mouth.jaw) * jaw_rate;
        mouth.width += (goal.width - mouth.width) * slow;
        mouth.round += (goal.round - mouth.round) * slow;
    }
}

/// The mouth that a hop asks for: loudness in 0..1 and the energies of the three bands.
fn shape(loud: f32, low: f32, middle: f32, high: f32) -> Mouth {
    let all = low + middle + high + 1e-9;
    // An "AA" has a strong middle band, an "OO" or a hum hardly any, an "SS" little but the high.
    let openness = (middle / all * 2.4).clamp(0.0, 1.0);
    let bright = ((high / all - 0.12) * 3.0).clamp(0.0, 1.0);
    let dark = ((low / all - 0.66) * 5.0).clamp(0.0, 1.0);
    let voiced = loud.powf(1.3);
    Mouth {
        jaw: voiced * (0.38 + 0.62 * openness) * (1.0 - 0.4 * bright),
        width: loud * (0.75 * bright - 0.7 * dark),
        round: loud.sqrt() * dark * (1.0 - bright),
        ..Mouth::default()
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
