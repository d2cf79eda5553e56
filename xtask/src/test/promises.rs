//! That the tests which `tests/promises.md` names have run and passed. `tests/e2e/promises.spec.ts` sees that each is there,
//! which a test that is skipped or left out of the build is, too.

mod specs;

use std::{collections::BTreeSet, path::Path};

use anyhow::{Result, ensure};

use super::suite::Test;
use crate::paths;

/// A test that passed: its crate, and its path as `cargo test` prints it.
type Passed = BTreeSet<(String, String)>;

/// Fails with the name of every test of the table that is not among those that passed.
pub fn check(passed: &[Test]) -> Result<()> {
    let table = std::fs::read_to_string(paths::root().join("tests/promises.md"))?;
    let native = passed
        .iter()
        .map(|test| (test.place.clone(), test.name.clone()))
        .collect();
    let mut unproven = unproven(&table, &native)?;
    unproven.extend(specs::unproven(&table, passed, &specs::languages()?));
    ensure!(
        unproven.is_empty(),
        "promises whose tests did not run or did not pass:\n  {}",
        unproven.join("\n  ")
    );
    Ok(())
}

/// What `cargo test` says of the tests that passed. What it prints as errors (which crate comes now) and what the tests print
/// have to come in the order in which they were written. Doc tests are left out: they have no name of their own.
pub fn passed_tests(output: &str) -> Passed {
    let mut of_crate = None;
    let mut passed = Passed::new();
    for line in output.lines() {
        if let Some(running) = line.trim_start().strip_prefix("Running ") {
            of_crate = crate_of(running);
        } else if line.trim_start().starts_with("Doc-tests ") {
            of_crate = None;
        } else if let (Some(of_crate), Some(test)) = (&of_crate, passed_test(line)) {
            passed.insert((of_crate.clone(), test.to_owned()));
        }
    }
    passed
}

/// `domain` of `unittests src/lib.rs (target/debug/deps/domain-0a1b2c)`.
fn crate_of(running: &str) -> Option<String> {
    let program = running.trim_end().strip_suffix(')')?.rsplit_once('(')?.1;
    let (name, _) = Path::new(program).file_name()?.to_str()?.rsplit_once('-')?;
    Some(name.to_owned())
}

/// `a::b` of `test a::b ... ok`, also where it says that a panic was wanted.
fn passed_test(line: &str) -> Option<&str> {
    let said = line.strip_prefix("test ")?.strip_suffix(" ... ok")?;
    Some(said.strip_suffix(" - should panic").unwrap_or(said))
}

/// A test as the table names it.
#[derive(Debug, PartialEq)]
struct Proof<'a> {
    /// The promise.
    id: &'a str,
    file: &'a str,
    name: &'a str,
}

impl Proof<'_> {
    /// Whether this is the native test of that crate with that path. A module of tests may lie in the file itself.
    fn is(&self, of_crate: &str, path: &str) -> bool {
        let file = self.file.strip_prefix("tests/").unwrap_or(self.file);
        let Some((folder, module)) = file.split_once("/src/") else {
            return false;
        };
        let mut modules = module
            .trim_end_matches(".rs")
            .split('/')
            .filter(|part| !matches!(*part, "lib" | "main" | "mod"));
        let mut rest = path.split("::");
        folder == of_crate
            && modules.all(|module| rest.next() == Some(module))
            && rest.last() == Some(self.name)
    }
}

/// The tests of the table, of one kind of file. Its rows read "| P1 | what is promised | `file` test<br>`file` test |".
fn proofs<'a>(table: &'a str, ending: &str) -> Vec<Proof<'a>> {
    let cells = table.lines().filter_map(|line| {
        let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
        let mut cells = row.splitn(3, " | ");
        Some((cells.next()?, cells.nth(1)?))
    });
    cells
        .flat_map(|(id, cell)| cell.split("<br>").map(move |proof| (id, proof)))
        .filter_map(|(id, proof)| {
            let (file, name) = proof.strip_prefix('`')?.split_once("` ")?;
            file.ends_with(ending).then_some(Proof { id, file, name })
        })
        .collect()
}

