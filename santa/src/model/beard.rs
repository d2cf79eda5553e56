//! Everything white on his face: beard, hair, moustache, brows. Locks of wool over a soft base.

use core::f32::consts::PI;

use glam::{Vec3, vec3};

use super::shape::{Sweep, carve, ellipsoid, fade, melt, rod};
use super::{Bone, Follow, Look, MOUTH, Material, Part};
use crate::motion::Dice;

const WOOL: Vec3 = vec3(0.83, 0.805, 0.765);

pub(super) fn parts() -> Vec<Part> {
    let locks = beard_locks();
    let combed = locks.clone();
    let mut parts = vec![
        Part {
            name: "beard",
            bone: Bone::Head,
            follow: Follow::Face,
            cell: 0.042,
            low: vec3(-1.50, -3.0, -1.12),
            high: vec3(1.50, 1.20, 1.42),
            field: Box::new(move |p| with_locks(base(p) + 0.025, &locks, p, 0.024)),
            look: Box::new(move |p, n| wool(p, n, &combed, 0.082, 38.0)),
            shades: true,
        },
        moustache(),
    ];
    for (bone, side) in [(Bone::BrowLeft, -1.0), (Bone::BrowRight, 1.0)] {
        let at = vec3(0.41 * side, 0.62, 0.90);
        parts.push(Part {
            name: "brow",
            bone,
            follow: Follow::Still,
            cell: 0.027,
            low: at - vec3(0.44, 0.28, 0.36),
            high: at + vec3(0.44, 0.26, 0.30),
            field: Box::new(move |p| brow(vec3(p.x * side, p.y, p.z))),
            look: Box::new(move |_, n| Look {
                fur: 0.065,
                comb: vec3(side, -0.25, 0.0),
                ..fleece(n, 38.0)
            }),
            shades: false,
        });
    }
    parts
}

fn fleece(_: Vec3, density: f32) -> Look {
    Look {
        density,
        ..Look::plain(Material::Fur, WOOL)
    }
}

/// Fur that lies along the nearest lock.
fn wool(p: Vec3, n: Vec3, locks: &[Sweep], length: f32, density: f32) -> Look {
    let mut best = (0.10, Vec3::ZERO);
    for lock in locks {
        if lock.at_least(p) < best.0 {
            let (d, way) = lock.nearest(p);
            if d < best.0 {
                best = (d, way);
            }
        }
    }
    let down = vec3(0.0, -1.0, 0.1);
    let comb = if best.1 == Vec3::ZERO { down } else { best.1 };
    // Shorter towards the lips and under the glasses, so that both stay clear.
    let lips = 1.0 - fade(0.34, 0.62, ((p - MOUTH) / vec3(1.15, 1.0, 1.2)).length());
    let cheek = fade(-0.55, -0.1, p.y) * fade(0.5, 0.8, p.z);
    Look {
        fur: length * (1.0 - 0.55 * lips.max(cheek)),
        comb,
        ..fleece(n, density)
    }
}

fn with_locks(base: f32, locks: &[Sweep], p: Vec3, k: f32) -> f32 {
    let mut d = base;
    for lock in locks {
        if lock.at_least(p) < d.max(0.0) + k {
            d = melt(d, lock.distance(p), k);
        }
    }
    d
}

