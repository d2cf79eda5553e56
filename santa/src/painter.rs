//! Draws a [`Pose`] with WebGL2: the room, the puppet, his fur, a dim floor for the words.
//!
//! The narrow door of this module is [`Painter`]. Nothing here decides what Santa does. A frame is six
//! draw calls; what costs is the fur, whose shells draw the same triangles again and again a little
//! farther out, so their number is the first thing that a slow device gives up.

mod gl;
mod lens;

use glam::{Mat4, Vec3, vec3};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    OffscreenCanvas, WebGl2RenderingContext as Gl, WebGlTexture, WebGlVertexArrayObject,
};

use crate::layout::Layout;
use crate::mesh::{Group, Mesh, STRIDE};
use crate::motion::wander;
use crate::pose::Pose;
use crate::rig::{CAMERA, Rig};
use crate::scenery::Scenery;
use gl::{Program, sheet_texture, strands_texture};
use lens::Lens;

const RIG: &str = include_str!("painter/shaders/rig.glsl");
const LIGHT: &str = include_str!("painter/shaders/light.glsl");
const FILM: &str = include_str!("painter/shaders/film.glsl");
const FLOOR: &str = include_str!("painter/shaders/floor.glsl");

/// A material's wrap per channel and fuzz, then its highlight: strength, sharpness, own colour, pores.
/// In the order of [`crate::model::Material`].
const MATERIALS: [([f32; 4], [f32; 4]); 8] = [
    ([0.55, 0.28, 0.22, 0.75], [0.055, 22.0, 0.0, 0.10]),
    ([0.30, 0.24, 0.24, 1.25], [0.0, 8.0, 0.0, 0.24]),
    ([0.62, 0.56, 0.52, 0.60], [0.0, 8.0, 0.0, 0.10]),
    ([0.45, 0.26, 0.22, 0.20], [0.22, 60.0, 0.0, 0.0]),
    ([0.30, 0.15, 0.15, 0.0], [0.02, 30.0, 0.0, 0.0]),
    ([0.10, 0.10, 0.10, 0.0], [0.8, 40.0, 0.85, 0.0]),
    ([0.60, 0.52, 0.42, 0.10], [0.0, 8.0, 0.0, 0.16]),
    ([0.40, 0.40, 0.40, 0.0], [0.0, 8.0, 0.0, 0.0]),
];
const FUR_WRAP: [f32; 4] = [0.62, 0.56, 0.52, 0.55];
const FUZZ_WRAP: [f32; 4] = [0.34, 0.26, 0.26, 1.15];

/// How much a device can afford.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quality {
    /// Shells of fur, and of the short fuzz on cloth.
    pub(crate) fur_shells: i32,
    pub(crate) fuzz_shells: i32,
    /// Strands' edges are handed to the multisampling; only where the canvas has it.
    pub(crate) soft: bool,
}

/// Santa, his room and the canvas they are painted on.
pub(crate) struct Painter {
    gl: Gl,
    layout: Layout,
    camera: Mat4,
    puppet: WebGlVertexArrayObject,
    nothing: WebGlVertexArrayObject,
    mesh: Mesh,
    strands: WebGlTexture,
    room: Room,
    solid: Program,
    fur: Program,
    eye: Program,
    room_program: Program,
    veil: Program,
    /// Only where the canvas is not multisampled.
    lens: Option<Lens>,
}

struct Room {
    far: WebGlTexture,
    front: WebGlTexture,
    glass: [f32; 4],
    fire: [f32; 4],
    candles: [f32; 24],
}

/// What is at fault where he can't be painted.
pub(crate) type Fault = &'static str;

impl Painter {
    /// Takes the canvas's context. With `soft_edges` the canvas is multisampled, which can't be changed later.
    pub(crate) fn context(canvas: &OffscreenCanvas, soft_edges: bool) -> Option<Gl> {
        let wishes = js_sys::Object::new();
        for (name, wish) in [
            ("alpha", JsValue::FALSE),
            ("antialias", JsValue::from_bool(soft_edges)),
            ("powerPreference", JsValue::from_str("default")),
        ] {
            js_sys::Reflect::set(&wishes, &JsValue::from_str(name), &wish).ok()?;
        }
        let context = canvas
            .get_context_with_context_options("webgl2", &wishes)
            .ok()??;
        Some(context.unchecked_into())
    }

