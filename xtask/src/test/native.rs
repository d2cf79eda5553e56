//! Tests that need no browser and no runtime: rules, state machines, and what is pure of app and edge.

use std::process::Command;

use anyhow::Result;

use super::{
    promises,
    suite::{Outcome, Test},
};
use crate::progress;

/// Crates whose tests run on this machine; of app and edge those of their pure parts.
pub const NATIVE: [&str; 6] = ["domain", "santa", "app", "edge", "xtask", "north_pole"];

/// Runs every native test.
pub fn run() -> Result<Outcome> {
    let said = progress::step(
        "Running the native tests",
        "a first run compiles every library",
        |report| report.output(tests().arg("--no-fail-fast")),
    )?;
    let tests = promises::passed_tests(&said)
        .into_iter()
        .map(|(place, name)| Test {
            place,
            name,
            seconds: None,
        })
        .collect();
    Ok(Outcome {
        tests,
        seconds: 0.0,
    })
}

/// Compiles them with Clippy looking on, so that nothing has to be compiled a second time to be linted.
pub fn compile() -> Result<()> {
    progress::step(
        "Compiling the native tests, with Clippy",
        "warnings are errors; a first run compiles every library",
        |report| report.run(tests().arg("--no-run")),
    )
}

/// `cargo test` of the native crates, compiled by Clippy's own driver, which is rustc with Clippy's lints. `cargo clippy` does the
/// same with `cargo check` (<https://doc.rust-lang.org/clippy/usage.html#using-clippy-without-cargo-clippy-driver>).
fn tests() -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .arg("test")
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env(
            "CLIPPY_ARGS",
            "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__",
        );
    for package in NATIVE {
        cargo.args(["--package", package]);
    }
    cargo
}
