//! The fireplace: bricks, mantel, flames and how they flicker.

use super::Plan;
use super::ornaments;
use super::pen::Pen;
use super::window;
use crate::motion::Dice;

/// The opening's middle, half width and top.
fn opening(plan: &Plan) -> (f32, f32, f32) {
    let (end, height) = plan.mantel;
    (end - 1.35, 0.92, height - 0.78)
}

/// The bricks and the dark opening.
pub(super) fn masonry(pen: &Pen, plan: &Plan) {
    let (end, height) = plan.mantel;
    let (middle, half, crown) = opening(plan);
    let left = plan.left.min(middle - half - 0.7);
    pen.fill_with("#3d1f17");
    pen.block(left, height, end - left - 0.12, height - plan.bottom);
    let mut dice = Dice::new(5);
    let mut y = height;
    let mut row = 0;
    while y > plan.bottom {
        let mut x = end - 0.12 - if row % 2 == 0 { 0.46 } else { 0.23 };
        while x > left - 0.5 {
            let tone = dice.roll();
            let colour = format!(
                "rgb({},{},{})",
                (104.0 + tone * 44.0) as u8,
                (52.0 + tone * 24.0) as u8,
                (36.0 + tone * 16.0) as u8
            );
            pen.fill_with(&colour);
            pen.block(x + 0.015, y - 0.015, 0.43, 0.175);
            x -= 0.46;
        }
        y -= 0.205;
        row += 1;
    }
    pen.begin();
    pen.move_to(middle - half, plan.bottom);
    pen.line_to(middle - half, crown - 0.5);
    pen.curve_to(
        (middle - half, crown + 0.16),
        (middle + half, crown + 0.16),
        (middle + half, crown - 0.5),
    );
    pen.line_to(middle + half, plan.bottom);
    pen.linear(
        (0.0, crown),
        (0.0, crown - 2.0),
        &[(0.0, "#120604"), (0.5, "#3a1207"), (1.0, "#7a2a0c")],
    );
    pen.fill();
    pen.stroke_with("rgba(255,150,70,.22)", 0.05);
    pen.stroke();
    let foot = foot(plan);
    for (dx, dy, lean, colour) in [
        (-0.22, -0.16, 0.10, "#2a140c"),
        (0.24, -0.15, -0.12, "#331a0f"),
        (0.0, 0.0, 0.05, "#3f2113"),
    ] {
        pen.kept(|pen| {
            pen.shift(middle + dx, foot + dy);
            pen.turn(lean);
            pen.stroke_with(colour, 0.19);
            pen.begin();
            pen.move_to(-0.42, 0.0);
            pen.line_to(0.42, 0.0);
            pen.stroke();
            // The upper side glows.
            pen.stroke_with("rgba(255,120,40,.5)", 0.03);
            pen.begin();
            pen.move_to(-0.4, 0.07);
            pen.line_to(0.4, 0.07);
            pen.stroke();
        });
    }
}

/// Where the flames stand.
fn foot(plan: &Plan) -> f32 {
    let (_, _, crown) = opening(plan);
    (crown - 1.55).max(plan.bottom + 0.3)
}

/// The shelf with spruce, candles and small lights.
pub(super) fn mantel(pen: &Pen, plan: &Plan) {
    let (end, height) = plan.mantel;
    pen.linear(
        (0.0, height + 0.17),
        (0.0, height - 0.06),
        &[(0.0, "#8a5a38"), (0.25, "#6a3f26"), (1.0, "#2e1810")],
    );
    pen.block(plan.left - 0.1, height + 0.16, end - plan.left + 0.2, 0.2);
    ornaments::bough(pen, plan.left, end - 0.02, height + 0.2, 0.13, 31);
    for x in candles(plan) {
        window::candle(pen, x, height + 0.17, 0.52);
    }
}

/// Where candles stand on the mantel.
pub(super) fn candles(plan: &Plan) -> Vec<f32> {
    let end = plan.mantel.0;
    [end - 0.32, end - 0.78, end - 1.95]
        .into_iter()
        .filter(|x| *x > plan.left + 0.1)
        .collect()
}

/// Where the fire burns: its middle, its foot, half its width and its height.
pub(super) fn fire(plan: &Plan) -> [f32; 4] {
    let (middle, half, _) = opening(plan);
    [middle, foot(plan), half * 0.80, 1.15]
}
