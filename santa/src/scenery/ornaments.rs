//! What hangs and stands for Christmas: woven hearts, the paper star, spruce and small lights.

use super::Plan;
use super::pen::Pen;
use crate::motion::Dice;

/// A filled star of `points` rays.
pub(super) fn star(pen: &Pen, x: f32, y: f32, outer: f32, inner: f32, points: usize) {
    let corners: Vec<_> = (0..points * 2)
        .map(|i| {
            let angle = i as f32 / points as f32 * core::f32::consts::PI;
            let r = if i % 2 == 0 { outer } else { inner };
            (x + r * angle.sin(), y + r * angle.cos())
        })
        .collect();
    pen.polygon(&corners);
    pen.fill();
}

/// The folded paper star, lit from within.
pub(super) fn paper_star(pen: &Pen, plan: &Plan) {
    let (x, y, r) = plan.star;
    if r < 0.12 {
        return;
    }
    pen.stroke_with("rgba(30,14,8,.7)", 0.014);
    pen.begin();
    pen.move_to(x, plan.top + 0.1);
    pen.line_to(x, y + r * 0.9);
    pen.stroke();
    pen.kept(|pen| {
        pen.glow();
        pen.radial(
            x,
            y,
            0.0,
            r * 2.6,
            &[
                (0.0, "rgba(255,180,80,.40)"),
                (0.35, "rgba(255,150,60,.16)"),
                (1.0, "rgba(255,130,40,0)"),
            ],
        );
        pen.dot(x, y, r * 2.6, r * 2.6);
    });
    let ray = |pen: &Pen, angle: f32, length: f32, wide: f32| {
        let at = |d: f32, a: f32| (x + d * a.sin(), y + d * a.cos());
        let tip = at(length, angle);
        let (left, right) = (at(r * wide, angle - 0.36), at(r * wide, angle + 0.36));
        // Two folds a ray, one turned to the lamp inside and one away.
        pen.radial(
            x,
            y,
            0.0,
            length,
            &[(0.0, "#fff0c8"), (0.45, "#ffcf86"), (1.0, "#e89a55")],
        );
        pen.polygon(&[(x, y), left, tip]);
        pen.fill();
        pen.radial(
            x,
            y,
            0.0,
            length,
            &[(0.0, "#f3bd6c"), (0.45, "#d98a3e"), (1.0, "#a9531f")],
        );
        pen.polygon(&[(x, y), right, tip]);
        pen.fill();
    };
    for i in 0..9 {
        let turn = core::f32::consts::TAU / 9.0;
        ray(pen, (i as f32 + 0.5) * turn, r * 0.74, 0.38);
    }
    for i in 0..9 {
        let turn = core::f32::consts::TAU / 9.0;
        ray(pen, i as f32 * turn, r, 0.36);
    }
    pen.kept(|pen| {
        pen.glow();
        pen.radial(
            x,
            y,
            0.0,
            r * 0.5,
            &[(0.0, "rgba(255,238,200,.30)"), (1.0, "rgba(255,220,150,0)")],
        );
        pen.dot(x, y, r * 0.5, r * 0.5);
    });
}

/// A woven heart (julehjerte) hanging from (x, y), red and white.
pub(super) fn woven_heart(pen: &Pen, x: f32, y: f32, size: f32, lean: f32) {
    pen.kept(|pen| {
        pen.shift(x, y);
        pen.turn(lean);
        pen.stroke_with("#b9a58c", size * 0.09);
        pen.begin();
        pen.move_to(0.0, 0.0);
        pen.line_to(0.0, -size * 0.75);
        pen.stroke();
        pen.shift(0.0, -size * 1.30);
        let square = size * 0.94;
        pen.kept(|pen| {
            pen.fill_with("rgba(10,3,2,.32)");
            pen.shift(size * 0.07, -size * 0.10);
            pen.turn(core::f32::consts::FRAC_PI_4);
            lobes(pen, square, None);
            pen.block(-square * 0.5, square * 0.5, square, square);
        });
        pen.turn(core::f32::consts::FRAC_PI_4);
        // The weave: four strips each way over the square that both halves share.
        lobes(pen, square, Some(("#eadfce", "#ad1a24")));
        let cell = square / 4.0;
        for row in 0..4 {
            for column in 0..4 {
                let red = (row + column) % 2 == 0;
                let left = -square * 0.5 + column as f32 * cell;
                let top = square * 0.5 - row as f32 * cell;
                pen.fill_with(if red { "#b91c26" } else { "#f0e4d2" });
                pen.block(left, top, cell, cell);
                // Each strip bulges where it comes up.
                let dark = if red {
                    "rgba(60,0,0,.30)"
                } else {
                    "rgba(110,80,50,.28)"
                };
                pen.linear(
                    (left, top),
                    (left + cell, top - cell),
                    &[
                        (0.0, "rgba(255,240,220,.22)"),
                        (0.5, "rgba(0,0,0,0)"),
                        (1.0, dark),
                    ],
                );
                pen.block(left, top, cell, cell);
            }
        }
    });
}

/// The round ends of both halves beside the woven square; with no colours, in what the pen holds.
fn lobes(pen: &Pen, square: f32, colours: Option<(&str, &str)>) {
    let half = square * 0.5;
    if let Some((left, _)) = colours {
        pen.fill_with(left);
    }
    pen.dot(-half, 0.0, half, half);
    if let Some((_, right)) = colours {
        pen.fill_with(right);
    }
    pen.dot(0.0, half, half, half);
}

