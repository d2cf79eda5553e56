//! `cargo xtask test`: everything that CI runs, in the order in which failure is cheapest.
//!
//! A suite is named by what it proves. Without names all run; with names only those, in the same order.

pub mod chromium;
mod conformance;
mod journeys;

use std::{path::PathBuf, process::Command, sync::atomic::Ordering, time::Duration};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    budget,
    build::{self, Built, Flavor},
    deploy, dev, paths, progress, santa, soak,
    stack::{Place, Stack},
    tools,
};

type Suite = (&'static str, fn() -> Result<()>);

const SUITES: [Suite; 8] = [
    ("format", format),
    ("lint", lint),
    ("native", native),
    ("release", release),
    ("santa", santa::pictures::run),
    ("journeys", journeys::run),
    ("money", soak::short),
    ("conformance", conformance::run),
];

/// Crates whose tests run on this machine; of app and edge those of their pure parts.
const NATIVE: [&str; 6] = ["domain", "santa", "app", "edge", "xtask", "north_pole"];
/// Crates, with features, that become WebAssembly.
const WASM: [(&str, &str); 4] = [
    ("app", ""),
    ("santa", ""),
    ("edge", ""),
    ("edge", "test-clock"),
];

/// Runs the suites that were named, or all.
pub fn run(named: &[String]) -> Result<()> {
    if let Some(unknown) = named
        .iter()
        .find(|name| SUITES.iter().all(|(known, _)| known != name))
    {
        let known = SUITES.map(|(name, _)| name).join(", ");
        bail!("there is no suite {unknown}; there are {known}");
    }
    tools::prepare()?;
    let mut done = 0;
    for (name, suite) in SUITES {
        if named.is_empty() || named.iter().any(|wanted| wanted == name) {
            println!("\n— {name} —");
            suite()?;
            done += 1;
        }
    }
    println!("\nAll {done} suites passed.");
    Ok(())
}

fn format() -> Result<()> {
    run_visibly(Command::new("cargo").args(["fmt", "--all", "--check"]))
}

fn lint() -> Result<()> {
    let mut native = Command::new("cargo");
    native.args(["clippy", "--all-targets"]);
    for package in NATIVE {
        native.args(["--package", package]);
    }
    progress::step(
        "Clippy on native code",
        "warnings are errors; a first run compiles every library",
        |report| report.run(native.args(["--", "-D", "warnings"])),
    )?;
    for (package, features) in WASM {
        let heading = format!("Clippy on {package} for WebAssembly {features}");
        progress::step(heading.trim_end(), "warnings are errors", |report| {
            report.run(
                Command::new("cargo")
                    .args(["clippy", "--release", "--target", "wasm32-unknown-unknown"])
                    .args([
                        "--package",
                        package,
                        "--features",
                        features,
                        "--",
                        "-D",
                        "warnings",
                    ]),
            )
        })?;
    }
    progress::step(
        "Checking the TypeScript of the tests, and the pages' own scripts",
        "tsc",
        |report| {
            for project in ["tsconfig", "pages.tsconfig", "service_worker.tsconfig"] {
                let project = format!("tests/{project}.json");
                report.run(tools::npm_tool("tsc").args(["--project", &project]))?;
            }
            Ok(())
        },
    )
}

fn native() -> Result<()> {
    let mut tests = Command::new("cargo");
    tests.args(["test", "--no-fail-fast"]);
    for package in NATIVE {
        tests.args(["--package", package]);
    }
    run_visibly(&mut tests)
}

/// What is deployed: within its budgets, without the tests' clock and count, and acceptable to wrangler.
fn release() -> Result<()> {
    let built = build::build(Flavor::Release)?;
    budget::check(&built)?;
    let worker = std::fs::read(built.edge.join("index_bg.wasm"))?;
    // The bare name of the clock's table would not do: Stripe's customers have a field of that name.
    for trace in ["/api/test/clock", "INTO test_clock", "X-D1-Cost"] {
        ensure!(
            !worker
                .windows(trace.len())
                .any(|window| window == trace.as_bytes()),
            "the release build holds {trace}"
        );
    }
    deploy::dry_run()
}

/// A stack for tests: own ports, own state, own variables.
///
/// `CALL_SANTA_TEST_PORT` moves it to other ports: the site's, then the stand-in's, then one that a test may use, then
/// two for the soak.
fn place(folder: PathBuf, ports_on: u16) -> Result<Place> {
    let first = match std::env::var("CALL_SANTA_TEST_PORT") {
        Ok(port) => port.parse().context("CALL_SANTA_TEST_PORT is no port")?,
        Err(_) => 8797,
    };
    let port: u16 = first + ports_on;
    let stand_in_port = port + 1;
    std::fs::create_dir_all(&folder)?;
    let variables = folder.join("test.vars");
    let text = std::fs::read_to_string(paths::root().join("tests/e2e/test.vars"))?
        .replace("{port}", &port.to_string())
        .replace("{stand_in_port}", &stand_in_port.to_string());
    std::fs::write(&variables, text)?;
    Ok(Place {
        port,
        stand_in_port: Some(stand_in_port),
        state: folder.join("test-state"),
        variables,
        logs: folder,
    })
}

fn browsers_place() -> Result<Place> {
    place(paths::own(), 0)
}

/// Builds for tests and starts a stack with an empty database.
pub fn start_stack() -> Result<(Place, Built, Stack)> {
    start_on(browsers_place()?)
}

/// The same for the soak, beside the other.
pub fn start_soak_stack() -> Result<(Place, Built, Stack)> {
    start_on(place(paths::own().join("soak"), 3)?)
}

fn start_on(place: Place) -> Result<(Place, Built, Stack)> {
    dev::build_north_pole()?;
    let built = build::build(Flavor::Test {
        // The pages of both stacks are the same: the soak shows none.
        stand_in: browsers_place()?.stand_in_url().unwrap_or_default(),
    })?;
    if place.state.exists() {
        std::fs::remove_dir_all(&place.state)?;
    }
    let stack = progress::step(
        "Starting the test stack",
        "an empty database, the stand-in, the runtime",
        |_| Stack::start(&place, &built),
    )?;
    Ok((place, built, stack))
}

/// `cargo xtask serve-test`: the same stack, for running single browser tests by hand.
pub fn serve() -> Result<()> {
    tools::prepare()?;
    let stop = dev::stop_flag()?;
    let (place, _, mut stack) = start_stack()?;
    println!("Serving on {}; Ctrl-C stops.", place.url());
    while !stop.load(Ordering::Relaxed) {
        if let Some(why) = stack.fallen() {
            bail!(why);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// Playwright with one of our configurations, told where the stack and the browser are.
pub fn playwright(configuration: &str, place: &Place, built: &Built) -> Result<Command> {
    let mut playwright = tools::npm_tool("playwright");
    playwright
        .args(["test", "--config", configuration])
        .env("CALL_SANTA_URL", place.url())
        .env("NORTH_POLE_URL", place.stand_in_url().unwrap_or_default())
        .env("CALL_SANTA_STATE", &place.state)
        .env("CALL_SANTA_BUILT", &built.versioned)
        .env("NODE_NO_WARNINGS", "1");
    chromium::tell(&mut playwright)?;
    Ok(playwright)
}

/// Runs a command whose own output is the report.
pub fn run_visibly(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    let name = command.get_program().to_string_lossy().into_owned();
    ensure!(status.success(), "{name} failed ({status})");
    Ok(())
}
