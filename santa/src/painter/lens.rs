//! The lens: where the canvas has one sample a point, the frame is drawn on a sheet of its own first, and the lens
//! softens its edges on the way to the screen.
//!
//! It lays the dim floor for the words as well, so that a frame has as many draw calls with it as without.

use web_sys::{WebGl2RenderingContext as Gl, WebGlFramebuffer, WebGlRenderbuffer, WebGlTexture};

use super::gl::Program;

pub(super) struct Lens {
    gl: Gl,
    program: Program,
    sheet: WebGlFramebuffer,
    picture: WebGlTexture,
    depth: WebGlRenderbuffer,
}

impl Lens {
    /// A lens for a canvas of this size in pixels. `None` where the browser can't draw beside the canvas.
    pub(super) fn new(gl: &Gl, program: Program, width: f32, height: f32) -> Option<Self> {
        let lens = Self {
            gl: gl.clone(),
            program,
            sheet: gl.create_framebuffer()?,
            picture: gl.create_texture()?,
            depth: gl.create_renderbuffer()?,
        };
        lens.resize(width, height)?;
        Some(lens)
    }

    /// Moves to another size.
    pub(super) fn resize(&self, width: f32, height: f32) -> Option<()> {
        let gl = &self.gl;
        let (width, height) = (width as i32, height as i32);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&self.picture));
        gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_u8_array(
            Gl::TEXTURE_2D,
            0,
            Gl::RGBA8 as i32,
            width,
            height,
            0,
            Gl::RGBA,
            Gl::UNSIGNED_BYTE,
            None,
        )
        .ok()?;
        for (name, value) in [
            (Gl::TEXTURE_MIN_FILTER, Gl::LINEAR),
            (Gl::TEXTURE_MAG_FILTER, Gl::LINEAR),
            (Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE),
            (Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE),
        ] {
            gl.tex_parameteri(Gl::TEXTURE_2D, name, value as i32);
        }
        gl.bind_renderbuffer(Gl::RENDERBUFFER, Some(&self.depth));
        gl.renderbuffer_storage(Gl::RENDERBUFFER, Gl::DEPTH_COMPONENT16, width, height);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, Some(&self.sheet));
        gl.framebuffer_texture_2d(
            Gl::FRAMEBUFFER,
            Gl::COLOR_ATTACHMENT0,
            Gl::TEXTURE_2D,
            Some(&self.picture),
            0,
        );
        gl.framebuffer_renderbuffer(
            Gl::FRAMEBUFFER,
            Gl::DEPTH_ATTACHMENT,
            Gl::RENDERBUFFER,
            Some(&self.depth),
        );
        let whole = gl.check_framebuffer_status(Gl::FRAMEBUFFER) == Gl::FRAMEBUFFER_COMPLETE;
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
        whole.then_some(())
    }

    /// What is drawn from here on lies on the sheet.
    pub(super) fn hold(&self) {
        self.gl.bind_framebuffer(Gl::FRAMEBUFFER, Some(&self.sheet));
    }

    /// Shows the sheet on the canvas, of which `veil` tells the size.
    pub(super) fn show(&self, veil: &[f32; 4]) {
        let gl = &self.gl;
        // A tiled graphics chip need not carry the depths to its memory.
        let spent = js_sys::Array::of1(&Gl::DEPTH_ATTACHMENT.into());
        // Only a broken list is refused, and what is then lost is a little speed.
        let _ = gl.invalidate_framebuffer(Gl::FRAMEBUFFER, &spent);
        gl.bind_framebuffer(Gl::FRAMEBUFFER, None);
        gl.disable(Gl::BLEND);
        self.program.use_it();
        gl.active_texture(Gl::TEXTURE0 + 3);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&self.picture));
        self.program.texture("u_frame", 3);
        self.program.fours("u_veil", veil);
        gl.draw_arrays(Gl::TRIANGLES, 0, 3);
    }
}
