//! Hat, coat and mitten: red felt, cream trim, green knitting.

use super::super::clay::{Blob, Shade, roll};
use super::super::fur::{Fabric, Wool};
use super::super::light::{Cloth, Rgb};
use super::{BRASS, GREEN, Model, fluff, plain, red_felt};

pub(super) fn hat() -> Model {
    let mut blobs = vec![
        Blob::egg([0.0, 0.92, -0.05], [1.13, 0.62, 0.9]),
        Blob::egg([0.02, 1.32, -0.05], [0.98, 0.62, 0.8]).melting(0.25),
        Blob::egg([0.14, 1.62, -0.02], [0.70, 0.44, 0.66]).melting(0.25),
    ];
    // The tail folds over to the right and lies on the crown, with a crease where it turns.
    blobs.extend(roll(
        &[
            ([0.10, 1.68, 0.10], 0.40),
            ([0.46, 1.76, 0.20], 0.37),
            ([0.82, 1.62, 0.26], 0.33),
            ([1.10, 1.34, 0.28], 0.27),
            ([1.27, 1.02, 0.30], 0.205),
            ([1.33, 0.74, 0.32], 0.14),
        ],
        0.12,
        0.07,
        0,
    ));
    // Soft folds in the felt.
    blobs.extend(roll(
        &[
            ([-0.62, 1.18, 0.52], 0.06),
            ([-0.25, 1.42, 0.60], 0.12),
            ([0.20, 1.50, 0.62], 0.11),
            ([0.55, 1.40, 0.52], 0.05),
        ],
        0.2,
        0.16,
        0,
    ));
    let shades = [-0.7_f32, -0.25, 0.2, 0.65].map(|x| Shade {
        at: [x, 0.98, 1.05],
        radius: 0.26,
        strength: 0.35,
    });
    Model {
        blobs,
        fabrics: vec![red_felt()],
        shades: shades.into(),
        groove: 0.9,
        dye: plain,
        fade: None,
    }
}

pub(super) fn trim() -> Model {
    let points: Vec<_> = (0..=12)
        .map(|i| {
            let t = i as f32 / 12.0 * 2.0 - 1.0;
            let bulge = 0.225 + 0.018 * (i as f32 * 2.4).sin();
            ([t * 1.13, 0.99 - 0.27 * t * t, 0.9 - 0.6 * t * t], bulge)
        })
        .collect();
    Model {
        blobs: roll(&points, 0.22, 0.08, 0)
            .into_iter()
            .map(|b| Blob {
                comb: [0.0; 2],
                ..b
            })
            .map(outwards)
            .collect(),
        fabrics: vec![fluff(0.10)],
        shades: Vec::new(),
        groove: 0.8,
        dye: plain,
        fade: None,
    }
}

/// A zero comb lets the strands stand out with the surface.
fn outwards(blob: Blob) -> Blob {
    Blob {
        comb: [0.0; 2],
        ..blob
    }
}

pub(super) fn pompom() -> Model {
    Model {
        blobs: vec![Blob::ball([1.36, 0.52, 0.4], 0.245)],
        fabrics: vec![fluff(0.11)],
        shades: Vec::new(),
        groove: 0.0,
        dye: plain,
        fade: None,
    }
}

