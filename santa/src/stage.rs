//! The module's exports: a stage on which Santa stands, spoken to in the words of [`crate::wire`].
//!
//! The glue in `public/santa/` owns the clock, the message ports and the frame loop, in a Worker or on
//! the page; this file owns Santa. Messages cross as JSON text, which is the same on both sides of the
//! seam. A frame that fails to paint is skipped; nothing here may panic.

use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::OffscreenCanvas;

#[cfg(feature = "studies")]
mod studio;

use crate::acting::Performance;
use crate::ears::Ears;
use crate::layout::pixels;
use crate::mesh::{Detail, Mesh};
use crate::painter::{Painter, Quality};
use crate::pose::{Mouth, Pose};
use crate::quality::{Choice, Verdict};
use crate::wire::{Size, ToSanta};

/// How Santa is asked to begin.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Start {
    size: Size,
    seed: u32,
    reduced_motion: bool,
    /// Cast finely and multisampled, for a strong machine or a still picture.
    fine: bool,
    /// Draw even where a processor does a graphics chip's work.
    software_too: bool,
    /// Hear and act, and draw nothing.
    unseen: bool,
}

/// What the glue does with one of the screen's frames.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Beat {
    /// It plays and paints.
    Play,
    /// It leaves the last picture where it is: this device paints fewer frames than the screen shows.
    Rest,
    /// It says that he can't be drawn here; he acts on unseen.
    Hidden,
}

/// Santa on his stage.
#[wasm_bindgen]
pub struct Stage {
    canvas: OffscreenCanvas,
    start: Start,
    painter: Option<Painter>,
    /// Why he is not painted.
    fault: &'static str,
    choice: Choice,
    /// The screen's frames since he came, and when the last one was.
    beats: u32,
    last_beat_ms: Option<f64>,
    performance: Performance,
    pose: Pose,
    ears: Option<Ears>,
    last_ms: Option<f64>,
    seconds: f32,
}

#[wasm_bindgen]
impl Stage {
    /// Builds room and puppet for a canvas (of either kind), as asked for in JSON. `None` where the words
    /// were not understood. Where he can't be painted he acts unseen, and [`Stage::fault`] says why.
    pub fn open(canvas: OffscreenCanvas, start: &str) -> Option<Stage> {
        let start: Start = serde_json::from_str(start).ok()?;
        let mut performance = Performance::new(start.seed);
        performance.reduce_motion(start.reduced_motion);
        let mut stage = Self {
            canvas,
            painter: None,
            fault: "",
            choice: Choice::new(),
            beats: 0,
            last_beat_ms: None,
            performance,
            pose: Pose::default(),
            ears: None,
            last_ms: None,
            seconds: 0.0,
            start,
        };
        stage.set_up();
        Some(stage)
    }

    /// Builds everything that the canvas's context holds, at the start and after the context was lost.
    pub fn set_up(&mut self) {
        self.painter = None;
        match self.painter() {
            Ok(painter) => self.painter = Some(painter),
            Err(fault) => self.fault = fault,
        }
    }

    /// Paints no more: he acts on unseen.
    pub fn hide(&mut self) {
        self.painter = None;
        self.fault = "he was hidden";
    }

    /// Why he is not painted; nothing if he is.
    pub fn fault(&self) -> Option<String> {
        self.painter.is_none().then(|| self.fault.into())
    }

    /// Takes one message of the app as JSON. `false`: the words were not understood.
    pub fn message(&mut self, text: &str) -> bool {
        let Ok(message) = serde_json::from_str::<ToSanta>(text) else {
            return false;
        };
        match message {
            ToSanta::Act { state } => self.performance.act(state),
            ToSanta::Sound { sample_rate } => self.ears = Some(Ears::new(sample_rate)),
            ToSanta::Hush => {
                if let Some(ears) = &mut self.ears {
                    ears.hush();
                }
            }
            ToSanta::Resize(size) => {
                self.start.size = size;
                return self.resize();
            }
            // The frame loop is the glue's; here it only means that no time passed meanwhile.
            ToSanta::Pause | ToSanta::Resume => {
                self.last_ms = None;
                self.last_beat_ms = None;
            }
            ToSanta::ReducedMotion { on } => {
                self.start.reduced_motion = on;
                self.performance.reduce_motion(on);
            }
        }
        true
    }

