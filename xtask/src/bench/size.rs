//! `cargo xtask bench size`: what every file of a deployment weighs, and every budget.
//!
//! The budgets are those that every build for deployment is held to (`budget.rs`); here all files are named, so that one
//! without a budget is seen as well.

use std::path::Path;

use anyhow::Result;

use crate::{
    budget::{self, Weight},
    build::{self, site::collect_files},
    tools,
};

/// Builds, weighs, prints; fails where something is over its budget.
pub fn run() -> Result<()> {
    tools::prepare()?;
    let built = build::build(build::Flavor::Release)?;
    println!("{:>9} {:>9} {:>9}  file", "raw", "gz", "br");
    let mut total = Weight::default();
    for (folder, label) in [(&built.site, "site"), (&built.edge, "edge")] {
        total = total + print_folder(folder, label)?;
    }
    print_line(total, "all together");
    println!("\n{:>9} {:>9} {:>9}  budget (gz)", "raw", "gz", "br");
    let budgets = budget::weigh(&built)?;
    for budget in &budgets {
        let name = format!("{} of {}", budget.name, budget.limit);
        print_line(budget.weight, &name);
    }
    budget::judge(&budgets)?;
    println!(
        "{}",
        serde_json::json!({
            "bench": "size",
            "total": { "raw": total.raw, "gz": total.gz, "br": total.br },
            "budgets": budgets.iter().map(|budget| (
                budget.name.clone(),
                serde_json::json!({
                    "raw": budget.weight.raw,
                    "gz": budget.weight.gz,
                    "br": budget.weight.br,
                    "limit_gz": budget.limit,
                }),
            )).collect::<serde_json::Map<_, _>>(),
        })
    );
    Ok(())
}

fn print_folder(folder: &Path, label: &str) -> Result<Weight> {
    let mut files = Vec::new();
    collect_files(folder, &mut files)?;
    files.sort();
    let mut total = Weight::default();
    for (file, weight) in files.iter().zip(budget::weights(&files)?) {
        print_line(
            weight,
            &format!("{label}/{}", file.strip_prefix(folder)?.display()),
        );
        total = total + weight;
    }
    Ok(total)
}

fn print_line(weight: Weight, name: &str) {
    println!(
        "{:>9} {:>9} {:>9}  {name}",
        weight.raw, weight.gz, weight.br
    );
}
