//! From soft solids to triangles: what the painter uploads once and the rig moves.
//!
//! One vertex buffer and one index buffer for the whole puppet. The triangles are sorted by how they are
//! drawn, so that a frame is a handful of draw calls.

mod nets;
mod occlusion;
mod patch;

use core::ops::Range;

use glam::Vec3;

use crate::model::{Bone, Follow, Look, Material, Puppet};
use occlusion::Shade;

/// Bytes of one vertex as it lies in [`Mesh::vertices`].
pub(crate) const STRIDE: usize = 32;
/// The longest strand that a vertex can tell of, in head radii.
pub(crate) const LONGEST_FUR: f32 = 0.25;
/// The most strands per head radius that a vertex can tell of.
pub(crate) const DENSEST_FUR: f32 = 64.0;

/// How finely the puppet is cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// About half the triangles; nobody sees the difference on a tablet.
    Low,
    /// For a still picture and for strong machines.
    Full,
}

impl Detail {
    fn coarser(self) -> f32 {
        match self {
            Self::Low => 1.36,
            Self::Full => 1.0,
        }
    }
}

/// How a triangle is drawn; in this order they lie in [`Mesh::indices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Eyes,
    Bald,
    /// Felt, under a few short shells.
    Felt,
    /// Fleece, under many shells.
    Fur,
}

impl Group {
    const ALL: [Group; 4] = [Group::Eyes, Group::Bald, Group::Felt, Group::Fur];

    fn of(look: &Look) -> Self {
        match look.material {
            Material::Eye => Group::Eyes,
            Material::Felt if look.fur > 0.0 => Group::Felt,
            _ if look.fur > 0.0 => Group::Fur,
            _ => Group::Bald,
        }
    }
}

/// The cast puppet.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    /// Interleaved, [`STRIDE`] bytes each: position (3 × f32), normal (3 × i8) and how far the window
    /// reaches it, colour (square
    /// root of linear light, 3 × u8, and how open the place is to light), how it follows jaw, lips and
    /// cheeks and how far the key light reaches it (4 × u8), bone, material, fur length and density (u8), comb (3 × i8, one spare).
    pub(crate) vertices: Vec<u8>,
    /// Three a triangle.
    pub(crate) indices: Vec<u32>,
    /// Where each group's indices lie.
    pub(crate) groups: [(usize, usize); 4],
}

/// A surface before it is dressed.
#[derive(Clone, Debug, Default)]
struct Surface {
    points: Vec<(Vec3, Vec3)>,
    triangles: Vec<[u32; 3]>,
}

impl Mesh {
    /// Sculpts and casts the whole puppet.
    #[must_use]
    pub fn cast(detail: Detail) -> Self {
        let puppet = Puppet::sculpt();
        let shade = Shade::of(&puppet);
        let mut mesh = Self::default();
        let mut sorted: [Vec<u32>; 4] = Default::default();
        for part in &puppet.parts {
            let cell = part.cell * detail.coarser();
            let surface = nets::cast(&part.field, part.low, part.high, cell);
            mesh.dress(
                &surface,
                part.bone,
                part.follow,
                &part.look,
                &shade,
                &mut sorted,
            );
        }
        for patch in &puppet.patches {
            let surface = patch::weave(patch, detail.coarser());
            mesh.dress(
                &surface,
                patch.bone,
                patch.follow,
                &patch.look,
                &shade,
                &mut sorted,
            );
        }
        for (place, indices) in mesh.groups.iter_mut().zip(&sorted) {
            let start = mesh.indices.len();
            mesh.indices.extend(indices);
            *place = (start, mesh.indices.len());
        }
        mesh
    }

    /// How many triangles there are, without shells.
    #[must_use]
    pub fn triangles(&self) -> usize {
        self.indices.len() / 3
    }

    /// How many triangles a frame draws with so many shells of fur and of fuzz.
    #[must_use]
    pub fn triangles_drawn(&self, fur_shells: usize, fuzz_shells: usize) -> usize {
        let count = |group| self.group(group).len() / 3;
        self.triangles() + count(Group::Fur) * fur_shells + count(Group::Felt) * fuzz_shells
    }

