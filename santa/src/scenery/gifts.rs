//! What stands on the floor under the window: wrapped gifts, a basket of a woven heart, a lantern.

use super::Plan;
use super::ornaments;
use super::pen::Pen;
use super::window;

/// One gift: where its lower left corner stands, how wide and tall it is, its paper's light, middle and dark, its ribbon.
struct Gift {
    x: f32,
    y: f32,
    wide: f32,
    tall: f32,
    paper: [&'static str; 3],
    ribbon: &'static str,
}

/// The pile's place: its left end and the floor that it stands on, above what captions cover.
fn place(plan: &Plan) -> Option<(f32, f32)> {
    let x = 1.98;
    (plan.right > x + 0.9).then_some((x, -2.62))
}

/// Where the lantern's candle burns.
pub(super) fn wick(plan: &Plan) -> Option<(f32, f32)> {
    place(plan).map(|(x, floor)| (x + 0.98, floor + 0.54 + 0.25))
}

/// The whole pile.
pub(super) fn pile(pen: &Pen, plan: &Plan) {
    let Some((x, floor)) = place(plan) else {
        return;
    };
    pen.radial(
        x + 0.7,
        floor,
        0.1,
        1.5,
        &[(0.0, "rgba(15,5,3,.55)"), (1.0, "rgba(15,5,3,0)")],
    );
    pen.block(x - 0.8, floor + 0.5, 3.2, 1.2);
    for gift in [
        Gift {
            x,
            y: floor,
            wide: 0.66,
            tall: 0.86,
            paper: ["#b3413a", "#8f2226", "#4d0f13"],
            ribbon: "#ead9b8",
        },
        Gift {
            x: x + 0.64,
            y: floor,
            wide: 0.74,
            tall: 0.54,
            paper: ["#5c7d5c", "#365a3e", "#1a3122"],
            ribbon: "#c0392f",
        },
        Gift {
            x: x + 0.10,
            y: floor + 0.86,
            wide: 0.44,
            tall: 0.32,
            paper: ["#efe0c4", "#cdb694", "#7d6448"],
            ribbon: "#a82a2a",
        },
    ] {
        gift.draw(pen);
    }
    ornaments::woven_heart(pen, x + 0.19, floor + 0.80, 0.21, -0.10);
    lantern(pen, x + 0.98, floor + 0.54);
}

impl Gift {
    fn draw(&self, pen: &Pen) {
        let Self {
            x,
            y,
            wide,
            tall,
            paper: [light, middle, dark],
            ribbon,
        } = *self;
        // The fire's side is light.
        pen.linear(
            (x, y + tall),
            (x + wide, y),
            &[(0.0, light), (0.5, middle), (1.0, dark)],
        );
        pen.block(x, y + tall, wide, tall);
        pen.fill_with("rgba(255,225,185,.22)");
        pen.block(x, y + tall, wide, 0.03);
        let middle = x + wide * 0.52;
        pen.fill_with(ribbon);
        pen.block(middle - 0.04, y + tall, 0.08, tall);
        pen.fill_with("rgba(30,8,4,.28)");
        pen.block(middle + 0.02, y + tall, 0.02, tall);
        // A bow of two loops.
        for side in [-1.0, 1.0] {
            pen.fill_with(ribbon);
            let at = y + tall;
            pen.begin();
            pen.move_to(middle, at);
            pen.curve_to(
                (middle + side * 0.06, at + 0.20),
                (middle + side * 0.26, at + 0.17),
                (middle + side * 0.22, at + 0.05),
            );
            pen.curve_to(
                (middle + side * 0.19, at - 0.01),
                (middle + side * 0.08, at - 0.01),
                (middle, at),
            );
            pen.fill();
            pen.fill_with("rgba(30,8,4,.30)");
            pen.dot(middle + side * 0.12, at + 0.06, 0.055, 0.03);
        }
        pen.fill_with(ribbon);
        pen.dot(middle, y + tall + 0.02, 0.045, 0.04);
    }
}

/// A small lantern with a candle in it, standing at (x, y).
fn lantern(pen: &Pen, x: f32, y: f32) {
    pen.kept(|pen| {
        pen.glow();
        pen.radial(
            x,
            y + 0.28,
            0.02,
            0.85,
            &[
                (0.0, "rgba(255,180,90,.55)"),
                (0.4, "rgba(255,140,60,.18)"),
                (1.0, "rgba(255,120,40,0)"),
            ],
        );
        pen.dot(x, y + 0.28, 0.85, 0.85);
    });
    window::candle(pen, x, y, 0.25);
    pen.fill_with("rgba(255,205,130,.16)");
    pen.block(x - 0.17, y + 0.50, 0.34, 0.46);
    pen.stroke_with("#2b1c14", 0.028);
    for side in [-0.17, 0.17] {
        pen.begin();
        pen.move_to(x + side, y + 0.02);
        pen.line_to(x + side, y + 0.50);
        pen.stroke();
    }
    pen.fill_with("#33221a");
    pen.block(x - 0.21, y + 0.05, 0.42, 0.06);
    pen.polygon(&[
        (x - 0.22, y + 0.50),
        (x + 0.22, y + 0.50),
        (x + 0.07, y + 0.64),
        (x - 0.07, y + 0.64),
    ]);
    pen.fill();
    pen.stroke_with("#33221a", 0.022);
    pen.begin();
    pen.ellipse(x, y + 0.70, 0.06, 0.06);
    pen.stroke();
}
