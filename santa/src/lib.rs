//! Santa's body: how he acts, how his mouth follows a voice, and how he is cast, rigged and painted.
//!
//! | module | holds | tested |
//! |---|---|---|
//! | [`wire`] | the plain messages between the app and Santa | natively |
//! | [`pose`] | one instant of Santa, as numbers | natively |
//! | [`acting`] | state, mouth and time → pose | natively |
//! | [`lipsync`] | sound → mouth | natively |
//! | `ears` | samples from the port → mouth, and what the app is told of them | natively |
//! | `model` | the puppet as soft solids | natively |
//! | [`mesh`] | solids → triangles with baked shade, material and rig weights | natively |
//! | `rig` | pose → matrices and mouth controls | natively |
//! | `quality` | measured frames → how much of him is drawn | natively |
//! | `strands` | where strands of fur stand | natively |
//! | `scenery` | the room, drawn once a size on 2D canvases | in a browser |
//! | `painter` | mesh, rig and room → a WebGL2 canvas, every frame | in a browser |
//! | `studies` | named poses for pictures of him, never in what is deployed | natively |
//! | `stage` | the WebAssembly exports that tie these together | in a browser |
//!
//! Nothing in this crate may know of calls, accounts, children or the network. It is given a canvas,
//! messages and sound, and it gives back a picture.

#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(
        dead_code,
        unused_imports,
        reason = "the painter, which wants all of it, is built for browsers only"
    )
)]

pub mod acting;
pub mod lipsync;
#[cfg(any(test, feature = "module"))]
pub mod mesh;
#[cfg(any(test, feature = "module"))]
mod model;
pub mod motion;
pub mod pose;
pub mod wire;

#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod ears;
#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod layout;
#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod quality;
#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod rig;
#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod strands;

#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod painter;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod scenery;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod stage;
#[cfg(any(test, feature = "studies"))]
mod studies;
