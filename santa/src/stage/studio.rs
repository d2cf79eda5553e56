//! What pictures of Santa and benches ask of a stage; never in what is deployed.

use wasm_bindgen::prelude::wasm_bindgen;

use super::Stage;
use crate::mesh::{Detail, Mesh};
use crate::painter::Quality;

#[wasm_bindgen]
impl Stage {
    /// Paints one of the named studies with so many shells of fur and of fuzz; `false` if there is none of that name.
    pub fn study(&mut self, name: &str, fur_shells: i32, fuzz_shells: i32) -> bool {
        let Some(pose) = crate::studies::pose(name) else {
            return false;
        };
        self.pose = pose;
        self.seconds = 3.0;
        self.paint(Quality {
            fur_shells,
            fuzz_shells,
            ..self.quality()
        });
        true
    }
}

/// Casts the puppet and gives how many triangles it has and how many a frame draws; for measuring.
#[wasm_bindgen]
pub fn cast(fur_shells: usize, fuzz_shells: usize) -> Vec<usize> {
    let mesh = Mesh::cast(Detail::Low);
    vec![
        mesh.triangles(),
        mesh.triangles_drawn(fur_shells, fuzz_shells),
    ]
}
