//! Baked shade: how open each place is to the light that comes from everywhere.
//!
//! The whole scene's distance is sampled once on a coarse grid; then every vertex looks a short way in
//! seven directions and asks how soon something is near.

use glam::{UVec3, Vec3, uvec3, vec3};

use crate::model::Puppet;

const CELL: f32 = 0.095;
const LOW: Vec3 = vec3(-2.2, -3.6, -1.2);
const HIGH: Vec3 = vec3(2.2, 2.4, 1.7);
/// Where key light and window are, as in `painter/shaders/light.glsl`.
pub(super) const KEY: Vec3 = vec3(-0.487, 0.560, 0.670);
pub(super) const WINDOW: Vec3 = vec3(0.800, 0.300, -0.520);
/// How far a vertex looks, in head radii.
const STEPS: [f32; 4] = [0.10, 0.20, 0.38, 0.65];

pub(super) struct Shade {
    size: UVec3,
    values: Vec<f32>,
}

impl Shade {
    pub(super) fn of(puppet: &Puppet) -> Self {
        let size = ((HIGH - LOW) / CELL).ceil().as_uvec3() + UVec3::ONE;
        let parts: Vec<_> = puppet.parts.iter().filter(|part| part.shades).collect();
        let mut values = Vec::with_capacity((size.x * size.y * size.z) as usize);
        for z in 0..size.z {
            for y in 0..size.y {
                for x in 0..size.x {
                    let at = LOW + uvec3(x, y, z).as_vec3() * CELL;
                    // Nobody asks farther than the longest look.
                    let mut nearest = STEPS[3] + CELL;
                    for part in &parts {
                        let outside = (part.low - at).max(at - part.high).max(Vec3::ZERO).length();
                        if outside < nearest {
                            nearest = nearest.min((part.field)(at));
                        }
                    }
                    values.push(nearest);
                }
            }
        }
        Self { size, values }
    }

    /// The distance to the nearest surface, about.
    fn distance(&self, p: Vec3) -> f32 {
        let q = ((p - LOW) / CELL).clamp(Vec3::ZERO, self.size.as_vec3() - 1.001);
        let (cell, t) = (q.as_uvec3(), q.fract());
        let at = |x: u32, y: u32, z: u32| {
            let at = (cell + uvec3(x, y, z)).min(self.size - UVec3::ONE);
            self.values[((at.z * self.size.y + at.y) * self.size.x + at.x) as usize]
        };
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
        let plane = |z: u32| {
            mix(
                mix(at(0, 0, z), at(1, 0, z), t.x),
                mix(at(0, 1, z), at(1, 1, z), t.x),
                t.y,
            )
        };
        mix(plane(0), plane(1), t.z)
    }

    /// How open a place is, 0 (buried) to 1 (free).
    pub(super) fn open(&self, at: Vec3, normal: Vec3) -> f32 {
        let side = normal.any_orthonormal_vector();
        let up = normal.cross(side);
        let mut shut = 0.0;
        for i in 0..7 {
            let way = if i == 0 {
                normal
            } else {
                let turn = i as f32 * core::f32::consts::TAU / 6.0;
                (normal * 0.75 + side * turn.cos() + up * turn.sin()).normalize()
            };
            let weight = if i == 0 { 0.22 } else { 0.13 };
            let mut worst: f32 = 0.0;
            for (k, step) in STEPS.into_iter().enumerate() {
                // Free space would be as far away as the look has gone, off this surface's own slope.
                let free = step * way.dot(normal).max(0.35);
                let missing = ((free - self.distance(at + way * step)) / free).clamp(0.0, 1.0);
                worst = worst.max(missing * (1.0 - 0.16 * k as f32));
            }
            shut += weight * worst;
        }
        (1.0 - shut).clamp(0.0, 1.0)
    }

    /// How far a lamp's light reaches a place, 0 to 1: a soft shadow, baked because the lamps stand still
    /// and the head turns little.
    pub(super) fn lit(&self, at: Vec3, normal: Vec3, lamp: Vec3) -> f32 {
        let start = at + normal * 0.09;
        let (mut clear, mut gone): (f32, f32) = (1.0, 0.06);
        while gone < 1.1 {
            let d = self.distance(start + lamp * gone);
            clear = clear.min((d + 0.02) / (0.03 + gone * 0.16));
            gone += d.clamp(0.05, 0.16);
        }
        let clear = clear.clamp(0.0, 1.0);
        clear * clear * (3.0 - 2.0 * clear)
    }
}
