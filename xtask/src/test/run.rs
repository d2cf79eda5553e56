//! Running what is due: what compiles and draws beside what waits, and alone what measures time.

use anyhow::{Result, anyhow};

use super::{
    SUITES,
    beside::Beside,
    lane, stamp,
    suite::{Outcome, Suite, Turn},
    summary::Line,
    timed,
};

/// A suite that has to run, with the inputs that it will have passed on.
struct Due {
    suite: Suite,
    inputs: String,
}

/// Runs the suites that were named, or all; tells what came of each, in the order in which they ended. After a failure
/// nothing new begins, but what runs side by side comes to its end.
pub fn suites(named: &[&str], runs_all: bool) -> Result<Vec<Line>> {
    let mut run = Run::default();
    let due = run.sort_out(named, runs_all)?;
    let of = |turn: Turn| due.iter().filter(move |due| due.suite.turn == turn);
    run.one_after_the_other(of(Turn::First))?;
    let beside: Vec<_> = of(Turn::Beside).map(|due| due.suite).collect();
    if of(Turn::Journeys).next().is_some() && !beside.is_empty() && !run.has_failed {
        // What the journeys need is compiled first: afterwards it would wait for the suites that compile, too.
        lane::build()?;
        let beside = Beside::start(beside);
        run.one_after_the_other(of(Turn::Journeys))?;
        for (done, outcome) in beside.finish()? {
            if let Some(due) = of(Turn::Beside).find(|due| due.suite.name == done.name) {
                run.note(due, outcome.map_err(|_| anyhow!("it says why above")))?;
            }
        }
    } else {
        run.one_after_the_other(of(Turn::Journeys).chain(of(Turn::Beside)))?;
    }
    run.one_after_the_other(of(Turn::Alone))?;
    Ok(run.lines)
}

#[derive(Default)]
struct Run {
    lines: Vec<Line>,
    has_failed: bool,
}

impl Run {
    /// Tells which suites are due; the others passed earlier on what they would read now.
    fn sort_out(&mut self, named: &[&str], runs_all: bool) -> Result<Vec<Due>> {
        let mut due = Vec::new();
        let wanted = |suite: &Suite| named.is_empty() || named.contains(&suite.name);
        for suite in SUITES.into_iter().filter(wanted) {
            let inputs = stamp::inputs(&suite)?;
            match stamp::passed(&suite, &inputs).filter(|_| !runs_all) {
                Some(outcome) => {
                    println!(
                        "— {}: unchanged since it last passed (--all runs it again)",
                        suite.name
                    );
                    self.lines.push(Line {
                        name: suite.name,
                        outcome: Some(outcome),
                        is_skipped: true,
                    });
                }
                None => due.push(Due { suite, inputs }),
            }
        }
        Ok(due)
    }

    fn one_after_the_other<'a>(&mut self, due: impl Iterator<Item = &'a Due>) -> Result<()> {
        for due in due {
            if self.has_failed {
                return Ok(());
            }
            println!("\n— {} —", due.suite.name);
            let outcome = timed(due.suite.run);
            self.note(due, outcome)?;
        }
        Ok(())
    }

    fn note(&mut self, due: &Due, outcome: Result<Outcome>) -> Result<()> {
        let outcome = match outcome {
            Ok(outcome) => {
                stamp::keep(&due.suite, &due.inputs, &outcome)?;
                Some(outcome)
            }
            Err(why) => {
                stamp::forget(&due.suite);
                eprintln!("\n{} failed: {why:#}", due.suite.name);
                self.has_failed = true;
                None
            }
        };
        self.lines.push(Line {
            name: due.suite.name,
            outcome,
            is_skipped: false,
        });
        Ok(())
    }
}
