//! Benches and soaks that need a browser: starts the tests' stack and runs one file of `tests/bench` in Chromium.

use anyhow::{Context, Result, ensure};

use crate::{
    paths,
    test::{lane::Lane, playwright},
    tools,
};

/// Runs `tests/bench/<name>.bench.ts` with these variables and gives the figures that it wrote,
/// as one line of JSON.
pub fn run(name: &str, variables: &[(&str, String)]) -> Result<String> {
    tools::prepare()?;
    let (place, built, _stack) = Lane::Worker(0).start()?;
    let figures = paths::own().join(format!("bench-{name}.json"));
    if figures.exists() {
        std::fs::remove_file(&figures)?;
    }
    let mut playwright = playwright::against("tests/bench/playwright.config.ts", &place, &built)?;
    playwright
        .env("CALL_SANTA_BENCH", name)
        .env("CALL_SANTA_FIGURES", &figures)
        .env("CALL_SANTA_WORK", paths::own().join("bench"))
        .envs(variables.iter().map(|(name, value)| (*name, value)));
    let status = playwright.status()?;
    ensure!(status.success(), "{name} failed ({status})");
    std::fs::read_to_string(&figures).context("no figures were written")
}
