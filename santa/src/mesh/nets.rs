//! Surface nets: a grid over a solid becomes a smooth skin of quads, one vertex a cell.
//!
//! The cells' vertices are then drawn onto the surface itself along the field's gradient, which also
//! gives the normals: so even a coarse grid looks smooth.

use glam::{UVec3, Vec3, uvec3};

use super::Surface;

/// Points of the grid along one side of a block that is skipped as a whole where no surface is near.
const BLOCK: u32 = 4;
/// The fields are no exact distances: a block is skipped only when it is this much farther than its size.
const SAFETY: f32 = 1.7;

struct Grid {
    size: UVec3,
    low: Vec3,
    cell: f32,
    values: Vec<f32>,
}

impl Grid {
    fn sample(field: &dyn Fn(Vec3) -> f32, low: Vec3, high: Vec3, cell: f32) -> Self {
        let size = ((high - low) / cell).ceil().as_uvec3() + UVec3::ONE;
        let mut grid = Self {
            size,
            low,
            cell,
            values: vec![1.0; (size.x * size.y * size.z) as usize],
        };
        let reach = BLOCK as f32 * cell * 0.5 * 3.0_f32.sqrt() * SAFETY;
        for bz in (0..size.z).step_by(BLOCK as usize) {
            for by in (0..size.y).step_by(BLOCK as usize) {
                for bx in (0..size.x).step_by(BLOCK as usize) {
                    let start = uvec3(bx, by, bz);
                    let middle = low + (start.as_vec3() + (BLOCK as f32 - 1.0) * 0.5) * cell;
                    let far = field(middle);
                    let whole = far.abs() > reach;
                    let end = (start + BLOCK).min(size);
                    for z in bz..end.z {
                        for y in by..end.y {
                            for x in bx..end.x {
                                let at = uvec3(x, y, z);
                                let value = if whole { far } else { field(grid.place(at)) };
                                let index = grid.index(at);
                                grid.values[index] = value;
                            }
                        }
                    }
                }
            }
        }
        grid
    }

    fn place(&self, at: UVec3) -> Vec3 {
        self.low + at.as_vec3() * self.cell
    }

    fn index(&self, at: UVec3) -> usize {
        ((at.z * self.size.y + at.y) * self.size.x + at.x) as usize
    }

    fn value(&self, at: UVec3) -> f32 {
        self.values[self.index(at)]
    }

    /// Where the surface passes through a cell: the mean of its edges' crossings.
    fn crossing(&self, at: UVec3) -> Option<Vec3> {
        let corner = |i: u32| at + uvec3(i & 1, (i >> 1) & 1, i >> 2);
        let values: [f32; 8] = core::array::from_fn(|i| self.value(corner(i as u32)));
        let inside = values.iter().filter(|value| **value < 0.0).count();
        if inside == 0 || inside == 8 {
            return None;
        }
        let (mut sum, mut count) = (Vec3::ZERO, 0.0);
        for a in 0..8_u32 {
            for axis in 0..3 {
                let b = a | (1 << axis);
                if b == a {
                    continue;
                }
                let (va, vb) = (values[a as usize], values[b as usize]);
                if (va < 0.0) != (vb < 0.0) {
                    let t = va / (va - vb);
                    sum += corner(a).as_vec3().lerp(corner(b).as_vec3(), t);
                    count += 1.0;
                }
            }
        }
        Some(self.low + sum / count * self.cell)
    }
}

