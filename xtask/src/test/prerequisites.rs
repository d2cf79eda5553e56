//! The programs that the tests need beside Rust and Node: looked for before anything else, installed where that is usual, and
//! otherwise named.

use std::{path::Path, process::Command};

use anyhow::{Result, bail, ensure};

use super::chromium;
use crate::{progress, tools};

/// A program, how it shows that it is there, and Debian's package of it.
struct Needed {
    what: &'static str,
    why: &'static str,
    package: &'static str,
    /// Whether the tests do without it.
    is_optional: bool,
    is_there: fn() -> bool,
}

const NEEDED: [Needed; 5] = [
    Needed {
        what: "Chromium",
        why: "the journeys and Santa's pictures run in it; CHROMIUM names another one",
        package: "chromium",
        is_optional: false,
        is_there: || chromium::find().is_some(),
    },
    Needed {
        what: "Chromium's headless shell",
        why: "the journeys take less of the processors in it than in the whole of Chromium",
        package: "chromium-headless-shell",
        is_optional: true,
        is_there: || chromium::find_shell().is_some(),
    },
    Needed {
        what: "a C compiler",
        why: "libraries of the stand-in are compiled by it",
        package: "gcc",
        is_optional: false,
        is_there: || tools::answers(Command::new("cc").arg("--version")).is_some(),
    },
    Needed {
        what: "Python 3 with venv",
        why: "an independent WebRTC client calls the stand-in from it",
        package: "python3-venv",
        is_optional: false,
        is_there: || {
            tools::answers(Command::new("python3").args(["-c", "import ensurepip"])).is_some()
        },
    },
    Needed {
        what: "git",
        why: "it tells which files a suite reads",
        package: "git",
        is_optional: false,
        is_there: || tools::answers(Command::new("git").arg("--version")).is_some(),
    },
];

/// As root on Debian says what is missing and installs it; elsewhere says what is missing and stops.
pub fn check() -> Result<()> {
    let may_install = nix::unistd::geteuid().is_root() && Path::new("/usr/bin/apt-get").exists();
    let missing: Vec<_> = NEEDED
        .iter()
        .filter(|needed| (may_install || !needed.is_optional) && !(needed.is_there)())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("The tests need what is not on this machine:");
    for needed in &missing {
        println!("  {}: {}", needed.what, needed.why);
    }
    let packages: Vec<_> = missing.iter().map(|needed| needed.package).collect();
    let packages = packages.join(" ");
    ensure!(
        may_install,
        "install it and try again; on Debian or Ubuntu: sudo apt-get install {packages}"
    );
    println!(
        "This is root on a Debian system, so it is installed now, from Debian's packages: {packages}"
    );
    progress::step("Installing what is missing", "by apt-get, once", |report| {
        report.run(Command::new("apt-get").arg("update"))?;
        missing.iter().try_for_each(|needed| {
            let installed = report.run(
                Command::new("apt-get")
                    .env("DEBIAN_FRONTEND", "noninteractive")
                    .args([
                        "install",
                        "--yes",
                        "--no-install-recommends",
                        needed.package,
                    ]),
            );
            // An older system has no such package.
            installed.or_else(|why| if needed.is_optional { Ok(()) } else { Err(why) })
        })
    })?;
    let absent = missing
        .iter()
        .find(|needed| !needed.is_optional && !(needed.is_there)());
    match absent {
        Some(needed) => bail!("{} was installed and is not found", needed.what),
        None => Ok(()),
    }
}
