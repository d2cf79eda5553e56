//! What makes the room Danish and Christmas: woven hearts, the paper star, candles, spruce, the window.

use super::hearth;
use super::pen::Pen;
use super::room::Plan;
use crate::motion::{Dice, wander};

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
        pen.radial(x, y, 0.0, r * 2.6, &[(0.0, "rgba(255,190,90,.62)"), (0.35, "rgba(255,150,60,.2)"), (1.0, "rgba(255,130,40,0)")]);
        pen.dot(x, y, r * 2.6, r * 2.6);
    });
    let ray = |pen: &Pen, angle: f32, length: f32, wide: f32| {
        let at = |d: f32, a: f32| (x + d * a.sin(), y + d * a.cos());
        let tip = at(length, angle);
        let (left, right) = (at(r * wide, angle - 0.36), at(r * wide, angle + 0.36));
        // Two folds a ray, one turned to the lamp inside and one away.
        pen.radial(x, y, 0.0, length, &[(0.0, "#fff3cf"), (0.5, "#ffc873"), (1.0, "#e2843a")]);
        pen.polygon(&[(x, y), left, tip]);
        pen.fill();
        pen.radial(x, y, 0.0, length, &[(0.0, "#ffdf9f"), (0.5, "#ef9f4a"), (1.0, "#b65a22")]);
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
        pen.radial(x, y, 0.0, r * 0.5, &[(0.0, "rgba(255,244,214,.8)"), (1.0, "rgba(255,220,150,0)")]);
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
                let dark = if red { "rgba(60,0,0,.30)" } else { "rgba(110,80,50,.28)" };
                pen.linear((left, top), (left + cell, top - cell), &[(0.0, "rgba(255,240,220,.22)"), (0.5, "rgba(0,0,0,0)"), (1.0, dark)]);
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
        pen.radial(x, y, 0.0, r * 3.6, &[(0.0, "rgba(255,214,130,.85)"), (0.3, "rgba(255,180,80,.35)"), (1.0, "rgba(255,150,50,0)")]);
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
    for (layer, green) in ["#07140c", "#0c2013", "#12301c", "#1b4428"].into_iter().enumerate() {
        pen.stroke_with(green, 0.018);
        pen.begin();
        for _ in 0..((right - left) * 120.0) as usize {
            let x = dice.between(left - 0.1, right + 0.1);
            let lift = dice.between(-1.0, 1.0) * 0.15 * (1.0 - layer as f32 * 0.12);
            pen.move_to(x, sag(x) + lift);
            pen.line_to(x + dice.between(-0.1, 0.1), sag(x) + lift + dice.between(-0.09, 0.06));
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
    let place = if right > 2.6 { [1.52, 2.45, 3.45, 4.3] } else { [0.42, 1.02, 1.72, 9.0] };
    for (i, at) in place.into_iter().enumerate() {
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

/// Outside: sky, moon, hills, a small house with lit windows.
pub(super) fn night(pen: &Pen, plan: &Plan) {
    let (left, top, width, height) = plan.window;
    let (right, bottom) = (left + width, top - height);
    pen.kept(|pen| {
        pen.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)]);
        pen.clip();
        pen.linear((0.0, top), (0.0, bottom), &[(0.0, "#0f1f4a"), (0.55, "#2a4f8e"), (0.8, "#6d93c6"), (1.0, "#9db9dc")]);
        pen.block(left, top, width, height);
        let (mx, my) = (left + width * 0.72, top - height * 0.22);
        pen.radial(mx, my, 0.0, 0.9, &[(0.0, "rgba(220,232,255,.7)"), (0.2, "rgba(180,205,255,.3)"), (1.0, "rgba(150,190,255,0)")]);
        pen.dot(mx, my, 0.9, 0.9);
        pen.fill_with("#eef3ff");
        pen.dot(mx, my, 0.15, 0.15);
        pen.fill_with("#6f8fbd");
        pen.dot(left + width * 0.8, bottom + 0.1, width * 0.7, 0.62);
        pen.fill_with("#1d3050");
        for (at, tall) in [(0.16, 0.95), (0.30, 0.7), (0.92, 0.8)] {
            let x = left + width * at;
            for tier in 0..3 {
                let y = bottom + 0.3 + tall * 0.27 * tier as f32;
                let half = tall * (0.30 - 0.075 * tier as f32);
                pen.polygon(&[(x - half, y), (x + half, y), (x, y + tall * 0.46)]);
                pen.fill();
            }
        }
        // The neighbour's house.
        let (hx, hy) = (left + width * 0.60, bottom + 0.42);
        pen.fill_with("#5c2430");
        pen.block(hx - 0.24, hy + 0.24, 0.48, 0.3);
        pen.fill_with("#dfe8f8");
        pen.polygon(&[(hx - 0.32, hy + 0.22), (hx + 0.32, hy + 0.22), (hx, hy + 0.50)]);
        pen.fill();
        pen.fill_with("#ffd27a");
        pen.block(hx - 0.15, hy + 0.16, 0.1, 0.1);
        pen.block(hx + 0.05, hy + 0.16, 0.1, 0.1);
        pen.fill_with("#d9e5f7");
        pen.dot(left + width * 0.3, bottom - 0.1, width * 0.75, 0.46);
    });
}

/// The white wooden frame.
pub(super) fn window_frame(pen: &Pen, plan: &Plan) {
    let (left, top, width, height) = plan.window;
    let (right, bottom) = (left + width, top - height);
    let bar = |x0: f32, y0: f32, w: f32, h: f32| {
        pen.linear((x0, y0), (x0 + w * 0.3, y0 - h), &[(0.0, "#c7b7a2"), (0.5, "#9b8a7c"), (1.0, "#6a5c58")]);
        pen.block(x0, y0, w, h);
    };
    bar(left - 0.15, top + 0.15, width + 0.3, 0.16);
    bar(left - 0.15, bottom, width + 0.3, 0.12);
    bar(left - 0.15, top + 0.1, 0.16, height + 0.16);
    bar(right, top + 0.1, 0.16, height + 0.16);
    bar(left + width * 0.5 - 0.04, top, 0.08, height);
    bar(left, top - height * 0.42, width, 0.07);
    // Snow has gathered in the corners.
    pen.fill_with("rgba(232,241,255,.85)");
    for (x, y) in [
        (left, bottom),
        (left + width * 0.5 + 0.04, bottom),
        (left, top - height * 0.42),
        (left + width * 0.5 + 0.04, top - height * 0.42),
    ] {
        let wide = width * 0.5 - 0.04;
        pen.begin();
        pen.move_to(x, y);
        pen.line_to(x, y + 0.13);
        pen.curve_to((x + wide * 0.3, y + 0.02), (x + wide * 0.6, y + 0.02), (x + wide, y + 0.07));
        pen.line_to(x + wide, y);
        pen.fill();
    }
}

/// A red curtain on either side of the window.
pub(super) fn curtain(pen: &Pen, plan: &Plan) {
    let (left, top, width, height) = plan.window;
    for (from, to) in [(left - 0.62, left + 0.05), (left + width - 0.05, left + width + 0.62)] {
        pen.linear(
            (from, 0.0),
            (to, 0.0),
            &[(0.0, "#3d0b0f"), (0.18, "#7d1a1f"), (0.36, "#4a0d12"), (0.56, "#8a1e22"), (0.76, "#4f0f14"), (1.0, "#6d161b")],
        );
        pen.block(from, top + 0.42, to - from, height + 0.95);
    }
    pen.fill_with("#6a4429");
    pen.block(left - 0.85, top + 0.47, width + 1.7, 0.075);
}

/// The window's sill and its candles.
pub(super) fn sill(pen: &Pen, plan: &Plan) {
    let (left, top, width, height) = plan.window;
    let y = top - height - 0.1;
    pen.linear((0.0, y), (0.0, y - 0.16), &[(0.0, "#d8c9b6"), (0.4, "#a8968a"), (1.0, "#5c4a45")]);
    pen.block(left - 0.3, y, width + 0.6, 0.14);
    for x in sill_candles(plan) {
        candle(pen, x, y, 0.5);
    }
}

fn sill_candles(plan: &Plan) -> Vec<f32> {
    let (left, _, width, _) = plan.window;
    [0.34, 0.52, 0.86]
        .into_iter()
        .map(|at| left + width * at)
        .filter(|x| *x > 1.5 && *x < plan.right - if plan.has_spruce() { 1.3 } else { 0.1 })
        .collect()
}

/// A candle in a brass stick, standing at (x, y).
pub(super) fn candle(pen: &Pen, x: f32, y: f32, tall: f32) {
    pen.linear((x - 0.13, 0.0), (x + 0.13, 0.0), &[(0.0, "#f2cf7c"), (0.4, "#b5842f"), (1.0, "#5a3c12")]);
    pen.dot(x, y + 0.03, 0.13, 0.04);
    pen.block(x - 0.05, y + 0.11, 0.10, 0.09);
    pen.dot(x, y + 0.115, 0.085, 0.028);
    pen.linear((x - 0.055, 0.0), (x + 0.055, 0.0), &[(0.0, "#fff3dc"), (0.55, "#e8d3b2"), (1.0, "#a58a6c")]);
    pen.block(x - 0.052, y + tall, 0.104, tall - 0.12);
    pen.kept(|pen| {
        pen.glow();
        pen.radial(x, y + tall, 0.0, 0.2, &[(0.0, "rgba(255,180,90,.5)"), (1.0, "rgba(255,150,60,0)")]);
        pen.block(x - 0.052, y + tall, 0.104, 0.2);
    });
    pen.stroke_with("#2a1a12", 0.012);
    pen.begin();
    pen.move_to(x, y + tall);
    pen.line_to(x, y + tall + 0.035);
    pen.stroke();
}

/// The candles' flames, alive.
pub(super) fn candle_flames(pen: &Pen, plan: &Plan, seconds: f32) {
    let (_, top, _, height) = plan.window;
    let sill = sill_candles(plan).into_iter().map(|x| (x, top - height - 0.1 + 0.5));
    let mantel = hearth::candles(plan).into_iter().map(|x| (x, plan.mantel.1 + 0.17 + 0.52));
    for (i, (x, y)) in sill.chain(mantel).enumerate() {
        let phase = i as f32 * 1.7;
        let tall = 0.155 * (1.0 + 0.14 * wander(seconds, 1.7, phase));
        let tip = x + 0.018 * wander(seconds, 1.1, phase + 1.0);
        pen.kept(|pen| {
            pen.glow();
            pen.alpha(0.8 + 0.12 * wander(seconds, 2.3, phase));
            pen.radial(x, y + 0.09, 0.0, 0.62, &[(0.0, "rgba(255,196,100,.62)"), (0.25, "rgba(255,160,70,.22)"), (1.0, "rgba(255,140,50,0)")]);
            pen.dot(x, y + 0.09, 0.62, 0.62);
        });
        pen.linear((x, y + 0.01), (x, y + tall), &[(0.0, "rgba(90,130,255,.55)"), (0.25, "#ffb44a"), (0.7, "#fff3c4"), (1.0, "#ffd982")]);
        pen.begin();
        pen.move_to(tip, y + tall + 0.02);
        pen.curve_to((x - 0.01, y + tall * 0.7), (x - 0.07, y + tall * 0.3), (x, y + 0.01));
        pen.curve_to((x + 0.07, y + tall * 0.3), (x + 0.01, y + tall * 0.7), (tip, y + tall + 0.02));
        pen.fill();
    }
}

/// A spruce with lights, standing at (x, y).
pub(super) fn spruce(pen: &Pen, x: f32, y: f32, tall: f32) {
    let mut dice = Dice::new(88);
    for (layer, green) in ["#06120b", "#0a1e12", "#102c1a", "#183f25"].into_iter().enumerate() {
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
            pen.line_to(x + (bx - x) * shrink + across * 0.13, by - dice.between(0.03, 0.12));
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