    /// The indices of one group.
    pub(crate) fn group(&self, group: Group) -> Range<usize> {
        let at = Group::ALL.iter().position(|it| *it == group).unwrap_or(0);
        let (start, end) = self.groups[at];
        start..end
    }

    /// The indices of everything but the eyes.
    pub(crate) fn solid(&self) -> Range<usize> {
        self.group(Group::Bald).start..self.group(Group::Fur).end
    }

    fn dress(
        &mut self,
        surface: &Surface,
        bone: Bone,
        follow: Follow,
        look: &dyn Fn(Vec3, Vec3) -> Look,
        shade: &Shade,
        sorted: &mut [Vec<u32>; 4],
    ) {
        let first = (self.vertices.len() / STRIDE) as u32;
        let mut groups = Vec::with_capacity(surface.points.len());
        for (at, normal) in &surface.points {
            let look = look(*at, *normal);
            let baked = (
                shade.open(*at, *normal),
                [occlusion::KEY, occlusion::WINDOW].map(|lamp| shade.lit(*at, *normal, lamp)),
            );
            let floor = |least_open: f32, least_key: f32| {
                let (open, [key, window]) = baked;
                (open.max(least_open), [key.max(least_key), window])
            };
            // What moves far from where it is modelled would carry a wrong shade along.
            let (open, lit) = match (bone, look.material) {
                (Bone::Arm | Bone::OtherArm | Bone::Pompom, _) => (0.92, [1.0; 2]),
                // Teeth and tongue are modelled behind shut lips, and lips under the moustache; all are seen in an open mouth.
                (Bone::Teeth, _) => (0.86, [0.72, 0.0]),
                (_, Material::Moist) if follow == Follow::Jaw => (0.62, [0.40, 0.0]),
                (_, Material::Moist) => floor(0.62, 0.45),
                (_, Material::Cavity) => floor(0.70, 0.25),
                // Lids are modelled open, deep in the sockets' dark, and come out of it: the upper to blink, the lower to laugh.
                (Bone::LidUpperLeft | Bone::LidUpperRight, _) => floor(0.74, 0.80),
                (Bone::LidLowerLeft | Bone::LidLowerRight, _) => floor(0.70, 0.70),
                // What lies under the beard's tip comes to light when he throws his head back.
                (_, Material::Fur) => {
                    let under = crate::motion::ease(-1.75, -2.2, at.y);
                    floor(0.62 * under, 0.50 * under)
                }
                _ => baked,
            };
            self.push(*at, *normal, &look, (open, lit), bone, follow.weights(*at));
            groups.push(Group::of(&look));
        }
        for triangle in &surface.triangles {
            let group = groups
                .get(triangle[0] as usize)
                .copied()
                .unwrap_or(Group::Bald);
            sorted[group as usize].extend(triangle.map(|corner| first + corner));
        }
    }

    fn push(
        &mut self,
        at: Vec3,
        normal: Vec3,
        look: &Look,
        (open, [key, window]): (f32, [f32; 2]),
        bone: Bone,
        [jaw, lips, cheeks]: [f32; 3],
    ) {
        let part = |x: f32| (x.clamp(0.0, 1.0) * 255.0).round() as u8;
        let signed = |x: f32| ((x.clamp(-1.0, 1.0) * 127.0).round() as i8).to_le_bytes()[0];
        let comb = look.comb - normal * look.comb.dot(normal);
        let comb = comb.clamp_length_max(1.0);
        let hue = look.albedo;
        for x in [at.x, at.y, at.z] {
            self.vertices.extend(x.to_le_bytes());
        }
        self.vertices.extend([
            signed(normal.x),
            signed(normal.y),
            signed(normal.z),
            signed(window),
            part(hue.x.max(0.0).sqrt()),
            part(hue.y.max(0.0).sqrt()),
            part(hue.z.max(0.0).sqrt()),
            part(open),
            part(jaw),
            part(lips),
            part(cheeks),
            part(key),
            bone as u8,
            look.material as u8,
            part(look.fur / LONGEST_FUR),
            part(look.density / DENSEST_FUR),
            signed(comb.x),
            signed(comb.y),
            signed(comb.z),
            0,
        ]);
    }
}

#[cfg(test)]
mod tests;
