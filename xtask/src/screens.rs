//! `cargo xtask screens`: a picture of every screen, for people's eyes, with a page that shows them side by side.
//!
//! What is shown, and in which order, is told by `tests/e2e/tour.ts`; this only starts the tests' stack round it.

use anyhow::{Result, bail};

use crate::{
    paths,
    test::{self, run_visibly},
    tools,
};

/// Takes the pictures: Danish, light, on a phone and a tablet, or what `--all` and `--pseudo` ask for instead.
pub fn run(arguments: &[String]) -> Result<()> {
    let (wanted, page) = match arguments.first().map(String::as_str) {
        None => ("some", "index.html"),
        Some("--all") => ("all", "all.html"),
        Some("--pseudo") => ("pseudo", "pseudo.html"),
        Some(unknown) => bail!("there is no {unknown}; there are --all and --pseudo"),
    };
    tools::prepare()?;
    let (place, built, _stack) = test::start_stack()?;
    let folder = paths::root().join("target/screens");
    let mut playwright = test::playwright("tests/screens/playwright.config.ts", &place, &built)?;
    playwright
        .env("CALL_SANTA_WORK", paths::own().join("screens"))
        .env("CALL_SANTA_SCREENS", &folder)
        .env("CALL_SANTA_SCREENS_OF", wanted);
    run_visibly(&mut playwright)?;
    println!(
        "\nThe pictures are shown by {}",
        folder.join(page).display()
    );
    Ok(())
}
