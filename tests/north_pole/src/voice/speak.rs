//! From words to sound: espeak-ng says them, `warm` makes an old man or a child of the result.

use std::path::{Path, PathBuf};

use super::warm;
use crate::conversation::Language;

/// So many times as fast as usual the synthesiser gets by itself. Its rate ends at 450 words a minute, 3.4 times Santa's,
/// and already from 3 on its sentences get shorter by no more than a hundredth.
const QUICKEST_SYNTHESIS: f64 = 3.0;

/// By so much, at most, finished speech is then drawn together. The pitch stays, but more would swallow whole sounds.
const MOST_DRAWN_TOGETHER: f64 = 4.0 / 3.0;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Deep, slow and warm, in a small wooden room.
    Santa,
    /// Higher and quicker: a stand-in for the child, used to make fake microphone files.
    Child,
}

/// Why no sound could be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VoiceError {
    /// The bundled language data could not be unpacked.
    #[error("the language data could not be unpacked: {0}")]
    Data(#[from] std::io::Error),
    /// The synthesiser refused the text.
    #[error("the synthesiser failed: {0}")]
    Synthesis(#[from] espeak_ng::Error),
}

/// Speaks Danish and English. Owns the unpacked language data and removes it when dropped.
#[derive(Debug)]
pub(crate) struct Speaker {
    data_dir: PathBuf,
}

impl Speaker {
    /// Unpacks the language data into a fresh folder under the system's temporary folder.
    pub(crate) fn new() -> Result<Self, VoiceError> {
        let data_dir =
            std::env::temp_dir().join(format!("north-pole-voice-{}", crate::ids::token(8)));
        std::fs::create_dir_all(&data_dir)?;
        let speaker = Self { data_dir };
        espeak_ng::install_bundled_languages(&speaker.data_dir, &["da", "en"])?;
        Ok(speaker)
    }

    /// Says the words at the voice's own pace.
    pub(crate) fn say(
        &self,
        text: &str,
        language: Language,
        voice: Voice,
    ) -> Result<Vec<f32>, VoiceError> {
        self.say_at(text, language, voice, 1.0)
    }

    /// Asks for the words `speed` times as fast as usual. They don't get shorter by quite as much: at 2 they take 0.56 of
    /// the time, at 3 they take 0.44, at 4 and above 0.33. Blocks for some milliseconds per second of speech, so call
    /// it off the network threads.
    pub(crate) fn say_at(
        &self,
        text: &str,
        language: Language,
        voice: Voice,
        speed: f64,
    ) -> Result<Vec<f32>, VoiceError> {
        let (rate, pitch, range): (f64, u32, u32) = match voice {
            Voice::Santa => (132.0, 28, 55),
            Voice::Child => (150.0, 95, 65),
        };
        let engine = espeak_ng::EspeakNg::builder()
            .voice(language.code())
            .rate((rate * speed.min(QUICKEST_SYNTHESIS)).round() as u32)
            .pitch(pitch)
            .range(range)
            .data_dir(self.folder())
            .build()?
            .with_post_tempo((speed / QUICKEST_SYNTHESIS).clamp(1.0, MOST_DRAWN_TOGETHER));
        let (samples, sample_rate) = engine.synth(text)?;
        let dry: Vec<f32> = samples
            .iter()
            .map(|&sample| f32::from(sample) / 32_768.0)
            .collect();
        Ok(match voice {
            Voice::Santa => warm::santa(&dry, sample_rate),
            Voice::Child => warm::child(&dry, sample_rate),
        })
    }

    fn folder(&self) -> &Path {
        &self.data_dir
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        // A folder that cannot be removed is left to the system's own cleaning of temporary files.
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::SAMPLE_RATE;

    fn rms(samples: &[f32]) -> f32 {
        (samples.iter().map(|s| s * s).sum::<f32>() / samples.len() as f32).sqrt()
    }

    /// The lower quartile of the fundamental frequencies of the loud 60 ms windows, in Hz, by autocorrelation,
    /// whose mistakes (a formant for the voice) are all too high.
    fn pitch_hz(samples: &[f32]) -> f32 {
        let decimated: Vec<f32> = samples
            .chunks(6)
            .map(|c| c.iter().sum::<f32>() / 6.0)
            .collect();
        let loud = decimated
            .chunks_exact(480)
            .filter(|window| rms(window) > 0.1);
        let mut pitches: Vec<f32> = loud.map(window_pitch_hz).collect();
        pitches.sort_by(f32::total_cmp);
        pitches[pitches.len() / 4]
    }

    fn window_pitch_hz(window: &[f32]) -> f32 {
        let best = (8_000 / 500..8_000 / 55)
            .max_by(|&a, &b| correlation(window, a).total_cmp(&correlation(window, b)))
            .expect("some lag");
        8_000.0 / best as f32
    }

    fn correlation(samples: &[f32], lag: usize) -> f32 {
        let (now, later) = (&samples[..samples.len() - lag], &samples[lag..]);
        let product: f32 = now.iter().zip(later).map(|(a, b)| a * b).sum();
        let power = |s: &[f32]| s.iter().map(|x| x * x).sum::<f32>();
        product / (power(now) * power(later)).sqrt().max(1e-9)
    }

    #[test]
    fn santa_is_audible_unclipped_and_deeper_than_a_child() {
        let speaker = Speaker::new().unwrap();
        for (language, text) in [
            (
                Language::Danish,
                "Ho ho ho, Alma! Jeg bor i Grønland og spiser risengrød.",
            ),
            (
                Language::English,
                "Ho ho ho, Alma! I live in Greenland and eat rice porridge.",
            ),
        ] {
            let santa = speaker.say(text, language, Voice::Santa).unwrap();
            let child = speaker.say(text, language, Voice::Child).unwrap();
            let seconds = santa.len() as f32 / SAMPLE_RATE as f32;
            assert!((3.0..12.0).contains(&seconds), "{seconds} s");
            assert!(rms(&santa) > 0.03, "too quiet: {}", rms(&santa));
            assert!(santa.iter().all(|s| s.abs() <= 1.0));
            assert!(santa.len() > child.len(), "a child speaks faster");
            let (deep, high) = (pitch_hz(&santa), pitch_hz(&child));
            assert!(
                deep < 130.0 && high > 1.4 * deep,
                "Santa {deep} Hz, child {high} Hz"
            );
        }
    }

    fn crossings_per_second(samples: &[f32]) -> f32 {
        let ups = samples
            .windows(2)
            .filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0);
        ups.count() as f32 / (samples.len() as f32 / SAMPLE_RATE as f32)
    }

    #[test]
    fn a_quick_santa_takes_less_of_the_time_and_keeps_his_voice() {
        let speaker = Speaker::new().unwrap();
        let (danish, english) = (
            "Ho ho ho, Alma! Jeg bor i Grønland og spiser risengrød.",
            "Ho ho ho, Alma! I live at the North Pole and eat rice pudding.",
        );
        for (language, text) in [(Language::Danish, danish), (Language::English, english)] {
            let at = |speed| speaker.say_at(text, language, Voice::Santa, speed).unwrap();
            let usual = at(1.0);
            for (speed, shares) in [(2.0, 0.5..0.6), (3.0, 0.4..0.5), (4.0, 0.25..0.4)] {
                let quick = at(speed);
                let share = quick.len() as f32 / usual.len() as f32;
                assert!(shares.contains(&share), "{share} of the time at {speed}");
                assert!(rms(&quick) > 0.7 * rms(&usual));
                // Had he been quickened like a tape, he would cross zero more often by as much.
                let higher = crossings_per_second(&quick) / crossings_per_second(&usual);
                assert!((0.85..1.2).contains(&higher), "times {higher} at {speed}");
            }
        }
    }

    #[test]
    fn danish_letters_change_the_sound() {
        let speaker = Speaker::new().unwrap();
        let with = speaker
            .say("rød grød på sø", Language::Danish, Voice::Santa)
            .unwrap();
        let without = speaker
            .say("rod grod pa so", Language::Danish, Voice::Santa)
            .unwrap();
        assert_ne!(with.len(), without.len());
    }

    #[test]
    fn the_language_data_goes_with_the_speaker() {
        let speaker = Speaker::new().unwrap();
        let folder = speaker.folder().to_path_buf();
        assert!(folder.exists());
        drop(speaker);
        assert!(!folder.exists());
    }
}
