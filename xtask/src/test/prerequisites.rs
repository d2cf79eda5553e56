//! The programs that the tests need beside Rust and Node: looked for before anything else, installed where that is usual, and
//! otherwise named.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use super::chromium;
use crate::{progress, tools};

/// A program, how it shows that it is there, and Debian's package of it.
struct Needed {
    what: &'static str,
    why: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDED: [Needed; 4] = [
    Needed {
        what: "Chromium",
        why: "the journeys and Santa's pictures run in it; CHROMIUM names another one",
        package: "chromium",
        is_there: || chromium::find().is_some(),
    },
    Needed {
        what: "a C compiler",
        why: "libraries of the stand-in are compiled by it",
        package: "gcc",
        is_there: || tools::answers(Command::new("cc").arg("--version")).is_some(),
    },
    Needed {
        what: "Python 3 with venv",
        why: "an independent WebRTC client calls the stand-in from it",
        package: "python3-venv",
        is_there: || {
            tools::answers(Command::new("python3").args(["-c", "import ensurepip"])).is_some()
        },
    },
    Needed {
        what: "git",
        why: "it tells which files a suite reads",
        package: "git",
        is_there: || tools::answers(Command::new("git").arg("--version")).is_some(),
    },
];

/// As root on Debian says what is missing and installs it; elsewhere says what is missing and stops.
pub fn check() -> Result<()> {
    let missing: Vec<_> = NEEDED
        .iter()
        .filter(|needed| !(needed.is_there)())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("The tests need what is not on this machine:");
    for needed in &missing {
        println!("  {}: {}", needed.what, needed.why);
    }
    let packages: Vec<_> = missing.iter().map(|needed| needed.package).collect();
    if !(nix::unistd::geteuid().is_root() && Path::new("/usr/bin/apt-get").exists()) {
        bail!(
            "install it and try again; on Debian or Ubuntu: sudo apt-get install {}",
            packages.join(" ")
        );
    }
    println!(
        "This is root on a Debian system, so it is installed now, from Debian's packages: {}",
        packages.join(" ")
    );
    progress::step("Installing what is missing", "by apt-get, once", |report| {
        report.run(Command::new("apt-get").arg("update"))?;
        report.run(
            Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(["install", "--yes", "--no-install-recommends"])
                .args(&packages),
        )
    })?;
    match missing.iter().find(|needed| !(needed.is_there)()) {
        Some(needed) => bail!("{} was installed and is not found", needed.what),
        None => Ok(()),
    }
}
