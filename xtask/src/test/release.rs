//! What is deployed: within its budgets, without the tests' clock and count, and acceptable to wrangler.

use anyhow::{Result, ensure};

use super::suite::Outcome;
use crate::{
    budget,
    build::{self, Flavor},
    deploy,
};

/// Builds it and looks at it.
pub fn run() -> Result<Outcome> {
    let built = build::build(Flavor::Release)?;
    budget::check(&built)?;
    let worker = std::fs::read(built.edge.join("index_bg.wasm"))?;
    // The bare name of the clock's table would not do: Stripe's customers have a field of that name.
    for trace in ["/api/test/clock", "INTO test_clock", "X-D1-Cost"] {
        ensure!(
            !worker
                .windows(trace.len())
                .any(|window| window == trace.as_bytes()),
            "the release build holds {trace}"
        );
    }
    deploy::dry_run()?;
    Ok(Outcome::default())
}
