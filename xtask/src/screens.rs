//! `cargo xtask screens`: a picture of every screen, for people's eyes, with a page that shows them side by side; or the few
//! pictures that a device shows before the app is installed.
//!
//! What is shown, and in which order, is told by `tests/e2e/tour.ts`; this only starts the tests' stack round it.

use anyhow::{Result, bail};

use crate::{
    paths,
    test::{
        lane::Lane,
        playwright::{self, run_visibly},
    },
    tools,
};

/// Takes the pictures: Danish, light, on a phone and a tablet, or what `--all` and `--pseudo` ask for instead; with
/// `--install` those that the manifests name, which are kept in `public/install`.
pub fn run(arguments: &[String]) -> Result<()> {
    let screens = paths::root().join("target/screens");
    let install = paths::root().join("public/install");
    let (wanted, folder, result) = match arguments.first().map(String::as_str) {
        None => ("some", &screens, "index.html"),
        Some("--all") => ("all", &screens, "all.html"),
        Some("--pseudo") => ("pseudo", &screens, "pseudo.html"),
        Some("--install") => ("install", &install, ""),
        Some(unknown) => bail!("there is no {unknown}; there are --all, --pseudo and --install"),
    };
    tools::prepare()?;
    let (place, built, _stack) = Lane::Worker(0).start()?;
    let mut playwright = playwright::against("tests/screens/playwright.config.ts", &place, &built)?;
    playwright
        .env("CALL_SANTA_WORK", paths::own().join("screens"))
        .env("CALL_SANTA_SCREENS", folder)
        .env("CALL_SANTA_SCREENS_OF", wanted);
    run_visibly(&mut playwright)?;
    println!("\nThe pictures are in {}", folder.join(result).display());
    Ok(())
}
