//! The byte budgets of `budgets.json`: what a family downloads, compressed as a browser gets it.
//!
//! A name with a `*` stands for all files that fit it, together.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{build::Built, paths, progress, tools};

/// Measures a build against `budgets.json` and fails where anything is over.
///
/// Sizes are bytes after gzip at its highest level, measured by Node's zlib.
pub fn check(built: &Built) -> Result<()> {
    progress::step(
        "Weighing the build",
        "gzip as a browser gets it, against budgets.json",
        |_| {
            let text = std::fs::read_to_string(paths::root().join("budgets.json"))
                .context("budgets.json")?;
            let budgets: BTreeMap<String, u64> =
                serde_json::from_str(&text).context("budgets.json")?;
            let mut over = Vec::new();
            for (name, limit) in budgets {
                let (folder, file) = name
                    .split_once('/')
                    .context("a budget is named folder/file")?;
                let folder = match folder {
                    "build" => &built.versioned,
                    "site" => &built.site,
                    "edge" => &built.edge,
                    _ => anyhow::bail!("budgets.json names an unknown folder: {folder}"),
                };
                let sizes = named(folder, file)?
                    .iter()
                    .map(|path| compressed(path))
                    .collect::<Result<Vec<_>>>()?;
                let size: u64 = sizes.iter().sum();
                println!("    {name}: {size} of {limit} bytes gz");
                if size > limit {
                    over.push(format!(
                        "{name} is {size} bytes, {} over its budget",
                        size - limit
                    ));
                }
            }
            ensure!(over.is_empty(), "over budget:\n  {}", over.join("\n  "));
            Ok(())
        },
    )
}

/// The files that a budget is about.
fn named(folder: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let Some((before, after)) = name.split_once('*') else {
        return Ok(vec![folder.join(name)]);
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name();
        let file = file.to_string_lossy();
        if file.starts_with(before) && file.ends_with(after) {
            found.push(entry.path());
        }
    }
    ensure!(
        !found.is_empty(),
        "budgets.json names {name}, and no file fits"
    );
    Ok(found)
}

fn compressed(path: &Path) -> Result<u64> {
    const SCRIPT: &str = "const z=require('zlib'),f=require('fs');\
        console.log(z.gzipSync(f.readFileSync(process.argv[1]),{level:9}).length)";
    let output = tools::npm_tool("node")
        .args(["-e", SCRIPT])
        .arg(path)
        .output()?;
    ensure!(
        output.status.success(),
        "{} can't be weighed",
        path.display()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}
