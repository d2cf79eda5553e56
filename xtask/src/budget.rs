//! The byte budgets of `budgets.json`: what a family downloads, compressed as a browser gets it.

use std::{collections::BTreeMap, path::Path};

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
                let path = match folder {
                    "build" => built.versioned.join(file),
                    "site" => built.site.join(file),
                    "edge" => built.edge.join(file),
                    _ => anyhow::bail!("budgets.json names an unknown folder: {folder}"),
                };
                let size = compressed(&path)?;
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
