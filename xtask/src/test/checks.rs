//! What reads the code instead of running it: rustfmt, Clippy, tsc.

use std::process::Command;

use anyhow::{Result, ensure};

use super::{native, suite::Outcome};
use crate::{progress, tools};

/// Crates, with features, that become WebAssembly. All that is deployed is looked at in one go; then the edge with the tests'
/// clock, for which only it and the rules are read again.
const WASM: [(&[&str], &str); 2] = [(&["app", "santa", "edge"], ""), (&["edge"], "test-clock")];

/// rustfmt.
pub fn format() -> Result<Outcome> {
    let status = Command::new("cargo")
        .args(["fmt", "--all", "--check"])
        .status()?;
    ensure!(status.success(), "`cargo fmt --all` puts this right");
    Ok(Outcome::default())
}

/// Clippy on everything, and tsc. Warnings are errors.
pub fn lint() -> Result<Outcome> {
    native::compile()?;
    for (packages, features) in WASM {
        let heading = format!(
            "Clippy on {} for WebAssembly {features}",
            packages.join(", ")
        );
        progress::step(heading.trim_end(), "warnings are errors", |report| {
            let mut clippy = Command::new("cargo");
            clippy.args(["clippy", "--release", "--target", "wasm32-unknown-unknown"]);
            for package in packages {
                clippy.args(["--package", package]);
            }
            clippy.args(["--features", features, "--", "-D", "warnings"]);
            report.run(&mut clippy)
        })?;
    }
    progress::step(
        "Checking the TypeScript of the tests, and the pages' own scripts",
        "tsc",
        |report| {
            for project in ["tsconfig", "pages.tsconfig", "service_worker.tsconfig"] {
                let project = format!("tests/{project}.json");
                report.run(tools::npm_tool("tsc").args(["--project", &project]))?;
            }
            Ok(())
        },
    )?;
    Ok(Outcome::default())
}
