//! Turns espeak-ng's dry 22.05 kHz voice into Santa's or a child's at 48 kHz: a change of pitch by resampling,
//! a shelf, a little room, and an even loudness. Plain arithmetic on slices; knows nothing of text or networks.

use std::f32::consts::{PI, SQRT_2};

use super::SAMPLE_RATE;

/// Root mean square of finished speech, a comfortable loudness well below clipping.
const LOUDNESS: f32 = 0.12;

/// An old, large man: two semitones down, more chest, a small wooden room around him.
pub(crate) fn santa(dry: &[f32], sample_rate: u32) -> Vec<f32> {
    let mut sound = resample(dry, sample_rate, -2.0);
    Biquad::low_pass(7_500.0).run(&mut sound);
    Biquad::low_shelf(120.0, 5.0).run(&mut sound);
    add_room(&mut sound);
    even_out(&mut sound);
    sound
}

/// A child: four semitones up, close to the microphone.
pub(crate) fn child(dry: &[f32], sample_rate: u32) -> Vec<f32> {
    let mut sound = resample(dry, sample_rate, 4.0);
    Biquad::low_pass(9_000.0).run(&mut sound);
    even_out(&mut sound);
    sound
}

/// Reads the sound at another speed, so that it becomes `semitones` higher (and shorter) at 48 kHz.
/// Cubic Hermite interpolation; the low pass that follows takes the images away.
fn resample(dry: &[f32], sample_rate: u32, semitones: f32) -> Vec<f32> {
    let step =
        f64::from(sample_rate) / f64::from(SAMPLE_RATE) * f64::from(2f32.powf(semitones / 12.0));
    let length = (dry.len() as f64 / step) as usize;
    let at = |index: isize| {
        usize::try_from(index)
            .ok()
            .and_then(|i| dry.get(i))
            .copied()
            .unwrap_or(0.0)
    };
    (0..length)
        .map(|n| {
            let position = n as f64 * step;
            let index = position as isize;
            let t = (position - index as f64) as f32;
            let (a, b, c, d) = (at(index - 1), at(index), at(index + 1), at(index + 2));
            let slope = (c - a) * 0.5;
            let bend = a - 2.5 * b + 2.0 * c - 0.5 * d;
            let twist = 0.5 * (d - a) + 1.5 * (b - c);
            ((twist * t + bend) * t + slope) * t + b
        })
        .collect()
}

/// A second-order filter (the usual audio cookbook forms).
struct Biquad {
    b: [f32; 3],
    a: [f32; 2],
}

impl Biquad {
    fn low_pass(hz: f32) -> Self {
        let w = 2.0 * PI * hz / SAMPLE_RATE as f32;
        let (sin, cos) = w.sin_cos();
        let alpha = sin / SQRT_2;
        let a0 = 1.0 + alpha;
        let side = (1.0 - cos) / 2.0 / a0;
        Self {
            b: [side, 2.0 * side, side],
            a: [-2.0 * cos / a0, (1.0 - alpha) / a0],
        }
    }

    fn low_shelf(hz: f32, gain_db: f32) -> Self {
        let gain = 10f32.powf(gain_db / 40.0);
        let w = 2.0 * PI * hz / SAMPLE_RATE as f32;
        let (sin, cos) = w.sin_cos();
        let beta = 2.0 * gain.sqrt() * sin / SQRT_2;
        let a0 = (gain + 1.0) + (gain - 1.0) * cos + beta;
        Self {
            b: [
                gain * ((gain + 1.0) - (gain - 1.0) * cos + beta) / a0,
                2.0 * gain * ((gain - 1.0) - (gain + 1.0) * cos) / a0,
                gain * ((gain + 1.0) - (gain - 1.0) * cos - beta) / a0,
            ],
            a: [
                -2.0 * ((gain - 1.0) + (gain + 1.0) * cos) / a0,
                ((gain + 1.0) + (gain - 1.0) * cos - beta) / a0,
            ],
        }
    }

