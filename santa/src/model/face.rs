//! The skin: skull, cheeks, nose, the sockets of the eyes, the opening of the mouth.

use glam::{Vec3, vec3};

use super::shape::{ball, carve, ellipsoid, fade, melt, rod};
use super::{Bone, EYE, EYE_RADIUS, Follow, Look, MOUTH, Material, Part, RIM};

const SKIN: Vec3 = vec3(0.74, 0.395, 0.285);
const BLUSH: Vec3 = vec3(0.78, 0.135, 0.115);

pub(super) fn skin() -> Part {
    Part {
        name: "skin",
        bone: Bone::Head,
        follow: Follow::Face,
        cell: 0.043,
        low: vec3(-1.05, -1.2, -0.3),
        high: vec3(1.05, 1.2, 1.45),
        field: Box::new(face),
        look: Box::new(|p, _| Look::plain(Material::Skin, colour(p))),
        shades: true,
    }
}

fn face(p: Vec3) -> f32 {
    let q = vec3(p.x.abs(), p.y, p.z);
    let mut d = ellipsoid(q, Vec3::ZERO, vec3(0.99, 1.12, 0.95));
    // The muzzle carries the moustache and the lips.
    d = melt(
        d,
        ellipsoid(q, vec3(0.0, -0.70, 0.50), vec3(0.56, 0.46, 0.44)),
        0.20,
    );
    d = melt(
        d,
        ellipsoid(q, vec3(0.52, -0.25, 0.64), vec3(0.37, 0.33, 0.34)),
        0.14,
    );
    // Pads over the eyes, so that the lids come out of something.
    d = melt(
        d,
        ellipsoid(q, vec3(0.38, 0.46, 0.68), vec3(0.30, 0.10, 0.17)),
        0.26,
    );
    d = carve(
        d,
        ball(q, vec3(EYE.x, EYE.y, EYE.z + 0.03), EYE_RADIUS + 0.03),
        0.15,
    );
    // The nose: a bridge, a ball, two wings.
    d = melt(
        d,
        rod(q, vec3(0.0, 0.28, 0.86), vec3(0.0, -0.04, 1.05), 0.08, 0.15),
        0.16,
    );
    d = melt(d, ball(q, vec3(0.0, -0.13, 1.10), 0.258), 0.09);
    d = melt(d, ball(q, vec3(0.19, -0.18, 1.02), 0.135), 0.06);
    // The mouth's opening; the lips cover its edge.
    let hole = RIM.extend(0.6);
    carve(d, ellipsoid(q, vec3(0.0, MOUTH.y, MOUTH.z), hole), 0.02)
}

/// Warm skin, redder where the blood is near: cheeks, nose, the rims of the eyes.
pub(super) fn colour(p: Vec3) -> Vec3 {
    let q = vec3(p.x.abs(), p.y, p.z);
    let near = |at: Vec3, reach: f32| (-(q.distance_squared(at)) / (reach * reach)).exp();
    let cheek = 0.95 * near(vec3(0.56, -0.27, 0.92), 0.34);
    let nose = 0.80 * near(vec3(0.0, -0.18, 1.28), 0.30);
    let rim = 0.30 * near(EYE, EYE_RADIUS + 0.10);
    let forehead = 0.10 * fade(0.45, 0.85, p.y);
    SKIN.lerp(BLUSH, (cheek + nose + rim + forehead).min(0.88))
}
