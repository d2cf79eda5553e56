//! Hearing: is somebody speaking? Judged by energy alone, frame by frame, with a floor that follows the room.
//!
//! The ear measures always, for the report; whether what it hears makes a turn is decided by the turn detection
//! that the session asks for.

use crate::openai::session::TurnDetection;
use crate::voice::{FRAME_MS, FRAME_SAMPLES};

/// Of the last six frames, so many must be loud before it counts as a voice (a click is one or two).
const LOUD_FRAMES_FOR_SPEECH: u32 = 4;

/// The room may raise the bar to this loudness, no further, or a long talker would be taken for the room.
const HIGHEST_FLOOR_DB: f32 = -45.0;

/// What a frame changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Somebody began to speak; milliseconds of the call's sound, the prefix included.
    SpeechStarted { audio_start_ms: u64 },
    /// They have been silent long enough; milliseconds of the call's sound, the silence included.
    SpeechStopped { audio_end_ms: u64 },
}

/// Totals for the report.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Measured {
    /// Milliseconds of sound that came in, silent or not.
    pub(crate) heard_ms: u64,
    /// Milliseconds of frames loud enough to be a voice.
    pub(crate) speech_ms: u64,
    /// Mean square of all samples heard, full scale 1.0.
    pub(crate) energy: f64,
}

/// One ear.
#[derive(Debug)]
pub(crate) struct Ear {
    partial: Vec<f32>,
    power_sum: f64,
    measured: Measured,
    floor_db: f32,
    recent: u32,
    last_loud_ms: u64,
    speaking: bool,
}

impl Ear {
    /// An ear in a quiet room.
    pub(crate) fn new() -> Self {
        Self {
            partial: Vec::with_capacity(FRAME_SAMPLES),
            power_sum: 0.0,
            measured: Measured::default(),
            floor_db: -60.0,
            recent: 0,
            last_loud_ms: 0,
            speaking: false,
        }
    }

    /// Hears 48 kHz sound of any length.
    pub(crate) fn hear(&mut self, sound: &[f32], detection: Option<&TurnDetection>) -> Vec<Heard> {
        let mut changes = Vec::new();
        for &sample in sound {
            self.partial.push(sample);
            if self.partial.len() == FRAME_SAMPLES {
                let power = self.partial.iter().map(|s| s * s).sum::<f32>() / FRAME_SAMPLES as f32;
                self.partial.clear();
                changes.extend(self.frame(power, detection));
            }
        }
        changes
    }

    /// The sound stopped arriving in the middle of a word: takes that for silence.
    pub(crate) fn lost(&mut self) -> Option<Heard> {
        self.recent = 0;
        std::mem::take(&mut self.speaking).then_some(Heard::SpeechStopped {
            audio_end_ms: self.measured.heard_ms,
        })
    }

    /// Forgets a turn that is under way, as when the client switches turn detection.
    pub(crate) fn forget_turn(&mut self) {
        self.speaking = false;
        self.recent = 0;
    }

    /// Whether somebody is in the middle of a turn.
    pub(crate) fn is_speaking(&self) -> bool {
        self.speaking
    }

    /// Totals since the call began.
    pub(crate) fn measured(&self) -> Measured {
        let frames = (self.measured.heard_ms / FRAME_MS).max(1);
        Measured {
            energy: self.power_sum / frames as f64,
            ..self.measured
        }
    }

