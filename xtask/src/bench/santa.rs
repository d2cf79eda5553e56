//! `cargo xtask bench santa`: what Santa's body costs a tablet.
//!
//! Meshing on this machine and in Chromium, bytes over the wire, the page's own work for a frame, the main
//! thread's share while he talks. What a graphics chip does with it no machine of ours can tell.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::{build, paths, progress, santa, test::chromium, tools};

/// Measures and prints the figures.
pub fn run() -> Result<()> {
    tools::prepare()?;
    let deployed = progress::step("Building Santa", "as he is deployed", |report| {
        build::wasm::build(
            report,
            &build::wasm::Module {
                package: "santa",
                features: &[],
                form: build::wasm::Form::Page,
                split: false,
            },
        )
    })?;
    let mut figures = object(Command::new("cargo").args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "santa",
        "--example",
        "cast",
    ]))?;
    let studies = santa::module_with_studies()?;
    let mut node = chromium::script("tests/santa/bench.ts")?;
    node.arg(&studies).arg(paths::root().join("public/santa"));
    figures.extend(object(&mut node)?);
    let mut brotli = tools::npm_tool("node");
    brotli
        .arg("-p")
        .arg("JSON.stringify({wasm_br_kb: zlib.brotliCompressSync(fs.readFileSync(process.argv[1])).length / 1000})")
        .arg(deployed.join("santa_bg.wasm"));
    figures.extend(object(&mut brotli)?);
    let mut line = Map::new();
    line.insert("bench".into(), "santa".into());
    for (name, figure) in figures {
        let rounded = figure
            .as_f64()
            .map_or(figure, |x| ((x * 100.0).round() / 100.0).into());
        line.insert(name, rounded);
    }
    println!("{}", Value::Object(line));
    Ok(())
}

/// The last line that a command prints, which is an object.
fn object(command: &mut Command) -> Result<Map<String, Value>> {
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let name = command.get_program().to_string_lossy();
    ensure!(
        output.status.success(),
        "{name} failed: {}\n{text}",
        String::from_utf8_lossy(&output.stderr)
    );
    let last = text.lines().last().context("it printed nothing")?;
    serde_json::from_str(last).with_context(|| format!("{name} printed {last}"))
}
