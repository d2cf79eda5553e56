//! Deployment by wrangler.

use anyhow::Result;

use crate::{budget, build, paths, progress, tools};

/// Builds, applies migrations to the real database and deploys. With `--dry-run`, checks everything and sends nothing.
pub fn run(arguments: &[String]) -> Result<()> {
    tools::prepare()?;
    let built = build::build(build::Flavor::Release)?;
    budget::check(&built)?;
    if arguments.iter().any(|argument| argument == "--dry-run") {
        return dry_run();
    }
    run_visibly(tools::wrangler().args(["d1", "migrations", "apply", "DB", "--remote"]))?;
    run_visibly(tools::wrangler().arg("deploy"))
}

/// Lets wrangler bundle everything as for a deployment, offline.
pub fn dry_run() -> Result<()> {
    progress::step(
        "Checking the deployment",
        "wrangler bundles everything and sends nothing",
        |report| {
            report.run(
                tools::wrangler()
                    .args(["deploy", "--dry-run", "--outdir"])
                    .arg(paths::own().join("dry-run")),
            )
        },
    )
}

fn run_visibly(command: &mut std::process::Command) -> Result<()> {
    let status = command.status()?;
    anyhow::ensure!(status.success(), "wrangler failed ({status})");
    Ok(())
}
