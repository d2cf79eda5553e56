//! The mouth: cavity, teeth, tongue and lips for any jaw, width, roundness and smile.

use super::pen::Pen;
use crate::motion::{ease, mix};
use crate::pose::Pose;

/// The mouth's outline at one moment, from the corners of the opening.
struct Shape {
    half: f32,
    corner: f32,
    top: f32,
    bottom: f32,
    /// How much of a circle the opening is, 0..1.
    circle: f32,
}

impl Shape {
    fn of(pose: &Pose) -> Self {
        let m = pose.mouth;
        let smile = pose.smile;
        let round = ease(0.05, 0.75, m.round);
        let wide = m.width.max(0.0);
        let pursed = (-m.width).max(0.0);
        let half = (0.285 + 0.075 * smile + 0.065 * wide) * (1.0 - 0.47 * round - 0.10 * pursed);
        let ajar = 0.012 + 0.075 * smile * (1.0 - round) + 0.05 * round;
        let top = -0.715 - 0.03 * round;
        let bottom = top - ajar - m.jaw * mix(0.40, 0.26, round) - 0.03 * smile;
        let circle = (round * 0.9 + m.jaw * 0.35).min(1.0);
        // A smile pulls the corners up; round lips bring them to the middle.
        let corner = mix(top + 0.01 + smile * 0.07, (top + bottom) * 0.5, circle);
        Self {
            half,
            corner,
            top,
            bottom,
            circle,
        }
    }

    /// The opening, grown by `upper` and `lower` at top and bottom and `sides` at the corners.
    fn trace(&self, pen: &Pen, upper: f32, lower: f32, sides: f32) {
        let half = self.half + sides;
        let top = self.top + upper;
        let bottom = self.bottom - lower;
        let reach = mix(0.60, 0.66, self.circle);
        let (t, b) = (
            top + (top - self.corner) / 3.0,
            bottom + (bottom - self.corner) / 3.0,
        );
        let out = mix(0.86, 1.0, self.circle);
        pen.begin();
        pen.move_to(-half, self.corner);
        pen.curve_to((-half * reach, t), (half * reach, t), (half, self.corner));
        pen.curve_to(
            (half * reach * out, b),
            (-half * reach * out, b),
            (-half, self.corner),
        );
    }
}

/// Paints the mouth over the face; the moustache comes over its upper edge later.
pub(super) fn paint(pen: &Pen, pose: &Pose) {
    let shape = Shape::of(pose);
    let round = ease(0.05, 0.75, pose.mouth.round);
    let (upper, lower) = (mix(0.03, 0.075, round), mix(0.07, 0.085, round));
    // A soft shade round the lips seats them in the beard.
    shape.trace(pen, upper + 0.05, lower + 0.05, 0.07);
    pen.fill_with("rgba(96,34,20,.22)");
    pen.fill();
    shape.trace(pen, upper, lower, mix(0.028, 0.065, round));
    pen.linear(
        (0.0, shape.top + upper),
        (0.0, shape.bottom - lower),
        &[
            (0.0, "#6e211b"),
            (0.5, "#9c392f"),
            (0.86, "#c25a4a"),
            (1.0, "#8e3a2e"),
        ],
    );
    pen.fill();
    // The lower lip catches the key light.
    pen.kept(|pen| {
        shape.trace(pen, upper, lower, 0.03);
        pen.clip();
        let y = shape.bottom - lower * 0.42;
        pen.radial(
            -0.07,
            y,
            0.0,
            0.22,
            &[(0.0, "rgba(255,196,170,.55)"), (1.0, "rgba(255,196,170,0)")],
        );
        pen.dot(-0.03, y, shape.half * 0.62, lower * 0.36);
    });
    pen.kept(|pen| {
        shape.trace(pen, 0.0, 0.0, 0.0);
        pen.clip();
        inside(pen, pose, &shape, round);
    });
    // A soft seam over the clipped edge, which some browsers cut hard.
    shape.trace(pen, 0.0, 0.0, 0.0);
    pen.stroke_with("rgba(92,30,24,.8)", 0.014);
    pen.stroke();
}

fn inside(pen: &Pen, pose: &Pose, shape: &Shape, round: f32) {
    let jaw = pose.mouth.jaw;
    pen.linear(
        (0.0, shape.top),
        (0.0, shape.bottom),
        &[(0.0, "#1c0505"), (0.6, "#3a0d0b"), (1.0, "#571613")],
    );
    pen.block(-0.6, shape.top + 0.2, 1.2, shape.top - shape.bottom + 0.6);
    // The tongue rises from below and shows with an open jaw.
    let tongue = shape.bottom - 0.045 + jaw * 0.045;
    pen.radial(
        -0.04,
        tongue + 0.06,
        0.0,
        0.26,
        &[(0.0, "#e58a7e"), (0.55, "#cc5f58"), (1.0, "#8f332f")],
    );
    pen.dot(0.0, tongue, shape.half * 0.64, 0.075 + jaw * 0.075);
    pen.begin();
    pen.move_to(0.0, tongue + 0.045 + jaw * 0.05);
    pen.line_to(0.0, tongue - 0.05);
    pen.stroke_with("rgba(120,34,30,.35)", 0.016);
    pen.stroke();
    // Upper teeth, one felted band; round lips hide them.
    let teeth = 0.088 * (1.0 - round * 0.95);
    if teeth > 0.012 {
        let edge = shape.top - 0.03 - teeth;
        let half = shape.half * 0.90;
        pen.begin();
        pen.move_to(-half, shape.top + 0.1);
        pen.line_to(-half, edge + 0.05);
        pen.curve_to(
            (-half * 0.7, edge - 0.005),
            (half * 0.7, edge - 0.005),
            (half, edge + 0.05),
        );
        pen.line_to(half, shape.top + 0.1);
        pen.linear(
            (0.0, shape.top),
            (0.0, edge),
            &[(0.0, "#cdb59e"), (0.4, "#f7ecdc"), (1.0, "#eee0cc")],
        );
        pen.fill();
    }
    // The moustache's shade.
    pen.linear(
        (0.0, shape.top + 0.02),
        (0.0, shape.top - 0.09),
        &[(0.0, "rgba(20,4,2,.42)"), (1.0, "rgba(20,4,2,0)")],
    );
    pen.block(-0.6, shape.top + 0.1, 1.2, 0.3);
}
