//! Browser and HTTP tests by Playwright, against the real runtime, a real database and the stand-in.

use anyhow::Result;

use super::{chromium, run_visibly, start_stack};
use crate::{paths, tools};

/// Starts the stack, runs every spec under `tests/`, stops the stack.
pub fn run() -> Result<()> {
    let chromium = chromium::find()?;
    let (place, built, _stack) = start_stack()?;
    let mut playwright = tools::npm_tool("playwright");
    playwright
        .args(["test", "--config", "tests/e2e/playwright.config.ts"])
        .env("CALL_SANTA_URL", place.url())
        .env("NORTH_POLE_URL", place.stand_in_url().unwrap_or_default())
        .env("CALL_SANTA_STATE", &place.state)
        .env("CALL_SANTA_EDGE", &built.edge)
        .env("NODE_NO_WARNINGS", "1")
        .env("CALL_SANTA_WHOLE_RUN", "1")
        .env("CALL_SANTA_WORK", paths::own().join("journeys"));
    if let Some(chromium) = chromium {
        playwright.env("CHROMIUM", chromium);
    }
    run_visibly(&mut playwright)
}
