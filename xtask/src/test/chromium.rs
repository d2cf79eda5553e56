//! Finding Chromium, or getting it, and telling a command where it is.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{progress, tools};

/// Told to whatever opens a browser; and by whoever runs us, where another one is wanted.
const VARIABLE: &str = "CHROMIUM";

/// Node with one of our scripts that open Chromium.
pub fn script(path: &str) -> Result<Command> {
    let mut node = tools::npm_tool("node");
    node.arg(path);
    tell(&mut node)?;
    Ok(node)
}

/// Tells a command, which drives it by Playwright, where Chromium is.
pub fn tell(command: &mut Command) -> Result<()> {
    if let Some(chromium) = find()? {
        command.env(VARIABLE, chromium);
    }
    Ok(())
}

/// A Chromium on this machine; installed where there is none and it can be.
///
/// Debian's own package where the system is Debian's and this is root; otherwise the one that Playwright brings, which is
/// told by `None`.
fn find() -> Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return Ok(Some(named.into()));
    }
    if let Some(found) = installed() {
        return Ok(Some(found));
    }
    let is_root = nix::unistd::geteuid().is_root();
    if is_root && PathBuf::from("/usr/bin/apt-get").exists() {
        progress::step(
            "Installing Chromium",
            "from Debian's packages, once",
            |report| {
                report.run(Command::new("apt-get").arg("update"))?;
                report.run(
                    Command::new("apt-get")
                        .env("DEBIAN_FRONTEND", "noninteractive")
                        .args(["install", "--yes", "--no-install-recommends", "chromium"]),
                )
            },
        )?;
        return match installed() {
            Some(found) => Ok(Some(found)),
            None => bail!("Chromium was installed and is not found"),
        };
    }
    progress::step("Installing Chromium", "Playwright's own, once", |report| {
        report.run(tools::npm_tool("playwright").args(["install", "chromium"]))
    })?;
    Ok(None)
}

fn installed() -> Option<PathBuf> {
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .map(PathBuf::from)
    .into_iter()
    .find(|path| path.exists())
}
