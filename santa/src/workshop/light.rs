//! The room's light and what wool, felt and skin make of it.
//!
//! Key from the upper left, the fire low on the left, the cold window as a rim on the right, and a dim
//! sky. Colours are linear until [`Tone`] turns them into screen bytes.

pub(super) type Rgb = [f32; 3];
pub(super) type Vec3 = [f32; 3];

/// What a surface is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cloth {
    pub(super) colour: Rgb,
    /// How far light creeps round the edge into shade, per channel.
    pub(super) wrap: Rgb,
    /// Fuzz that catches light where the surface turns away.
    pub(super) fuzz: f32,
    /// A polished highlight (brass and buttons).
    pub(super) gloss: f32,
}

const KEY: (Vec3, Rgb) = ([-0.44, 0.60, 0.67], [2.0, 1.55, 1.14]);
const FIRE: (Vec3, Rgb) = ([-0.80, -0.38, 0.46], [1.10, 0.40, 0.12]);
const WINDOW: (Vec3, Rgb) = ([0.93, 0.26, -0.05], [0.62, 0.98, 1.75]);
const SKY: Rgb = [0.20, 0.19, 0.22];
const FLOOR: Rgb = [0.16, 0.085, 0.06];

/// Where the key light comes from, for shadows.
pub(super) const KEY_FROM: Vec3 = KEY.0;

pub(super) fn dot(a: Vec3, b: Vec3) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn unit(v: Vec3) -> Vec3 {
    let length = dot(v, v).sqrt().max(1e-6);
    v.map(|c| c / length)
}

/// The light that leaves a surface: `open` is how much sky it sees, `sunny` how much of the key.
pub(super) fn lit(cloth: &Cloth, normal: Vec3, open: f32, sunny: f32) -> Rgb {
    let reach = |from: Vec3, wrap: f32| ((dot(normal, from) + wrap) / (1.0 + wrap)).max(0.0);
    let facing = normal[2].clamp(0.0, 1.0);
    let away = 1.0 - facing;
    let edge = away * away * away.sqrt() * cloth.fuzz;
    let up = normal[1] * 0.5 + 0.5;
    let half = unit([KEY_FROM[0], KEY_FROM[1], KEY_FROM[2] + 1.0]);
    let shine = dot(normal, half).max(0.0).powi(24) * cloth.gloss * sunny;
    core::array::from_fn(|c| {
        let wrap = cloth.wrap[c];
        let key = KEY.1[c] * (reach(KEY.0, wrap) * sunny + edge * 0.35 * sunny);
        let fire = FIRE.1[c] * (reach(FIRE.0, wrap) * (0.4 + 0.6 * open) + edge * 0.4);
        let window = WINDOW.1[c] * (reach(WINDOW.0, wrap * 0.4) * 0.75 + edge * 0.3 * up);
        let around = (FLOOR[c] + (SKY[c] - FLOOR[c]) * up) * open * 1.25;
        cloth.colour[c] * ((key + fire + window) * (0.25 + 0.75 * open) + around) + shine * KEY.1[c]
    })
}

/// Linear light → screen bytes: exposure, a filmic shoulder, a little saturation, gamma by table.
pub(super) struct Tone {
    gamma: Vec<u8>,
}

impl Tone {
    pub(super) fn new() -> Self {
        let gamma = (0..4096)
            .map(|i| ((i as f32 / 4095.0).powf(1.0 / 2.2) * 255.0 + 0.5) as u8)
            .collect();
        Self { gamma }
    }

    pub(super) fn bytes(&self, colour: Rgb) -> [u8; 3] {
        let film = colour.map(|c| {
            let x = (c * 0.62).max(0.0);
            (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
        });
        let grey = film[0] * 0.3 + film[1] * 0.59 + film[2] * 0.11;
        film.map(|c| {
            let c = (grey + (c - grey) * 1.06).clamp(0.0, 1.0);
            self.gamma
                .get((c * 4095.0) as usize)
                .copied()
                .unwrap_or(255)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WOOL: Cloth = Cloth {
        colour: [0.9, 0.9, 0.9],
        wrap: [0.5, 0.5, 0.5],
        fuzz: 1.0,
        gloss: 0.0,
    };

    #[test]
    fn the_upper_left_is_warm_and_bright_and_the_right_edge_is_cool() {
        let left = lit(&WOOL, unit([-0.6, 0.6, 0.5]), 1.0, 1.0);
        let right = lit(&WOOL, unit([0.98, -0.1, 0.15]), 1.0, 1.0);
        assert!(left[0] > left[2] && left[0] > right[0] && right[2] > right[0]);
    }

    #[test]
    fn shade_is_darker_and_bytes_are_ordered() {
        let tone = Tone::new();
        let bright = tone.bytes(lit(&WOOL, [0.0, 0.0, 1.0], 1.0, 1.0));
        let shaded = tone.bytes(lit(&WOOL, [0.0, 0.0, 1.0], 0.4, 0.2));
        assert!(bright[1] > shaded[1] + 40);
        assert_eq!(tone.bytes([0.0; 3]), [0; 3]);
        assert_eq!(tone.bytes([90.0; 3]), [255; 3]);
    }
}
