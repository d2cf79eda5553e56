//! `cargo xtask bench call`: how soon Santa is heard, against a page with the official client of the Realtime API.
//!
//! What is measured, and how it is kept fair, stands in `tests/bench/call.bench.ts`; this starts the stack, runs it in
//! Chromium and prints its figures as the last line.

use anyhow::{Result, ensure};

use crate::browser_bench;

/// The goal: Santa is heard in this share of the other page's time.
const GOAL_FIRST_SOUND: f64 = 0.8;

/// Measures and prints; fails where the goal for the first sound is missed.
pub fn run() -> Result<()> {
    let line = browser_bench::run("call", &[])?;
    let figures: serde_json::Value = serde_json::from_str(&line)?;
    let ratio = figures["ratio_first_sound"].as_f64().unwrap_or(f64::MAX);
    println!("{line}");
    ensure!(
        ratio <= GOAL_FIRST_SOUND,
        "Santa is heard after {ratio} of the other page's time; the goal is {GOAL_FIRST_SOUND}"
    );
    Ok(())
}