    /// Whether a processor draws instead of a graphics chip: then one frame would take a second.
    pub(crate) fn is_software(gl: &Gl) -> bool {
        const UNMASKED_RENDERER_WEBGL: u32 = 0x9246;
        let known = gl.get_extension("WEBGL_debug_renderer_info").ok().flatten();
        let name = if known.is_some() {
            UNMASKED_RENDERER_WEBGL
        } else {
            Gl::RENDERER
        };
        let name = gl
            .get_parameter(name)
            .ok()
            .and_then(|it| it.as_string())
            .unwrap_or_default();
        let name = name.to_lowercase();
        ["swiftshader", "llvmpipe", "software", "basic render"]
            .iter()
            .any(|it| name.contains(it))
    }

    /// Uploads the puppet and paints the room for a canvas of this size, in device pixels. Where the canvas has no
    /// `soft_edges` of its own, a lens makes them.
    pub(crate) fn new(
        gl: Gl,
        canvas: &OffscreenCanvas,
        size: (f32, f32),
        mesh: Mesh,
        soft_edges: bool,
    ) -> Result<Self, Fault> {
        let layout = sized(canvas, size);
        let link = |vertex: &[&str], fragment: &[&str]| {
            Program::link(&gl, vertex, fragment).ok_or("a shader was refused")
        };
        let solid = link(
            &[RIG, include_str!("painter/shaders/solid.vert")],
            &[LIGHT, FILM, include_str!("painter/shaders/solid.frag")],
        )?;
        let fur = link(
            &[RIG, LIGHT, include_str!("painter/shaders/fur.vert")],
            &[FILM, include_str!("painter/shaders/fur.frag")],
        )?;
        let eye = link(
            &[RIG, include_str!("painter/shaders/eye.vert")],
            &[LIGHT, FILM, include_str!("painter/shaders/eye.frag")],
        )?;
        let whole = include_str!("painter/shaders/room.vert");
        let room_program = link(&[whole], &[include_str!("painter/shaders/room.frag")])?;
        let veil = link(
            &[whole],
            &[FLOOR, include_str!("painter/shaders/veil.frag")],
        )?;
        let lens = if soft_edges {
            None
        } else {
            let lens = link(
                &[whole],
                &[FLOOR, include_str!("painter/shaders/lens.frag")],
            )?;
            Lens::new(&gl, lens, layout.width, layout.height)
        };
        let strands = strands_texture(&gl).ok_or("no texture for the fur")?;
        let puppet = upload(&gl, &mesh).ok_or("no buffer for the puppet")?;
        let nothing = gl.create_vertex_array().ok_or("no vertex array")?;
        let room = Room::paint(&gl, None, layout).ok_or("no texture for the room")?;
        Ok(Self {
            camera: camera(&layout),
            layout,
            puppet,
            nothing,
            mesh: Mesh {
                vertices: Vec::new(),
                indices: Vec::new(),
                ..mesh
            },
            strands,
            room,
            solid,
            fur,
            eye,
            room_program,
            veil,
            lens,
            gl,
        })
    }

    /// Moves to another size.
    pub(crate) fn resize(&mut self, canvas: &OffscreenCanvas, size: (f32, f32)) -> Option<()> {
        let layout = Layout::new(size.0, size.1);
        if layout == self.layout {
            return Some(());
        }
        self.layout = sized(canvas, size);
        self.camera = camera(&layout);
        if let Some(lens) = &self.lens {
            // A lens that finds no room is done without.
            if lens.resize(layout.width, layout.height).is_none() {
                self.lens = None;
            }
        }
        let earlier = (self.room.far.clone(), self.room.front.clone());
        self.room = Room::paint(&self.gl, Some(earlier), layout)?;
        Some(())
    }

