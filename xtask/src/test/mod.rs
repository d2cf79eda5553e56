//! `cargo xtask test`: everything that CI runs.
//!
//! A suite is named by what it proves. Without names all run, those that compute beside those that wait; with names only those.
//! What has not changed since it last passed is skipped, except in CI and with `--all`.

mod beside;
mod checks;
pub mod chromium;
mod conformance;
mod journeys;
pub mod lane;
mod native;
pub mod playwright;
mod prerequisites;
mod promises;
mod release;
mod run;
mod stamp;
mod suite;
mod summary;

use std::time::Instant;

use anyhow::{Result, bail, ensure};

use crate::{santa, soak, tools};
pub use suite::Outcome;
use suite::{Suite, Turn};
use summary::Line;

/// What the journeys read: what is served, what serves it, and themselves.
const JOURNEYS: [&str; 11] = [
    "app/",
    "domain/",
    "edge/",
    "public/",
    "santa/",
    "style/",
    "tests/",
    "wrangler.toml",
    "xtask/src/build",
    "xtask/src/stack.rs",
    "xtask/src/test/",
];

/// Every suite, in the order in which they run where they run one after the other. Of those beside the journeys the ones come
/// first that only compute; the last two talk with a server, which is better done once the journeys are over.
const SUITES: [Suite; 9] = [
    Suite {
        name: "format",
        run: checks::format,
        turn: Turn::First,
        reads: &[
            "app/",
            "domain/",
            "edge/",
            "santa/",
            "tests/north_pole/",
            "xtask/",
        ],
    },
    Suite {
        name: "journeys",
        run: journeys::run,
        turn: Turn::Journeys,
        reads: &JOURNEYS,
    },
    Suite {
        name: "lint",
        run: checks::lint,
        turn: Turn::Beside,
        reads: &[
            "app/",
            "clippy.toml",
            "domain/",
            "edge/",
            "public/",
            "santa/",
            "tests/",
            "xtask/",
        ],
    },
    Suite {
        name: "santa",
        run: santa::pictures::run,
        turn: Turn::Beside,
        reads: &["public/santa/", "santa/", "tests/santa/", "xtask/src/santa"],
    },
    Suite {
        name: "native",
        run: native::run,
        turn: Turn::Beside,
        reads: &[
            "app/",
            "domain/",
            "edge/",
            "santa/",
            "tests/north_pole/",
            "tests/promises.md",
            "xtask/",
        ],
    },
    Suite {
        name: "release",
        run: release::run,
        turn: Turn::Beside,
        reads: &[
            "app/",
            "budgets.json",
            "domain/",
            "edge/",
            "public/",
            "santa/",
            "style/",
            "wrangler.toml",
            "xtask/src/",
        ],
    },
    Suite {
        name: "money",
        run: || soak::short().map(|()| Outcome::default()),
        turn: Turn::Beside,
        reads: &[
            "domain/",
            "edge/",
            "tests/north_pole/",
            "wrangler.toml",
            "xtask/src/",
        ],
    },
    Suite {
        name: "conformance",
        run: conformance::run,
        turn: Turn::Beside,
        reads: &[
            "tests/conformance/",
            "tests/north_pole/",
            "xtask/src/test/conformance.rs",
        ],
    },
    Suite {
        name: "measured",
        run: journeys::measured,
        turn: Turn::Alone,
        reads: &JOURNEYS,
    },
];

/// What was asked for on the command line.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked<'a> {
    suites: Vec<&'a str>,
    /// What Playwright is told, where single specs are wanted.
    filter: &'a [String],
    /// Whether what has not changed runs all the same.
    all: bool,
}

impl<'a> Asked<'a> {
    fn read(arguments: &'a [String]) -> Result<Self> {
        let end = arguments.iter().position(|argument| argument == "--");
        let (before, filter) = match end {
            Some(end) => (&arguments[..end], &arguments[end + 1..]),
            None => (arguments, &[][..]),
        };
        let mut asked = Self {
            filter,
            ..Self::default()
        };
        for argument in before {
            match argument.as_str() {
                "--all" => asked.all = true,
                name if SUITES.iter().any(|suite| suite.name == name) => asked.suites.push(name),
                unknown => {
                    let known = SUITES.map(|suite| suite.name).join(", ");
                    bail!("there is no suite {unknown}; there are {known}");
                }
            }
        }
        ensure!(
            asked.filter.is_empty() || asked.suites == ["journeys"],
            "what comes after -- chooses among the journeys: cargo xtask test journeys -- company"
        );
        Ok(asked)
    }
}

/// Runs the suites that were named, or all; or the journeys that match.
pub fn run(arguments: &[String]) -> Result<()> {
    let since = Instant::now();
    let asked = Asked::read(arguments)?;
    tools::prepare()?;
    prerequisites::check()?;
    if !asked.filter.is_empty() {
        let outcome = timed(|| journeys::matching(asked.filter))?;
        let line = Line {
            name: "journeys",
            outcome: Some(outcome),
            is_skipped: false,
        };
        summary::print(&[line], since.elapsed().as_secs_f32());
        return Ok(());
    }
    let runs_all = asked.all || std::env::var_os("CI").is_some();
    let lines = run::suites(&asked.suites, runs_all)?;
    summary::print(&lines, since.elapsed().as_secs_f32());
    let failed: Vec<_> = lines
        .iter()
        .filter(|line| line.outcome.is_none())
        .map(|line| line.name)
        .collect();
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    if asked.suites.is_empty() {
        let tests = lines
            .iter()
            .flat_map(|line| &line.outcome)
            .flat_map(|outcome| &outcome.tests);
        promises::check(&tests.cloned().collect::<Vec<_>>())?;
    }
    Ok(())
}

fn timed(run: impl FnOnce() -> Result<Outcome>) -> Result<Outcome> {
    let since = Instant::now();
    let mut outcome = run()?;
    outcome.seconds = since.elapsed().as_secs_f32();
    Ok(outcome)
}

/// `cargo xtask run-suite NAME`: one suite, as a program of its own beside others.
pub fn run_apart(name: Option<&str>) -> Result<()> {
    let Some(suite) = SUITES.iter().find(|suite| Some(suite.name) == name) else {
        bail!("there is no such suite");
    };
    beside::weigh_little();
    beside::end_with_standard_input();
    let outcome = (suite.run)()?;
    Ok(std::fs::write(
        beside::outcome_file(suite.name),
        serde_json::to_vec(&outcome)?,
    )?)
}
