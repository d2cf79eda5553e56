//! Eyes: the first thing a child looks at. Ball, iris, catchlights and lids, drawn anew every frame.

use super::pen::{Pen, Sheet};
use crate::motion::{Dice, mix};
use crate::pose::Pose;

const CENTRE: (f32, f32) = (0.385, 0.165);
const HALF_WIDTH: f32 = 0.272;
const IRIS: f32 = 0.168;
const PUPIL: f32 = 0.086;

/// What both eyes share.
pub(super) struct Eyes {
    iris: Sheet,
}

impl Eyes {
    pub(super) fn new(unit: f32) -> Option<Self> {
        let side = (IRIS * 2.1 * unit * 1.5).ceil().max(8.0);
        let iris = Sheet::new(side as u32, side as u32)?;
        iris.pen.world(side / 2.0, side / 2.0, side / 2.1);
        paint_iris(&iris.pen);
        Some(Self { iris })
    }

    /// Both eyes; `lid` draws the lids' dome round the origin.
    pub(super) fn paint(&self, pen: &Pen, pose: &Pose, lid: &dyn Fn(&Pen)) {
        for side in [-1.0_f32, 1.0] {
            pen.kept(|pen| {
                pen.shift(side * CENTRE.0, CENTRE.1);
                self.one(pen, pose, side, lid);
            });
        }
    }

    fn one(&self, pen: &Pen, pose: &Pose, side: f32, lid: &dyn Fn(&Pen)) {
        lid(pen);
        let open = pose.lids.clamp(0.0, 1.15);
        // A smile lifts the line in which the lids meet: a laughing eye is an arch, a blink a bow.
        let meet = mix(-0.10, 0.115, pose.squint);
        let upper = mix(meet, 0.196, open);
        let lower = mix(meet, -0.205 + pose.squint * 0.10, open.min(1.0));
        let corner = mix(-0.035 - pose.squint * 0.03, -0.005, open);
        let outline = |pen: &Pen, upper: f32, lower: f32| {
            // Bézier handles reach a third farther than the curve itself.
            let (u, l) = (
                upper + (upper - corner) / 3.0,
                lower + (lower - corner) / 3.0,
            );
            let (inner, outer) = (-side * HALF_WIDTH, side * HALF_WIDTH);
            pen.begin();
            pen.move_to(inner, corner);
            pen.curve_to(
                (inner * 0.62, u),
                (outer * 0.62, u),
                (outer, corner - 0.012),
            );
            pen.curve_to((outer * 0.62, l), (inner * 0.62, l), (inner, corner));
        };
        if open > 0.03 {
            pen.kept(|pen| {
                outline(pen, upper, lower);
                pen.clip();
                self.ball(pen, pose, side, upper);
            });
            pen.stroke_with("rgba(150,70,50,.45)", 0.014);
            outline(pen, upper, lower);
            pen.stroke();
        }
        // The lash edge lies on the upper lid.
        let handle = upper + (upper - corner) / 3.0;
        pen.begin();
        pen.move_to(-side * HALF_WIDTH, corner);
        pen.curve_to(
            (-side * HALF_WIDTH * 0.62, handle),
            (side * HALF_WIDTH * 0.62, handle),
            (side * HALF_WIDTH, corner - 0.012),
        );
        pen.stroke_with("rgba(96,52,36,.85)", 0.02);
        pen.stroke();
        // Laughter leaves small rays at the outer corner.
        let rays = ((pose.squint - 0.3) * 1.6).clamp(0.0, 1.0);
        if rays > 0.02 {
            pen.stroke_with(&format!("rgba(140,58,38,{})", 0.5 * rays), 0.017);
            pen.begin();
            for (from, to) in [(0.035, 0.085), (-0.03, -0.035), (-0.085, -0.145)] {
                pen.move_to(side * (HALF_WIDTH + 0.03), corner + from);
                pen.line_to(side * (HALF_WIDTH + 0.03 + 0.075 * rays), corner + to);
            }
            pen.stroke();
        }
        // A fold above it when the lid is up.
        let fold = handle + 0.052;
        pen.begin();
        pen.move_to(-side * HALF_WIDTH * 0.8, corner + 0.07);
        pen.curve_to(
            (-side * HALF_WIDTH * 0.5, fold),
            (side * HALF_WIDTH * 0.55, fold),
            (side * HALF_WIDTH * 0.96, corner + 0.05),
        );
        pen.stroke_with(&format!("rgba(140,62,42,{})", 0.34 * open.min(1.0)), 0.016);
        pen.stroke();
    }

