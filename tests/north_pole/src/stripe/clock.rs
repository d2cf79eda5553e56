//! The time at Stripe, which a test may move. Objects, deadlines and signatures all go by it.

use std::sync::atomic::{AtomicI64, Ordering};

/// The machine's clock and how far this one is ahead of it.
#[derive(Debug, Default)]
pub(super) struct Clock {
    ahead_s: AtomicI64,
}

impl Clock {
    /// Unix seconds.
    pub(super) fn now(&self) -> i64 {
        (crate::unix_ms() / 1_000) as i64 + self.ahead_s()
    }

    /// Seconds ahead of the machine's clock.
    pub(super) fn ahead_s(&self) -> i64 {
        self.ahead_s.load(Ordering::Relaxed)
    }

    /// Sets how far ahead it is.
    pub(super) fn set_ahead(&self, seconds: i64) {
        self.ahead_s.store(seconds, Ordering::Relaxed);
    }
}
