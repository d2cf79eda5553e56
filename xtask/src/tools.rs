//! The programs that the project needs beside Rust, and getting those that can be got.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{paths, progress};

/// A command whose PATH starts with the npm tools, so that Node is the version that wrangler wants.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    let own = paths::root().join("node_modules/.bin");
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&inherited)));
    if let Ok(path) = path {
        command.env("PATH", path);
    }
    command
}

/// A program that npm installed into the project.
pub fn npm_tool(name: &str) -> Command {
    command(
        &paths::root()
            .join("node_modules/.bin")
            .join(name)
            .to_string_lossy(),
    )
}

/// wrangler, told to keep to itself.
pub fn wrangler() -> Command {
    let mut wrangler = npm_tool("wrangler");
    wrangler
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_LOG_PATH", paths::own().join("wrangler-logs"))
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("NO_UPDATE_NOTIFIER", "1")
        // Its log is read by tests; Playwright asks for colours wherever it runs.
        .env_remove("FORCE_COLOR")
        .env("NO_COLOR", "1");
    wrangler
}

/// Sees to it that everything a build needs is there.
pub fn prepare() -> Result<()> {
    std::fs::create_dir_all(paths::own())?;
    wasm_target()?;
    npm_packages(
        &paths::root(),
        "wrangler with Cloudflare's runtime, wasm-opt, esbuild, Playwright: about 650 MB, once",
    )
}

/// The same for the benches, which compare with other people's work and measure by it.
pub fn prepare_benches() -> Result<()> {
    prepare()?;
    npm_packages(
        &paths::root().join("tests/bench"),
        "Lighthouse and two lip-syncs to compare with: about 150 MB, once",
    )
}

/// What a program says, where it is there and succeeds.
pub fn answers(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = answers(Command::new("rustc").args(["--print", "sysroot"]))
        .context("Rust is missing: install it from https://rustup.rs and try again")?;
    if PathBuf::from(sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .exists()
    {
        return Ok(());
    }
    progress::step(
        "Adding Rust's WebAssembly target",
        "downloads the standard library for it",
        |report| report.run(Command::new("rustup").args(["target", "add", TARGET])),
    )
    .context("the WebAssembly target could not be added; is Rust installed by rustup?")
}

fn npm_packages(folder: &Path, why: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let changed = |path: &PathBuf| {
        std::fs::metadata(path)
            .and_then(|data| data.modified())
            .ok()
    };
    if let (Some(wanted), Some(have)) = (changed(&lock), changed(&installed))
        && have >= wanted
    {
        return Ok(());
    }
    let node = answers(Command::new("node").arg("--version")).context(
        "Node.js is missing: install version 20 or later from https://nodejs.org and try again",
    )?;
    let major = node
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("Node.js {node} is too old: version 20 or later is needed");
    }
    progress::step("Installing npm packages", why, |report| {
        report.run(Command::new("npm").arg("ci").current_dir(folder))?;
        // npm keeps the lock's own time; mark when this was done, for the comparison above.
        Ok(std::fs::File::open(&installed)?.set_modified(std::time::SystemTime::now())?)
    })
}
