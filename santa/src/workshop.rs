//! The workshop: the puppet's parts, modelled from clay and felted, each once, into a pixel sprite.
//!
//! A part is pressed from soft blobs into a picture that knows its depth ([`clay`]), lit by the room's
//! lamps ([`light`]) and covered with strands of wool ([`fur`]). This takes some tens of milliseconds
//! a part and happens once per canvas size; every frame after that only moves sprites. Plain numbers
//! in, plain pixels out: no browser may enter here, so all of it runs and is tested natively.

mod clay;
mod fur;
mod light;
mod parts;

use crate::motion::ease;
pub(crate) use parts::Part;

/// A finished part: straight-alpha RGBA pixels and where they lie in the part's own world.
#[derive(Clone, Debug)]
pub(crate) struct Sprite {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// The upper left corner in head radii (y up).
    pub(crate) left: f32,
    pub(crate) top: f32,
    /// Pixels per head radius.
    pub(crate) unit: f32,
}

impl Sprite {
    /// Thins the part out from `whole` down to `gone` (heights in head radii).
    fn fade_below(&mut self, gone: f32, whole: f32) {
        for (row, pixels) in self.rgba.chunks_exact_mut(self.width * 4).enumerate() {
            let y = self.top - (row as f32 + 0.5) / self.unit;
            let left = ease(gone, whole, y);
            for pixel in pixels.chunks_exact_mut(4) {
                if let [_, _, _, alpha] = pixel {
                    *alpha = (f32::from(*alpha) * left) as u8;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_middle_and_airy_edges() {
        for part in Part::ALL {
            let sprite = part.felt(48.0);
            assert_eq!(sprite.rgba.len(), sprite.width * sprite.height * 4);
            let alpha = |x: usize, y: usize| sprite.rgba[(y * sprite.width + x) * 4 + 3];
            let solid = (0..sprite.width * sprite.height)
                .filter(|i| sprite.rgba[i * 4 + 3] > 200)
                .count();
            assert!(solid > 20, "{part:?} is not there: {solid}");
            if part != Part::Body {
                // Nothing is cut off by the sprite's own frame.
                let edge = (0..sprite.width)
                    .flat_map(|x| [alpha(x, 0), alpha(x, sprite.height - 1)])
                    .chain(
                        (0..sprite.height).flat_map(|y| [alpha(0, y), alpha(sprite.width - 1, y)]),
                    )
                    .max();
                assert_eq!(edge, Some(0), "{part:?} touches its frame");
            }
        }
    }

    #[test]
    fn parts_lie_where_a_face_has_them() {
        let middle = |part: Part| {
            let s = part.felt(30.0);
            let (w, h) = (s.width as f32 / s.unit, s.height as f32 / s.unit);
            (s.left + w * 0.5, s.top - h * 0.5)
        };
        assert!(middle(Part::Hat).1 > middle(Part::Trim).1);
        assert!(middle(Part::Trim).1 > middle(Part::BrowLeft).1);
        assert!(middle(Part::BrowLeft).1 > middle(Part::Nose).1);
        assert!(middle(Part::Nose).1 > middle(Part::MoustacheLeft).1);
        assert!(middle(Part::MoustacheLeft).1 > middle(Part::BeardFront).1);
        assert!(middle(Part::BrowLeft).0 < -0.2 && middle(Part::BrowRight).0 > 0.2);
        assert!(middle(Part::Nose).0.abs() < 0.05);
    }

    #[test]
    fn the_same_part_is_felted_the_same_way_twice() {
        assert_eq!(Part::Pompom.felt(40.0).rgba, Part::Pompom.felt(40.0).rgba);
    }

    /// Writes every part as a PAM picture into `SANTA_PARTS_DIR`, for eyes; does nothing without it.
    #[test]
    fn show_parts_when_asked() {
        let Ok(folder) = std::env::var("SANTA_PARTS_DIR") else {
            return;
        };
        for part in Part::ALL {
            let start = std::time::Instant::now();
            let sprite = part.felt(170.0);
            eprintln!(
                "{part:?} {}×{} {:?}",
                sprite.width,
                sprite.height,
                start.elapsed()
            );
            let mut file = format!(
                "P7\nWIDTH {}\nHEIGHT {}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
                sprite.width, sprite.height
            )
            .into_bytes();
            file.extend(&sprite.rgba);
            std::fs::write(format!("{folder}/{part:?}.pam"), file).unwrap();
        }
    }
}
