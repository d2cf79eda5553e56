//! Surfaces that are told by two running numbers: a grid of points, its normals taken from the grid.

use glam::Vec3;

use super::Surface;
use crate::model::Patch;

/// Weaves a patch on its grid, `coarser` times fewer threads each way.
pub(super) fn weave(patch: &Patch, coarser: f32) -> Surface {
    let threads = |count: usize| ((count as f32 / coarser).round() as usize).max(4);
    let (wide, tall) = (threads(patch.grid.0), threads(patch.grid.1));
    let mut surface = Surface::default();
    for j in 0..=tall {
        for i in 0..=wide {
            let (u, v) = (i as f32 / wide as f32, j as f32 / tall as f32);
            surface
                .points
                .push(((patch.point)(u, v), normal(patch, u, v)));
        }
    }
    let row = wide as u32 + 1;
    for j in 0..tall as u32 {
        for i in 0..wide as u32 {
            let a = j * row + i;
            surface
                .triangles
                .extend([[a, a + 1, a + row + 1], [a, a + row + 1, a + row]]);
        }
    }
    surface
}

fn normal(patch: &Patch, u: f32, v: f32) -> Vec3 {
    // A little off the poles and the rims, where the grid has no area.
    let e = 0.004;
    let (u, v) = (
        u.clamp(2.0 * e, 1.0 - 2.0 * e),
        v.clamp(2.0 * e, 1.0 - 2.0 * e),
    );
    let along = (patch.point)(u + e, v) - (patch.point)(u - e, v);
    let across = (patch.point)(u, v + e) - (patch.point)(u, v - e);
    let normal = along.cross(across).normalize_or(Vec3::Z);
    if patch.inside_out { -normal } else { normal }
}
