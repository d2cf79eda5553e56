//! Felting: clay becomes wool. Base light first, then thousands of strands from back to front.

use super::Sprite;
use super::clay::{Clay, Grain, seam};
use super::light::{Cloth, Rgb, Tone, lit, unit};
use crate::motion::{Dice, ease, mix};

/// How wool stands on a cloth. Lengths in head radii.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wool {
    /// Strands along one head radius; 0 for bare cloth.
    pub(super) density: f32,
    pub(super) length: f32,
    /// How much a strand leans out with the surface instead of lying along the comb, 0..1.
    pub(super) lift: f32,
    /// How unruly it is, in radians.
    pub(super) unrest: f32,
    /// How opaque a strand is, 0..1.
    pub(super) body: f32,
}

impl Wool {
    pub(super) const NONE: Self = Self {
        density: 0.0,
        length: 0.0,
        lift: 0.0,
        unrest: 0.0,
        body: 0.0,
    };
}

/// A cloth, its wool, and how blotchy its colour is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fabric {
    pub(super) cloth: Cloth,
    pub(super) wool: Wool,
    /// 0..1: how much the base is mottled.
    pub(super) mottle: f32,
}

/// Smooth noise in −1..1 over the plane.
pub(super) fn noise(x: f32, y: f32) -> f32 {
    let corner = |ix: i32, iy: i32| {
        let mut h = (ix as u32).wrapping_mul(0x85EB_CA6B) ^ (iy as u32).wrapping_mul(0xC2B2_AE35);
        h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
        h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
        ((h ^ (h >> 15)) & 0xFFFF) as f32 / 32_768.0 - 1.0
    };
    let (ix, iy) = (x.floor(), y.floor());
    let (fx, fy) = (ease(0.0, 1.0, x - ix), ease(0.0, 1.0, y - iy));
    let (ix, iy) = (ix as i32, iy as i32);
    mix(
        mix(corner(ix, iy), corner(ix + 1, iy), fx),
        mix(corner(ix, iy + 1), corner(ix + 1, iy + 1), fx),
        fy,
    )
}

/// Paint in linear light, premultiplied.
struct Paint {
    rgba: Vec<[f32; 4]>,
    width: usize,
    height: usize,
}

impl Paint {
    fn over(&mut self, i: usize, colour: Rgb, alpha: f32) {
        if let Some(p) = self.rgba.get_mut(i) {
            for (c, part) in colour.iter().enumerate() {
                p[c] += (part - p[c]) * alpha;
            }
            p[3] += (1.0 - p[3]) * alpha;
        }
    }
}

/// Lights and felts a shaded part. `dye` changes the cloth's colour by place (blush, knitting).
pub(super) fn felt(
    clay: &Clay,
    fabrics: &[Fabric],
    seed: u32,
    dye: impl Fn(f32, f32, u8, Rgb) -> Rgb,
) -> Sprite {
    let mut paint = Paint {
        rgba: vec![[0.0; 4]; clay.grains.len()],
        width: clay.width,
        height: clay.height,
    };
    let dyed = |x: usize, y: usize, grain: &Grain| {
        let (wx, wy) = clay.place(x, y);
        fabrics.get(grain.cloth as usize).map(|fabric| {
            let blotch = noise(wx * 9.0, wy * 9.0) * 0.5 + noise(wx * 23.0, wy * 23.0) * 0.5;
            let shade = 1.0 + blotch * fabric.mottle;
            let colour = dye(wx, wy, grain.cloth, fabric.cloth.colour).map(|c| c * shade);
            (
                *fabric,
                Cloth {
                    colour,
                    ..fabric.cloth
                },
            )
        })
    };
    for y in 0..clay.height {
        for x in 0..clay.width {
            let i = y * clay.width + x;
            let Some(grain) = clay.grains.get(i).filter(|g| g.cover > 0.0) else {
                continue;
            };
            let Some((fabric, cloth)) = dyed(x, y, grain) else {
                continue;
            };
            let (wx, wy) = clay.place(x, y);
            let bump = fabric.mottle * 0.5;
            let normal = unit([
                grain.normal[0] + noise(wx * 31.0, wy * 31.0 + 7.0) * bump,
                grain.normal[1] + noise(wx * 31.0 + 50.0, wy * 31.0) * bump,
                grain.normal[2],
            ]);
            // Under thick wool one looks down between the strands: the base is in shade.
            let under = if fabric.wool.length > 0.06 { 0.78 } else { 1.0 };
            let colour =
                lit(&cloth, normal, seam(&cloth, grain.open), grain.sunny).map(|c| c * under);
            if let Some(p) = paint.rgba.get_mut(i) {
                *p = [
                    colour[0] * grain.cover,
                    colour[1] * grain.cover,
                    colour[2] * grain.cover,
                    grain.cover,
                ];
            }
        }
    }
    strands(clay, fabrics, &dyed, &mut paint, &mut Dice::new(seed));
    finish(clay, &paint)
}

/// One strand's root, waiting for its turn.
struct Root {
    x: f32,
    y: f32,
    z: f32,
    index: usize,
}

