//! What must hold of the puppet, however a sculptor changes its numbers.

use glam::vec3;

use super::*;

#[test]
fn every_part_fits_into_its_box() {
    for part in Puppet::sculpt().parts {
        let size = part.high - part.low;
        let mut inside = 0;
        for i in 0..=24_u32 {
            for j in 0..=24_u32 {
                for k in 0..=24_u32 {
                    let t = vec3(i as f32, j as f32, k as f32) / 24.0;
                    let d = (part.field)(part.low + size * t);
                    assert!(d.is_finite(), "{}", part.name);
                    if d < 0.0 {
                        inside += 1;
                        let edge = [i, j, k].iter().any(|n| *n == 0 || *n == 24);
                        // Coat, placket and sleeves go on below the picture; the skin's back is under the hair.
                        let open = matches!(part.name, "coat" | "placket" | "sleeve" | "skin");
                        assert!(!edge || open, "{} touches its box at {t}", part.name);
                    }
                }
            }
        }
        assert!(inside > 20, "{} is not there", part.name);
    }
}

#[test]
fn the_lips_part_round_and_the_corners_follow_half() {
    let below = jaw_weight(MOUTH - vec3(0.0, 0.13, 0.0));
    let above = jaw_weight(MOUTH + vec3(0.0, 0.13, 0.0));
    let corner = jaw_weight(MOUTH + vec3(0.33, 0.0, -0.05));
    assert!(below > 0.97 && above < 0.03, "{below} {above}");
    assert!((0.4..0.6).contains(&corner), "{corner}");
    assert!(
        jaw_weight(vec3(0.4, 0.4, 0.8)) == 0.0,
        "eyes do not follow the jaw"
    );
}

#[test]
fn lips_and_cheeks_keep_to_themselves() {
    assert!(lip_weight(MOUTH + vec3(0.32, 0.0, 0.0)) > 0.9);
    assert!(lip_weight(vec3(0.9, -0.4, 0.3)) < 0.1);
    assert!(lip_weight(vec3(0.0, -1.8, 0.9)) == 0.0);
    assert!(cheek_weight(vec3(0.55, -0.25, 0.95)) > 0.9);
    assert!(cheek_weight(vec3(0.0, 0.6, 0.9)) == 0.0);
}
