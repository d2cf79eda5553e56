//! Playwright with one of our configurations, told where everything is.

use std::process::Command;

use anyhow::{Result, ensure};

use super::chromium;
use crate::{build::Built, stack::Place, tools};

/// Playwright, whose workers start their own stacks.
pub fn command(configuration: &str, built: &Built) -> Result<Command> {
    let mut playwright = tools::npm_tool("playwright");
    playwright
        .args(["test", "--config", configuration])
        .env("CALL_SANTA_BUILT", &built.versioned)
        .env("CALL_SANTA_EDGE", &built.edge)
        .env("NODE_NO_WARNINGS", "1");
    chromium::tell(&mut playwright);
    Ok(playwright)
}

/// Playwright against a stack that runs.
pub fn against(configuration: &str, place: &Place, built: &Built) -> Result<Command> {
    let mut playwright = command(configuration, built)?;
    playwright
        .env("CALL_SANTA_URL", place.url())
        .env("NORTH_POLE_URL", place.stand_in_url().unwrap_or_default())
        .env("CALL_SANTA_STATE", &place.state);
    Ok(playwright)
}

/// Runs a command whose own output is the report.
pub fn run_visibly(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    let name = command.get_program().to_string_lossy().into_owned();
    ensure!(status.success(), "{name} failed ({status})");
    Ok(())
}
