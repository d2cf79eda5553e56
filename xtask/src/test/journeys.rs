//! Browser and HTTP tests by Playwright, each worker on a stack of its own: the real runtime, a real database, the stand-in.

use std::{num::NonZero, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{
    lane,
    playwright::{self, run_visibly},
    suite::{Outcome, Test},
};

/// Playwright's projects that run side by side, and the one that runs alone.
const SIDE_BY_SIDE: [&str; 3] = ["calls", "pages", "http"];
const ALONE: &str = "measured";

/// Santa is asked to speak so many times as fast as usual, which makes his sentences last a third of their time; a spec that measures him asks for his usual pace.
const SPEED: &str = "4";

/// Says how many workers there are, where another number is wanted.
const WORKERS: &str = "CALL_SANTA_WORKERS";

/// What `tests/stack/results_reporter.ts` writes of a test.
#[derive(Deserialize)]
struct Line {
    file: String,
    title: String,
    status: String,
    seconds: f32,
}

/// Every spec that may run beside others.
pub fn run() -> Result<Outcome> {
    let mut playwright = prepared()?;
    for project in SIDE_BY_SIDE {
        playwright.args(["--project", project]);
    }
    outcome(&mut playwright)
}

/// The specs that measure time.
pub fn measured() -> Result<Outcome> {
    let mut playwright = prepared()?;
    playwright.args(["--project", ALONE, "--workers", "1"]);
    outcome(&mut playwright)
}

/// The specs that match, whichever they are, with whatever else Playwright is told.
pub fn matching(filter: &[String]) -> Result<Outcome> {
    let mut playwright = prepared()?;
    playwright.args(filter);
    let outcome = outcome(&mut playwright)?;
    ensure!(
        !outcome.tests.is_empty(),
        "no spec matches {}",
        filter.join(" ")
    );
    Ok(outcome)
}

fn prepared() -> Result<Command> {
    let built = lane::build()?;
    lane::prepare_databases()?;
    let results = results();
    if results.exists() {
        std::fs::remove_file(&results)?;
    }
    let mut playwright = playwright::command("tests/e2e/playwright.config.ts", &built)?;
    playwright
        .env("CALL_SANTA_XTASK", std::env::current_exe()?)
        .env("CALL_SANTA_RESULTS", results)
        .env("CALL_SANTA_WORK", lane::folder())
        .env("NORTH_POLE_SPEED", SPEED)
        .env(WORKERS, workers()?.to_string());
    Ok(playwright)
}

/// A call waits more than it computes, so there are half as many workers again as processors. With twice as many, two processors
/// had no time to spare, and what else a machine does would have been felt.
fn workers() -> Result<u16> {
    let workers = match std::env::var(WORKERS) {
        Ok(number) => number
            .parse()
            .with_context(|| format!("{WORKERS} is no number"))?,
        Err(_) => {
            let processors = std::thread::available_parallelism().map_or(2, NonZero::get);
            u16::try_from(processors * 3 / 2).unwrap_or(lane::MOST_WORKERS)
        }
    };
    Ok(workers.clamp(1, lane::MOST_WORKERS))
}

fn results() -> PathBuf {
    lane::folder().join("results.jsonl")
}

fn outcome(playwright: &mut Command) -> Result<Outcome> {
    run_visibly(playwright)?;
    let tests = std::fs::read_to_string(results())
        .unwrap_or_default()
        .lines()
        .map(serde_json::from_str::<Line>)
        .filter(|line| line.as_ref().map_or(true, |line| line.status == "passed"))
        .map(|line| {
            let line = line?;
            Ok(Test {
                place: line.file,
                name: line.title,
                seconds: Some(line.seconds),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Outcome {
        tests,
        seconds: 0.0,
    })
}
