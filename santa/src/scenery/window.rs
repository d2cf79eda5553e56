//! The window on the winter night, and the candles on its sill and on the mantel.

use super::Plan;
use super::gifts;
use super::hearth;
use super::pen::Pen;

/// Outside: sky, moon, hills, a small house with lit windows.
pub(super) fn night(pen: &Pen, plan: &Plan) {
    let (left, top, width, height) = plan.window;
    let (right, bottom) = (left + width, top - height);
    pen.kept(|pen| {
        pen.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)]);
        pen.clip();
        pen.linear(
            (0.0, top),
            (0.0, bottom),
            &[
                (0.0, "#0f1f4a"),
                (0.55, "#2a4f8e"),
                (0.8, "#6d93c6"),
                (1.0, "#9db9dc"),
            ],
        );
        pen.block(left, top, width, height);
        let (mx, my) = (left + width * 0.72, top - height * 0.22);
        pen.radial(
            mx,
            my,
            0.0,
            0.9,
            &[
                (0.0, "rgba(220,232,255,.7)"),
                (0.2, "rgba(180,205,255,.3)"),
                (1.0, "rgba(150,190,255,0)"),
            ],
        );
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
        pen.polygon(&[
            (hx - 0.32, hy + 0.22),
            (hx + 0.32, hy + 0.22),
            (hx, hy + 0.50),
        ]);
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
        pen.linear(
            (x0, y0),
            (x0 + w * 0.3, y0 - h),
            &[(0.0, "#c7b7a2"), (0.5, "#9b8a7c"), (1.0, "#6a5c58")],
        );
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
        pen.curve_to(
            (x + wide * 0.3, y + 0.02),
            (x + wide * 0.6, y + 0.02),
            (x + wide, y + 0.07),
        );
        pen.line_to(x + wide, y);
        pen.fill();
    }
}

/// A red curtain on either side of the window.
pub(super) fn curtain(pen: &Pen, plan: &Plan) {
    let (left, top, width, height) = plan.window;
    for (from, to) in [
        (left - 0.62, left + 0.05),
        (left + width - 0.05, left + width + 0.62),
    ] {
        pen.linear(
            (from, 0.0),
            (to, 0.0),
            &[
                (0.0, "#3d0b0f"),
                (0.18, "#7d1a1f"),
                (0.36, "#4a0d12"),
                (0.56, "#8a1e22"),
                (0.76, "#4f0f14"),
                (1.0, "#6d161b"),
            ],
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
    pen.linear(
        (0.0, y),
        (0.0, y - 0.16),
        &[(0.0, "#d8c9b6"), (0.4, "#a8968a"), (1.0, "#5c4a45")],
    );
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
    pen.linear(
        (x - 0.13, 0.0),
        (x + 0.13, 0.0),
        &[(0.0, "#f2cf7c"), (0.4, "#b5842f"), (1.0, "#5a3c12")],
    );
    pen.dot(x, y + 0.03, 0.13, 0.04);
    pen.block(x - 0.05, y + 0.11, 0.10, 0.09);
    pen.dot(x, y + 0.115, 0.085, 0.028);
    pen.linear(
        (x - 0.055, 0.0),
        (x + 0.055, 0.0),
        &[(0.0, "#fff3dc"), (0.55, "#e8d3b2"), (1.0, "#a58a6c")],
    );
    pen.block(x - 0.052, y + tall, 0.104, tall - 0.12);
    pen.kept(|pen| {
        pen.glow();
        pen.radial(
            x,
            y + tall,
            0.0,
            0.2,
            &[(0.0, "rgba(255,180,90,.5)"), (1.0, "rgba(255,150,60,0)")],
        );
        pen.block(x - 0.052, y + tall, 0.104, 0.2);
    });
    pen.stroke_with("#2a1a12", 0.012);
    pen.begin();
    pen.move_to(x, y + tall);
    pen.line_to(x, y + tall + 0.035);
    pen.stroke();
}

/// Where candles burn: each wick's tip.
pub(super) fn wicks(plan: &Plan) -> Vec<(f32, f32)> {
    let (_, top, _, height) = plan.window;
    let sill = sill_candles(plan)
        .into_iter()
        .map(|x| (x, top - height - 0.1 + 0.5));
    let mantel = hearth::candles(plan)
        .into_iter()
        .map(|x| (x, plan.mantel.1 + 0.17 + 0.52));
    sill.chain(mantel).chain(gifts::wick(plan)).collect()
}
