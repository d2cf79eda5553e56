//! The byte budgets of `budgets.json`: what a family downloads, compressed as a browser gets it.
//!
//! A name with a `*` stands for all files that fit it, together.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{build::Built, paths, progress, tools};

/// What something weighs, in bytes: as it lies there, after gzip and after brotli at their highest levels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// As it lies there.
    pub raw: u64,
    /// After gzip.
    pub gz: u64,
    /// After brotli.
    pub br: u64,
}

impl std::ops::Add for Weight {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gz: self.gz + other.gz,
            br: self.br + other.br,
        }
    }
}

/// A line of `budgets.json` with what the build weighs there.
#[derive(Debug, Clone)]
pub struct Budget {
    /// `folder/file`.
    pub name: String,
    /// The limit, in bytes after gzip.
    pub limit: u64,
    /// All its files together.
    pub weight: Weight,
}

impl Budget {
    /// What is wrong, where it is over.
    fn excess(&self) -> Option<String> {
        let over = self
            .weight
            .gz
            .checked_sub(self.limit)
            .filter(|over| *over > 0)?;
        Some(format!(
            "{} is {} bytes, {over} over its budget",
            self.name, self.weight.gz
        ))
    }
}

/// Measures a build against `budgets.json` and fails where anything is over.
pub fn check(built: &Built) -> Result<()> {
    progress::step(
        "Weighing the build",
        "gzip as a browser gets it, against budgets.json",
        |_| {
            let budgets = weigh(built)?;
            for budget in &budgets {
                println!(
                    "    {}: {} of {} bytes gz",
                    budget.name, budget.weight.gz, budget.limit
                );
            }
            judge(&budgets)
        },
    )
}

/// Fails where a budget is exceeded.
pub fn judge(budgets: &[Budget]) -> Result<()> {
    let over: Vec<_> = budgets.iter().filter_map(Budget::excess).collect();
    ensure!(over.is_empty(), "over budget:\n  {}", over.join("\n  "));
    Ok(())
}

/// Every budget with what the build weighs there.
pub fn weigh(built: &Built) -> Result<Vec<Budget>> {
    let text =
        std::fs::read_to_string(paths::root().join("budgets.json")).context("budgets.json")?;
    let limits: BTreeMap<String, u64> = serde_json::from_str(&text).context("budgets.json")?;
    limits
        .into_iter()
        .map(|(name, limit)| {
            let (folder, file) = name
                .split_once('/')
                .context("a budget is named folder/file")?;
            let folder = match folder {
                "build" => &built.versioned,
                "site" => &built.site,
                "edge" => &built.edge,
                _ => anyhow::bail!("budgets.json names an unknown folder: {folder}"),
            };
            let weight = weights(&named(folder, file)?)?
                .into_iter()
                .fold(Weight::default(), std::ops::Add::add);
            Ok(Budget {
                name,
                limit,
                weight,
            })
        })
        .collect()
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

/// What each file weighs, by Node's zlib.
pub fn weights(files: &[PathBuf]) -> Result<Vec<Weight>> {
    const SCRIPT: &str = "const z=require('zlib'),f=require('fs');\
        for(const p of process.argv.slice(1)){const b=f.readFileSync(p);\
        console.log(b.length,z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b).length)}";
    let output = tools::npm_tool("node")
        .args(["-e", SCRIPT])
        .args(files)
        .output()?;
    ensure!(output.status.success(), "the files can't be weighed");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| {
            let mut figures = line.split(' ').map(str::parse);
            let mut next = || Ok::<u64, anyhow::Error>(figures.next().context("a figure")??);
            Ok(Weight {
                raw: next()?,
                gz: next()?,
                br: next()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_over_its_limit_is_complained_of() {
        let of = |gz| Budget {
            name: "build/x".into(),
            limit: 10,
            weight: Weight { raw: 99, gz, br: 1 },
        };
        assert!(judge(&[of(9), of(10)]).is_ok());
        let complaint = judge(&[of(9), of(13)]).unwrap_err().to_string();
        assert!(
            complaint.contains("build/x is 13 bytes, 3 over"),
            "{complaint}"
        );
    }
}
