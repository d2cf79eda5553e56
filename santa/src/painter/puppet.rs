//! The puppet on its strings: every part moved by the pose and laid over the others.
//!
//! Depth is played by parallax: what lies nearer to the viewer travels farther when the head turns.

use super::eyes::Eyes;
use super::mouth;
use super::pen::{Pen, Sheet};
use crate::layout::Layout;
use crate::motion::mix;
use crate::pose::Pose;
use crate::workshop::Part;

/// Where the head turns on the neck.
const NECK: (f32, f32) = (0.0, -1.15);
/// The elbow when the mitten is raised, and how high above it the mitten's tip is.
const ELBOW: (f32, f32) = (-1.80, -2.0);
const MITTEN_TIP: f32 = 2.2;

/// A part on its sheet.
struct Piece {
    sheet: Sheet,
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

/// All parts, ready to be moved.
pub(super) struct Puppet {
    pieces: Vec<Piece>,
    eyes: Eyes,
    /// Pixels per head radius that the parts were felted for.
    pub(super) unit: f32,
}

impl Puppet {
    pub(super) fn new(unit: f32) -> Option<Self> {
        let pieces = Part::ALL
            .iter()
            .map(|part| {
                // The coat is broad and far from where one looks: less fine is fine enough.
                let broad = matches!(part, Part::Body | Part::Sleeve);
                let fine = if broad { unit.min(84.0) } else { unit };
                let sprite = part.felt(fine);
                Some(Piece {
                    sheet: Sheet::of_sprite(&sprite)?,
                    left: sprite.left,
                    top: sprite.top,
                    width: sprite.width as f32 / sprite.unit,
                    height: sprite.height as f32 / sprite.unit,
                })
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            pieces,
            eyes: Eyes::new(unit)?,
            unit,
        })
    }

    fn draw(&self, pen: &Pen, part: Part) {
        if let Some(p) = self.pieces.get(part as usize) {
            pen.copy(&p.sheet, p.left, p.top, p.width, p.height);
        }
    }

    pub(super) fn paint(&self, pen: &Pen, pose: &Pose, layout: &Layout) {
        pen.kept(|pen| {
            pen.shift(pose.sway * 0.4, pose.lift);
            pen.stretch_about(0.0, -4.5, 1.0 + pose.lift * 0.25, 1.0);
            self.draw(pen, Part::Body);
        });
        pen.kept(|pen| {
            pen.shift(
                pose.sway + pose.yaw * 0.10,
                pose.lift * 1.25 + pose.pitch * 0.10,
            );
            pen.turn_about(NECK.0, NECK.1, pose.roll);
            self.head(pen, pose);
        });
        self.arm(pen, pose, layout);
    }

    fn head(&self, pen: &Pen, pose: &Pose) {
        let jaw = pose.mouth.jaw;
        let drop = jaw * 0.36;
        // Parallax of something `z` head radii in front of the neck's axis.
        let at = |z: f32, draw: &dyn Fn(&Pen)| {
            pen.kept(|pen| {
                pen.shift(pose.yaw * (z - 0.35) * 0.55, pose.pitch * (z - 0.30) * 0.55);
                draw(pen);
            });
        };
        at(-0.05, &|pen| self.draw(pen, Part::Hat));
        at(0.30, &|pen| {
            pen.shift(0.0, -drop * 0.45);
            pen.turn_about(0.0, -0.9, -pose.beard * 0.35);
            self.draw(pen, Part::BeardBack);
        });
        at(0.45, &|pen| self.draw(pen, Part::Face));
        at(0.62, &|pen| {
            let lid = |pen: &Pen| self.draw(pen, Part::Lid);
            self.eyes.paint(pen, pose, &lid);
        });
        at(0.55, &|pen| {
            pen.shift(0.0, -drop * 0.5);
            pen.turn_about(0.0, -1.0, -pose.beard * 0.5);
            self.draw(pen, Part::BeardMiddle);
        });
        at(0.85, &|pen| mouth::paint(pen, pose));
        at(0.75, &|pen| {
            pen.shift(0.0, -drop);
            pen.turn_about(0.0, -1.05, -pose.beard * 0.6);
            self.draw(pen, Part::BeardFront);
        });
        at(0.95, &|pen| self.draw(pen, Part::Glasses));
        self.eyes.glints(pen, pose);
        at(0.40, &|pen| self.draw(pen, Part::Mane));
        at(1.0, &|pen| self.draw(pen, Part::Nose));
        let lifted = pose.smile * 0.035 - jaw * 0.02 + pose.mouth.round * 0.01;
        for (part, side) in [(Part::MoustacheLeft, -1.0), (Part::MoustacheRight, 1.0)] {
            at(0.95, &|pen| {
                pen.shift(0.0, lifted - jaw * 0.015);
                let angle = pose.smile * 0.10 + jaw * 0.05 - pose.mouth.round * 0.06;
                pen.turn_about(side * 0.05, -0.48, -side * angle);
                let narrow = 1.0 - pose.mouth.round * 0.07 + pose.mouth.width * 0.025;
                pen.stretch_about(0.0, -0.48, narrow, 1.0);
                self.draw(pen, part);
            });
        }
        for (part, side) in [(Part::BrowLeft, -1.0), (Part::BrowRight, 1.0)] {
            at(0.72, &|pen| {
                pen.shift(0.0, pose.brows * 0.085);
                pen.turn_about(side * 0.42, 0.56, side * (pose.brow_tilt * 0.16 - 0.02));
                self.draw(pen, part);
            });
        }
        at(0.50, &|pen| self.draw(pen, Part::Trim));
        at(0.30, &|pen| {
            pen.turn_about(1.30, 0.92, -pose.pompom * 0.9);
            self.draw(pen, Part::Pompom);
        });
    }

    fn arm(&self, pen: &Pen, pose: &Pose, layout: &Layout) {
        if pose.arm < 0.004 {
            return;
        }
        let (left, _, _, bottom) = layout.edges();
        // On a narrow canvas the mitten comes closer so that it is all seen.
        let x = ELBOW.0.max(left + 0.60);
        let hidden = bottom - MITTEN_TIP - 0.2;
        let y = mix(hidden, ELBOW.1, pose.arm);
        pen.kept(|pen| {
            pen.shift(x, y);
            self.draw(pen, Part::Sleeve);
            pen.turn(pose.wave - 0.07 * pose.arm);
            self.draw(pen, Part::Arm);
        });
    }
}
