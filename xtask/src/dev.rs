//! `cargo xtask dev`: from a fresh clone to an address to open.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};

use crate::{
    build::{self, Flavor},
    paths,
    progress::{self, Reporter},
    stack::{Place, Stack},
    tools,
};

const PORT: u16 = 8787;
const STAND_IN_PORT: u16 = 8790;

/// Builds, starts, prints the address and stays until Ctrl-C.
pub fn run() -> Result<()> {
    let stop = stop_flag()?;
    tools::prepare()?;
    let variables = paths::root().join(".dev.vars");
    if !variables.exists() {
        std::fs::copy(paths::root().join(".dev.vars.example"), &variables)?;
        println!("✓ Made .dev.vars from .dev.vars.example");
    }
    let set = read_variables(&std::fs::read_to_string(&variables)?);
    let uses_stand_in = set
        .values()
        .any(|value| value.contains(&format!("localhost:{STAND_IN_PORT}")));
    let place = Place {
        port: PORT,
        stand_in_port: uses_stand_in.then_some(STAND_IN_PORT),
        state: paths::root().join(".wrangler/state"),
        variables,
        logs: paths::own(),
    };

    let site = || {
        build::build(Flavor::Dev {
            stand_in: place.stand_in_url(),
        })
    };
    let built = if uses_stand_in {
        build_north_pole_beside(site)?
    } else {
        site()?
    };
    let mut stack = progress::step(
        "Starting",
        "migrations, then Cloudflare's runtime on this machine",
        |_| Stack::start(&place, &built),
    )?;
    println!("\n  {}\n", greeting(&place, &set).replace('\n', "\n  "));

    while !stop.load(Ordering::Relaxed) {
        if let Some(why) = stack.fallen() {
            bail!(why);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("\nStopping …");
    Ok(())
}

/// Becomes true on Ctrl-C or a polite request to end.
pub fn stop_flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [
        signal_hook::consts::SIGINT,
        signal_hook::consts::SIGTERM,
        signal_hook::consts::SIGHUP,
    ] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .context("signals can't be listened to")?;
    }
    Ok(stop)
}

/// Builds the stand-in.
pub fn build_north_pole() -> Result<()> {
    build_north_pole_beside(|| Ok(()))
}

/// Builds the stand-in while something else is built. Cargo locks a profile's folder and no more, so a debug build goes on while
/// the linker of a release build keeps one processor busy.
pub fn build_north_pole_beside<T>(other: impl FnOnce() -> Result<T>) -> Result<T> {
    let north_pole = std::thread::spawn(|| {
        Reporter::default().run(Command::new("cargo").args(["build", "--package", "north_pole"]))
    });
    let built = other();
    progress::step(
        "Building North Pole",
        "the stand-in for OpenAI and mail: real WebRTC and a voice; a first build compiles its libraries",
        |_| {
            north_pole
                .join()
                .map_err(|_| anyhow!("building it broke down"))?
        },
    )?;
    built
}

fn greeting(place: &Place, set: &BTreeMap<String, String>) -> String {
    let voice = match set.get("OPENAI_BASE_URL") {
        Some(url) if !url.is_empty() => {
            "Santa is played by North Pole, the stand-in on this machine."
        }
        _ => "Santa is played by OpenAI: calls cost real money.",
    };
    let code = place.stand_in_url().map_or_else(
        || "The sign-in code comes by mail.".to_owned(),
        |url| format!("Type any e-mail address; the sign-in code is in the inbox at {url}/inbox"),
    );
    format!(
        "Open {}\n\n{code}\n{voice}\nCtrl-C stops everything.",
        place.url()
    )
}

/// Reads `NAME=value` lines as wrangler does for the plain cases: comments and quotes, no escapes.
fn read_variables(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter_map(|line| line.trim().split_once('='))
        .filter(|(name, _)| !name.starts_with('#'))
        .map(|(name, value)| {
            (
                name.trim().to_owned(),
                value.trim().trim_matches(['"', '\'']).to_owned(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_past_comments_and_quotes() {
        let set = read_variables("# A=1\nB=2\n C = \"3\" \n\nD=\nno line");
        let pairs: Vec<_> = set
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(pairs, [("B", "2"), ("C", "3"), ("D", "")]);
    }
}
