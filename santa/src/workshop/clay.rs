//! Clay: soft blobs pressed into a picture that knows depth and slope at every pixel.
//!
//! Seen straight from the front, every blob (an ellipsoid, turned in the picture's plane) has a height
//! at each pixel; where blobs meet they melt into each other over a distance of their own. What comes
//! out is enough to light and to felt: depth, normal, the way the wool is combed, and which cloth.

use super::light::{Cloth, KEY_FROM, Vec3, dot, unit};

/// One soft lump. Lengths in head radii, y up, z towards the viewer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blob {
    pub(super) at: Vec3,
    pub(super) radii: Vec3,
    /// Turned so far counter-clockwise in the picture's plane.
    pub(super) turn: f32,
    /// Over how much depth it melts into what is there.
    pub(super) melt: f32,
    /// The way the wool is combed on it; zero: outwards.
    pub(super) comb: [f32; 2],
    /// Which of the part's cloths it is made of.
    pub(super) cloth: u8,
}

impl Blob {
    pub(super) fn ball(at: Vec3, radius: f32) -> Self {
        Self::egg(at, [radius; 3])
    }

    pub(super) fn egg(at: Vec3, radii: Vec3) -> Self {
        Self {
            at,
            radii,
            turn: 0.0,
            melt: 0.0,
            comb: [0.0; 2],
            cloth: 0,
        }
    }

    pub(super) fn melting(self, melt: f32) -> Self {
        Self { melt, ..self }
    }

    pub(super) fn turned(self, turn: f32) -> Self {
        Self { turn, ..self }
    }

    pub(super) fn of(self, cloth: u8) -> Self {
        Self { cloth, ..self }
    }
}

/// A thing that shades a part without being in its picture: a ball.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shade {
    pub(super) at: Vec3,
    pub(super) radius: f32,
    /// 0..1
    pub(super) strength: f32,
}

/// One pixel of clay.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Grain {
    pub(super) z: f32,
    pub(super) normal: Vec3,
    pub(super) comb: [f32; 2],
    pub(super) cover: f32,
    pub(super) cloth: u8,
    /// How much of the surroundings it sees.
    pub(super) open: f32,
    /// How much of the key light reaches it.
    pub(super) sunny: f32,
}

/// A part being modelled.
pub(super) struct Clay {
    pub(super) grains: Vec<Grain>,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) unit: f32,
}

impl Clay {
    /// An empty board for the blobs, with room for strands of `margin` around them.
    pub(super) fn for_blobs(blobs: &[Blob], margin: f32, unit: f32, floor: f32) -> Self {
        let reach = |b: &Blob| b.radii[0].max(b.radii[1]);
        let reach_x = |b: &Blob| if b.turn == 0.0 { b.radii[0] } else { reach(b) };
        let reach_y = |b: &Blob| if b.turn == 0.0 { b.radii[1] } else { reach(b) };
        let fold = |start: f32, f: &dyn Fn(f32, &Blob) -> f32| blobs.iter().fold(start, f);
        let left = fold(f32::MAX, &|m, b| m.min(b.at[0] - reach_x(b))) - margin;
        let right = fold(f32::MIN, &|m, b| m.max(b.at[0] + reach_x(b))) + margin;
        let top = fold(f32::MIN, &|m, b| m.max(b.at[1] + reach_y(b))) + margin;
        let bottom = (fold(f32::MAX, &|m, b| m.min(b.at[1] - reach_y(b))) - margin).max(floor);
        let pixels = |length: f32| ((length * unit).ceil() as usize + 2).min(4096);
        let (width, height) = (pixels(right - left), pixels(top - bottom));
        Self {
            grains: vec![
                Grain {
                    z: -9.0,
                    ..Grain::default()
                };
                width * height
            ],
            width,
            height,
            left,
            top,
            unit,
        }
    }

    /// The world's place of a pixel's middle.
    pub(super) fn place(&self, x: usize, y: usize) -> (f32, f32) {
        (
            self.left + (x as f32 + 0.5) / self.unit,
            self.top - (y as f32 + 0.5) / self.unit,
        )
    }

