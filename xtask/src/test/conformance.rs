//! An independent WebRTC peer against the stand-in: what `aiortc` accepts, a browser we have not tried may accept too.

use std::process::Command;

use anyhow::Result;

use super::{lane::Lane, playwright::run_visibly, suite::Outcome};
use crate::{dev, paths, progress, stack};

/// Makes a Python environment of its own, once, and runs the peer in it.
pub fn run() -> Result<Outcome> {
    dev::build_north_pole()?;
    let folder = paths::root().join("tests/conformance");
    let environment = paths::own().join("python");
    let stamp = environment.join("requirements.txt");
    let wanted = std::fs::read(folder.join("requirements.txt"))?;
    if std::fs::read(&stamp).ok().as_ref() != Some(&wanted) {
        progress::step(
            "Installing aiortc",
            "into a Python environment of its own, once",
            |report| {
                report.run(
                    Command::new("python3")
                        .args(["-m", "venv", "--clear"])
                        .arg(&environment),
                )?;
                report.run(
                    Command::new(environment.join("bin/pip"))
                        .args(["install", "--quiet", "--requirement"])
                        .arg(folder.join("requirements.txt")),
                )?;
                Ok(std::fs::write(&stamp, &wanted)?)
            },
        )?;
    }
    let place = Lane::Peers.place()?;
    let port = place.stand_in_port.unwrap_or_default();
    let _north_pole = stack::start_north_pole(&place, port)?;
    run_visibly(
        Command::new(environment.join("bin/python"))
            .arg(folder.join("aiortc_peer.py"))
            .arg("--url")
            .arg(place.stand_in_url().unwrap_or_default()),
    )?;
    Ok(Outcome::default())
}
