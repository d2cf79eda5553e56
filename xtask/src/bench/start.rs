//! `cargo xtask bench start`: what Lighthouse says of landing, sign-in and dashboard on its mobile preset.
//!
//! How it is measured, and what stands in for Cloudflare's compression, is told in `tests/bench/start.bench.ts`. The last
//! line holds the figures; goals that are missed are named above it and fail the bench.

use anyhow::{Result, ensure};

use crate::{browser_bench, progress, tools};

/// The goals, by the figure's name: at least, or at most.
const AT_LEAST: [(&str, f64); 4] = [
    ("performance", 95.0),
    ("accessibility", 95.0),
    ("best_practices", 95.0),
    ("seo", 95.0),
];
const AT_MOST: [(&str, f64); 2] = [("lcp_s", 1.8), ("cls", 0.02)];
/// What the landing page may weigh before it is interactive, in bytes as brotli.
const LANDING_BYTES: f64 = 250_000.0;

/// Measures and prints; fails where a goal is missed.
pub fn run() -> Result<()> {
    tools::prepare_benches()?;
    // Everybody else's tsc leaves it out, because it names packages that they do not have.
    let mut tsc = tools::npm_tool("tsc");
    tsc.args(["--project", "tests/bench/tsconfig.json"]);
    progress::step("Checking the bench's TypeScript", "tsc", |report| {
        report.run(&mut tsc)
    })?;
    let line = browser_bench::run("start", &[])?;
    let figures: serde_json::Value = serde_json::from_str(&line)?;
    let mut missed = Vec::new();
    for page in ["landing", "sign_in", "dashboard"] {
        let figure = |name: &str| figures["pages"][page][name].as_f64().unwrap_or(f64::NAN);
        let mut judge = |name: &str, holds: bool, goal: f64| {
            if !holds {
                missed.push(format!(
                    "{page}: {name} is {}, the goal {goal}",
                    figure(name)
                ));
            }
        };
        for (name, goal) in AT_LEAST {
            judge(name, figure(name) >= goal, goal);
        }
        for (name, goal) in AT_MOST {
            judge(name, figure(name) <= goal, goal);
        }
        if page == "landing" {
            judge(
                "bytes_br",
                figure("bytes_br") <= LANDING_BYTES,
                LANDING_BYTES,
            );
        }
    }
    println!("{}", missed.join("\n"));
    println!("{line}");
    ensure!(missed.is_empty(), "{} goals are missed", missed.len());
    Ok(())
}
