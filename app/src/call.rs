//! The live call in the browser: devices and line (`media`, `peer`), the one loop (`driver`), what the child sees.
//!
//! Decisions are made by `domain::call::machine` alone. Never in here: a video track that is sent, or anything of the
//! conversation that outlives the page.

mod after;
mod awake;
mod before;
mod captions;
mod driver;
mod media;
mod own_picture;
mod peer;
pub(crate) mod screen;
mod whole_screen;