/// Needles and small lights along a line that sags by `sag` in the middle.
pub(super) fn bough(pen: &Pen, from: f32, to: f32, y: f32, thick: f32, seed: u32) {
    let mut dice = Dice::new(seed);
    let greens = ["#07140c", "#0c2013", "#13321d", "#1d482b"];
    for (layer, green) in greens.into_iter().enumerate() {
        pen.stroke_with(green, 0.018);
        let count = ((to - from) * 105.0) as usize;
        pen.begin();
        for _ in 0..count {
            let x = dice.between(from, to);
            let lift = dice.between(-1.0, 1.0) * thick * (1.0 - layer as f32 * 0.15);
            let (dx, dy) = (dice.between(-0.09, 0.09), dice.between(-0.05, 0.07));
            pen.move_to(x, y + lift);
            pen.line_to(x + dx, y + lift + dy);
        }
        pen.stroke();
    }
    let mut x = from + 0.2;
    while x < to - 0.05 {
        let at = y + dice.between(-0.5, 0.6) * thick;
        light(pen, x, at, 0.04);
        x += dice.between(0.3, 0.5);
    }
}

/// One warm fairy light.
fn light(pen: &Pen, x: f32, y: f32, r: f32) {
    pen.kept(|pen| {
        pen.glow();
        pen.radial(
            x,
            y,
            0.0,
            r * 3.6,
            &[
                (0.0, "rgba(255,214,130,.85)"),
                (0.3, "rgba(255,180,80,.35)"),
                (1.0, "rgba(255,150,50,0)"),
            ],
        );
        pen.dot(x, y, r * 3.6, r * 3.6);
        pen.fill_with("#fff0c8");
        pen.dot(x, y, r * 0.6, r * 0.6);
    });
}

/// Spruce across the top with woven hearts on it.
pub(super) fn garland(pen: &Pen, plan: &Plan) {
    let mut dice = Dice::new(12);
    let (left, right, top) = (plan.left, plan.right, plan.top);
    let swag = if right > 2.6 { 2.1 } else { 1.6 };
    let sag = |x: f32| {
        let t = ((x / swag).fract() + 1.0).fract() * 2.0 - 1.0;
        top - 0.14 - 0.20 * (1.0 - t * t)
    };
    for (layer, green) in ["#07140c", "#0c2013", "#12301c", "#1b4428"]
        .into_iter()
        .enumerate()
    {
        pen.stroke_with(green, 0.018);
        pen.begin();
        for _ in 0..((right - left) * 120.0) as usize {
            let x = dice.between(left - 0.1, right + 0.1);
            let lift = dice.between(-1.0, 1.0) * 0.15 * (1.0 - layer as f32 * 0.12);
            pen.move_to(x, sag(x) + lift);
            pen.line_to(
                x + dice.between(-0.1, 0.1),
                sag(x) + lift + dice.between(-0.09, 0.06),
            );
        }
        pen.stroke();
    }
    let mut x = left + 0.12;
    while x < right {
        light(pen, x, sag(x) + dice.between(-0.08, 0.08), 0.045);
        x += 0.33;
    }
    // Hearts beside the hat, never behind it.
    let size = 0.24;
    let place: &[f32] = if right > 2.6 {
        &[1.52, 2.45, 3.45, 4.3]
    } else if top > 2.9 {
        &[0.36, 1.0, 1.66]
    } else {
        &[1.6]
    };
    for (i, at) in place.iter().enumerate() {
        for side in [-1.0, 1.0] {
            let x = side * at;
            let near_star = (x - plan.star.0).abs() < plan.star.2 + 0.2;
            if x > left + 0.2 && x < right - 0.2 && !near_star {
                let lean = 0.07 * ((i as f32 + side) * 2.1).sin();
                woven_heart(pen, x, sag(x) - 0.05, size, lean);
            }
        }
    }
}

/// A spruce with lights, standing at (x, y).
pub(super) fn spruce(pen: &Pen, x: f32, y: f32, tall: f32) {
    let mut dice = Dice::new(88);
    for (layer, green) in ["#06120b", "#0a1e12", "#102c1a", "#183f25"]
        .into_iter()
        .enumerate()
    {
        pen.stroke_with(green, 0.028);
        pen.begin();
        for _ in 0..900 {
            let up = dice.roll().powf(1.5);
            // Boughs in tiers: broad at each tier's lower edge.
            let tier = (up * 6.0).fract();
            let half = (1.0 - up) * tall * 0.36 * (1.0 - tier * 0.42);
            let across = dice.between(-1.0, 1.0);
            let (bx, by) = (x + across * half, y + up * tall - across.abs() * 0.16);
            let shrink = 1.0 - layer as f32 * 0.06;
            pen.move_to(x + (bx - x) * shrink, by);
            pen.line_to(
                x + (bx - x) * shrink + across * 0.13,
                by - dice.between(0.03, 0.12),
            );
        }
        pen.stroke();
    }
    for _ in 0..26 {
        let up = dice.roll().powf(1.3) * 0.92;
        let half = (1.0 - up) * tall * 0.30;
        light(pen, x + dice.between(-1.0, 1.0) * half, y + up * tall, 0.06);
    }
    pen.fill_with("#ffe2a0");
    star(pen, x, y + tall + 0.08, 0.2, 0.09, 6);
}