    /// Presses one blob in.
    pub(super) fn press(&mut self, blob: &Blob) {
        let [rx, ry, rz] = blob.radii;
        let reach = if blob.turn == 0.0 {
            [rx, ry]
        } else {
            [rx.max(ry); 2]
        };
        let (sin, cos) = blob.turn.sin_cos();
        let to_x = |x: f32| ((x - self.left) * self.unit).max(0.0) as usize;
        let to_y = |y: f32| ((self.top - y) * self.unit).max(0.0) as usize;
        let (x0, x1) = (
            to_x(blob.at[0] - reach[0]).saturating_sub(1),
            to_x(blob.at[0] + reach[0]) + 2,
        );
        let (y0, y1) = (
            to_y(blob.at[1] + reach[1]).saturating_sub(1),
            to_y(blob.at[1] - reach[1]) + 2,
        );
        let sharp = rx.min(ry) * self.unit * 0.5;
        for y in y0..y1.min(self.height) {
            for x in x0..x1.min(self.width) {
                let (wx, wy) = self.place(x, y);
                let (dx, dy) = (wx - blob.at[0], wy - blob.at[1]);
                let (u, v) = ((dx * cos + dy * sin) / rx, (dy * cos - dx * sin) / ry);
                let q = 1.0 - u * u - v * v;
                let cover = (q * sharp + 0.5).clamp(0.0, 1.0);
                if cover <= 0.0 {
                    continue;
                }
                let rise = q.max(0.0).sqrt();
                let (nu, nv) = (u / rx, v / ry);
                let normal = unit([nu * cos - nv * sin, nu * sin + nv * cos, rise / rz]);
                let comb = if blob.comb == [0.0; 2] {
                    [normal[0], normal[1]]
                } else {
                    blob.comb
                };
                let z = blob.at[2] + rz * rise;
                let Some(grain) = self.grains.get_mut(y * self.width + x) else {
                    continue;
                };
                if grain.cover <= 0.0 {
                    *grain = Grain {
                        z,
                        normal,
                        comb,
                        cover,
                        cloth: blob.cloth,
                        ..*grain
                    };
                    continue;
                }
                // Polynomial smooth maximum of the two heights.
                let melt = blob.melt.max(1e-4);
                let h = (0.5 + 0.5 * (z - grain.z) / melt).clamp(0.0, 1.0);
                grain.z += (z - grain.z) * h + melt * h * (1.0 - h) * 0.5;
                let old = grain.normal;
                grain.normal = unit(core::array::from_fn(|c| old[c] + (normal[c] - old[c]) * h));
                grain.comb =
                    core::array::from_fn(|c| grain.comb[c] + (comb[c] - grain.comb[c]) * h);
                grain.cover = grain.cover.max(cover);
                if h > 0.5 {
                    grain.cloth = blob.cloth;
                }
            }
        }
    }

    /// Works out what each grain sees of sky and key light: grooves within the part, shades from others.
    pub(super) fn shade(&mut self, shades: &[Shade], groove: f32) {
        let rings: [(f32, f32); 2] = [(0.055, 0.10), (0.15, 0.26)];
        let compass: Vec<(f32, f32)> = (0..7)
            .map(|i| (i as f32 * 0.8976 + 0.3).sin_cos())
            .collect();
        let depth: Vec<f32> = self.grains.iter().map(|g| g.z).collect();
        for y in 0..self.height {
            for x in 0..self.width {
                let i = y * self.width + x;
                let (wx, wy) = self.place(x, y);
                let Some(grain) = self.grains.get_mut(i).filter(|g| g.cover > 0.0) else {
                    continue;
                };
                let mut shut = 0.0;
                for (radius, fall) in rings {
                    for (sin, cos) in &compass {
                        let px = x as i32 + (radius * self.unit * cos) as i32;
                        let py = y as i32 + (radius * self.unit * sin) as i32;
                        if px < 0 || py < 0 || px >= self.width as i32 || py >= self.height as i32 {
                            continue;
                        }
                        let there = depth.get(py as usize * self.width + px as usize);
                        let above = there.map_or(0.0, |z| z - grain.z);
                        // What stands far in front is another thing, not the side of a groove.
                        shut += ((above - 0.012) / fall).clamp(0.0, 1.0);
                    }
                }
                let mut open = 1.0 - (shut / 14.0 * groove).min(0.92);
                let mut sunny = (1.0 - shut / 14.0 * groove * 0.8).max(0.0);
                let here = [wx, wy, grain.z];
                for shade in shades {
                    let to: Vec3 = core::array::from_fn(|c| shade.at[c] - here[c]);
                    let far2 = dot(to, to).max(1e-4);
                    let far = far2.sqrt();
                    let faces = (dot(grain.normal, to) / far * 0.7 + 0.3).max(0.0);
                    let hides = faces * (shade.radius * shade.radius / far2).min(1.0);
                    open *= 1.0 - hides * shade.strength;
                    let along = dot(to, KEY_FROM);
                    if along > 0.0 {
                        let beside = (far2 - along * along).max(0.0).sqrt();
                        let t =
                            ((beside - shade.radius * 0.45) / (shade.radius * 0.9)).clamp(0.0, 1.0);
                        sunny *= 1.0 - (1.0 - t * t * (3.0 - 2.0 * t)) * shade.strength;
                    }
                }
                grain.open = open;
                grain.sunny = sunny;
            }
        }
    }
}

