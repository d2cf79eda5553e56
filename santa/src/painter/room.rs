//! The room: a Danish winter night indoors. Painted once per size; snow, flames and light move over it.
//!
//! What lies behind Santa is out of focus (painted small and enlarged), what hangs nearer is crisp.
//! No stockings here: woven hearts, a paper star, candles and spruce.

use super::hearth;
use super::ornaments;
use super::pen::{Pen, Sheet};
use super::window;
use crate::layout::Layout;
use crate::motion::Dice;

/// Where things stand on this canvas, in the world's coordinates.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// The window's glass: left, top, width, height.
    pub(super) window: (f32, f32, f32, f32),
    /// The mantel's right end and height.
    pub(super) mantel: (f32, f32),
    /// The paper star's middle and radius.
    pub(super) star: (f32, f32, f32),
}

impl Plan {
    fn of(layout: &Layout) -> Self {
        let (left, right, top, bottom) = layout.edges();
        let broad = right > 2.6;
        let window = if broad {
            (1.75, 1.75, (right - 2.1).clamp(1.5, 2.7), 2.55)
        } else {
            (0.86, 2.35, 2.1, 2.9)
        };
        let star = if broad {
            (
                -(-left * 0.60).clamp(1.9, 2.9),
                (top - 1.12).min(1.55),
                0.46,
            )
        } else {
            (left * 0.74, (top - 0.98).max(1.5), 0.36)
        };
        Self {
            left,
            right,
            top,
            bottom,
            window,
            mantel: (if broad { -1.72 } else { -1.12 }, -0.28),
            star,
        }
    }
}

impl Plan {
    /// A broad canvas has room for a tree in the corner.
    pub(super) fn has_spruce(&self) -> bool {
        self.right > 4.0
    }
}

/// The fire's share of the canvas's resolution.
const FLAMES_SHARE: f32 = 0.14;

/// A flake outside the window.
struct Flake {
    x: f32,
    y: f32,
    size: f32,
    speed: f32,
    drift: f32,
}

/// The painted room and what moves in it.
pub(super) struct Room {
    layout: Layout,
    plan: Plan,
    /// What lies behind the snow, out of focus.
    far: Sheet,
    /// What stands before it, on nothing.
    front: Sheet,
    /// The fire, painted small every frame so that enlarging makes it soft.
    flames: Sheet,
    flakes: Vec<Flake>,
}

impl Room {
    pub(super) fn new(layout: Layout) -> Option<Self> {
        let plan = Plan::of(&layout);
        let far = sheet(&layout, 0.5, |pen| paint_far(pen, &plan))?;
        // Out of focus: the same picture, small, laid softly over itself.
        let small = Sheet::new((layout.width * 0.11) as u32, (layout.height * 0.11) as u32)?;
        small
            .pen
            .copy(&far, 0.0, 0.0, layout.width * 0.11, layout.height * 0.11);
        far.pen.kept(|pen| {
            pen.world(0.0, 0.0, 1.0);
            pen.alpha(0.62);
            pen.copy(
                &small,
                0.0,
                0.0,
                (layout.width * 0.5).floor(),
                (layout.height * 0.5).floor(),
            );
        });
        let front = sheet(&layout, 1.0, |pen| {
            window::window_frame(pen, &plan);
            paint_near(pen, &plan);
        })?;
        let flames = Sheet::new(
            (layout.width * FLAMES_SHARE) as u32,
            (layout.height * FLAMES_SHARE) as u32,
        )?;
        let mut dice = Dice::new(24);
        let flakes = (0..54)
            .map(|_| Flake {
                x: dice.roll(),
                y: dice.roll(),
                size: dice.between(0.010, 0.030),
                speed: dice.between(0.05, 0.12),
                drift: dice.between(0.0, core::f32::consts::TAU),
            })
            .collect();
        Some(Self {
            layout,
            plan,
            far,
            front,
            flames,
            flakes,
        })
    }

    /// Everything behind Santa.
    pub(super) fn paint(&self, pen: &Pen, seconds: f32) {
        let Layout {
            x,
            y,
            unit,
            width,
            height,
        } = self.layout;
        pen.world(0.0, 0.0, 1.0);
        pen.copy(&self.far, 0.0, 0.0, width, height);
        let small = &self.flames.pen;
        small.world(0.0, 0.0, 1.0);
        small.clear(width * FLAMES_SHARE, height * FLAMES_SHARE);
        small.world(x * FLAMES_SHARE, y * FLAMES_SHARE, unit * FLAMES_SHARE);
        hearth::flames(small, &self.plan, seconds);
        pen.kept(|pen| {
            pen.glow();
            pen.copy(&self.flames, 0.0, 0.0, width, height);
        });
        pen.world(x, y, unit);
        self.snow(pen, seconds);
        pen.world(0.0, 0.0, 1.0);
        pen.copy(&self.front, 0.0, 0.0, width, height);
        pen.world(x, y, unit);
        window::candle_flames(pen, &self.plan, seconds);
    }

