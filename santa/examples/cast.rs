//! Casts the puppet on this machine and prints how long that took and how many triangles it has, as JSON.
#![allow(
    clippy::print_stdout,
    reason = "this program's only output is the terminal"
)]

use std::time::Instant;

use santa::mesh::{Detail, Mesh};

fn main() {
    let mut fastest = f64::MAX;
    let mut mesh = Mesh::default();
    for _ in 0..5 {
        let start = Instant::now();
        mesh = Mesh::cast(Detail::Low);
        fastest = fastest.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    println!(
        r#"{{"mesh_ms_native":{fastest:.1},"triangles_cast":{},"triangles":{}}}"#,
        mesh.triangles(),
        mesh.triangles_drawn(6, 2)
    );
}
