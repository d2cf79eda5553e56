//! The suite `santa`: his studies, drawn small, have to look like the committed reference; and he lives wherever he can.
//!
//! `CALL_SANTA_ACCEPT_PICTURES=1` writes the reference anew, for whoever changed him on purpose and has looked.

use anyhow::Result;

use super::module_with_studies;
use crate::{
    paths, progress,
    test::{chromium, run_visibly},
    tools,
};

/// Draws and compares.
pub fn run() -> Result<()> {
    let folder = module_with_studies()?;
    let chromium = chromium::find()?;
    let screens = paths::root().join("target/screens");
    std::fs::create_dir_all(&screens)?;
    progress::step(
        "Comparing Santa with his reference",
        "a processor draws him",
        |_| {
            let mut node = tools::npm_tool("node");
            node.arg("tests/santa/compare.ts").arg(&folder);
            node.arg("tests/santa/reference.png");
            node.arg(screens.join("santa-compared.png"));
            if std::env::var_os("CALL_SANTA_ACCEPT_PICTURES").is_some() {
                node.arg("accept");
            }
            if let Some(chromium) = &chromium {
                node.env("CHROMIUM", chromium);
            }
            run_visibly(&mut node)
        },
    )?;
    progress::step(
        "Letting Santa live",
        "in a Worker, on the page, through a lost graphics context",
        |_| {
            let mut node = tools::npm_tool("node");
            node.arg("tests/santa/life.ts").arg(&folder);
            node.arg(paths::root().join("public/santa"));
            if let Some(chromium) = &chromium {
                node.env("CHROMIUM", chromium);
            }
            run_visibly(&mut node)
        },
    )
}