pub(super) fn body() -> Model {
    let mut blobs = vec![
        Blob::egg([0.0, -3.15, -0.3], [1.95, 1.45, 0.9]),
        Blob::egg([-1.42, -2.95, -0.3], [0.86, 1.0, 0.7]).melting(0.3),
        Blob::egg([1.42, -2.95, -0.3], [0.86, 1.0, 0.7]).melting(0.3),
        Blob::egg([-1.75, -4.2, -0.3], [0.66, 1.7, 0.7]).melting(0.25),
        Blob::egg([1.75, -4.2, -0.3], [0.66, 1.7, 0.7]).melting(0.25),
        Blob::egg([0.0, -4.9, -0.1], [1.75, 2.0, 1.3]).melting(0.35),
    ];
    // The front's trim and the buttons beside it.
    blobs.extend(
        roll(
            &[
                ([0.0, -2.3, 0.75], 0.2),
                ([0.02, -3.2, 0.95], 0.2),
                ([0.0, -4.4, 1.15], 0.2),
                ([0.0, -6.6, 1.15], 0.2),
            ],
            0.25,
            0.06,
            1,
        )
        .into_iter()
        .map(outwards),
    );
    for y in [-3.05, -3.85, -4.65] {
        blobs.push(Blob::egg([0.42, y, 1.28], [0.095, 0.095, 0.05]).of(2));
    }
    // The collar: a thick wreath from shoulder to shoulder.
    blobs.extend(
        roll(
            &[
                ([-1.12, -1.28, 0.05], 0.22),
                ([-1.34, -1.62, 0.2], 0.31),
                ([-1.14, -2.02, 0.45], 0.35),
                ([-0.66, -2.34, 0.65], 0.35),
                ([0.0, -2.46, 0.75], 0.34),
                ([0.66, -2.34, 0.65], 0.35),
                ([1.14, -2.02, 0.45], 0.35),
                ([1.34, -1.62, 0.2], 0.31),
                ([1.12, -1.28, 0.05], 0.22),
            ],
            0.2,
            0.08,
            1,
        )
        .into_iter()
        .map(outwards),
    );
    // Behind the beard, between the collar's arms: red in shade.
    blobs.insert(0, Blob::egg([0.0, -1.75, -0.5], [1.2, 0.9, 0.3]));
    let shades = vec![
        Shade {
            at: [0.0, -1.25, 0.9],
            radius: 0.95,
            strength: 0.7,
        },
        Shade {
            at: [0.0, -1.85, 1.2],
            radius: 0.5,
            strength: 0.55,
        },
        Shade {
            at: [-1.2, -2.1, 0.6],
            radius: 0.3,
            strength: 0.3,
        },
        Shade {
            at: [1.2, -2.1, 0.6],
            radius: 0.3,
            strength: 0.3,
        },
    ];
    let mut collar = fluff(0.125);
    collar.cloth.colour = [0.62, 0.56, 0.49];
    let brass = Fabric {
        cloth: BRASS,
        wool: Wool::NONE,
        mottle: 0.0,
    };
    Model {
        blobs,
        fabrics: vec![red_felt(), collar, brass],
        shades,
        groove: 0.9,
        dye: plain,
        fade: None,
    }
}

/// What of the raised arm stays still: the sleeve below the elbow, which is the origin.
pub(super) fn sleeve() -> Model {
    Model {
        blobs: roll(
            &[
                ([0.0, 0.0, -0.05], 0.46),
                ([0.10, -0.8, -0.05], 0.54),
                ([0.28, -2.0, -0.05], 0.66),
                ([0.34, -4.3, -0.05], 0.74),
            ],
            0.12,
            0.1,
            0,
        ),
        fabrics: vec![red_felt()],
        shades: Vec::new(),
        groove: 0.8,
        dye: plain,
        fade: None,
    }
}

/// The waving forearm, its elbow at the origin, the mitten up.
pub(super) fn arm() -> Model {
    let mut blobs = roll(
        &[
            ([0.0, -0.12, 0.0], 0.46),
            ([0.0, 0.12, 0.0], 0.46),
            ([0.02, 0.55, 0.05], 0.42),
            ([0.03, 0.92, 0.1], 0.38),
        ],
        0.12,
        0.1,
        0,
    );
    // Palm, fingers, thumb.
    blobs.push(Blob::egg([0.03, 1.36, 0.15], [0.30, 0.38, 0.24]).of(2));
    blobs.push(
        Blob::egg([0.0, 1.72, 0.15], [0.315, 0.38, 0.24])
            .melting(0.12)
            .of(2),
    );
    blobs.push(
        Blob::egg([0.36, 1.48, 0.2], [0.125, 0.27, 0.15])
            .turned(-0.62)
            .melting(0.05)
            .of(2),
    );
    blobs.extend(
        roll(
            &[
                ([-0.36, 1.0, 0.2], 0.17),
                ([-0.12, 0.95, 0.36], 0.19),
                ([0.16, 0.95, 0.36], 0.19),
                ([0.42, 1.0, 0.2], 0.17),
            ],
            0.25,
            0.08,
            1,
        )
        .into_iter()
        .map(outwards),
    );
    let mitten = Fabric {
        cloth: Cloth { ..GREEN },
        wool: Wool {
            density: 50.0,
            length: 0.035,
            lift: 0.4,
            unrest: 1.4,
            body: 0.3,
        },
        mottle: 0.08,
    };
    Model {
        blobs,
        fabrics: vec![red_felt(), fluff(0.09), mitten],
        shades: vec![Shade {
            at: [0.0, 1.0, 0.5],
            radius: 0.25,
            strength: 0.25,
        }],
        groove: 0.9,
        dye: knitting,
        fade: Some((-0.52, 0.15)),
    }
}

/// Rows of V stitches on the mitten.
fn knitting(x: f32, y: f32, cloth: u8, colour: Rgb) -> Rgb {
    if cloth != 2 {
        return colour;
    }
    let column = x * 11.0;
    let within = (column - column.floor()) * 2.0 - 1.0;
    let row = y * 12.5 - within.abs() * 0.7;
    let across = 1.0 - within.abs();
    let stitch = (row * core::f32::consts::TAU).sin() * 0.5 + 0.5;
    let bright = 0.55 + 0.75 * stitch * (0.45 + 0.55 * across.sqrt());
    colour.map(|c| c * bright)
}
