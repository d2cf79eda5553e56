//! The local database of a stack, asked by wrangler: what is really stored, not what an endpoint says.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::tools;

/// Carries out statements in the database that lies in `state`; the rows of each.
pub fn execute(state: &Path, sql: &str) -> Result<Vec<Vec<Value>>> {
    let output = tools::wrangler()
        .env("CI", "1")
        .args(["d1", "execute", "DB", "--local", "--json", "--persist-to"])
        .arg(state)
        // In one piece, because SQL may begin like an option.
        .arg(format!("--command={sql}"))
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(
        output.status.success(),
        "the database did not take it:\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let answer: Value = serde_json::from_str(&said)?;
    let answers = answer.as_array().context("wrangler's answer is no list")?;
    answers
        .iter()
        .map(|answer| answer["results"].as_array().cloned())
        .collect::<Option<_>>()
        .context("wrangler's answer has no results")
}
