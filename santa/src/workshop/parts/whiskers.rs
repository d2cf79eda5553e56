//! Everything that grows: mane, beard, moustache, brows.
//!
//! The beard is combed from locks: rolls that start at the jaw, bend towards the middle, thin out and
//! curl at the end. Rows lie over one another, the longest at the back.

use super::super::clay::{Blob, Shade, roll};
use super::super::fur::{Fabric, Wool};
use super::super::light::Vec3;
use super::{BEARD, Model, plain};
use crate::motion::{Dice, mix};

fn beard_wool(length: f32) -> Fabric {
    Fabric {
        cloth: BEARD,
        wool: Wool {
            density: 66.0,
            length,
            lift: 0.22,
            unrest: 0.34,
            body: 0.55,
        },
        mottle: 0.05,
    }
}

/// How one lock hangs.
struct Lock {
    root: Vec3,
    length: f32,
    /// Direction at the root, radians clockwise from straight down as the viewer sees it.
    lean: f32,
    /// How far it turns on its way.
    bend: f32,
    /// How far its end curls.
    curl: f32,
    /// Sideways waving on the way, and where in the wave it starts.
    wave: (f32, f32),
    thick: f32,
}

impl Lock {
    fn blobs(&self, melt: f32) -> Vec<Blob> {
        const STEPS: usize = 12;
        let step = self.length / STEPS as f32;
        let mut at = self.root;
        let mut points = Vec::new();
        for i in 0..=STEPS {
            let t = i as f32 / STEPS as f32;
            let end = ((t - 0.55) / 0.45).max(0.0);
            let angle = self.lean
                + self.bend * t
                + self.wave.0 * (self.wave.1 + t * 6.5).sin()
                + self.curl * end * end;
            // Full in the upper half, then a soft point.
            let body = (0.78 + 0.5 * t) * (1.0 - t.powf(2.2)).max(0.0).powf(0.75);
            points.push((at, (self.thick * body).max(0.042)));
            at[0] -= angle.sin() * step;
            at[1] -= angle.cos() * step;
            at[2] += step * 0.04;
        }
        roll(&points, 0.3, melt, 0)
    }
}

/// One of three layers of the beard, 0 at the back.
pub(super) fn beard(layer: usize) -> Model {
    let mut dice = Dice::new(41 + layer as u32);
    // Per row: how many, half width of the roots, their height, length in the middle, at the sides, thickness, z.
    let rows: &[(usize, f32, f32, f32, f32, f32, f32)] = match layer {
        0 => &[
            (9, 0.96, -0.70, 1.62, 0.74, 0.20, 0.30),
            (8, 0.80, -0.80, 1.42, 0.78, 0.185, 0.42),
            (7, 0.66, -0.90, 1.22, 0.74, 0.17, 0.50),
        ],
        1 => &[
            (8, 0.82, -1.00, 1.10, 0.66, 0.165, 0.58),
            (7, 0.66, -1.04, 0.86, 0.60, 0.15, 0.70),
        ],
        _ => &[
            (6, 0.50, -1.08, 0.66, 0.52, 0.135, 0.82),
            (4, 0.27, -1.10, 0.44, 0.36, 0.115, 0.92),
        ],
    };
    let mut blobs = Vec::new();
    if layer == 0 {
        blobs.push(Blob::egg([0.0, -1.22, 0.0], [0.92, 0.80, 0.40]));
        blobs.push(Blob::egg([0.0, -1.70, 0.0], [0.58, 0.58, 0.36]).melting(0.2));
    } else if layer == 2 {
        blobs.push(Blob::egg([0.0, -1.27, 0.62], [0.42, 0.20, 0.34]));
    }
    for &(count, half, y, middle, sides, thick, z) in rows {
        for i in 0..count {
            let x = (i as f32 + 0.5) / count as f32 * 2.0 - 1.0 + dice.between(-0.06, 0.06);
            let side = if x < 0.0 { -1.0 } else { 1.0 };
            // Most ends curl outwards, some inwards, as if combed by hand; those in the middle, which
            // make the tip, close towards it and keep to a gentler curl.
            let outwards = x.abs() > 0.38 && dice.roll() < 0.65;
            let out = if outwards { -side } else { side };
            let curl = dice.between(1.5, 3.0) * (0.62 + 0.38 * x.abs());
            let lock = Lock {
                root: [x * half, y + 0.34 * x * x, z - 0.30 * x * x],
                length: mix(middle, sides, x * x) * dice.between(0.94, 1.06),
                lean: -x * 0.42 + dice.between(-0.08, 0.08),
                bend: x * 1.15 + dice.between(-0.1, 0.1),
                curl: out * curl,
                wave: (
                    dice.between(0.4, 0.75),
                    dice.between(0.0, core::f32::consts::TAU),
                ),
                thick: thick * dice.between(0.9, 1.12),
            };
            blobs.extend(lock.blobs(0.02));
        }
    }
    let shades = match layer {
        0 => vec![Shade {
            at: [0.0, -1.0, 1.1],
            radius: 0.5,
            strength: 0.35,
        }],
        1 => vec![Shade {
            at: [0.0, -1.0, 1.15],
            radius: 0.42,
            strength: 0.3,
        }],
        // The lower lip over the chin's tuft.
        _ => vec![Shade {
            at: [0.0, -0.86, 1.25],
            radius: 0.2,
            strength: 0.4,
        }],
    };
    Model {
        blobs,
        fabrics: vec![beard_wool(0.14)],
        shades,
        groove: 1.45,
        dye: plain,
        fade: None,
    }
}

