//! A call: the machine that runs in the browser, the meter that runs at the edge, and what both agree on.

mod outcome;

pub use outcome::{EndReason, Outcome, Stretch, outcome};

pub mod captions;
pub mod machine;
pub mod meter;
pub mod realtime;
pub mod tool;

/// How often the browser tells the meter that the call goes on, in seconds.
pub const HEARTBEAT_SECONDS: u32 = 15;
/// How many heartbeats in a row may be missed.
pub const HEARTBEATS_MISSED: u32 = 2;
/// How long an ephemeral token works, in seconds: long enough to place one call on a slow line.
pub const TOKEN_SECONDS: u32 = 30;
/// The longest call, in minutes.
pub const LONGEST_CALL_MINUTES: u32 = 15;
/// How long after the limit the meter hangs up by itself, in seconds, so that the goodbye is not cut.
pub const LIMIT_GRACE_SECONDS: u32 = 8;
