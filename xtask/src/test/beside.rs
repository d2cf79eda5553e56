//! Suites that run beside the journeys, with what those leave of the processors.
//!
//! Calls wait most of the time, so compiling and drawing go on meanwhile, two suites at a time because each has stretches that
//! keep only one processor busy. Each is a program of its own in a session of its own whose priority is the lowest. What it says
//! goes to a file, and is shown where it fails.

use std::{
    collections::VecDeque,
    fs::File,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::getpgrp,
};

use super::suite::{Outcome, Suite};
use crate::{paths, stack};

/// As low as a priority can be.
const LOWEST: &str = "19";

/// How many run at once.
const AT_ONCE: usize = 2;

/// A suite with what came of it.
type Done = (Suite, Result<Outcome>);

/// Suites under way.
pub struct Beside {
    stop: Arc<AtomicBool>,
    work: Vec<JoinHandle<Vec<Done>>>,
}

impl Beside {
    /// Starts them, in their order.
    pub fn start(suites: Vec<Suite>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let waiting = Arc::new(Mutex::new(VecDeque::from(suites)));
        let worker = || {
            let (stop, waiting) = (Arc::clone(&stop), Arc::clone(&waiting));
            let next = move || {
                let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.pop_front()
            };
            std::thread::spawn(move || {
                std::iter::from_fn(next)
                    .map(|suite| (suite, told(&suite, &stop)))
                    .collect()
            })
        };
        let work = (0..AT_ONCE).map(|_| worker()).collect();
        Self { stop, work }
    }

    /// Waits for all; tells what came of each.
    pub fn finish(mut self) -> Result<Vec<Done>> {
        let mut all = Vec::new();
        for work in std::mem::take(&mut self.work) {
            let done = work
                .join()
                .map_err(|_| anyhow!("what runs beside the journeys broke down"))?;
            all.extend(done);
        }
        Ok(all)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for work in std::mem::take(&mut self.work) {
            // It ends what it runs, and nobody asks any more what came of it.
            let _ = work.join();
        }
    }
}

/// Runs a suite, and says what came of it as soon as that is known.
fn told(suite: &Suite, stop: &AtomicBool) -> Result<Outcome> {
    let outcome = run(suite, stop);
    match &outcome {
        Ok(done) => println!("✓ {} passed meanwhile ({:.0} s)", suite.name, done.seconds),
        Err(why) => println!("✗ {} failed meanwhile:\n{why:#}", suite.name),
    }
    outcome
}

/// Where a suite that runs beside others leaves what came of it.
pub fn outcome_file(name: &str) -> PathBuf {
    paths::own().join(format!("suites/{name}.json"))
}

fn run(suite: &Suite, stop: &AtomicBool) -> Result<Outcome> {
    let outcome = outcome_file(suite.name);
    let log = outcome.with_extension("log");
    std::fs::create_dir_all(paths::own().join("suites"))?;
    let said = File::create(&log)?;
    let since = Instant::now();
    let mut program = of_lowest_priority()
        .arg(std::env::current_exe()?)
        .args(["run-suite", suite.name])
        // It ends when this does, however we end.
        .stdin(Stdio::piped())
        .stdout(said.try_clone()?)
        .stderr(said)
        .spawn()
        .context("nice could not be started")?;
    let status = loop {
        if let Some(status) = program.try_wait()? {
            break status;
        }
        if stop.load(Ordering::Relaxed) {
            drop(program.stdin.take());
            program.wait()?;
            bail!("stopped");
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    if !status.success() {
        bail!("{}", std::fs::read_to_string(&log)?);
    }
    let mut done: Outcome = serde_json::from_slice(&std::fs::read(&outcome)?)?;
    done.seconds = since.elapsed().as_secs_f32();
    Ok(done)
}

/// A command that runs the one in its arguments, in a session of its own where the system has `setsid`.
fn of_lowest_priority() -> Command {
    let mut command = Command::new("nice");
    if cfg!(target_os = "linux") {
        command = Command::new("setsid");
        command.arg("nice");
    }
    command.args(["-n", LOWEST]);
    command
}

/// Has this program's session weigh as little as its programs do, because Linux weighs whole sessions against each other (sched(7),
/// autogroup). It is said here and not by who starts it, whose own session this still is until `setsid` has run.
pub fn weigh_little() {
    // Other systems have nothing of the kind.
    let _ = std::fs::write("/proc/self/autogroup", LOWEST);
}

/// Ends this program and all that it started once its standard input ends, because then nobody waits for it any more.
pub fn end_with_standard_input() {
    std::thread::spawn(|| {
        // Nothing is ever written to it.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        stack::kill_all();
        let _ = killpg(getpgrp(), Signal::SIGKILL);
    });
}
