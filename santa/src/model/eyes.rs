//! Eyeballs, lids and half-moon glasses.

use core::f32::consts::{PI, TAU};

use glam::{Vec2, Vec3, vec2, vec3};

use super::{Bone, Follow, Look, Material, Patch, face};

/// The middle of the eye on the viewer's right.
pub(crate) const EYE: Vec3 = vec3(0.375, 0.17, 0.72);
/// Both, the one on the viewer's left first.
pub(crate) const EYES: [Eye; 2] = [
    Eye {
        side: -1.0,
        middle: vec3(-EYE.x, EYE.y, EYE.z),
        ball: Bone::EyeLeft,
        upper: Bone::LidUpperLeft,
        lower: Bone::LidLowerLeft,
    },
    Eye {
        side: 1.0,
        middle: EYE,
        ball: Bone::EyeRight,
        upper: Bone::LidUpperRight,
        lower: Bone::LidLowerRight,
    },
];
pub(crate) const EYE_RADIUS: f32 = 0.285;

const BRASS: Vec3 = vec3(0.52, 0.27, 0.045);
const BLOOD: Vec3 = vec3(0.70, 0.215, 0.155);
const LASH: Vec3 = vec3(0.16, 0.055, 0.03);

/// An eye: where it is, and what its ball and its lids move with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Eye {
    /// 1 on the viewer's right, −1 on the left.
    pub(crate) side: f32,
    pub(crate) middle: Vec3,
    pub(crate) ball: Bone,
    pub(crate) upper: Bone,
    pub(crate) lower: Bone,
}

pub(super) fn patches() -> Vec<Patch> {
    let mut patches = Vec::new();
    for eye in EYES {
        let Eye { side, middle, .. } = eye;
        patches.push(Patch {
            bone: eye.ball,
            follow: Follow::Still,
            grid: (28, 18),
            point: Box::new(move |u, v| middle + globe(u, v) * EYE_RADIUS),
            look: Box::new(|_, _| Look::plain(Material::Eye, Vec3::ONE)),
            inside_out: true,
        });
        for (bone, up) in [(eye.upper, 1.0), (eye.lower, -1.0)] {
            patches.push(Patch {
                bone,
                follow: Follow::Still,
                grid: (24, 18),
                point: Box::new(move |u, v| middle + lid(u, v, up) * EYE_RADIUS),
                look: Box::new(move |p, _| {
                    let edge = ((p.y - middle.y) * up / EYE_RADIUS).clamp(0.0, 1.0);
                    let rim =
                        (1.0 - edge / 0.12).clamp(0.0, 1.0) * (p.z - middle.z).max(0.0).sqrt();
                    // Pinker than the face, and most where it folds.
                    let fold = (-((edge - 0.62) / 0.16).powi(2)).exp();
                    let skin = face::colour(p).lerp(BLOOD, 0.42 + 0.30 * fold);
                    let lash = if up > 0.0 { 2.1 } else { 0.5 };
                    Look::plain(Material::Skin, skin.lerp(LASH, (rim * lash).min(0.9)))
                }),
                inside_out: up < 0.0,
            });
        }
        patches.push(wire(34, 0.022, move |t| rim(t, side)));
        patches.push(wire(8, 0.018, move |t| {
            vec3(side * (0.72 + 0.28 * t), -0.03 + 0.12 * t, 1.02 - 0.75 * t)
        }));
    }
    patches.push(wire(18, 0.020, |t| {
        let across = t * 2.0 - 1.0;
        vec3(
            across * 0.20,
            -0.03 + 0.09 * (1.0 - across * across),
            1.345 - 0.10 * across * across,
        )
    }));
    patches
}

/// A globe with its pole to the viewer, where the iris is.
fn globe(u: f32, v: f32) -> Vec3 {
    let (turn, fall) = (u * TAU, v * PI);
    vec3(fall.sin() * turn.cos(), fall.sin() * turn.sin(), fall.cos())
}

/// Half a shell over the ball, its edge level with the eye's middle, in eye radii.
///
/// v runs from inside the edge, round it, and back over the top.
fn lid(u: f32, v: f32, up: f32) -> Vec3 {
    let turn = (u - 0.5) * PI * 1.04;
    let (radius, rise) = if v < 0.28 {
        // The edge's own rounding.
        let round = v / 0.28 * PI;
        (1.075 - 0.050 * round.cos(), 0.045 - 0.055 * round.sin())
    } else {
        let back = (v - 0.28) / 0.72;
        // It sinks into the socket behind its edge: a lid that swells when it is shut is a toad's.
        (1.125 - 0.035 * (back * PI).sin(), 0.045 + back * 1.65)
    };
    vec3(
        radius * turn.sin() * rise.cos(),
        radius * rise.sin() * up,
        radius * turn.cos() * rise.cos(),
    )
}

/// A half-moon: level above, round below.
fn rim(t: f32, side: f32) -> Vec3 {
    let (half, drop) = (0.262, 0.235);
    let flat: Vec2 = if t < 0.36 {
        let s = t / 0.36;
        vec2(-half + 2.0 * half * s, 0.03 * (s * PI).sin())
    } else {
        let turn = (t - 0.36) / 0.64 * PI;
        // A fuller arc than a circle's half.
        vec2(half * turn.cos(), -drop * turn.sin().max(0.0).powf(0.8))
    };
    let x = 0.462 + flat.x;
    vec3(
        side * x,
        -0.03 + flat.y,
        1.245 - 0.44 * (x - 0.1) * (x - 0.1) + flat.y * -0.12,
    )
}

fn wire(along: usize, thick: f32, path: impl Fn(f32) -> Vec3 + 'static) -> Patch {
    Patch {
        bone: Bone::Head,
        follow: Follow::Still,
        grid: (along, 7),
        point: Box::new(move |u, v| {
            let step = 0.004;
            let way = (path((u + step).min(1.0)) - path((u - step).max(0.0))).normalize_or_zero();
            let side = way.cross(vec3(0.1, 0.3, 1.0)).normalize_or_zero();
            let up = side.cross(way);
            let turn = v * TAU;
            path(u) + (side * turn.cos() + up * turn.sin()) * thick
        }),
        look: Box::new(|_, _| Look::plain(Material::Brass, BRASS)),
        inside_out: false,
    }
}
