//! What stands at the end of a run: each suite with its tests and seconds, and the slowest tests.

use super::suite::{Outcome, Test};

const SLOWEST: usize = 10;

/// A suite's line.
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// What came of it; `None` where it failed.
    pub outcome: Option<Outcome>,
    /// Whether it passed earlier on the same inputs and was not run.
    pub is_skipped: bool,
}

/// Prints the table; the last line counts the tests, in words that a machine reads, too.
pub fn print(lines: &[Line], whole_seconds: f32) {
    println!("\n{:<14}{:>7}{:>9}", "suite", "tests", "seconds");
    for line in lines {
        match &line.outcome {
            Some(outcome) => println!(
                "{:<14}{:>7}{:>9.0}{}",
                line.name,
                count(outcome),
                outcome.seconds,
                if line.is_skipped {
                    "  unchanged since then"
                } else {
                    ""
                }
            ),
            None => println!("{:<14}{:>7}{:>9}  failed", line.name, "", ""),
        }
    }
    println!("{:<14}{:>7}{whole_seconds:>9.0}", "all", "");
    let mut timed: Vec<(&Test, f32)> = lines
        .iter()
        .filter(|line| !line.is_skipped)
        .flat_map(|line| line.outcome.iter())
        .flat_map(|outcome| &outcome.tests)
        .filter_map(|test| Some((test, test.seconds?)))
        .collect();
    timed.sort_by(|a, b| b.1.total_cmp(&a.1));
    if !timed.is_empty() {
        println!("\nThe slowest tests:");
    }
    for (test, seconds) in timed.into_iter().take(SLOWEST) {
        println!("{seconds:>7.1} s  {} {}", test.place, test.name);
    }
    let passed: usize = lines
        .iter()
        .filter_map(|line| line.outcome.as_ref())
        .map(|outcome| outcome.tests.len())
        .sum();
    let failed = lines.iter().filter(|line| line.outcome.is_none()).count();
    println!("\n{passed} passed, {failed} failed");
}

/// How many tests there were, or nothing where a suite does not consist of tests.
fn count(outcome: &Outcome) -> String {
    match outcome.tests.len() {
        0 => String::new(),
        tests => tests.to_string(),
    }
}
