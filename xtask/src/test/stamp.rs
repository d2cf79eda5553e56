//! A suite whose inputs are those of its last pass need not run again on this machine.
//!
//! The inputs are the files that it reads, as they lie there, and the toolchain. What a suite found is kept with the stamp, so
//! that a run that skips it still knows which tests have passed.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::suite::{Outcome, Suite};
use crate::paths;

/// What every suite depends on.
const ALWAYS: [&str; 4] = ["Cargo.", ".cargo/", "rust-toolchain.toml", "package"];

#[derive(Debug, Serialize, Deserialize)]
struct Stamp {
    inputs: String,
    outcome: Outcome,
}

/// The inputs of a suite in 64 hexadecimal digits.
pub fn inputs(suite: &Suite) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(told(Command::new("rustc").arg("-vV"))?);
    let files = told(Command::new("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]))?;
    for file in files.split('\0').filter(|file| {
        let reads = suite.reads.iter().chain(&ALWAYS);
        !file.is_empty() && reads.into_iter().any(|start| file.starts_with(start))
    }) {
        digest.update(file.as_bytes());
        // A file that was deleted and not committed is still listed; that it is gone is what counts then.
        let content = std::fs::read(paths::root().join(file)).unwrap_or_default();
        digest.update(Sha256::digest(content));
    }
    Ok(format!("{:x}", digest.finalize()))
}

/// What came of the suite when it last passed on these inputs.
pub fn passed(suite: &Suite, inputs: &str) -> Option<Outcome> {
    let kept: Stamp = serde_json::from_slice(&std::fs::read(file(suite)).ok()?).ok()?;
    (kept.inputs == inputs).then_some(kept.outcome)
}

/// Notes that it passed on them.
pub fn keep(suite: &Suite, inputs: &str, outcome: &Outcome) -> Result<()> {
    let stamp = Stamp {
        inputs: inputs.to_owned(),
        outcome: outcome.clone(),
    };
    let file = file(suite);
    std::fs::create_dir_all(file.parent().context("a stamp has a folder")?)?;
    Ok(std::fs::write(file, serde_json::to_vec(&stamp)?)?)
}

/// Forgets that it ever passed.
pub fn forget(suite: &Suite) {
    // It may never have.
    let _ = std::fs::remove_file(file(suite));
}

fn file(suite: &Suite) -> PathBuf {
    paths::own().join(format!("stamps/{}.json", suite.name))
}

fn told(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    ensure!(output.status.success(), "{command:?} failed");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
