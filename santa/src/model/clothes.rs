//! Hat, trim, pompom, collar, coat, arms and mittens, and the list of wishes.

use core::f32::consts::PI;

use glam::{Vec2, Vec3, vec2, vec3};

use super::shape::{Sweep, ball, ellipsoid, fade, melt, ring, rod};
use super::{Bone, Follow, Look, Material, Part, Patch};
use crate::motion::wander;

const HAT: Vec3 = vec3(0.36, 0.013, 0.022);
const COAT: Vec3 = vec3(0.30, 0.010, 0.019);
const FLEECE: Vec3 = vec3(0.82, 0.785, 0.725);
const MITTEN: Vec3 = vec3(0.030, 0.165, 0.070);
const PAPER: Vec3 = vec3(0.80, 0.68, 0.47);

/// Where the pompom hangs from.
pub(crate) const HAT_TIP: Vec3 = vec3(1.30, 1.06, 0.32);
/// Where the list of wishes hangs: its upper corner on the viewer's left, its size.
pub(crate) const LIST: (Vec3, Vec2) = (vec3(0.68, -0.22, 1.12), vec2(0.88, 1.32));
/// The elbow of the waving arm (the viewer's left).
pub(crate) const ELBOW: Vec3 = vec3(-1.46, -3.45, 0.55);

pub(super) fn parts() -> Vec<Part> {
    let mut parts = vec![hat(), trim(), pompom(), collar(), coat(), placket()];
    for (bone, side) in [(Bone::Arm, 1.0), (Bone::OtherArm, -1.0)] {
        parts.extend(arm(bone, side));
    }
    parts
}

fn felt(colour: Vec3, fuzz: f32) -> Look {
    Look {
        fur: fuzz,
        density: 46.0,
        comb: vec3(0.3, -0.6, 0.0),
        ..Look::plain(Material::Felt, colour)
    }
}

fn fleece(length: f32, density: f32, comb: Vec3) -> Look {
    Look {
        fur: length,
        density,
        comb,
        ..Look::plain(Material::Fur, FLEECE)
    }
}

fn hat() -> Part {
    let crown = Sweep::through(
        &[
            (vec3(0.00, 1.05, -0.06), 1.00),
            (vec3(0.00, 1.46, -0.08), 0.86),
            (vec3(0.16, 1.82, -0.04), 0.58),
            (vec3(0.56, 1.93, 0.06), 0.41),
            (vec3(0.96, 1.70, 0.16), 0.30),
            (vec3(1.22, 1.32, 0.26), 0.20),
            (HAT_TIP, 0.13),
        ],
        24,
    );
    Part {
        name: "hat",
        bone: Bone::Head,
        follow: Follow::Still,
        cell: 0.060,
        low: vec3(-1.12, 0.86, -1.16),
        high: vec3(1.62, 2.52, 1.10),
        field: Box::new(move |p| {
            let mut d = crown.distance(p);
            // Soft folds where the tip turns over.
            let bend = (-((p - vec3(0.42, 1.72, 0.40)) / 0.55).length_squared()).exp();
            d += 0.040 * bend * ((p.x * 0.75 + p.y) * 9.5 + (p.z * 2.0).sin()).sin();
            d += 0.022 * wander(p.x + p.y * 0.7, 0.55, p.z * 2.2);
            // Open below, where the head is.
            d.max(1.0 - p.y)
        }),
        look: Box::new(|_, _| felt(HAT, 0.035)),
        shades: true,
    }
}

/// The trim's own frame: raised in front, so that the forehead is free.
fn in_trim(p: Vec3) -> Vec3 {
    let (sin, cos) = 0.075_f32.sin_cos();
    let q = p - vec3(0.0, 1.06, -0.02);
    vec3(q.x, q.y * cos - q.z * sin, q.y * sin + q.z * cos)
}

fn trim() -> Part {
    Part {
        name: "trim",
        bone: Bone::Head,
        follow: Follow::Still,
        cell: 0.062,
        low: vec3(-1.42, 0.56, -1.42),
        high: vec3(1.42, 1.58, 1.40),
        field: Box::new(|p| {
            let q = in_trim(p);
            let lumps = 0.030 * wander(q.x * 1.3 + q.z, 0.8, q.y * 3.0)
                + 0.014 * wander(q.z * 2.1 - q.x, 1.9, q.y * 5.0);
            // Its lining closes the gap to the forehead, which a head thrown back would show.
            let lining = ring(q, vec2(0.80, 0.77), vec2(0.20, 0.12));
            melt(
                ring(q, vec2(1.02, 0.99), vec2(0.205, 0.225)) * 0.9,
                lining,
                0.05,
            ) - lumps
        }),
        look: Box::new(|_, n| fleece(0.145, 33.0, vec3(n.z * 0.4, -0.5, -n.x * 0.4))),
        shades: true,
    }
}

