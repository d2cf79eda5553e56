//! `cargo xtask bench`: figures that have to hold however much a family uses the service.

mod ledger;

use anyhow::{Result, bail};

/// Runs the bench that was named.
pub fn run(named: &[String]) -> Result<()> {
    match named {
        [name] if name == "ledger" => ledger::run(),
        _ => bail!("there is one bench: ledger"),
    }
}
