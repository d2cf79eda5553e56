//! Where strands of fur stand: a small tiling block of noise, made once and sampled by the fur's shader.
//!
//! Four bytes a point: the distance to the nearest strand, that strand's length, and two soft noises that
//! clump and tint. The strand's own numbers change only half-way to its neighbour, so every strand is one.

use glam::{IVec3, Vec3, ivec3};

/// Points along one side.
pub(crate) const SIZE: usize = 64;
/// Strands along one side.
pub(crate) const STRANDS: i32 = 13;

/// The block, x fastest.
pub(crate) fn block() -> Vec<u8> {
    let strands: Vec<(Vec3, f32)> = (0..STRANDS * STRANDS * STRANDS)
        .map(|i| {
            let seed = i as u32 * 4 + 1;
            (vec_of(seed), hash(seed + 3))
        })
        .collect();
    let strand = |cell: IVec3| {
        let c = cell.rem_euclid(IVec3::splat(STRANDS));
        strands[((c.z * STRANDS + c.y) * STRANDS + c.x) as usize]
    };
    let mut block = Vec::with_capacity(SIZE * SIZE * SIZE * 4);
    let scale = STRANDS as f32 / SIZE as f32;
    for z in 0..SIZE {
        for y in 0..SIZE {
            for x in 0..SIZE {
                let p = (Vec3::new(x as f32, y as f32, z as f32) + 0.5) * scale;
                let home = p.floor().as_ivec3();
                let (mut nearest, mut length) = (9.0_f32, 0.0);
                for dz in -1..=1 {
                    for dy in -1..=1 {
                        for dx in -1..=1 {
                            let cell = home + ivec3(dx, dy, dz);
                            let (offset, its_length) = strand(cell);
                            let far = p.distance_squared(cell.as_vec3() + offset);
                            if far < nearest {
                                (nearest, length) = (far, its_length);
                            }
                        }
                    }
                }
                let byte = |x: f32| (x.clamp(0.0, 1.0) * 255.0) as u8;
                let tile = p / STRANDS as f32;
                block.extend([
                    byte(nearest.sqrt()),
                    byte(length),
                    byte(soft(tile, 4, 77)),
                    byte(soft(tile, 9, 990)),
                ]);
            }
        }
    }
    block
}

/// Value noise that tiles, with `cells` cells along the block; `tile` runs from 0 to 1.
fn soft(tile: Vec3, cells: i32, seed: u32) -> f32 {
    let p = tile * cells as f32;
    let home = p.floor();
    let t = p - home;
    let t = t * t * (Vec3::splat(3.0) - 2.0 * t);
    let home = home.as_ivec3();
    let at = |x: i32, y: i32, z: i32| {
        let c = (home + ivec3(x, y, z)).rem_euclid(IVec3::splat(cells));
        hash(seed + ((c.z * cells + c.y) * cells + c.x) as u32)
    };
    let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let plane = |z: i32| {
        mix(
            mix(at(0, 0, z), at(1, 0, z), t.x),
            mix(at(0, 1, z), at(1, 1, z), t.x),
            t.y,
        )
    };
    mix(plane(0), plane(1), t.z)
}

fn vec_of(seed: u32) -> Vec3 {
    Vec3::new(hash(seed), hash(seed + 1), hash(seed + 2))
}

/// A number in 0..1 that looks random and always is the same for its seed.
fn hash(seed: u32) -> f32 {
    let mut x = seed.wrapping_mul(0x9E37_79B9) ^ 0x85EB_CA6B;
    x ^= x >> 15;
    x = x.wrapping_mul(0x2C1B_3C6D);
    x ^= x >> 12;
    x = x.wrapping_mul(0x297A_2D39);
    x ^= x >> 15;
    (x >> 8) as f32 / 16_777_216.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_tiles_and_holds_strands_of_many_lengths() {
        let block = block();
        assert_eq!(block.len(), SIZE * SIZE * SIZE * 4);
        let at = |x: usize, y: usize, z: usize, c: usize| {
            f32::from(block[((z * SIZE + y) * SIZE + x) * 4 + c])
        };
        // Across the seam nothing jumps more than between neighbours inside.
        let (mut seam, mut inside) = (0.0_f32, 0.0_f32);
        for y in 0..SIZE {
            for z in 0..SIZE {
                seam = seam.max((at(0, y, z, 0) - at(SIZE - 1, y, z, 0)).abs());
                inside = inside.max((at(31, y, z, 0) - at(32, y, z, 0)).abs());
            }
        }
        assert!(seam <= inside * 1.3 + 4.0, "{seam} {inside}");
        let mean = block
            .iter()
            .skip(1)
            .step_by(4)
            .map(|b| f32::from(*b))
            .sum::<f32>()
            / (SIZE * SIZE * SIZE) as f32;
        assert!((100.0..155.0).contains(&mean), "{mean}");
        assert!(block.chunks(4).any(|c| c[0] < 12) && block.chunks(4).any(|c| c[0] > 150));
    }
}
