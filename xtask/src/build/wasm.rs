//! From a crate to a WebAssembly module with its JavaScript: cargo, wasm-bindgen as a library, wasm-opt.
//!
//! A module that names split points falls into several files: what is needed at the start, and what is fetched later.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow};
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
    /// Whether parts of it are fetched later; its code says which, by `wasm_split`.
    pub split: bool,
}

/// The file in a module's folder that holds what it was made from.
pub const STAMP: &str = "input";

/// What ties the parts of a split module together: it fetches each when it is first called.
pub const LINK: &str = "parts.js";

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

/// Builds a module; returns the folder that holds `<name>.js`, `<name>_bg.wasm` and, where it is split, its parts.
///
/// The name is the package's, but `index` for a Worker. Work whose input has not changed is not done again.
pub fn build(report: &Reporter, module: &Module<'_>) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "rustc",
        "--release",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        module.package,
    ]);
    if !module.features.is_empty() {
        cargo.args(["--features", &module.features.join(",")]);
    }
    if module.split {
        // The splitter follows the linker's relocations to learn which code uses which.
        cargo.args(["--", "-Clink-arg=--emit-relocs"]);
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
    let stamp = out.join(STAMP);
    let input = std::fs::read(&compiled)
        .with_context(|| format!("{} was not built", compiled.display()))?;
    if optimised.exists() && std::fs::read(&stamp).is_ok_and(|earlier| earlier == input) {
        return Ok(out);
    }

    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    std::fs::create_dir_all(&out)?;
    let (start, parts) = if module.split {
        report.say("splitting");
        split(&input, name, &out)?
    } else {
        (compiled, Vec::new())
    };
    report.say("wasm-bindgen");
    bindgen(&start, name, module, &out)?;
    report.say("wasm-opt");
    for file in parts.iter().chain([&optimised]) {
        optimise(report, file)?;
    }
    std::fs::write(stamp, input)?;
    Ok(out)
}

/// Falls a module into what is needed at the start, which it returns first, and the parts that are fetched later.
fn split(input: &[u8], name: &str, out: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
    // Beside the others' folder, because it is not served.
    let start = out.with_extension("start.wasm");
    let main_module = format!("./{name}.js");
    let link = format!("./{LINK}");
    let mut options = wasm_split_cli_support::Options::new(input);
    options.output_dir = out;
    options.main_out_path = &start;
    options.main_module = &main_module;
    options.link_name = &link;
    let done = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    Ok((start, done.split_modules))
}

fn bindgen(compiled: &Path, name: &str, module: &Module<'_>, out: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(name)
        .typescript(false);
    match module.form {
        Form::Page => {
            bindgen
                // The parts share the memory and the table of what is there from the start.
                .keep_lld_exports(module.split)
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
