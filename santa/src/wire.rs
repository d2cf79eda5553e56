//! The messages between the app and Santa, as plain objects with a `type`.
//!
//! This is the whole seam. The app never holds one of Santa's objects and Santa never holds one of
//! the app's: only these words pass, through `postMessage` where Santa lives in a Worker and through
//! a function call where he lives on the page. Sound itself does not pass here: after
//! [`ToSanta::Sound`] it comes as `Float32Array`s of samples on the port that was transferred along.
//!
//! Nothing personal may ever become a field of these messages.

use serde::{Deserialize, Serialize};

/// What Santa is doing, as far as his body is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// At ease, looking at the child.
    #[default]
    Idle,
    /// The telephone rings and he is not there yet: he looks around, expectant.
    Ringing,
    /// The child is talking: head a little to the side, small nods.
    Listening,
    /// He considers an answer and looks up for it.
    Thinking,
    /// He talks; the mouth itself follows the sound.
    Speaking,
    /// He laughs from the belly.
    Laughing,
    /// He greets with a mitten.
    Waving,
    /// He says goodbye: a warm smile and a slow wave.
    Farewell,
    /// He holds the list of wishes up before him and reads in it.
    Reading,
    /// Something delights him: brows up, eyes wide, a round mouth.
    Surprised,
}

impl State {
    /// Every state there is, for tests and for a harness that shows them all.
    pub const ALL: [State; 10] = [
        State::Idle,
        State::Ringing,
        State::Listening,
        State::Thinking,
        State::Speaking,
        State::Laughing,
        State::Waving,
        State::Farewell,
        State::Reading,
        State::Surprised,
    ];
}

/// A canvas's size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// Width in CSS pixels.
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// Device pixels per CSS pixel.
    pub scale: f32,
}

/// What the app says to Santa.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ToSanta {
    /// Act so from now on.
    Act {
        /// The state to ease into.
        state: State,
    },
    /// His voice begins; its samples come on the port that was transferred with this message.
    #[serde(rename_all = "camelCase")]
    Sound {
        /// Samples per second on the port.
        sample_rate: f32,
    },
    /// His voice was cut off: close the mouth now, whatever samples are still under way.
    Hush,
    /// The canvas has a new size.
    Resize(Size),
    /// The page is hidden: draw no more frames.
    Pause,
    /// The page is visible again.
    Resume,
    /// The visitor asks for less movement (mouth and blinks stay).
    ReducedMotion {
        /// Whether movement shall be reduced.
        on: bool,
    },
}

/// What Santa says to the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum FromSanta {
    /// The first frame is on the canvas.
    Ready,
    /// He hears and acts and can't be drawn here (any more); the app shows the still picture.
    Still {
        /// A short technical reason for a developer's eyes.
        reason: String,
    },
    /// He can't live here at all; the app shows the still picture.
    Unavailable {
        /// A short technical reason for a developer's eyes.
        reason: String,
    },
    /// What reached his ears lately; said about twice a second while sound arrives.
    #[serde(rename_all = "camelCase")]
    Heard {
        /// Loudest stretch since the last such message, in decibels of full scale.
        loudest_dbfs: f32,
        /// Seconds of sound louder than −45 dBFS so far, in total.
        seconds: f32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: ToSanta, text: &str) {
        assert_eq!(serde_json::to_string(&message).unwrap(), text);
        assert_eq!(serde_json::from_str::<ToSanta>(text).unwrap(), message);
    }

    #[test]
    fn the_apps_words_survive_the_trip() {
        check(
            ToSanta::Act {
                state: State::Laughing,
            },
            r#"{"type":"act","state":"laughing"}"#,
        );
        check(
            ToSanta::Sound {
                sample_rate: 48000.0,
            },
            r#"{"type":"sound","sampleRate":48000.0}"#,
        );
        check(ToSanta::Hush, r#"{"type":"hush"}"#);
        check(
            ToSanta::Resize(Size {
                width: 390.0,
                height: 844.0,
                scale: 3.0,
            }),
            r#"{"type":"resize","width":390.0,"height":844.0,"scale":3.0}"#,
        );
        check(ToSanta::Pause, r#"{"type":"pause"}"#);
        check(ToSanta::Resume, r#"{"type":"resume"}"#);
        check(
            ToSanta::ReducedMotion { on: true },
            r#"{"type":"reducedMotion","on":true}"#,
        );
    }

    #[test]
    fn every_state_has_one_lowercase_word() {
        for state in State::ALL {
            let word = serde_json::to_string(&state).unwrap();
            assert_eq!(word, word.to_lowercase());
            assert_eq!(serde_json::from_str::<State>(&word).unwrap(), state);
        }
    }

    #[test]
    fn santas_words_survive_the_trip() {
        for message in [
            FromSanta::Ready,
            FromSanta::Still {
                reason: "no graphics chip".into(),
            },
            FromSanta::Unavailable {
                reason: "no canvas".into(),
            },
            FromSanta::Heard {
                loudest_dbfs: -18.5,
                seconds: 2.25,
            },
        ] {
            let text = serde_json::to_string(&message).unwrap();
            assert_eq!(serde_json::from_str::<FromSanta>(&text).unwrap(), message);
        }
        let heard = serde_json::to_string(&FromSanta::Heard {
            loudest_dbfs: -20.0,
            seconds: 1.0,
        });
        assert_eq!(
            heard.unwrap(),
            r#"{"type":"heard","loudestDbfs":-20.0,"seconds":1.0}"#
        );
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(serde_json::from_str::<ToSanta>(r#"{"type":"dance"}"#).is_err());
        assert!(serde_json::from_str::<ToSanta>(r#"{"type":"act","state":"angry"}"#).is_err());
    }
}