/// The soft mass under the locks.
fn base(p: Vec3) -> f32 {
    let q = vec3(p.x.abs(), p.y, p.z);
    let chin = ellipsoid(q, vec3(0.0, -1.02, 0.38), vec3(0.93, 0.56, 0.57));
    let tail = ellipsoid(q, vec3(0.0, -1.66, 0.56), vec3(0.66, 0.86, 0.46));
    let mut d = melt(chin, tail, 0.30);
    // Round from the temples down to the jaw, and full behind: hair, no wig's curtain.
    d = melt(
        d,
        rod(
            q,
            vec3(0.88, 0.62, -0.02),
            vec3(0.94, -0.10, 0.04),
            0.13,
            0.23,
        ),
        0.10,
    );
    d = melt(
        d,
        rod(
            q,
            vec3(0.94, -0.10, 0.04),
            vec3(0.72, -0.80, 0.26),
            0.23,
            0.36,
        ),
        0.20,
    );
    d = melt(
        d,
        ellipsoid(q, vec3(0.0, 0.05, -0.35), vec3(1.10, 1.0, 0.72)),
        0.12,
    );
    // The face looks out of it.
    d = carve(
        d,
        ellipsoid(q, vec3(0.0, 0.12, 0.95), vec3(0.82, 0.72, 0.80)),
        0.10,
    );
    carve(
        d,
        ellipsoid(q, vec3(0.0, MOUTH.y + 0.03, 1.05), vec3(0.45, 0.215, 0.86)),
        0.05,
    )
}

/// Where a look from outside along `way` meets the base.
fn on_base(middle: Vec3, way: Vec3) -> Vec3 {
    let mut far = 1.9;
    for _ in 0..40 {
        let d = base(middle + way * far);
        if d < 0.004 {
            break;
        }
        far -= d.max(0.004) * 0.7;
    }
    middle + way * far.max(0.1)
}

fn gradient(p: Vec3) -> Vec3 {
    let e = 0.02;
    vec3(
        base(p + Vec3::X * e) - base(p - Vec3::X * e),
        base(p + Vec3::Y * e) - base(p - Vec3::Y * e),
        base(p + Vec3::Z * e) - base(p - Vec3::Z * e),
    )
    .normalize_or_zero()
}

/// Rows of locks from below to above, each falling over the row beneath it.
fn beard_locks() -> Vec<Sweep> {
    // Height, the angles between which it runs (0 is the front), how many, length, thickness.
    let rows: [(f32, f32, f32, usize, f32, f32); 9] = [
        (-2.06, 0.0, 0.80, 5, 0.38, 0.126),
        (-1.84, 0.0, 0.95, 5, 0.50, 0.142),
        (-1.54, 0.0, 1.10, 6, 0.66, 0.150),
        (-1.26, 0.0, 1.25, 7, 0.74, 0.150),
        (-1.04, 0.0, 1.35, 8, 0.70, 0.134),
        (-0.72, 0.62, 1.50, 6, 0.66, 0.132),
        (-0.38, 0.86, 1.75, 6, 0.62, 0.126),
        (0.02, 1.10, 1.95, 6, 0.58, 0.120),
        (0.44, 1.22, 2.10, 6, 0.54, 0.108),
    ];
    let mut dice = Dice::new(1958);
    let mut locks = Vec::new();
    for (row, (y, from, to, count, length, thick)) in rows.into_iter().enumerate() {
        for i in 0..count {
            let t = (i as f32 + 0.5) / count as f32 * 2.0 - 1.0;
            // A row that leaves the mouth free runs on both sides of it.
            let angle = t.signum() * (from + (to - from) * t.abs()) + dice.between(-0.06, 0.06);
            let shift = if row % 2 == 0 { 0.0 } else { 0.08 };
            let start = vec3(0.0, y + dice.between(-0.05, 0.05), 0.14);
            let way = vec3((angle + shift).sin(), 0.0, (angle + shift).cos());
            locks.push(lock(
                on_base(start, way),
                angle,
                length * dice.between(0.98, 1.30),
                thick * dice.between(0.9, 1.12),
                &mut dice,
            ));
        }
    }
    locks
}

