//! Draws a [`Pose`] on a 2D canvas.
//!
//! The narrow door of this module is [`Painter`]: made for a canvas and a size, it paints poses. A
//! painter of another kind (WebGL2) can take its place behind the same three functions. Nothing here
//! decides what Santa does.

mod eyes;
mod hearth;
mod mouth;
mod ornaments;
mod pen;
mod puppet;
mod room;
mod window;

use web_sys::OffscreenCanvas;

use crate::layout::Layout;
use crate::pose::Pose;
use pen::Pen;
use puppet::Puppet;
use room::Room;

/// More pixels than this per head radius bring nothing to the eye and cost time at the start.
const FINEST_UNIT: f32 = 210.0;

/// Santa, his room and the canvas they are painted on.
pub(crate) struct Painter {
    pen: Pen,
    layout: Layout,
    puppet: Puppet,
    room: Room,
}

impl Painter {
    /// Felts the puppet and paints the room for a canvas of this size, in device pixels.
    ///
    /// `None` where the canvas has no 2D context.
    pub(crate) fn new(canvas: &OffscreenCanvas, width: f32, height: f32) -> Option<Self> {
        let layout = Layout::new(width, height);
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        Some(Self {
            pen: Pen::of(canvas)?,
            layout,
            puppet: Puppet::new(layout.unit.clamp(24.0, FINEST_UNIT))?,
            room: Room::new(layout)?,
        })
    }

    /// Moves to another size. The puppet is felted anew only when its pixels would look wrong.
    pub(crate) fn resize(
        &mut self,
        canvas: &OffscreenCanvas,
        width: f32,
        height: f32,
    ) -> Option<()> {
        let layout = Layout::new(width, height);
        if layout == self.layout {
            return Some(());
        }
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        let wanted = layout.unit.clamp(24.0, FINEST_UNIT);
        if !(0.45..=1.25).contains(&(wanted / self.puppet.unit)) {
            self.puppet = Puppet::new(wanted)?;
        }
        self.room = Room::new(layout)?;
        self.layout = layout;
        Some(())
    }

    /// Paints one frame. `seconds` only drives snow and flames; `still` holds them.
    pub(crate) fn paint(&self, pose: &Pose, seconds: f32, still: bool) {
        let Layout { x, y, unit, .. } = self.layout;
        let seconds = if still { 3.0 } else { seconds };
        self.room.paint(&self.pen, seconds);
        self.pen.world(x, y, unit);
        self.puppet.paint(&self.pen, pose, &self.layout);
        self.room.paint_over(&self.pen, seconds);
    }
}
