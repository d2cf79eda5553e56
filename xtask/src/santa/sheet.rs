//! `cargo xtask santa-sheet`: Santa in every study, drawn in Chromium, for people's eyes.
//!
//! On demand and not in CI: a processor takes seconds a frame.

use std::path::Path;

use anyhow::{Result, bail};

use super::module_with_studies;
use crate::{paths, progress, test::chromium, tools};

/// Writes sheets to `target/screens`: all tiers and forms, or what `low|full`, `WIDTHxHEIGHT` and `name,name` narrow it to.
pub fn run(wishes: &[String]) -> Result<()> {
    tools::prepare()?;
    let folder = module_with_studies()?;
    let (mut tiers, mut sizes, mut only) =
        (vec!["low", "full"], vec!["1280x800", "800x1280"], None);
    for wish in wishes {
        match wish.as_str() {
            "low" => tiers = vec!["low"],
            "full" => tiers = vec!["full"],
            size if size.split('x').all(|part| part.parse::<u32>().is_ok())
                && size.contains('x') =>
            {
                sizes = vec![size]
            }
            names if !names.starts_with('-') => only = Some(names),
            unknown => bail!("santa-sheet does not know {unknown}"),
        }
    }
    let screens = paths::root().join("target/screens");
    std::fs::create_dir_all(&screens)?;
    for tier in &tiers {
        for size in &sizes {
            let name = match (*tier, *size, only) {
                ("full", "1280x800", None) => "santa-sheet.png".to_owned(),
                _ => format!("santa-sheet-{tier}-{size}.png"),
            };
            let out = screens.join(name);
            draw(&folder, &out, size, tier, only.as_slice())?;
        }
    }
    Ok(())
}

/// `cargo xtask santa-still`: draws the pictures anew that are shipped: the one that stands for Santa while he loads and
/// where he can't be drawn, the one of him asleep, for the page that is shown where the network does not reach, the app's
/// icons, and the one that is shown where its address is shared.
pub fn still() -> Result<()> {
    tools::prepare()?;
    let folder = module_with_studies()?;
    let public = paths::root().join("public/santa");
    let awake = public.join("still.webp");
    draw(&folder, &awake, "840x840", "full", &["smile"])?;
    let asleep = public.join("asleep.webp");
    draw(&folder, &asleep, "600x600", "full", &["asleep", "night"])?;
    let mut icons = chromium::script("tests/santa/icons.ts")?;
    icons.args([folder, paths::root().join("public/icons")]);
    progress::step(
        "Drawing the icons",
        "the same face, cut to size",
        |report| report.run(&mut icons),
    )
}

/// `only` narrows it to studies by name, and may add the light.
fn draw(folder: &Path, out: &Path, size: &str, tier: &str, only: &[&str]) -> Result<()> {
    let mut node = chromium::script("tests/santa/sheet.ts")?;
    node.args([folder, out]).args([size, tier]).args(only);
    let heading = format!("Drawing {}", out.display());
    progress::step(
        &heading,
        "a second or some a picture, for a processor draws",
        |report| report.run(&mut node),
    )
}
