//! What a call was like, for tests to read. Held in memory only, gone with the program.

use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde_json::Value;

use crate::conversation::vad::Measured;

/// Who ended a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EndedBy {
    /// The client closed its peer connection.
    Client,
    /// The hang-up route was called.
    Hangup,
    /// Nothing more was heard of the client.
    PeerLost,
    /// A fault set by a test, or the stand-in's own failure.
    Fault,
}

/// Everything a test may want to know of one call.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Report {
    /// The call's id, as in the `Location` header.
    pub(crate) call_id: String,
    /// When the offer came, Unix milliseconds.
    pub(crate) created_at_ms: u64,
    /// Whether ICE and DTLS came up.
    pub(crate) connected: bool,
    /// Who ended it; null while it lives.
    pub(crate) ended_by: Option<EndedBy>,
    /// The language Santa speaks.
    pub(crate) language: String,
    /// What Santa was told before the call.
    pub(crate) instructions: String,
    /// Seconds of sound loud enough to be a voice.
    pub(crate) heard_speech_seconds: f64,
    /// Seconds of sound heard, silence included.
    pub(crate) heard_seconds: f64,
    /// Mean square of all sound heard, full scale 1.0.
    pub(crate) heard_energy: f64,
    /// Seconds of Santa's voice that were sent.
    pub(crate) said_seconds: f64,
    /// What Santa said, answer by answer (an interrupted one stands here whole).
    pub(crate) said: Vec<String>,
    /// Audio codecs of the offer, in its order.
    pub(crate) codecs: Vec<String>,
    /// Codecs that sound actually came in.
    pub(crate) heard_codecs: Vec<String>,
    /// Whether the offer had a video section or any video codec.
    pub(crate) offered_video: bool,
    /// Every message of the client on the data channel.
    pub(crate) client_events: Vec<Value>,
    /// What of it was refused, as the client was told: code, message, parameter.
    pub(crate) refused: Vec<Value>,
    /// The tools Santa called.
    pub(crate) tool_calls: Vec<Value>,
    /// Each response in short: id, status, reason, usage.
    pub(crate) responses: Vec<Value>,
    /// Whether the token request carried `OpenAI-Safety-Identifier`.
    pub(crate) safety_identifier_present: bool,
    /// How often the hang-up route was called.
    pub(crate) hangup_requests: u32,
}

impl Report {
    /// Takes over what the ear measured.
    pub(crate) fn measured(&mut self, measured: Measured) {
        self.heard_seconds = measured.heard_ms as f64 / 1_000.0;
        self.heard_speech_seconds = measured.speech_ms as f64 / 1_000.0;
        self.heard_energy = measured.energy;
    }
}

/// A report that the call's peer writes and the HTTP routes read.
pub(crate) type SharedReport = Arc<Mutex<Report>>;

/// What an SDP offer says of its media.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OfferedMedia {
    /// Whether it has a video section or names a video codec.
    pub(crate) video: bool,
    /// Names of the audio codecs, in the offer's order.
    pub(crate) audio_codecs: Vec<String>,
}

/// Reads the media lines of an SDP offer.
pub(crate) fn offered_media(sdp: &str) -> OfferedMedia {
    const VIDEO_CODECS: [&str; 6] = ["vp8", "vp9", "h264", "h265", "av1", "h266"];
    let codecs = sdp
        .lines()
        .filter_map(|line| line.strip_prefix("a=rtpmap:")?.split_whitespace().nth(1));
    let names = codecs.map(|codec| {
        codec
            .split('/')
            .next()
            .unwrap_or(codec)
            .to_ascii_lowercase()
    });
    let (video, mut audio_codecs): (Vec<_>, Vec<_>) =
        names.partition(|name| VIDEO_CODECS.contains(&name.as_str()));
    let mut known = std::collections::HashSet::new();
    audio_codecs.retain(|name| known.insert(name.clone()));
    OfferedMedia {
        video: !video.is_empty() || sdp.lines().any(|line| line.starts_with("m=video")),
        audio_codecs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn video_is_seen_in_an_offer() {
        let audio = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\n";
        let offered = offered_media(audio);
        assert_eq!(
            offered,
            OfferedMedia {
                video: false,
                audio_codecs: vec!["opus".into(), "pcmu".into()]
            }
        );
        assert!(offered_media(&format!("{audio}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n")).video);
        assert!(offered_media(&format!("{audio}a=rtpmap:96 VP8/90000\r\n")).video);
    }
}
