//! Santa's body: how he acts, how his mouth follows a voice, and how he is painted.
//!
//! | module | holds | tested |
//! |---|---|---|
//! | [`wire`] | the plain messages between the app and Santa | natively |
//! | [`pose`] | one instant of Santa, as numbers | natively |
//! | [`acting`] | state, mouth and time → pose | natively |
//! | [`lipsync`] | sound → mouth | natively |
//! | `workshop` | the puppet's parts, felted once into pixel sprites | natively |
//! | `painter` | a pose → a canvas, every frame | in a browser |
//! | `stage` | the WebAssembly exports that tie these together | in a browser |
//!
//! Nothing in this crate may know of calls, accounts, children or the network. It is given a canvas,
//! messages and sound, and it gives back a picture.

pub mod acting;
pub mod lipsync;
pub mod motion;
pub mod pose;
pub mod wire;

#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod layout;
#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod workshop;

#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod painter;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod stage;
