//! The module's exports: a stage on which Santa stands, spoken to in the words of [`crate::wire`].
//!
//! The glue in `public/santa/` owns the clock, the message ports and the frame loop, in a Worker or on
//! the page; this file owns Santa. Messages cross as JSON text, which is the same on both sides of the
//! seam. A frame that fails to paint is skipped; nothing here may panic.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::OffscreenCanvas;

use crate::acting::Performance;
use crate::lipsync::LipSync;
use crate::painter::Painter;
use crate::pose::{Mouth, Pose};
use crate::wire::{FromSanta, Size, ToSanta};

/// How often the app is told what was heard, in seconds.
const REPORT_SECONDS: f32 = 0.5;
/// Never more device pixels than this on the canvas: a tablet's, not a wall's.
const MOST_PIXELS: f32 = 3_200_000.0;

/// Santa on his stage.
#[wasm_bindgen]
pub struct Stage {
    canvas: OffscreenCanvas,
    painter: Painter,
    performance: Performance,
    pose: Pose,
    ears: Option<LipSync>,
    reduced_motion: bool,
    last_ms: Option<f64>,
    seconds: f32,
    /// Samples a second on the port, and seconds of them since the app was last told.
    sample_rate: f32,
    unreported: f32,
}

#[wasm_bindgen]
impl Stage {
    /// Builds room and puppet for a canvas (of either kind) and a size as JSON
    /// (`{"width","height","scale"}`). `None` where there is no 2D context.
    pub fn open(
        canvas: OffscreenCanvas,
        size: &str,
        seed: u32,
        reduced_motion: bool,
    ) -> Option<Stage> {
        let (width, height) = pixels(serde_json::from_str(size).ok()?);
        let painter = Painter::new(&canvas, width, height)?;
        let mut performance = Performance::new(seed);
        performance.reduce_motion(reduced_motion);
        Some(Self {
            canvas,
            painter,
            performance,
            pose: Pose::default(),
            ears: None,
            reduced_motion,
            last_ms: None,
            seconds: 0.0,
            sample_rate: 48_000.0,
            unreported: 0.0,
        })
    }

    /// Takes one message of the app as JSON. `false`: the words were not understood.
    pub fn message(&mut self, text: &str) -> bool {
        let Ok(message) = serde_json::from_str::<ToSanta>(text) else {
            return false;
        };
        match message {
            ToSanta::Act { state } => self.performance.act(state),
            ToSanta::Sound { sample_rate } => {
                self.sample_rate = sample_rate.max(1.0);
                self.ears = Some(LipSync::new(sample_rate));
            }
            ToSanta::Hush => {
                if let Some(ears) = &mut self.ears {
                    ears.hush();
                }
            }
            ToSanta::Resize(size) => {
                let (width, height) = pixels(size);
                if self.painter.resize(&self.canvas, width, height).is_none() {
                    return false;
                }
                // A canvas is emptied by its new size: fill it before anyone sees that.
                self.paint();
            }
            // The frame loop is the glue's; here it only means that no time passed meanwhile.
            ToSanta::Pause | ToSanta::Resume => self.last_ms = None,
            ToSanta::ReducedMotion { on } => {
                self.reduced_motion = on;
                self.performance.reduce_motion(on);
            }
        }
        true
    }

    /// Takes sound samples, as they come from the port; gives a message to the app as JSON about twice
    /// a second of sound, whether or not frames are painted meanwhile.
    pub fn hear(&mut self, samples: &[f32]) -> Option<String> {
        let ears = self.ears.as_mut()?;
        ears.hear(samples);
        self.unreported += samples.len() as f32 / self.sample_rate;
        if self.unreported < REPORT_SECONDS {
            return None;
        }
        self.unreported = 0.0;
        let heard = FromSanta::Heard {
            loudest_dbfs: ears.take_loudest_dbfs().max(-120.0),
            seconds: ears.audible_seconds(),
        };
        serde_json::to_string(&heard).ok()
    }

    /// Plays on to `now_ms` (any clock that only goes forward) and paints.
    pub fn frame(&mut self, now_ms: f64) {
        let dt = self
            .last_ms
            .map_or(0.0, |last| ((now_ms - last) / 1000.0) as f32);
        self.last_ms = Some(now_ms);
        let dt = dt.clamp(0.0, 0.25);
        self.seconds += dt;
        let mouth = self.ears.as_mut().map_or_else(Mouth::default, |ears| {
            ears.pass(dt);
            ears.mouth()
        });
        self.pose = self.performance.step(dt, mouth);
        self.paint();
    }
}

impl Stage {
    fn paint(&self) {
        self.painter
            .paint(&self.pose, self.seconds, self.reduced_motion);
    }
}

/// A size in device pixels, held to what a frame can bear.
fn pixels(size: Size) -> (f32, f32) {
    let (width, height) = (
        size.width.clamp(16.0, 8192.0),
        size.height.clamp(16.0, 8192.0),
    );
    let most = (MOST_PIXELS / (width * height)).sqrt();
    let scale = size.scale.clamp(0.25, 4.0).min(most);
    ((width * scale).round(), (height * scale).round())
}
