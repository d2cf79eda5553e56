//! Sleigh bells, made of sine waves: to hear whether the loudspeaker is on before Santa speaks.

use wasm_bindgen::JsValue;
use web_sys::AudioContext;

/// The tones of a struck bell, as multiples of its lowest, and how loud each is.
const TONES: [(f32, f32); 4] = [(1.0, 0.5), (2.76, 0.28), (5.4, 0.16), (8.93, 0.06)];
/// When each bell is struck, in seconds, and its lowest tone in hertz.
const BELLS: [(f64, f32); 6] = [
    (0.0, 1318.5),
    (0.22, 1568.0),
    (0.44, 1318.5),
    (0.66, 1760.0),
    (0.88, 1568.0),
    (1.1, 2093.0),
];
/// How long a bell rings, in seconds.
const RINGS: f64 = 0.9;
/// What an ear no longer hears.
const SILENT: f32 = 0.0001;

/// Rings the bells once. To be called inside a tap, because a tablet lets nothing sound otherwise.
pub(super) fn ring(ears: &AudioContext) -> Result<(), JsValue> {
    let now = ears.current_time() + 0.05;
    for (at, pitch) in BELLS {
        for (multiple, loudness) in TONES {
            let (start, end) = (now + at, now + at + RINGS / f64::from(multiple).sqrt());
            let tone = ears.create_oscillator()?;
            let volume = ears.create_gain()?;
            tone.frequency().set_value(pitch * multiple);
            volume.gain().set_value_at_time(SILENT, start)?;
            volume
                .gain()
                .exponential_ramp_to_value_at_time(loudness * 0.4, start + 0.006)?;
            volume
                .gain()
                .exponential_ramp_to_value_at_time(SILENT, end)?;
            tone.connect_with_audio_node(&volume)?;
            volume.connect_with_audio_node(&ears.destination())?;
            tone.start_with_when(start)?;
            tone.stop_with_when(end)?;
        }
    }
    Ok(())
}