    /// Draws as little as he can from here on, for good: for a test, where a processor draws.
    pub fn hold_least(&mut self) {
        self.choice.hold_least();
        self.resize();
    }

    /// Begins as a device may that took `each_ms` milliseconds for a whole frame. `false`: it can't draw him.
    pub fn begin(&mut self, each_ms: f32) -> bool {
        let verdict = self.choice.begin(each_ms);
        self.take(verdict)
    }

    /// Takes the time of one of the screen's frames, in milliseconds of any clock that only goes forward.
    pub fn beat(&mut self, now_ms: f64) -> Beat {
        self.beats = self.beats.wrapping_add(1);
        let last = self.last_beat_ms.replace(now_ms);
        if self.painter.is_none() {
            return Beat::Play;
        }
        if let Some(last) = last {
            let verdict = self.choice.frame((now_ms - last) as f32);
            if !self.take(verdict) {
                return Beat::Hidden;
            }
        }
        if self.beats.is_multiple_of(self.choice.step().every) {
            Beat::Play
        } else {
            Beat::Rest
        }
    }

    /// Takes sound samples, as they come from the port; gives a message to the app as JSON about twice
    /// a second of sound, whether or not frames are painted meanwhile.
    pub fn hear(&mut self, samples: &[f32]) -> Option<String> {
        let told = self.ears.as_mut()?.hear(samples)?;
        serde_json::to_string(&told).ok()
    }

    /// Plays on to `now_ms` (any clock that only goes forward) and paints. Gives how far the jaw is open.
    pub fn frame(&mut self, now_ms: f64) -> f32 {
        let dt = self
            .last_ms
            .map_or(0.0, |last| ((now_ms - last) / 1000.0) as f32);
        self.last_ms = Some(now_ms);
        let dt = dt.clamp(0.0, 0.25);
        self.seconds += dt;
        let mouth = self
            .ears
            .as_mut()
            .map_or_else(Mouth::default, |ears| ears.mouth(dt));
        self.pose = self.performance.step(dt, mouth);
        self.paint(self.quality());
        self.pose.mouth.jaw
    }

    /// Waits until what was asked for is drawn.
    pub fn finish(&self) {
        if let Some(painter) = &self.painter {
            painter.finish();
        }
    }
}

impl Stage {
    /// Does what the frames showed. `false`: he was hidden.
    fn take(&mut self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Stay => {}
            Verdict::Changed => {
                self.resize();
            }
            Verdict::Hopeless => {
                self.painter = None;
                self.fault = "frames take too long";
                return false;
            }
        }
        true
    }

    /// The canvas's size in device pixels, at the chosen step's share of the screen's.
    fn canvas_size(&self) -> (f32, f32) {
        let share = self.choice.step().share;
        let (width, height) = pixels(self.start.size);
        ((width * share).round(), (height * share).round())
    }

    /// The shells of the chosen step.
    fn quality(&self) -> Quality {
        let step = self.choice.step();
        Quality {
            fur_shells: step.fur_shells,
            fuzz_shells: step.fuzz_shells,
            soft: self.start.fine,
        }
    }

    /// Moves to the size that is asked for, at the chosen step's sharpness. `false`: there is no room for a picture of this size.
    fn resize(&mut self) -> bool {
        let size = self.canvas_size();
        if let Some(painter) = &mut self.painter {
            if painter.resize(&self.canvas, size).is_none() {
                return false;
            }
            // A canvas is emptied by its new size: fill it before anyone sees that.
            self.paint(self.quality());
        }
        true
    }

    fn painter(&self) -> Result<Painter, &'static str> {
        if self.start.unseen {
            return Err("he was asked to act unseen");
        }
        let context = Painter::context(&self.canvas, self.start.fine).ok_or("no WebGL2")?;
        if !self.start.software_too && Painter::is_software(&context) {
            return Err("no graphics chip");
        }
        let detail = if self.start.fine {
            Detail::Full
        } else {
            Detail::Low
        };
        Painter::new(
            context,
            &self.canvas,
            self.canvas_size(),
            Mesh::cast(detail),
            self.start.fine,
        )
    }

    fn paint(&self, quality: Quality) {
        if let Some(painter) = &self.painter {
            let still = self.start.reduced_motion;
            let seconds = if still { 3.0 } else { self.seconds };
            painter.paint(&self.pose, seconds, quality, still);
        }
    }
}
