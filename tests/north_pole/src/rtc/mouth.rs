//! What goes out over the line: the next 20 ms of Santa's voice, or of silence.

use crate::voice::opus::{Mouthpiece, OpusError};
use crate::voice::{FRAME_MS, FRAME_SAMPLES};

/// A mouth that says one utterance at a time.
pub(super) struct Mouth {
    encoder: Mouthpiece,
    prepared: Option<(u64, Vec<f32>)>,
    playing: Vec<f32>,
    position: usize,
}

impl Mouth {
    pub(super) fn new() -> Result<Self, OpusError> {
        Ok(Self {
            encoder: Mouthpiece::new()?,
            prepared: None,
            playing: Vec::new(),
            position: 0,
        })
    }

    /// Lays an utterance ready.
    pub(super) fn prepare(&mut self, utterance: u64, sound: Vec<f32>) {
        self.prepared = Some((utterance, sound));
    }

    /// Begins to say the prepared utterance, and stops after so many milliseconds.
    pub(super) fn play(&mut self, utterance: u64, duration_ms: u64) {
        if let Some((_, sound)) = self.prepared.take_if(|(ready, _)| *ready == utterance) {
            self.playing = sound;
            self.playing
                .truncate((duration_ms / FRAME_MS) as usize * FRAME_SAMPLES);
            self.position = 0;
        }
    }

    /// Falls silent.
    pub(super) fn hush(&mut self) {
        self.playing.clear();
        self.position = 0;
    }

    /// The next packet, and whether it carries voice.
    pub(super) fn next_packet(&mut self) -> Result<(Vec<u8>, bool), OpusError> {
        let mut frame = [0.0; FRAME_SAMPLES];
        let left = &self.playing[self.position.min(self.playing.len())..];
        let length = left.len().min(FRAME_SAMPLES);
        frame[..length].copy_from_slice(&left[..length]);
        self.position += length;
        Ok((self.encoder.encode(&frame)?, length > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_prepared_utterance_is_said_and_only_once() {
        let mut mouth = Mouth::new().unwrap();
        mouth.prepare(2, vec![0.1; FRAME_SAMPLES + 1]);
        mouth.play(1, 1_000);
        assert!(
            !mouth.next_packet().unwrap().1,
            "another utterance was asked for"
        );
        mouth.play(2, 1_000);
        let voiced: Vec<bool> = (0..4).map(|_| mouth.next_packet().unwrap().1).collect();
        assert_eq!(voiced, [true, true, false, false]);
        mouth.play(2, 1_000);
        assert!(!mouth.next_packet().unwrap().1);
    }

    #[test]
    fn hush_is_at_once() {
        let mut mouth = Mouth::new().unwrap();
        mouth.prepare(1, vec![0.1; 48_000]);
        mouth.play(1, 1_000);
        assert!(mouth.next_packet().unwrap().1);
        mouth.hush();
        assert!(!mouth.next_packet().unwrap().1);
    }

    #[test]
    fn an_utterance_can_be_cut_short() {
        let mut mouth = Mouth::new().unwrap();
        mouth.prepare(1, vec![0.1; 48_000]);
        mouth.play(1, 40);
        let voiced: Vec<bool> = (0..3).map(|_| mouth.next_packet().unwrap().1).collect();
        assert_eq!(voiced, [true, true, false]);
    }
}
