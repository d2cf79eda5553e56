//! What a suite is, and what came of one.

use anyhow::Result;
use serde::{Deserialize, Serialize};

/// A part of the tests that can be run by its name.
#[derive(Debug, Clone, Copy)]
pub struct Suite {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Runs it.
    pub run: fn() -> Result<Outcome>,
    /// When it runs, where all do.
    pub turn: Turn,
    /// The files that it reads, by the beginnings of their paths from the workspace's root. Where none of them has changed
    /// since it last passed, it would pass again.
    pub reads: &'static [&'static str],
}

/// When a suite runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Before all others, because it takes a second.
    First,
    /// Once what is to be served is built: it waits more than it computes.
    Journeys,
    /// Beside the journeys, with what they leave of the processors.
    Beside,
    /// Last and alone, because it measures time.
    Alone,
}

/// What came of a suite that passed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its tests, where it consists of such.
    pub tests: Vec<Test>,
    /// How long it took.
    pub seconds: f32,
}

/// A test that passed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Its file, from the workspace's root; of a native test the crate.
    pub place: String,
    /// Its name.
    pub name: String,
    /// How long it took, where that is told.
    pub seconds: Option<f32>,
}