    /// Paints one frame. `seconds` only drives snow, fire and candles; with `still` the room keeps its place.
    pub(crate) fn paint(&self, pose: &Pose, seconds: f32, quality: Quality, still: bool) {
        let gl = &self.gl;
        let (width, height) = (self.layout.width, self.layout.height);
        let fire = 1.0 + 0.10 * (0.6 * wander(seconds, 1.3, 0.0) + 0.4 * wander(seconds, 3.1, 2.0));
        let veil = [width, height, 0.34, 0.0];
        if let Some(lens) = &self.lens {
            lens.hold();
        }
        gl.viewport(0, 0, width as i32, height as i32);
        gl.depth_mask(true);
        gl.clear(Gl::DEPTH_BUFFER_BIT);
        gl.active_texture(Gl::TEXTURE0);
        gl.bind_texture(Gl::TEXTURE_3D, Some(&self.strands));

        let rig = Rig::of(pose);
        let bones: Vec<f32> = rig.bones.iter().flat_map(Mat4::to_cols_array).collect();
        let dressed = |program: &Program| {
            program.use_it();
            program.matrices("u_camera", &self.camera.to_cols_array());
            program.matrices("u_bones", &bones);
            program.fours("u_mouth", &rig.mouth);
            program.fours("u_lips", &rig.lips);
            program.three("u_eye", &CAMERA.to_array());
            program.number("u_fire", fire);
            program.fours("u_veil", &veil);
            program.texture("u_strands", 0);
        };

        gl.enable(Gl::DEPTH_TEST);
        gl.depth_func(Gl::LEQUAL);
        gl.disable(Gl::BLEND);
        gl.bind_vertex_array(Some(&self.puppet));
        dressed(&self.solid);
        for (name, values) in [
            ("u_wrap", MATERIALS.map(|(wrap, _)| wrap)),
            ("u_shine", MATERIALS.map(|(_, shine)| shine)),
        ] {
            self.solid.fours(name, values.as_flattened());
        }
        self.draw(self.mesh.solid(), 1);
        dressed(&self.eye);
        self.eye.number("u_lid", rig.lips[3]);
        self.draw(self.mesh.group(Group::Eyes), 1);

        dressed(&self.fur);
        if quality.soft {
            gl.enable(Gl::SAMPLE_ALPHA_TO_COVERAGE);
        }
        self.fur.number("u_soft", f32::from(u8::from(quality.soft)));
        for (group, shells, wrap) in [
            (Group::Felt, quality.fuzz_shells, FUZZ_WRAP),
            (Group::Fur, quality.fur_shells, FUR_WRAP),
        ] {
            self.fur.number("u_shells", shells.max(1) as f32);
            self.fur.fours("u_strand", &wrap);
            self.draw(self.mesh.group(group), shells);
        }
        gl.disable(Gl::SAMPLE_ALPHA_TO_COVERAGE);

        // The room comes last of what is opaque: only where he leaves it to be seen.
        gl.bind_vertex_array(Some(&self.nothing));
        self.paint_room(pose, seconds, fire, still);
        gl.disable(Gl::DEPTH_TEST);
        if let Some(lens) = &self.lens {
            return lens.show(&veil);
        }
        gl.enable(Gl::BLEND);
        gl.blend_func(Gl::SRC_ALPHA, Gl::ONE_MINUS_SRC_ALPHA);
        self.veil.use_it();
        gl.draw_arrays(Gl::TRIANGLES, 0, 3);
    }

    /// Waits until everything asked for is drawn, by asking for one pixel of it.
    pub(crate) fn finish(&self) {
        let mut pixel = [0_u8; 4];
        // A lost context has no pixel to give, and nothing to wait for either.
        let _ = self.gl.read_pixels_with_opt_u8_array(
            0,
            0,
            1,
            1,
            Gl::RGBA,
            Gl::UNSIGNED_BYTE,
            Some(&mut pixel),
        );
    }

    fn paint_room(&self, pose: &Pose, seconds: f32, fire: f32, still: bool) {
        let gl = &self.gl;
        let (left, right, top, bottom) = self.layout.edges();
        let room = &self.room_program;
        room.use_it();
        for (unit, name, texture) in [
            (1, "u_far", &self.room.far),
            (2, "u_front", &self.room.front),
        ] {
            gl.active_texture(Gl::TEXTURE0 + unit);
            gl.bind_texture(Gl::TEXTURE_2D, Some(texture));
            room.texture(name, unit as i32);
        }
        room.fours("u_edges", &[left, right, top, bottom]);
        room.fours("u_glass", &self.room.glass);
        room.fours("u_hearth", &self.room.fire);
        room.fours("u_candles", &self.room.candles);
        // Parallax: the room shifts against him as if the viewer leaned along.
        let (x, y) = (pose.yaw * 0.02 + pose.sway * 0.05, pose.pitch * 0.012);
        let most = if still { 0.0 } else { 0.016 };
        let shift = |x: f32| x.clamp(-most, most);
        room.fours("u_when", &[seconds, fire, shift(x), shift(y)]);
        gl.draw_arrays(Gl::TRIANGLES, 0, 3);
    }

