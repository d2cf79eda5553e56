//! A pen and a sheet: the part of the 2D canvas that Santa needs, in his own world's coordinates.
//!
//! `OffscreenCanvas` in a Worker and `HTMLCanvasElement` on a page draw through methods of the same
//! names, and wasm-bindgen calls methods by name; so one binding serves both. A canvas call can only
//! fail on a broken image or number, and then the best answer is a frame without that stroke: results
//! are dropped here, and only here.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d};

/// Draws with y up, like the rest of Santa; the canvas's own y goes down.
#[derive(Clone)]
pub(super) struct Pen {
    context: OffscreenCanvasRenderingContext2d,
}

/// A canvas that is drawn once and then only copied.
pub(crate) struct Sheet {
    pub(crate) canvas: OffscreenCanvas,
    pub(super) pen: Pen,
}

fn f(x: f32) -> f64 {
    f64::from(x)
}

impl Pen {
    /// The pen of a canvas, whichever of the two kinds it is.
    pub(super) fn of(canvas: &OffscreenCanvas) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??;
        Some(Self {
            context: context.unchecked_into(),
        })
    }

    /// World coordinates from here on: the origin at pixel (x, y), `unit` pixels per head radius.
    pub(super) fn world(&self, x: f32, y: f32, unit: f32) {
        let _ = self
            .context
            .set_transform(f(unit), 0.0, 0.0, f(unit), f(x), f(y));
    }

    pub(super) fn kept(&self, draw: impl FnOnce(&Self)) {
        self.context.save();
        draw(self);
        self.context.restore();
    }

    pub(super) fn shift(&self, x: f32, y: f32) {
        let _ = self.context.translate(f(x), f(-y));
    }

    /// Clockwise, as the viewer sees it.
    pub(super) fn turn(&self, angle: f32) {
        let _ = self.context.rotate(f(angle));
    }

    pub(super) fn alpha(&self, alpha: f32) {
        self.context.set_global_alpha(f(alpha));
    }

    /// Light adds up from here on (flames, glints).
    pub(super) fn glow(&self) {
        let _ = self.context.set_global_composite_operation("lighter");
    }

    pub(super) fn fill_with(&self, colour: &str) {
        self.context.set_fill_style_str(colour);
    }

    pub(super) fn stroke_with(&self, colour: &str, width: f32) {
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width(f(width));
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
    }

    /// Fills with rings of colour round (x, y).
    pub(super) fn radial(&self, x: f32, y: f32, from: f32, to: f32, stops: &[(f32, &str)]) {
        let gradient =
            self.context
                .create_radial_gradient(f(x), f(-y), f(from), f(x), f(-y), f(to));
        if let Ok(gradient) = gradient {
            for (at, colour) in stops {
                let _ = gradient.add_color_stop(*at, colour);
            }
            self.context.set_fill_style_canvas_gradient(&gradient);
        }
    }

    /// Fills with bands of colour from one point to another.
    pub(super) fn linear(&self, from: (f32, f32), to: (f32, f32), stops: &[(f32, &str)]) {
        let gradient =
            self.context
                .create_linear_gradient(f(from.0), f(-from.1), f(to.0), f(-to.1));
        for (at, colour) in stops {
            let _ = gradient.add_color_stop(*at, colour);
        }
        self.context.set_fill_style_canvas_gradient(&gradient);
    }

    pub(super) fn begin(&self) {
        self.context.begin_path();
    }

    pub(super) fn move_to(&self, x: f32, y: f32) {
        self.context.move_to(f(x), f(-y));
    }

    pub(super) fn line_to(&self, x: f32, y: f32) {
        self.context.line_to(f(x), f(-y));
    }

    pub(super) fn curve_to(&self, a: (f32, f32), b: (f32, f32), to: (f32, f32)) {
        self.context
            .bezier_curve_to(f(a.0), f(-a.1), f(b.0), f(-b.1), f(to.0), f(-to.1));
    }

    pub(super) fn ellipse(&self, x: f32, y: f32, rx: f32, ry: f32) {
        let _ = self.context.ellipse(
            f(x),
            f(-y),
            f(rx.max(0.0)),
            f(ry.max(0.0)),
            0.0,
            0.0,
            core::f64::consts::TAU,
        );
    }

    /// A filled ellipse by itself.
    pub(super) fn dot(&self, x: f32, y: f32, rx: f32, ry: f32) {
        self.begin();
        self.ellipse(x, y, rx, ry);
        self.fill();
    }

    pub(super) fn polygon(&self, points: &[(f32, f32)]) {
        self.begin();
        for (i, (x, y)) in points.iter().enumerate() {
            if i == 0 {
                self.move_to(*x, *y);
            } else {
                self.line_to(*x, *y);
            }
        }
        self.context.close_path();
    }

    pub(super) fn fill(&self) {
        self.context.fill();
    }

    pub(super) fn stroke(&self) {
        self.context.stroke();
    }

    pub(super) fn clip(&self) {
        self.context.clip();
    }

    /// A filled rectangle from its left upper corner.
    pub(super) fn block(&self, left: f32, top: f32, width: f32, height: f32) {
        self.context
            .fill_rect(f(left), f(-top), f(width), f(height));
    }

    /// Copies a sheet into a rectangle, left upper corner first.
    pub(super) fn copy(&self, sheet: &Sheet, left: f32, top: f32, width: f32, height: f32) {
        let _ = self.context.draw_image_with_offscreen_canvas_and_dw_and_dh(
            &sheet.canvas,
            f(left),
            f(-top),
            f(width),
            f(height),
        );
    }
}

impl Sheet {
    /// An empty sheet of so many pixels; `None` where no canvas can be made.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let (width, height) = (width.max(1), height.max(1));
        let offscreen =
            js_sys::Reflect::has(&js_sys::global(), &JsValue::from_str("OffscreenCanvas"));
        let canvas = if offscreen.unwrap_or(false) {
            OffscreenCanvas::new(width, height).ok()?
        } else {
            let element = web_sys::window()?
                .document()?
                .create_element("canvas")
                .ok()?;
            let canvas: OffscreenCanvas = element.unchecked_into();
            canvas.set_width(width);
            canvas.set_height(height);
            canvas
        };
        let pen = Pen::of(&canvas)?;
        Some(Self { canvas, pen })
    }
}
