//! Face, lids, nose and glasses.

use super::super::clay::{Blob, Shade, roll};
use super::super::fur::{Fabric, Wool};
use super::super::light::Rgb;
use super::{BRASS, Model, SKIN, plain, skin};
use crate::motion::{ease, mix};

pub(super) fn face() -> Model {
    let mut blobs = vec![
        Blob::egg([0.0, 0.0, 0.0], [1.0, 1.12, 0.92]),
        // Jaw and chin, hidden by the beard but there when the mouth opens.
        Blob::egg([0.0, -0.72, 0.10], [0.72, 0.55, 0.80]).melting(0.3),
        // Brow ridge.
        Blob::egg([0.0, 0.50, 0.30], [0.80, 0.22, 0.68]).melting(0.3),
    ];
    for side in [-1.0, 1.0] {
        blobs.push(Blob::egg([side * 0.52, -0.27, 0.56], [0.36, 0.31, 0.36]).melting(0.22));
    }
    // The bridge of the nose between the eyes.
    blobs.push(Blob::egg([0.0, 0.16, 0.70], [0.15, 0.34, 0.30]).melting(0.2));
    let mut shades = hat_brim();
    for side in [-1.0, 1.0] {
        // Eye sockets: a hollow is shaded as if a ball hung in front of it.
        shades.push(Shade {
            at: [side * 0.385, 0.19, 0.98],
            radius: 0.17,
            strength: 0.36,
        });
        // The moustache over the cheeks, and the mane at the temples.
        shades.push(Shade {
            at: [side * 0.42, -0.62, 1.0],
            radius: 0.2,
            strength: 0.6,
        });
        shades.push(Shade {
            at: [side * 0.78, -0.62, 0.86],
            radius: 0.2,
            strength: 0.5,
        });
        shades.push(Shade {
            at: [side * 1.03, 0.2, 0.55],
            radius: 0.22,
            strength: 0.5,
        });
    }
    shades.push(Shade {
        at: [0.0, -0.26, 1.18],
        radius: 0.2,
        strength: 0.5,
    });
    Model {
        blobs,
        fabrics: vec![skin()],
        shades,
        groove: 0.7,
        dye: blush,
        fade: None,
    }
}

fn hat_brim() -> Vec<Shade> {
    [-0.8, -0.4, 0.0, 0.4, 0.8]
        .map(|x: f32| Shade {
            at: [x, 0.97 - 0.22 * x * x, 1.08 - 0.5 * x * x],
            radius: 0.24,
            strength: 0.45,
        })
        .into()
}

fn blush(x: f32, y: f32, _: u8, colour: Rgb) -> Rgb {
    let spot = |cx: f32, cy: f32, r: f32| {
        let d = ((x.abs() - cx).powi(2) + (y - cy).powi(2)).sqrt();
        1.0 - ease(r * 0.2, r, d)
    };
    let rosy = spot(0.58, -0.26, 0.42) * 0.95
        + spot(0.0, -0.25, 0.36) * 0.4
        + spot(0.39, 0.17, 0.42) * 0.16;
    let red = [0.80, 0.16, 0.115];
    core::array::from_fn(|c| mix(colour[c], red[c], rosy.min(0.9)))
}

pub(super) fn nose() -> Model {
    let mut skin = skin();
    skin.cloth.colour = [0.68, 0.20, 0.135];
    skin.cloth.wrap = [0.4, 0.2, 0.18];
    skin.cloth.fuzz = 0.9;
    skin.wool.body = 0.3;
    skin.mottle = 0.09;
    Model {
        blobs: vec![
            Blob::egg([0.0, -0.17, 0.92], [0.275, 0.25, 0.30]),
            Blob::egg([-0.19, -0.24, 0.86], [0.14, 0.125, 0.18]).melting(0.14),
            Blob::egg([0.19, -0.24, 0.86], [0.14, 0.125, 0.18]).melting(0.14),
        ],
        fabrics: vec![skin],
        shades: vec![Shade {
            at: [0.0, -0.55, 1.2],
            radius: 0.2,
            strength: 0.45,
        }],
        groove: 0.5,
        dye: tip_of_the_nose,
        fade: None,
    }
}

fn tip_of_the_nose(x: f32, y: f32, _: u8, colour: Rgb) -> Rgb {
    let tip = 1.0 - ease(0.02, 0.24, (x * x + (y + 0.19).powi(2)).sqrt());
    core::array::from_fn(|c| mix(colour[c], [0.66, 0.125, 0.09][c], tip * 0.6))
}

/// A lid's dome, at the origin; the painter puts it over either eye.
pub(super) fn lid() -> Model {
    let cloth = super::Cloth {
        colour: [0.70, 0.26, 0.185],
        ..SKIN
    };
    Model {
        blobs: vec![Blob::egg([0.0, 0.0, 0.0], [0.335, 0.315, 0.27])],
        fabrics: vec![Fabric { cloth, ..skin() }],
        shades: vec![Shade {
            at: [0.0, 0.42, 0.28],
            radius: 0.2,
            strength: 0.35,
        }],
        groove: 0.0,
        dye: plain,
        fade: None,
    }
}

pub(super) fn glasses() -> Model {
    let mut blobs = Vec::new();
    for side in [-1.0_f32, 1.0] {
        let ring: Vec<_> = (0..=28)
            .map(|i| {
                let a = i as f32 / 28.0 * core::f32::consts::TAU;
                (
                    [
                        side * 0.405 + 0.355 * a.cos(),
                        0.125 + 0.345 * a.sin(),
                        1.02,
                    ],
                    0.023,
                )
            })
            .collect();
        blobs.extend(roll(&ring, 0.2, 0.0, 0));
        blobs.extend(roll(
            &[
                ([side * 0.755, 0.19, 1.0], 0.024),
                ([side * 0.88, 0.22, 0.9], 0.022),
                ([side * 1.0, 0.24, 0.7], 0.02),
            ],
            0.2,
            0.0,
            0,
        ));
    }
    let bridge: Vec<_> = (0..=8)
        .map(|i| {
            let t = i as f32 / 8.0 * 2.0 - 1.0;
            ([t * 0.075, 0.16 + 0.05 * (1.0 - t * t), 1.06], 0.022)
        })
        .collect();
    blobs.extend(roll(&bridge, 0.2, 0.0, 0));
    Model {
        blobs,
        fabrics: vec![Fabric {
            cloth: BRASS,
            wool: Wool::NONE,
            mottle: 0.0,
        }],
        shades: Vec::new(),
        groove: 0.0,
        dye: plain,
        fade: None,
    }
}
