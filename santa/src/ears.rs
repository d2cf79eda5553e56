//! Santa's ears: samples from the port → his mouth, and now and then a word to the app of what was heard.

use crate::lipsync::LipSync;
use crate::pose::Mouth;
use crate::wire::FromSanta;

/// How often the app is told what was heard, in seconds of sound.
const REPORT_SECONDS: f32 = 0.5;
/// Nothing is told as quieter than this, in decibels below full scale: silence itself is no number.
const QUIETEST_DBFS: f32 = -120.0;

/// Ears on one port.
#[derive(Clone, Debug)]
pub(crate) struct Ears {
    lips: LipSync,
    sample_rate: f32,
    /// Seconds of sound since the app was last told.
    untold: f32,
}

impl Ears {
    pub(crate) fn new(sample_rate: f32) -> Self {
        Self {
            lips: LipSync::new(sample_rate),
            sample_rate: sample_rate.max(1.0),
            untold: 0.0,
        }
    }

    /// Takes samples as they come; says what was heard when half a second of them is full.
    pub(crate) fn hear(&mut self, samples: &[f32]) -> Option<FromSanta> {
        self.lips.hear(samples);
        self.untold += samples.len() as f32 / self.sample_rate;
        if self.untold < REPORT_SECONDS {
            return None;
        }
        self.untold = 0.0;
        Some(FromSanta::Heard {
            loudest_dbfs: self.lips.take_loudest_dbfs().max(QUIETEST_DBFS),
            seconds: self.lips.audible_seconds(),
        })
    }

    /// What the mouth does `dt` seconds later.
    pub(crate) fn mouth(&mut self, dt: f32) -> Mouth {
        self.lips.pass(dt);
        self.lips.mouth()
    }

    /// Forgets a voice that was cut off.
    pub(crate) fn hush(&mut self) {
        self.lips.hush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of so many packets of 10 ms at this loudness.
    fn told(loudness: f32, packets: usize) -> Vec<(f32, f32)> {
        let mut ears = Ears::new(48_000.0);
        let packet: Vec<f32> = (0..480)
            .map(|i| loudness * (i as f32 * core::f32::consts::TAU / 240.0).sin())
            .collect();
        (0..packets)
            .filter_map(|_| match ears.hear(&packet)? {
                FromSanta::Heard {
                    loudest_dbfs,
                    seconds,
                } => Some((loudest_dbfs, seconds)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn the_app_is_told_twice_a_second_of_sound() {
        assert_eq!(told(0.5, 49).len(), 0);
        assert_eq!(told(0.5, 320).len(), 6);
    }

    #[test]
    fn a_voice_is_told_from_silence() {
        let (loudest, seconds) = told(0.5, 320)[5];
        assert!(loudest > -12.0 && seconds > 2.0, "{loudest} {seconds}");
        let (loudest, seconds) = told(0.0, 320)[5];
        assert!(loudest <= -100.0 && seconds == 0.0, "{loudest} {seconds}");
    }
}