/// Blobs along a curve: a tapered roll. `points` are (place, radius); the wool is combed along it.
pub(super) fn roll(points: &[(Vec3, f32)], spacing: f32, melt: f32, cloth: u8) -> Vec<Blob> {
    let mut blobs = Vec::new();
    let last = points.len().saturating_sub(1);
    let get = |i: isize| {
        points
            .get(i.clamp(0, last as isize) as usize)
            .copied()
            .unwrap_or(([0.0; 3], 0.1))
    };
    for segment in 0..last as isize {
        let [a, b, c, d] = [-1, 0, 1, 2].map(|o| get(segment + o));
        let length = (0..3)
            .map(|i| (c.0[i] - b.0[i]).powi(2))
            .sum::<f32>()
            .sqrt();
        let steps = (length / (spacing * b.1.min(c.1).max(0.02)))
            .ceil()
            .clamp(2.0, 40.0) as usize;
        for step in 0..steps {
            let t = step as f32 / steps as f32;
            // Catmull–Rom: the roll passes through every point, smoothly.
            let curve = |p: [f32; 4]| {
                0.5 * (2.0 * p[1]
                    + (p[2] - p[0]) * t
                    + (2.0 * p[0] - 5.0 * p[1] + 4.0 * p[2] - p[3]) * t * t
                    + (3.0 * p[1] - p[0] - 3.0 * p[2] + p[3]) * t * t * t)
            };
            let at: Vec3 = core::array::from_fn(|i| curve([a.0[i], b.0[i], c.0[i], d.0[i]]));
            let along: Vec3 = unit(core::array::from_fn(|i| c.0[i] - b.0[i]));
            let radius = b.1 + (c.1 - b.1) * t;
            blobs.push(Blob {
                comb: [along[0], along[1]],
                ..Blob::ball(at, radius).melting(melt).of(cloth)
            });
        }
    }
    blobs
}

/// The share of a cloth's own light that is left in a crease this deep; keeps seams from turning black.
pub(super) fn seam(cloth: &Cloth, open: f32) -> f32 {
    open.max(0.12 + 0.1 * cloth.wrap[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_blob_wins_and_a_melt_has_no_step() {
        let blobs = [
            Blob::ball([0.0, 0.0, 0.0], 0.5),
            Blob::ball([0.3, 0.0, 0.2], 0.3).melting(0.1).of(1),
        ];
        let mut clay = Clay::for_blobs(&blobs, 0.05, 100.0, -9.0);
        blobs.iter().for_each(|b| clay.press(b));
        let row = clay.height / 2;
        let at = |wx: f32| {
            let x = ((wx - clay.left) * clay.unit) as usize;
            clay.grains[row * clay.width + x]
        };
        assert_eq!(at(-0.3).cloth, 0);
        assert_eq!(at(0.4).cloth, 1);
        assert!((at(0.0).normal[2] - 1.0).abs() < 0.3);
        assert!(at(-0.45).normal[0] < -0.7);
    }

    #[test]
    fn a_ball_above_throws_a_shadow() {
        let blobs = [Blob::egg([0.0; 3], [0.5, 0.5, 0.1])];
        let mut clay = Clay::for_blobs(&blobs, 0.05, 60.0, -9.0);
        clay.press(&blobs[0]);
        clay.shade(&[], 1.0);
        let middle = clay.height / 2 * clay.width + clay.width / 2;
        let before = clay.grains[middle].open;
        clay.shade(
            &[Shade {
                at: [0.0, 0.1, 0.5],
                radius: 0.2,
                strength: 1.0,
            }],
            1.0,
        );
        assert!(clay.grains[middle].open < before - 0.1);
    }
}
