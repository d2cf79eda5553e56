//! From a crate to a WebAssembly module with its JavaScript: cargo, wasm-bindgen as a library, wasm-opt.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{paths, progress::Reporter, tools};

/// Where a module runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In a page or a web worker, fetched by URL.
    Page,
    /// In Cloudflare's runtime, imported as a module.
    Worker,
}

/// A crate to build.
pub struct Module<'a> {
    /// The package's name.
    pub package: &'a str,
    /// Cargo features to turn on.
    pub features: &'a [&'a str],
    /// Where it runs.
    pub form: Form,
}

/// What rustc's wasm32 target and wasm-bindgen use; nothing newer, so that every runtime we name understands it.
const WASM_FEATURES: [&str; 7] = [
    "mutable-globals",
    "sign-ext",
    "nontrapping-float-to-int",
    "bulk-memory",
    "multivalue",
    "reference-types",
    "exception-handling",
];

/// Builds a module; returns the folder that holds `<name>.js` and `<name>_bg.wasm`.
///
/// The name is the package's, but `index` for a Worker. Work whose input has not changed is not done again.
pub fn build(report: &Reporter, module: &Module<'_>) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "build",
        "--release",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        module.package,
    ]);
    if !module.features.is_empty() {
        cargo.args(["--features", &module.features.join(",")]);
    }
    report.run(&mut cargo)?;

    let compiled = paths::target()
        .join("wasm32-unknown-unknown/release")
        .join(format!("{}.wasm", module.package));
    let name = match module.form {
        Form::Page => module.package,
        Form::Worker => "index",
    };
    let out = paths::own()
        .join("wasm")
        .join([&[module.package], module.features].concat().join("+"));
    let optimised = out.join(format!("{name}_bg.wasm"));
    let stamp = out.join("input");
    let input = std::fs::read(&compiled)
        .with_context(|| format!("{} was not built", compiled.display()))?;
    if optimised.exists() && std::fs::read(&stamp).is_ok_and(|earlier| earlier == input) {
        return Ok(out);
    }

    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    std::fs::create_dir_all(&out)?;
    report.say("wasm-bindgen");
    bindgen(&compiled, name, module.form, &out)?;
    report.say("wasm-opt");
    optimise(report, &optimised)?;
    std::fs::write(stamp, input)?;
    Ok(out)
}

fn bindgen(compiled: &Path, name: &str, form: Form, out: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(name)
        .typescript(false);
    match form {
        Form::Page => {
            bindgen
                .web(true)?
                .omit_default_module_path(false)
                .remove_name_section(true);
        }
        Form::Worker => {
            bindgen
                .module(true)?
                .reset_state_function(true)
                .force_enable_abort_handler(true);
        }
    }
    bindgen.generate(out)
}

fn optimise(report: &Reporter, wasm: &Path) -> Result<()> {
    let mut wasm_opt = tools::npm_tool("wasm-opt");
    wasm_opt
        .arg("-Oz")
        .args(WASM_FEATURES.map(|feature| format!("--enable-{feature}")));
    report.run(wasm_opt.arg("-o").arg(wasm).arg(wasm))
}
