//! The puppet as soft solids: what a sculptor would have on the table before it is cast and dressed.
//!
//! Each [`Part`] is one solid with its own box and grid, bound to one [`Bone`], and says how its surface
//! looks. Lengths are head radii, the head's middle is the origin, x is the viewer's right, y up, z to the
//! viewer. No picture, no downloaded shape: everything here is a formula.

mod beard;
mod clothes;
mod eyes;
mod face;
mod mouth;
pub(crate) mod shape;

use glam::{Vec3, vec3};

#[cfg(test)]
pub(crate) use clothes::LIST;
pub(crate) use clothes::{ELBOW, HAT_TIP};
pub(crate) use eyes::{EYE, EYE_RADIUS, EYES};
pub(crate) use mouth::{MOUTH, RIM};

/// What a piece of surface moves with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Bone {
    Body,
    Head,
    BrowLeft,
    BrowRight,
    LidUpperLeft,
    LidUpperRight,
    LidLowerLeft,
    LidLowerRight,
    EyeLeft,
    EyeRight,
    Pompom,
    Arm,
    /// The other arm, with the list.
    OtherArm,
    /// The upper teeth, which withdraw from a round mouth.
    Teeth,
}

impl Bone {
    pub(crate) const COUNT: usize = 14;
}

/// What a piece of surface is made of; the painter's table of materials has one line for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Material {
    Skin,
    /// Needle-felted cloth, with a short fuzz.
    Felt,
    /// The undercoat of long fur.
    Fur,
    /// Lips, tongue, teeth: moist.
    Moist,
    /// The dark inside of the mouth.
    Cavity,
    Brass,
    Paper,
    Eye,
}

/// How a point of the surface looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Linear light.
    pub(crate) albedo: Vec3,
    pub(crate) material: Material,
    /// Of the strands, in head radii; 0 is bald.
    pub(crate) fur: f32,
    /// Strands per head radius.
    pub(crate) density: f32,
    /// Where the strands lie down to.
    pub(crate) comb: Vec3,
}

impl Look {
    pub(crate) fn plain(material: Material, albedo: Vec3) -> Self {
        Self {
            albedo,
            material,
            fur: 0.0,
            density: 36.0,
            comb: Vec3::NEG_Y,
        }
    }
}

type Field = Box<dyn Fn(Vec3) -> f32>;
type Looks = Box<dyn Fn(Vec3, Vec3) -> Look>;

/// How a piece of surface follows the face's own movements, besides its bone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    /// Not at all.
    Still,
    /// By where it lies: jaw, lips, cheeks.
    Face,
    /// With the jaw alone.
    Jaw,
    /// A little with the jaw and the lips, its ends with the cheeks.
    Moustache,
}

impl Follow {
    /// How far a point follows jaw, lips and cheeks, each 0 to 1.
    pub(crate) fn weights(self, p: Vec3) -> [f32; 3] {
        match self {
            Self::Still => [0.0; 3],
            Self::Face => [jaw_weight(p), lip_weight(p), cheek_weight(p)],
            Self::Jaw => [1.0, 0.0, 0.0],
            Self::Moustache => [
                0.28 * shape::fade(-0.25, -0.58, p.y),
                0.30 * lip_weight(p),
                0.45 * cheek_weight(p),
            ],
        }
    }
}

/// One solid of the puppet.
pub(crate) struct Part {
    #[cfg_attr(not(test), allow(dead_code, reason = "only tests complain by name"))]
    pub(crate) name: &'static str,
    pub(crate) bone: Bone,
    pub(crate) follow: Follow,
    /// The grid's cell, in head radii, at full detail.
    pub(crate) cell: f32,
    /// The box that holds the whole surface, unless the part is open at that side.
    pub(crate) low: Vec3,
    pub(crate) high: Vec3,
    pub(crate) field: Field,
    pub(crate) look: Looks,
    /// Whether it throws baked shade on its neighbours: what moves far does not.
    pub(crate) shades: bool,
}

/// A surface that is better told by two running numbers than by a solid: an eyeball, a lip, a wire.
pub(crate) struct Patch {
    pub(crate) bone: Bone,
    pub(crate) follow: Follow,
    /// Points along u and v at full detail.
    pub(crate) grid: (usize, usize),
    /// The point at u, v (both 0 to 1).
    pub(crate) point: Box<dyn Fn(f32, f32) -> Vec3>,
    pub(crate) look: Looks,
    /// Whether the normal that u × v gives has to be turned round.
    pub(crate) inside_out: bool,
}

/// The whole puppet, before meshing.
pub(crate) struct Puppet {
    pub(crate) parts: Vec<Part>,
    pub(crate) patches: Vec<Patch>,
}

impl Puppet {
    pub(crate) fn sculpt() -> Self {
        let mut parts = vec![face::skin()];
        parts.extend(beard::parts());
        parts.extend(clothes::parts());
        let mut patches = mouth::patches();
        patches.extend(eyes::patches());
        patches.extend(clothes::patches());
        Self { parts, patches }
    }
}

/// How far a point follows the jaw, 0 to 1: none above the mouth, all below it; along the lips half of it
/// at the corners, so that an opening mouth is round and never a wedge.
pub(crate) fn jaw_weight(p: Vec3) -> f32 {
    let across = p.x.abs();
    let reach = RIM.y + 0.30 * shape::fade(0.33, 0.88, across);
    let below = (0.5 - 0.5 * (p.y - MOUTH.y) / reach).clamp(0.0, 1.0);
    below * shape::fade(-0.45, 0.40, p.z) * shape::fade(-2.75, -1.1, p.y)
}

/// How far a point belongs to the mouth's movements (width, roundness), 0 to 1.
pub(crate) fn lip_weight(p: Vec3) -> f32 {
    let q = (p - MOUTH) / vec3(0.66, 0.50, 0.9);
    let near = 1.0 - shape::fade(0.50, 1.0, q.length());
    near * shape::fade(-0.2, 0.35, p.z)
}

/// How far a point is lifted by a smiling cheek, 0 to 1.
pub(crate) fn cheek_weight(p: Vec3) -> f32 {
    let q = (vec3(p.x.abs(), p.y, p.z) - vec3(0.55, -0.28, 0.85)) / vec3(0.42, 0.36, 0.7);
    1.0 - shape::fade(0.25, 1.0, q.length())
}

#[cfg(test)]
mod tests;
