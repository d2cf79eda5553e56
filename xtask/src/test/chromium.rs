//! Finding Chromium, and telling a command where it is.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::tools;

/// Told to whatever opens a browser; and by whoever runs us, where another one is wanted.
const VARIABLE: &str = "CHROMIUM";
/// The same of its shell.
const SHELL_VARIABLE: &str = "CHROMIUM_SHELL";

/// Node with one of our scripts that open Chromium.
pub fn script(path: &str) -> Result<Command> {
    let mut node = tools::npm_tool("node");
    node.arg(path);
    tell(&mut node);
    Ok(node)
}

/// Tells a command, which drives it by Playwright, where Chromium is, and its shell where there is one.
pub fn tell(command: &mut Command) {
    if let Some(chromium) = find() {
        command.env(VARIABLE, chromium);
    }
    if let Some(shell) = find_shell() {
        command.env(SHELL_VARIABLE, shell);
    }
}

/// Chromium without the windows that nobody sees: the same engine, which took 12 s of the processors for a call that took the
/// whole browser 15 s. `None` where there is none; Chromium does as well.
pub fn find_shell() -> Option<PathBuf> {
    std::env::var_os(SHELL_VARIABLE)
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from("/usr/bin/chromium-headless-shell")))
        .filter(|path| path.exists())
}

/// The Chromium that is named, that the system has, or that Playwright has installed.
pub fn find() -> Option<PathBuf> {
    std::env::var_os(VARIABLE)
        .map(PathBuf::from)
        .or_else(|| {
            [
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            ]
            .map(PathBuf::from)
            .into_iter()
            .find(|path| path.exists())
        })
        .or_else(of_playwright)
}

/// Where `playwright install chromium` puts it.
fn of_playwright() -> Option<PathBuf> {
    const ASK: &str = "console.log(require('playwright-core').chromium.executablePath())";
    tools::answers(tools::npm_tool("node").args(["-e", ASK]))
        .map(PathBuf::from)
        .filter(|path| path.exists())
}