fn strands(
    clay: &Clay,
    fabrics: &[Fabric],
    dyed: &impl Fn(usize, usize, &Grain) -> Option<(Fabric, Cloth)>,
    paint: &mut Paint,
    dice: &mut Dice,
) {
    let densest = fabrics.iter().fold(0.0_f32, |m, f| m.max(f.wool.density));
    if densest <= 0.0 {
        return;
    }
    let gap = (clay.unit / densest).max(1.1);
    let mut roots = Vec::new();
    for row in 0..(clay.height as f32 / gap) as usize {
        for column in 0..(clay.width as f32 / gap) as usize {
            let x = (column as f32 + dice.roll()) * gap;
            let y = (row as f32 + dice.roll()) * gap;
            let index = y as usize * clay.width + x as usize;
            let Some(grain) = clay.grains.get(index).filter(|g| g.cover > 0.5) else {
                continue;
            };
            let density = fabrics
                .get(grain.cloth as usize)
                .map_or(0.0, |f| f.wool.density);
            if dice.roll() < (density / densest).powi(2) {
                roots.push(Root {
                    x,
                    y,
                    z: grain.z,
                    index,
                });
            }
        }
    }
    roots.sort_by(|a, b| a.z.total_cmp(&b.z));
    for root in roots {
        let Some(grain) = clay.grains.get(root.index) else {
            continue;
        };
        let (px, py) = (root.index % clay.width, root.index / clay.width);
        let Some((fabric, cloth)) = dyed(px, py, grain) else {
            continue;
        };
        strand(clay, &fabric.wool, &cloth, &root, grain, paint, dice);
    }
}

fn strand(
    clay: &Clay,
    wool: &Wool,
    cloth: &Cloth,
    root: &Root,
    grain: &Grain,
    paint: &mut Paint,
    dice: &mut Dice,
) {
    let (wx, wy) = clay.place(root.x as usize, root.y as usize);
    // Neighbouring strands lean alike: that is what makes tufts.
    let tuft = noise(wx * 11.0, wy * 11.0) * 0.7 + noise(wx * 27.0 + 9.0, wy * 27.0) * 0.5;
    let mut dx = mix(grain.comb[0], grain.normal[0], wool.lift);
    let mut dy = mix(grain.comb[1], grain.normal[1], wool.lift);
    let straight = (dx * dx + dy * dy).sqrt();
    // A strand that points at the viewer looks short and may fall to any side.
    let fall = dice.between(0.0, core::f32::consts::TAU);
    dx += fall.cos() * (1.0 - straight).max(0.12) * 0.55;
    dy += fall.sin() * (1.0 - straight).max(0.12) * 0.55;
    let turn = dice.between(-1.0, 1.0) * wool.unrest + tuft * wool.unrest * 0.9;
    let bend = dice.between(-0.9, 0.9) * wool.unrest + tuft * 0.3;
    let (mut dx, mut dy) = rotate(dx, dy, turn);

    let normal = unit([
        grain.normal[0] + dice.between(-0.22, 0.22),
        grain.normal[1] + dice.between(-0.22, 0.22),
        grain.normal[2] + 0.05,
    ]);
    let bright = dice.between(0.86, 1.14) * (1.0 + tuft * 0.10);
    let light = lit(cloth, normal, seam(cloth, grain.open), grain.sunny).map(|c| c * bright);

    let length = wool.length * dice.between(0.45, 1.05) * clay.unit;
    let thick = (clay.unit / 150.0).clamp(0.55, 1.5);
    let steps = (length / (0.62 * thick)).ceil().clamp(2.0, 90.0);
    let step = length / steps;
    let (turn_cos, turn_sin) = ((bend / steps).cos(), (bend / steps).sin());
    let (mut x, mut y) = (root.x, root.y);
    for i in 0..steps as usize {
        let t = i as f32 / steps;
        let alpha = wool.body * (1.0 - t * t) * thick.min(1.0);
        let shade = mix(0.74, 1.10, t);
        let in_front = root.z + 0.035 + t * 0.05;
        dab(
            clay,
            paint,
            (x, y),
            light.map(|c| c * shade),
            alpha,
            in_front,
        );
        x += dx * step;
        y -= dy * step;
        (dx, dy) = (dx * turn_cos - dy * turn_sin, dx * turn_sin + dy * turn_cos);
    }
}

fn rotate(x: f32, y: f32, angle: f32) -> (f32, f32) {
    let (sin, cos) = angle.sin_cos();
    (x * cos - y * sin, x * sin + y * cos)
}

/// A soft dot over four pixels, hidden where something stands in front.
fn dab(clay: &Clay, paint: &mut Paint, (x, y): (f32, f32), colour: Rgb, alpha: f32, z: f32) {
    let (x, y) = (x - 0.5, y - 0.5);
    if x < 0.0 || y < 0.0 {
        return;
    }
    let (ix, iy) = (x as usize, y as usize);
    if ix + 1 >= paint.width || iy + 1 >= paint.height {
        return;
    }
    let (fx, fy) = (x - ix as f32, y - iy as f32);
    for (ox, oy, share) in [
        (0, 0, (1.0 - fx) * (1.0 - fy)),
        (1, 0, fx * (1.0 - fy)),
        (0, 1, (1.0 - fx) * fy),
        (1, 1, fx * fy),
    ] {
        let i = (iy + oy) * paint.width + ix + ox;
        if clay.grains.get(i).is_some_and(|g| g.z < z) {
            paint.over(i, colour, alpha * share);
        }
    }
}

fn finish(clay: &Clay, paint: &Paint) -> Sprite {
    let tone = Tone::new();
    let mut rgba = Vec::with_capacity(paint.rgba.len() * 4);
    for p in &paint.rgba {
        let alpha = p[3];
        if alpha < 0.004 {
            rgba.extend([0, 0, 0, 0]);
        } else {
            rgba.extend(tone.bytes([p[0] / alpha, p[1] / alpha, p[2] / alpha]));
            rgba.push((alpha.min(1.0) * 255.0 + 0.5) as u8);
        }
    }
    Sprite {
        rgba,
        width: paint.width,
        height: paint.height,
        left: clay.left,
        top: clay.top,
        unit: clay.unit,
    }
}
