//! A WebGL2 program by the names of its uniforms, and what else of WebGL needs a few lines to be said.
//!
//! A call on a lost context does nothing and answers null; so everything here gives `None` or keeps quiet,
//! and the stage starts anew when the context comes back.

use web_sys::{WebGl2RenderingContext as Gl, WebGlProgram, WebGlShader, WebGlTexture};

use crate::mesh::{DENSEST_FUR, LONGEST_FUR};
use crate::model::{Bone, MOUTH, Material, RIM};
use crate::scenery::Sheet;
use crate::strands;

pub(super) struct Program {
    gl: Gl,
    program: WebGlProgram,
}

impl Program {
    /// Links a program of two shaders, each told as the chunks that it is made of.
    pub(super) fn link(gl: &Gl, vertex: &[&str], fragment: &[&str]) -> Option<Self> {
        let program = gl.create_program()?;
        for (kind, chunks) in [(Gl::VERTEX_SHADER, vertex), (Gl::FRAGMENT_SHADER, fragment)] {
            gl.attach_shader(&program, &compile(gl, kind, chunks)?);
        }
        gl.link_program(&program);
        if gl
            .get_program_parameter(&program, Gl::LINK_STATUS)
            .as_bool()
            != Some(true)
        {
            complain(gl.get_program_info_log(&program));
            return None;
        }
        Some(Self {
            gl: gl.clone(),
            program,
        })
    }

    pub(super) fn use_it(&self) {
        self.gl.use_program(Some(&self.program));
    }

    pub(super) fn number(&self, name: &str, x: f32) {
        let at = self.gl.get_uniform_location(&self.program, name);
        self.gl.uniform1f(at.as_ref(), x);
    }

    pub(super) fn texture(&self, name: &str, unit: i32) {
        let at = self.gl.get_uniform_location(&self.program, name);
        self.gl.uniform1i(at.as_ref(), unit);
    }

    pub(super) fn three(&self, name: &str, x: &[f32]) {
        let at = self.gl.get_uniform_location(&self.program, name);
        self.gl.uniform3fv_with_f32_array(at.as_ref(), x);
    }

    pub(super) fn fours(&self, name: &str, x: &[f32]) {
        let at = self.gl.get_uniform_location(&self.program, name);
        self.gl.uniform4fv_with_f32_array(at.as_ref(), x);
    }

    pub(super) fn matrices(&self, name: &str, x: &[f32]) {
        let at = self.gl.get_uniform_location(&self.program, name);
        self.gl
            .uniform_matrix4fv_with_f32_array(at.as_ref(), false, x);
    }
}

fn compile(gl: &Gl, kind: u32, chunks: &[&str]) -> Option<WebGlShader> {
    let shader = gl.create_shader(kind)?;
    let mut source = format!(
        "#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler3D;\n\
         #define BONES {}\n#define FUR {}\n#define FELT {}\n#define PAPER {}\n#define LONGEST {LONGEST_FUR:?}\n\
         #define DENSEST {DENSEST_FUR:?}\n#define STRANDS_ACROSS {}.0\n\
         #define MOUTH vec2({:?}, {:?})\n#define RIM vec2({:?}, {:?})\n",
        Bone::COUNT,
        Material::Fur as u8,
        Material::Felt as u8,
        Material::Paper as u8,
        strands::STRANDS,
        MOUTH.x,
        MOUTH.y,
        RIM.x,
        RIM.y,
    );
    for chunk in chunks {
        source.push_str(chunk);
        source.push('\n');
    }
    gl.shader_source(&shader, &source);
    gl.compile_shader(&shader);
    if gl
        .get_shader_parameter(&shader, Gl::COMPILE_STATUS)
        .as_bool()
        != Some(true)
    {
        complain(gl.get_shader_info_log(&shader));
        return None;
    }
    Some(shader)
}

/// For a developer's eyes: a shader that a driver refuses is our mistake or its own.
fn complain(log: Option<String>) {
    let log = log.unwrap_or_default();
    web_sys::console::warn_1(&format!("Santa's shader was refused: {log}").into());
}

/// The block of strands, as a texture that tiles in all three directions.
pub(super) fn strands_texture(gl: &Gl) -> Option<WebGlTexture> {
    let texture = gl.create_texture()?;
    gl.bind_texture(Gl::TEXTURE_3D, Some(&texture));
    let size = strands::SIZE as i32;
    gl.tex_image_3d_with_opt_u8_array(
        Gl::TEXTURE_3D,
        0,
        Gl::RGBA8 as i32,
        size,
        size,
        size,
        0,
        Gl::RGBA,
        Gl::UNSIGNED_BYTE,
        Some(&strands::block()),
    )
    .ok()?;
    gl.generate_mipmap(Gl::TEXTURE_3D);
    for wrap in [Gl::TEXTURE_WRAP_S, Gl::TEXTURE_WRAP_T, Gl::TEXTURE_WRAP_R] {
        gl.tex_parameteri(Gl::TEXTURE_3D, wrap, Gl::REPEAT as i32);
    }
    gl.tex_parameteri(
        Gl::TEXTURE_3D,
        Gl::TEXTURE_MIN_FILTER,
        Gl::LINEAR_MIPMAP_LINEAR as i32,
    );
    gl.tex_parameteri(Gl::TEXTURE_3D, Gl::TEXTURE_MAG_FILTER, Gl::LINEAR as i32);
    Some(texture)
}

/// A painted sheet as a texture, its colours multiplied by its alpha.
pub(super) fn sheet_texture(
    gl: &Gl,
    texture: Option<WebGlTexture>,
    sheet: &Sheet,
) -> Option<WebGlTexture> {
    let texture = texture.or_else(|| gl.create_texture())?;
    gl.bind_texture(Gl::TEXTURE_2D, Some(&texture));
    gl.pixel_storei(Gl::UNPACK_PREMULTIPLY_ALPHA_WEBGL, 1);
    gl.tex_image_2d_with_u32_and_u32_and_offscreen_canvas(
        Gl::TEXTURE_2D,
        0,
        Gl::RGBA8 as i32,
        Gl::RGBA,
        Gl::UNSIGNED_BYTE,
        &sheet.canvas,
    )
    .ok()?;
    gl.pixel_storei(Gl::UNPACK_PREMULTIPLY_ALPHA_WEBGL, 0);
    gl.generate_mipmap(Gl::TEXTURE_2D);
    for wrap in [Gl::TEXTURE_WRAP_S, Gl::TEXTURE_WRAP_T] {
        gl.tex_parameteri(Gl::TEXTURE_2D, wrap, Gl::CLAMP_TO_EDGE as i32);
    }
    gl.tex_parameteri(
        Gl::TEXTURE_2D,
        Gl::TEXTURE_MIN_FILTER,
        Gl::LINEAR_MIPMAP_LINEAR as i32,
    );
    gl.tex_parameteri(Gl::TEXTURE_2D, Gl::TEXTURE_MAG_FILTER, Gl::LINEAR as i32);
    Some(texture)
}