/// One lock: it lies on the base, wanders, tapers and curls out at its end.
fn lock(root: Vec3, angle: f32, length: f32, thick: f32, dice: &mut Dice) -> Sweep {
    const PIECES: usize = 8;
    let step = length / PIECES as f32;
    // Beside the face locks lie close: one that lifts there looks as if it came from elsewhere.
    let beside = fade(0.70, 1.15, angle.abs());
    let wander = dice.between(0.50, 0.74) * if dice.roll() < 0.5 { -1.0 } else { 1.0 };
    let phase = dice.between(0.0, PI);
    let outward = if dice.roll() < 0.66 {
        angle.signum()
    } else {
        -angle.signum()
    };
    let hook = dice.between(1.2, 2.6) * outward * (1.0 - 0.55 * beside);
    let lift = 1.0 - 0.75 * beside;
    let mut at = root - gradient(root) * 0.04;
    let mut knots = vec![(at, thick * 0.80)];
    for k in 1..=PIECES {
        let t = k as f32 / PIECES as f32;
        let out = gradient(at);
        // Down along the surface; towards the middle where the beard narrows.
        let down = vec3(-at.x * 0.20, -1.0, 0.06);
        let down = (down - out * down.dot(out)).normalize_or_zero();
        let side = down.cross(out);
        let curl = fade(0.45, 1.0, t);
        let turn = wander * (t * PI * 1.6 + phase).sin() * (1.0 - curl * 0.6) + hook * curl;
        let way = (down * turn.cos() + side * turn.sin() + out * (0.30 * curl * lift))
            .normalize_or_zero();
        at += way * step;
        // Held to the surface, a little proud of it; the tip lifts off.
        let off = base(at) - (thick * 0.12 + 0.07 * curl * lift);
        at -= gradient(at) * off * 0.8;
        // Full to the middle, then a fine tip.
        let radius = thick * (1.0 - 0.82 * t.powf(1.5));
        knots.push((at, radius));
    }
    Sweep::new(knots)
}

fn moustache() -> Part {
    let locks: Vec<Sweep> = [
        [
            (vec3(0.02, -0.455, 1.12), 0.105),
            (vec3(0.28, -0.470, 1.14), 0.168),
            (vec3(0.60, -0.580, 1.02), 0.152),
            (vec3(0.90, -0.500, 0.86), 0.098),
            (vec3(1.08, -0.280, 0.80), 0.036),
        ],
        [
            (vec3(0.04, -0.400, 1.10), 0.080),
            (vec3(0.34, -0.400, 1.06), 0.120),
            (vec3(0.66, -0.450, 0.94), 0.100),
            (vec3(0.88, -0.380, 0.84), 0.068),
            (vec3(0.99, -0.230, 0.80), 0.030),
        ],
        [
            (vec3(0.04, -0.555, 1.11), 0.085),
            (vec3(0.34, -0.605, 1.07), 0.112),
            (vec3(0.62, -0.680, 0.95), 0.090),
            (vec3(0.86, -0.640, 0.84), 0.064),
            (vec3(1.02, -0.470, 0.78), 0.030),
        ],
    ]
    .iter()
    .map(|points| Sweep::through(points, 12))
    .collect();
    let combed = locks.clone();
    let beside = |p: Vec3| vec3(p.x.abs(), p.y, p.z);
    Part {
        name: "moustache",
        bone: Bone::Head,
        follow: Follow::Moustache,
        cell: 0.035,
        low: vec3(-1.16, -0.86, 0.45),
        high: vec3(1.16, -0.10, 1.42),
        field: Box::new(move |p| with_locks(1.0, &locks, beside(p), 0.045)),
        look: Box::new(move |p, n| {
            let mut look = wool(beside(p), n, &combed, 0.078, 40.0);
            look.fur = 0.078;
            look.comb.x *= p.x.signum();
            look
        }),
        shades: true,
    }
}

/// An arc that falls to the outside: level brows look angry.
fn brow(p: Vec3) -> f32 {
    let inner = rod(
        p,
        vec3(0.17, 0.600, 0.96),
        vec3(0.40, 0.680, 0.93),
        0.066,
        0.094,
    );
    let outer = rod(
        p,
        vec3(0.40, 0.680, 0.93),
        vec3(0.72, 0.560, 0.720),
        0.094,
        0.040,
    );
    melt(inner, outer, 0.04)
}