    fn frame(&mut self, power: f32, detection: Option<&TurnDetection>) -> Option<Heard> {
        let start_ms = self.measured.heard_ms;
        self.measured.heard_ms += FRAME_MS;
        self.power_sum += f64::from(power);

        let level_db = 10.0 * power.max(1e-10).log10();
        let threshold = detection.map_or(0.5, |detection| detection.threshold);
        let loud = level_db > (-52.0 + 24.0 * threshold).max(self.floor_db + 8.0);
        // Down fast, up slowly: pauses between words find the room's own noise.
        let speed = if level_db < self.floor_db { 0.3 } else { 0.005 };
        self.floor_db =
            (self.floor_db + speed * (level_db - self.floor_db)).clamp(-80.0, HIGHEST_FLOOR_DB);

        self.recent = (self.recent << 1 | u32::from(loud)) & 0b11_1111;
        if loud {
            self.measured.speech_ms += FRAME_MS;
            self.last_loud_ms = self.measured.heard_ms;
        }
        let detection = detection?;
        if !self.speaking && self.recent.count_ones() >= LOUD_FRAMES_FOR_SPEECH {
            self.speaking = true;
            let voice_began_ms =
                start_ms.saturating_sub(u64::from(LOUD_FRAMES_FOR_SPEECH - 1) * FRAME_MS);
            return Some(Heard::SpeechStarted {
                audio_start_ms: voice_began_ms.saturating_sub(detection.prefix_ms),
            });
        }
        if self.speaking && self.measured.heard_ms - self.last_loud_ms >= detection.silence_ms {
            self.forget_turn();
            return Some(Heard::SpeechStopped {
                audio_end_ms: self.measured.heard_ms,
            });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Language;
    use crate::voice::{SAMPLE_RATE, Speaker, Voice};

    fn detection(silence_ms: u64) -> TurnDetection {
        TurnDetection {
            threshold: 0.5,
            prefix_ms: 300,
            silence_ms,
            idle_timeout_ms: None,
            create_response: true,
            interrupt_response: true,
        }
    }

    fn noise(ms: u64, level_db: f32) -> Vec<f32> {
        let amplitude = 10f32.powf(level_db / 20.0) * 3f32.sqrt();
        let mut state = 1u32;
        (0..ms * u64::from(SAMPLE_RATE) / 1_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state as f32 / u32::MAX as f32 * 2.0 - 1.0) * amplitude
            })
            .collect()
    }

    #[test]
    fn a_spoken_sentence_is_one_turn() {
        let speech = Speaker::new()
            .unwrap()
            .say(
                "Hej julemand, jeg ønsker mig en kælk",
                Language::Danish,
                Voice::Child,
            )
            .unwrap();
        let mut ear = Ear::new();
        let asked = detection(500);
        let mut changes = ear.hear(&noise(1_000, -65.0), Some(&asked));
        changes.extend(ear.hear(&speech, Some(&asked)));
        changes.extend(ear.hear(&noise(1_000, -65.0), Some(&asked)));
        let [
            Heard::SpeechStarted { audio_start_ms },
            Heard::SpeechStopped { audio_end_ms },
        ] = changes[..]
        else {
            panic!("{changes:?}");
        };
        assert!((700..1_000).contains(&audio_start_ms), "{audio_start_ms}");
        assert!(audio_end_ms > 2_000);
        assert!(ear.measured().speech_ms > 1_000, "{:?}", ear.measured());
    }

    #[test]
    fn a_noisy_room_and_a_click_are_no_turn() {
        let mut ear = Ear::new();
        let asked = detection(500);
        assert_eq!(ear.hear(&noise(5_000, -44.0), Some(&asked)), []);
        assert_eq!(ear.hear(&noise(40, -10.0), Some(&asked)), []);
        assert_eq!(ear.hear(&noise(1_000, -44.0), Some(&asked)), []);
    }

    #[test]
    fn without_turn_detection_it_measures_and_stays_silent() {
        let mut ear = Ear::new();
        assert_eq!(ear.hear(&noise(2_000, -20.0), None), []);
        assert_eq!(ear.measured().speech_ms, 2_000);
        assert!(
            (ear.measured().energy - 0.01).abs() < 0.001,
            "{:?}",
            ear.measured()
        );
    }

    #[test]
    fn the_wait_follows_the_setting() {
        for silence_ms in [500, 1_500] {
            let (mut ear, asked) = (Ear::new(), detection(silence_ms));
            ear.hear(&noise(1_000, -20.0), Some(&asked));
            assert_eq!(ear.hear(&noise(silence_ms - 20, -70.0), Some(&asked)), []);
            let end = ear.hear(&noise(20, -70.0), Some(&asked));
            assert_eq!(
                end,
                [Heard::SpeechStopped {
                    audio_end_ms: 1_000 + silence_ms
                }]
            );
        }
    }

    #[test]
    fn a_microphone_that_falls_silent_ends_the_turn() {
        let (mut ear, asked) = (Ear::new(), detection(500));
        ear.hear(&noise(1_000, -20.0), Some(&asked));
        assert!(ear.is_speaking());
        assert_eq!(
            ear.lost(),
            Some(Heard::SpeechStopped {
                audio_end_ms: 1_000
            })
        );
        assert_eq!(ear.lost(), None);
    }
}