fn pompom() -> Part {
    let middle = HAT_TIP + vec3(0.10, -0.22, 0.10);
    Part {
        name: "pompom",
        bone: Bone::Pompom,
        follow: Follow::Still,
        cell: 0.062,
        low: middle - Vec3::splat(0.42),
        high: middle + Vec3::splat(0.42),
        field: Box::new(move |p| ball(p, middle, 0.245) - 0.02 * wander(p.x * 2.0, 1.0, p.y * 6.0)),
        look: Box::new(|_, n| fleece(0.165, 33.0, n.cross(Vec3::Y) * 0.5 - Vec3::Y * 0.25)),
        shades: false,
    }
}

fn collar() -> Part {
    Part {
        name: "collar",
        bone: Bone::Body,
        follow: Follow::Still,
        cell: 0.072,
        low: vec3(-1.95, -3.35, -1.45),
        high: vec3(1.95, -1.25, 1.35),
        field: Box::new(|p| {
            // Tilted down to the front, where its ends meet under the beard.
            let q = p - vec3(0.0, -2.18, -0.16);
            let (sin, cos) = 0.50_f32.sin_cos();
            let q = vec3(q.x, q.y * cos + q.z * sin, -q.y * sin + q.z * cos);
            let lumps = 0.035 * wander(q.x + q.z * 1.4, 0.6, q.y * 2.0)
                + 0.016 * wander(q.z * 1.7 - q.x, 1.5, q.y * 4.0);
            ring(q, vec2(1.26, 0.92), vec2(0.36, 0.36)) * 0.9 - lumps
        }),
        look: Box::new(|_, n| fleece(0.155, 30.0, vec3(n.z * 0.3, -0.6, -n.x * 0.3))),
        shades: true,
    }
}

fn coat() -> Part {
    Part {
        name: "coat",
        bone: Bone::Body,
        follow: Follow::Still,
        cell: 0.10,
        low: vec3(-2.45, -4.7, -1.4),
        high: vec3(2.45, -1.55, 1.65),
        field: Box::new(|p| {
            let q = vec3(p.x.abs(), p.y, p.z);
            let mut d = ellipsoid(q, vec3(0.0, -3.10, -0.22), vec3(1.72, 1.22, 0.95));
            d = melt(
                d,
                ellipsoid(q, vec3(0.0, -4.30, 0.02), vec3(1.80, 1.7, 1.42)),
                0.5,
            );
            d = melt(
                d,
                rod(
                    q,
                    vec3(1.30, -2.78, -0.12),
                    vec3(1.86, -4.4, 0.20),
                    0.50,
                    0.44,
                ),
                0.22,
            );
            d - 0.03 * wander(q.x * 0.8 + q.y * 0.5, 0.7, q.z)
        }),
        look: Box::new(|_, _| felt(COAT, 0.042)),
        shades: true,
    }
}

/// The white band down the front of the coat.
fn placket() -> Part {
    Part {
        name: "placket",
        bone: Bone::Body,
        follow: Follow::Still,
        cell: 0.08,
        low: vec3(-0.42, -4.6, 0.55),
        high: vec3(0.42, -2.3, 1.72),
        field: Box::new(|p| {
            let q = vec3(p.x, p.y, (p.z - band_depth(p.y)) * 1.3);
            rod(q, vec3(0.0, -2.5, 0.0), vec3(0.0, -4.8, 0.0), 0.20, 0.20)
                - 0.02 * wander(p.y, 0.9, p.x * 3.0)
        }),
        look: Box::new(|_, _| fleece(0.13, 30.0, Vec3::NEG_Y)),
        shades: false,
    }
}

fn band_depth(y: f32) -> f32 {
    0.82 + 0.60 * fade(-2.6, -4.2, y)
}

