//! Pictures of Santa: the sheet that people look at, and the small one that CI compares.

pub mod pictures;
pub mod sheet;

use std::path::PathBuf;

use anyhow::Result;

use crate::{build, progress};

/// Builds his module with its named studies; never the one that is deployed.
pub fn module_with_studies() -> Result<PathBuf> {
    progress::step(
        "Building Santa with his studies",
        "named poses and figures, for pictures and benches only",
        |report| {
            build::wasm::build(
                report,
                &build::wasm::Module {
                    package: "santa",
                    features: &["studies"],
                    form: build::wasm::Form::Page,
                    split: false,
                },
            )
        },
    )
}