/// Hair from the temples and the side of the beard, one wreath round the face.
pub(super) fn mane() -> Model {
    let mut dice = Dice::new(77);
    let mut blobs = Vec::new();
    for side in [-1.0_f32, 1.0] {
        blobs.push(Blob::egg([side * 1.0, -0.25, 0.0], [0.2, 0.70, 0.34]));
        for row in 0..3 {
            for i in 0..5 {
                let down = i as f32 / 4.0;
                let out = row as f32 * 0.085;
                let lock = Lock {
                    root: [
                        side * (1.06 + 0.16 * (down * 2.6).sin() - out),
                        0.52 - down * 1.10 + row as f32 * 0.06,
                        0.18 + row as f32 * 0.16,
                    ],
                    length: dice.between(0.44, 0.60),
                    lean: -side * dice.between(0.28, 0.5) + side * down * 0.55,
                    bend: side * dice.between(0.5, 0.9),
                    curl: -side * dice.between(1.6, 3.2),
                    wave: (0.5, dice.between(0.0, core::f32::consts::TAU)),
                    thick: dice.between(0.13, 0.16),
                };
                blobs.extend(lock.blobs(0.02));
            }
        }
    }
    let shades = [-1.0, 1.0].map(|side| Shade {
        at: [side * 1.0, 0.86, 0.72],
        radius: 0.26,
        strength: 0.5,
    });
    Model {
        blobs,
        fabrics: vec![beard_wool(0.12)],
        shades: shades.into(),
        groove: 1.4,
        dye: plain,
        fade: None,
    }
}

/// Half of the moustache.
pub(super) fn moustache(side: f32) -> Model {
    let mut blobs = roll(
        &[
            ([side * 0.03, -0.50, 1.08], 0.115),
            ([side * 0.20, -0.50, 1.10], 0.165),
            ([side * 0.46, -0.545, 1.02], 0.175),
            ([side * 0.70, -0.50, 0.88], 0.135),
            ([side * 0.88, -0.38, 0.76], 0.085),
            ([side * 0.97, -0.24, 0.70], 0.040),
        ],
        0.2,
        0.03,
        0,
    );
    blobs.extend(roll(
        &[
            ([side * 0.07, -0.60, 1.10], 0.09),
            ([side * 0.33, -0.635, 1.06], 0.115),
            ([side * 0.57, -0.635, 0.94], 0.10),
            ([side * 0.77, -0.56, 0.82], 0.062),
            ([side * 0.88, -0.45, 0.76], 0.030),
        ],
        0.2,
        0.03,
        0,
    ));
    blobs.extend(roll(
        &[
            ([side * 0.05, -0.41, 1.10], 0.06),
            ([side * 0.26, -0.42, 1.12], 0.075),
            ([side * 0.50, -0.44, 1.04], 0.075),
            ([side * 0.70, -0.37, 0.90], 0.05),
            ([side * 0.80, -0.27, 0.80], 0.028),
        ],
        0.2,
        0.03,
        0,
    ));
    Model {
        blobs,
        fabrics: vec![beard_wool(0.12)],
        shades: vec![Shade {
            at: [0.0, -0.22, 1.3],
            radius: 0.22,
            strength: 0.4,
        }],
        groove: 0.9,
        dye: plain,
        fade: None,
    }
}

/// A brow; its outer end hangs, which is what makes him kind.
pub(super) fn brow(side: f32) -> Model {
    let blobs = roll(
        &[
            ([side * 0.14, 0.545, 1.0], 0.06),
            ([side * 0.28, 0.61, 1.0], 0.095),
            ([side * 0.46, 0.615, 0.94], 0.095),
            ([side * 0.62, 0.55, 0.86], 0.07),
            ([side * 0.73, 0.46, 0.80], 0.035),
        ],
        0.2,
        0.03,
        0,
    );
    Model {
        blobs,
        fabrics: vec![beard_wool(0.10)],
        shades: vec![Shade {
            at: [side * 0.4, 0.86, 1.2],
            radius: 0.22,
            strength: 0.35,
        }],
        groove: 0.6,
        dye: plain,
        fade: None,
    }
}
