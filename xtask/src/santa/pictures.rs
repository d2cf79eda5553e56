//! The suite `santa`: his studies, drawn small, have to look like the committed reference; and he lives wherever he can.
//!
//! `CALL_SANTA_ACCEPT_PICTURES=1` writes the reference anew, for whoever changed him on purpose and has looked.

use anyhow::Result;

use super::module_with_studies;
use crate::{
    paths, progress,
    test::{Outcome, chromium, playwright::run_visibly},
};

/// Draws and compares.
pub fn run() -> Result<Outcome> {
    let folder = module_with_studies()?;
    let screens = paths::root().join("target/screens");
    std::fs::create_dir_all(&screens)?;
    let mut compare = chromium::script("tests/santa/compare.ts")?;
    compare.arg(&folder).arg("tests/santa/reference.png");
    compare.arg(screens.join("santa-compared.png"));
    if std::env::var_os("CALL_SANTA_ACCEPT_PICTURES").is_some() {
        compare.arg("accept");
    }
    progress::step(
        "Comparing Santa with his reference",
        "a processor draws him",
        |_| run_visibly(&mut compare),
    )?;
    let mut life = chromium::script("tests/santa/life.ts")?;
    life.arg(&folder).arg(paths::root().join("public/santa"));
    progress::step(
        "Letting Santa live",
        "in a Worker, on the page, through a lost graphics context",
        |_| run_visibly(&mut life),
    )?;
    let mut steps = chromium::script("tests/santa/steps.ts")?;
    steps.arg(&folder).arg(paths::root().join("public/santa"));
    progress::step(
        "Slowing Santa's frames down",
        "he has to give up sharpness, and get it back after a calm",
        |_| run_visibly(&mut steps),
    )?;
    Ok(Outcome::default())
}