    fn ball(&self, pen: &Pen, pose: &Pose, side: f32, upper: f32) {
        pen.radial(
            -0.03,
            0.05,
            0.05,
            0.33,
            &[
                (0.0, "#fbf6ee"),
                (0.55, "#efe4da"),
                (0.85, "#d8b9aa"),
                (1.0, "#b98674"),
            ],
        );
        pen.block(-0.4, 0.4, 0.8, 0.8);
        // The eyes stay on the child while the head turns, and converge a little.
        let x = (pose.gaze_x * 0.085 - pose.yaw * 0.16 - side * 0.018).clamp(-0.13, 0.13);
        let y = (pose.gaze_y * 0.07 - pose.pitch * 0.16 + 0.012).clamp(-0.1, 0.1);
        pen.kept(|pen| {
            pen.shift(x, y);
            // A round thing seen from the side is narrower.
            pen.stretch_about(0.0, 0.0, 1.0 - x.abs() * 0.6, 1.0 - y.abs() * 0.6);
            let r = IRIS * 1.05;
            pen.copy(&self.iris, -r, r, r * 2.0, r * 2.0);
        });
        // The lid's shadow on the ball.
        pen.linear(
            (0.0, upper + 0.02),
            (0.0, upper - 0.20),
            &[
                (0.0, "rgba(58,20,14,.62)"),
                (0.45, "rgba(58,20,14,.2)"),
                (1.0, "rgba(58,20,14,0)"),
            ],
        );
        pen.block(-0.4, 0.4, 0.8, 0.8);
        // Catchlights stand still with the room: the key's, then the window's.
        let (cx, cy) = (x * 0.55, y * 0.55);
        pen.fill_with("rgba(255,252,244,.96)");
        pen.dot(cx - 0.058, cy + 0.072, 0.043, 0.047);
        pen.fill_with("rgba(255,250,240,.55)");
        pen.dot(cx - 0.012, cy + 0.115, 0.014, 0.014);
        pen.fill_with("rgba(176,212,255,.62)");
        pen.dot(cx + 0.068, cy - 0.068, 0.022, 0.026);
    }

    /// The light on the glasses, over everything that lies behind them.
    pub(super) fn glints(&self, pen: &Pen, pose: &Pose) {
        pen.kept(|pen| {
            pen.shift(pose.yaw * 0.36, pose.pitch * 0.36);
            pen.glow();
            for side in [-1.0, 1.0] {
                let cx = side * 0.405;
                pen.kept(|pen| {
                    pen.begin();
                    pen.ellipse(cx, 0.125, 0.345, 0.335);
                    pen.clip();
                    pen.linear(
                        (cx - 0.3, 0.44),
                        (cx + 0.18, -0.1),
                        &[
                            (0.0, "rgba(255,236,205,.20)"),
                            (0.32, "rgba(255,236,205,.05)"),
                            (0.33, "rgba(255,236,205,0)"),
                            (0.42, "rgba(200,220,255,0)"),
                            (0.43, "rgba(200,220,255,.045)"),
                            (0.58, "rgba(200,220,255,0)"),
                        ],
                    );
                    pen.block(cx - 0.4, 0.5, 0.8, 0.8);
                });
            }
        });
    }
}

/// The iris in a world where its radius is 1: fibres, a dark ring, a light wreath round the pupil.
fn paint_iris(pen: &Pen) {
    pen.radial(
        0.0,
        -0.12,
        0.2,
        1.0,
        &[
            (0.0, "#3d6fa6"),
            (0.3, "#7fb7e4"),
            (0.62, "#5a9bd4"),
            (0.84, "#2f68a6"),
            (1.0, "#152d52"),
        ],
    );
    pen.dot(0.0, 0.0, 1.0, 1.0);
    let mut dice = Dice::new(9);
    for i in 0..120 {
        let angle = i as f32 / 120.0 * core::f32::consts::TAU + dice.between(-0.04, 0.04);
        let (sin, cos) = angle.sin_cos();
        let (from, to) = (dice.between(0.48, 0.6), dice.between(0.7, 0.95));
        pen.begin();
        pen.move_to(cos * from, sin * from);
        pen.line_to(cos * to, sin * to);
        let colour = if dice.roll() < 0.55 {
            "rgba(200,230,255,.34)"
        } else {
            "rgba(20,50,100,.30)"
        };
        pen.stroke_with(colour, dice.between(0.012, 0.035));
        pen.stroke();
    }
    pen.radial(
        0.0,
        0.0,
        0.0,
        PUPIL / IRIS * 1.14,
        &[
            (0.0, "#07080d"),
            (0.86, "#0a0b12"),
            (1.0, "rgba(10,11,18,0)"),
        ],
    );
    pen.dot(0.0, 0.0, PUPIL / IRIS * 1.14, PUPIL / IRIS * 1.14);
    // Light that has come through the cornea gathers low, opposite the key.
    pen.radial(
        0.22,
        -0.5,
        0.0,
        0.55,
        &[(0.0, "rgba(214,240,255,.42)"), (1.0, "rgba(214,240,255,0)")],
    );
    pen.dot(0.0, 0.0, 0.97, 0.97);
}
