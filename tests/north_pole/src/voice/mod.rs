//! The voices of the stand-in: text in, 48 kHz mono sound out, and the Opus frames that carry it.
//!
//! espeak-ng (GPL) lives behind this module and nowhere else. Sound exists here in memory only; nothing is
//! written to disk but espeak-ng's own language data, in a folder that goes when the program ends.

pub(crate) mod opus;
mod speak;
mod warm;
mod wav;

pub(crate) use speak::{Speaker, Voice, VoiceError};
pub(crate) use wav::to_wav;

/// Samples a second of everything that leaves this module.
pub(crate) const SAMPLE_RATE: u32 = 48_000;

/// Milliseconds of one Opus frame, the rhythm in which sound is sent and heard.
pub(crate) const FRAME_MS: u64 = 20;

/// Samples in one frame.
pub(crate) const FRAME_SAMPLES: usize = 960;

/// How long so many samples last, in milliseconds, rounded up to whole frames (a part of a frame is sent as a
/// whole one).
pub(crate) fn duration_ms(samples: usize) -> u64 {
    samples.div_ceil(FRAME_SAMPLES) as u64 * FRAME_MS
}