    fn draw(&self, indices: core::ops::Range<usize>, times: i32) {
        if times > 0 && !indices.is_empty() {
            self.gl.draw_elements_instanced_with_i32(
                Gl::TRIANGLES,
                indices.len() as i32,
                Gl::UNSIGNED_INT,
                (indices.start * 4) as i32,
                times,
            );
        }
    }
}

impl Room {
    fn paint(
        gl: &Gl,
        earlier: Option<(WebGlTexture, WebGlTexture)>,
        layout: Layout,
    ) -> Option<Self> {
        let scenery = Scenery::paint(layout)?;
        let (far, front) = earlier.unzip();
        let mut candles = [0.0; 24];
        for (i, (place, (x, y))) in candles.chunks_exact_mut(4).zip(&scenery.wicks).enumerate() {
            place.copy_from_slice(&[*x, *y, 0.17, i as f32 + 1.0]);
        }
        Some(Self {
            far: sheet_texture(gl, far, &scenery.far)?,
            front: sheet_texture(gl, front, &scenery.front)?,
            glass: scenery.glass,
            fire: scenery.fire,
            candles,
        })
    }
}

fn sized(canvas: &OffscreenCanvas, (width, height): (f32, f32)) -> Layout {
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    Layout::new(width, height)
}

/// The camera's matrix: a head radius at the head's middle is `unit` pixels, wherever on the canvas he
/// stands, and the camera looks straight at him (a shifted lens, as architects use it).
fn camera(layout: &Layout) -> Mat4 {
    let (left, right, top, bottom) = layout.edges();
    let (near, far) = (6.0, 16.0);
    let at = |edge: f32, middle: f32| (edge - middle) * near / CAMERA.z;
    let (l, r) = (at(left, CAMERA.x), at(right, CAMERA.x));
    let (b, t) = (at(bottom, CAMERA.y), at(top, CAMERA.y));
    let lens = Mat4::frustum_rh_gl(l, r, b, t, near, far);
    lens * Mat4::look_at_rh(CAMERA, CAMERA - Vec3::Z, vec3(0.0, 1.0, 0.0))
}

fn upload(gl: &Gl, mesh: &Mesh) -> Option<WebGlVertexArrayObject> {
    let array = gl.create_vertex_array()?;
    gl.bind_vertex_array(Some(&array));
    gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&gl.create_buffer()?));
    gl.buffer_data_with_u8_array(Gl::ARRAY_BUFFER, &mesh.vertices, Gl::STATIC_DRAW);
    let stride = STRIDE as i32;
    for (place, parts, kind, at) in [
        (0, 3, Gl::FLOAT, 0),
        (1, 4, Gl::BYTE, 12),
        (2, 4, Gl::UNSIGNED_BYTE, 16),
        (3, 4, Gl::UNSIGNED_BYTE, 20),
        (5, 4, Gl::BYTE, 28),
    ] {
        gl.enable_vertex_attrib_array(place);
        gl.vertex_attrib_pointer_with_i32(place, parts, kind, kind != Gl::FLOAT, stride, at);
    }
    gl.enable_vertex_attrib_array(4);
    gl.vertex_attrib_i_pointer_with_i32(4, 4, Gl::UNSIGNED_BYTE, stride, 24);
    gl.bind_buffer(Gl::ELEMENT_ARRAY_BUFFER, Some(&gl.create_buffer()?));
    let indices: Vec<u8> = mesh
        .indices
        .iter()
        .flat_map(|index| index.to_le_bytes())
        .collect();
    gl.buffer_data_with_u8_array(Gl::ELEMENT_ARRAY_BUFFER, &indices, Gl::STATIC_DRAW);
    Some(array)
}