    /// The fire's breath over everything, and a dim floor for the words and the button.
    pub(super) fn paint_over(&self, pen: &Pen, seconds: f32) {
        let Plan {
            left,
            right,
            top,
            bottom,
            ..
        } = self.plan;
        let flicker = hearth::flicker(seconds);
        pen.kept(|pen| {
            pen.glow();
            pen.alpha(0.10 + 0.05 * flicker);
            let reach = 3.6;
            pen.radial(
                left.max(-3.2),
                -2.3,
                0.0,
                reach,
                &[
                    (0.0, "#ff8a30"),
                    (0.5, "rgba(255,110,40,.35)"),
                    (1.0, "rgba(255,90,30,0)"),
                ],
            );
            pen.block(left, top, right - left, top - bottom);
        });
        pen.linear(
            (0.0, bottom + (top - bottom) * 0.30),
            (0.0, bottom),
            &[(0.0, "rgba(22,8,6,0)"), (1.0, "rgba(22,8,6,.72)")],
        );
        pen.block(
            left,
            bottom + (top - bottom) * 0.30,
            right - left,
            (top - bottom) * 0.31,
        );
    }

    fn snow(&self, pen: &Pen, seconds: f32) {
        let (left, top, width, height) = self.plan.window;
        pen.kept(|pen| {
            pen.begin();
            pen.polygon(&[
                (left, top),
                (left + width, top),
                (left + width, top - height),
                (left, top - height),
            ]);
            pen.clip();
            pen.fill_with("rgba(232,240,255,.78)");
            for flake in &self.flakes {
                let fallen = (flake.y + seconds * flake.speed) % 1.0;
                let x = flake.x + (seconds * 0.5 + flake.drift).sin() * 0.035;
                pen.dot(
                    left + x * width,
                    top - fallen * (height + 0.1),
                    flake.size,
                    flake.size,
                );
            }
        });
    }
}

/// A sheet of a share of the canvas's size, painted in world coordinates.
fn sheet(layout: &Layout, share: f32, paint: impl FnOnce(&Pen)) -> Option<Sheet> {
    let sheet = Sheet::new(
        (layout.width * share) as u32,
        (layout.height * share) as u32,
    )?;
    sheet
        .pen
        .world(layout.x * share, layout.y * share, layout.unit * share);
    paint(&sheet.pen);
    Some(sheet)
}

fn paint_far(pen: &Pen, plan: &Plan) {
    let Plan {
        left,
        right,
        top,
        bottom,
        ..
    } = *plan;
    let (wide, tall) = (right - left, top - bottom);
    pen.linear(
        (0.0, top),
        (0.0, bottom),
        &[
            (0.0, "#1f1213"),
            (0.35, "#4a2a1f"),
            (0.62, "#5c3524"),
            (1.0, "#2a1410"),
        ],
    );
    pen.block(left, top, wide, tall);
    // A papered wall: quiet rows of small stars.
    let mut row = 0;
    let mut y = top;
    while y > -1.3 {
        let mut x = left + if row % 2 == 0 { 0.0 } else { 0.27 };
        while x < right {
            pen.fill_with("rgba(255,205,150,.075)");
            ornaments::star(pen, x, y, 0.055, 0.02, 8);
            x += 0.54;
        }
        y -= 0.40;
        row += 1;
    }
    // The panelling below.
    pen.linear(
        (0.0, -1.3),
        (0.0, bottom),
        &[(0.0, "#3c2a24"), (0.15, "#2f211d"), (1.0, "#170d0b")],
    );
    pen.block(left, -1.3, wide, tall);
    pen.fill_with("#5a4034");
    pen.block(left, -1.24, wide, 0.09);
    let mut x = left.floor();
    while x < right {
        pen.stroke_with("rgba(0,0,0,.28)", 0.03);
        pen.begin();
        pen.move_to(x, -1.36);
        pen.line_to(x, bottom);
        pen.stroke();
        x += 0.62;
    }
    // The fire warms the left, the window cools the right.
    pen.kept(|pen| {
        pen.glow();
        pen.radial(
            left.max(-3.4),
            -1.9,
            0.2,
            5.2,
            &[
                (0.0, "rgba(255,140,50,.55)"),
                (0.4, "rgba(220,90,35,.24)"),
                (1.0, "rgba(120,40,20,0)"),
            ],
        );
        pen.block(left, top, wide, tall);
        let (wx, wy, ww, wh) = plan.window;
        pen.radial(
            wx + ww * 0.5,
            wy - wh * 0.5,
            0.4,
            2.9,
            &[(0.0, "rgba(70,110,190,.34)"), (1.0, "rgba(40,70,140,0)")],
        );
        pen.block(left, top, wide, tall);
    });
    window::night(pen, plan);
    window::curtain(pen, plan);
    hearth::masonry(pen, plan);
}

fn paint_near(pen: &Pen, plan: &Plan) {
    if plan.has_spruce() {
        ornaments::spruce(pen, plan.right - 0.75, -3.0, 2.9);
    }
    ornaments::garland(pen, plan);
    hearth::mantel(pen, plan);
    window::sill(pen, plan);
    ornaments::paper_star(pen, plan);
    // A soft dark frame keeps the eye on the face.
    let Plan {
        left,
        right,
        top,
        bottom,
        ..
    } = *plan;
    let reach = (right - left).max(top - bottom) * 0.66;
    pen.radial(
        0.0,
        0.2,
        1.4,
        reach,
        &[
            (0.0, "rgba(18,6,6,0)"),
            (0.55, "rgba(18,6,6,.12)"),
            (1.0, "rgba(18,6,6,.62)"),
        ],
    );
    pen.block(left, top, right - left, top - bottom);
}
