//! `cargo xtask audit`: proves that the books are even. Every balance is the sum of its movements, every hold is resolved
//! once, and what Stripe told of a purchase is what the ledger says of it.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::{stats::query, tools};

/// One row for everything that is wrong; none where the books are even.
pub const FINDINGS: &str = include_str!("audit.sql");

/// Audits the local database, or with `--remote` the deployed one.
pub fn run(arguments: &[String]) -> Result<()> {
    tools::prepare()?;
    let findings = query(FINDINGS, arguments)?;
    if findings.is_empty() {
        println!("The books are even.");
        return Ok(());
    }
    bail!(listed(&findings));
}

fn listed(findings: &[Value]) -> String {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let lines: Vec<_> = findings
        .iter()
        .map(|row| format!("  {}: {}", text(row, "finding"), text(row, "about")))
        .collect();
    format!("The books are not even:\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_finding_says_what_and_where() {
        let row = json!({"finding": "a hold was never resolved", "about": "hold:ab"});
        assert!(listed(&[row]).ends_with("a hold was never resolved: hold:ab"));
    }
}