/// The skin of `field` inside a box, on cells of side `cell`.
pub(super) fn cast(field: &dyn Fn(Vec3) -> f32, low: Vec3, high: Vec3, cell: f32) -> Surface {
    let grid = Grid::sample(field, low, high, cell);
    let cells = grid.size.saturating_sub(UVec3::ONE);
    let mut surface = Surface::default();
    let mut vertex_of = vec![u32::MAX; grid.values.len()];
    for z in 0..cells.z {
        for y in 0..cells.y {
            for x in 0..cells.x {
                let at = uvec3(x, y, z);
                if let Some(crossing) = grid.crossing(at) {
                    vertex_of[grid.index(at)] = surface.points.len() as u32;
                    surface.points.push(onto_surface(field, crossing, cell));
                }
            }
        }
    }
    // Each edge of the grid that the surface crosses is the middle of one quad.
    for z in 0..cells.z {
        for y in 0..cells.y {
            for x in 0..cells.x {
                let at = uvec3(x, y, z);
                let here = grid.value(at) < 0.0;
                for axis in 0..3 {
                    let (along, side, up) = match axis {
                        0 => (UVec3::X, UVec3::Y, UVec3::Z),
                        1 => (UVec3::Y, UVec3::Z, UVec3::X),
                        _ => (UVec3::Z, UVec3::X, UVec3::Y),
                    };
                    let there = grid.value(at + along) < 0.0;
                    if here == there || at.dot(side) == 0 || at.dot(up) == 0 {
                        continue;
                    }
                    let corner = |offset: UVec3| vertex_of[grid.index(at - offset)];
                    let quad = [
                        corner(side + up),
                        corner(up),
                        corner(UVec3::ZERO),
                        corner(side),
                    ];
                    if quad.contains(&u32::MAX) {
                        continue;
                    }
                    let [a, b, c, d] = quad;
                    if here {
                        surface.triangles.extend([[a, b, c], [a, c, d]]);
                    } else {
                        surface.triangles.extend([[c, b, a], [d, c, a]]);
                    }
                }
            }
        }
    }
    surface
}

fn onto_surface(field: &dyn Fn(Vec3) -> f32, start: Vec3, cell: f32) -> (Vec3, Vec3) {
    let mut at = start;
    for _ in 0..2 {
        let slope = gradient(field, at, cell * 0.25);
        let steep = slope.length_squared().max(0.04);
        let step = slope * (field(at) / steep);
        at += -step.clamp_length_max(cell * 0.5);
    }
    let normal = gradient(field, at, cell * 0.4).normalize_or(Vec3::Z);
    (at, normal)
}

/// The field's slope from four samples at the corners of a tetrahedron.
fn gradient(field: &dyn Fn(Vec3) -> f32, p: Vec3, e: f32) -> Vec3 {
    const CORNERS: [Vec3; 4] = [
        Vec3::new(1.0, -1.0, -1.0),
        Vec3::new(-1.0, -1.0, 1.0),
        Vec3::new(-1.0, 1.0, -1.0),
        Vec3::new(1.0, 1.0, 1.0),
    ];
    CORNERS
        .iter()
        .map(|corner| *corner * field(p + *corner * e))
        .sum::<Vec3>()
        / (4.0 * e)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use glam::vec3;

    #[test]
    fn a_ball_comes_out_round_closed_and_facing_outwards() {
        let radius = 0.8;
        let low = Vec3::splat(-1.0);
        let surface = cast(&|p| p.length() - radius, low, -low, 0.13);
        for (at, normal) in &surface.points {
            assert!((at.length() - radius).abs() < 0.004, "{at}");
            assert!(normal.dot(at.normalize()) > 0.995);
        }
        // Closed: every edge belongs to two triangles, once in each direction.
        let mut edges: HashMap<(u32, u32), i32> = HashMap::new();
        for [a, b, c] in &surface.triangles {
            for (from, to) in [(*a, *b), (*b, *c), (*c, *a)] {
                *edges.entry((from, to)).or_default() += 1;
            }
            let point = |i: u32| surface.points[i as usize].0;
            let facing = (point(*b) - point(*a)).cross(point(*c) - point(*a));
            assert!(facing.dot(point(*a)) > 0.0, "a triangle looks inwards");
        }
        for ((from, to), count) in &edges {
            assert_eq!((*count, edges.get(&(*to, *from))), (1, Some(&1)));
        }
    }

    #[test]
    fn skipping_far_blocks_changes_nothing() {
        let field = |p: Vec3| (p - vec3(0.3, 0.1, 0.0)).length() - 0.35;
        let coarse = |p: Vec3| field(p).clamp(-0.01, 0.01);
        let low = Vec3::splat(-1.0);
        // The clamped field is never far, so nothing of it is skipped.
        let (skipped, whole) = (
            cast(&field, low, -low, 0.09),
            cast(&coarse, low, -low, 0.09),
        );
        assert_eq!(skipped.triangles.len(), whole.triangles.len());
    }
}
