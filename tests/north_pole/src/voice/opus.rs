//! Opus both ways, 48 kHz mono, one frame at a time.

use opus_rs::{Application, OpusDecoder, OpusEncoder};

use super::{FRAME_SAMPLES, SAMPLE_RATE};

/// The longest an Opus packet may last (120 ms), in samples.
const LONGEST_PACKET_SAMPLES: usize = 5_760;

/// What went wrong inside the codec.
#[derive(Debug, thiserror::Error)]
#[error("opus: {0}")]
pub(crate) struct OpusError(&'static str);

/// Turns 20 ms frames of sound into packets.
pub(crate) struct Mouthpiece {
    encoder: OpusEncoder,
    packet: Vec<u8>,
}

impl Mouthpiece {
    /// An encoder for speech at 32 kbit/s, clear for one voice.
    pub(crate) fn new() -> Result<Self, OpusError> {
        let mut encoder =
            OpusEncoder::new(SAMPLE_RATE as i32, 1, Application::Voip).map_err(OpusError)?;
        encoder.bitrate_bps = 32_000;
        encoder.complexity = 5;
        Ok(Self {
            encoder,
            packet: vec![0; 1_275],
        })
    }

    /// Encodes exactly one frame of [`FRAME_SAMPLES`].
    pub(crate) fn encode(&mut self, frame: &[f32; FRAME_SAMPLES]) -> Result<Vec<u8>, OpusError> {
        let length = self
            .encoder
            .encode(frame, FRAME_SAMPLES, &mut self.packet)
            .map_err(OpusError)?;
        Ok(self.packet[..length].to_vec())
    }
}

/// Turns packets from the peer into sound.
pub(crate) struct Earpiece {
    decoder: OpusDecoder,
    sound: Vec<f32>,
}

impl Earpiece {
    /// A decoder; a stereo packet is heard as mono.
    pub(crate) fn new() -> Result<Self, OpusError> {
        let decoder = OpusDecoder::new(SAMPLE_RATE as i32, 1).map_err(OpusError)?;
        Ok(Self {
            decoder,
            sound: vec![0.0; LONGEST_PACKET_SAMPLES],
        })
    }

    /// The sound of one packet.
    pub(crate) fn decode(&mut self, packet: &[u8]) -> Result<&[f32], OpusError> {
        let samples = if packet.len() <= 1 {
            FRAME_SAMPLES
        } else {
            LONGEST_PACKET_SAMPLES
        };
        let length = self
            .decoder
            .decode(packet, samples, &mut self.sound)
            .map_err(OpusError)?;
        Ok(&self.sound[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Language;
    use crate::voice::{Speaker, Voice};

    /// Correlation of two sounds at the best shift within 30 ms, 1.0 = the same.
    fn likeness(a: &[f32], b: &[f32]) -> f64 {
        (0..1_440)
            .step_by(4)
            .map(|shift| {
                let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
                for (x, y) in a.iter().zip(&b[shift..]).step_by(3) {
                    let (x, y) = (f64::from(*x), f64::from(*y));
                    ab += x * y;
                    aa += x * x;
                    bb += y * y;
                }
                ab / (aa * bb).sqrt().max(1e-12)
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn speech_survives_the_round_trip() {
        // Speech and not a tone: an encoder may garble speech while a tone sounds perfect.
        let speaker = Speaker::new().unwrap();
        let speech = speaker
            .say(
                "Ho ho ho, hvad ønsker du dig til jul?",
                Language::Danish,
                Voice::Santa,
            )
            .unwrap();
        let (mut mouth, mut ear) = (Mouthpiece::new().unwrap(), Earpiece::new().unwrap());
        let (mut heard, mut bytes) = (Vec::new(), 0);
        for chunk in speech.chunks_exact(FRAME_SAMPLES) {
            let packet = mouth.encode(chunk.try_into().unwrap()).unwrap();
            bytes += packet.len();
            heard.extend_from_slice(ear.decode(&packet).unwrap());
        }
        let seconds = heard.len() as f64 / f64::from(SAMPLE_RATE);
        let kbit = bytes as f64 * 8.0 / seconds / 1_000.0;
        assert!((8.0..64.0).contains(&kbit), "{kbit} kbit/s");
        let likeness = likeness(&speech, &heard);
        assert!(likeness > 0.8, "only {likeness:.3} alike");
    }

    #[test]
    fn silence_decodes_to_silence() {
        let (mut mouth, mut ear) = (Mouthpiece::new().unwrap(), Earpiece::new().unwrap());
        for _ in 0..25 {
            let packet = mouth.encode(&[0.0; FRAME_SAMPLES]).unwrap();
            assert!(ear.decode(&packet).unwrap().iter().all(|s| s.abs() < 0.01));
        }
    }

    #[test]
    fn rubbish_is_an_error_and_not_a_crash() {
        let mut ear = Earpiece::new().unwrap();
        let _ = ear.decode(&[0xff, 0x00, 0x13]);
        assert!(ear.decode(&[]).is_ok(), "an empty packet is a lost one");
    }
}
