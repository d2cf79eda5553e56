//! Where Santa stands on a canvas of any shape: his face large, whole, and above what the app lays over.
//!
//! The app puts the captions and the red button over the lowest quarter and the child's own picture
//! into the upper right corner. Santa's face must never be under the former.

use crate::wire::Size;

/// Never more device pixels than this on the canvas: a tablet's, not a wall's.
const MOST_PIXELS: f32 = 2_400_000.0;
/// The share of the height, from below, that captions and buttons may cover.
pub(crate) const COVERED_BELOW: f32 = 0.24;
/// The hat's top and the beard's lower half, in head radii from the middle of the head.
const HAT_TOP: f32 = 2.36;
pub(crate) const BEARD_SHOWN: f32 = -1.72;
/// How much of the world must fit across: the hat with its pompom and some room.
pub(crate) const WIDE: f32 = 4.3;

/// How the world (head radii, y up, the head's middle at the origin) maps onto device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Layout {
    /// Device pixels per head radius.
    pub(crate) unit: f32,
    /// Where the head's middle lies, in device pixels from the upper left.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// The canvas in device pixels.
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Layout {
    pub(crate) fn new(width: f32, height: f32) -> Self {
        let tall = HAT_TOP - BEARD_SHOWN + 0.22;
        let unit = (width / WIDE).min(height * (1.0 - COVERED_BELOW) / tall);
        // What is left over in height goes mostly above him, as air with a star in it.
        let spare = height * (1.0 - COVERED_BELOW) - tall * unit;
        let y = spare * 0.62 + (HAT_TOP + 0.14) * unit;
        Self {
            unit,
            x: width * 0.5,
            y,
            width,
            height,
        }
    }

    /// The world's edges on this canvas: left, right, top, bottom.
    pub(crate) fn edges(&self) -> (f32, f32, f32, f32) {
        (
            -self.x / self.unit,
            (self.width - self.x) / self.unit,
            self.y / self.unit,
            (self.y - self.height) / self.unit,
        )
    }
}

/// A size in device pixels, held to what a frame can bear.
pub(crate) fn pixels(size: Size) -> (f32, f32) {
    let (width, height) = (
        size.width.clamp(16.0, 8192.0),
        size.height.clamp(16.0, 8192.0),
    );
    let most = (MOST_PIXELS / (width * height)).sqrt();
    let scale = size.scale.clamp(0.25, 4.0).min(most);
    ((width * scale).round(), (height * scale).round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_is_drawn_as_a_tablet_and_keeps_its_shape() {
        let pixels = |width, height, scale| {
            pixels(Size {
                width,
                height,
                scale,
            })
        };
        assert_eq!(pixels(820.0, 1180.0, 1.0), (820.0, 1180.0));
        assert_eq!(pixels(400.0, 300.0, 2.0), (800.0, 600.0));
        let (width, height) = pixels(3840.0, 2160.0, 2.0);
        assert!(width * height <= MOST_PIXELS * 1.001);
        assert!((width / height - 16.0 / 9.0).abs() < 0.002);
        assert_eq!(pixels(0.0, 0.0, 0.0), (4.0, 4.0));
    }

    #[test]
    fn the_whole_head_is_seen_and_the_face_is_clear_of_the_captions() {
        for (width, height) in [
            (390.0, 844.0),
            (820.0, 1180.0),
            (1180.0, 820.0),
            (1440.0, 900.0),
            (360.0, 640.0),
            (844.0, 390.0),
            (2560.0, 1080.0),
        ] {
            let layout = Layout::new(width, height);
            let (left, right, top, bottom) = layout.edges();
            assert!(
                left <= -1.9 && right >= 1.9,
                "{width}×{height}: {left} {right}"
            );
            assert!(top >= HAT_TOP, "{width}×{height}: top {top}");
            let covered_to = bottom + (top - bottom) * COVERED_BELOW;
            assert!(
                covered_to <= BEARD_SHOWN + 0.01,
                "{width}×{height}: {covered_to}"
            );
            // And he is not small: the head is at least a fifth of the shorter side.
            assert!(layout.unit * 2.0 >= width.min(height) * 0.2);
        }
    }
}