fn unproven(table: &str, passed: &Passed) -> Result<Vec<String>> {
    let proofs = proofs(table, ".rs");
    ensure!(!proofs.is_empty(), "the table of promises was not read");
    Ok(proofs
        .iter()
        .filter(|proof| {
            !passed
                .iter()
                .any(|(of_crate, path)| proof.is(of_crate, path))
        })
        .map(|Proof { id, file, name }| format!("{id}: {file} {name}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
| | what is promised | proven by |
|---|---|---|
| P7 | The call is personal | `domain/src/persona/tests.rs` santa_knows<br>`tests/e2e/call.spec.ts` a call (${language}) |
| R25 | Nothing is kept | `tests/north_pole/src/openai/mod.rs` a_session_keeps_nothing |
| R30 | Every line can be ended | **open** nobody looks yet |
";

    const OUTPUT: &str = "\
   Compiling domain v0.1.0 (/work/domain)
     Running unittests src/lib.rs (target/debug/deps/domain-f233cdd651bd77b9)

running 5 tests
test persona::tests::santa_knows ... ok
test persona::tests::is_left_out ... ignored
test persona::tests::breaks ... FAILED
test call::tests::breaks_as_it_should - should panic ... ok

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 6.40s

     Running unittests src/main.rs (/elsewhere/debug/deps/north_pole-0a1b2c)
test openai::tests::a_session_keeps_nothing ... ok
     Running tests/fault_table.rs (target/debug/deps/fault_table-1234)
test every_fault ... ok
   Doc-tests domain
test domain/src/amount.rs - amount (line 3) ... ok
";

    fn passed(of_crate: &str, path: &str) -> (String, String) {
        (of_crate.to_owned(), path.to_owned())
    }

    #[test]
    fn what_passed_is_read_with_its_crate() {
        let expected = [
            passed("domain", "call::tests::breaks_as_it_should"),
            passed("domain", "persona::tests::santa_knows"),
            passed("fault_table", "every_fault"),
            passed("north_pole", "openai::tests::a_session_keeps_nothing"),
        ];
        assert_eq!(passed_tests(OUTPUT), Passed::from(expected));
    }

    #[test]
    fn a_proof_that_did_not_pass_is_named_with_its_promise() {
        let all = passed_tests(OUTPUT);
        assert_eq!(unproven(TABLE, &all).unwrap(), Vec::<String>::new());
        for missing in &all {
            let mut rest = all.clone();
            rest.remove(missing);
            let expected: &[&str] = match missing.1.as_str() {
                "persona::tests::santa_knows" => &["P7: domain/src/persona/tests.rs santa_knows"],
                "openai::tests::a_session_keeps_nothing" => {
                    &["R25: tests/north_pole/src/openai/mod.rs a_session_keeps_nothing"]
                }
                _ => &[],
            };
            assert_eq!(unproven(TABLE, &rest).unwrap(), expected);
        }
    }

    #[test]
    fn a_test_of_that_name_elsewhere_is_another_test() {
        for elsewhere in [
            passed("edge", "persona::tests::santa_knows"),
            passed("domain", "season::tests::santa_knows"),
            passed("domain", "persona::tests::santa_knows_more"),
            passed("domain", "santa_knows"),
        ] {
            let only = Passed::from([elsewhere]);
            assert_eq!(unproven(TABLE, &only).unwrap().len(), 2, "{only:?}");
        }
    }

    #[test]
    fn a_table_without_native_tests_was_not_read() {
        assert!(unproven("| P7 | nothing |", &Passed::new()).is_err());
    }

    /// Reads the table itself, so that a change of its form is seen here and not by a check that finds nothing to check.
    #[test]
    fn the_table_of_this_project_is_read() {
        let table = std::fs::read_to_string(paths::root().join("tests/promises.md")).unwrap();
        let written = table.matches(".rs` ").count();
        assert_eq!(proofs(&table, ".rs").len(), written);
        assert!(written > 20, "{written}");
    }
}
