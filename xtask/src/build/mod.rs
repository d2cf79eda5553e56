//! Builds what runs: the site (app, Santa, style, public files) and the Worker.
//!
//! There is one build, in release mode, for developers, tests and deployment alike, so that what is tested is what
//! ships. The flavors differ in two things only: where the pages may connect to, and the clock that tests may move.

mod edge;
mod first;
mod keeper;
pub mod landing;
mod prerender;
pub mod site;
pub mod wasm;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::{paths, progress};

/// What a build is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flavor {
    /// To deploy.
    Release,
    /// To develop: the same code; the pages may also connect to the stand-in's origin, if one is given.
    Dev {
        /// `http://localhost:8790`, say.
        stand_in: Option<String>,
    },
    /// To test: the pages connect to the stand-in only, and the edge's clock can be moved.
    Test {
        /// The stand-in's origin.
        stand_in: String,
    },
}

/// OpenAI's origin: the one place outside our own that a page in production may connect to.
const OPENAI_ORIGIN: &str = "https://api.openai.com";

impl Flavor {
    fn folder(&self) -> &'static str {
        match self {
            Flavor::Release => "release",
            Flavor::Dev { .. } => "dev",
            Flavor::Test { .. } => "test",
        }
    }

    fn out(&self) -> PathBuf {
        paths::root().join("dist").join(self.folder())
    }

    fn may_connect_to(&self) -> Vec<&str> {
        match self {
            Flavor::Release => vec![OPENAI_ORIGIN],
            Flavor::Dev { stand_in } => std::iter::once(OPENAI_ORIGIN)
                .chain(stand_in.as_deref())
                .collect(),
            Flavor::Test { stand_in } => vec![stand_in],
        }
    }

    fn clock_can_be_moved(&self) -> bool {
        matches!(self, Flavor::Test { .. })
    }
}

/// Where a build's results lie.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files that are served.
    pub site: PathBuf,
    /// The folder in `site` that holds everything whose name changes with its content.
    pub versioned: PathBuf,
    /// The Worker: `index.js` and its WebAssembly.
    pub edge: PathBuf,
}

/// What an earlier [`build`] left.
pub fn found(flavor: &Flavor) -> Result<Built> {
    let out = flavor.out();
    let (site, edge) = (out.join("site"), out.join("edge"));
    let versioned = std::fs::read_dir(site.join("b"))
        .ok()
        .and_then(|mut entries| entries.next()?.ok())
        .with_context(|| format!("nothing was built in {}", out.display()))?
        .path();
    Ok(Built {
        site,
        versioned,
        edge,
    })
}

/// Copies a folder with all that is in it.
pub fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    site::copy_tree(from, to, &[])
}

/// Builds everything.
pub fn build(flavor: Flavor) -> Result<Built> {
    let out = flavor.out();
    let app = progress::step(
        "Building the app",
        "Leptos and the app to WebAssembly, optimised for size; a first build compiles every library",
        |report| {
            wasm::build(
                report,
                &wasm::Module {
                    package: "app",
                    features: &[],
                    form: wasm::Form::Page,
                    split: true,
                },
            )
        },
    )?;
    let santa = progress::step(
        "Building Santa",
        "his own WebAssembly module, loaded only where he appears",
        |report| {
            wasm::build(
                report,
                &wasm::Module {
                    package: "santa",
                    features: &[],
                    form: wasm::Form::Page,
                    split: false,
                },
            )
        },
    )?;
    let features: &[&str] = if flavor.clock_can_be_moved() {
        &["test-clock"]
    } else {
        &[]
    };
    let worker = progress::step(
        "Building the edge",
        "the Cloudflare Worker to WebAssembly",
        |report| {
            wasm::build(
                report,
                &wasm::Module {
                    package: "edge",
                    features,
                    form: wasm::Form::Worker,
                    split: false,
                },
            )
        },
    )?;
    progress::step(
        "Putting the site together",
        "style sheets, public files, headers",
        |report| {
            let edge = edge::assemble(report, &worker, &out.join("edge"))?;
            let (site, versioned) = site::assemble(
                report,
                &app,
                &santa,
                &out.join("site"),
                &flavor.may_connect_to(),
            )?;
            Ok(Built {
                site,
                versioned,
                edge,
            })
        },
    )
}
