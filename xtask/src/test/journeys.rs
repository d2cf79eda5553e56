//! Browser and HTTP tests by Playwright, against the real runtime, a real database and the stand-in.

use anyhow::Result;

use super::{playwright, run_visibly, start_stack};
use crate::paths;

/// Starts the stack, runs every spec under `tests/`, stops the stack.
pub fn run() -> Result<()> {
    let (place, built, _stack) = start_stack()?;
    let mut playwright = playwright("tests/e2e/playwright.config.ts", &place, &built)?;
    playwright
        .env("CALL_SANTA_EDGE", &built.edge)
        .env("CALL_SANTA_WHOLE_RUN", "1")
        .env("CALL_SANTA_WORK", paths::own().join("journeys"));
    run_visibly(&mut playwright)
}