    fn run(&self, sound: &mut [f32]) {
        let (mut first, mut second) = (0.0, 0.0);
        for sample in sound {
            let out = self.b[0] * *sample + first;
            first = self.b[1] * *sample - self.a[0] * out + second;
            second = self.b[2] * *sample - self.a[1] * out;
            *sample = out;
        }
    }
}

/// Four short damped echoes of unrelated lengths: a room, not a cathedral. The tail is kept.
fn add_room(sound: &mut Vec<f32>) {
    const ECHOES: [(usize, f32); 4] = [(1_117, 0.42), (1_361, 0.38), (1_559, 0.35), (1_861, 0.31)];
    const WET: f32 = 0.11;
    let tail = SAMPLE_RATE as usize / 5;
    sound.resize(sound.len() + tail, 0.0);
    let mut wet = vec![0.0; sound.len()];
    for (delay, feedback) in ECHOES {
        let mut echo = vec![0.0f32; sound.len()];
        let mut damped = 0.0;
        for n in delay..sound.len() {
            damped += 0.45 * (echo[n - delay] - damped);
            echo[n] = sound[n - delay] + feedback * damped;
            wet[n] += echo[n];
        }
    }
    for (sample, echo) in sound.iter_mut().zip(wet) {
        *sample += WET * echo;
    }
}

/// Brings the voiced part to [`LOUDNESS`] and rounds off what would clip.
fn even_out(sound: &mut [f32]) {
    let voiced: Vec<f32> = sound
        .iter()
        .map(|s| s * s)
        .filter(|&power| power > 1e-5)
        .collect();
    if voiced.is_empty() {
        return;
    }
    let rms = (voiced.iter().sum::<f32>() / voiced.len() as f32).sqrt();
    let gain = LOUDNESS / rms;
    for sample in sound {
        *sample = (*sample * gain).tanh();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, sample_rate: u32, seconds: f32) -> Vec<f32> {
        (0..(sample_rate as f32 * seconds) as usize)
            .map(|n| (2.0 * PI * hz * n as f32 / sample_rate as f32).sin() * 0.5)
            .collect()
    }

    fn crossings_per_second(sound: &[f32]) -> f32 {
        let ups = sound
            .windows(2)
            .filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0)
            .count();
        ups as f32 / (sound.len() as f32 / SAMPLE_RATE as f32)
    }

    #[test]
    fn resampling_moves_pitch_by_semitones_and_length_the_other_way() {
        let dry = tone(440.0, 22_050, 1.0);
        for (semitones, hz) in [(-2.0, 392.0), (0.0, 440.0), (4.0, 554.4)] {
            let sound = resample(&dry, 22_050, semitones);
            assert!(
                (crossings_per_second(&sound) - hz).abs() < 3.0,
                "{semitones} semitones"
            );
            let seconds = sound.len() as f32 / SAMPLE_RATE as f32;
            assert!((seconds - 440.0 / hz).abs() < 0.01);
        }
    }

    #[test]
    fn the_shelf_lifts_the_chest_and_leaves_the_rest() {
        for (hz, expected_db) in [(40.0, 5.0), (2_000.0, 0.0)] {
            let before = tone(hz, SAMPLE_RATE, 1.0);
            let mut after = before.clone();
            Biquad::low_shelf(120.0, 5.0).run(&mut after);
            let power = |s: &[f32]| s.iter().skip(4_800).map(|x| x * x).sum::<f32>();
            let gain_db = 10.0 * (power(&after) / power(&before)).log10();
            assert!((gain_db - expected_db).abs() < 1.0, "{hz} Hz: {gain_db} dB");
        }
    }

    #[test]
    fn silence_stays_silence() {
        assert!(santa(&[0.0; 4_000], 22_050).iter().all(|&s| s == 0.0));
    }
}