/// A forearm with cuff and mitten, raised, on the viewer's left; `side` −1 mirrors it to the right.
fn arm(bone: Bone, side: f32) -> [Part; 3] {
    let wrist = ELBOW + vec3(-0.10, 1.75, 0.20);
    let palm = wrist + vec3(-0.02, 0.62, 0.02);
    let flip = move |p: Vec3| vec3(p.x * side, p.y, p.z);
    let boxed = move |low: Vec3, high: Vec3| {
        let (a, b) = (flip(low), flip(high));
        (a.min(b), a.max(b))
    };
    let (sleeve_low, sleeve_high) =
        boxed(ELBOW - Vec3::splat(0.72), wrist + vec3(0.66, 0.25, 0.66));
    let (cuff_low, cuff_high) = boxed(
        wrist - vec3(0.72, 0.42, 0.72),
        wrist + vec3(0.72, 0.46, 0.72),
    );
    let (hand_low, hand_high) = boxed(palm - vec3(0.60, 0.92, 0.46), palm + vec3(0.82, 0.74, 0.68));
    [
        Part {
            name: "sleeve",
            bone,
            follow: Follow::Still,
            cell: 0.09,
            low: sleeve_low,
            high: sleeve_high,
            field: Box::new(move |p| {
                let p = flip(p);
                rod(p, ELBOW, wrist, 0.54, 0.40) + 0.025 * wander(p.y, 0.9, p.x * 1.5)
            }),
            look: Box::new(|_, _| felt(COAT, 0.042)),
            shades: false,
        },
        Part {
            name: "cuff",
            bone,
            follow: Follow::Still,
            cell: 0.066,
            low: cuff_low,
            high: cuff_high,
            field: Box::new(move |p| {
                let q = flip(p) - wrist;
                ring(q, vec2(0.34, 0.34), vec2(0.19, 0.20)) - 0.02 * wander(q.x, 1.0, q.z * 3.0)
            }),
            look: Box::new(|_, n| fleece(0.14, 32.0, vec3(n.z * 0.4, -0.4, -n.x * 0.4))),
            shades: false,
        },
        Part {
            name: "mitten",
            bone,
            follow: Follow::Still,
            cell: 0.04,
            low: hand_low,
            high: hand_high,
            field: Box::new(move |p| {
                let p = flip(p);
                let mut d = ellipsoid(p, palm + vec3(0.0, 0.08, 0.0), vec3(0.39, 0.52, 0.23));
                d = melt(d, rod(p, wrist, palm, 0.22, 0.26), 0.12);
                // The one that holds the list has its thumb before it.
                let (root, tip) = if side < 0.0 {
                    (vec3(0.02, -0.30, 0.32), vec3(0.32, 0.06, 0.48))
                } else {
                    (vec3(0.24, -0.24, 0.06), vec3(0.50, 0.16, 0.10))
                };
                let thumb = rod(p, palm + root, palm + tip, 0.175, 0.155);
                d = melt(d, thumb, 0.09);
                // Knitted: rows of small stitches.
                let stitch = ((p.x * 30.0).sin().abs() * 0.35 + (p.y * 13.0)).sin();
                d + 0.008 * stitch
            }),
            look: Box::new(move |p, _| {
                let p = flip(p) - palm;
                let row = (p.y * 26.0 + (p.x * 52.0).sin().abs() * 1.6).sin();
                let wool = MITTEN * (1.0 + 0.28 * row);
                felt(wool.lerp(FLEECE * 0.9, knitted_in(p)), 0.022)
            }),
            shades: false,
        },
    ]
}

/// What is knitted into a mitten in white, 0 to 1, seen from its palm's middle: a heart, and a stripe at its wrist.
fn knitted_in(p: Vec3) -> f32 {
    let (x, y) = ((p.x + 0.03).abs() / 0.17, (p.y - 0.08) / 0.15);
    let heart = fade(1.10, 0.92, x.hypot(y - 0.95 * x.sqrt()));
    let stripe = fade(0.075, 0.040, (p.y + 0.26).abs());
    (heart * fade(0.0, 0.08, p.z)).max(stripe)
}

/// The list of wishes: a sheet that he holds up beside his face with the other mitten. It is still rolled at its foot, for
/// there are more wishes than one sees. What is written on it is the painter's (`solid.frag`), for a grid of points is too
/// coarse for a pen.
pub(super) fn patches() -> Vec<Patch> {
    let sheet = move |u: f32, v: f32| {
        let x = LIST.0.x + LIST.1.x * u;
        // Held at its right edge, free at its left, and never quite flat.
        let bow = 0.10 * (u * PI).sin() + 0.06 * (1.0 - u);
        let down = LIST.1.y * (1.0 - ((v - 0.26) / 0.60).clamp(0.0, 1.0));
        let wave = 0.05 * (down * 2.3 + u * 1.7).sin() + 0.05 * down;
        // Both ends roll to the viewer, the foot more often round.
        let above = ((v - 0.86) / 0.14).max(0.0) * 1.5 * PI;
        let below = ((0.26 - v) / 0.26).max(0.0) * 2.6 * PI;
        let (scroll, roll) = (0.065, 0.125 - 0.006 * below);
        vec3(
            x + 0.03 * (down * 1.9).sin(),
            LIST.0.y - down + scroll * above.sin() - roll * below.sin(),
            LIST.0.z + bow + wave + scroll * (1.0 - above.cos()) + roll * (1.0 - below.cos()),
        )
    };
    vec![Patch {
        bone: Bone::OtherArm,
        follow: Follow::Still,
        grid: (14, 48),
        point: Box::new(sheet),
        look: Box::new(|_, _| Look::plain(Material::Paper, PAPER)),
        inside_out: false,
    }]
}
