//! `cargo xtask bench`: figures that have to hold however much a family uses the service.

mod call;
mod ledger;
mod lips;
mod santa;
mod size;
mod start;

use anyhow::{Result, bail};

/// Runs the bench that was named.
pub fn run(named: &[String]) -> Result<()> {
    match named {
        [name] if name == "ledger" => ledger::run(),
        [name] if name == "call" => call::run(),
        [name] if name == "lips" => lips::run(),
        [name] if name == "santa" => santa::run(),
        [name] if name == "size" => size::run(),
        [name] if name == "start" => start::run(),
        _ => bail!("the benches are call, ledger, lips, santa, size and start"),
    }
}
