//! `cargo xtask bench`: figures that have to hold however much a family uses the service.

mod call;
mod ledger;

use anyhow::{Result, bail};

/// Runs the bench that was named.
pub fn run(named: &[String]) -> Result<()> {
    match named {
        [name] if name == "ledger" => ledger::run(),
        [name] if name == "call" => call::run(),
        _ => bail!("there are two benches: call and ledger"),
    }
}
