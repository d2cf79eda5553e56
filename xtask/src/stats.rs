//! `cargo xtask stats`: how much the service is used, day by day, from the view that knows nobody.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::tools;

/// The days shown, newest first.
const DAYS: u32 = 60;

/// Prints the view `daily_usage`.
pub fn run(arguments: &[String]) -> Result<()> {
    tools::prepare()?;
    let days = query(
        &format!("SELECT * FROM daily_usage ORDER BY day DESC LIMIT {DAYS}"),
        arguments,
    )?;
    match table(&days) {
        Some(table) => print!("{table}"),
        None => println!("Nothing has happened yet."),
    }
    Ok(())
}

/// The rows that the statements give in the local database, or with `--remote` among the arguments the deployed one.
pub fn query(sql: &str, arguments: &[String]) -> Result<Vec<Value>> {
    let remote = arguments.iter().any(|argument| argument == "--remote");
    let output = tools::wrangler()
        .args(["d1", "execute", "DB", "--json"])
        // In one piece, because SQL may begin like an option.
        .arg(format!("--command={sql}"))
        .arg(if remote { "--remote" } else { "--local" })
        .output()?;
    ensure!(
        output.status.success(),
        "the database did not answer; a local one is made by `cargo xtask dev`:\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let answer: Value = serde_json::from_slice(&output.stdout)?;
    let answers = answer.as_array().context("wrangler's answer is no list")?;
    let rows = answers.iter().map(|answer| answer["results"].as_array());
    let rows: Option<Vec<_>> = rows.collect();
    let rows = rows.context("wrangler's answer has no results")?;
    Ok(rows.into_iter().flatten().cloned().collect())
}

/// The rows under their columns' names; `None` where there are none.
fn table(days: &[Value]) -> Option<String> {
    let columns: Vec<&String> = days.first()?.as_object()?.keys().collect();
    let line = |cells: Vec<String>| {
        let cells: Vec<_> = cells
            .iter()
            .zip(&columns)
            .map(|(cell, column)| format!("{cell:>width$}", width = column.len().max(10)))
            .collect();
        cells.join("  ") + "\n"
    };
    let mut table = line(columns.iter().map(ToString::to_string).collect());
    for day in days {
        let cells = columns.iter().map(|column| match &day[column.as_str()] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        table += &line(cells.collect());
    }
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_stand_under_their_names() {
        let days = [
            json!({"day": "2026-12-02", "calls": 12}),
            json!({"day": "2026-12-01", "calls": 7}),
        ];
        let drawn = table(&days).unwrap_or_default();
        let mut lines: Vec<_> = drawn.lines().map(str::split_whitespace).collect();
        let words: Vec<Vec<_>> = lines.iter_mut().map(Iterator::collect).collect();
        let day = words[0].iter().position(|name| *name == "day").unwrap_or(9);
        assert_eq!(words[1][day], "2026-12-02");
        assert_eq!(words[2][1 - day], "7");
        assert_eq!(table(&[]), None);
    }
}
