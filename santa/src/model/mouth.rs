//! Lips, the dark behind them, teeth and tongue.
//!
//! The mouth is modelled half open: the jaw closes it by turning up and opens it by turning down.

use core::f32::consts::{PI, TAU};

use glam::{Vec2, Vec3, vec2, vec3};

use super::{Bone, Follow, Look, Material, Patch};

/// The middle of the mouth's opening.
pub(crate) const MOUTH: Vec3 = vec3(0.0, -0.78, 0.90);
/// Half the width and height of the lips' middle line, an ellipse.
pub(crate) const RIM: Vec2 = vec2(0.35, 0.115);

const LIP: Vec3 = vec3(0.53, 0.150, 0.150);
const CAVITY: Vec3 = vec3(0.17, 0.022, 0.022);
const TONGUE: Vec3 = vec3(0.66, 0.20, 0.20);
const TOOTH: Vec3 = vec3(0.86, 0.80, 0.68);

pub(super) fn patches() -> Vec<Patch> {
    vec![
        Patch {
            bone: Bone::Head,
            follow: Follow::Face,
            grid: (48, 12),
            point: Box::new(lips),
            look: Box::new(|_, _| Look::plain(Material::Moist, LIP)),
            inside_out: false,
        },
        Patch {
            bone: Bone::Head,
            follow: Follow::Face,
            grid: (40, 8),
            point: Box::new(cavity),
            look: Box::new(|p, _| {
                // Darker the deeper, so that an open mouth reads at any size.
                let depth = ((MOUTH.z - p.z) / 0.35).clamp(0.0, 1.0);
                Look::plain(Material::Cavity, CAVITY * (1.6 - 1.3 * depth))
            }),
            inside_out: false,
        },
        Patch {
            bone: Bone::Teeth,
            follow: Follow::Still,
            grid: (36, 10),
            point: Box::new(teeth),
            look: Box::new(|_, _| Look::plain(Material::Moist, TOOTH)),
            inside_out: false,
        },
        Patch {
            bone: Bone::Head,
            follow: Follow::Jaw,
            grid: (20, 12),
            point: Box::new(tongue),
            look: Box::new(|_, _| Look::plain(Material::Moist, TONGUE)),
            inside_out: true,
        },
    ]
}

/// The lips' middle line, wrapped round the muzzle.
fn rim(turn: f32) -> Vec3 {
    let x = RIM.x * turn.cos();
    MOUTH + vec3(x, RIM.y * turn.sin(), 0.05 - 0.55 * x * x)
}

fn lips(u: f32, v: f32) -> Vec3 {
    let turn = u * TAU;
    let at = rim(turn);
    let out = vec3(turn.cos() * 0.75, turn.sin(), 0.0).normalize_or_zero();
    // Fuller in the middle, fuller below, with a small dip in the middle of the upper lip.
    let below = 0.5 - 0.5 * turn.sin();
    let middle = turn.sin().abs();
    let dip = 0.010 * (-(at.x / 0.06).powi(2)).exp() * (1.0 - below);
    let thick = 0.028 + 0.017 * middle + 0.011 * middle * below - dip;
    let round = v * TAU;
    at + (out * round.cos() + Vec3::Z * 0.95 * round.sin()) * thick
}

fn cavity(u: f32, v: f32) -> Vec3 {
    let turn = u * TAU;
    let deep = v * PI * 0.5;
    let edge = rim(turn) - vec3(0.0, 0.0, 0.03);
    let back = vec3(0.0, MOUTH.y, edge.z);
    back.lerp(edge, deep.cos()) - Vec3::Z * (0.42 * deep.sin())
}

/// One soft band of teeth behind the upper lip.
fn teeth(u: f32, v: f32) -> Vec3 {
    let across = u * 2.0 - 1.0;
    let x = across * 0.27;
    let round = v * TAU;
    // Rounder to the sides, with the faintest scallops: teeth, not a shield.
    let tall = 0.078 * (1.0 - across.powi(6)).max(0.0).sqrt();
    let scallop = 1.0 - 0.05 * (across * PI * 3.5).cos().abs().powi(6);
    let y = MOUTH.y + 0.062 + round.sin() * tall * if round.sin() < 0.0 { scallop } else { 1.0 };
    vec3(x, y, MOUTH.z - 0.015 - 0.9 * x * x + round.cos() * 0.03)
}

fn tongue(u: f32, v: f32) -> Vec3 {
    let (turn, rise) = (u * TAU, (v - 0.5) * PI);
    let flat = rise.cos();
    let x = 0.19 * turn.cos() * flat;
    let z = 0.22 * turn.sin() * flat;
    let y = 0.065 * rise.sin() - 0.02 * (-(x / 0.04).powi(2)).exp();
    vec3(x, MOUTH.y - 0.105 + y, MOUTH.z - 0.25 + z)
}
