//! Soft shapes as distances: negative inside, positive outside, in head radii.
//!
//! None of these distances has to be exact: the mesher only needs them true near the surface and never
//! larger than the way that is really left.

use glam::{Vec2, Vec3, vec2};

/// The distance to an ellipsoid, good near its surface.
pub(crate) fn ellipsoid(p: Vec3, middle: Vec3, radii: Vec3) -> f32 {
    let q = p - middle;
    let near = (q / radii).length();
    let steep = (q / (radii * radii)).length();
    if steep < 1e-6 {
        return -radii.min_element();
    }
    near * (near - 1.0) / steep
}

pub(crate) fn ball(p: Vec3, middle: Vec3, radius: f32) -> f32 {
    p.distance(middle) - radius
}

/// A rod from `a` to `b` whose radius goes from `ra` to `rb`.
pub(crate) fn rod(p: Vec3, a: Vec3, b: Vec3, ra: f32, rb: f32) -> f32 {
    let t = along(p, a, b);
    p.distance(a.lerp(b, t)) - (ra + (rb - ra) * t)
}

/// How far along the line from `a` to `b` the nearest point to `p` lies, 0 to 1.
pub(crate) fn along(p: Vec3, a: Vec3, b: Vec3) -> f32 {
    let way = b - a;
    ((p - a).dot(way) / way.length_squared().max(1e-9)).clamp(0.0, 1.0)
}

/// A ring that lies flat round the y axis: an ellipse of `rx`, `rz`, its cross-section an ellipse too.
pub(crate) fn ring(p: Vec3, radii: Vec2, section: Vec2) -> f32 {
    let flat = vec2(p.x, p.z);
    let near = (flat / radii).length().max(1e-4);
    let steep = (flat / (radii * radii)).length().max(1e-4);
    let out = near * (near - 1.0) / steep;
    let q = vec2(out, p.y) / section;
    let len = q.length();
    (len - 1.0) * section.min_element()
}

/// Both shapes, melted together within `k`.
pub(crate) fn melt(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}

/// `a` without `b`, the edge softened within `k`.
pub(crate) fn carve(a: f32, b: f32, k: f32) -> f32 {
    -melt(-a, b, k)
}

/// A bent rod through several points with a radius at each: a lock of hair, an arm, a hat's tip.
#[derive(Clone, Debug)]
pub(crate) struct Sweep {
    knots: Vec<(Vec3, f32)>,
    middle: Vec3,
    reach: f32,
}

impl Sweep {
    pub(crate) fn new(knots: Vec<(Vec3, f32)>) -> Self {
        let middle = knots.iter().map(|(at, _)| *at).sum::<Vec3>() / (knots.len().max(1) as f32);
        let reach = knots
            .iter()
            .map(|(at, radius)| at.distance(middle) + radius)
            .fold(0.0, f32::max);
        Self {
            knots,
            middle,
            reach,
        }
    }

    /// A smooth way through a few points, refined to `count` pieces.
    pub(crate) fn through(points: &[(Vec3, f32)], count: usize) -> Self {
        let last = points.len().saturating_sub(1);
        let knot = |i: isize| points[i.clamp(0, last as isize) as usize];
        let knots = (0..=count)
            .map(|k| {
                let t = k as f32 / count as f32 * last as f32;
                let i = (t as usize).min(last.saturating_sub(1)) as isize;
                let f = t - i as f32;
                let (a, b, c, d) = (knot(i - 1), knot(i), knot(i + 1), knot(i + 2));
                // Catmull and Rom's curve: through every point, without corners.
                let bend = |a: Vec3, b: Vec3, c: Vec3, d: Vec3| {
                    b + (c - a) * (0.5 * f)
                        + (a * 2.0 - b * 5.0 + c * 4.0 - d) * (0.5 * f * f)
                        + (b * 3.0 - c * 3.0 + d - a) * (0.5 * f * f * f)
                };
                (bend(a.0, b.0, c.0, d.0), b.1 + (c.1 - b.1) * f)
            })
            .collect();
        Self::new(knots)
    }

    /// How far away it is at least; cheap.
    pub(crate) fn at_least(&self, p: Vec3) -> f32 {
        p.distance(self.middle) - self.reach
    }

    pub(crate) fn distance(&self, p: Vec3) -> f32 {
        self.nearest(p).0
    }

    /// The distance, and the rod's direction where it is nearest.
    pub(crate) fn nearest(&self, p: Vec3) -> (f32, Vec3) {
        let mut best = (f32::MAX, Vec3::NEG_Y);
        for pair in self.knots.windows(2) {
            let [(a, ra), (b, rb)] = pair else { continue };
            let d = rod(p, *a, *b, *ra, *rb);
            if d < best.0 {
                best = (d, (*b - *a).normalize_or_zero());
            }
        }
        best
    }
}

/// A smooth step from 0 at `low` to 1 at `high`; `low` may be the larger.
pub(crate) fn fade(low: f32, high: f32, x: f32) -> f32 {
    crate::motion::ease(low, high, x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::vec3;

    #[test]
    fn distances_have_the_right_sign_and_are_about_true_near_the_surface() {
        let radii = vec3(1.0, 2.0, 0.5);
        assert!(ellipsoid(Vec3::ZERO, Vec3::ZERO, radii) < 0.0);
        for at in [
            vec3(1.1, 0.0, 0.0),
            vec3(0.0, 2.1, 0.0),
            vec3(0.0, 0.0, 0.6),
        ] {
            let d = ellipsoid(at, Vec3::ZERO, radii);
            assert!((0.05..=0.15).contains(&d), "{d}");
        }
        let d = ring(vec3(1.3, 0.0, 0.0), vec2(1.0, 1.0), vec2(0.2, 0.2));
        assert!((d - 0.1).abs() < 0.02, "{d}");
    }

    #[test]
    fn melting_only_adds_and_carving_only_takes() {
        for (a, b) in [(0.1, 0.2), (-0.1, 0.05), (0.5, -0.5)] {
            assert!(melt(a, b, 0.1) <= f32::min(a, b));
            assert!(carve(a, b, 0.1) >= a);
        }
    }

    #[test]
    fn a_sweep_goes_through_its_points_and_knows_its_direction() {
        let sweep = Sweep::through(
            &[
                (vec3(0.0, 0.0, 0.0), 0.1),
                (vec3(0.0, -1.0, 0.0), 0.1),
                (vec3(1.0, -1.0, 0.0), 0.05),
            ],
            12,
        );
        assert!((sweep.distance(vec3(0.0, -1.0, 0.0)) + 0.1).abs() < 0.02);
        let (_, way) = sweep.nearest(vec3(0.0, 0.1, 0.0));
        assert!(way.y < -0.8);
        assert!(sweep.at_least(vec3(5.0, 0.0, 0.0)) <= sweep.distance(vec3(5.0, 0.0, 0.0)));
    }
}
