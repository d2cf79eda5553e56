//! What must hold of the cast puppet.

use super::*;

fn at(mesh: &Mesh, vertex: usize) -> Vec3 {
    let bytes = &mesh.vertices[vertex * STRIDE..];
    let number = |i: usize| f32::from_le_bytes(bytes[i * 4..i * 4 + 4].try_into().unwrap());
    Vec3::new(number(0), number(1), number(2))
}

#[test]
fn the_low_mesh_is_whole_and_within_its_budget() {
    let start = std::time::Instant::now();
    let mesh = Mesh::cast(Detail::Low);
    let ms = start.elapsed().as_millis();
    let count = mesh.vertices.len() / STRIDE;
    eprintln!(
        "low: {count} vertices, {} triangles, {} drawn with 6 and 2 shells, {ms} ms in this build",
        mesh.triangles(),
        mesh.triangles_drawn(6, 2)
    );
    assert!(mesh.indices.iter().all(|index| (*index as usize) < count));
    assert!((0..count).all(|i| at(&mesh, i).is_finite()));
    assert!(
        (25_000..=95_000).contains(&mesh.triangles()),
        "{}",
        mesh.triangles()
    );
    assert!(mesh.triangles_drawn(6, 2) < 420_000);
    assert_eq!(
        mesh.solid().len() + mesh.group(Group::Eyes).len(),
        mesh.indices.len()
    );
    for group in Group::ALL {
        assert!(mesh.group(group).len() > 300, "{group:?} is not there");
    }
}

#[test]
fn the_same_puppet_is_cast_twice() {
    let (a, b) = (Mesh::cast(Detail::Low), Mesh::cast(Detail::Low));
    assert!(a.vertices == b.vertices && a.indices == b.indices);
}

#[test]
fn normals_look_away_from_the_head_and_shade_lies_under_the_beard() {
    let mesh = Mesh::cast(Detail::Low);
    let (mut out, mut all, mut darkest, mut brightest) = (0, 0, 255, 0);
    for vertex in mesh.vertices.chunks_exact(STRIDE).enumerate() {
        let (i, bytes) = vertex;
        let p = at(&mesh, i);
        if bytes[25] == Material::Skin as u8 && bytes[24] == Bone::Head as u8 {
            let normal = [bytes[12], bytes[13], bytes[14]].map(|b| f32::from(b as i8) / 127.0);
            all += 1;
            out += i32::from(Vec3::from_array(normal).dot(p) > 0.0);
        }
        darkest = darkest.min(bytes[19]);
        brightest = brightest.max(bytes[19]);
    }
    assert!(out * 100 > all * 90, "{out} of {all}");
    assert!(darkest < 110 && brightest > 240, "{darkest} {brightest}");
}
