//! The Worker's entry: wasm-bindgen's output behind a small module that Cloudflare's runtime understands.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{progress::Reporter, tools};

/// The handlers and classes that the runtime calls by name.
const ENTRY: &str = include_str!("worker_entry.js");

/// Writes `index.js` and `index_bg.wasm` to `out`.
pub fn assemble(report: &Reporter, worker: &Path, out: &Path) -> Result<PathBuf> {
    if out.exists() {
        std::fs::remove_dir_all(out)?;
    }
    std::fs::create_dir_all(out)?;
    let entry = worker.join("entry.js");
    std::fs::write(&entry, ENTRY)?;
    report.run(
        tools::npm_tool("esbuild")
            .arg(&entry)
            .args([
                "--bundle",
                "--format=esm",
                "--minify",
                "--log-level=warning",
            ])
            .args(["--external:./index_bg.wasm", "--external:cloudflare:*"])
            .arg(format!("--outfile={}", out.join("index.js").display())),
    )?;
    // wasm-bindgen writes the newer `import source`, which wrangler does not take yet; a plain import means the same here.
    let bundled =
        std::fs::read_to_string(out.join("index.js"))?.replace("import source ", "import ");
    std::fs::write(out.join("index.js"), bundled)?;
    std::fs::copy(worker.join("index_bg.wasm"), out.join("index_bg.wasm"))?;
    Ok(out.to_owned())
}
