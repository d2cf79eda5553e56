//! The room: a Danish winter night indoors, on two sheets that are painted once per size.
//!
//! What lies far is out of focus (painted small and enlarged), what stands before it is on a sheet of its
//! own, so that the painter can let snow fall and the fire burn between the two. No stockings here: woven
//! hearts, a paper star, candles and spruce.

mod gifts;
mod hearth;
mod ornaments;
mod pen;
mod window;

use pen::Pen;
pub(crate) use pen::Sheet;

use crate::layout::Layout;

/// Where things stand on this canvas, in the world's coordinates.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    /// The window's glass: left, top, width, height.
    pub(crate) window: (f32, f32, f32, f32),
    /// The mantel's right end and height.
    pub(crate) mantel: (f32, f32),
    /// The paper star's middle and radius.
    pub(crate) star: (f32, f32, f32),
}

impl Plan {
    pub(crate) fn of(layout: &Layout) -> Self {
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
    pub(crate) fn has_spruce(&self) -> bool {
        self.right > 4.0
    }
}

/// The painted room and where in it things move.
pub(crate) struct Scenery {
    /// What lies behind the snow, out of focus.
    pub(crate) far: Sheet,
    /// What stands before it, on nothing.
    pub(crate) front: Sheet,
    /// The window's glass: left, top, width, height.
    pub(crate) glass: [f32; 4],
    /// The fire: middle, foot, half width, height.
    pub(crate) fire: [f32; 4],
    /// The candles' wicks.
    pub(crate) wicks: Vec<(f32, f32)>,
}

/// The far sheet's share of the canvas's resolution, and the soft copy's that is laid over it.
const FAR_SHARE: f32 = 0.5;
const SOFT_SHARE: f32 = 0.11;

impl Scenery {
    /// Paints the room for a canvas. `None` where no second canvas can be had.
    pub(crate) fn paint(layout: Layout) -> Option<Self> {
        let plan = Plan::of(&layout);
        let far = sheet(&layout, FAR_SHARE, |pen| paint_far(pen, &plan))?;
        // Out of focus: the same picture, small, laid softly over itself.
        let (wide, tall) = (layout.width * SOFT_SHARE, layout.height * SOFT_SHARE);
        let small = Sheet::new(wide as u32, tall as u32)?;
        small.pen.copy(&far, 0.0, 0.0, wide, tall);
        far.pen.kept(|pen| {
            pen.world(0.0, 0.0, 1.0);
            pen.alpha(0.62);
            let (wide, tall) = (layout.width * FAR_SHARE, layout.height * FAR_SHARE);
            pen.copy(&small, 0.0, 0.0, wide.floor(), tall.floor());
        });
        let front = sheet(&layout, 1.0, |pen| {
            window::window_frame(pen, &plan);
            paint_near(pen, &plan);
        })?;
        let (left, top, width, height) = plan.window;
        Some(Self {
            far,
            front,
            glass: [left, top, width, height],
            fire: hearth::fire(&plan),
            wicks: window::wicks(&plan),
        })
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
    wainscot(pen, plan);
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
        // And what stands there has lights of its own.
        pen.radial(
            (right - 0.9).max(1.6),
            -1.9,
            0.1,
            2.9,
            &[
                (0.0, "rgba(255,165,80,.34)"),
                (0.5, "rgba(200,95,40,.15)"),
                (1.0, "rgba(120,40,20,0)"),
            ],
        );
        pen.block(left, top, wide, tall);
    });
    window::night(pen, plan);
    window::curtain(pen, plan);
    hearth::masonry(pen, plan);
}

/// The panelling below: painted wood, its frames raised, warm in the lamplight.
fn wainscot(pen: &Pen, plan: &Plan) {
    let (left, right, bottom) = (plan.left, plan.right, plan.bottom);
    let rail = -1.22;
    pen.linear(
        (0.0, rail),
        (0.0, bottom),
        &[(0.0, "#7a5038"), (0.45, "#5e3b2a"), (1.0, "#39221a")],
    );
    pen.block(left, rail, right - left, rail - bottom);
    pen.linear(
        (0.0, rail + 0.10),
        (0.0, rail - 0.08),
        &[(0.0, "#b07f56"), (0.35, "#8a5d40"), (1.0, "#3f2519")],
    );
    pen.block(left, rail + 0.10, right - left, 0.18);
    let mut x = (left / 0.86).floor() * 0.86;
    while x < right {
        let (from, to, top) = (x + 0.10, x + 0.76, rail - 0.26);
        // Light falls on the lower and right edges of a sunk field, and leaves the others dark.
        pen.fill_with("rgba(22,8,4,.55)");
        pen.block(from, top, to - from, 4.0);
        pen.fill_with("rgba(255,190,130,.30)");
        pen.block(from + 0.035, top - 0.035, to - from - 0.035, 4.0);
        pen.linear(
            (0.0, top),
            (0.0, bottom),
            &[(0.0, "#6f4833"), (0.5, "#573626"), (1.0, "#331e17")],
        );
        pen.block(from + 0.035, top - 0.035, to - from - 0.07, 4.0);
        x += 0.86;
    }
}

fn paint_near(pen: &Pen, plan: &Plan) {
    ornaments::garland(pen, plan);
    hearth::mantel(pen, plan);
    window::sill(pen, plan);
    if plan.has_spruce() {
        ornaments::spruce(pen, plan.right - 0.75, -3.0, 2.9);
    }
    gifts::pile(pen, plan);
    ornaments::paper_star(pen, plan);
}
